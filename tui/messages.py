"""What screens tell the app: where to go next. Data for a screen travels in its constructor, never here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from tui.model.draft import Draft
    from tui.model.ids import AccountId, FieldId, ItemRef, VaultId
    from tui.model.rotation import RotationId
    from tui.model.secret import Secret


@dataclass(eq=False, repr=False)
class MakeStore(Message):
    """Make a store with this master password, and open it."""

    password: Secret


@dataclass(eq=False, repr=False)
class UnlockStore(Message):
    """Open the store with this master password."""

    password: Secret


class LookAround(Message):
    """Open a throw-away store with sample data."""


class GoToVaults(Message):
    """Show the list of vaults."""


@dataclass(eq=False, repr=False)
class OpenVault(Message):
    """Show the items of a vault, or of all of them (None), with this filter.

    `typing`: begin in the filter; `ref`: begin with the cursor on this item, `detail`: among its fields, on `field`.
    """

    account: AccountId | None = None
    vault: VaultId | None = None
    filter: str = ""
    typing: bool = False
    ref: ItemRef | None = None
    detail: bool = False
    field: FieldId | None = None


@dataclass(eq=False, repr=False)
class ShowItem(Message):
    """Show an item in its list, with the cursor on it."""

    ref: ItemRef


class LeadOn(Message):
    """Show another screen above the one that is there."""


@dataclass(eq=False, repr=False)
class EditItem(LeadOn):
    """Open the editor on this draft."""

    draft: Draft


@dataclass(eq=False, repr=False)
class ShowImport(LeadOn):
    """Show what a CSV file would become in a vault."""

    path: Path
    account: AccountId
    vault: VaultId


@dataclass(eq=False, repr=False)
class ShowOldValues(LeadOn):
    """Show what the concealed fields of an item were before."""

    ref: ItemRef


@dataclass(eq=False, repr=False)
class ShowVersions(LeadOn):
    """Show the earlier versions of an item."""

    ref: ItemRef


@dataclass(eq=False, repr=False)
class ShowAudit(LeadOn):
    """Show the audit log: that of the account's service where it keeps one, otherwise our own; or all of one item."""

    account: AccountId | None = None
    ref: ItemRef | None = None


class ShowAccounts(LeadOn):
    """Show the accounts."""


@dataclass(eq=False, repr=False)
class ShowVaultAccess(LeadOn):
    """Show which groups may do what in a vault."""

    account: AccountId
    vault: VaultId


@dataclass(eq=False, repr=False)
class ShowConnection(LeadOn):
    """Show how the service of an account is, and what was asked of it."""

    account: AccountId


@dataclass(eq=False, repr=False)
class ShowMembers(LeadOn):
    """Show the members of an account's team."""

    account: AccountId


@dataclass(eq=False, repr=False)
class ShowSelfTest(LeadOn):
    """Begin a self-test in a vault of an account, and show it."""

    account: AccountId
    vault: VaultId


class ShowEnvironments(LeadOn):
    """Show the Environments of services."""


@dataclass(eq=False, repr=False)
class ShowReferences(LeadOn):
    """Show what an account that resolves references makes of these; `account`: this one, else the one there is.

    Not `ask`: they are listed, and nobody is asked yet.
    """

    texts: tuple[str, ...] = ()
    account: AccountId | None = None
    ask: bool = True


@dataclass(eq=False, repr=False)
class ShowDue(LeadOn):
    """Show what is due for rotation; begin with the cursor on this rotation."""

    rotation: RotationId | None = None


class ShowAbout(LeadOn):
    """Show versions, places and documents."""


@dataclass(eq=False, repr=False)
class ShowLarge(LeadOn):
    """Show the value of a field large; `qr`: as a QR code."""

    ref: ItemRef
    field: FieldId
    qr: bool = False


class ShowGenerator(LeadOn):
    """Show the generator on its own."""


@dataclass(eq=False, repr=False)
class GoBack(Message):
    """Leave this screen; `done` is then said on the one below, and the cursor goes to the item `show` there."""

    done: str = ""
    show: ItemRef | None = None


@dataclass(eq=False, repr=False)
class LockNow(Message):
    """Lock: forget everything, clear the clipboard, ask for the password again, and say why."""

    why: str = "Locked."


@dataclass(eq=False, repr=False)
class QuitApp(Message):
    """Leave Strongroom. `ask`: first ask where something is not saved."""

    ask: bool = True


class Refresh(Message):
    """Read every account anew."""


class Suspend(Message):
    """Cover the screen and go back to the shell."""
