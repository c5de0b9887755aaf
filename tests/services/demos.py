"""A demo, opened as the app opens it, and read from one end to the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui.model.audit import AuditEvent
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.model.vault import Vault
from tui.services.demo import making as demo
from tui.store.store import Store

NOW = 1_790_000_000.25


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of a demo."""

    vaults: list[Vault]
    items: list[Item]
    events: list[AuditEvent]
    versions: dict[ItemRef, list[Item]]

    def named(self, title: str) -> Item:
        (found,) = [item for item in self.items if item.title == title]
        return found


def read(place: demo.DemoPlace) -> Contents:
    """Open a demo as the app does, check all of it, and read all of it."""
    store = Store.open(place.path, place.password, state_dir=place.state_dir)
    try:
        store.verify()
        store.verify_audit()
        assert not store.warnings
        vaults = store.vaults()
        refs = [row.ref for vault in vaults for page in store.summaries(vault.id) for row in page]
        items = [store.item(ref) for ref in refs]
        versions = {ref: [store.version(ref, one.version) for one in store.versions(ref)] for ref in refs}
        return Contents(vaults, items, store.audit(limit=1000), versions)
    finally:
        store.close()


def made(folder: Path, now: float = NOW) -> Contents:
    place = demo.make(folder, now)
    try:
        return read(place)
    finally:
        demo.cleanup(place)
