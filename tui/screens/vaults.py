"""The vault list: every vault of every open account, and one entry that spans them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.widget import Widget

from tui import messages
from tui.commands import command
from tui.host.display import display_text
from tui.model.action import Action
from tui.model.ids import AccountId, VaultId
from tui.model.vault import Vault
from tui.screens.base import BaseScreen
from tui.screens.maker_choice import choose_maker, make_vault, makers
from tui.screens.moving import Moving
from tui.services.remote_status import State, Status, as_of
from tui.widgets.times import local_time
from tui.widgets.vault_list import VaultList, VaultRow

if TYPE_CHECKING:
    from tui.commands import Command, Keymap
    from tui.screens.modals import FormField
    from tui.services.session import Session
    from tui.widgets.line_list import LineList

WRITES = {
    "vaults.new_vault": Action.CREATE_VAULT,
    "vaults.rename_vault": Action.RENAME_VAULT,
    "vaults.delete_vault": Action.DELETE_VAULT,
}
OF_ONE = ("vaults.access", "vaults.details")
"""What shows one vault."""


class VaultsScreen(Moving, BaseScreen):
    """Lists vaults; Enter opens one."""

    CSS_PATH = Path(__file__).with_name("vaults.tcss")

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__(session, keymap)
        self.list = VaultList()
        self._on: tuple[AccountId, VaultId | None] | None = None
        self._at = 0
        self._entries: tuple[Vault | Status, ...] = ()
        self._explained: tuple[AccountId, str] | None = None
        self._end_listening: tuple[Callable[[], None], ...] = ()

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
        self._end_listening = (self.session.catalog.listen(self._show), self.session.remotes.listen(self._show))
        self._show()
        self.list.focus()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        for end in self._end_listening:
            end()

    def state(self) -> str:
        """Return how many items there are, after what every screen says."""
        catalog = self.session.catalog
        count = sum(vault.items or 0 for vault in catalog.vaults)
        own = f"loading {catalog.snapshot.count:,} …" if catalog.loading else f"{count:,} item{'s' * (count != 1)}"
        return " · ".join(part for part in (super().state(), own) if part)

    def _show(self) -> None:
        vaults, statuses = self.session.catalog.vaults, self.session.remotes.statuses
        shown = {vault.account for vault in vaults}
        self._entries = (*vaults, *(status for status in statuses if status.config.id not in shown))
        places = [_place(entry) for entry in self._entries]
        self._at = places.index(self._on) + 1 if self._on in places else self.list.cursor
        total = sum(vault.items or 0 for vault in vaults)
        rows = [VaultRow("All items", "", "", f"{total:,}", "", "every vault of every account")]
        rows += [self._row(entry) if isinstance(entry, Vault) else _account_row(entry) for entry in self._entries]
        self.list.show_rows(rows, max(0, min(self._at, len(rows) - 1)))
        self._explain()
        self.refresh_state()
        self.refresh_footer()

    def _row(self, vault: Vault) -> VaultRow:
        account, status = self.session.name_of(vault.account), self.session.remotes.status(vault.account)
        items = "" if vault.items is None else f"{vault.items:,}"
        stale = f"{as_of(status)}: {status.sentence}" if status is not None and status.stale else ""
        return VaultRow(
            display_text(vault.name),
            display_text(account),
            display_text(vault.kind),
            items,
            local_time(vault.updated) if vault.updated else "",
            display_text(stale or vault.description),
        )

    @property
    def entry(self) -> Vault | Status | None:
        """What is under the cursor: a vault, or an account that shows none; None on "All items"."""
        at = self.list.cursor - 1
        return self._entries[at] if 0 <= at < len(self._entries) else None

    @property
    def vault(self) -> Vault | None:
        """The vault under the cursor."""
        entry = self.entry
        return entry if isinstance(entry, Vault) else None

    def refusal(self, command: Command) -> str | None:
        """Also ask the account."""
        action, vault = WRITES.get(command.id), self.vault
        if action is Action.CREATE_VAULT and vault is not None:
            return self.session.refusal(action, vault.account, None)
        if action is Action.CREATE_VAULT:
            able = self.session.expecting or makers(self.session)
            return None if able else "There is no store of your own to make a vault in, and no account makes one."
        if vault is None and (action is not None or command.id in OF_ONE):
            return "There is no vault under the cursor." if self.entry else "“All items” is not a vault of its own."
        if vault is not None and command.id == "vaults.access":
            return self.session.refusal(Action.CHANGE_ACCESS, vault.account, None)  # it can be seen all the same
        if vault is None or action is None:
            return super().refusal(command)
        return self.session.refusal(action, vault.account, vault.id)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Open what was clicked."""
        event.stop()
        self.perform(command("vaults.open"))

    def on_line_list_highlighted(self, event: LineList.Highlighted) -> None:
        """Other keys may work on another row; the cursor then stays on its vault, wherever that goes."""
        event.stop()
        self._on = _place(self.entry)
        self._explain()
        self.refresh_footer()

    def _explain(self) -> None:
        """Say, once, why an account shows no vaults: the one under the cursor, or the first where none shows any."""
        entry = self.entry
        if not any(isinstance(one, Vault) for one in self._entries):
            entry = entry or next(iter(self._entries), None)
        if not isinstance(entry, Status):
            self._explained = None
        elif entry.sentence and self._explained != (told := (entry.config.id, entry.sentence)):
            self._explained = told  # while it is tried again there is no sentence, and then the same one
            self.say(entry.sentence, "warning")

    def action_open(self) -> None:
        """Open the vault under the cursor, or all."""
        vault = self.vault
        if isinstance(self.entry, Status):
            self.say(self.entry.sentence or f"This account is {self.entry.state}.", "warning")
            return
        self.post_message(messages.OpenVault(vault.account, vault.id) if vault else messages.OpenVault())

    def action_access(self) -> None:
        """Show which groups may do what in the vault."""
        if self.vault is not None:
            self.post_message(messages.ShowVaultAccess(self.vault.account, self.vault.id))

    def action_details(self) -> None:
        """Show all that is known of the vault."""
        if self.vault is not None:
            from tui.screens.vault_card import VaultCard

            self.app.push_screen(VaultCard(self.session, self.vault))

    def action_filter(self) -> None:
        """Find in all vaults."""
        self.post_message(messages.OpenVault(typing=True))

    def action_back(self) -> None:
        """There is nothing behind this screen."""
        self.say("This is the first screen. Quit with q.")

    @work(description="new vault")
    async def action_new_vault(self) -> None:
        """Ask for a name and make a vault."""
        from tui.screens.modals import Form

        account = await choose_maker(self.app, self.session, self.vault.account if self.vault else None)
        if account is None:
            return
        several = len(makers(self.session)) > 1
        title = f"New vault in “{self.session.name_of(account)}”" if several else "New vault"
        answer = await self.app.push_screen_wait(Form(title, _fields(), check=_named, submit="Make"))
        if answer is not None:
            with self.reporting():
                made = await make_vault(self.app, self.session, account, answer["name"], answer["description"])
                if made is not None:
                    self._on = (made.account, made.id)
                    self.session.catalog.put_vault(made)
                    self.say(f"Made the vault “{made.name}”.", "success")

    @work(description="rename vault")
    async def action_rename_vault(self) -> None:
        """Ask for another name."""
        from tui.screens.modals import Form

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
        from tui.screens.modals import TypedConfirm

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


def _place(entry: Vault | Status | None) -> tuple[AccountId, VaultId | None] | None:
    if isinstance(entry, Vault):
        return entry.account, entry.id
    return (entry.config.id, None) if entry is not None else None


def _account_row(status: Status) -> VaultRow:
    """Return the row of an account that shows no vaults."""
    title = "no vaults" if status.state is State.OPEN else "–"
    name = display_text(status.config.name)
    return VaultRow(title, name, status.state.value, "", "", display_text(status.sentence))


def _fields(vault: Vault | None = None) -> list[FormField]:
    from tui.screens.modals import FormField

    return [
        FormField("name", "Name", vault.name if vault else ""),
        FormField("description", "Description", vault.description if vault else ""),
    ]


def _named(answer: dict[str, str]) -> str | None:
    return None if answer["name"].strip() else "A vault needs a name."
