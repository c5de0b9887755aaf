"""Secret references among what is open: built so that they lead to one place, and followed to it.

A name stands for a vault or an item only where nothing else that is open is called so. An archived item answers to no
reference. What is not read to its end is not known to be alone, and goes by its id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tui.host.display import display_text
from tui.model.errors import Invalid, NotFound
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import ItemRef
from tui.model.item import Item, ItemState
from tui.services.columns import ARCHIVED, GONE
from tui.tools import reference
from tui.tools.reference import SecretReference, folded

if TYPE_CHECKING:
    from tui.model.vault import Vault
    from tui.services.catalog import Catalog
    from tui.services.columns import Snapshot
    from tui.services.session import Session

T = TypeVar("T")

ARCHIVE = "An archived item answers to no reference; A brings it back."


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a reference leads."""

    reference: SecretReference
    vault: Vault
    item: Item
    section: Section | None
    field: Field


async def build(session: Session, item: Item, field: Field, attribute: str = "", ssh_format: str = "") -> str:
    """Return the reference to a field. Raises Invalid with the reason where there is none."""
    if item.state is ItemState.ARCHIVED:
        raise Invalid(ARCHIVE)
    catalog, ref = session.catalog, item.ref
    vault = catalog.vault(ref.account, ref.vault)
    alone = not catalog.loading and await asyncio.to_thread(
        _alone, catalog.snapshot, _rows(catalog, ref), display_text(item.title), catalog.row(ref)
    )
    return reference.build(
        item,
        field,
        vault.name if vault is not None else "",
        vault_alone=vault is not None and not catalog.loading and _is_only(vault, catalog.vaults),
        title_alone=alone,
        attribute=attribute,
        ssh_format=ssh_format,
    )


async def follow(session: Session, text: str) -> Lead:
    """Return where a reference leads.

    Raises:
        Invalid: it is no reference, or more than one thing is called so.
        NotFound: nothing is called so.
        VaultError: the item cannot be read.
    """
    wanted = reference.parse(text)
    vault = _vault(session, wanted.vault)
    ref = await _item(session, vault, wanted.item)
    item = await session.api(ref.account).item(ref)
    section = None
    if wanted.section is not None:
        section = _one(item.sections, _section_names, wanted.section, f"section in “{item.title}”", NAME_ONE)
    field = _field(item, section, wanted.field)
    if wanted.attribute and field.kind is not FieldKind.OTP:
        raise Invalid(f"Only a one-time password has an attribute; “{field.label}” is a {field.kind.value} field.")
    if wanted.ssh_format and field.kind is not FieldKind.SSH_KEY:
        raise Invalid(f"Only a private SSH key has an ssh-format; “{field.label}” is a {field.kind.value} field.")
    return Lead(wanted, vault, item, next((one for one in item.sections if one.id == field.section), None), field)


NAME_ONE = "Write the id of the one that is meant."


def _vault(session: Session, name: str) -> Vault:
    found = [one for one in session.catalog.vaults if folded(name) in (folded(one.id), folded(one.name))]
    places = " and ".join(dict.fromkeys(session.name_of(one.account) for one in found))
    if not found:
        still = " yet; not all is read" if session.catalog.loading else ""
        raise NotFound(f"No vault that is open has the name or id “{name}”{still}.")
    if len({one.id for one in found}) > 1:
        raise Invalid(f"{len(found)} vaults are called “{name}”, in {places}. {NAME_ONE}")
    return found[0]


async def _item(session: Session, vault: Vault, name: str) -> ItemRef:
    catalog = session.catalog
    snapshot, rows = catalog.snapshot, _rows(catalog, vault)
    found = await asyncio.to_thread(_called, snapshot, rows, name)
    active = [row for row in found if not snapshot.has(row, ARCHIVED)]
    if found and not active:
        raise NotFound(f"“{name}” in “{vault.name}” is in the archive, where no reference leads.")
    if not active:
        still = " yet; not all is read" if catalog.loading else ""
        raise NotFound(f"The vault “{vault.name}” has no item with the name or id “{name}”{still}.")
    if len(active) > 1:
        raise Invalid(f"{len(active)} items in “{vault.name}” are called “{name}”. {NAME_ONE}")
    return snapshot.ref(active[0])


def _field(item: Item, section: Section | None, name: str) -> Field:
    place = f"section “{section.label or section.id}”" if section is not None else f"item “{item.title}”"
    fields = [one for one in item.fields if section is None or one.section == section.id]
    if not any(folded(name) in _field_names(one) for one in fields):
        files = [one for one in item.files if section is None or one.section == section.id]
        if any(folded(name) in (folded(one.id), folded(one.name)) for one in files):
            raise NotFound(f"“{name}” in the {place} is a file; Strongroom shows only where fields are.")
    more = "Write its section too, or its id." if section is None else NAME_ONE
    return _one(fields, _field_names, name, f"field in the {place}", more)


def _section_names(section: Section) -> tuple[str, str]:
    return folded(section.id), folded(section.label)


def _field_names(field: Field) -> tuple[str, str]:
    return folded(field.id), folded(field.label)


def _one(things: Iterable[T], names: Callable[[T], Sequence[str]], name: str, what: str, more: str) -> T:
    """Return the only thing that is called so."""
    found = [thing for thing in things if folded(name) in names(thing)]
    if not found:
        raise NotFound(f"There is no {what} with the name or id “{name}”.")
    if len(found) > 1:
        raise Invalid(f"{len(found)} things answer to “{name}”: {what}. {more}")
    return found[0]


def _is_only(vault: Vault, vaults: Iterable[Vault]) -> bool:
    """Whether no other vault has this name, or an id like it. One that two accounts have is one."""
    others = (one for one in vaults if one.id != vault.id)
    return all(folded(vault.name) not in (folded(one.name), folded(one.id)) for one in others)


def _rows(catalog: Catalog, place: ItemRef | Vault) -> list[int]:
    """Return the rows of a vault."""
    vault = place.vault if isinstance(place, ItemRef) else place.id
    snapshot = catalog.snapshot
    for one, positions in zip(snapshot.places, snapshot.positions, strict=False):
        if (one.account, one.vault) == (place.account, vault):
            return [row for row in positions.values() if row < snapshot.count]
    return []


def _called(snapshot: Snapshot, rows: Iterable[int], name: str) -> list[int]:
    """Return the rows of these that have a title, or an id, like `name`."""
    wanted, columns = folded(name), snapshot.columns
    return [
        row
        for row in rows
        if not snapshot.has(row, GONE) and wanted in (folded(columns.titles[row]), folded(columns.ids[row]))
    ]


def _alone(snapshot: Snapshot, rows: Iterable[int], title: str, own: int | None) -> bool:
    return own is not None and _called(snapshot, rows, title) == [own]
