"""What is shown beside the values of an item: what makes its codes, and the titles of the items that it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId, ItemId, ItemRef

if TYPE_CHECKING:
    from tui.model.item import Item
    from tui.services.session import Session
    from tui.tools.totp import OneTimePassword


def beside(session: Session, item: Item) -> dict[FieldId, OneTimePassword | str]:
    """Return what is known of fields beside their values: nothing where a reference leads nowhere."""
    found: dict[FieldId, OneTimePassword | str] = {}
    for field in item.fields:
        if field.kind is FieldKind.OTP and not field.empty:
            found[field.id] = session.access.code(field)
        elif title := title_of(session, item.ref, field):
            found[field.id] = title
    return found


def title_of(session: Session, ref: ItemRef, field: Field) -> str:
    """Return the title of the item that a field of the item at `ref` leads to; "" where there is none."""
    place = leads_to(ref, field)
    if place is None or session.catalog.row(place) is None:
        return ""
    return session.catalog.title(place) or "untitled"


def leads_to(ref: ItemRef, field: Field) -> ItemRef | None:
    """Return where a field of the item at `ref` leads to, if it is a reference: into the same vault."""
    if field.kind is not FieldKind.REFERENCE or not isinstance(field.value, str) or not field.value:
        return None
    return replace(ref, item=ItemId(field.value))
