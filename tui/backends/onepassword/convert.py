"""From the SDK's answers to the model. Nothing that it shows is left out, whatever its type or category.

A value that might be a secret is one: an unknown type is concealed, since concealing too much does the smaller harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tui.backends.onepassword.wire import (
    CATEGORIES,
    DEFAULT_SECTION,
    KINDS,
    NOTES,
    UNSUPPORTED,
    Json,
    category_id,
    file_attributes,
    has_named_default,
    named_fields,
    objects,
    section_of,
)
from tui.host.display import display_text
from tui.model.category import Category, category
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind
from tui.model.file import FileInfo
from tui.model.ids import AccountId, FieldId, FileId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.tools import dates, keyfields
from tui.tools.address import PARTS, Address
from tui.tools.mended import as_number, as_seconds, as_tags, as_text

_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KINDS = {"userCreated": "custom", "unsupported": ""}
"""Kinds of vaults that are not told by their own words: what somebody made, and what the SDK does not know."""
_DERIVED = {"public_key": "publicKey", "fingerprint": "fingerprint", "key_type": "keyType"}
"""What the service tells of a private key, by the ids of the fields that we make of it."""


def vault(raw: Json, account: AccountId) -> Vault:
    """Return a vault; its kind in small letters: “personal”."""
    name = as_text(raw.get("id"))
    word = as_text(raw.get("vaultType"))
    return Vault(
        account,
        VaultId(name),
        as_text(raw.get("title")) or name,
        _KINDS.get(word, _NEW_WORD.sub(" ", word).lower()),
        as_text(raw.get("description")),
        as_number(raw.get("activeItemCount")),
        as_seconds(raw.get("updatedAt")) or None,
    )


def item(raw: Json, ref: ItemRef, *, archived: bool) -> Item:
    """Return an item as the vault and the id say that it was asked for. That it is archived it does not say itself."""
    kind = category(category_id(as_text(raw.get("category"))))
    named_default = has_named_default(raw)
    names = [as_text(one.get("id")) for one in objects(raw.get("sections"))]
    labels = {as_text(one.get("id")): as_text(one.get("title")) for one in reversed(objects(raw.get("sections")))}
    return Item(
        ref,
        as_text(raw.get("title")),
        kind,
        fields=tuple(_fields(raw, kind)),
        sections=tuple(
            Section(SectionId(name), labels[name])
            for name in dict.fromkeys(names)
            if name != DEFAULT_SECTION or named_default
        ),
        websites=tuple(website(one) for one in objects(raw.get("websites"))),
        tags=tuple(as_tags(raw.get("tags"))),
        state=ItemState.ARCHIVED if archived else ItemState.ACTIVE,
        created=as_seconds(raw.get("createdAt")),
        updated=as_seconds(raw.get("updatedAt")),
        version=max(1, as_number(raw.get("version"))),
        files=tuple(files(raw)),
        read_only=_read_only(raw),
    )


def website(raw: Json) -> Website:
    """Return an address of an item."""
    return Website(as_text(raw.get("url")), as_text(raw.get("label")), as_text(raw.get("autofillBehavior")))


def files(raw: Json) -> Iterator[FileInfo]:
    """Yield what is known of the files of an item; what a document is comes first."""
    named_default = has_named_default(raw)
    for told, field in file_attributes(raw):
        name = as_text(told.get("id"))
        if name:
            section = section_of(field, named_default) if field is not None else None
            yield FileInfo(FileId(name), as_text(told.get("name")), as_number(told.get("size")), section)


def _read_only(raw: Json) -> str:
    """Return why an item cannot be changed, or ""."""
    if as_text(raw.get("category")) not in CATEGORIES:
        return "1Password's SDK does not know this category, so the item can only be read here: use a 1Password app."
    for one in objects(raw.get("fields")):
        if as_text(one.get("fieldType")) not in KINDS:
            return (
                f"1Password's SDK does not know what the field “{display_text(as_text(one.get('title')))}” is, and "
                "refuses to change or delete an item that has one: use a 1Password app."
            )
    return ""


def _fields(raw: Json, kind: Category) -> Iterator[Field]:
    """Yield the fields of an item: what is known of a private key follows it, and the notes come last."""
    found, notes = named_fields(raw)
    named_default, taken = has_named_default(raw), {name for name, _ in found}
    for name, one in found:
        made = _with_purpose(_field(one, name, section_of(one, named_default)), kind)
        yield made
        if made.kind is FieldKind.SSH_KEY:
            for derived in _derived(one, made):
                if derived.id not in taken:
                    taken.add(derived.id)
                    yield derived
    yield Field(notes, FieldKind.NOTES, NOTES, as_text(raw.get("notes")), purpose=Purpose.NOTES)


def _with_purpose(field: Field, kind: Category) -> Field:
    """Return a field with the part to play that its category gives to one of this id, outside all sections."""
    purpose = next((one.purpose for one in kind.template if one.id == field.id), Purpose.NONE)
    fits = purpose is not Purpose.NOTES and field.concealed is (purpose is Purpose.PASSWORD)
    return replace(field, purpose=purpose) if fits and field.section is None else field


def _derived(raw: Json, key: Field) -> Iterator[Field]:
    told = _details(raw)
    for name, label in keyfields.DERIVED.items():
        if value := as_text(told.get(_DERIVED[name])):
            yield Field(FieldId(name), FieldKind.TEXT, label, value, key.section)


def _details(raw: Json) -> Json:
    """Return what is told of a field beside its value."""
    details = raw.get("details")
    told = details.get("content") if isinstance(details, dict) else None
    return told if isinstance(told, dict) else {}


def _field(raw: Json, name: FieldId, section: SectionId | None) -> Field:
    kind, value, raw_kind = _value(raw)
    return Field(name, kind, as_text(raw.get("title")), value, section, raw_kind=raw_kind)


def _value(raw: Json) -> tuple[FieldKind, str | Secret, str]:
    """Return the kind of a field, its value as that kind holds it, and the word for the kind where ours says less.

    A date that is none is kept as it came.
    """
    word, text = as_text(raw.get("fieldType")), as_text(raw.get("value"))
    kind = KINDS.get(word)
    if kind is None:
        return FieldKind.OTHER, Secret(text), word or UNSUPPORTED
    if kind in dates.DATED:
        try:
            return kind, dates.normal(text, kind), ""
        except Invalid:
            return FieldKind.OTHER, text, word
    if kind is FieldKind.ADDRESS:
        told = _details(raw)
        text = Address(**{part: as_text(told.get(part)) for part in PARTS}).text or text
    return kind, as_kind(text, kind), ""
