"""Two Strongrooms with one file: whatever both do equals a simple model, and neither overwrites the other unseen."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from tests.store.places import PASSWORD, Place, event, login, pages, place_in
from tui.model.edit import Edit, SetTitle, SetValue
from tui.model.errors import Conflict, Locked, NotFound
from tui.model.ids import FieldId, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.store.cost import FLOOR
from tui.store.naming import RecordKind
from tui.store.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent
KEEP = 3


@dataclass
class Known:
    """What the model knows of an item: every version's title and password, and which are still kept."""

    versions: dict[int, tuple[str, str]]
    version: int = 1
    archived: bool = False
    kept: list[int] = field(default_factory=list)

    @property
    def current(self) -> tuple[str, str]:
        """Title and password now."""
        return self.versions[self.version]

    def change(self, content: tuple[str, str]) -> None:
        """A new version; the one before is kept, up to KEEP."""
        if content != self.current:
            self.kept = [*self.kept, self.version][-KEEP:]
            self.step(content)

    def step(self, content: tuple[str, str]) -> None:
        """A new version; the one before is not kept."""
        self.version += 1
        self.versions[self.version] = content


def content(item: Item) -> tuple[str, str]:
    """Title and password of an item."""
    password = item.field(FieldId("password"))
    assert password is not None
    assert isinstance(password.value, Secret)
    return item.title, password.value.reveal()


@pytest.fixture(scope="module", autouse=True)
def shared() -> Place:
    """One file for all runs, each with a vault of its own."""
    return TwoClients.place


class TwoClients(RuleBasedStateMachine):
    """Two stores on one file. What a client holds is an item as it was when that client last read it."""

    place = place_in(Path(tempfile.mkdtemp(prefix="two-clients-")))
    clients: tuple[Store, ...] = ()
    held = Bundle("held")
    who = st.sampled_from((0, 1))
    words = st.sampled_from(("", "a", "b", "\ud800", "[/]"))

    @initialize()
    def begin(self) -> None:
        """Open both, the first time, and make a vault."""
        if not TwoClients.clients:
            TwoClients.place.make().close()
            TwoClients.clients = (TwoClients.place.open(), TwoClients.place.open())
            for client in TwoClients.clients:
                client.keep_versions = KEEP
        self.vault = TwoClients.clients[0].create_vault("Private")
        self.model: dict[ItemRef, Known] = {}

    @rule(target=held, who=who, title=words, password=words)
    def create(self, who: int, title: str, password: str) -> Item:
        """Save a new item."""
        saved = self.clients[who].create_item(login(self.vault.id, title, password=password))
        self.model[saved.ref] = Known({1: (title, password)})
        return saved

    @rule(target=held, who=who, item=held)
    def read(self, who: int, item: Item) -> object:
        """Read an item again."""
        known = self.model.get(item.ref)
        if known is None:
            with pytest.raises(NotFound):
                self.clients[who].item(item.ref)
            return multiple()
        found = self.clients[who].item(item.ref)
        assert (content(found), found.version) == (known.current, known.version)
        return found

    @rule(target=held, who=who, item=held, title=words, password=words)
    def edit(self, who: int, item: Item, title: str, password: str) -> object:
        """Make edits against the version that is held."""
        edits: list[Edit] = [SetTitle(title), SetValue(FieldId("password"), Secret(password))]
        known = self.model.get(item.ref)
        if known is None or known.version != item.version:
            with pytest.raises(Conflict) as caught:
                self.clients[who].update(item.ref, edits, item.version)
            current = caught.value.current
            assert (current and content(current)) == (known and known.current)
            return multiple()
        found = self.clients[who].update(item.ref, edits, item.version)
        known.change((title, password))
        assert (content(found), found.version) == (known.current, known.version)
        return found

    @rule(who=who, item=held, away=st.booleans())
    def put_away(self, who: int, item: Item, away: bool) -> None:
        """Archive or restore."""
        client = self.clients[who]
        known = self.model.get(item.ref)
        if known is None:
            with pytest.raises(NotFound):
                (client.archive if away else client.restore)(item.ref)
            return
        (client.archive if away else client.restore)(item.ref)
        if known.archived is not away:
            known.archived = away
            known.step(known.current)

    @rule(who=who, item=held, number=st.integers(1, 6))
    def go_back(self, who: int, item: Item, number: int) -> None:
        """Restore an earlier version."""
        known = self.model.get(item.ref)
        if known is None or number not in (*known.kept, known.version):
            with pytest.raises(NotFound):
                self.clients[who].restore_version(item.ref, number)
            return
        self.clients[who].restore_version(item.ref, number)
        known.change(known.versions[number])

    @rule(who=who, item=consumes(held))
    def delete(self, who: int, item: Item) -> None:
        """Delete for good."""
        if self.model.pop(item.ref, None) is None:
            with pytest.raises(NotFound):
                self.clients[who].delete(item.ref)
        else:
            self.clients[who].delete(item.ref)

    @invariant()
    def both_see_the_model(self) -> None:
        """Lists, counts and versions of both clients are the model's."""
        if not hasattr(self, "vault"):
            return
        for client in self.clients:
            listed = {one.ref: (one.title, one.version, one.archived) for one in pages(client, self.vault.id)}
            assert listed == {ref: (one.current[0], one.version, one.archived) for ref, one in self.model.items()}
            (vault,) = [one for one in client.vaults() if one.id == self.vault.id]
            assert vault.items == sum(not known.archived for known in self.model.values())

    def teardown(self) -> None:
        """The manifest still speaks for every record, and the versions are the model's."""
        for client in self.clients:
            client.verify()
            for ref, known in self.model.items():
                versions = [one.version for one in client.versions(ref)]
                assert versions == [known.version, *reversed(known.kept)]
                assert [content(client.version(ref, one)) for one in versions] == [
                    known.versions[one] for one in versions
                ]
        if self.clients:
            self.clients[0].delete_vault(self.vault.id)


TwoClients.TestCase.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestTwoClients = TwoClients.TestCase


def test_changes_of_one_show_in_the_other(place: Place) -> None:
    one, two = place.open(), place.open()
    assert (one.changed(), two.changed()) == (False, False)
    vault = one.create_vault("Private")
    assert (one.changed(), two.changed(), two.changed()) == (False, True, False)
    assert two.vaults() == [vault]
    two.append([event()])
    assert (one.changed(), two.changed()) == (True, False)
    one.close()
    two.close()


def test_other_keys_lock_the_other_out_with_a_sentence(place: Place) -> None:
    one, two = place.open(), place.open()
    saved = one.create_item(login(one.create_vault("Private").id))
    one.put(RecordKind.ACCOUNT, "work", b"s3cret-token")
    assert two.item(saved.ref) == saved
    one.rotate_keys(PASSWORD)
    for call in (
        two.vaults,
        two.counter,
        two.drafts,
        two.audit,
        two.verify,
        lambda: two.item(saved.ref),
        lambda: list(two.summaries(saved.ref.vault)),
        lambda: two.get(RecordKind.ACCOUNT, "work"),
        lambda: two.create_vault("x"),
        lambda: two.append([event()]),
    ):
        with pytest.raises(Locked, match="unlock it again"):
            call()
    assert one.item(saved.ref) == saved
    one.verify()
    one.close()
    two.close()


def test_another_password_locks_nobody_out(place: Place) -> None:
    one, two = place.open(), place.open()
    one.change_password(PASSWORD, Secret("s3cret-new"), FLOOR)
    vault = two.create_vault("Private")
    two.change_password(Secret("s3cret-new"), Secret("s3cret-newer"), FLOOR)
    assert one.vaults() == [vault]
    one.append([event()])
    one.close()
    two.close()
    place.open(Secret("s3cret-newer")).close()


CHILD = """
import sys
from pathlib import Path
from tests.store.places import Place, login, pages
from tui.model.edit import SetTitle
from tui.model.errors import Conflict
store = Place(Path(sys.argv[1]), Path(sys.argv[2])).open()
vault = store.vaults()[0].id
item = store.item(pages(store, vault)[0].ref)
done = conflicts = 0
while done < int(sys.argv[3]):
    try:
        item = store.update(item.ref, [SetTitle(str(int(item.title) + 1))], item.version)
        done += 1
        store.create_item(login(vault, "another"))
    except Conflict as conflict:
        item = conflict.current
        conflicts += 1
print(conflicts)
"""


def test_four_processes_lose_no_edit(place: Place) -> None:
    store = place.open()
    vault = store.create_vault("Private")
    saved = store.create_item(login(vault.id, "0"))
    command = [sys.executable, "-c", CHILD, str(place.path), str(place.state), "25"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)]
    outputs = [child.communicate(timeout=60)[0] for child in children]
    assert [child.returncode for child in children] == [0] * 4
    assert sum(int(output) for output in outputs) > 0, "nobody ever met anybody"
    assert store.item(saved.ref).title == "100"
    assert store.item(saved.ref).version == 101
    assert len(pages(store, vault.id)) == 101
    assert replace(store.vaults()[0], updated=None) == replace(vault, items=101, updated=None)
    store.verify()
    store.close()
    assert os.listdir(place.path.parent).count(place.path.name) == 1
