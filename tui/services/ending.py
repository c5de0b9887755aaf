"""How a session ends: in order, or at once where nothing else can run."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.model.audit import AuditAction
from tui.model.errors import VaultError
from tui.services import place as places
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.backends.local.backend import LocalBackend
    from tui.services.place import Place
    from tui.services.session import Session


def abandon(session: Session, place: Place, seconds: float) -> None:
    """See `Session.abandon`."""
    if session.copied is not None:
        session.copied.abandon()
    home, drafts, events = session.home, session.drafts.waiting, session.audit.unwritten(AuditAction.LOCK)
    ticks = session.ticks

    async def seal(backend: LocalBackend) -> None:
        for draft in drafts:
            await backend.save_draft(draft)
        await ticks.seal(backend)
        await backend.put(RecordKind.LEARNT, places.KEY, place.to_bytes())
        await backend.append(events)

    if home is not None:
        with suppress(VaultError, TimeoutError):
            home.finish_blocking(seal, seconds)


async def end(session: Session, place: Place | None, *, exiting: bool) -> None:
    """See `Session.close`."""
    session.remotes.ending()
    if session.copied is not None:
        await session.copied.clear()  # before all that a slow service may hold up
    await session.drafts.flush()
    await session.ticks.flush()
    if place is not None and session.home is not None:
        await places.keep(session.home, place)
    await session.finishing.ended()
    await session.remotes.aclose()
    await asyncio.gather(*(worker.drain() for worker in session.accounts))  # the audit log tells how they ended
    session.audit.record(AuditAction.LOCK, detail="quit" if exiting else "")
    await session.audit.flush()
    await session.recent.flush()
    await session.recipes.flush()
    session.rotations.close()
    await session.learnt.aclose()
    await _close(session)


async def _close(session: Session) -> None:
    """Let go of all that is open."""
    journal = session.home if session.own_store is None else None
    await session.accounts.close()
    if journal is not None:
        await journal.aclose()
    session.finder.close()
    session.catalog.forget()
