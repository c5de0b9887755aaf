"""What is due by keys: a policy, put off, several in a row, stopped between two; on the demo, whose items are old."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.app.person import Person, at
from tests.servers.passpack import PasspackServer
from tui.services import rotating, token_names, tokens
from tui.services.rotating import Outcome


@asynccontextmanager
async def with_policy(home: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Person]:
    """Sit before what is due in the vault Family after 500 days."""
    async with at(home / "none", demo=True, size=size) as person:
        await person.sees("Family", "88 items")
        await person.press("g", "d")
        await person.sees("Nothing is due", "Age alone is a weak reason")
        await person.press("p")
        await person.sees("New policy for a vault")
        await person.press("v")
        await person.sees("Passwords of which vault?")
        await person.press("enter")
        await person.sees("Policy for “Family”", "365")
        await person.press("ctrl+u", *"500", "enter")
        await person.sees("The policy is kept.", "due for", "Policy: Family, 500 days")
        yield person


def rows(page: str) -> list[str]:
    """Return the lines of the list that tell what is due, from the top."""
    return [line for line in page.splitlines() if "due for " in line and "days" in line]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_latest_comes_first_and_the_age_is_looked_up(home: Path, size: tuple[int, int]) -> None:
    async with with_policy(home, size) as person:
        page = await person.sees("days old, since")
        late = [int(line.split("due for ")[1].split(" day")[0].replace(",", "")) for line in rows(page)]
        assert late == sorted(late, reverse=True)
        assert len(late) >= 3
        assert "s3cret" not in page


async def test_put_off_for_a_while_or_for_ever_and_a_policy_dropped(home: Path) -> None:
    async with with_policy(home) as person:
        first, second, *more = rows(person.page())
        await person.press("z")
        await person.sees("Put off “", "for 7 days", "never again")
        await person.press("1")
        page = await person.sees("is put off for 7 days", f"{len(more) + 1} due")
        assert first.strip("▌ ").split("  ")[0] in page.splitlines()[-2], "said, and no longer listed"
        assert rows(page)[0].strip("▌ ").split("  ")[0] == second.strip().split("  ")[0]
        await person.press("space", "space", "z", "n")
        await person.sees("2 items are not due any more")
        await person.sees_no(more[0].strip().split("  ")[0])
        await person.press("p")
        await person.sees("500 days", "New policy")
        await person.press("enter")
        await person.sees("0 drops the policy")
        await person.press("ctrl+u", *"x", "enter")
        await person.sees("Type a number of days")
        await person.press("ctrl+u", *"0", "enter")
        await person.sees("is dropped", "Nothing is due")


async def test_a_policy_for_a_tag(home: Path) -> None:
    async with at(home / "none", demo=True) as person:
        await person.sees("Family", "88 items")
        await person.press("g", "d", "p")
        await person.sees("New policy for a tag")
        await person.press("t")
        await person.sees("New policy for a tag", "Tag", "Days")
        await person.press("ctrl+s")
        await person.sees("Type a tag.")
        await person.type("#travel")
        await person.press("ctrl+s")
        await person.sees("The policy is kept.")
        await person.press("p")
        await person.sees("#travel", "365 days")


async def test_where_no_time_is_told_it_is_said_that_nothing_comes(home: Path) -> None:
    with PasspackServer() as server:
        server.stock(2)
        (team,), _ = tokens.from_environment({token_names.TEAM_URL: server.url, token_names.TEAM_TOKEN: server.token})
        async with at(home / "none", given=team) as person:
            await person.sees("Passwords", "2 items")
            await person.press("g", "d", "p")
            await person.sees("New policy for a vault")
            await person.press("v")
            await person.sees("Passwords of which vault?")
            await person.press("enter")
            await person.sees("Policy for “Passwords”")
            await person.press("enter")
            await person.sees("2 of no known age", "can never be due: their service does not tell when they were")


async def test_all_marked_in_a_row_and_then_to_an_item(home: Path) -> None:
    async with with_policy(home) as person:
        many = len(rows(person.page()))
        await person.press("V", "T")
        await person.sees(f"Rotate {many} passwords", "Ctrl+S Rotate", "1 of", "no password field")
        await person.press("ctrl+s")
        await person.sees(f"{many - 1} saved.")
        await person.press("enter")
        await person.sees(f"{many - 1} not finished", "Then press d.")
        await person.press("d")
        await person.sees(f"{many - 2} not finished")
        await person.press("G")
        page = await person.sees_no("1 due")
        assert rows(page) == [], "the router has no password of its own, which is seen when it is looked at"
        await person.press("enter")
        await person.sees("All items", "words, tag:")


async def test_it_stops_between_two(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go, real = 0, asyncio.Event(), rotating.rotate

    async def slowly(*args: object) -> Outcome:
        nonlocal begun
        begun += 1
        if begun == 2:
            await go.wait()
        return await real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(rotating, "rotate", slowly)
    async with with_policy(home) as person:
        many = len(rows(person.page()))
        await person.press("V", "T")
        await person.sees("Ctrl+S Rotate")
        await person.press("ctrl+s")
        await person.sees(f"Rotating 2 of {many - 1}", "Stop after this one")
        await person.press("escape")
        await person.sees("Stopping after this one")
        go.set()
        await person.sees("2 saved.", f"Stopped: {many - 3} were not")
        await person.press("enter")
        await person.sees("2 not finished", f"{many - 2} due")
        assert begun == 2
