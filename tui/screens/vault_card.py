"""All that is known of one vault, asked for anew: what it is called, what it holds, and what may be done in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.backends.protocol import Action
from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.ids import HOME
from tui.model.vault import Vault
from tui.screens.dialog import Dialog, Hint
from tui.services.session import Session
from tui.widgets.cells import fit, wrap
from tui.widgets.times import local_time

LABEL = 14
"""Cells for the labels."""
LEAST = 10
"""What is said has at least so many cells."""

RIGHTS: dict[str, Action] = {
    "New items": Action.CREATE,
    "Editing": Action.EDIT,
    "Deleting": Action.DELETE,
    "Renaming": Action.RENAME_VAULT,
}

Part = tuple[str, str]


class VaultCard(Dialog[None]):
    """Shows a vault as the list has it, and then as its account has it now."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("vault_card.tcss")]

    def __init__(self, session: Session, vault: Vault) -> None:
        super().__init__(display_text(vault.name), cancelled=None)
        self._session = session
        self._vault = vault
        self._card = Static(id="card", markup=False)

    def body(self) -> Iterator[Widget]:
        """Yield what is known."""
        yield self._card

    def hints(self) -> Sequence[Hint]:
        """Return the keys that copy and leave."""
        return [("y", "Copy the id"), ("Enter Esc", "Close")]

    def on_mount(self) -> None:
        """Show what is known already, and ask for it anew."""
        self._show()
        self.tell("Asking for it anew …", "busy")
        self.run_worker(self._fetch(), name="fetch", group="fetch", description="retrieve a vault")

    def on_resize(self, event: events.Resize) -> None:
        """Lay the card out for the new width."""
        super().on_resize(event)
        self.call_after_refresh(self._show)

    def handle(self, key: str) -> bool:
        """Copy, close, or scroll."""
        match key:
            case "y":
                self.run_worker(self._copy(), name="copy", group="copy", exclusive=True, description="copy an id")
            case "enter" | "q" | "i":
                self.dismiss(None)
            case "down" | "j":
                self.scroll.scroll_down()
            case "up" | "k":
                self.scroll.scroll_up()
            case _:
                return False
        return True

    async def _fetch(self) -> None:
        try:
            self._vault = await self._session.api(self._vault.account).vault(self._vault.id)
        except VaultError as error:
            self.tell(f"{error} What is shown was known before.")
        else:
            self._session.catalog.put_vault(self._vault)
            self.tell("")
        self._show()

    async def _copy(self) -> None:
        try:
            copied = await self._session.access.copy_plain(self._vault.id, "vault id")
        except VaultError as error:
            self.tell(str(error))
        else:
            self.tell(copied.sentence, "good")

    def _show(self) -> None:
        parts: list[Part] = []
        for label, text in self._facts():
            parts += self._line(label, text)
        parts.append(("\n", ""))
        for label, action in RIGHTS.items():
            why = self._session.refusal(action, self._vault.account, self._vault.id)
            parts += self._line(label, why or "allowed", "–" if why else "✓")
        self._card.update(Content.assemble(*parts).rstrip())

    def _line(self, label: str, text: str, mark: str = "") -> Iterator[Part]:
        """Yield a fact; what needs more lines goes on below its beginning."""
        indent = LABEL + (2 if mark else 0)
        first, *more = wrap(display_text(text), max(self.scroll.scrollable_content_region.width - indent, LEAST))
        yield fit(label, LABEL), "$text-muted"
        if mark:
            yield f"{mark} ", "$text-success" if mark == "✓" else "$text-muted"
        yield "\n".join((first, *(" " * indent + line for line in more))) + "\n", "$text-muted" if mark == "–" else ""

    def _facts(self) -> Iterator[tuple[str, str]]:
        vault, status = self._vault, self._session.remotes.status(self._vault.account)
        address = status.config.url if status is not None else "this machine" if vault.account == HOME else ""
        facts = {
            "Name": vault.name,
            "Description": vault.description,
            "Kind": vault.kind,
            "Items": "" if vault.items is None else f"{vault.items:,}",
            "Changed": local_time(vault.updated) if vault.updated else "",
            "Account": self._session.name_of(vault.account),
            "Address": address,
            "Id": vault.id,
        }
        return ((label, text) for label, text in facts.items() if text)
