"""A session: saving, undoing, drafts, the audit log, and what is left when it ends."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.conftest import Opened
from tests.services.support import login
from tui.backends.protocol import Action
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.draft import Draft
from tui.model.edit import SetTitle
from tui.model.errors import Conflict, NotFound, WrongPassword
from tui.model.ids import HOME, DraftId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services import audit_log
from tui.services.access import Target
from tui.services.audit_log import AuditLog
from tui.services.bulk import Course, do_to_each
from tui.services.bulk_deeds import archiving
from tui.services.drafts import Drafts
from tui.services.session import Session
from tui.store.store import Store


def draft_of(item: Item, title: str) -> Draft:
    return Draft(DraftId("d1"), item, replace(item, title=title), time.time())


async def archived(session: Session, refs: Sequence[ItemRef]) -> None:
    course = Course(len(refs))
    await do_to_each(session, Action.ARCHIVE, refs, archiving(session), course=course, told=lambda: None)
    assert course.failed == []


async def kept_drafts(path: Path, state: Path) -> list[Draft]:
    """Return what another process would be offered."""

    def read() -> list[Draft]:
        store = Store.open(path, Secret("s3cret-master"), state_dir=state)
        try:
            return store.drafts()
        finally:
            store.close()

    return await asyncio.to_thread(read)


async def test_a_draft_is_sealed_by_itself_and_gone_once_saved(opened: Opened, tmp_path: Path) -> None:
    item = await opened.session.api(HOME).create(login(opened.vault, "Mail"))
    draft = draft_of(item, "Post")
    opened.session.drafts.note(replace(draft, current=replace(item, title="Po")))
    opened.session.drafts.note(draft)
    while opened.session.drafts.waiting:
        await asyncio.sleep(0.01)
    assert [d.current.title for d in await kept_drafts(opened.path, tmp_path / "state")] == ["Post"]
    await opened.session.save(draft)
    assert await kept_drafts(opened.path, tmp_path / "state") == []
    assert (await opened.session.api(HOME).item(item.ref)).title == "Post"


async def test_a_conflict_keeps_the_draft(opened: Opened) -> None:
    api = opened.session.api(HOME)
    item = await api.create(login(opened.vault, "Mail"))
    draft = draft_of(item, "Post")
    opened.session.drafts.note(draft)
    await opened.session.drafts.flush()
    await api.update(item.ref, (SetTitle("Letters"),), item.version)
    with pytest.raises(Conflict):
        await opened.session.save(draft)
    assert [d.current.title for d in await opened.session.drafts.all()] == ["Post"]


async def test_drafts_and_events_without_a_store_last_for_the_run() -> None:
    problems: list[str] = []
    drafts, log = Drafts(None, problems.append), AuditLog(None, "me", problems.append)
    item = login(VaultId("memory"), "Mail")
    drafts.note(draft_of(item, "Post"))
    await drafts.flush()
    log.record(AuditAction.REVEAL, item.ref, title="Mail")
    assert not drafts.kept
    assert not log.kept
    assert [d.current.title for d in await drafts.all()] == ["Post"]
    assert [event.title for event in await log.page()] == ["Mail"]


async def test_archive_and_edit_are_undone_newest_first(opened: Opened) -> None:
    session, api = opened.session, opened.session.api(HOME)
    item = await api.create(login(opened.vault, "Mail"))
    await session.save(draft_of(item, "Post"))
    await archived(session, [item.ref])
    (step,), _ = await session.undo.undo()
    assert step.action is Action.ARCHIVE
    (step,), back = await session.undo.undo()
    assert (step.action, back.title) == (Action.EDIT, "Mail")
    with pytest.raises(NotFound, match="nothing to undo"):
        await session.undo.undo()


async def test_an_edit_that_somebody_built_upon_is_not_undone(opened: Opened) -> None:
    session, api = opened.session, opened.session.api(HOME)
    item = await api.create(login(opened.vault, "Mail"))
    await session.save(draft_of(item, "Post"))
    now = await api.item(item.ref)
    await api.update(item.ref, (SetTitle("Letters"),), now.version)
    with pytest.raises(Conflict, match="changed since"):
        await session.undo.undo()
    assert (await api.item(item.ref)).title == "Letters"


async def test_every_write_is_in_the_audit_log_with_its_result(opened: Opened) -> None:
    session, api = opened.session, opened.session.api(HOME)
    item = await api.create(login(opened.vault, "Mail"))
    with pytest.raises(Conflict):
        await api.update(item.ref, (SetTitle("x"),), item.version + 5, "Mail")
    await archived(session, [item.ref])
    await api.delete(item.ref, "Mail")
    events = await session.audit.page()
    assert [(event.action, event.result) for event in events[:4]] == [
        (AuditAction.DELETE, AuditResult.OK),
        (AuditAction.ARCHIVE, AuditResult.OK),
        (AuditAction.EDIT, AuditResult.FAILED),
        (AuditAction.CREATE, AuditResult.OK),
    ]
    assert all(event.title == "Mail" and event.vault_name == "Work" for event in events[:4])
    assert [event.serial for event in events] == sorted((event.serial for event in events), reverse=True)


async def test_an_event_that_could_not_be_written_is_written_with_the_next(opened: Opened) -> None:
    audit = opened.session.audit
    await audit.flush()
    with closing(sqlite3.connect(opened.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # for longer than anybody waits for it
        audit.record(AuditAction.REVEAL, title="Mail")
        await audit.flush()
        assert any("audit log could not be written" in sentence for sentence in opened.news)
        other.execute("ROLLBACK")
    audit.record(AuditAction.COPY, title="Mail")
    events = await audit.page()
    assert [event.action for event in events[:2]] == [AuditAction.COPY, AuditAction.REVEAL]


async def test_several_refusals_in_a_short_time_raise_a_warning() -> None:
    problems: list[str] = []
    log = AuditLog(None, "me", problems.append)
    for _ in range(audit_log.BURST - 1):
        log.record(AuditAction.DELETE, result=AuditResult.REFUSED)
    assert problems == []
    log.record(AuditAction.DELETE, result=AuditResult.REFUSED)
    assert len(problems) == 1


async def test_closing_clears_the_clipboard_and_seals_what_was_typed(opened: Opened, tmp_path: Path) -> None:
    session = opened.session
    item = await session.api(HOME).create(login(opened.vault, "Mail"))
    await session.access.copy(item.ref, Target.PASSWORD)
    session.drafts.note(draft_of(item, "Post"))
    sent = len(opened.sent)
    await session.close(exiting=False)
    assert len(opened.sent) > sent, "nothing was sent to clear the terminal's clipboard"
    assert [d.current.title for d in await kept_drafts(opened.path, tmp_path / "state")] == ["Post"]
    assert session.catalog.snapshot.count == 0

    def last_event() -> AuditEvent:
        store = Store.open(opened.path, Secret("s3cret-master"), state_dir=tmp_path / "state")
        try:
            return store.audit(limit=1)[0]
        finally:
            store.close()

    assert (await asyncio.to_thread(last_event)).action is AuditAction.LOCK


async def test_a_save_is_finished_and_its_draft_gone_though_its_screen_is_gone(opened: Opened) -> None:
    item = await opened.session.api(HOME).create(login(opened.vault, "Mail"))
    draft = draft_of(item, "Post")
    opened.session.drafts.note(draft)
    await opened.session.drafts.flush()
    saving = asyncio.create_task(opened.session.save(draft))
    await asyncio.sleep(0)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    home = opened.session.home
    assert home is not None
    await home.drain()
    while await opened.session.drafts.all():
        await asyncio.sleep(0.01)
    assert (await opened.session.api(HOME).item(item.ref)).title == "Post"


async def test_a_save_that_failed_after_its_screen_was_gone_is_told_and_keeps_the_draft(opened: Opened) -> None:
    api = opened.session.api(HOME)
    item = await api.create(login(opened.vault, "Mail"))
    draft = draft_of(item, "Post")
    opened.session.drafts.note(draft)
    await opened.session.drafts.flush()
    await api.update(item.ref, (SetTitle("Letters"),), item.version)
    saving = asyncio.create_task(opened.session.save(draft))
    await asyncio.sleep(0)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    while not opened.news:
        await asyncio.sleep(0.01)
    assert "still a draft" in opened.news[0]
    assert [d.current.title for d in await opened.session.drafts.all()] == ["Post"]


async def test_what_was_archived_at_once_is_undone_at_once(opened: Opened) -> None:
    session, api = opened.session, opened.session.api(HOME)
    refs = [(await api.create(login(opened.vault, title))).ref for title in ("Anna", "Berta", "Clara")]
    await archived(session, refs)
    steps, _ = await session.undo.undo()
    assert len(steps) == 3
    assert [(await api.item(ref)).state.value for ref in refs] == ["active"] * 3
    with pytest.raises(NotFound, match="nothing to undo"):
        await session.undo.undo()


async def test_what_could_not_be_kept_is_kept_with_the_next(opened: Opened, tmp_path: Path) -> None:
    home = opened.session.home
    assert home is not None
    item = await opened.session.api(HOME).create(login(opened.vault, "Mail"))
    drafts, asked = opened.session.drafts, list[bool]()
    drafts.when_keys_changed = lambda: asked.append(True)

    def rotate() -> None:
        with closing(Store.open(opened.path, Secret("s3cret-master"), state_dir=tmp_path / "state")) as store:
            store.rotate_keys(Secret("s3cret-master"))

    await asyncio.to_thread(rotate)
    drafts.note(draft_of(item, "Post"))
    await drafts.flush()
    assert [draft.current.title for draft in drafts.waiting] == ["Post"]
    assert asked == [True]
    assert "not kept as a draft" in opened.news[-1]
    with pytest.raises(WrongPassword):
        await home.finish(lambda backend: backend.reopen(Secret("s3cret-wrong")))
    await home.finish(lambda backend: backend.reopen(Secret("s3cret-master")))
    await drafts.flush()
    assert drafts.waiting == ()
    assert [d.current.title for d in await kept_drafts(opened.path, tmp_path / "state")] == ["Post"]


async def test_a_draft_discarded_while_others_are_written_does_not_come_back(opened: Opened, tmp_path: Path) -> None:
    item = await opened.session.api(HOME).create(login(opened.vault, "Mail"))
    one = draft_of(item, "One")
    two = replace(one, id=DraftId("d2"))
    opened.session.drafts.note(one)
    opened.session.drafts.note(two)
    writing = asyncio.create_task(opened.session.drafts.flush())
    await asyncio.sleep(0)
    await opened.session.drafts.discard(two.id)
    await writing
    assert [d.id for d in await kept_drafts(opened.path, tmp_path / "state")] == [one.id]
