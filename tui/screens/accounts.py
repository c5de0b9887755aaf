"""The accounts: where vaults come from, how each is, and what to do about it. The home store is the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui import messages
from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.ids import HOME, AccountId
from tui.screens import account_words as words
from tui.screens.account_deeds import AccountDeeds
from tui.screens.account_trials import AccountTrials
from tui.screens.base import BaseScreen
from tui.screens.moving import Moving
from tui.services.place import Place
from tui.services.remotes import State, Status
from tui.services.session import Session
from tui.widgets.account_list import MARKS, AccountList

NONE = "No service is connected yet. Press n to add one: your own 1Password account, or one of a team."
NO_STORE = "No account is open, and there is no store to keep one in.\nUnlock or make a store first."
INKS = {"good": "$text-success", "warning": "$text-warning", "bad": "$text-error"}


class AccountsScreen(Moving, BaseScreen):
    """Lists accounts; what can be done with the one under the cursor is in `AccountDeeds`."""

    CSS_PATH = Path(__file__).with_name("accounts.tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.list = AccountList(empty=Content(NO_STORE))
        self.count = Static(id="count", markup=False)
        self.about = Static(id="about", markup=False)
        self.deeds = AccountDeeds(self)
        self.trials = AccountTrials(self)
        self.parts = (*self.parts, self.deeds, self.trials)
        self._on: AccountId | None = None
        self._end_listening: tuple[Callable[[], None], ...] = ()

    def mark(self, place: Place) -> Place:
        """The accounts."""
        return replace(place, screen="accounts")

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the list, and what is said of the account under the cursor."""
        with Horizontal(id="top"):
            yield Static(Content("Accounts"), id="heading")
            yield self.count
        yield self.list
        yield self.about

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("accounts", "move", "app")

    @property
    def pane(self) -> AccountList:
        """Where the cursor moves."""
        return self.list

    @property
    def has_home(self) -> bool:
        """Whether the first row is the home store."""
        return self.session.own_store is not None

    @property
    def chosen(self) -> Status | None:
        """The remote account under the cursor; None on the home store, or where there is nothing."""
        at, statuses = self.list.cursor - self.has_home, self.session.remotes.statuses
        return statuses[at] if 0 <= at < len(statuses) else None

    @property
    def account(self) -> AccountId | None:
        """The account under the cursor, which may be the home store; None where there is nothing."""
        if self.chosen is not None:
            return self.chosen.config.id
        return HOME if self.has_home else None

    def refusal(self, command: Command) -> str | None:
        """Also look at the account under the cursor."""
        if command.id in ("accounts.self_test", "accounts.open_id") and self.account is not None:
            return self.deeds.refusal(command) or self.trials.refusal(command, self.account)
        if command.context == "accounts":
            return self.deeds.refusal(command)
        return super().refusal(command)

    # What it shows

    def on_mount(self) -> None:
        """Follow how the accounts are, and how many vaults there are."""
        listen = (self.session.remotes.listen, self.session.catalog.listen)
        self._end_listening = tuple(one(self.show) for one in listen)
        self.show()
        self.list.focus()

    def on_unmount(self) -> None:
        """Follow them no longer."""
        for end in self._end_listening:
            end()

    def go_to(self, account: AccountId) -> None:
        """Put the cursor on an account."""
        self._on = account
        self.show()

    def show(self) -> None:
        """Show every account as it is now; the cursor stays on its own."""
        remotes, statuses = self.session.remotes, self.session.remotes.statuses
        rows = [words.row(status, remotes) for status in statuses]
        ids = [status.config.id for status in statuses]
        if self.has_home:
            own = sum(vault.account == HOME for vault in self.session.catalog.vaults)
            rows.insert(0, words.home_row(self.session.accounts.name(HOME), own))
            ids.insert(0, HOME)
        self.list.show_rows(rows, ids.index(self._on) if self._on in ids else max(self.list.cursor, 0))
        self.count.update(Content(_count(statuses)))
        self._show_about()
        self.refresh_footer()

    @on(AccountList.Highlighted)
    def _highlighted(self, event: AccountList.Highlighted) -> None:
        event.stop()
        status = self.chosen
        self._on = status.config.id if status is not None else HOME if self.list.cursor == 0 else None
        self._show_about()
        self.refresh_footer()

    def _show_about(self) -> None:
        status, parts = self.chosen, list[tuple[str, str]]()
        if status is not None:
            parts += [(display_text(words.ways(status.config)), "bold"), *self._state_lines(status)]
        elif self.list.count:
            parts.append((words.STORE, "$text-muted"))
            if not self.session.remotes.statuses:
                parts.append(("\n" + NONE, ""))
        self.about.update(Content.assemble(*parts))

    def _state_lines(self, status: Status) -> Iterator[tuple[str, str]]:
        health = words.HEALTH[status.state]
        yield f"\n{MARKS[health]} {display_text(words.why(status))}", INKS.get(health, "$text-muted")
        members = "" if self.deeds.refusal_of_members(status) else "m shows who is in the team."
        notes = (words.origin(status.config), words.advice(status), members)
        if said := " ".join(note for note in notes if note):
            yield "\n" + display_text(said), "$text-muted"
        if reminder := words.reminder(status, self.session.remotes):
            yield "\n" + display_text(reminder), "$text-warning"

    # Commands

    @on(AccountList.Chosen)
    def _clicked(self, event: AccountList.Chosen) -> None:
        event.stop()
        self.perform(command("accounts.edit"))

    def action_connection(self) -> None:
        """Show how the service is, and what was asked of it."""
        if self.chosen is not None:
            self.post_message(messages.ShowConnection(self.chosen.config.id))


def _count(statuses: tuple[Status, ...]) -> str:
    if not statuses:
        return ""
    well = sum(status.state in (State.OPEN, State.READING) for status in statuses)
    return f"{well:,} of {len(statuses):,} service{'s' * (len(statuses) != 1)} open"
