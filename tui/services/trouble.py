"""How an account is after something went wrong with it."""

from __future__ import annotations

from tui.model.errors import Denied, NotApproved, RateLimited, TokenRefused, Unreachable, VaultError
from tui.services.remote_status import State


class TokenMissing(Denied):
    """There is no token yet."""


def state_after(error: VaultError, *, polls: bool) -> State:
    """Return how an account is after an error; `polls`: it is tried again by itself."""
    match error:
        case TokenRefused():
            return State.REFUSED
        case TokenMissing():
            return State.ASKING
        case NotApproved():
            return State.UNAPPROVED
        case RateLimited() if not polls:
            return State.PAUSED
        case Unreachable() | RateLimited():
            return State.OFFLINE
    return State.FAILED


def tells_of_account(error: VaultError, *, polls: bool) -> bool:
    """Whether the error of one call is how the account is, without a look at it."""
    return isinstance(error, TokenRefused | NotApproved) or (not polls and isinstance(error, RateLimited | Unreachable))
