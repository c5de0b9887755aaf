"""A sorted row of a CSV file as an item: its category by what is in it, its fields by the category's template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tui.interchange.csv_columns import Target
from tui.interchange.csv_row import Sorted
from tui.model.category import LOGIN, PASSWORD, SECURE_NOTE, Category, category
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, as_kind
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.tools import dates

UNPLACED = ItemRef(AccountId(""), VaultId(""), ItemId(""))
"""The reference of an item that is in no vault yet."""

_PLACES = {
    Target.USERNAME: "username",
    Target.PASSWORD: "password",
    Target.OTP: "otp",
    Target.NOTES: "notes",
    Target.CARD_NUMBER: "ccnum",
    Target.CARD_HOLDER: "cardholder",
    Target.CARD_CODE: "cvv",
    Target.CARD_EXPIRY: "expiry",
}
"""The ids of the fields that the roles have in the templates."""

_LABELS = {Target.CARD_NUMBER: "number", Target.CARD_HOLDER: "cardholder name", Target.CARD_CODE: "verification number"}
_KINDS = {Target.PASSWORD: FieldKind.CONCEALED, Target.CARD_CODE: FieldKind.CONCEALED, Target.OTP: FieldKind.OTP}
_SHORT_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{2})")


def item(found: Sorted, row: int, folder_tag: bool = True) -> Item:
    """Return the item of a row, in no vault. May add to the remarks, and to the fields of its own."""
    kind = _category(found)
    fields = tuple(_fields(found, kind))
    folder = [found.folder] if folder_tag and found.folder else []
    return Item(
        UNPLACED,
        _title(found, row),
        kind,
        fields=fields,
        websites=tuple(found.websites),
        tags=tuple(dict.fromkeys([*folder, *found.tags])),
        favourite=found.favourite,
        state=ItemState.ARCHIVED if found.archived else ItemState.ACTIVE,
    )


def _category(found: Sorted) -> Category:
    """Return what kind of item it is: by what is in it, and only then by what the file says."""
    if Target.CARD_NUMBER in found.single:
        return category("CREDIT_CARD")
    if Target.USERNAME in found.single or found.websites or Target.OTP in found.single:
        return LOGIN
    if Target.PASSWORD in found.single:
        return LOGIN if found.kind == "login" else PASSWORD
    if found.kind == "identity":
        return category("IDENTITY")
    return LOGIN if found.kind in ("login", "password") else SECURE_NOTE


def _title(found: Sorted, row: int) -> str:
    title = found.single.get(Target.TITLE, "")
    host = next((site.host or site.url for site in found.websites), "")
    return title or host or found.single.get(Target.USERNAME, "").strip() or f"Untitled, row {row}"


def _fields(found: Sorted, kind: Category) -> Iterator[Field]:
    """Yield the fields of the template that have a value or a part to play, those of its own, and the notes."""
    values = _values(found)
    notes: Field | None = None
    for one in kind.template:
        value = values.pop(one.id, "")
        filled = replace(one, value=as_kind(value, one.kind))
        if one.purpose is Purpose.NOTES:
            notes = filled
        elif value or one.purpose is not Purpose.NONE:
            yield filled
    for target, place in _PLACES.items():
        if place in values:
            found.keep(_KINDS.get(target, FieldKind.TEXT), _LABELS.get(target, target), values[place])
    yield from found.extras
    if notes is not None:
        yield notes


def _values(found: Sorted) -> dict[str, str]:
    """Return the values of the roles by the ids of their fields. A month that is none becomes a field of its own."""
    values = {place: found.single[target] for target, place in _PLACES.items() if target in found.single}
    if expiry := values.pop("expiry", ""):
        try:
            values["expiry"] = dates.normal(_SHORT_MONTH.sub(r"\1/20\2", expiry), FieldKind.MONTH_YEAR)
        except Invalid:
            found.keep(FieldKind.TEXT, "expiry date", expiry)
            found.remarks.append("its expiry date is no month and is kept as a text.")
    return values
