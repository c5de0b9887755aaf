"""What can be done to one item after the other: each is done as an edit of the item as it is now, and taken back so."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from tui.backends.protocol import Action
from tui.model.edit import Edit, SetFavourite, SetTags, SetValue
from tui.model.errors import Denied, Invalid
from tui.model.field import FieldKind
from tui.model.secret import Secret
from tui.services.undo import Step

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.model.item import Item
    from tui.services.bulk import Deed
    from tui.services.session import Session

Change = Callable[["Item"], "tuple[Edit, Edit] | None"]
"""Returns what is to be done to an item, and what takes it back; None where it is so already."""


def archiving(session: Session) -> Deed:
    """Put items away."""
    return _putting(session, Action.ARCHIVE)


def restoring(session: Session) -> Deed:
    """Bring archived items back."""
    return _putting(session, Action.RESTORE)


def _putting(session: Session, action: Literal[Action.ARCHIVE, Action.RESTORE]) -> Deed:
    back = Action.RESTORE if action is Action.ARCHIVE else Action.ARCHIVE

    async def deed(ref: ItemRef) -> Step | None:
        title, api = session.catalog.title(ref), session.api(ref.account)
        item = await (api.archive if action is Action.ARCHIVE else api.restore)(ref, title)
        return Step(action, ref, title, item.version) if api.refusal(back, ref) is None else None

    return deed


def deleting(session: Session) -> Deed:
    """Delete items for good. That cannot be taken back, and nothing older is in its place."""

    async def deed(ref: ItemRef) -> Step:
        title = session.catalog.title(ref)
        await session.api(ref.account).delete(ref, title)
        return Step(Action.DELETE, ref, title, 0)

    return deed


def favouring(session: Session, on: bool) -> Deed:
    """Mark items as favourites, or no longer."""

    def change(item: Item) -> tuple[Edit, Edit] | None:
        return None if item.favourite is on else (SetFavourite(on), SetFavourite(item.favourite))

    return _editing(session, change)


def tagging(session: Session, add: tuple[str, ...], remove: tuple[str, ...]) -> Deed:
    """Add tags behind those that are there, and take others away, however they are spelled."""
    away = {tag.casefold() for tag in remove}

    def change(item: Item) -> tuple[Edit, Edit] | None:
        kept = [tag for tag in item.tags if tag.casefold() not in away]
        tags = tuple(dict.fromkeys((*kept, *add)))
        return None if tags == item.tags else (SetTags(tags), SetTags(item.tags))

    return _editing(session, change)


def retagging(session: Session, tags: tuple[str, ...]) -> Deed:
    """Give items these tags, and no others."""

    def change(item: Item) -> tuple[Edit, Edit] | None:
        return None if tags == item.tags else (SetTags(tags), SetTags(item.tags))

    return _editing(session, change)


def counting_on(session: Session) -> Deed:
    """Save the next counter of the first one-time password that goes by one: each of its codes is taken once only."""
    from tui.tools import totp

    def change(item: Item) -> tuple[Edit, Edit]:
        for field in item.fields:
            if field.kind is FieldKind.OTP and isinstance(field.value, Secret):
                with suppress(Invalid):
                    return SetValue(field.id, totp.advanced(field.value)), SetValue(field.id, field.value)
        raise Denied("This item has no one-time password that goes by a counter.")

    return _editing(session, change)


def _editing(session: Session, change: Change) -> Deed:
    async def deed(ref: ItemRef) -> Step | None:
        api = session.api(ref.account)
        item: Item = await api.item(ref)
        if item.read_only:
            raise Denied(item.read_only)
        edits = change(item)
        if edits is None:
            return None
        edit, back = edits
        saved = await api.update(ref, (edit,), item.version, item.title)
        await session.past.note(item)
        return Step(Action.EDIT, ref, item.title, saved.version, item.version, back=(back,))

    return deed
