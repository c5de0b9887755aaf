"""What is read anew: all of it when a person asks, our own store when another Strongroom wrote to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tui.model.errors import VaultError

if TYPE_CHECKING:
    from tui.services.session import Session


async def read_anew(session: Session) -> tuple[str, Literal["success", "warning", "error"]]:
    """Read every account, and return the sentence how that went."""
    try:
        await session.load()
    except VaultError as error:
        return str(error), "error"
    stale = [status.config.name for status in session.remotes.statuses if status.stale]
    if stale:
        return f"Read anew, but for {', '.join(stale)} (g c tells why).", "warning"
    return "Everything is read anew.", "success"


async def read_changes(session: Session) -> None:
    """Read our own store, if another Strongroom wrote to it. Raises VaultError."""
    store = session.own_store
    if store is not None and not session.catalog.loading and await store.changed():
        await session.load_home()
