"""The accounts: how each is, in words, and what can be done with the one under the cursor."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.remote import TOKEN, Service, account, service, session_with
from tests.screens.support import ScreenApp, press, until
from tui import messages
from tui.commands import Keymap
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import VaultError
from tui.model.ids import AccountId, FieldId, ItemId, ItemRef, VaultId
from tui.model.rotation import Rotation, new_rotation_id
from tui.model.secret import Secret
from tui.screens.accounts import AccountsScreen
from tui.services.clipboard import Clipboard
from tui.services.remotes import State
from tui.services.session import Session
from tui.services.settings import Settings

__all__ = ["service"]

DAY = 86_400


@dataclass
class Desk:
    """A session, and the app that shows its accounts."""

    session: Session
    app: ScreenApp
    pilot: Pilot[None]

    async def press(self, *keys: str) -> str:
        """Press keys, and return what is seen then."""
        await press(self.pilot, *keys)
        return self.app.page()

    async def sees(self, *texts: str) -> str:
        """Wait until all of this is seen."""
        await until(self.pilot, lambda: self.app.shows(*texts))
        return self.app.page()

    async def says(self, sentence: str) -> None:
        """Wait until a sentence is read, wherever its lines break."""
        await until(self.pilot, lambda: sentence in words(self.app.page()))

    def state(self, account: AccountId) -> State:
        """Return how an account is."""
        status = self.session.remotes.status(account)
        assert status is not None
        return status.state


@asynccontextmanager
async def desk(
    tmp_path: Path, *accounts: AccountConfig, size: tuple[int, int] = (120, 36), token: str = TOKEN
) -> AsyncIterator[Desk]:
    session = await session_with(tmp_path, *accounts, token=token)
    app = ScreenApp(AccountsScreen(session, Keymap()))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Desk(session, app, pilot)
    await session.close(exiting=True)


def words(page: str) -> str:
    """Return what is read, without frames and breaks of lines."""
    return " ".join(page.replace("│", " ").split())


def row(page: str, name: str) -> str:
    """Return the row of an account."""
    return next(line for line in page.splitlines() if name in line and "Accounts" not in line)


async def test_the_store_is_the_first_and_invites_to_add_a_service(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        page = opened.app.page()
        assert "● open" in row(page, "Home")
        assert "this machine" in row(page, "Home")
        assert "Your own store on this machine" in page
        assert "Press n to add one" in page


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_each_account_with_its_state_its_address_and_the_age_of_its_token(
    tmp_path: Path, service: Service, size: tuple[int, int]
) -> None:
    since = time.time() - 12.5 * DAY
    async with desk(tmp_path, account(token_since=since), size=size) as opened:
        page = await opened.press("j")
        line = row(page, "Office")
        assert "● open" in line
        assert "connect.example" in line
        assert "sealed, 12 days" in line
        assert "It shows 2 vaults. Read last at 20" in page
        assert "https://connect.example:8080" in page
        assert "1 of 1 service open" in page
        assert TOKEN not in page


async def test_an_old_token_is_marked_and_the_reminder_says_what_to_do(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account(token_since=time.time() - 120 * DAY - 60)) as opened:
        page = await opened.press("j")
        assert "sealed, 120 days" in page
        assert "Its token is 120 days old, as far as is known here. Make a new one at the service." in page
        assert "T gives it to the account." in page


async def test_why_an_account_is_offline_and_what_to_do(tmp_path: Path, service: Service) -> None:
    service.down = "The service does not answer (connection refused)."
    async with desk(tmp_path, account()) as opened:
        page = await opened.press("j")
        assert "! offline" in row(page, "Office")
        assert "The service does not answer (connection refused)." in page
        assert "Nothing of it was read yet. It is tried again by itself, and now with r." in page
        service.down, down = "", service.down
        await opened.press("r")
        await opened.sees("✓ “Office”: It shows 2 vaults.", "● It shows 2 vaults.")
        service.down = down
        await opened.press("r")
        await opened.sees("! offline", "What was read last is shown until it answers")


async def test_an_account_without_vaults_says_why(tmp_path: Path, service: Service) -> None:
    service.vaults, service.sentence = (), "The token shows no vaults: give it some at the service."
    async with desk(tmp_path, account()) as opened:
        page = await opened.press("j")
        assert "The token shows no vaults: give it some at the service." in page


async def test_a_refused_token_is_replaced_in_place_after_it_was_tested(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account(), token="s3cret-stale") as opened:
        page = await opened.press("j")
        assert "✗ token refused" in row(page, "Office")
        assert "T gives the account another one." in page
        page = await opened.press("T", "=s3cret-wrong", "enter")
        assert "It goes to https://connect.example:8080 and is sealed in your store." in words(page)
        await opened.sees("✗ The service refuses the token.", "Try it")
        assert "s3cret" not in opened.app.page()
        await opened.press("escape", "T", f"=  {TOKEN} ", "enter")
        await opened.sees("“Office” takes the new token.", "● It shows")
        assert opened.state(account().id) is State.OPEN


async def test_a_test_says_in_a_sentence_how_it_went(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("j", "t")
        await opened.sees("✓ “Office”: Everything works. It shows 2 vaults.")
        service.down = "The service does not answer."
        await opened.press("t")
        await opened.sees("✗ The service does not answer.")


async def test_switched_off_and_on_again(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("j", "o")
        page = await opened.sees(
            "○ switched off", "“Office” is switched off: it is closed, and nothing is asked of it."
        )
        assert "○ switched off" in row(page, "Office")
        assert [vault.name for vault in opened.session.catalog.vaults] == ["Work"]
        assert "This account is switched off. Space switches it on." in await opened.press("c")
        await opened.press("space")
        await opened.sees("● It shows", "“Office” is switched on.")


async def test_removed_after_a_question_and_nothing_is_deleted_at_the_service(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account(), account("Lab")) as opened:
        page = await opened.press("j", "D")
        assert "Remove the account “Office”?" in page
        assert "Nothing is deleted at the service; its token is forgotten here." in page
        await opened.press("n")
        assert len(opened.session.remotes.statuses) == 2
        await opened.press("D", "y")
        await opened.sees("The account “Office” is removed.")
        assert [status.config.name for status in opened.session.remotes.statuses] == ["Lab"]
        assert {vault.account for vault in opened.session.catalog.vaults} == {"home", "id-Lab"}


async def test_before_an_account_is_removed_it_is_said_which_passwords_go_with_it(
    tmp_path: Path, service: Service
) -> None:
    async with desk(tmp_path, account()) as opened:
        ref = ItemRef(account().id, VaultId("v"), ItemId("i"))
        rotation = Rotation(
            new_rotation_id(), ref, "Mail", FieldId("p"), "password", Secret("s3cret-old"), Secret("s3cret-new"), 1.0
        )
        await opened.session.rotations.put(rotation)
        page = " ".join((await opened.press("j", "D")).split())
        assert "The rotation of “Mail” is not finished (g d)" in page
        assert "s3cret" not in page


async def test_the_cursor_stays_on_its_account(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account("A"), account("B")) as opened:
        await opened.press("G")
        await opened.session.remotes.remove(account("A").id)
        page = await opened.press("r")
        assert "▌ B" in page


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("e", "The store is opened by the master password alone: there is nothing to edit here."),
        ("c", "The store is a file on this machine: there is no connection to look at."),
        ("t", "The store is a file on this machine: there is no connection to test."),
        ("T", "The store has no token. The master password is changed from the palette."),
        ("o", "The store cannot be switched off. Ctrl+L locks it."),
        ("D", "The store is no account of a service: it cannot be removed here."),
    ],
)
async def test_what_cannot_be_done_with_the_store_says_why(
    tmp_path: Path, service: Service, key: str, sentence: str
) -> None:
    async with desk(tmp_path) as opened:
        assert f"! {sentence}" in await opened.press(key)


async def test_where_an_account_comes_from_that_is_not_kept_here(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account(source=TokenSource.ENVIRONMENT)) as opened:
        page = await opened.press("j")
        assert "environment" in row(page, "Office")
        assert "It comes from the environment (its token)." in page
        assert "Change it there, and start Strongroom again." in await opened.press("e")
        page = await opened.press("D")
        assert "So the next start opens it again." in words(page)


async def test_a_token_in_a_file_is_replaced_there(tmp_path: Path, service: Service) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(0o600)
    async with desk(tmp_path, account(source=TokenSource.FILE, token_file=str(file))) as opened:
        assert "token file" in row(await opened.press("j"), "Office")
        page = await opened.press("T")
        assert "Write the new one there, and press r." in words(page)


async def test_the_connection_is_another_screen(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("j", "c")
        shown = opened.app.kept[-1]
        assert isinstance(shown, messages.ShowConnection)
        assert shown.account == account().id


async def test_without_a_store_nothing_can_be_added(service: Service) -> None:
    clipboard = Clipboard(lambda _: None, 30, "osc52", env={})
    session = Session(Settings(), lambda: clipboard, lambda sentence, severity: None, lambda: None)
    app = ScreenApp(AccountsScreen(session, Keymap()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "No account is open, and there is no store to keep one in." in app.page()
        await press(pilot, "n")
        assert "Adding an account needs a store to keep it in." in app.page()
        await press(pilot, "e")
        assert "There is no account yet." in app.page()
    await session.close(exiting=True)


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path, service: Service) -> None:
    hostile = "[b]x[/b] [/] \x1b[31m\x9b"
    service.down = f"It says: {hostile}"
    config = account(hostile, f"https://connect.example/{hostile}", ca_file=f"/etc/{hostile}")
    async with desk(tmp_path, config) as opened:
        page = await opened.press("j")
        assert "[b]x[/b] [/] ␛[31m" in page
        assert "It says: [b]x[/b] [/] ␛[31m" in page
        assert "\x1b" not in page
        page = await opened.press("D")
        assert "Remove the account “[b]x[/b] [/] ␛[31m" in page


async def test_a_token_is_never_seen_in_what_is_told(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        with pytest.raises(VaultError) as raised:
            await opened.session.remotes.replace_token(account().id, Secret("s3cret-wrong"))
        assert "s3cret" not in str(raised.value)


async def test_the_log_of_a_service_is_a_key_away_where_it_keeps_one(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("a")
        await opened.says("The log of the store is the audit log (g a).")
        await opened.press("j", "a")
        await opened.says("This account is not open, or its service keeps no log that can be read.")
        assert opened.app.kept == []


async def test_only_accounts_of_teams_have_members(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("m")
        await opened.says("The store is yours alone: it has no members.")
        await opened.press("j", "m")
        await opened.says("This account has no members that can be seen here.")
        assert opened.app.kept == []
