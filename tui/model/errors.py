"""News for the user: what is wrong, where, and what to do. Everything else that is raised is a bug."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.item import Item


class VaultError(Exception):
    """Something the user should read. `str(error)` is a whole sentence and never holds a secret."""


class Invalid(VaultError):
    """What was given cannot be used: a malformed seed, reference, key, recipe or file."""


class Denied(VaultError):
    """A wrong password, a refused token, or a right that is missing."""


class WrongPassword(Denied):
    """The master password does not open the store."""


class TokenRefused(Denied):
    """The service does not take the account's token: it is wrong, was replaced, or has expired."""


class Stopped(VaultError):
    """Somebody stopped it before anything was done."""


class NotApproved(Stopped):
    """A person was asked to approve it outside of here, and did not, or the wait for that was given up."""


class NotFound(VaultError):
    """There is no such thing (any more)."""


class Conflict(VaultError):
    """An edit was made against a version that is no longer the current one.

    `current` is the item as it is now, or None where it is gone.
    """

    def __init__(self, sentence: str, current: Item | None = None) -> None:
        super().__init__(sentence)
        self.current = current


class Already(VaultError):
    """What was to be done is so already: nothing was done, and nothing went wrong."""


class Unreachable(VaultError):
    """The place does not answer, or the disk refuses."""


class Unclear(Unreachable):
    """A write may or may not have been done: the answer was lost. Never tried again by itself."""


class UnderWay(Unclear):
    """A write was begun, and nobody waits for it any more: it may still be done, later than anybody looks."""


class RateLimited(VaultError):
    """The service asks us to wait. `until` is in Unix seconds, or None where it did not say."""

    def __init__(self, sentence: str, until: float | None = None) -> None:
        super().__init__(sentence)
        self.until = until


class Locked(VaultError):
    """The key is not here: the account is locked or closed."""


class KeysChanged(Locked):
    """Another Strongroom gave the store other keys: it must be opened again with the master password."""


class Damaged(VaultError):
    """Stored data is not what was written: flipped, cut, swapped, or put back from an older time."""
