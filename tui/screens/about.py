"""About Strongroom: versions, the services that are open, where everything lies, and links to documents.

Every line can be copied; none is a secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Keymap, command
from tui.host import paths
from tui.host.display import display_text
from tui.model.account import AccountConfig
from tui.model.errors import VaultError
from tui.model.ids import AccountId
from tui.screens import account_words as words
from tui.screens.base import BaseScreen
from tui.screens.moving import Moving
from tui.services import settings as settings_file
from tui.services.session import Session
from tui.services.versions import versions
from tui.widgets.fact_list import FactList, FactRow

DOCUMENTS = (
    ("1Password Developer", "https://developer.1password.com/docs/"),
    ("Connect", "https://developer.1password.com/docs/connect/"),
    ("Connect API", "https://developer.1password.com/docs/connect/api-reference/"),
    ("Command line", "https://developer.1password.com/docs/cli/"),
    ("Service accounts", "https://developer.1password.com/docs/service-accounts/"),
    ("SDKs", "https://developer.1password.com/docs/sdks/"),
    ("Format of the store", "docs/store-format.md"),
)

Fact = tuple[str, str]


class AboutScreen(Moving, BaseScreen):
    """Lists facts."""

    CSS_PATH = Path(__file__).with_name("about.tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.list = FactList()
        self.whole = Static(id="whole", markup=False)
        self.facts: list[tuple[str, Fact]] = []
        self._services: dict[AccountId, str] = {}

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the facts, and the one under the cursor whole, since a column may be too narrow."""
        yield Static(Content("About Strongroom"), id="heading")
        yield self.list
        yield self.whole

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("about", "move", "app")

    @property
    def pane(self) -> FactList:
        """Where the cursor moves."""
        return self.list

    def on_mount(self) -> None:
        """Show what is known, and ask the services for their versions."""
        self._show()
        self.list.focus()
        for status in self.session.remotes.statuses:
            self.ask(status.config)

    @work(group="ask", description="ask a service for its version")
    async def ask(self, config: AccountConfig) -> None:
        """Ask a service for its name and version."""
        try:
            connection = await self.session.remotes.connection(config.id)
        except VaultError:
            told = "not open"
        else:
            told = " ".join(part for part in (connection.name, connection.version) if part)
        self._services[config.id] = told or "does not tell its version"
        self._show()

    def _show(self) -> None:
        if not self.is_attached:
            return  # the screen was left meanwhile
        groups = {"Versions": versions(), "Services": self._asked(), "Places": _places(self.session)}
        groups["Documents"] = list(DOCUMENTS)
        self.facts = [(group, fact) for group, facts in groups.items() for fact in facts]
        rows, before = [], ""
        for group, (name, text) in self.facts:
            rows.append(FactRow(group if group != before else "", display_text(name), display_text(text)))
            before = group
        self.list.show_rows(rows, max(self.list.cursor, 0))

    def _asked(self) -> list[Fact]:
        configs = [status.config for status in self.session.remotes.statuses]
        return [(config.name, self._services.get(config.id, f"{words.kind(config)} …")) for config in configs]

    @on(FactList.Highlighted)
    def _highlighted(self, event: FactList.Highlighted) -> None:
        event.stop()
        if 0 <= event.index < len(self.facts):
            self.whole.update(Content(display_text(self.facts[event.index][1][1])))
        self.refresh_footer()

    # Commands

    def refusal(self, command: Command) -> str | None:
        """Also look whether there is something to copy."""
        if command.id == "about.copy" and not 0 <= self.list.cursor < len(self.facts):
            return "There is nothing to copy."
        return super().refusal(command)

    @on(FactList.Chosen)
    def _clicked(self, event: FactList.Chosen) -> None:
        event.stop()
        self.perform(command("about.copy"))

    @work(exclusive=True, group="copy", description="copy a fact")
    async def action_copy(self) -> None:
        """Copy the fact under the cursor."""
        _, (name, text) = self.facts[self.list.cursor]
        with self.reporting():
            copied = await self.session.access.copy_plain(text, name)
            self.say(copied.sentence, "success")


def _places(session: Session) -> list[Fact]:
    own = session.own_store
    store = own.backend.path if own is not None and own.backend is not None else None
    return [
        ("Store", str(store) if store is not None else "none is open"),
        ("Settings", str(paths.config_dir() / settings_file.FILE_NAME)),
        ("State", str(paths.state_dir())),
    ]
