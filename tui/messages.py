"""What screens tell the app: where to go next. Data for a screen travels in its constructor, never here."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.model.draft import Draft
from tui.model.ids import AccountId, ItemRef, VaultId
from tui.model.secret import Secret


@dataclass
class MakeStore(Message):
    """Make a store with this master password, and open it."""

    password: Secret


@dataclass
class UnlockStore(Message):
    """Open the store with this master password."""

    password: Secret


class LookAround(Message):
    """Open a throw-away store with sample data."""


class GoToVaults(Message):
    """Show the list of vaults."""


@dataclass
class OpenVault(Message):
    """Show the items of a vault, or of all of them (None), with this filter.

    `typing`: begin in the filter; `ref`: begin with the cursor on this item, `detail`: among its fields.
    """

    account: AccountId | None = None
    vault: VaultId | None = None
    filter: str = ""
    typing: bool = False
    ref: ItemRef | None = None
    detail: bool = False


@dataclass
class ShowItem(Message):
    """Show an item in its list, with the cursor on it."""

    ref: ItemRef


@dataclass
class EditItem(Message):
    """Open the editor on this draft."""

    draft: Draft


@dataclass
class ShowVersions(Message):
    """Show the earlier versions of an item."""

    ref: ItemRef


class ShowAudit(Message):
    """Show the audit log."""


class ShowGenerator(Message):
    """Show the generator on its own."""


@dataclass
class GoBack(Message):
    """Leave this screen; `done` is then said on the one below."""

    done: str = ""


@dataclass
class LockNow(Message):
    """Lock: forget everything, clear the clipboard, ask for the password again, and say why."""

    why: str = "Locked."


@dataclass
class QuitApp(Message):
    """Leave Strongroom. `ask`: first ask where something is not saved."""

    ask: bool = True


class Refresh(Message):
    """Read every account anew."""


class Suspend(Message):
    """Cover the screen and go back to the shell."""
