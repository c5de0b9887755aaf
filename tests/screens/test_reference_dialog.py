"""The dialog that follows a reference: 1Password itself can be asked there, and several pasted lines go to a list."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events, on

from tests.screens.remote import account, session_with
from tests.screens.support import ScreenApp, until
from tests.screens.team import Team, team
from tests.screens.test_accounts import Desk
from tui import messages
from tui.commands import Keymap
from tui.model.account import AccountConfig
from tui.model.audit import AuditAction
from tui.model.errors import RateLimited
from tui.model.secret import Secret
from tui.screens.references import ReferencesScreen
from tui.screens.vaults import VaultsScreen
from tui.services.clipboard import Clipboard

__all__ = ["team"]

MAIL, KEY, POST = "op://Infra/Mail/password", "op://Infra/Key/private key", "op://Infra/Post/password"
NOTE = "s3cret-line-1\ns3cret-line-2\n" + "s3cret-more\n" * 9


class LeadingApp(ScreenApp):
    """Also leads to the list of references."""

    @on(messages.ShowReferences)
    def lead(self, message: messages.ShowReferences) -> None:
        """Lead there."""
        screen = self.screen
        assert isinstance(screen, VaultsScreen)
        self.push_screen(ReferencesScreen(screen.session, Keymap(), message.texts, message.account))


@asynccontextmanager
async def desk(tmp_path: Path, team: Team, *accounts: AccountConfig) -> AsyncIterator[tuple[Desk, list[str]]]:
    """Sit down before the vaults; the list is what the terminal is sent for its clipboard."""
    team.values |= {MAIL: Secret("s3cret-mail"), KEY: Secret(NOTE)}
    session, sent = await session_with(tmp_path, *(accounts or (account("Office"),))), list[str]()
    session._make_clipboard = lambda: Clipboard(sent.append, 30, "osc52", env={})
    app = LeadingApp(VaultsScreen(session, Keymap()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        yield Desk(session, app, pilot), sent
    await session.close(exiting=True)


def copied(sent: list[str]) -> str:
    """Return what the terminal was last given for the clipboard."""
    found = [match for text in sent if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
    return base64.b64decode(found[-1][1]).decode()


async def test_one_is_asked_for_shown_and_copied(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team) as (opened, sent):
        await opened.press("g", "r", f"={MAIL}")
        page = await opened.sees("Ctrl+S Ask 1Password", "has no item with the name or id “Mail”")
        assert "Ctrl+Y" not in page
        assert team.resolved == [], "nothing is sent before somebody asks"
        await opened.press("ctrl+s")
        page = await opened.sees("✓ “Office” resolves it", "••••••••", "Ctrl+T Show", "Ctrl+Y Copy")
        assert "s3cret" not in page
        await opened.press("ctrl+t")
        await opened.sees("s3cret-mail", "Ctrl+T Hide")
        await opened.press("ctrl+t")
        assert "s3cret" not in await opened.sees("Ctrl+T Show")
        await opened.press("ctrl+y")
        await opened.sees("Value sent to your terminal")
        assert copied(sent) == "s3cret-mail"
        events = [event for event in await opened.session.audit.page() if event.title == MAIL]
        assert [event.action for event in events] == [AuditAction.COPY, AuditAction.REVEAL]


async def test_why_not_is_said_and_another_letter_takes_it_away(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team) as (opened, _):
        await opened.press("g", "r", f"={POST}", "ctrl+s")
        await opened.sees("✗ The vault has no such item.")
        await opened.press("backspace")
        assert "✗" not in opened.app.page()
        await opened.press("ctrl+t", "ctrl+y")
        assert team.resolved == [POST]


async def test_what_is_no_reference_is_not_sent(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team) as (opened, _):
        await opened.press("g", "r", "=op://Infra/Mail", "ctrl+s")
        await opened.says("✗ Not sent: A secret reference is op://vault/item/field")
        team.failing = RateLimited("1Password asks to wait.")
        await opened.press("ctrl+u", f"={MAIL}", "ctrl+s")
        await opened.sees("1Password asks to wait.")
        assert team.resolved == [MAIL]


async def test_without_somebody_to_ask_the_dialog_is_as_it_was(tmp_path: Path, team: Team) -> None:
    off = account("Office", enabled=False)
    async with desk(tmp_path, team, off) as (opened, _):
        await opened.press("g", "r", f"={MAIL}\n{POST}")
        page = await opened.sees("Follow a secret reference", "Enter Go there   Esc Close")
        assert "Ask 1Password" not in page
        await opened.press("ctrl+s")
        await opened.says("No account that is open resolves references itself")


async def test_several_lines_go_to_a_list_and_are_asked_for_in_one_call(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team) as (opened, sent):
        await opened.press("g", "r")
        await opened.sees("Follow a secret reference")
        await opened.press(f'=MAIL="{MAIL}"\nKEY={KEY}\n{POST}\nop://Infra\n')
        page = await opened.sees("References", "2 of 4 resolve · asked of “Office”", "✗ The vault has no such item.")
        assert page.index(MAIL) < page.index(KEY) < page.index(POST) < page.index("✗ Not sent:")
        assert "s3cret" not in page
        assert team.resolved == [MAIL, KEY, POST]
        await opened.press("y")
        await opened.sees("Value sent to your terminal")
        assert copied(sent) == "s3cret-mail"
        await opened.press("j", "r")
        await opened.sees("\n  s3cret-line-2\n", "… and 6 lines more")
        assert "s3cret" not in await opened.press("r")
        await opened.press("j", "y")
        await opened.says("There is no value: this reference does not resolve.")
        await opened.press("C")
        await opened.sees("Reference sent to your terminal")
        assert copied(sent) == POST


async def test_more_are_pasted_or_written_and_all_are_asked_for_anew(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team) as (opened, _):
        await opened.press("g", "R")
        await opened.sees("Paste references here, one a line")
        opened.app.post_message(events.Paste(f"{MAIL}\n"))
        await opened.sees("1 of 1 resolve")
        await opened.press("n")
        await opened.sees("Ask 1Password for references", "Ctrl+S Ask")
        await opened.press(f"={POST}\n{MAIL}", "ctrl+s")
        await opened.sees("1 of 2 resolve")
        team.values[POST] = Secret("s3cret-post")
        await opened.press("a")
        await opened.sees("2 of 2 resolve")
        await opened.press("ctrl+r")
        await until(opened.pilot, lambda: team.resolved == [MAIL, POST, MAIL, POST, MAIL, POST])


async def test_what_stops_all_is_told_and_they_can_be_asked_for_again(tmp_path: Path, team: Team) -> None:
    team.failing = RateLimited("1Password asks to wait.")
    async with desk(tmp_path, team) as (opened, _):
        await opened.press("g", "R")
        await opened.sees("Paste references here")
        opened.app.post_message(events.Paste(f"{MAIL}\n{KEY}"))
        await opened.sees("✗ 1Password asks to wait.", "not asked yet")
        team.failing = None
        await opened.press("a")
        await opened.sees("2 of 2 resolve")


async def test_of_several_accounts_one_is_chosen_each_time(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team, account("Office"), account("Lab")) as (opened, _):
        await opened.press("g", "R")
        await opened.sees("Paste references here")
        opened.app.post_message(events.Paste(MAIL))
        await opened.sees("Ask which account?", "Lab", "Office")
        await opened.press("escape")
        await opened.sees("not asked yet")
        await opened.press("a")
        await opened.sees("Ask which account?")
        await opened.press("enter")
        page = await opened.sees("1 of 1 resolve")
        await opened.press("a")
        await opened.sees("Ask which account?")
        await opened.press("j", "enter")
        await opened.sees(f"asked of “{'Office' if '“Lab”' in page else 'Lab'}”")


async def test_leaving_drops_the_values(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, team) as (opened, _):
        await opened.press("g", "R")
        await opened.sees("Paste references here")
        opened.app.post_message(events.Paste(MAIL))
        await opened.sees("1 of 1 resolve")
        screen = opened.app.screen
        assert isinstance(screen, ReferencesScreen)
        opened.app.pop_screen()
        await opened.pilot.pause()
        assert screen.answers == []
