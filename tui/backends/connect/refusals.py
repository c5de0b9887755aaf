"""What the server refused before, or would: why a key is grey. Nothing is asked of the network here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tui.backends.connect.convert import SSH_KEY_REFUSED
from tui.backends.connect.service import MissingRight
from tui.backends.protocol import Action
from tui.model.ids import ItemRef, VaultId, vault_of

_WRITES = frozenset({Action.CREATE, Action.EDIT, Action.FAVOURITE, Action.DELETE, Action.GENERATE})
_CHANGES = frozenset({Action.EDIT, Action.FAVOURITE, Action.GENERATE})
_NO_FILES = "1Password Connect takes no files, and changes none; use a 1Password app."
_NEVER = {
    Action.ARCHIVE: "1Password Connect has no archive.",
    Action.RESTORE: "1Password Connect has no archive.",
    Action.ATTACH_FILE: _NO_FILES,
    Action.REPLACE_FILE: _NO_FILES,
    Action.REMOVE_FILE: _NO_FILES,
    Action.VERSIONS: "1Password Connect shows no earlier versions.",
    Action.CREATE_VAULT: "1Password Connect cannot make vaults.",
    Action.RENAME_VAULT: "1Password Connect cannot rename vaults.",
    Action.DELETE_VAULT: "1Password Connect cannot delete vaults.",
}

_MAY_NOT_WRITE = "The account's token may not write to this vault; it can only be read."
_MAY_NOT_READ = "The account's token may not read this vault."


class Refusals:
    """The rights that were found missing, by vault: a Connect token may read or write a vault, no finer."""

    def __init__(self) -> None:
        self._reading: dict[VaultId, str] = {}
        self._writing: dict[VaultId, str] = {}
        self._keys: set[ItemRef] = set()

    @contextmanager
    def met(self, vault: VaultId, *, writing: bool) -> Iterator[None]:
        """Remember whether the token has the right for what is done within. Who writes also reads."""
        try:
            yield
        except MissingRight as error:
            if error.writing:
                self._writing[vault] = _MAY_NOT_WRITE
            else:
                self._reading[vault] = _MAY_NOT_READ
            raise
        (self._writing if writing else self._reading).pop(vault, None)

    def seen(self, keys: Iterable[ItemRef]) -> None:
        """SSH keys were shown to us."""
        self._keys.update(keys)

    def clear(self) -> None:
        """Forget everything."""
        self._reading.clear()
        self._writing.clear()
        self._keys.clear()

    def sentence(self, action: Action, target: ItemRef | VaultId | None) -> str | None:
        """Return why an action will be refused, or None."""
        if action in _NEVER:
            return _NEVER[action]
        if target is None:
            return None
        vault = vault_of(target)
        known = self._writing if action in _WRITES else self._reading
        if vault in known:
            return known[vault]
        if action in _CHANGES and isinstance(target, ItemRef) and target in self._keys:
            return SSH_KEY_REFUSED
        return None
