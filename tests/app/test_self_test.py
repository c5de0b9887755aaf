"""A self-test from the keyboard: each place passes it, it stops when it is asked to, and nothing is left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.app.person import PATIENCE, Person, Stocked, unlocked
from tests.app.test_items import copied
from tests.app.test_passpack_accounts import add
from tests.servers.connect import ConnectServer
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tests.services.remote import eventually
from tui.app import StrongroomApp

STEPS = ("Make an entry", "Compare every field", "Change its password", "Read it again", "See that it is gone")


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        server.add_entry("Mail", "wendy", "s3cret-mail")
        yield server
        server.check()


async def begin(person: Person) -> str:
    """Begin the self-test of the account under the cursor; return what was asked before."""
    await person.press("s")
    page = await person.sees("Self-test of", "Nothing else is touched", "Begin")
    await person.press("y")
    await person.sees(*STEPS)
    return page


async def test_passpack_passes_and_nothing_else_is_touched(
    server: PasspackServer, stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal: list[str] = []
    monkeypatch.setattr(StrongroomApp, "write_terminal", lambda self, sequence: terminal.append(sequence))
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        before = server.entries
        page = await begin(person)
        assert "about 7 requests, 3 of which write" in page
        page = await person.sees("Everything works. The entry is removed")
        assert page.count("✓") == 7
        assert page.count("–") >= 2, "no files and no archive are no failure"
        assert "All 4 parts are as they were sent" in page
        assert server.entries == before
        assert not [word for word in page.split() if "s3cret" in word]
        writes = [(each.method, each.path) for each in server.requests if each.method in ("POST", "PUT", "DELETE")]
        assert [method for method, _ in writes] == ["POST", "PUT", "DELETE"]
        await person.press("y")
        await person.sees("Result sent to your terminal")
        result = copied(terminal)
        assert "Strongroom self-test of “Team”, vault “Passwords”" in result
        assert "ok        Compare every field" in result
        assert "left out  Attach a file" in result
        await person.press("escape", "g", "a")
        await person.sees("Strongroom self-test", "create", "edit", "delete")
    server.check()


async def test_our_own_store_passes_with_files_and_archive(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await person.press("g", "c")
        await person.sees("Your own store on this machine")
        page = await begin(person)
        assert "It asks nobody" in page
        page = await person.sees("Everything works. The entry is removed")
        assert page.count("✓") == 9
        assert "All 8 parts are as they were sent" in page
    assert stocked.titles() == ["Mail"]


async def test_connect_passes(stocked: Stocked) -> None:
    with ConnectServer() as server:
        vault = server.add_vault("Ops")
        async with unlocked(stocked.path) as person:
            await person.press("g", "c", "n")
            await person.sees("which way in?")
            await person.press("3")
            await person.sees("Address", "Token is")
            await person.type(server.url)
            await person.press("tab", "tab", "tab")
            await person.type(server.token)
            await person.press("ctrl+s")
            await person.sees("is added", "Read last at")
            await begin(person)
            await person.sees("Everything works. The entry is removed")
        assert server.items(vault) == []


async def test_a_wrong_answer_fails_and_the_entry_is_removed(server: PasspackServer, stocked: Stocked) -> None:
    server.speech.off["update"] = 501
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        await begin(person)
        page = await person.sees("Not everything works; it went wrong at “Change its password”. Nothing is left")
        assert "This server does not change passwords" in page
        assert "It was removed all the same." in page
        assert [each["title"] for each in server.entries] == ["Mail"]
        assert "not tried" not in page


async def test_an_entry_that_cannot_be_removed_is_told_by_name_and_place(
    server: PasspackServer, stocked: Stocked
) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        server.faults.add(Fault(on="DELETE", status=500))
        await begin(person)
        page = await person.sees("The entry could not be removed:", "Look for “Strongroom self-test", "in “Passwords”")
        assert "✗" in page
        (_, left) = server.entries
        assert left["title"].startswith("Strongroom self-test")


async def test_stopped_it_removes_the_entry_first(server: PasspackServer, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        go_on = threading.Event()
        server.faults.add(Fault(on=lambda request: request.method == "PUT" and go_on.wait(PATIENCE), hang_up=True))
        await begin(person)
        await person.sees("… Change its password")
        await person.press("s")
        await person.sees("Stopping: the entry is removed first")
        go_on.set()
        page = await person.sees("It was stopped. Nothing is left of the entry.")
        assert "Delete it" in page
    assert [each["title"] for each in server.entries] == ["Mail"]


async def test_one_may_decide_otherwise(server: PasspackServer, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        await person.press("s")
        await person.sees("Nothing else is touched")
        await person.press("escape")
        await person.sees_no("Nothing else is touched")
    assert (server.count("POST"), server.count("DELETE")) == (0, 0)


async def test_a_lock_stops_it_and_the_entry_is_removed_first(server: PasspackServer, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, server.url, server.token, "Team")
        await person.sees("“Team” is added.", "Read last at")
        go_on = threading.Event()
        server.faults.add(Fault(on=lambda request: request.method == "PUT" and go_on.wait(PATIENCE), hang_up=True))
        await begin(person)
        await person.sees("… Change its password")
        await person.press("ctrl+l")
        await person.sees("Master password")
        go_on.set()
        await eventually(lambda: [each["title"] for each in server.entries] == ["Mail"])
    assert server.count("DELETE") == 1
