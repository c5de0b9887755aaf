"""A Connect server by keys, opened from the environment: what a day with it is like, and what goes wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.app.person import MASTER, Person, Stocked, at, unlocked
from tests.app.test_items import copied, terminal
from tests.servers import openapi
from tests.servers.connect import ConnectServer
from tests.services.remote import eventually, hurry
from tui import asking
from tui.model.account import TokenSource
from tui.model.secret import Secret
from tui.services import place
from tui.services import settings as settings_file
from tui.services.home import Home
from tui.services.journal import journal_path
from tui.services.place import Place
from tui.services.recent import Recent
from tui.services.tokens import Given

__all__ = ["terminal"]

PASSWORD = "s3cret-of-mail"


class Team:
    """A Connect server with two vaults."""

    def __init__(self, server: ConnectServer) -> None:
        self.server = server
        self.work = server.add_vault("Work")
        self.ops = server.add_vault("Ops")
        self.mail = self.add(self.work, "Mail")
        self.bank = self.add(self.work, "Bank")
        self.add(self.ops, "Router")

    def add(self, vault: str, title: str) -> str:
        """Add a login, and return its id."""
        fields = [
            {"id": "username", "type": "STRING", "purpose": "USERNAME", "label": "username", "value": f"user-{title}"},
            {"id": "password", "type": "CONCEALED", "purpose": "PASSWORD", "label": "password", "value": PASSWORD},
        ]
        return self.server.add_item(vault, {"title": title, "category": "LOGIN", "fields": fields})

    @property
    def given(self) -> Given:
        """The server as the environment gives it."""
        return Given(self.server.url, Secret(self.server.token), TokenSource.ENVIRONMENT, random=True)

    def mail_field(self, name: str) -> Any:
        """Return the value of a field of the item Mail, as the server has it."""
        fields = self.server.item(self.work, self.mail)["fields"]
        return next((field.get("value") for field in fields if field["id"] == name), None)


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    hurry(monkeypatch)
    with ConnectServer() as server:
        yield Team(server)
        openapi.check(server)


@pytest.fixture
def often(home: Path) -> None:
    """Have services asked often whether something changed."""
    home.mkdir(mode=0o700, exist_ok=True)
    settings_file.save_value(home / settings_file.FILE_NAME, "refresh_every", 0.1)


@asynccontextmanager
async def sitting(team: Team, home: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Person]:
    """Sit down before a Strongroom that was given the server, and has no store."""
    async with at(home / "home.strongroom", given=team.given, size=size) as person:
        await person.sees("Work", "Ops", "3 items")
        yield person


async def browse(person: Person, title: str) -> None:
    """Open all items, with the cursor on one."""
    await person.press("enter")
    await person.sees("words, tag:")
    await person.press("slash")
    await person.type(title.casefold())
    await person.press("enter")
    await person.sees(f"user-{title}", "••••")


async def edit(person: Person) -> None:
    """Open the item Mail in the editor, with the cursor on its user name."""
    await person.press("e")
    await person.sees("Edit “Mail”")


async def save(person: Person) -> None:
    """Save what was typed, after its changes were shown."""
    await person.press("ctrl+s")
    await person.sees("Save these changes?")
    await person.press("enter")


async def on_server(true: Callable[[], bool]) -> None:
    """Wait until the server has it so."""
    await eventually(true)


async def test_from_the_environment_without_a_store_to_a_copied_password(
    team: Team, home: Path, terminal: list[str]
) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await person.press("p")
        await person.sees("Password sent to your terminal")
        assert copied(terminal) == PASSWORD
        await person.press("r")
        await person.sees(PASSWORD)
    assert not (home / "home.strongroom").exists()


async def test_an_edit_is_saved_as_one_change_on_the_server(team: Team, home: Path) -> None:
    before = team.server.item(team.work, team.mail)
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-new")
        await person.press("ctrl+s")
        await person.sees("Save these changes?", "“user-Mail” → “user-Mail-new”")
        await person.press("enter")
        await person.sees("Saved “Mail”", "user-Mail-new")
    after = team.server.item(team.work, team.mail)
    assert team.mail_field("username") == "user-Mail-new"
    for raw in (before, after):
        fields = {field["id"]: field for field in raw["fields"]}
        fields["username"].pop("value")
        for name in ("entropy", "passwordDetails"):  # the server's own reckoning
            fields["password"].pop(name, None)
        for name in ("version", "updatedAt", "lastEditedBy"):
            raw.pop(name, None)
    assert after == before


async def test_somebody_else_was_quicker(team: Team, home: Path, often: None) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        fields = team.server.item(team.work, team.mail)["fields"]
        theirs = [{**field, "value": "user-theirs"} if field["id"] == "username" else field for field in fields]
        team.server.touch(team.work, team.mail, fields=theirs)
        await person.sees("changed elsewhere meanwhile; saving shows both sides")
        await save(person)
        await person.sees("user-Mail-mine", "user-theirs")
        assert team.mail_field("username") == "user-theirs"
        await person.press("m", "enter")
        await person.sees("Saved “Mail”")
        assert team.mail_field("username") == "user-Mail-mine"


async def test_a_new_item_with_a_generated_password(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await person.press("n")
        await person.sees("which vault?")
        await person.press("enter")
        await person.sees("New item")
        await person.press("l")
        await person.sees("New Login")
        await person.type("Fresh")
        await person.press("down", "down", "ctrl+g")
        await person.sees("Use it")
        await person.press("enter")
        await person.press("ctrl+s")
        await person.sees("Save this new item?")
        await person.press("enter")
        await person.sees("Saved “Fresh”")
        vault = next(v for v in (team.work, team.ops) if len(team.server.items(v)) == (3 if v == team.work else 2))
        titles = {team.server.item(vault, one)["title"]: one for one in team.server.items(vault)}
        fields = team.server.item(vault, titles["Fresh"])["fields"]
        password = next(field for field in fields if field.get("purpose") == "PASSWORD")
        assert len(password["value"]) >= 16
    assert team.server.count("POST") == 1


async def test_deleting_for_good_asks_for_the_title(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Bank")
        await person.press("D")
        await person.sees("Delete “Bank” for good?")
        await person.type("Bank")
        await person.press("enter")
        await person.sees("Deleted “Bank”")
        await on_server(lambda: team.bank not in team.server.items(team.work))
        await person.press("escape")
        await person.sees_no("user-Bank")


async def test_a_token_that_is_rotated_while_somebody_types(team: Team, home: Path, often: None) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        fresh = team.server.rotate()
        await person.sees("Token for", team.server.url)
        await person.type("s3cret-wrong")
        await person.press("enter")
        await eventually(lambda: person.page().count("does not take") == 2)
        await person.type(fresh)
        await person.press("enter")
        await person.sees("takes the new token", "user-Mail-mine")
        await save(person)
        await person.sees("Saved “Mail”")
    assert team.mail_field("username") == "user-Mail-mine"


async def test_a_token_is_not_asked_for_over_another_dialog(
    team: Team, home: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.1)
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await person.press("D")
        await person.sees("Delete “Mail” for good?")
        team.server.forget()
        team.server.rotate()
        await on_server(lambda: team.server.count("GET") > 0)
        await asyncio.sleep(1)
        page = person.page()
        assert "Token for" not in page and "Delete “Mail” for good?" in page
        await person.press("escape")
        await person.sees("Token for", team.server.url)


async def test_a_token_that_may_not_write_greys_what_it_was_refused(team: Team, home: Path) -> None:
    from tests.servers.connect.rights import Access

    read = team.server.grant("reader", {team.work: Access.READ, team.ops: Access.READ})
    given = Given(team.server.url, Secret(read), TokenSource.ENVIRONMENT, random=True)
    async with at(home / "home.strongroom", given=given) as person:
        await person.sees("Work", "3 items")
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        await save(person)
        page = await person.sees("✗")
        assert "user-Mail-mine" in page, "what was typed stays"
        await person.press("escape")
        await person.sees("Some changes are not saved")
        await person.press("d")
        await person.sees("Login · Work")
        await person.press("e")
        await person.sees("!", "token")
        assert "Edit “Mail”" not in person.page()
    assert team.mail_field("username") == "user-Mail"


async def test_a_server_that_goes_leaves_what_was_read(team: Team, home: Path, often: None) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        team.server.faults.reset_before = True
        await person.sees("offline, as of")
        await person.press("escape")
        await person.sees("Bank", "Router", "Mail")
        team.server.faults.reset_before = False
        await person.sees_no("offline, as of")


async def test_locking_without_a_store_asks_for_the_token_and_leads_back(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        await person.press("ctrl+l")
        page = await person.sees("Its token, once more", team.server.url)
        assert "user-Mail" not in page
        await person.type("s3cret-wrong")
        await person.press("enter")
        await person.sees("does not take")
        await person.type(team.server.token)
        await person.press("enter")
        await person.sees("Edit “Mail”", "user-Mail-mine", "A draft of")
    assert team.mail_field("username") == "user-Mail"


async def test_the_lock_comes_while_the_account_is_opened(
    team: Team, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, hold = Recent.load, asyncio.Event()

    async def slow(recent: Recent) -> None:
        await hold.wait()
        await load(recent)

    monkeypatch.setattr(Recent, "load", slow)
    async with at(home / "home.strongroom", given=team.given) as person:
        await eventually(journal_path(team.server.url).exists)
        await asyncio.sleep(1)
        await person.press("ctrl+l")
        await person.sees("Its token, once more")
        hold.set()
        await asyncio.sleep(1)
        assert team.server.requests == []
        await person.sees("Locked.")
        await person.type(team.server.token)
        await person.press("enter")
        await person.sees("Work", "3 items")


async def test_where_nothing_can_be_kept_what_is_typed_survives_all_but_the_lock(team: Team, home: Path) -> None:
    home.mkdir(mode=0o700)
    journal_path(team.server.url).parent.write_text("in the way")
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("Work", "Ops", "kept in memory only")  # what it says of the place may leave room for no more
        await browse(person, "Mail")
        await person.press("e")
        await person.sees("Edit “Mail”", "Nothing typed here is kept as a draft")
        await person.type("-mine")
        team.server.faults.status = 500
        await save(person)
        await person.sees("✗", "user-Mail-mine")
        team.server.faults.status = 0
        await person.press("escape")
        await person.sees("only until Strongroom ends")
        await person.press("k")
        await person.sees("Kept until Strongroom ends")
        await person.press("e")
        await person.sees("user-Mail-mine")
        await save(person)
        await person.sees("Saved “Mail”")
    assert team.mail_field("username") == "user-Mail-mine"


async def test_spaces_around_a_token_at_the_door_lose_no_draft(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        await person.press("ctrl+l")
        await person.sees("Its token, once more")
        await person.type(f" {team.server.token} ")
        await person.press("enter")
        await person.sees("Edit “Mail”", "user-Mail-mine", "A draft of")


async def test_the_environment_still_has_the_token_from_before_the_last(
    team: Team, home: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.1)
    stale = team.given
    async with sitting(team, home) as person:
        fresh = team.server.rotate()
        await person.sees("Token for")
        await person.type(fresh)
        await person.press("enter")
        await person.sees("takes the new token")
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
    async with at(home / "home.strongroom", given=stale) as person:
        await person.sees("does not take", "Its token, once more", team.server.url)
        await person.type(fresh)
        await person.press("enter")
        await person.sees("You left something unsaved", "Mail")


async def test_a_wrong_token_is_no_wrong_master_password(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await person.press("ctrl+l")
        await person.sees("Its token, once more")
        await person.type("s3cret-wrong")
        await person.press("enter")
        await person.sees("does not take")
        await person.type(team.server.token)
        await person.press("enter")
        await person.sees("A wrong token was given 1 time since the last visit")


async def test_no_token_is_asked_for_over_the_lock(
    team: Team, home: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.1)
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.type("-mine")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        team.server.faults.write_seconds = 30  # so long the session is closing
        await person.press("enter")
        await on_server(lambda: team.server.count("PATCH") == 1)
        await person.press("ctrl+l")
        await person.sees("Its token, once more")
        team.server.forget()
        team.server.rotate()
        await on_server(lambda: team.server.count("GET") > 0)
        await asyncio.sleep(1)
        page = person.page()
        team.server.faults.write_seconds = 0
        assert "Token for" not in page


async def test_a_token_that_was_refused_before_the_vaults_are_shown_is_asked_for(
    team: Team, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(team, home) as person:
        await person.press("ctrl+l")
        await person.sees("Its token, once more")
        old, take = team.server.token, place.take
        team.server.rotate()

        async def slow(home_store: Home) -> Place | None:
            await on_server(lambda: team.server.count("GET", "/v1/vaults") > 1)
            await asyncio.sleep(1)
            return await take(home_store)

        team.server.forget()
        monkeypatch.setattr(place, "take", slow)
        await person.type(old)
        await person.press("enter")
        await person.sees("Token for", team.server.url)


async def test_an_account_that_shows_nothing_says_why(team: Team, home: Path) -> None:
    team.server.faults.status = 403
    async with at(home / "home.strongroom", given=team.given) as person:
        await person.sees("failed")
        await person.press("n")
        await person.sees("no store of your own to make a vault in")
        await person.press("g", "i")
        page = await person.sees("does not have the right")
        assert "No items here yet" not in page
        team.server.faults.status = 0
        await person.press("ctrl+r")
        await person.sees("Mail", "Router")


async def test_beside_a_store_the_environment_opens_one_account_more(team: Team, stocked: Stocked) -> None:
    stocked.add("Garden")
    async with unlocked(stocked.path, given=team.given) as person:
        await person.sees("Work", "Ops", "4 items")
        await person.press("enter")
        await person.sees("Garden", "Mail", "Router")


async def test_many_fault_sentences_and_the_app_is_alive(team: Team, home: Path, often: None) -> None:
    faults: list[dict[str, object]] = [
        {"html": 502},
        {"status": 500},
        {"status": 429, "retry_after": "1"},
        {"reset_before": True},
        {"drop": True},
        {"truncate": True},
        {"garbage": b"\x1b]52;c;s3cret\x07 not HTTP\r\n\r\n"},
        {"gzip_bomb": 20},
        {"redirect_to": "http://127.0.0.1:9/"},
    ]
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        for fault in faults:
            for name, value in fault.items():
                setattr(team.server.faults, name, value)
            page = await person.sees("as of")
            assert "Mail" in page, fault
            for name in fault:
                setattr(team.server.faults, name, type(fault[name])())
            await person.sees_no("as of")
        await person.press("p")
        await person.sees("Password sent")


async def test_what_others_change_appears_while_filter_and_cursor_stay(team: Team, home: Path, often: None) -> None:
    async with sitting(team, home) as person:
        await person.press("enter")
        await person.sees("words, tag:")
        await person.press("slash")
        await person.type("a")  # all but the router
        await person.press("enter")
        await person.sees_no("Router")
        await person.sees("user-Mail")
        team.server.touch(team.work, team.bank, title="Savings")
        team.add(team.ops, "Alarm")
        page = await person.sees("Savings", "Alarm", "/ a")
        (under,) = [line for line in page.splitlines() if line.lstrip().startswith("▌")]
        assert "Mail" in under, page
        await person.sees("user-Mail")


async def test_a_change_is_seen_at_once_and_marked_until_the_server_shows_it(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        team.server.faults.lag = 5
        team.server.faults.old_version = True
        await edit(person)
        await person.press("up")
        await person.type("box")
        await save(person)
        await person.sees("Mailbox", "⟳", "Syncing: the server does not show")
        await person.press("e")
        await person.sees("Edit “Mailbox”")
        await person.press("up")
        await person.type("2")
        await save(person)
        await person.sees("Mailbox2")
        await person.sees_no("⟳")
    assert team.server.item(team.work, team.mail)["title"] == "Mailbox2"


async def test_connecting_by_the_accounts_screen(team: Team, stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "c")
        await person.sees("No service is connected yet")
        await person.press("n")
        await person.sees("which way in?")
        await person.press("3")
        await person.sees("Address", "Token is")
        await person.type(team.server.url)
        await person.press("tab", "tab", "tab")
        await person.type(team.server.token)
        await person.press("ctrl+s")
        await person.sees("is added", "2 vaults", "sealed, today")
        await person.press("escape")
        await person.sees("Ops", "3 items")
        await person.press("ctrl+l")
        await person.sees("Master password")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Ops", "3 items")
    assert team.server.token.encode() not in stocked.path.read_bytes()


async def test_a_file_is_saved_for_its_owner_alone(team: Team, home: Path, tmp_path: Path) -> None:
    team.server.add_file(team.work, team.mail, "../key.pem", b"s3cret-of-the-file")
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await person.press("S")
        await person.sees("key.pem")
        await person.press("enter")
        await person.sees("Esc")
        for _ in range(200):
            await person.press("backspace")
        await person.type(str(tmp_path / "saved.pem"))
        await person.press("enter")
        await person.sees("Saved to")
    saved = tmp_path / "saved.pem"
    assert (saved.read_bytes(), saved.stat().st_mode & 0o777) == (b"s3cret-of-the-file", 0o600)


async def test_the_activity_of_the_server(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await person.press("g", "a", "o")
        await person.sees("Whose log?")
        await person.press("2")
        await person.sees("Kept by the service", "read", "Mail")


async def test_news_of_an_item_whose_editor_is_just_going_breaks_nothing(team: Team, home: Path) -> None:
    async with sitting(team, home) as person:
        await browse(person, "Mail")
        await edit(person)
        await person.app.screen.query("*").remove()  # as where it ends, before the screen itself is gone
        fields = team.server.item(team.work, team.mail)["fields"]
        team.server.touch(team.work, team.mail, title="Post", fields=fields)
        session = person.app._session
        assert session is not None
        await session.load()
        assert session.catalog.title(session.catalog.snapshot.ref(0))
