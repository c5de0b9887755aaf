"""Members of a team from the keyboard, over a real server: seen, added, and given an entry to see."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.app.person import Person, at
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.services import token_names, tokens


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        server.add_entry("Mail", "wendy", "s3cret-mail")
        server.add_member("wendy@team.example", "Wendy Moss", role="owner")
        yield server
        server.check()


@asynccontextmanager
async def team(server: PasspackServer, home: Path) -> AsyncIterator[Person]:
    """Sit before the vaults of a team whose token came from the environment."""
    (found,), _ = tokens.from_environment({token_names.TEAM_URL: server.url, token_names.TEAM_TOKEN: server.token})
    async with at(home / "none.strongroom", given=found) as person:
        await person.sees("Passwords", "1 item")
        yield person


async def test_somebody_is_added_and_sees_an_entry(server: PasspackServer, home: Path) -> None:
    async with team(server, home) as person:
        await person.press("g", "c")
        await person.sees("m shows who is in the team.")
        await person.press("m")
        await person.sees("Members of", "Wendy Moss", "wendy@team.example", "owner", "1 member")
        await person.press("n")
        await person.sees("Add a member to")
        await person.type("Jon Vale")
        await person.press("tab")
        await person.type("jon@team.example")
        await person.press("ctrl+s")
        await person.sees("Jon Vale is added", "2 members")
        assert [one["email"] for one in server.members] == ["wendy@team.example", "jon@team.example"]
        await person.press("g", "i")
        await person.sees("Mail")
        await person.press("L")
        await person.sees("Share “Mail” with members", "Jon Vale")
        await person.type("jon")
        await person.press("space", "ctrl+s")
        await person.sees("Shared with Jon Vale.")
        jon, entry = server.members[1]["id"], server.entries[0]["id"]
        assert server.shares(entry) == [jon], "as a number, as it came"
        await person.press("escape", "enter")
        await person.sees("shared with", "Jon Vale")
        await person.press("escape", "g", "a")
        await person.sees("add member", "with Jon Vale")


async def test_a_server_without_lists_takes_an_id(server: PasspackServer, home: Path) -> None:
    server.speech.off |= {"members": 404, "shares": 405}
    (wendy,) = server.members
    async with team(server, home) as person:
        await person.press("g", "i")
        await person.sees("Mail")
        await person.press("L")
        await person.sees("can be named by the id", "There is nobody to choose yet.")
        await person.type(str(wendy["id"]))
        await person.press("space", "ctrl+s")
        await person.sees(f"Shared with the member {wendy['id']}.")
        assert server.shares(server.entries[0]["id"]) == [wendy["id"]]
        await person.press("escape", "g", "c", "m")
        await person.sees("does not list its members", "no name", str(wendy["id"]))


async def test_a_server_that_does_not_share_greys_the_key(server: PasspackServer, home: Path) -> None:
    server.speech.off |= {"share": 501}
    async with team(server, home) as person:
        await person.press("g", "i")
        await person.sees("Mail")
        await person.press("L")
        await person.sees("Wendy Moss")
        await person.press("space", "ctrl+s")
        await person.sees("Not shared: Wendy Moss", "does not share passwords")
        await person.press("escape", "L")
        await person.sees("This server does not share passwords")
    assert server.shares(server.entries[0]["id"]) == []


async def test_a_lost_answer_is_not_known_and_not_sent_again(server: PasspackServer, home: Path) -> None:
    async with team(server, home) as person:
        await person.press("g", "i")
        await person.sees("Mail")
        await person.press("L")
        await person.sees("Wendy Moss")
        server.faults.add(Fault(on="POST", reset_after=True, times=1))
        await person.press("space", "ctrl+s")
        await person.sees("Not known: Wendy Moss (?)")
        await person.press("ctrl+s")
        await person.sees("Mark with Space")
        await person.press("space", "ctrl+s")
        await person.sees("Shared already: Wendy Moss.")
    assert [one.method for one in server.requests].count("POST") == 2
