"""Stores for the tests: where they lie, how they are opened, what is put in, and all that can be read of them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.category import LOGIN
from tui.model.draft import Draft
from tui.model.edit import SetTitle, SetValue
from tui.model.errors import Damaged
from tui.model.field import Field, as_kind
from tui.model.ids import HOME, DraftId, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary, Website
from tui.model.secret import Secret
from tui.store.cost import FLOOR
from tui.store.naming import RecordKind
from tui.store.store import Store

PASSWORD = Secret("s3cret-master")


@dataclass(frozen=True, slots=True)
class Place:
    """A store file and the state directory of a machine that opens it."""

    path: Path
    state: Path

    def make(self, password: Secret = PASSWORD) -> Store:
        """Make the store at the lowest cost that may be read."""
        return Store.create(self.path, password, state_dir=self.state, cost=FLOOR)

    def open(self, password: Secret = PASSWORD) -> Store:
        """Open the store."""
        return Store.open(self.path, password, state_dir=self.state)

    def copy_to(self, directory: Path) -> Place:
        """Copy the closed store to another place, with a state directory of its own."""
        directory.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.path, directory / self.path.name)
        return Place(directory / self.path.name, directory / "state")


def place_in(directory: Path) -> Place:
    """Return where a store in this directory would lie."""
    return Place(directory / "home.strongroom", directory / "state")


def login(vault: VaultId, title: str = "GitHub", **values: str) -> Item:
    """Return a login that was never saved."""
    return Item(
        ItemRef(HOME, vault, ItemId("")),
        title,
        LOGIN,
        fields=tuple(_filled(field, values.get(field.id, "")) for field in LOGIN.template),
        websites=(Website("https://github.example/login"),),
        tags=("work",),
    )


def _filled(field: Field, value: str) -> Field:
    return replace(field, value=as_kind(value, field.kind))


def pages(store: Store, vault: VaultId) -> list[ItemSummary]:
    """Return all summaries of a vault."""
    return [summary for page in store.summaries(vault) for summary in page]


def attach(store: Store, item: Item, name: str, content: bytes) -> Item:
    """Put a file into an item."""
    file = store.files.incoming(name, item.ref)
    file.add(content)
    return store.files.attach(item.ref, file, item.version)


def event(detail: str = "", action: AuditAction = AuditAction.EDIT) -> AuditEvent:
    """Return an audit event."""
    return AuditEvent(1.5, "somebody", action, AuditResult.OK, title="GitHub", detail=detail)


def furnish(store: Store, vaults: int = 2, items: int = 6) -> None:
    """Put something of every kind into a store."""
    for number in range(vaults):
        vault = store.create_vault(f"Vault {number}", "of the tests")
        for saved in store.create_items([login(vault.id, f"Item {n}", password=f"s3cret-{n}") for n in range(items)]):
            store.update(saved.ref, [SetValue(FieldId("password"), Secret("s3cret-new"))], 1)
        attach(store, store.archive(saved.ref), "key.pem", b"s3cret-file" * 50)
        store.save_draft(Draft(DraftId(f"draft {number}"), saved, replace(saved, title="typed"), 2.0))
    store.put(RecordKind.ACCOUNT, "work", b"s3cret-token")
    store.put(RecordKind.ACCOUNT, "home", b"s3cret-other")
    store.put(RecordKind.LEARNT, "recent", b"[]")
    store.put(RecordKind.LEARNT, "sort", b"title")
    store.append([event(str(number)) for number in range(8)])


def disturb(store: Store) -> None:
    """Change one record or more of every kind, and add some."""
    for vault in store.vaults():
        for summary in pages(store, vault.id)[:3]:
            item = store.update(summary.ref, [SetTitle(f"{summary.title} again")], summary.version)
        attach(store, item, "more.txt", b"s3cret-more" * 50)
        store.rename_vault(vault.id, f"{vault.name} again", "")
    for draft in store.drafts():
        store.save_draft(replace(draft, at=draft.at + 1))
    store.put(RecordKind.ACCOUNT, "work", b"s3cret-newer")
    store.put(RecordKind.LEARNT, "recent", b"[1]")
    store.append([event("later")])


def everything(store: Store) -> Sequence[object]:
    """Return all that can be read of a store."""
    found: list[object] = []
    for vault in store.vaults():
        found.append(vault)
        for summary in sorted(pages(store, vault.id), key=lambda one: one.ref):
            found.append(summary)
            versions = [store.version(summary.ref, one.version) for one in store.versions(summary.ref)]
            found.extend(versions)
            found.extend(b"".join(store.files.read(summary.ref, file.id)) for one in versions for file in one.files)
    if store.shelf().unreadable:
        raise Damaged("A draft cannot be read.")
    found.extend(store.drafts())
    for kind in (RecordKind.ACCOUNT, RecordKind.LEARNT):
        found.extend((kind, name, value, store.get(kind, name)) for name, value in store.each(kind))
    store.verify_audit()
    found.extend(store.audit(limit=1000))
    return found
