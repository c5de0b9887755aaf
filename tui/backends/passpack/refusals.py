"""What an account refuses, or would: why a key is grey. Nothing is asked of the network here."""

from __future__ import annotations

from tui.backends.passpack.capabilities import Capabilities
from tui.backends.passpack.put import NO_FAVOURITES
from tui.backends.protocol import Action
from tui.model.dialect import Operation
from tui.model.ids import ItemRef, VaultId

_NO_ARCHIVE = "Passpack has no archive: keep the entry, or delete it for good (D)."
_NO_FILES = "Passpack keeps no files with its entries."
_ONE_VAULT = "An account with Passpack has one vault, which cannot be changed here."

_AGAIN = "Ctrl+R tries again."
"""How it is found out whether a server has by now what it did not have."""

_NEVER = {
    Action.FAVOURITE: NO_FAVOURITES,
    Action.ARCHIVE: _NO_ARCHIVE,
    Action.RESTORE: _NO_ARCHIVE,
    Action.VERSIONS: "Passpack shows no earlier versions.",
    Action.SAVE_FILE: _NO_FILES,
    Action.ATTACH_FILE: _NO_FILES,
    Action.REPLACE_FILE: _NO_FILES,
    Action.REMOVE_FILE: _NO_FILES,
    Action.GENERATE: "Passpack does not generate by itself: edit the entry, and generate there.",
    Action.CREATE_VAULT: _ONE_VAULT,
    Action.RENAME_VAULT: _ONE_VAULT,
    Action.DELETE_VAULT: _ONE_VAULT,
    Action.CHANGE_ACCESS: "Passpack says of an entry who may see it, and not of the vault.",
    Action.READ_ENVIRONMENT: "Passpack has no Environments.",
}

_NEEDS = {
    Action.READ: Operation.READ,
    Action.CREATE: Operation.CREATE,
    Action.IMPORT: Operation.CREATE,
    Action.EDIT: Operation.UPDATE,
    Action.DELETE: Operation.DELETE,
    Action.MOVE: Operation.DELETE,
    Action.ROTATE: Operation.ROTATE,
    Action.SHARE: Operation.SHARE,
    Action.ADD_MEMBER: Operation.ADD_MEMBER,
    Action.AUDIT: Operation.AUDIT,
}


def sentence(capabilities: Capabilities, action: Action, target: ItemRef | VaultId | None) -> str | None:
    """Return why an action will be refused, or None."""
    if action in _NEVER:
        return _NEVER[action]
    operation = _NEEDS.get(action)
    if operation is None:
        return None
    why = capabilities.reason(operation, target.item if isinstance(target, ItemRef) else "")
    return f"{why} {_AGAIN}" if capabilities.lacked(operation) and why is not None else why
