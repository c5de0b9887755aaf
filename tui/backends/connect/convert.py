"""From the wire to the model. Nothing that the server shows is left out, whatever its type or category.

A value that might be a secret is one: an unknown type is concealed, since concealing too much does the smaller harm.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from tui.backends.connect.wire import WireField, WireFile, WireItem, WireVault
from tui.model.category import category
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind, of_word
from tui.model.file import FileInfo
from tui.model.ids import AccountId, FieldId, FileId, ItemId, ItemRef, SectionId, VaultId, local_ids
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.model.vault import Vault

SSH_KEY = "SSH_KEY"
SSH_KEY_REFUSED = (
    "SSH keys can only be read here: after a change through Connect, other 1Password apps cannot read the key any more."
)

KINDS = {
    "STRING": FieldKind.TEXT,
    "CONCEALED": FieldKind.CONCEALED,
    "OTP": FieldKind.OTP,
    "TOTP": FieldKind.OTP,
    "EMAIL": FieldKind.EMAIL,
    "URL": FieldKind.URL,
    "DATE": FieldKind.DATE,
    "MONTH_YEAR": FieldKind.MONTH_YEAR,
}
"""Types that every service has, beside those of `of_word`. A field without a type is a STRING."""

NOTES_LABEL, NOTES_SHOWN = "notesPlain", "notes"
"""What Connect calls the notes of every item, and what we call them. Neither is ever sent as their label."""

PURPOSES = {"USERNAME": Purpose.USERNAME, "PASSWORD": Purpose.PASSWORD, "NOTES": Purpose.NOTES}

_PRIVATE_KEY = "private_key"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = re.compile(r"-?[0-9]{1,12}")
_MONTH = re.compile(r"([0-9]{4})[/\-]?(0[1-9]|1[0-2])")


def vault(wire: WireVault, account: AccountId) -> Vault:
    """Return a vault; its kind in small letters: “personal”; “custom” is what somebody made."""
    kind = "custom" if wire.type == "USER_CREATED" else wire.type.replace("_", " ").lower()
    return Vault(
        account, VaultId(wire.id), wire.name or wire.id, kind, wire.description, wire.items, wire.updated or None
    )


def item(wire: WireItem, ref: ItemRef) -> Item:
    """Return an item as the vault and the id say that it was asked for."""
    sections = {one.id: Section(SectionId(one.id), one.label) for one in reversed(wire.sections) if one.id}
    order = dict.fromkeys(one.id for one in wire.sections if one.id)
    names = local_ids(one.id for one in wire.fields)
    kind = category(wire.category.upper())
    fields = [_guarded(one) for one in wire.fields] if kind.id == SSH_KEY else wire.fields
    return Item(
        ItemRef(ref.account, ref.vault, ItemId(ref.item or wire.id)),
        wire.title,
        kind,
        fields=tuple(field(one, FieldId(name)) for one, name in zip(fields, names, strict=True)),
        sections=tuple(sections[name] for name in order),
        websites=tuple(Website(url.href, url.label) for url in wire.urls),
        tags=tuple(wire.tags),
        favourite=wire.favorite,
        state=ItemState.ARCHIVED if wire.state.upper() == "ARCHIVED" else ItemState.ACTIVE,
        created=wire.created,
        updated=wire.updated,
        version=wire.version,
        files=tuple(file(one) for one in wire.files if one.id),
        read_only=SSH_KEY_REFUSED if kind.id == SSH_KEY else "",
    )


def _guarded(wire: WireField) -> WireField:
    """Return a field of an SSH key; Connect itself calls a private key that it has written a plain text."""
    return wire.model_copy(update={"type": "SSHKEY"}) if wire.id == _PRIVATE_KEY else wire


def file(wire: WireFile) -> FileInfo:
    """Return what is known of a file."""
    return FileInfo(FileId(wire.id), wire.name, wire.size, SectionId(wire.section) if wire.section else None)


def field(wire: WireField, name: FieldId) -> Field:
    """Return a field, under an id that is unique in its item."""
    purpose = PURPOSES.get(wire.purpose.upper(), Purpose.NONE)
    kind, value, raw_kind = _value(wire.type.upper() or "STRING", purpose, wire.value)
    section = SectionId(wire.section) if wire.section else None
    label = NOTES_SHOWN if purpose is Purpose.NOTES and wire.label == NOTES_LABEL else wire.label
    return Field(name, kind, label, value, section, purpose, raw_kind)


def _value(word: str, purpose: Purpose, value: Secret) -> tuple[FieldKind, str | Secret, str]:
    """Return the kind of a field, its value as that kind holds it, and the word for the kind where ours says less.

    A date that is none is kept as it came.
    """
    if purpose is Purpose.NOTES:
        return FieldKind.NOTES, value.reveal(), ""
    if purpose is Purpose.PASSWORD:
        return FieldKind.CONCEALED, value, ""
    kind, raw_kind = of_word(word) or (KINDS.get(word, FieldKind.OTHER), "")
    if kind is FieldKind.OTHER:
        return kind, value, word
    if kind in (FieldKind.DATE, FieldKind.MONTH_YEAR):
        text = value.reveal()
        read = (day if kind is FieldKind.DATE else month)(text)
        return (FieldKind.OTHER, text, word) if read is None else (kind, read, "")
    return kind, as_kind(value, kind), raw_kind


def day(text: str) -> str | None:
    """Return the day (2026-11-26) in Unix seconds or an ISO date, "" for none, None where it cannot be read."""
    text = text.strip()
    try:
        if _SECONDS.fullmatch(text):
            return (_EPOCH + timedelta(seconds=int(text))).date().isoformat()
        return date.fromisoformat(text[:10]).isoformat() if text else ""
    except (ValueError, OverflowError):
        return None


def month(text: str) -> str | None:
    """Return the month (2026-11) in 202611, 2026/11 or 2026-11, "" for none, None where it cannot be read."""
    found = _MONTH.fullmatch(text.strip())
    return f"{found[1]}-{found[2]}" if found else (None if text.strip() else "")
