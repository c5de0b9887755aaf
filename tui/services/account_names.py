"""The accounts by their names: what a person types, and what is taken already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.ids import AccountId
    from tui.services.session import Session


def account_names(session: Session) -> list[str]:
    """Return the names of all accounts."""
    own = session.own_store
    return [
        *([session.accounts.name(own.account)] if own is not None else []),
        *(status.config.name for status in session.remotes.statuses),
    ]


def account_named(session: Session, name: str) -> AccountId | None:
    """Return the account of this name, however it is spelled, or with this address; None where there is none."""
    wanted = name.casefold()
    own = session.own_store
    if own is not None and session.accounts.name(own.account).casefold() == wanted:
        return own.account
    for config in (status.config for status in session.remotes.statuses):
        if wanted in (config.name.casefold(), config.url.casefold(), config.id.casefold()):
            return config.id
    return None
