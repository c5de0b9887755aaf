"""How the sample items are written down: as rows that read like the items, turned here into what a vault holds.

Ages are in days before now, so that the demo looks the same whenever it is opened.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

from tui.model.category import API_CREDENTIAL, LOGIN, PASSWORD, SECURE_NOTE, Category, category
from tui.model.edit import Edit, SetValue, apply
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.tools.address import Address

DAY = 86_400.0
_UNPLACED = ItemRef(HOME, VaultId(""), ItemId(""))
_ALWAYS_THERE = (Purpose.USERNAME, Purpose.PASSWORD)


@dataclass(frozen=True, slots=True)
class Row:
    """A field: its kind, its label and its value. `raw_kind` is a service's word for the kind, `id` its own."""

    kind: FieldKind
    label: str
    value: str | Secret
    raw_kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to an item, so many days ago."""

    ago: float
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """An item as it was first saved `age` days ago, what was changed since, and when it was archived, if it was."""

    item: Item
    age: float
    later: tuple[Change, ...] = ()
    archived: float | None = None
    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Names of files with their texts; every version has them."""

    def grow(self, ref: ItemRef, now: float) -> tuple[Item, ...]:
        """Return every version that is kept, oldest first, at `ref`; `now` is in Unix seconds.

        What is older than a week gets a time of day of its own.
        """
        born = self._moment(now, self.age)
        versions = [replace(self.item, ref=ref, created=born, updated=born, version=1)]
        for change in self.later:
            item = apply(versions[-1], change.edits)
            versions.append(replace(item, updated=self._moment(now, change.ago), version=item.version + 1))
        if self.archived is not None:  # as in the store: putting away counts as a version, but keeps none
            item = versions.pop()
            away = self._moment(now, self.archived)
            versions.append(replace(item, state=ItemState.ARCHIVED, updated=away, version=item.version + 1))
        return tuple(versions)

    def _moment(self, now: float, ago: float) -> float:
        return now - (ago if ago < 7 else ago + _share(self.item.title)) * DAY


@dataclass(frozen=True, slots=True)
class SampleVault:
    """A vault, made `age` days ago, with its items in the order they are stored."""

    name: str
    description: str
    age: float
    items: Sequence[Sample] = field(repr=False)


class Rest(TypedDict, total=False):
    """What every kind of item may have; tags are between spaces.

    `more` has rows under the label of their section; "" is no section.
    """

    notes: str
    tags: str
    star: bool
    more: Mapping[str, Sequence[Row]]
    age: float
    later: Sequence[Change]
    archived: float
    files: Mapping[str, str]


def text(label: str, value: str) -> Row:
    """Return a field of plain text."""
    return Row(FieldKind.TEXT, label, value)


def hidden(label: str, value: str) -> Row:
    """Return a concealed field."""
    return Row(FieldKind.CONCEALED, label, value)


def url(label: str, value: str) -> Row:
    """Return a field with an address."""
    return Row(FieldKind.URL, label, value)


def email(label: str, value: str) -> Row:
    """Return a field with an e-mail address."""
    return Row(FieldKind.EMAIL, label, value)


def lines(label: str, value: str) -> Row:
    """Return a field with text of several lines."""
    return Row(FieldKind.NOTES, label, value)


def code(label: str, value: str) -> Row:
    """Return a one-time password."""
    return Row(FieldKind.OTP, label, value)


def date(label: str, value: str) -> Row:
    """Return a date, like 2026-11-26."""
    return Row(FieldKind.DATE, label, value)


def month(label: str, value: str) -> Row:
    """Return a month, like 2026-11."""
    return Row(FieldKind.MONTH_YEAR, label, value)


def phone(label: str, value: str) -> Row:
    """Return a phone number."""
    return Row(FieldKind.PHONE, label, value)


def menu(label: str, value: str, raw_kind: str = "") -> Row:
    """Return a field that is chosen from a menu, by 1Password's word for the choice."""
    return Row(FieldKind.MENU, label, value, raw_kind)


def card_type(label: str, value: str) -> Row:
    """Return a type of card."""
    return Row(FieldKind.CARD_TYPE, label, value)


def card_number(label: str, value: str) -> Row:
    """Return the number of a card."""
    return Row(FieldKind.CARD_NUMBER, label, value)


def address(label: str, value: Address) -> Row:
    """Return an address."""
    return Row(FieldKind.ADDRESS, label, value.text)


def link(label: str, title: str) -> Row:
    """Return a field that leads to another item of the vault, by its first title; `linked` puts its id there."""
    return Row(FieldKind.REFERENCE, label, title)


def ssh_key(body: str, public: str, fingerprint: str) -> tuple[Row, ...]:
    """Return an Ed25519 key and what is known of it; `body` is what is between the first and the last line."""
    name = "OPENSSH PRIVATE KEY"
    pem = f"-----BEGIN {name}-----\n{body}\n-----END {name}-----\n"
    return (
        Row(FieldKind.SSH_KEY, "private key", Secret(pem), id="private_key"),
        Row(FieldKind.TEXT, "public key", public, id="public_key"),
        Row(FieldKind.TEXT, "fingerprint", fingerprint, id="fingerprint"),
        Row(FieldKind.TEXT, "key type", "Ed25519, 256 bits", id="key_type"),
    )


def other(raw_kind: str, label: str, value: str) -> Row:
    """Return a field of a kind that is only shown."""
    return Row(FieldKind.OTHER, label, value, raw_kind)


def sealed(raw_kind: str, label: str, value: str) -> Row:
    """Return a concealed field of a kind that is only shown."""
    return Row(FieldKind.OTHER, label, Secret(value), raw_kind)


def seed(name: str, length: int = 20) -> str:
    """Return a seed for one-time passwords that is always the same for a name, and nobody's."""
    digest = hashlib.blake2b(name.encode(), digest_size=length).digest()
    return base64.b32encode(digest).decode("ascii").rstrip("=")


def totp(issuer: str, account: str, settings: str = "", length: int = 20) -> str:
    """Return the URI of a one-time password as a site hands it out."""
    return f"otpauth://totp/{issuer}:{account}?secret={seed(f'{issuer}/{account}', length)}&issuer={issuer}{settings}"


def change(ago: float, *edits: Edit) -> Change:
    """Return a change made `ago` days ago."""
    return Change(ago, edits)


def new_password(value: str) -> SetValue:
    """Return the edit that gives a login another password."""
    return SetValue(FieldId("password"), Secret(value))


def login(title: str, username: str, secret: str, *urls: str, otp: str = "", **rest: Unpack[Rest]) -> Sample:
    """Return a login; a bare host gets https:// before it."""
    values = {"username": username, "password": secret, "otp": otp}
    return _sample(LOGIN, title, values, tuple(_website(address) for address in urls), rest)


def password(title: str, secret: str, **rest: Unpack[Rest]) -> Sample:
    """Return a password on its own."""
    return _sample(PASSWORD, title, {"password": secret}, (), rest)


def note(title: str, **rest: Unpack[Rest]) -> Sample:
    """Return a secure note."""
    return _sample(SECURE_NOTE, title, {}, (), rest)


def api(title: str, username: str, secret: str, kind: str, host: str, **rest: Unpack[Rest]) -> Sample:
    """Return an API credential."""
    values = {"username": username, "credential": secret, "type": kind, "hostname": host}
    return _sample(API_CREDENTIAL, title, values, (), rest)


def shown(category_id: str, title: str, **rest: Unpack[Rest]) -> Sample:
    """Return an item with fields of its own: those of the category's template that it fills are given as `more`."""
    return _sample(category(category_id), title, {}, (), rest)


def _sample(kind: Category, title: str, values: Mapping[str, str], websites: tuple[Website, ...], rest: Rest) -> Sample:
    fields = [replace(one, value=as_kind(values.get(one.id, ""), one.kind)) for one in kind.template]
    fields = [one for one in fields if one.purpose in _ALWAYS_THERE or not one.empty]
    sections: list[Section] = []
    for label, rows in rest.get("more", {}).items():
        section = SectionId(f"section{len(sections) + 1}") if label else None
        if section is not None:
            sections.append(Section(section, label))
        fields += [_field(row.id or f"field{number}", row, section) for number, row in enumerate(rows, len(fields) + 1)]
    if "notes" in rest or kind is SECURE_NOTE:
        text_of_it = rest.get("notes", "")
        fields.append(Field(FieldId("notes"), FieldKind.NOTES, "notes", text_of_it, purpose=Purpose.NOTES))
    tags = tuple(rest.get("tags", "").split())
    item = Item(_UNPLACED, title, kind, tuple(fields), tuple(sections), websites, tags, rest.get("star", False))
    age, later, archived = rest.get("age", _age(title)), tuple(rest.get("later", ())), rest.get("archived")
    return Sample(item, age, later, archived, rest.get("files", {}))


def _field(field_id: str, row: Row, section: SectionId | None) -> Field:
    return Field(FieldId(field_id), row.kind, row.label, as_kind(row.value, row.kind), section, raw_kind=row.raw_kind)


def _website(address: str) -> Website:
    return Website(address if "://" in address else f"https://{address}")


def _age(title: str) -> float:
    """Return an age between one month and four years that is always the same for a title."""
    return 30 + _share(title + "/") * 1400


def _share(name: str) -> float:
    """Return a number from 0 up to 1 that is always the same for a name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "big") / 2**32
