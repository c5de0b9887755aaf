"""The demo: rich, the same every time, and one that the store itself could have written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

from tests.services.demos import NOW, Contents, made
from tui.model.audit import AuditAction, AuditEvent
from tui.model.category import CATEGORIES, COMMON
from tui.model.edit import Edit, SetTitle
from tui.model.errors import Invalid
from tui.model.field import FieldKind, Purpose
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.services.demo import making as demo
from tui.services.demo import outline
from tui.services.demo.filling import VAULTS
from tui.store.cost import FLOOR
from tui.store.store import Store
from tui.tools import cards, menus, sshkey, totp
from tui.tools.strength import estimate
from tui.tools.totp import Algorithm

RESERVED = (".example", ".example.com", ".example.net", ".example.org")
DOCUMENTATION = ("192.0.2.", "198.51.100.", "203.0.113.")


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    return made(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[demo.DemoPlace]:
    found = demo.make(tmp_path, NOW)
    yield found
    demo.cleanup(found)


def test_what_is_shown_before_there_is_a_store_is_what_it_then_holds(contents: Contents) -> None:
    for foreseen, vault in zip(outline.vaults(NOW), contents.vaults, strict=True):
        assert foreseen.updated == pytest.approx(vault.updated)
        assert replace(foreseen, updated=vault.updated) == vault


def test_three_vaults_say_how_many_items_they_have(contents: Contents) -> None:
    active = Counter(item.ref.vault for item in contents.items if item.state is ItemState.ACTIVE)
    assert [vault.name for vault in contents.vaults] == ["Family", "Personal", "Work"]
    assert {vault.id: vault.items for vault in contents.vaults} == dict(active)
    assert all(vault.description for vault in contents.vaults)
    assert sum(active.values()) >= 60
    assert len(contents.items) - sum(active.values()) >= 5, "archived ones"


def test_every_kind_of_field_and_category_that_the_editor_knows(contents: Contents) -> None:
    kinds = Counter(field.kind for item in contents.items for field in item.fields)
    categories = Counter(item.category.id for item in contents.items)
    assert all(kinds[kind] for kind in FieldKind)
    assert all(categories[one.id] >= 4 for one in COMMON)
    assert len([one for one in categories if one in CATEGORIES]) >= 18
    assert set(categories) - set(CATEGORIES), "one that only a newer service knows"


def test_fields_that_are_only_shown_say_what_they_are(contents: Contents) -> None:
    shown = [field for item in contents.items for field in item.fields if field.kind is FieldKind.OTHER]
    assert {field.raw_kind for field in shown} == {"RECOVERY_PHRASE", "CALIBRATION"}
    assert any(field.concealed for field in shown)


def test_references_lead_to_items_of_their_vault(contents: Contents) -> None:
    refs = {item.ref for item in contents.items}
    links = [(item, f) for item in contents.items for f in item.fields if f.kind is FieldKind.REFERENCE]
    assert len(links) >= 3
    assert all(replace(item.ref, item=ItemId(str(field.value))) in refs for item, field in links)


def test_the_key_is_one_and_is_what_is_said_of_it(contents: Contents) -> None:
    (item,) = (one for one in contents.items if one.category.id == "SSH_KEY")
    key = item.field(FieldId("private_key"))
    assert key is not None and isinstance(key.value, Secret)
    read = sshkey.read(key.value)
    assert [item.field(FieldId(name)) for name in ("public_key", "fingerprint")] == [
        field for field in item.fields if field.value in (read.public, read.fingerprint)
    ]


def test_cards_and_menus_are_as_1password_has_them(contents: Contents) -> None:
    fields = [(field, item.category) for item in contents.items for field in item.fields]
    numbers = [str(field.value) for field, _ in fields if field.kind is FieldKind.CARD_NUMBER]
    assert numbers and all(cards.problem(number) == "" for number in numbers)
    chosen = [(field, kind) for field, kind in fields if field.kind in (FieldKind.MENU, FieldKind.CARD_TYPE)]
    usual = [field for field, kind in chosen if field.value in menus.choices(field, kind)]
    assert len(usual) >= 6
    assert len(chosen) > len(usual), "some hold a word of their own"


def test_field_ids_are_unique_and_sections_exist(contents: Contents) -> None:
    for item in (one for versions in contents.versions.values() for one in versions):
        ids = [field.id for field in item.fields]
        assert len(set(ids)) == len(ids)
        assert {field.section for field in item.fields} <= {None, *(section.id for section in item.sections)}


def test_tags_websites_favourites_and_long_notes(contents: Contents) -> None:
    tags = {tag for item in contents.items for tag in item.tags}
    assert {"work/ops", "work/ops/on-call", "important"} <= tags
    assert max(len(item.websites) for item in contents.items) >= 4
    assert any(site.label and site.autofill for item in contents.items for site in item.websites)
    assert 10 <= sum(item.favourite for item in contents.items) <= len(contents.items) // 3
    notes = [field.value for item in contents.items if (field := item.of(Purpose.NOTES))]
    assert max(str(note).count("\n") for note in notes) >= 30
    assert sum("\n" in str(note) for note in notes) >= 8


def test_long_wide_and_empty_texts(contents: Contents) -> None:
    titles = [item.title for item in contents.items]
    assert max(map(len, titles)) == 300
    for sample in ("日本", "서울", "مكتبة", "עברית", "Старый", "👩‍👩‍👧‍👦", "🏳️‍🌈", "<evening [class]>", "ü"):
        assert any(sample in title for title in titles), sample
    assert contents.named("").state is ItemState.ARCHIVED, "it would be the first row of every list"
    for purpose in (Purpose.USERNAME, Purpose.PASSWORD, Purpose.NOTES):
        given = [field for item in contents.items if (field := item.of(purpose))]
        assert any(field.empty for field in given)
        assert any(not field.empty for field in given)
    assert any(not item.host for item in contents.items if item.category.id == "LOGIN")
    controls = [field.value for item in contents.items for field in item.fields if "\x1b" in str(field.value)]
    assert controls, "a text that would colour the terminal"


def test_one_time_codes_of_every_make_and_one_that_is_broken(contents: Contents) -> None:
    codes, broken = [], []
    for field in (field for item in contents.items for field in item.fields if field.kind is FieldKind.OTP):
        assert isinstance(field.value, Secret)
        try:
            codes.append(totp.parse(field.value.reveal()))
        except Invalid as error:
            broken.append(str(error))
    assert {(Algorithm.SHA1, 6), (Algorithm.SHA1, 8), (Algorithm.SHA256, 6), (Algorithm.SHA512, 8)} <= {
        (one.algorithm, one.digits) for one in codes
    }
    assert sum(one.steam for one in codes) == 1
    assert sum(one.counter is not None for one in codes) == 1
    assert {30, 45, 60} <= {one.period for one in codes}
    assert len({one.seed.reveal() for one in codes}) == len(codes)
    assert len(broken) == 1
    assert broken[0].endswith("is another.")


def test_some_passwords_are_weak_and_some_are_used_again(contents: Contents) -> None:
    values = Counter(
        field.value.reveal()
        for item in contents.items
        if (field := item.of(Purpose.PASSWORD)) and isinstance(field.value, Secret) and field.value
    )
    assert sum(estimate(value).score <= 1 for value in values) >= 8
    assert sum(estimate(value).score == 4 for value in values) >= 20
    assert sum(count >= 3 for count in values.values()) >= 2


def test_nothing_points_to_a_real_place(contents: Contents) -> None:
    addresses = [site.url for item in contents.items for site in item.websites]
    addresses += [str(f.value) for item in contents.items for f in item.fields if f.kind is FieldKind.URL and f.value]
    hosts = [urlsplit(address).hostname or "" for address in addresses]
    mails = [str(f.value) for item in contents.items for f in item.fields if f.kind is FieldKind.EMAIL and f.value]
    hosts += [mail.rpartition("@")[2] for mail in mails]
    for host in hosts:
        assert f".{host}".endswith(RESERVED) or host.startswith(DOCUMENTATION), host


def test_items_have_the_versions_that_their_edits_made(contents: Contents) -> None:
    edited = {ref: versions for ref, versions in contents.versions.items() if len(versions) > 1}
    assert len(edited) >= 10
    assert max(len(versions) for versions in edited.values()) >= 5
    for versions in edited.values():
        numbers = [one.version for one in versions]
        assert numbers == sorted(set(numbers), reverse=True)
        times = [one.updated for one in versions]
        assert times == sorted(set(times), reverse=True)
        assert all(one.created == versions[0].created <= one.updated for one in versions)
        assert all(replace(a, version=0, updated=0) != replace(b, version=0, updated=0) for a, b in pairwise(versions))


def test_the_edits_are_of_every_kind() -> None:
    used = {type(edit) for vault in VAULTS for one in vault.items for change in one.later for edit in change.edits}
    assert used == set(get_args(Edit))


def test_the_store_would_have_written_the_same(contents: Contents, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "own", Secret("s3cret-own"), state_dir=tmp_path, cost=FLOOR)
    by_place = iter(contents.items)
    for vault in VAULTS:
        own = store.create_vault(vault.name, vault.description)
        for one in vault.items:
            ours = next(by_place)
            saved = store.create_item(replace(one.item, ref=ItemRef(HOME, own.id, ItemId(""))))
            for change in one.later:
                saved = store.update(saved.ref, change.edits, saved.version)
            if one.archived is not None:
                saved = store.archive(saved.ref)
            kept = [store.version(saved.ref, old.version) for old in store.versions(saved.ref)]
            assert [timeless(old) for old in kept] == [timeless(old) for old in contents.versions[ours.ref]]
            assert timeless(saved) == timeless(ours)
    assert [(v.name, v.description, v.items) for v in store.vaults()] == [
        (v.name, v.description, v.items) for v in contents.vaults
    ]
    store.close()


def timeless(item: Item) -> Item:
    """Return an item without what is another one in every store; of files, which have a test of their own, nothing."""
    return replace(item, ref=ItemRef(HOME, VaultId(""), ItemId("")), created=0.0, updated=0.0, files=())


def test_its_files_are_there(place: demo.DemoPlace, contents: Contents) -> None:
    store = Store.open(place.path, place.password, state_dir=place.state_dir)
    wanted = {one.item.title: one.files for vault in VAULTS for one in vault.items if one.files}
    found = {
        item.title: {file.name: b"".join(store.files.read(item.ref, file.id)).decode() for file in item.files}
        for item in contents.items
        if item.files
    }
    store.close()
    assert found == wanted
    assert len(found) == 2
    assert all(one.files == item.files for item in contents.items for one in contents.versions[item.ref])


def test_the_demo_can_be_worked_with(place: demo.DemoPlace) -> None:
    store = Store.open(place.path, place.password, state_dir=place.state_dir)
    vault = store.vaults()[0]
    row = next(row for page in store.summaries(vault.id) for row in page)
    item = store.update(row.ref, (SetTitle("Another title"),), row.version)
    store.archive(item.ref)
    store.restore(item.ref)
    new = store.create_item(replace(item, title="New"))
    store.delete(item.ref)
    store.append([AuditEvent(NOW, "me", AuditAction.DELETE)])
    store.verify()
    store.verify_audit()
    (after,) = [one for one in store.vaults() if one.id == vault.id]
    assert after.items == vault.items
    assert store.item(new.ref).title == "New"
    store.close()


def test_nothing_is_of_the_future(contents: Contents) -> None:
    assert max(item.updated for item in contents.items) < NOW
    assert max(event.at for event in contents.events) < NOW
    assert max(vault.updated or 0 for vault in contents.vaults) < NOW


def test_it_is_the_same_every_time(contents: Contents, tmp_path: Path) -> None:
    assert made(tmp_path) == contents


def test_later_it_is_the_same_only_later(contents: Contents, tmp_path: Path) -> None:
    later = made(tmp_path, NOW + 1000)
    assert [item.updated for item in later.items] == pytest.approx([item.updated + 1000 for item in contents.items])
    assert [item.title for item in later.items] == [item.title for item in contents.items]
