"""A new item as the body of a POST. An entry has a title, a user name, a password and a description, and no more.

What else an item holds is refused, never dropped; a copy may have what is not secret among its notes, line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tui.backends.passpack import convert
from tui.backends.passpack.convert import NOTES, PASSWORD, USERNAME
from tui.backends.protocol import Fit
from tui.host.display import display_text
from tui.model.category import LOGIN
from tui.model.dialect import Dialect
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, Purpose, as_kind
from tui.model.item import Item, ItemState
from tui.model.secret import Secret

KEEPS = "An entry of Passpack keeps a title, a user name, a password and notes"
"""Begins the sentences that say what has no place."""

_OWN = {Purpose.USERNAME: USERNAME, Purpose.PASSWORD: PASSWORD, Purpose.NOTES: NOTES}


def body(item: Item, dialect: Dialect) -> dict[str, object]:
    """Return what to POST: all four keys, a value wrapped so that no answer can quote it.

    Raises:
        Denied: items of this category cannot be made.
        Invalid: the item holds more than an entry keeps.
    """
    if item.category.id != LOGIN.id:
        raise Denied(f"{KEEPS}: it can only be a Login, and this is a {item.category.name}.")
    left = next(_left(item), "")
    if left:
        raise Invalid(f"{KEEPS}; it has no place for {left}.")
    values = {_OWN[purpose]: convert.value(item.of(purpose)) for purpose in _OWN}
    return {
        dialect.field_title: item.title,
        dialect.field_username: values[USERNAME],
        dialect.field_password: Secret(values[PASSWORD]),
        dialect.field_description: Secret(values[NOTES]),
    }


def fit(item: Item) -> Fit:
    """Return how a new item fits: what is not secret and has no place of its own goes into the notes."""
    if item.files:
        return Fit(f"{KEEPS}, and no files.")
    if item.state is ItemState.ARCHIVED:
        return Fit("Passpack has no archive, in which this item is.")
    more = [field for field in item.fields if not field.empty and not _is_own(field, item)]
    hidden = next((field for field in more if field.hidden), None)
    if hidden is not None:
        return Fit(f"{KEEPS}: the {hidden.kind.value} “{display_text(hidden.label)}” has no place where it is hidden.")
    changed = [] if item.category.id == LOGIN.id else [f"it becomes a Login instead of a {item.category.name}"]
    changed += ["it is no favourite there"] if item.favourite else []
    lines = [*(f"Website: {site.url}" for site in item.websites)]
    changed += ["its websites go into the notes"] if lines else []
    if item.tags:
        lines.append(f"Tags: {', '.join(item.tags)}")
        changed.append("its tags go into the notes")
    names = {section.id: section.label for section in item.sections}
    for field in more:
        where = f"{names[field.section]} / " if field.section in names else ""
        lines.append(f"{where}{field.label}: {field.value}")
        changed.append(f"the field “{display_text(field.label)}” goes into the notes")
    if item.sections:
        changed.append("its sections are left out")
    return Fit(changed=tuple(changed), becomes=_become(item, lines)) if changed else Fit()


def keeps(field: Field) -> bool:
    """Whether a field is one that an entry has."""
    return field.id in _OWN.values() and _OWN.get(field.purpose) == field.id


def _become(item: Item, lines: list[str]) -> Item:
    """Return the login that is made of an item."""
    notes = "\n".join(filter(None, (convert.value(item.of(Purpose.NOTES)), *lines)))
    blank = replace(item, category=LOGIN, favourite=False, websites=(), tags=(), sections=())
    values = {purpose: convert.value(item.of(purpose)) for purpose in _OWN} | {Purpose.NOTES: notes}
    fields = (replace(field, value=as_kind(values[field.purpose], field.kind)) for field in convert.TEMPLATE)
    return replace(blank, fields=tuple(fields))


def _is_own(field: Field, item: Item) -> bool:
    """Whether a field is the one of its purpose, which an entry has."""
    return field.purpose in _OWN and item.of(field.purpose) is field


def _left(item: Item) -> Iterator[str]:
    """Yield what of a login has no place."""
    more = {"websites": item.websites, "tags": item.tags, "favourites": item.favourite, "sections": item.sections}
    yield from (name for name, value in more.items() if value)
    for field in item.fields:
        if not field.empty and not _is_own(field, item):
            yield f"“{display_text(field.label)}”"
