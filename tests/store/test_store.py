"""What a store promises while nobody disturbs it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.lines import forms
from tests.store.places import PASSWORD, Place, disturb, event, everything, furnish, login, pages
from tui.model.draft import Draft
from tui.model.edit import SetFavourite, SetTitle, SetValue
from tui.model.errors import Conflict, Denied, Invalid, Locked, NotFound
from tui.model.ids import HOME, AccountId, DraftId, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.store.cost import FLOOR
from tui.store.naming import RecordKind
from tui.store.opening import peek
from tui.store.store import Store


def test_what_was_saved_is_there_after_opening_again(place: Place) -> None:
    store = place.open()
    furnish(store)
    before = everything(store)
    store.close()
    again = place.open()
    again.verify()
    assert everything(again) == before
    assert len(before) > 40
    again.close()


def test_a_new_item_gets_its_own_id_and_the_first_version(store: Store) -> None:
    vault = store.create_vault("Private")
    first = store.create_item(login(vault.id, "Mail", username="me@example.org", password="s3cret-1"))
    second = store.create_item(login(vault.id, "Mail"))
    assert first.ref != second.ref
    assert first.ref.account == HOME
    assert (first.version, first.created) == (1, first.updated)
    assert store.item(first.ref) == first
    assert [summary.ref for summary in pages(store, vault.id)] == [first.ref, second.ref]
    assert pages(store, vault.id)[0] == first.summary()


def test_an_edit_counts_the_version_up_and_keeps_the_one_before(store: Store) -> None:
    saved = store.create_item(login(store.create_vault("Private").id, password="s3cret-1"))
    edited = store.update(saved.ref, [SetValue(FieldId("password"), Secret("s3cret-2")), SetTitle("Hub")], 1)
    assert (edited.version, edited.title) == (2, "Hub")
    assert edited.updated >= saved.updated
    assert [(one.version, one.title) for one in store.versions(saved.ref)] == [(2, "Hub"), (1, "GitHub")]
    assert store.version(saved.ref, 1) == saved
    assert store.version(saved.ref, 2) == edited == store.item(saved.ref)
    back = store.restore_version(saved.ref, 1)
    assert (back.title, back.fields, back.version) == ("GitHub", saved.fields, 3)
    assert [one.version for one in store.versions(saved.ref)] == [3, 2, 1]


def test_an_edit_against_an_old_version_is_a_conflict_that_shows_the_item(store: Store) -> None:
    saved = store.create_item(login(store.create_vault("Private").id))
    current = store.update(saved.ref, [SetTitle("First")], 1)
    with pytest.raises(Conflict) as caught:
        store.update(saved.ref, [SetTitle("Second")], 1)
    assert caught.value.current == current
    store.delete(saved.ref)
    with pytest.raises(Conflict) as caught:
        store.update(saved.ref, [SetTitle("Third")], 2)
    assert caught.value.current is None


def test_an_edit_that_changes_nothing_makes_no_version(store: Store) -> None:
    saved = store.create_item(login(store.create_vault("Private").id))
    assert store.update(saved.ref, [SetTitle(saved.title)], 1) == saved
    assert len(store.versions(saved.ref)) == 1


def test_only_so_many_versions_are_kept(store: Store) -> None:
    saved = store.create_item(login(store.create_vault("Private").id))
    assert store.keep_versions == 50
    store.keep_versions = 3
    for number in range(1, 7):
        store.update(saved.ref, [SetTitle(f"T{number}")], number)
    assert [one.version for one in store.versions(saved.ref)] == [7, 6, 5, 4]
    with pytest.raises(NotFound):
        store.version(saved.ref, 3)
    store.keep_versions = 0
    store.update(saved.ref, [SetTitle("last")], 7)
    assert [one.version for one in store.versions(saved.ref)] == [8]


def test_archived_items_are_listed_as_such_and_not_counted(store: Store) -> None:
    vault = store.create_vault("Private")
    saved = store.create_items([login(vault.id, "A"), login(vault.id, "B")])[0]
    archived = store.archive(saved.ref)
    assert (archived.state, archived.version) == (ItemState.ARCHIVED, 2)
    assert store.archive(saved.ref) == archived
    assert [summary.archived for summary in pages(store, vault.id)] == [True, False]
    assert store.vaults()[0].items == 1
    assert store.restore(saved.ref).state is ItemState.ACTIVE
    assert store.vaults()[0].items == 2


def test_a_deleted_item_is_gone_with_its_versions(store: Store) -> None:
    vault = store.create_vault("Private")
    saved = store.create_item(login(vault.id, password="s3cret-1"))
    store.update(saved.ref, [SetTitle("Hub")], 1)
    store.delete(saved.ref)
    for call in (store.item, store.versions, store.archive, store.delete):
        with pytest.raises(NotFound):
            call(saved.ref)
    assert pages(store, vault.id) == []
    assert store.vaults()[0].items == 0
    store.verify()


def test_strange_references_find_nothing(store: Store) -> None:
    vault, other = store.create_vault("Private"), store.create_vault("Other")
    saved = store.create_item(login(vault.id))
    for ref in (
        replace(saved.ref, item=ItemId("")),
        replace(saved.ref, item=ItemId("é" * 26)),
        replace(saved.ref, item=ItemId(saved.ref.item.upper())),
        replace(saved.ref, vault=other.id),
    ):
        with pytest.raises(NotFound):
            store.item(ref)
    with pytest.raises(NotFound):
        store.create_item(login(VaultId("nowhere")))
    with pytest.raises(NotFound):
        list(store.summaries(VaultId("")))


def test_a_deleted_vault_takes_its_items_along(store: Store) -> None:
    keep, drop = store.create_vault("Keep"), store.create_vault("Drop")
    kept = store.create_item(login(keep.id))
    gone = store.create_items([login(drop.id, str(number)) for number in range(300)])
    store.update(gone[0].ref, [SetTitle("x")], 1)
    store.delete_vault(drop.id)
    assert [vault.id for vault in store.vaults()] == [keep.id]
    with pytest.raises(NotFound):
        store.item(gone[0].ref)
    assert store.item(kept.ref) == kept
    store.verify()


def test_vaults_have_names_and_come_in_their_order(store: Store) -> None:
    beta = store.create_vault("beta", "second")
    store.create_vault("Alpha")
    assert [(vault.name, vault.description) for vault in store.vaults()] == [("Alpha", ""), ("beta", "second")]
    store.rename_vault(beta.id, "aaa", "first")
    assert [vault.name for vault in store.vaults()] == ["aaa", "Alpha"]
    with pytest.raises(Invalid):
        store.create_vault("  ")
    with pytest.raises(NotFound):
        store.rename_vault(VaultId("nowhere"), "x", "")


def test_lists_go_over_many_pages_and_fill_the_gaps(store: Store) -> None:
    vault = store.create_vault("Private")
    saved = store.create_items([login(vault.id, f"Item {number}") for number in range(700)])
    sizes = [len(page) for page in store.summaries(vault.id)]
    assert sizes == [256, 444], "the first page is soon there"
    for item in saved[:200]:
        store.delete(item.ref)
    store.create_items([login(vault.id, f"New {number}") for number in range(300)])
    titles = {summary.title for summary in pages(store, vault.id)}
    assert titles == {f"Item {n}" for n in range(200, 700)} | {f"New {n}" for n in range(300)}
    assert sum(map(len, store.summaries(vault.id))) == 800
    assert len(forms(store)) == 4
    assert store.vaults()[0].items == 800
    store.verify()


def test_a_summary_shows_no_secret(store: Store) -> None:
    vault = store.create_vault("Private")
    item = login(vault.id, username="me@example.org", password="s3cret-1", otp="s3cret-seed", notes="note")
    store.create_item(item)
    summary = pages(store, vault.id)[0]
    assert "s3cret" not in repr(summary)
    assert (summary.username, summary.host, summary.has_otp) == ("me@example.org", "github.example", True)


def test_a_draft_survives_until_it_is_dropped(place: Place) -> None:
    store = place.open()
    saved = store.create_item(login(store.create_vault("Private").id))
    elsewhere = Item(ItemRef(AccountId("work"), VaultId("v"), ItemId("")), "", saved.category)
    store.save_draft(Draft(DraftId("b"), saved, replace(saved, title="typ"), 20.0))
    store.save_draft(Draft(DraftId("a"), elsewhere, replace(elsewhere, title="new"), 10.0))
    store.save_draft(Draft(DraftId("b"), saved, replace(saved, title="typed"), 30.0))
    store.close()
    again = place.open()
    assert [(draft.id, draft.current.title) for draft in again.drafts()] == [("a", "new"), ("b", "typed")]
    assert again.drafts()[1].edits == (SetTitle("typed"),)
    assert again.drafts()[0].base.ref == elsewhere.ref
    again.drop_draft(DraftId("a"))
    again.drop_draft(DraftId("a"))
    assert [draft.id for draft in again.drafts()] == ["b"]
    again.close()


def test_small_records_are_kept_by_name(store: Store) -> None:
    store.put(RecordKind.ACCOUNT, "work", b"s3cret-token\0\0")
    store.put(RecordKind.ACCOUNT, "\ud800 \0", b"")
    store.put(RecordKind.LEARNT, "work", b"x" * 5000)
    assert list(store.each(RecordKind.ACCOUNT)) == [("work", b"s3cret-token\0\0"), ("\ud800 \0", b"")]
    assert store.get(RecordKind.LEARNT, "work") == b"x" * 5000
    store.remove(RecordKind.ACCOUNT, "work")
    store.remove(RecordKind.ACCOUNT, "work")
    assert store.get(RecordKind.ACCOUNT, "work") is None
    with pytest.raises(ValueError, match="no names"):
        store.put(RecordKind.ITEM, "x", b"")


def test_the_file_tells_no_word_of_what_it_holds(place: Place) -> None:
    store = place.open()
    furnish(store)
    store.put(RecordKind.ACCOUNT, "work account", b"s3cret-token")
    copy = store.backup()
    store.close()
    for path in (place.path, copy):
        raw = path.read_bytes()
        for word in (b"Item 1", b"GitHub", b"s3cret", b"Vault 0", b"github.example", b"somebody", b"work account"):
            assert word not in raw


def test_a_deleted_record_leaves_no_bytes_behind(place: Place) -> None:
    store = place.open()
    saved = store.create_item(login(store.create_vault("Private").id, notes="n" * 3000))
    store.close()
    before = place.path.read_bytes()
    store = place.open()
    store.delete(saved.ref)
    store.close()
    after = place.path.read_bytes()
    chunks = {before[at : at + 64] for at in range(0, len(before), 64) if before[at : at + 64].count(0) < 16}
    assert sum(chunk in after for chunk in chunks) < len(chunks) / 2


def test_another_store_can_be_opened_as_another_account(place: Place) -> None:
    first = place.open()
    saved = first.create_item(login(first.create_vault("Private").id))
    first.close()
    store = Store.open(place.path, PASSWORD, state_dir=place.state, account=AccountId("second"))
    ref = replace(saved.ref, account=AccountId("second"))
    assert store.vaults()[0].account == "second"
    assert pages(store, saved.ref.vault)[0].ref == ref
    assert store.item(ref).ref == ref
    assert store.update(ref, [SetFavourite(True)], 1).ref == ref
    store.close()


def test_another_password_opens_the_same_content(place: Place) -> None:
    store = place.open()
    furnish(store)
    before = everything(store)
    with pytest.raises(Denied):
        store.change_password(Secret("s3cret-wrong"), Secret("s3cret-new"))
    with pytest.raises(Invalid):
        store.change_password(PASSWORD, Secret(""))
    store.change_password(PASSWORD, Secret("s3cret-new"), FLOOR)
    assert everything(store) == before
    store.close()
    with pytest.raises(Denied):
        place.open()
    again = place.open(Secret("s3cret-new"))
    again.verify()
    assert everything(again)[: len(before) - 8] == before[: len(before) - 8]
    again.close()


def test_other_keys_keep_everything_and_end_the_old_ones(place: Place, tmp_path: Path) -> None:
    store = place.open()
    furnish(store)
    store.keep_versions = 2
    disturb(store)
    before, copy = everything(store), store.backup()
    with pytest.raises(Denied):
        store.rotate_keys(Secret("s3cret-wrong"))
    store.rotate_keys(PASSWORD)
    store.verify()
    assert everything(store) == before
    assert store.get(RecordKind.ACCOUNT, "home") == b"s3cret-other"
    store.close()
    old = {copy.read_bytes()[at : at + 64] for at in range(4096, copy.stat().st_size, 64)} - {bytes(64)}
    new = place.path.read_bytes()
    assert not any(chunk in new for chunk in old if chunk.count(0) < 16)
    again = place.open()
    again.verify()
    assert everything(again) == before
    again.close()


def test_a_password_is_the_same_however_it_is_composed(tmp_path: Path) -> None:
    place = Place(tmp_path / "x.strongroom", tmp_path / "state")
    place.make(Secret("s3cret-é")).close()
    place.open(Secret("s3cret-e\u0301")).close()


def test_the_audit_log_is_a_chain_with_serials(store: Store) -> None:
    store.append([event(str(number)) for number in range(10)])
    store.append([event("last")])
    store.verify_audit()
    assert [(one.serial, one.detail) for one in store.audit(limit=2)] == [(11, "last"), (10, "9")]
    assert [one.serial for one in store.audit(before=4)] == [3, 2, 1]
    assert [one.serial for one in store.audit(before=100, limit=1)] == [11]
    assert store.audit(before=1) == []
    assert store.audit()[-1] == replace(event("0"), serial=1)


def test_failed_attempts_enter_the_audit_log_once(place: Place) -> None:
    for _ in range(3):
        with pytest.raises(Denied):
            place.open(Secret("s3cret-wrong"))
    store = place.open()
    store.append([event("opened")])
    assert [(one.action, one.result, one.detail) for one in store.audit()] == [
        ("edit", "ok", "opened"),
        *[("unlock", "failed", "")] * 3,
    ]
    store.verify()
    store.verify_audit()
    store.close()
    again = place.open()
    assert len(again.audit()) == 4
    again.close()


def test_a_closed_store_says_so(place: Place) -> None:
    store = place.open()
    store.close()
    store.close()
    for call in (store.vaults, store.counter, store.changed, store.verify, store.backup):
        with pytest.raises(Locked):
            call()


def test_peek_tells_the_cost_without_a_password(place: Place) -> None:
    info = peek(place.path)
    assert (info.format, info.cost.memory_kib, info.cost.passes, info.read_only) == (1, 19456, 2, False)


def test_the_counter_counts_every_change(store: Store) -> None:
    before = store.counter()
    store.create_vault("Private")
    store.append([event()])
    assert store.counter() == before + 2
