"""Why something cannot be done in an account: it has no interface for that, or its backend says so."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING

from tui.backends.protocol import (
    Action,
    Archiver,
    Attacher,
    Backend,
    Filed,
    Generating,
    VaultKeeper,
    Versioned,
    Writer,
)
from tui.backends.team import AccessKeeper, EnvironmentReader, LinkSharer, MemberKeeper, MemberSharer, Rotator

if TYPE_CHECKING:
    from tui.model.ids import ItemRef, VaultId

_READ_ONLY = "This account can only be read."
_NO_VAULTS = "This account cannot make or change vaults; use its service's own app."

_NO_FILES = "This account takes no files, and changes none; use its service's own app."

_Sharers = LinkSharer | MemberSharer

_NEEDS: dict[Action, tuple[type | UnionType, str]] = {
    Action.CREATE: (Writer, _READ_ONLY),
    Action.EDIT: (Writer, _READ_ONLY),
    Action.FAVOURITE: (Writer, _READ_ONLY),
    Action.DELETE: (Writer, _READ_ONLY),
    Action.ARCHIVE: (Archiver, "This account has no archive: keep the item, or delete it for good (D)."),
    Action.RESTORE: (Archiver, "This account has no archive; look for the item in its service's own app."),
    Action.VERSIONS: (Versioned, "This account shows no earlier versions; look in its service's own app."),
    Action.CREATE_VAULT: (VaultKeeper, _NO_VAULTS),
    Action.RENAME_VAULT: (VaultKeeper, _NO_VAULTS),
    Action.DELETE_VAULT: (VaultKeeper, _NO_VAULTS),
    Action.SAVE_FILE: (Filed, "This account has no files."),
    Action.ATTACH_FILE: (Attacher, _NO_FILES),
    Action.REPLACE_FILE: (Attacher, _NO_FILES),
    Action.REMOVE_FILE: (Attacher, _NO_FILES),
    Action.SHARE: (_Sharers, "This account does not share items; use its service's own app."),
    Action.ADD_MEMBER: (MemberKeeper, "This account has no members that can be added here."),
    Action.CHANGE_ACCESS: (AccessKeeper, "This account does not say which groups may use a vault; use its own app."),
    Action.READ_ENVIRONMENT: (EnvironmentReader, "This account has no Environments."),
    Action.GENERATE: (Generating, "This account does not generate by itself: edit the item, and generate there."),
}
"""What each action needs, and the sentence for where that is missing."""


def of(backend: Backend, action: Action, target: ItemRef | VaultId | None) -> str | None:
    """Return None where `action` may be tried, or the sentence why not. Never asks the network."""
    if action is Action.ROTATE and not (isinstance(backend, Rotator) and backend.refusal(action, None) is None):
        action = Action.EDIT  # this is how it is done then
    needed, why_not = _NEEDS.get(action, (object, ""))
    if not isinstance(backend, needed):
        return why_not
    return backend.refusal(action, target)
