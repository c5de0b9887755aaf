"""From the model to the SDK's form: fields, websites and sections. Checked before anything is sent.

Reading a private key can take seconds, so what makes fields is for a thread.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from tui.backends.onepassword.wire import CATEGORY_WORDS, DEFAULT_SECTION, KINDS, NOTES, WITH_LOGIN, Json
from tui.host.display import display_text
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import address, autofill, dates, keyfields, sshkey, totp

TYPES = {kind: word for word, kind in KINDS.items()} | {FieldKind.NOTES: "Text"}

NEVER_EMPTY = (FieldKind.OTP, FieldKind.SSH_KEY, FieldKind.DATE, FieldKind.MONTH_YEAR, FieldKind.REFERENCE)
"""The kinds whose values have a form, which an empty one has not: such a field is left out."""

DEFAULT = {"id": DEFAULT_SECTION, "title": ""}
"""The section without a name."""


def new_id() -> FieldId:
    """Return an id for something that is made anew; it has as many letters as 1Password's own."""
    return FieldId(uuid.uuid4().hex[:26])


def is_notes(field: Field, item: Item) -> bool:
    """Whether a field of an item is its notes: the one with this purpose; without any, the one that is called so."""
    if field.kind is not FieldKind.NOTES:
        return False
    purposed = item.of(Purpose.NOTES)
    if purposed is not None and purposed.kind is FieldKind.NOTES:
        return field is purposed
    return field is next((one for one in item.fields if one.kind is FieldKind.NOTES and _is_called(one)), None)


def _is_called(field: Field) -> bool:
    return field.label.strip().casefold() == NOTES


def is_left_out(field: Field) -> bool:
    """Whether a field is not sent, since it is empty and may not be."""
    return field.empty and field.kind in NEVER_EMPTY


def wire_value(field: Field) -> str | Secret:
    """Return the value of a field as it is sent; one that is concealed stays a `Secret` until then.

    Raises:
        Invalid: its kind has a form, and this is not of it; or the kind cannot be written.
    """
    if field.kind not in TYPES:
        raise Invalid(f"1Password's SDK cannot write the {field.kind.value} {_named(field)}: leave it out.")
    try:
        (field.value.reveal() if isinstance(field.value, Secret) else field.value).encode("utf-8")
        return _secret(field, field.value) if isinstance(field.value, Secret) else _text(field, field.value)
    except UnicodeEncodeError:
        raise Invalid(f"The value of {_named(field)} has a broken character that cannot be sent.") from None
    except Invalid as error:
        raise Invalid(f"In {_named(field)}: {error}") from None


def _text(field: Field, value: str) -> str:
    if field.kind in dates.DATED:
        kept = dates.normal(value, field.kind)
        return kept if field.kind is FieldKind.DATE or not kept else f"{kept[5:]}/{kept[:4]}"
    return "" if field.kind is FieldKind.ADDRESS else value


def _secret(field: Field, value: Secret) -> Secret:
    if field.kind is FieldKind.OTP and value:
        totp.parse(value.reveal())
    return sshkey.read(value).pkcs8 if field.kind is FieldKind.SSH_KEY and value else value


def details(field: Field) -> Json | None:
    """Return what is sent of a field beside its value: the parts of an address. All else the service makes itself."""
    if field.kind is not FieldKind.ADDRESS or not isinstance(field.value, str):
        return None
    parts = address.parts_of(field.value)
    content = {part: getattr(parts, part) for part in ("street", "city", "country", "zip", "state")}
    return {"type": "Address", "content": content}


def new_field(field: Field, item: Item) -> Json:
    """Return a field of `item` that is not at the service yet.

    Raises:
        Invalid: see `wire_value`.
    """
    if field.kind is FieldKind.SSH_KEY:
        check_key(field, item)
    return {
        "id": field.id,
        "title": field.label,
        "sectionId": wire_section(field, item),
        "fieldType": TYPES.get(field.kind),
        "value": wire_value(field),
        "details": details(field),
    }


def check_key(field: Field, item: Item) -> None:
    """Raise `Invalid` where a private key cannot be."""
    if item.category.id != keyfields.SSH_KEY:
        raise Invalid(f"1Password keeps SSH keys in items of that category alone: leave out {_named(field)}.")
    if keyfields.key_field(item) is not field:
        raise Invalid(f"An item has one SSH key in 1Password: leave out {_named(field)}.")


def wire_section(field: Field, item: Item) -> SectionId | None:
    """Return the section of a field; a user name and a password need none, all else is in the one without a name."""
    if any(one.id == field.section for one in item.sections):
        return field.section
    built_in = item.category.id in WITH_LOGIN and field.purpose in (Purpose.USERNAME, Purpose.PASSWORD)
    return None if built_in else SectionId(DEFAULT_SECTION)


def with_default(sections: Sequence[object], fields: Iterable[Json]) -> list[object]:
    """Return sections with the one that has no name, where one of the fields is to be in it."""
    needed = any(one.get("sectionId") == DEFAULT_SECTION for one in fields)
    there = any(isinstance(one, dict) and one.get("id") == DEFAULT_SECTION for one in sections)
    return [dict(DEFAULT), *sections] if needed and not there else [*sections]


def new_website(site: Website) -> Json:
    """Return an address that is not at the service yet."""
    return {"url": site.url, "label": site.label, "autofillBehavior": site.autofill or autofill.ANYWHERE}


def category_word(item: Item) -> str | None:
    """Return the SDK's word for a category in which items can be made, or None."""
    return CATEGORY_WORDS.get(item.category.id)


def _named(field: Field) -> str:
    return f"the field “{display_text(field.label)}”"
