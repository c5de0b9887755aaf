"""A draft becomes an item, and is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.backends.protocol import Action
from tui.model.edit import diff
from tui.services.undo import Step

if TYPE_CHECKING:
    from tui.model.draft import Draft
    from tui.model.item import Item
    from tui.services.session import Session


async def commit(session: Session, draft: Draft) -> Item:
    """Save a draft, and keep what was before so that it can be taken back. Raises as `Session.save`."""
    item = draft.current
    api = session.api(item.ref.account)
    saved: Item
    if draft.is_new:
        saved = await api.create(item)
    else:
        saved = await api.update(item.ref, draft.edits, draft.base.version, item.title)
        await session.past.note(draft.base)
        back = () if api.versioned else diff(saved, draft.base)
        session.undo.note(Step(Action.EDIT, item.ref, item.title, saved.version, draft.base.version, back=back))
    session.recent.note(saved.ref)
    await session.drafts.discard(draft.id)
    return saved
