"""A new item as the SDK takes it. What 1Password would refuse is refused here, with the reason.

What it has no place for goes where it has one, and is told by `fit`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tui.backends.onepassword.values import (
    DEFAULT,
    category_word,
    check_key,
    is_left_out,
    is_notes,
    new_field,
    new_id,
    new_website,
    with_default,
)
from tui.backends.onepassword.wire import DEFAULT_SECTION, WITH_LOGIN, Json
from tui.backends.protocol import Fit
from tui.host.display import display_text
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, FieldKind, Purpose, as_kind
from tui.model.ids import FieldId
from tui.model.item import DOCUMENT, Item, ItemState
from tui.tools import address, keyfields

_OWN_IDS = {Purpose.USERNAME: FieldId("username"), Purpose.PASSWORD: FieldId("password")}
"""What a user name and a password must be called, so that 1Password fills them in."""


def fit(item: Item) -> Fit:
    """Return how a new item fits. A private key is looked at when it is made."""
    if item.state is ItemState.ARCHIVED:
        return Fit("1Password's SDK puts nothing new into the archive, in which this item is.")
    if len(item.files) > 1:
        return Fit("1Password's SDK takes one file with a new item.")
    unread = tuple(field for field in item.fields if field.kind is not FieldKind.SSH_KEY)
    try:
        for field in item.fields:
            if field.kind is FieldKind.SSH_KEY:
                check_key(field, item)
        body(shaped(replace(item, fields=unread)), with_file=bool(item.files))
    except (Denied, Invalid) as error:
        return Fit(str(error))
    return Fit(changed=tuple(_changed(item)), becomes=shaped(item))


def _changed(item: Item) -> Iterator[str]:
    if item.favourite:
        yield "it is no favourite"
    if item.websites and item.category.id not in WITH_LOGIN:
        yield "its websites become fields"
    for field in item.fields:
        if field.kind is FieldKind.NOTES and not field.empty and not is_notes(field, item):
            yield f"the notes “{display_text(field.label)}” become a plain text"
        if field.kind is FieldKind.ADDRESS and isinstance(field.value, str) and address.read(field.value) is None:
            yield f"the lines of the address “{display_text(field.label)}” become its street"


def shaped(item: Item) -> Item:
    """Return a new item as 1Password will have it: ids of its own, websites where there is a place for them."""
    with_login = item.category.id in WITH_LOGIN
    taken: set[FieldId] = set()
    fields = [
        _named(field, taken, own=with_login and item.of(field.purpose) is field)
        for field in item.fields
        if not is_left_out(field) and not keyfields.is_derived(field, item)
    ]
    if not with_login:
        fields += [Field(new_id(), FieldKind.URL, site.label or "website", site.url) for site in item.websites]
    return replace(
        item,
        fields=tuple(fields),
        websites=item.websites if with_login else (),
        favourite=False,
        state=ItemState.ACTIVE,
    )


def _named(field: Field, taken: set[FieldId], *, own: bool) -> Field:
    wanted = _OWN_IDS.get(field.purpose, field.id) if own else field.id
    name = wanted if wanted and wanted not in taken else new_id()
    taken.add(name)
    value = field.value
    if field.kind is FieldKind.ADDRESS and isinstance(value, str):
        value = address.parts_of(value).text
    return replace(field, id=name, value=value)


def body(item: Item, *, with_file: bool = False) -> Json:
    """Return the parameters for a new item that is `shaped`; the file is added by who has it.

    Raises:
        Denied: items of this category cannot be made.
        Invalid: a value does not have the form that its kind needs.
    """
    word = category_word(item)
    if word is None:
        raise Denied(f"1Password's SDK cannot make items of the category “{display_text(item.category.name)}”.")
    if item.category.id == DOCUMENT and not with_file:
        raise Denied("A document is made together with its file: add the file, and the document comes of it.")
    notes = next((field for field in item.fields if is_notes(field, item)), None)
    fields = [new_field(field, item) for field in item.fields if field is not notes]
    sections = [{"id": section.id, "title": section.label} for section in item.sections]
    return {
        "category": word,
        "vaultId": item.ref.vault,
        "title": item.title,
        "fields": fields,
        "sections": with_default(sections, [*fields, *([dict(sectionId=DEFAULT_SECTION)] if with_file else [])]),
        "notes": as_kind(notes.value, FieldKind.CONCEALED) if notes is not None else "",
        "tags": list(item.tags),
        "websites": [new_website(site) for site in item.websites],
        "files": None,
        "document": None,
    }


def with_file(made: Json, name: str, content: bytes) -> Json:
    """Return the parameters for a new item together with a file: what a document is, or one in a field."""
    if made["category"] == "Document":
        return {**made, "document": {"name": name, "content": content}}
    file = {"name": name, "content": content, "sectionId": DEFAULT["id"], "fieldId": new_id()}
    return {**made, "files": [file]}
