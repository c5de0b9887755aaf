"""The throw-away entry of a self-test: what is in it, and whether it came back as it was sent.

Values are compared and never told. A place that keeps less of a draft than others gets an entry that it keeps whole.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tui.backends.protocol import Fit
from tui.model.category import LOGIN
from tui.model.edit import SetValue
from tui.model.errors import NotFound
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, ItemId, ItemRef, SectionId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.tools.generator import RandomRecipe, generate

NAME = "Strongroom self-test"
"""Begins the title, so that whoever finds the entry knows what it is."""

NOTES = "Made by a self-test of Strongroom, and removed at its end.\nÄ second line: “quotes”, 日本語, and 🔑."
_SECTION = SectionId("selftest")


def entry(vault: Vault) -> Item:
    """Return the entry with all that items commonly have."""
    title = f"{NAME} {datetime.now():%Y-%m-%d %H:%M} {secrets.token_hex(3)}"
    fields = (
        Field(FieldId("username"), FieldKind.TEXT, "username", "self-test@example.com", purpose=Purpose.USERNAME),
        Field(FieldId("password"), FieldKind.CONCEALED, "password", _password(), purpose=Purpose.PASSWORD),
        Field(FieldId("notesPlain"), FieldKind.NOTES, "notes", NOTES, purpose=Purpose.NOTES),
    )
    more = (
        Field(FieldId("selftestword"), FieldKind.TEXT, "word", "plain", section=_SECTION),
        Field(FieldId("selftestcode"), FieldKind.CONCEALED, "code", _password(), section=_SECTION),
    )
    sections, sites = (Section(_SECTION, "Self-test"),), (Website("https://self-test.example/"),)
    ref = ItemRef(vault.account, vault.id, ItemId(""))
    return Item(ref, title, LOGIN, fields + more, sections, sites, tags=("self-test",))


def plain(item: Item) -> Item:
    """Return the entry with title, user name, password and notes alone."""
    return replace(item, fields=item.fields[:3], sections=(), websites=(), tags=())


def fitted(item: Item, fits: Fit, of_plain: Fit) -> Item:
    """Return what a place keeps whole: the `item`, or else the plain one, or what becomes of that."""
    if not fits.refused and not fits.changed:
        return item
    return of_plain.becomes or plain(item)


def change(item: Item) -> SetValue:
    """Return an edit that gives the entry, as it was read, another password. Raises NotFound."""
    field = item.of(Purpose.PASSWORD)
    if field is None:
        raise NotFound("What came back has no password.")
    return SetValue(field.id, _password())


def parts(item: Item) -> int:
    """Return how many things of an entry are compared."""
    return 1 + len(_filled(item)) + bool(item.websites) + bool(item.tags)


def differences(sent: Item, found: Item) -> Iterator[str]:
    """Yield the names of what did not come back as it was sent; what the place adds of its own is no matter."""
    if found.title != sent.title:
        yield "title"
    for field in _filled(sent):
        other = _found(field, sent, found)
        if other is None or other.value != field.value:
            yield field.label
    if [site.url for site in sent.websites] != [site.url for site in found.websites][: len(sent.websites)]:
        yield "website"
    if not set(sent.tags) <= set(found.tags):
        yield "tags"


def _filled(item: Item) -> list[Field]:
    return [field for field in item.fields if not field.empty]


def _found(field: Field, sent: Item, found: Item) -> Field | None:
    """Return the same field of an item that may have other ids by now: by its part to play, or by its names."""
    if field.purpose is not Purpose.NONE:
        return found.of(field.purpose)
    name = (_section(field, sent), field.label)
    return next((one for one in found.fields if (_section(one, found), one.label) == name), None)


def _section(field: Field, item: Item) -> str:
    return next((section.label for section in item.sections if section.id == field.section), "")


def _password() -> Secret:
    return generate(RandomRecipe())
