"""The kinds of accounts by name, each with a constructor that loads its backend only when it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from tui.backends.protocol import Backend
from tui.model.account import AccountConfig
from tui.model.dialect import DOCUMENTED, Dialect
from tui.model.errors import Invalid
from tui.model.secret import Secret

Opener = Callable[[AccountConfig, Secret, Dialect], Backend]
"""Only a kind whose services are spoken to in several ways heeds the dialect."""


class Reach(Enum):
    """What it takes to reach an account, and so what is asked when one is added."""

    ADDRESS = auto()
    """An address, and a token for it."""
    TOKEN = auto()
    """A token, which says itself where it leads."""
    APP = auto()
    """The service's own app on this machine, in which a person approves; it is told what it calls the account."""


def _nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of account: what it is called, and what opens one (no I/O but reading a file of certificates).

    `polls`: asking costs nothing, so that it is looked at now and then, and tried again by itself; else only a person
    asks. `missing` returns the sentence what has to be installed first, or ""; it loads nothing. `address` is where
    the service is if no other address is typed; `bodies`: new items may have to be sent in another form (`CreateBody`).
    """

    id: str
    name: str
    opener: Opener
    reach: Reach = Reach.ADDRESS
    polls: bool = True
    missing: Callable[[], str] = _nothing
    address: str = ""
    bodies: bool = False


def _connect(config: AccountConfig, token: Secret, _: Dialect) -> Backend:
    from tui.backends.connect.backend import ConnectBackend

    return ConnectBackend(config, token)


def _onepassword(config: AccountConfig, token: Secret, _: Dialect) -> Backend:
    from tui.backends.onepassword.backend import OnePasswordBackend

    return OnePasswordBackend(config, token)


def _passpack(config: AccountConfig, token: Secret, dialect: Dialect) -> Backend:
    from tui.backends.passpack.backend import PasspackBackend

    return PasspackBackend(config, token, dialect)


def _no_sdk() -> str:
    from tui.backends.onepassword import presence

    return presence.complaint()


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("connect", "1Password Connect", _connect, bodies=True),
        Kind("onepassword", "1Password service account", _onepassword, Reach.TOKEN, polls=False, missing=_no_sdk),
        Kind("onepassword-desktop", "1Password desktop app", _onepassword, Reach.APP, polls=False, missing=_no_sdk),
        Kind("passpack", "Passpack", _passpack, polls=False, address="https://api.passpack.com"),
    )
}


def polls(config: AccountConfig) -> bool:
    """Whether an account is looked at now and then; one whose kind is not known is."""
    kind = KINDS.get(config.kind)
    return kind is None or kind.polls


def reach(config: AccountConfig) -> Reach:
    """Return what it takes to reach an account."""
    kind = KINDS.get(config.kind)
    return kind.reach if kind is not None else Reach.ADDRESS


def opened(config: AccountConfig, token: Secret, dialect: Dialect = DOCUMENTED) -> Backend:
    """Return the backend of an account; the first call to it will reach out. To be called on its worker's thread.

    `dialect` is how its service is spoken to, where settings say more than the account.

    Raises:
        Invalid: no such kind is known, or its settings cannot be used.
    """
    kind = KINDS.get(config.kind)
    if kind is None:
        raise Invalid(f"Accounts of the kind “{config.kind}” are not known here; a newer Strongroom may know them.")
    return kind.opener(config, token, dialect)
