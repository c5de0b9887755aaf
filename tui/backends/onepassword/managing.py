"""What 1Password did not let this account do with whole vaults: told in plain words, and remembered for greyed keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui.backends.onepassword.messages import NoRight
from tui.model.action import Action
from tui.model.errors import Denied

if TYPE_CHECKING:
    from tui.model.ids import VaultId

_SERVICE_ACCOUNT = {
    Action.CREATE_VAULT: (
        "This service account may not make vaults: it gets that right when it is made, and never afterwards. Make the "
        "vault in a 1Password app, or through an account of the desktop app."
    ),
    Action.RENAME_VAULT: (
        "1Password does not let this service account change the name of this vault. Do it in a 1Password app, or "
        "through an account of the desktop app."
    ),
    Action.DELETE_VAULT: (
        "A service account deletes only vaults that it made itself. Do it in a 1Password app, or through an account of "
        "the desktop app."
    ),
    Action.CHANGE_ACCESS: (
        "A service account changes who has access only in vaults that it made itself. Do it in a 1Password app, or "
        "through an account of the desktop app."
    ),
}
"""See https://developer.1password.com/docs/sdks/vaults and …/vault-permissions."""

_PERSON = {
    Action.CREATE_VAULT: "You may not make vaults in this account; ask its owner.",
    Action.RENAME_VAULT: "You may not manage this vault: ask somebody who may (its permission “Manage Vault”).",
    Action.DELETE_VAULT: "You may not manage this vault: ask somebody who may (its permission “Manage Vault”).",
    Action.CHANGE_ACCESS: "You may not manage this vault: ask somebody who may (its permission “Manage Vault”).",
}


class Managing:
    """The rights over vaults that were found missing, by what was tried and where (None: anywhere)."""

    def __init__(self, *, service_account: bool) -> None:
        self._sentences = _SERVICE_ACCOUNT if service_account else _PERSON
        self._refused: set[tuple[Action, VaultId | None]] = set()

    @contextmanager
    def met(self, action: Action, vault: VaultId | None) -> Iterator[None]:
        """Remember whether what is done within is refused, and say so in words that tell what to do."""
        try:
            yield
        except NoRight as error:
            self._refused.add((action, vault))
            raise Denied(self._sentences[action]) from error
        self._refused.discard((action, vault))

    def refusal(self, action: Action, vault: VaultId | None) -> str | None:
        """Return why an action will be refused, or None. Of others than those over whole vaults nothing is known."""
        return self._sentences.get(action) if (action, vault) in self._refused else None

    def forgive(self) -> None:
        """Forget what was refused: somebody may have granted it by now."""
        self._refused.clear()
