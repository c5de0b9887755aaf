"""Rotating passwords by keys: one, several in a row, on a server; interrupted, found again, finished."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.app.person import Person, Stocked, at, unlocked
from tests.app.test_items import copied, terminal
from tests.app.test_remote import PASSWORD, Team, browse, often, team
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tests.services.rotating import password
from tui.model.ids import ItemRef
from tui.model.secret import Secret
from tui.services import token_names, tokens
from tui.services.tokens import Given
from tui.tools import generator

__all__ = ["often", "team", "terminal"]


@pytest.fixture(autouse=True)
def numbered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have every generated password be one that a test knows."""
    numbers = iter(range(1, 1000))
    monkeypatch.setattr(generator.RandomRecipe, "draw", lambda self: f"s3cret-new-{next(numbers)}")
    yield


def now(stocked: Stocked, ref: ItemRef) -> Secret:
    """Return the password of an item as another process would read it."""
    return password(stocked.item(ref))


async def rotate(person: Person, *more: str) -> None:
    """Rotate what is under the cursor or marked, and go on to what remains."""
    await person.press("T")
    await person.sees("Ctrl+S Rotate")
    await person.press(*more, "ctrl+s")
    await person.sees("Enter shows what remains")
    await person.press("enter")
    await person.sees("Due for rotation", "saved; the site needs it")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
async def test_from_the_item_to_the_site(stocked: Stocked, terminal: list[str], size: tuple[int, int]) -> None:
    (ref,) = stocked.add("Mail")
    async with unlocked(stocked.path, size=size) as person:
        await person.press("enter")
        await person.sees("user-Mail")
        await person.press("T")
        page = await person.sees("Rotate the password of “Mail”", "Ctrl+S Rotate", "••••••••", "good", "random, 20")
        assert "s3cret" not in page
        await person.press("r")
        await person.sees("s3cret-new-1")
        await person.press("a")
        await person.sees_no("s3cret-new-1")
        assert now(stocked, ref) == Secret("s3cret-Mail"), "nothing is done before it is asked for"
        await person.press("ctrl+s")
        await person.sees("1 saved.", "✓")
        assert now(stocked, ref) == Secret("s3cret-new-2")
        await person.press("enter")
        page = await person.sees("Due for rotation", "saved; the site needs", "Then press d.")
        assert "s3cret" not in page
        await person.press("Y")
        await person.sees("Old password sent to your terminal")
        assert copied(terminal) == "s3cret-Mail"
        await person.press("y")
        await person.sees("New password sent to your terminal")
        assert copied(terminal) == "s3cret-new-2"
        await person.press("r")
        await person.sees("Old  s3cret-Mail", "New  s3cret-new-2")
        await person.press("r")
        await person.sees_no("s3cret")
        await person.press("a")
        await person.sees("has the new password already")
        await person.press("d")
        await person.sees("is finished", "Nothing is due")
        await person.press("escape")
        await person.sees("user-Mail")
        await person.press("U")
        await person.sees("Undone")
        assert now(stocked, ref) == Secret("s3cret-Mail")


async def test_it_is_told_after_a_restart_and_finished_then(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("user-Mail")
        await rotate(person)
        await person.press("ctrl+l")
        await person.sees("Locked")
        await person.type("s3cret-m")
        await person.press("enter")
        await person.sees("Due for rotation", "the site needs it")
    async with unlocked(stocked.path) as person:
        await person.sees("1 rotation is not finished (g d).")
        await person.press("g", "d")
        await person.sees("Then press d.")
        await person.press("U")
        await person.sees("Put the old password back into “Mail”?")
        await person.press("y")
        await person.sees("has its old password again", "not saved")
        assert now(stocked, ref) == Secret("s3cret-Mail")
        await person.press("a")
        await person.sees("The new password of “Mail” is saved", "the site needs it")
        assert now(stocked, ref) == Secret("s3cret-new-1")
        await person.press("U", "y")
        await person.sees("not saved")
        await person.press("D")
        await person.sees("Give up the rotation of “Mail”?")
        await person.press("n")
        await person.sees("not saved")
        await person.press("D", "y")
        await person.sees("is given up", "Nothing is due")
        await person.press("g", "a")
        await person.sees("given up", "rotate")


async def test_several_in_a_row_each_with_its_own(stocked: Stocked) -> None:
    refs = stocked.add("Bank", "Forum", "Mail")
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("user-Bank")
        await person.press("V", "T")
        await person.sees("Rotate 3 passwords", "Bank", "Forum", "Mail", "Ctrl+S Rotate")
        await person.press("j", "r")
        page = await person.sees("s3cret-new-")
        assert page.count("s3cret") <= 2, "one is revealed, not all"
        await person.press("ctrl+s")
        await person.sees("3 saved.")
        await person.press("enter")
        await person.sees("3 not finished")
        values = {now(stocked, ref).reveal() for ref in refs}
        assert len(values) == 3
        assert all(value.startswith("s3cret-new-") for value in values)
        await person.press("escape")
        await person.sees("user-Bank")
        await person.press("U")
        await person.sees("Undone")
    assert [now(stocked, ref).reveal() for ref in refs] == ["s3cret-Bank", "s3cret-Forum", "s3cret-Mail"]


async def test_a_recipe_from_the_generator(stocked: Stocked) -> None:
    refs = stocked.add("Bank", "Mail")
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("user-Bank")
        await person.press("T")
        await person.sees("Ctrl+S Rotate")
        await person.press("g")
        await person.sees("bits", "Use it")
        await person.press("j", "l")
        await person.sees("21 characters")
        await person.press("enter")
        await person.sees("Made by: random, 21 characters")
        await person.press("escape")
        await person.sees("user-Bank")
        await person.press("V", "T")
        await person.sees("Ctrl+S Rotate", "21 characters")
        await person.press("g")
        await person.sees("bits", "Use it")
        await person.press("j", "l")
        await person.sees("22 characters")
        await person.press("enter")
        await person.sees("Made by: random, 22 characters")
        await person.press("ctrl+s")
        await person.sees("2 saved.")
    assert now(stocked, refs[0]) != now(stocked, refs[1])


async def test_archived_items_and_notes_say_why_not(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        await person.sees("user-Mail")
        await person.press("d")
        await person.sees("Archived")
        await person.press("slash")
        await person.type("is:archived")
        await person.press("enter")
        await person.sees("user-Mail")
        await person.press("T")
        await person.sees("only passwords in use are rotated")


# On a Connect server


async def test_on_a_server_without_a_store(team: Team, home: Path, terminal: list[str]) -> None:
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("Work", "3 items")
        await browse(person, "Mail")
        await rotate(person)
        assert team.mail_field("password") == "s3cret-new-1"
        await person.press("Y")
        await person.sees("Old password sent to your terminal")
        assert copied(terminal) == PASSWORD
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("1 rotation is not finished (g d).")
        await person.press("g", "d")
        await person.sees("Then press d.")
        await person.press("d")
        await person.sees("is finished")


@pytest.mark.parametrize(
    ("fault", "told", "there"),
    [
        (Fault(on="PATCH", times=1, reset_after=True), "saved; the site needs", "s3cret-new-1"),
        (Fault(on="PATCH", times=1, status=400), "not saved", PASSWORD),
        (Fault(on="PATCH", times=1, reset_before=True), "not", PASSWORD),
    ],
    ids=["answer lost", "refused", "request lost"],
)
async def test_what_goes_wrong_on_the_way(team: Team, home: Path, fault: Fault, told: str, there: str) -> None:
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("Work", "3 items")
        await browse(person, "Mail")
        team.server.faults.add(fault)
        await person.press("T")
        await person.sees("Ctrl+S Rotate")
        await person.press("ctrl+s")
        await person.sees("Enter What remains")
        await person.press("enter")
        await person.sees("Due for rotation", told)
        assert team.mail_field("password") == there
        assert team.server.count("PATCH") == 1
        await person.press("r")
        await person.sees(f"Old  {PASSWORD}", "New  s3cret-new-1")
        if there == PASSWORD:
            await person.press("a")
            await person.sees("saved; the site needs")
            assert team.mail_field("password") == "s3cret-new-1"


async def test_the_server_is_down_when_the_answer_is_lost_and_is_asked_at_the_next_start(
    team: Team, home: Path
) -> None:
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("Work", "3 items")
        await browse(person, "Mail")
        await person.press("T")
        await person.sees("Ctrl+S Rotate")
        team.server.faults.add(Fault(on="PATCH", times=1, reset_after=True))
        team.server.faults.add(Fault(on=lambda _: team.server.count("PATCH") > 0, reset_before=True))
        await person.press("ctrl+s")
        await person.sees("not known")
        await person.press("enter")
        await person.sees("Due for rotation", "not known")
    team.server.faults.clear()
    assert team.mail_field("password") == "s3cret-new-1"
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("The rotation of “Mail” was interrupted: saved (g d).")
        await person.press("g", "d")
        await person.sees("saved; the site needs it", "The item has the new password.")


# In a Passpack account


@pytest.fixture
def passpack() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        server.add_entry("Mail", "wendy", "s3cret-mail", description="The old one")
        yield server
        server.check()


def passpack_given(server: PasspackServer) -> Given:
    """Return the account as the environment gives it."""
    (found,), _ = tokens.from_environment({token_names.TEAM_URL: server.url, token_names.TEAM_TOKEN: server.token})
    return found


@asynccontextmanager
async def in_team(server: PasspackServer, home: Path) -> AsyncIterator[Person]:
    """Sit down before the entries of the account."""
    async with at(home / "none.strongroom", given=passpack_given(server)) as person:
        await person.sees("Passwords", "1 item")
        await person.press("g", "i")
        await person.sees("wendy", "••••")
        yield person


async def test_by_the_call_that_passpack_has_for_it(passpack: PasspackServer, home: Path, terminal: list[str]) -> None:
    async with in_team(passpack, home) as person:
        await rotate(person)
        assert passpack.entry(1001)["password"] == "s3cret-new-1"
        assert (passpack.count("POST"), passpack.count("PUT")) == (1, 0)
        await person.press("Y")
        await person.sees("Old password sent to your terminal")
        assert copied(terminal) == "s3cret-mail"
        await person.press("U", "y")
        await person.sees("has its old password again")
        assert passpack.entry(1001)["password"] == "s3cret-mail"


async def test_after_a_lost_answer_the_rest_is_not_tried_and_it_is_said(passpack: PasspackServer, home: Path) -> None:
    for title in ("Bank", "Shop"):
        passpack.add_entry(title)
    passpack.faults.add(Fault(on=lambda request: request.method == "POST" and "1001" in request.target, status=500))
    async with at(home / "none.strongroom", given=passpack_given(passpack)) as person:
        await person.sees("Passwords", "3 items")
        await person.press("g", "i")
        await person.sees("Bank", "Mail", "Shop", "••••")
        await person.press("V", "T")
        await person.sees("Rotate 3 passwords", "Ctrl+S Rotate")
        await person.press("ctrl+s")
        await person.sees("1 saved.", "1 not saved, or not", "1 not tried after that.", "Not tried, after")
    assert passpack.count("POST") == 2


async def test_an_entry_without_title_and_password(passpack: PasspackServer, home: Path) -> None:
    passpack.touch(1001, title=" ", password="")
    async with at(home / "none.strongroom", given=passpack_given(passpack)) as person:
        await person.sees("Passwords", "1 item")
        await person.press("g", "i")
        await person.sees("untitled", "wendy")
        await person.press("T")
        page = await person.sees("Rotate the password of “untitled”", "Ctrl+S Rotate")
        assert "at least" not in page, "it has no password whose age could be told"
        await person.press("ctrl+s")
        await person.sees("1 saved.")
        await person.press("enter")
        await person.sees("untitled", "saved; the site needs it", "Then press d.")
        await person.press("Y")
        await person.sees("There was no password before.")
        await person.press("d")
        await person.sees("The rotation of “untitled” is finished.")


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_server_without_that_call_is_given_an_update(passpack: PasspackServer, home: Path, status: int) -> None:
    passpack.speech.off["rotate"] = status
    async with in_team(passpack, home) as person:
        await rotate(person)
        assert passpack.entry(1001)["password"] == "s3cret-new-1"
        assert passpack.count("PUT") == 1


async def test_a_lost_answer_of_passpack_is_found_out(passpack: PasspackServer, home: Path) -> None:
    async with in_team(passpack, home) as person:
        passpack.faults.add(Fault(on="/rotate", times=1, reset_after=True))
        await rotate(person)
        assert passpack.count("POST") == 1
        await person.press("d")
        await person.sees("is finished")
