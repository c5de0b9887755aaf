"""The demo: rich, the same every time, one that the store itself could have written, and gone when its process is."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.category import CATEGORIES
from tui.model.edit import Edit, SetTitle
from tui.model.errors import Invalid, Unreachable
from tui.model.field import FieldKind, Purpose
from tui.model.ids import HOME, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.services import demo
from tui.services.demo.filling import VAULTS
from tui.services.demo.place import LOCK_NAME, PREFIX, YOUNG_SECONDS
from tui.store.cost import FLOOR
from tui.store.store import Store
from tui.tools import totp
from tui.tools.strength import estimate
from tui.tools.totp import Algorithm

NOW = 1_790_000_000.25
DAY = 86_400.0
RESERVED = (".example", ".example.com", ".example.net", ".example.org")
DOCUMENTATION = ("192.0.2.", "198.51.100.", "203.0.113.")
SCRIPT = """
import os, sys, time
from pathlib import Path
from tui.services import demo
place = demo.make()
print(place.folder, flush=True)
{then}
"""


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


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    return made(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[demo.DemoPlace]:
    found = demo.make(tmp_path, NOW)
    yield found
    demo.cleanup(found)


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
    assert all(kinds[kind] >= 3 for kind in FieldKind)
    assert all(categories[one.id] >= 4 for one in CATEGORIES.values() if one.creatable)
    assert len([one for one in categories if one in CATEGORIES and not CATEGORIES[one].creatable]) >= 10
    assert set(categories) - set(CATEGORIES), "one that only a newer service knows"


def test_fields_that_are_only_shown_say_what_they_are(contents: Contents) -> None:
    shown = [field for item in contents.items for field in item.fields if field.kind is FieldKind.OTHER]
    assert all(field.raw_kind for field in shown)
    assert len({field.raw_kind for field in shown}) >= 10
    assert any(field.concealed for field in shown)
    assert not any(field.raw_kind for item in contents.items for field in item.fields if field not in shown)


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
    """Return an item without what is another one in every store."""
    return replace(item, ref=ItemRef(HOME, VaultId(""), ItemId("")), created=0.0, updated=0.0)


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


def test_the_audit_log_tells_a_week(contents: Contents) -> None:
    events = contents.events
    assert len(events) >= 60
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert events[-1].at > NOW - 8 * DAY
    assert {event.action for event in events} == set(AuditAction)
    assert {event.actor for event in events} == {"mara", "jonas", "unknown"}
    results = Counter((event.action, event.result) for event in events)
    assert results[AuditAction.DELETE, AuditResult.REFUSED] >= 2
    assert results[AuditAction.UNLOCK, AuditResult.FAILED] >= 6
    assert all(event.detail for event in events if event.result is AuditResult.REFUSED)
    assert sum(event.result is AuditResult.REFUSED for event in events) >= 6
    assert sum(event.result is AuditResult.OK for event in events) > len(events) / 2
    failed = [event.at for event in events if event.result is AuditResult.FAILED]
    assert any(a - b < 300 for a, b in zip(failed, failed[5:], strict=False)), "a burst, which is worth a warning"


def test_events_name_items_that_are_there(contents: Contents) -> None:
    names = {vault.id: vault.name for vault in contents.vaults}
    titles = {item.ref: item.title for item in contents.items}
    about = [event for event in contents.events if event.ref is not None]
    assert len(about) >= 30
    for event in about:
        assert event.ref is not None
        assert (event.title, event.vault_name) == (titles[event.ref], names[event.ref.vault])


def test_revealed_and_copied_fields_are_there(contents: Contents) -> None:
    items = {item.ref: item for item in contents.items}
    for event in contents.events:
        if event.ref is None or event.action not in (AuditAction.REVEAL, AuditAction.COPY):
            continue
        item = items[event.ref]
        labels = {field.label.capitalize() for field in item.fields}
        labels |= {"Website"} if item.websites else set()
        labels |= {"One-time code"} if item.otp else set()
        assert event.field[:1].upper() + event.field[1:] in {*labels, *(field.label for field in item.fields)}


def test_no_event_holds_a_value(contents: Contents) -> None:
    secrets = {
        field.value.reveal()
        for versions in contents.versions.values()
        for item in versions
        for field in item.fields
        if isinstance(field.value, Secret) and len(field.value.reveal()) > 4
    }
    for event in contents.events:
        for text in (event.title, event.field, event.detail, event.actor, event.vault_name):
            assert not any(secret in text for secret in secrets)


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


def test_only_its_owner_can_look_in(place: demo.DemoPlace, tmp_path: Path) -> None:
    assert place.folder.parent == tmp_path
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600
    assert place.state_dir.parent == place.folder


def test_what_goes_wrong_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"No demo can be made in .*No such file"):
        demo.make(tmp_path / "missing", NOW)
    assert not list(tmp_path.iterdir())


def test_a_demo_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from tui.model.errors import Unreachable
from tui.services import demo
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    demo.make(Path(sys.argv[1]))
except Unreachable as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "nothing was" in done.stdout
    assert not list(tmp_path.iterdir())


def test_cleaning_up_twice_is_once(place: demo.DemoPlace) -> None:
    store = Store.open(place.path, place.password, state_dir=place.state_dir)
    demo.cleanup(place)
    demo.cleanup(place)
    store.close()
    assert not place.folder.exists()


class Process:
    """Another process with a demo, in `folder` as the place for temporary files."""

    def __init__(self, folder: Path, then: str = "") -> None:
        environment = {**os.environ, "TMPDIR": str(folder), "XDG_RUNTIME_DIR": ""}
        self.running = subprocess.Popen(
            [sys.executable, "-c", SCRIPT.format(then=then)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.running.stdout
        self.folder = Path(self.running.stdout.readline().strip())

    def end(self, number: int | None = None) -> int:
        """Wait until it has ended, of a signal or by itself; return its exit code."""
        if number is not None:
            self.running.send_signal(number)
        self.running.communicate(timeout=30)
        return self.running.returncode


WAIT = "sys.stdin.read()"


def test_an_ordinary_end_leaves_nothing(tmp_path: Path) -> None:
    process = Process(tmp_path, WAIT)
    assert process.folder.parent == tmp_path
    assert process.end() == 0
    assert not list(tmp_path.iterdir())


def test_an_end_by_an_error_leaves_nothing(tmp_path: Path) -> None:
    process = Process(tmp_path, "sys.stderr.close(); raise RuntimeError")
    assert process.end() == 1
    assert not list(tmp_path.iterdir())


def test_the_end_of_a_fork_leaves_the_demo_alone(tmp_path: Path) -> None:
    then = "child = os.fork()\nif child: os.waitpid(child, 0); print(place.path.exists(), flush=True); sys.stdin.read()"
    process = Process(tmp_path, then)
    assert process.running.stdout
    assert process.running.stdout.readline() == "True\n"
    process.end()
    assert not list(tmp_path.iterdir())


def test_what_was_killed_is_removed_by_the_next_demo(tmp_path: Path) -> None:
    process = Process(tmp_path, WAIT)
    assert process.end(signal.SIGKILL) == -signal.SIGKILL
    assert process.folder.is_dir()
    place = demo.make(tmp_path, NOW)
    assert list(tmp_path.iterdir()) == [place.folder]
    demo.cleanup(place)
    assert not list(tmp_path.iterdir())


def test_a_running_demo_is_left_alone(tmp_path: Path) -> None:
    process = Process(tmp_path, WAIT)
    old = process.folder.stat().st_mtime - 2 * YOUNG_SECONDS
    os.utime(process.folder, (old, old))
    place = demo.make(tmp_path, NOW)
    assert process.folder.is_dir()
    demo.cleanup(place)
    process.end()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("age", [0.0, 2 * YOUNG_SECONDS])
def test_a_number_that_is_taken_again_does_not_keep_a_demo_for_ever(tmp_path: Path, age: float, locked: bool) -> None:
    left = tmp_path / f"{PREFIX}{os.getpid()}-abc"
    left.mkdir()
    if locked:
        (left / LOCK_NAME).touch()
    old = left.stat().st_mtime - age
    os.utime(left, (old, old))
    demo.cleanup(demo.make(tmp_path, NOW))
    assert left.exists() is (age == 0), "a young one may be about to be locked"


def test_only_folders_of_demos_are_removed(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    (kept / "file").touch()
    (tmp_path / f"{PREFIX}1-link").symlink_to(kept)
    (tmp_path / f"{PREFIX}1-file").touch()
    before = sorted(tmp_path.rglob("*"))
    demo.cleanup(demo.make(tmp_path, NOW))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a folder")
def test_by_default_it_lies_where_a_session_keeps_things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    place = demo.make(now=NOW)
    assert place.folder.parent == tmp_path
    demo.cleanup(place)
    assert not list(tmp_path.iterdir())
