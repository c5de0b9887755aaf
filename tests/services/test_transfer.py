"""Moving items between a store and a Connect server: whole, or not at all; whatever fails, the original is there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.backends.connect.place import ACCOUNT, opened
from tests.screens.service import join
from tests.screens.support import open_session
from tests.servers.connect import ConnectServer
from tests.services.support import login
from tui.backends.protocol import Action
from tui.model.draft import Draft, new_draft_id
from tui.model.edit import SetTitle
from tui.model.errors import Unclear, Unreachable
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import HOME, FieldId, ItemRef, SectionId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.services.bulk import Course, do_to_each
from tui.services.columns import GONE
from tui.services.session import Session
from tui.services.transfer import Ending, Move, copied_to, fit, moving
from tui.tools.sameness import differences


@dataclass
class Office:
    """A session over a store with two vaults and a Connect server with one."""

    session: Session
    server: ConnectServer
    work: Vault
    family: Vault
    far: Vault

    async def move(self, ref: ItemRef, vault: Vault, ending: Ending = Ending.ARCHIVE) -> Course:
        """Move an item."""
        course = Course(1)
        deed = moving(self.session, Move(vault, ending))
        await do_to_each(self.session, Action.MOVE, [ref], deed, course=course, told=lambda: None)
        return course

    async def titles(self, vault: Vault) -> list[str]:
        """Return the titles that are listed of a vault, those of archived items too."""
        snapshot = self.session.catalog.snapshot
        refs = [snapshot.ref(row) for row in range(snapshot.count) if not snapshot.has(row, GONE)]
        return sorted(self.session.catalog.title(ref) for ref in refs if ref.vault == vault.id)

    async def item(self, ref: ItemRef) -> Item:
        item: Item = await self.session.api(ref.account).item(ref)
        return item

    async def only(self, vault: Vault) -> Item:
        """Return the one item of a vault."""
        pages: list[Any] = []
        await self.session.api(vault.account).stream(vault.id, lambda page: [row.ref for row in page], pages.extend)
        (ref,) = pages
        return await self.item(ref)


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        server.add_vault("Far")
        yield server


@pytest.fixture
async def office(tmp_path: Path, server: ConnectServer) -> AsyncIterator[Office]:
    session = await open_session(tmp_path)
    home = session.own_store
    assert home is not None
    await home.create_vault("Family")
    await session.load()
    await join(session, opened(server), account=ACCOUNT, name="Office")
    by_name = {vault.name: vault for vault in session.catalog.vaults}
    yield Office(session, server, by_name["Work"], by_name["Family"], by_name["Far"])
    await session.close(exiting=True)


def full(vault: Vault) -> Item:
    """Return an item with something of everything that both keep."""
    part = Section(SectionId("more"), "More")
    pin = Field(FieldId("pin"), FieldKind.CONCEALED, "pin", Secret("s3cret-pin"), section=part.id)
    note = Field(FieldId("notes"), FieldKind.NOTES, "notes", "two\nlines", purpose=Purpose.NOTES)
    item = login(vault.id, "Mail", otp="JBSWY3DPEHPK3PXP", tags=("a", "b"), favourite=True)
    return replace(item, fields=(*item.fields, note, pin), sections=(part,))


async def made(office: Office) -> Item:
    item: Item = await office.session.api(HOME).create(full(office.work))
    return item


async def test_within_the_store_it_goes_in_one_step_with_its_history(office: Office) -> None:
    item = await made(office)
    api = office.session.api(HOME)
    item = await api.update(item.ref, (SetTitle("Post"),), item.version)
    course = await office.move(item.ref, office.family)
    assert course.failed == []
    there = replace(item.ref, vault=office.family.id)
    assert await office.item(there) == replace(item, ref=there)
    assert (await api.version(there, 1)).title == "Mail"
    assert (await office.titles(office.work), await office.titles(office.family)) == ([], ["Post"])
    assert [vault.items for vault in office.session.catalog.vaults if vault.account == HOME] == [1, 0]
    await office.session.undo.undo()
    assert await office.item(item.ref) == item
    event = (await office.session.audit.page(None, 1))[0]
    assert (event.action, event.title, event.vault_name) == ("move", "Post", "Work")


async def test_to_another_account_it_is_copied_whole_and_the_original_put_away(office: Office) -> None:
    item = await made(office)
    course = await office.move(item.ref, office.far)
    assert course.failed == []
    copy = await office.only(office.far)
    assert differences(copied_to(item, office.far), copy) == ()
    assert (await office.item(item.ref)).state is ItemState.ARCHIVED
    await office.session.undo.undo()
    assert (await office.item(item.ref)).state is ItemState.ACTIVE
    assert office.server.items(office.far.id) == []


@pytest.mark.parametrize("ending", [Ending.DELETE, Ending.KEEP])
async def test_from_a_service_without_archive(office: Office, ending: Ending) -> None:
    far = await office.session.api(ACCOUNT).create(copied_to(full(office.far), office.far))
    course = await office.move(far.ref, office.family, ending)
    assert course.failed == []
    copy = await office.only(office.family)
    assert differences(copied_to(far, office.family), copy) == ()
    assert len(office.server.items(office.far.id)) == (0 if ending is Ending.DELETE else 1)


FAILURES = ["create", "syncing", "current", "different", "changed", "archive"]


@pytest.mark.parametrize("step", FAILURES)
async def test_whatever_fails_the_original_is_there_and_it_is_told(
    office: Office, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await made(office)
    target, source = office.session.api(ACCOUNT), office.session.api(HOME)

    async def down(*_: object) -> Item:
        raise Unreachable("The service does not answer.")

    match step:
        case "create":
            monkeypatch.setattr(target, "create", down)
        case "syncing":
            monkeypatch.setattr(target, "syncing", lambda ref: True)
            monkeypatch.setattr("tui.services.transfer.PATIENCE", 0.0)
        case "current":
            monkeypatch.setattr(target, "current", down)
        case "different":
            current = target.current

            async def forgetful(ref: ItemRef) -> Item:
                found = await current(ref)
                return replace(found, fields=found.fields[:-1])

            monkeypatch.setattr(target, "current", forgetful)
        case "changed":
            create = target.create

            async def meanwhile(new: Item) -> Item:
                await source.update(item.ref, (SetTitle("Mail 2"),), item.version)
                return await create(new)

            monkeypatch.setattr(target, "create", meanwhile)
        case "archive":
            monkeypatch.setattr(source, "archive", down)
    course = await office.move(item.ref, office.far)
    (failure,) = course.failed
    assert (await office.item(item.ref)).state is ItemState.ACTIVE
    copies = len(office.server.items(office.far.id))
    assert copies == (1 if step in ("syncing", "current", "archive") else 0)
    assert ("twice" in failure.sentence) is (copies == 1)
    assert "s3cret" not in failure.sentence
    assert office.session.undo.last is None


async def test_a_lost_answer_leaves_the_original_and_says_where_to_look(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await made(office)

    async def lost(*_: object) -> Item:
        raise Unclear("The answer was lost.")

    monkeypatch.setattr(office.session.api(ACCOUNT), "create", lost)
    (failure,) = (await office.move(item.ref, office.far)).failed
    assert "look whether “Far” has it too" in failure.sentence
    assert (await office.item(item.ref)).state is ItemState.ACTIVE


async def test_a_copy_that_cannot_be_taken_away_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    item = await made(office)
    target = office.session.api(ACCOUNT)

    async def bad(*_: object) -> Item:
        return replace(item, title="another")

    async def down(*_: object) -> None:
        raise Unreachable("The service does not answer.")

    monkeypatch.setattr(target, "current", bad)
    monkeypatch.setattr(target, "delete", down)
    (failure,) = (await office.move(item.ref, office.far)).failed
    assert "the title" in failure.sentence
    assert "twice" in failure.sentence
    assert (await office.item(item.ref)).state is ItemState.ACTIVE


async def test_what_does_not_fit_is_refused_before_anything_is_done(office: Office) -> None:
    item = await made(office)
    key = Field(FieldId("key"), FieldKind.SSH_KEY, "key", Secret("s3cret-key"))
    with_key = replace(item, fields=(*item.fields, key))
    assert "SSH keys" in fit(office.session, with_key, office.far).refused
    card = Field(FieldId("card"), FieldKind.CARD_NUMBER, "card", "4111111111111111")
    fitting = fit(office.session, replace(item, fields=(*item.fields, card)), office.far)
    assert (fitting.refused, len(fitting.changed)) == ("", 1)
    assert "4111" not in fitting.changed[0]
    saved = await office.session.api(HOME).create(replace(with_key, ref=replace(item.ref, item=item.ref.item)))
    (failure,) = (await office.move(saved.ref, office.far)).failed
    assert "SSH keys" in failure.sentence
    assert office.server.items(office.far.id) == []


async def test_what_is_being_edited_does_not_move(office: Office) -> None:
    item = await made(office)
    office.session.drafts.note(Draft(new_draft_id(), item, replace(item, title="x"), 1.0))
    await office.session.drafts.flush()
    (failure,) = (await office.move(item.ref, office.family)).failed
    assert "being edited" in failure.sentence
