"""The vault list: every vault of every open account, and one entry that spans them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from textual import work
from textual.widget import Widget

from tui import messages
from tui.backends.protocol import Action
from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.ids import HOME, AccountId, VaultId
from tui.model.vault import Vault
from tui.screens.base import BaseScreen
from tui.screens.modals import Form, FormField, TypedConfirm
from tui.screens.moving import Moving
from tui.services.session import Session
from tui.widgets.line_list import LineList
from tui.widgets.vault_list import VaultList, VaultRow

WRITES = {
    "vaults.new_vault": Action.CREATE_VAULT,
    "vaults.rename_vault": Action.RENAME_VAULT,
    "vaults.delete_vault": Action.DELETE_VAULT,
}


class VaultsScreen(Moving, BaseScreen):
    """Lists vaults; Enter opens one."""

    CSS_PATH = Path(__file__).with_name("vaults.tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.list = VaultList()
        self._on: tuple[AccountId, VaultId] | None = None
        self._at = 0
        self._end_listening: Callable[[], None] | None = None

    @property
    def pane(self) -> VaultList:
        """Where the cursor moves."""
        return self.list

    def body(self) -> Iterator[Widget]:
        """Yield the list."""
        yield self.list

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("vaults", "move", "app")

    def on_mount(self) -> None:
        """Follow the catalog."""
        self._end_listening = self.session.catalog.listen(self._show)
        self._show()
        self.list.focus()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        if self._end_listening is not None:
            self._end_listening()

    def state(self) -> str:
        """Return how many items there are, after what every screen says."""
        catalog = self.session.catalog
        count = sum(vault.items or 0 for vault in catalog.vaults)
        own = f"loading {catalog.snapshot.count:,} …" if catalog.loading else f"{count:,} item{'s' * (count != 1)}"
        return " · ".join(part for part in (super().state(), own) if part)

    def _show(self) -> None:
        vaults = self.session.catalog.vaults
        self._at = next((n for n, v in enumerate(vaults, 1) if (v.account, v.id) == self._on), self.list.cursor)
        total = sum(vault.items or 0 for vault in vaults)
        rows = [VaultRow("All items", "", "", f"{total:,}", "", "every vault of every account")]
        rows += [self._row(vault) for vault in vaults]
        self.list.show_rows(rows, max(0, min(self._at, len(rows) - 1)))
        self.refresh_state()
        self.refresh_footer()

    def _row(self, vault: Vault) -> VaultRow:
        account = self.session.accounts.name(vault.account)
        items = "" if vault.items is None else f"{vault.items:,}"
        when = "" if not vault.updated else datetime.fromtimestamp(vault.updated).strftime("%Y-%m-%d %H:%M")
        return VaultRow(
            display_text(vault.name),
            display_text(account),
            display_text(vault.kind),
            items,
            when,
            display_text(vault.description),
        )

    @property
    def vault(self) -> Vault | None:
        """The vault under the cursor; None on "All items"."""
        at = self.list.cursor - 1
        return self.session.catalog.vaults[at] if 0 <= at < len(self.session.catalog.vaults) else None

    def refusal(self, command: Command) -> str | None:
        """Also ask the account."""
        action = WRITES.get(command.id)
        if action is None:
            return super().refusal(command)
        vault = self.vault
        if action is Action.CREATE_VAULT:
            return self.session.refusal(action, vault.account if vault else HOME, None)
        if vault is None:
            return "“All items” is not a vault of its own."
        return self.session.refusal(action, vault.account, vault.id)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open what was clicked."""
        event.stop()
        self.action_open()

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        """Other keys may work on another row; the cursor then stays on its vault, wherever that goes."""
        event.stop()
        vault = self.vault
        self._on = (vault.account, vault.id) if vault else None
        self.refresh_footer()

    def action_open(self) -> None:
        """Open the vault under the cursor, or all."""
        vault = self.vault
        self.post_message(messages.OpenVault(vault.account, vault.id) if vault else messages.OpenVault())

    def action_filter(self) -> None:
        """Find in all vaults."""
        self.post_message(messages.OpenVault(typing=True))

    def action_back(self) -> None:
        """There is nothing behind this screen."""
        self.say("This is the first screen. Quit with q.")

    @work(description="new vault")
    async def action_new_vault(self) -> None:
        """Ask for a name and make a vault."""
        vault = self.vault
        account = vault.account if vault else HOME
        answer = await self.app.push_screen_wait(Form("New vault", _fields(), check=_named, submit="Make"))
        if answer is not None:
            with self.reporting():
                made = await self.session.api(account).create_vault(answer["name"], answer["description"])
                self._on = (made.account, made.id)
                self.session.catalog.put_vault(made)
                self.say(f"Made the vault “{made.name}”.", "success")

    @work(description="rename vault")
    async def action_rename_vault(self) -> None:
        """Ask for another name."""
        vault = self.vault
        if vault is None:
            return
        form = Form("Rename vault", _fields(vault), check=_named, submit="Save")
        answer = await self.app.push_screen_wait(form)
        if answer is not None:
            with self.reporting():
                api = self.session.api(vault.account)
                self.session.catalog.put_vault(await api.rename_vault(vault.id, answer["name"], answer["description"]))
                self.say("Saved.", "success")

    @work(description="delete vault")
    async def action_delete_vault(self) -> None:
        """Delete the vault after its name was typed."""
        vault = self.vault
        if vault is None:
            return
        detail = f"Its {vault.items or 0:,} items, archived ones and all earlier versions go with it, for good."
        ask = TypedConfirm(f"Delete the vault “{vault.name}”?", vault.name, detail)
        if await self.app.push_screen_wait(ask):
            with self.reporting():
                await self.session.api(vault.account).delete_vault(vault.id, vault.name)
                self.session.catalog.remove_vault(vault.account, vault.id)
                self.say(f"Deleted the vault “{vault.name}”.", "success")


def _fields(vault: Vault | None = None) -> list[FormField]:
    return [
        FormField("name", "Name", vault.name if vault else ""),
        FormField("description", "Description", vault.description if vault else ""),
    ]


def _named(answer: dict[str, str]) -> str | None:
    return None if answer["name"].strip() else "A vault needs a name."
