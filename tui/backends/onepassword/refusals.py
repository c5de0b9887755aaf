"""What 1Password refused before, or would: why a key is grey. Nothing is asked of the network here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tui.backends.onepassword.messages import Fixed, NoRight
from tui.backends.protocol import Action
from tui.model.ids import ItemRef, VaultId, vault_of
from tui.model.item import Item

NO_RESTORING = "1Password's SDK cannot bring back what is archived: use a 1Password app."
NO_FAVOURITES = "1Password's SDK knows no favourites: use a 1Password app."

_NEVER = {
    Action.RESTORE: NO_RESTORING,
    Action.FAVOURITE: NO_FAVOURITES,
    Action.VERSIONS: "1Password's SDK shows no earlier versions: use a 1Password app.",
    Action.GENERATE: "1Password generates no passwords by itself: generate one in the editor.",
}
_RIGHTS = {
    Action.READ: "read",
    Action.SAVE_FILE: "read",
    Action.CREATE: "create",
    Action.EDIT: "change",
    Action.ATTACH_FILE: "change",
    Action.REPLACE_FILE: "change",
    Action.REMOVE_FILE: "change",
    Action.ARCHIVE: "archive",
    Action.DELETE: "delete",
    Action.SHARE: "share",
}
"""What one must have the right to do. A service account has one right for all but reading and sharing."""

_CHANGES = frozenset(
    {Action.EDIT, Action.DELETE, Action.ATTACH_FILE, Action.REPLACE_FILE, Action.REMOVE_FILE, Action.FAVOURITE}
)


class Refusals:
    """The rights that were found missing, by vault, and the items that can only be read.

    `token`: the account is a service account's.
    """

    def __init__(self, *, token: bool) -> None:
        self._who = "The account's token" if token else "Your account"
        self._token = token
        self._missing: set[tuple[VaultId, str]] = set()
        self._fixed: dict[ItemRef, str] = {}
        self._found_fixed: dict[ItemRef, str] = {}

    @contextmanager
    def met(self, target: ItemRef | VaultId, action: Action) -> Iterator[None]:
        """Remember whether there is the right for what is done within, and that an item cannot be changed."""
        vault = vault_of(target)
        try:
            yield
        except NoRight:
            self._missing.add((vault, self._right(action)))
            raise
        except Fixed as error:
            if isinstance(target, ItemRef):
                self._found_fixed[target] = str(error)
            raise
        self._missing.discard((vault, self._right(action)))

    def seen(self, item: Item) -> None:
        """An item was shown to us."""
        if item.read_only:
            self._fixed[item.ref] = item.read_only
        else:
            self._fixed.pop(item.ref, None)

    def forgive(self) -> None:
        """Forget what was missing: somebody may have granted it by now."""
        self._missing.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._missing.clear()
        self._fixed.clear()
        self._found_fixed.clear()

    def sentence(self, action: Action, target: ItemRef | VaultId | None) -> str | None:
        """Return why an action will be refused, or None."""
        if action in _NEVER:
            return _NEVER[action]
        if target is None:
            return None
        vault = vault_of(target)
        right = self._right(action)
        if (vault, right) in self._missing:
            told = f"{self._who} may not {right} items in this vault."
            return f"{told} {self._how_to_share}" if action is Action.SHARE else told
        if action in _CHANGES and isinstance(target, ItemRef):
            return self._fixed.get(target) or self._found_fixed.get(target)
        return None

    def _right(self, action: Action) -> str:
        right = _RIGHTS.get(action, "")
        return "write" if self._token and right not in ("", "read", "share") else right

    @property
    def _how_to_share(self) -> str:
        if self._token:
            return "A service account is given the permission to share items when it is made."
        return "Whoever administers the account can give you the permission to share items."
