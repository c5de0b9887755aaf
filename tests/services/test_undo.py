"""Undoing: the last that was done, and nothing else, whatever is done meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.services.conftest import Opened
from tests.services.support import login
from tui.backends.protocol import Action
from tui.model.edit import SetTitle
from tui.model.errors import Conflict, Unreachable
from tui.model.ids import HOME, ItemId, ItemRef
from tui.model.item import Item, ItemState
from tui.services.undo import Step


async def made(opened: Opened, *titles: str) -> list[Item]:
    worker = opened.session.api(HOME)
    blank = ItemRef(HOME, opened.vault, ItemId(""))
    return [await worker.create(replace(login(opened.vault, title), ref=blank)) for title in titles]


async def archived(opened: Opened, *items: Item) -> list[Step]:
    worker = opened.session.api(HOME)
    steps = []
    for item in items:
        away: Item = await worker.archive(item.ref, item.title)
        steps.append(Step(Action.ARCHIVE, away.ref, away.title, away.version))
    return steps


async def states(opened: Opened, *items: Item) -> list[ItemState]:
    return [(await opened.session.api(HOME).item(item.ref)).state for item in items]


async def test_what_is_done_while_something_is_undone_can_be_undone_too(opened: Opened) -> None:
    session = opened.session
    worker = session.api(HOME)
    first, second = await made(opened, "First", "Second")
    session.undo.note(*await archived(opened, first))
    read, gate, begun = worker.item, asyncio.Event(), asyncio.Event()

    async def slowly(ref: ItemRef) -> Item:
        begun.set()
        await gate.wait()
        item: Item = await read(ref)
        return item

    worker.item = slowly  # type: ignore[method-assign]
    undoing = asyncio.create_task(session.undo.undo())
    await begun.wait()
    session.undo.note(*await archived(opened, second))
    gate.set()
    steps, _ = await undoing
    assert [step.title for step in steps] == ["First"]
    worker.item = read  # type: ignore[method-assign]
    again, _ = await session.undo.undo()
    assert [step.title for step in again] == ["Second"]
    assert session.undo.last is None
    assert await states(opened, first, second) == [ItemState.ACTIVE, ItemState.ACTIVE]


async def test_what_never_can_be_undone_holds_up_nothing_else(opened: Opened) -> None:
    session, worker = opened.session, opened.session.api(HOME)
    old, *several = await made(opened, "Old", "Anna", "Berta", "Clara")
    session.undo.note(*await archived(opened, old))
    session.undo.note(*await archived(opened, *several))
    berta = await worker.restore(several[1].ref, "Berta")
    await worker.update(berta.ref, (SetTitle("Bertha"),), berta.version, "Berta")
    with pytest.raises(Conflict, match=r"^2 of 3 were taken back\. “Berta” was changed since"):
        await session.undo.undo()
    assert await states(opened, *several) == [ItemState.ACTIVE] * 3
    await worker.delete(several[0].ref, "Anna")
    session.undo.note(Step(Action.DELETE, several[0].ref, "Anna", 0))
    with pytest.raises(Conflict, match=r"^“Anna” was deleted for good"):
        await session.undo.undo()
    steps, _ = await session.undo.undo()
    assert [step.title for step in steps] == ["Old"]


async def test_what_cannot_be_reached_now_is_tried_again(opened: Opened) -> None:
    session, worker = opened.session, opened.session.api(HOME)
    items = await made(opened, "Anna", "Berta")
    session.undo.note(*await archived(opened, *items))
    restore = worker.restore

    async def restored(ref: ItemRef, title: str = "") -> Item:
        if title == "Anna":
            raise Unreachable("It does not answer.")
        item: Item = await restore(ref, title)
        return item

    worker.restore = restored  # type: ignore[method-assign]
    with pytest.raises(Unreachable):
        await session.undo.undo()
    worker.restore = restore  # type: ignore[method-assign]
    steps, _ = await session.undo.undo()
    assert [step.title for step in steps] == ["Anna"]
    assert await states(opened, *items) == [ItemState.ACTIVE] * 2
