"""Rotations: however one is interrupted, both passwords are there, and what is said of it is true."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.service import DEPLOY, FAR, Service, join, login
from tests.services.conftest import Opened
from tests.services.rotating import NEW, OLD, Faults, Faulty, change, noted, password, rotate, the_one
from tests.services.support import login as own_login
from tui.backends.local.backend import LocalBackend
from tui.model.action import Action
from tui.model.edit import Edit
from tui.model.errors import Conflict, Denied, Invalid, RateLimited, Unclear, Unreachable, VaultError
from tui.model.ids import HOME, FieldId, ItemId, ItemRef
from tui.model.item import Item, ItemState
from tui.model.rotation import Rotation, Stage, new_rotation_id
from tui.model.secret import Secret
from tui.services import rotating, rotation_ends, rotation_plan
from tui.services.past import replaced
from tui.store.naming import RecordKind
from tui.store.rotations import decode_rotations, encode_rotations


async def far(opened: Opened, faults: Faults | None = None) -> Service:
    """Join a service with one item."""
    service = Service()
    await join(opened.session, Faulty(service, faults or Faults()))
    return service


async def own(opened: Opened) -> ItemRef:
    """Put an item into the store itself."""
    made = await opened.session.api(HOME).create(own_login(opened.vault, "Mail"))
    return made.ref


async def test_a_saved_one_keeps_the_old_password_until_it_is_confirmed(opened: Opened) -> None:
    session, service = opened.session, await far(opened)
    outcome = await rotate(session)
    assert outcome.error is None
    assert password(service.items[DEPLOY]) == NEW
    kept = await the_one(session)
    assert (kept.stage, kept.old, kept.new, kept.ref) == (Stage.SAVED, OLD, NEW, DEPLOY)
    assert [one.field.value for one in await session.past.old_values(DEPLOY)] == [OLD]
    await rotation_ends.confirm(session, kept)
    assert await session.rotations.all() == ()
    assert [one.field.value for one in await session.past.old_values(DEPLOY)] == [OLD]
    assert await noted(session) == ["ok: the site has the new password", "ok: "]


async def test_what_is_kept_is_sealed(opened: Opened) -> None:
    await far(opened)
    await rotate(opened.session)
    await opened.session.audit.flush()
    for path in opened.path.parent.rglob("*"):
        assert not path.is_file() or b"s3cret" not in path.read_bytes()


SURE = [
    Denied("The token may only read."),
    Conflict("Somebody changed it."),
    RateLimited("Wait."),
    Unreachable("It does not answer."),
    Invalid("It does not take that."),
]


@pytest.mark.parametrize("error", SURE, ids=lambda one: type(one).__name__)
async def test_where_nothing_was_done_it_is_not_saved(opened: Opened, error: VaultError) -> None:
    faults = Faults(before=error)
    session, service = opened.session, await far(opened, faults)
    outcome = await rotate(session)
    assert outcome.error is error
    kept = await the_one(session)
    assert (kept.stage, kept.why, kept.old, kept.new) == (Stage.FAILED, str(error), OLD, NEW)
    assert await session.past.old_values(DEPLOY) == []
    faults.before = None
    again = await rotating.again(session, kept)
    assert again.error is None
    assert password(service.items[DEPLOY]) == NEW
    assert (await the_one(session)).stage is Stage.SAVED
    assert (await noted(session))[0] == "ok: "
    assert (await noted(session))[1].endswith(f": {error}")


async def test_a_lost_answer_is_looked_after_at_once(opened: Opened) -> None:
    session, service = opened.session, await far(opened, Faults(after=Unclear("The answer was lost.")))
    outcome = await rotate(session)
    assert outcome.error is None
    assert password(service.items[DEPLOY]) == NEW
    kept = await the_one(session)
    assert (kept.stage, kept.why) == (Stage.SAVED, rotating.HAS_NEW)


async def test_a_lost_answer_of_what_was_not_done_is_not_believed_too_soon(opened: Opened) -> None:
    faults = Faults(before=Unclear("The answer was lost."))
    session, service = opened.session, await far(opened, faults)
    outcome = await rotate(session)
    assert isinstance(outcome.error, Unclear)
    kept = await the_one(session)
    assert (kept.stage, kept.old, kept.new) == (Stage.UNKNOWN, OLD, NEW), "it may be under way still"
    (found,) = await rotating.look_at_all(session)
    assert (found.stage, found.why) == (Stage.FAILED, rotating.HAS_OLD)
    assert await the_one(session) == found
    faults.before = None
    await rotating.again(session, found)
    assert password(service.items[DEPLOY]) == NEW


@pytest.mark.parametrize(
    ("stage", "there", "known"),
    [
        (Stage.PREPARED, "s3cret-old", Stage.FAILED),
        (Stage.SENT, "s3cret-old", Stage.FAILED),
        (Stage.SENT, "s3cret-new", Stage.SAVED),
        (Stage.SENT, "s3cret-third", Stage.UNKNOWN),
        (Stage.UNKNOWN, "s3cret-new", Stage.SAVED),
        (Stage.UNKNOWN, "s3cret-old", Stage.FAILED),
    ],
)
async def test_what_was_interrupted_is_looked_at_once(opened: Opened, stage: Stage, there: str, known: Stage) -> None:
    session, service = opened.session, await far(opened)
    await session.rotations.put(interrupted(stage))
    change(service, there)
    service.asked.clear()
    await rotating.look_at_all(session)
    await rotating.look_at_all(session)
    found = await the_one(session)
    assert (found.stage, found.old, found.new) == (known, OLD, NEW)
    assert found.why
    assert service.asked.count(f"item {DEPLOY.item}") == (stage is not Stage.PREPARED)
    assert bool(await noted(session)) is known.settled


def interrupted(stage: Stage) -> Rotation:
    """Return a rotation of which nobody heard how it ended."""
    return Rotation(new_rotation_id(), DEPLOY, "Deploy", FieldId("password"), "password", OLD, NEW, 1.0, stage)


async def test_where_its_account_is_not_open_it_waits(opened: Opened) -> None:
    session = opened.session
    await session.rotations.put(interrupted(Stage.SENT))
    assert await rotating.look_at_all(session) == ()
    assert (await the_one(session)).stage is Stage.SENT
    await far(opened)
    (found,) = await rotating.look_at_all(session)
    assert found.stage is Stage.FAILED


@pytest.mark.parametrize("gone", ["item", "field"])
async def test_what_is_gone_is_told(opened: Opened, gone: str) -> None:
    session, service = opened.session, await far(opened)
    await session.rotations.put(interrupted(Stage.SENT))
    item = service.items.pop(DEPLOY)
    if gone == "field":
        service.items[DEPLOY] = replace(item, fields=())
    (found,) = await rotating.look_at_all(session)
    assert (found.stage, found.why) == (Stage.UNKNOWN, rotating.NO_ITEM if gone == "item" else rotating.NO_FIELD)
    with pytest.raises(VaultError):
        await rotating.again(session, found)
    await rotation_ends.give_up(session, found)
    assert await session.rotations.all() == ()
    assert await noted(session) == ["ok: given up: the new password is forgotten"]


async def test_a_third_password_is_not_lost_by_trying_again(opened: Opened) -> None:
    session, service = opened.session, await far(opened)
    await session.rotations.put(interrupted(Stage.UNKNOWN))
    change(service, "s3cret-third")
    (found,) = await session.rotations.all()
    await rotating.again(session, found)
    assert password(service.items[DEPLOY]) == NEW
    kept = await session.rotations.all()
    assert [one.old for one in kept if one.stage is Stage.SAVED] == [Secret("s3cret-third")]
    assert [one.old for one in kept if one.stage is Stage.UNKNOWN] == [OLD]


class Strange(Faulty):
    """A service that takes a password, and keeps another one."""

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """See `Writer`."""
        await super().update(ref, edits, version)
        change(self._service, "s3cret-its-own", ref)
        return self._service.items[ref]


async def test_where_the_item_has_another_password_than_was_sent_it_is_not_called_saved(opened: Opened) -> None:
    session, service = opened.session, Service()
    await join(session, Strange(service, Faults()))
    outcome = await rotate(session)
    assert str(outcome.error) == rotating.ANOTHER
    kept = await the_one(session)
    assert (kept.stage, kept.why, kept.old, kept.new) == (Stage.UNKNOWN, rotating.ANOTHER, OLD, NEW)
    assert [one.field.value for one in await session.past.old_values(DEPLOY)] == [OLD]


async def test_trying_again_twice_at_once_sends_it_once(opened: Opened) -> None:
    faults = Faults(before=Denied("Not now."))
    session, service = opened.session, await far(opened, faults)
    await rotate(session)
    kept, faults.before = await the_one(session), None
    service.asked.clear()
    first, second = await asyncio.gather(
        rotating.again(session, kept), rotating.again(session, kept), return_exceptions=True
    )
    assert not isinstance(first, BaseException)
    assert str(second) == rotating.GOING
    assert service.asked.count(f"update {DEPLOY.item}") == 1
    assert (await the_one(session)).stage is Stage.SAVED


async def test_nothing_is_forgotten_of_a_saved_one_whose_item_lost_the_new_password(opened: Opened) -> None:
    session, service = opened.session, await far(opened)
    await rotate(session)
    change(service, "s3cret-old")
    with pytest.raises(Conflict, match=rotating.HAS_OLD):
        await rotation_ends.confirm(session, await the_one(session))
    kept = await the_one(session)
    assert (kept.stage, kept.old, kept.new) == (Stage.FAILED, OLD, NEW)


async def test_nothing_is_given_up_where_the_new_password_has_come_after_all(opened: Opened) -> None:
    session, service = opened.session, await far(opened, Faults(before=Unreachable("The server shows no change.")))
    await rotate(session)
    change(service, "s3cret-new")
    with pytest.raises(Conflict, match=rotating.HAS_NEW):
        await rotation_ends.give_up(session, await the_one(session))
    kept = await the_one(session)
    assert (kept.stage, kept.old, kept.new) == (Stage.SAVED, OLD, NEW)


async def test_confirmed_twice_at_once_is_noted_once(opened: Opened) -> None:
    session, _ = opened.session, await far(opened)
    await rotate(session)
    kept = await the_one(session)
    await asyncio.gather(rotation_ends.confirm(session, kept), rotation_ends.confirm(session, kept))
    assert await noted(session) == [f"ok: {rotation_ends.CONFIRMED}", "ok: "]


async def test_one_that_was_rotated_once_more_can_be_confirmed(opened: Opened) -> None:
    session, _ = opened.session, await far(opened)
    await rotate(session)
    await rotate(session, new=Secret("s3cret-newer"))
    for one in await session.rotations.all():
        await rotation_ends.confirm(session, one)
    assert await session.rotations.all() == ()


async def test_where_the_account_is_not_open_a_person_is_believed(opened: Opened) -> None:
    session = opened.session
    await session.rotations.put(interrupted(Stage.SAVED))
    await rotation_ends.confirm(session, await the_one(session))
    assert await session.rotations.all() == ()


async def test_a_look_does_not_undo_what_another_window_did_meanwhile(opened: Opened) -> None:
    session, _ = opened.session, await far(opened)
    before = interrupted(Stage.PREPARED)
    for now in (replace(before, stage=Stage.SENT), None):
        await session.rotations.put(before)
        await (session.rotations.forget(before.id) if now is None else session.rotations.put(now))
        assert await rotating.look(session, before) == before
        assert await session.rotations.all() == ((now,) if now is not None else ())
    assert await noted(session) == []


async def test_a_lock_waits_and_what_came_of_it_is_kept(opened: Opened, tmp_path: Path) -> None:
    faults = Faults(waits=True)
    session, service = opened.session, await far(opened, faults)
    asked = asyncio.ensure_future(rotate(session))
    while not faults.arrived.is_set():
        await asyncio.sleep(0.005)
    assert (await the_one(session)).stage is Stage.SENT
    assert await rotating.look_at_all(session) == (), "it is under way"
    asked.cancel()
    locking = asyncio.ensure_future(session.close(exiting=False))
    await asyncio.sleep(0.05)
    assert not locking.done()
    faults.go.set()
    await locking
    with pytest.raises(asyncio.CancelledError):
        await asked
    from tests.services.remote import desk

    assert password(service.items[DEPLOY]) == NEW
    (tmp_path / "home.strongroom").rename(tmp_path / "home")
    async with desk(tmp_path, make=False) as again:
        kept = await the_one(again.session)
        assert (kept.stage, kept.old, kept.new) == (Stage.SAVED, OLD, NEW)


@pytest.mark.parametrize("at", [1, 2, 3])
async def test_a_disk_that_refuses(opened: Opened, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """What could not be sealed is not sent; what was sent and could not be noted is found by a look."""
    session, service = opened.session, await far(opened)
    count = 0
    change_record = LocalBackend.change

    async def refuse(*args: object) -> None:
        nonlocal count
        count += 1
        if count == at:
            raise Unreachable("The disk is full.")
        await change_record(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(LocalBackend, "change", refuse)
    if at < 3:
        with pytest.raises(Unreachable):
            await rotate(session)
        assert password(service.items[DEPLOY]) == OLD
        await rotating.look_at_all(session)
        kept = await session.rotations.all()
        assert [one.stage for one in kept] == [Stage.FAILED] * (at == 2)
    else:
        assert (await rotate(session)).error is None
        assert password(service.items[DEPLOY]) == NEW
        assert any("could not be noted" in sentence for sentence in opened.news)
        (found,) = await rotating.look_at_all(session)
        assert (found.stage, found.old, found.new) == (Stage.SAVED, OLD, NEW)


@pytest.mark.parametrize("place", ["far", "own"])
async def test_undo_puts_the_old_one_back_and_the_record_says_so(opened: Opened, place: str) -> None:
    session = opened.session
    ref = await own(opened) if place == "own" else DEPLOY
    if place == "far":
        await far(opened)
    before: Item = await session.api(ref.account).item(ref)
    outcome = await rotate(session, ref)
    assert outcome.step is not None
    session.undo.note(outcome.step)
    await session.undo.undo()
    assert password(await session.api(ref.account).item(ref)) == password(before)
    kept = await the_one(session)
    assert (kept.stage, kept.new) == (Stage.FAILED, NEW)
    await rotating.again(session, kept)
    kept = await the_one(session)
    assert kept.stage is Stage.SAVED
    await rotation_ends.put_back(session, kept)
    assert password(await session.api(ref.account).item(ref)) == password(before)
    assert (await the_one(session)).why == rotation_ends.PUT_BACK
    with pytest.raises(Conflict):
        await rotation_ends.put_back(session, await the_one(session))


async def test_in_the_own_store_it_is_one_more_version(opened: Opened) -> None:
    session, ref = opened.session, await own(opened)
    await rotate(session, ref)
    versions = [await session.past.version(ref, one.version) for one in await session.past.versions(ref)]
    assert [password(one) for one in versions] == [NEW, Secret("s3cret-Mail")]
    assert len(replaced(versions)) == 1
    assert await noted(session) == ["ok: "]


async def test_it_goes_with_its_account(opened: Opened) -> None:
    session, _ = opened.session, await far(opened)
    await rotate(session)
    await rotate(session, await own(opened))
    await session.rotations.forget_account(FAR)
    assert [one.ref.account for one in await session.rotations.all()] == [HOME]


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (replace(login("Deploy"), state=ItemState.ARCHIVED), rotation_plan.ARCHIVED),
        (replace(login("Deploy"), read_only="Only to be read."), "Only to be read."),
        (replace(login("Deploy"), fields=()), rotation_plan.NOTHING),
    ],
)
async def test_what_cannot_be_rotated_says_why(opened: Opened, item: Item, why: str) -> None:
    service = await far(opened)
    service.items[DEPLOY] = item
    found = (await rotation_plan.read(opened.session, [DEPLOY]))[DEPLOY]
    assert isinstance(found, Denied)
    assert str(found) == why


class Own(Faulty):
    """A service with a call of its own for rotating."""

    def __init__(self, service: Service, answers: VaultError | None = None) -> None:
        super().__init__(service, Faults())
        self.rotated: list[Secret] = []
        self._answers = answers
        self._cannot = False

    def refusal(self, action: Action, ref: object) -> str | None:
        """See `Backend`."""
        if action is Action.ROTATE and self._cannot:
            return "The server has no such call."
        return super().refusal(action, ref)  # type: ignore[arg-type]

    async def rotate(self, ref: ItemRef, password: Secret, version: int) -> Item:
        """See `Rotator`."""
        if self._answers is not None:
            self._cannot = True
            raise self._answers
        self.rotated.append(password)
        change(self._service, password.reveal(), ref)
        return self._service.items[ref]


@pytest.mark.parametrize("answers", [None, Denied("There is no such call.")])
async def test_a_call_for_rotating_is_used_where_there_is_one(opened: Opened, answers: VaultError | None) -> None:
    service = Service()
    place = Own(service, answers)
    await join(opened.session, place)
    assert (await rotate(opened.session)).error is None
    assert password(service.items[DEPLOY]) == NEW
    assert place.rotated == ([] if answers else [NEW])
    assert service.asked.count(f"update {DEPLOY.item}") == (answers is not None)
    assert opened.session.refusal(Action.ROTATE, FAR, DEPLOY) is None


@pytest.mark.parametrize("remembered", [False, True])
async def test_another_refusal_of_that_call_is_no_reason_for_an_update(opened: Opened, remembered: bool) -> None:
    service = Service()
    place = Own(service, Denied("You may not."))
    if remembered:
        place.refusal = lambda action, ref: "You may not." if action is Action.ROTATE and ref else None  # type: ignore[method-assign]
    else:
        place.refusal = lambda action, ref: None  # type: ignore[method-assign]
    await join(opened.session, place)
    outcome = await rotate(opened.session)
    assert str(outcome.error) == "You may not."
    assert password(service.items[DEPLOY]) == OLD


async def test_a_newer_record_is_refused_and_left(opened: Opened) -> None:
    session, service = opened.session, await far(opened)
    raw = encode_rotations((interrupted(Stage.SENT),)).replace(b'"why"', b'"whence"')
    home = session.home
    assert home is not None
    await home.finish(lambda backend: backend.put(RecordKind.LEARNT, "rotations", raw))
    with pytest.raises(Invalid):
        await rotate(session)
    assert password(service.items[DEPLOY]) == OLD
    assert await home.read(lambda backend: backend.get(RecordKind.LEARNT, "rotations")) == raw


def test_the_record_comes_back_as_it_was() -> None:
    some = (interrupted(Stage.SENT), replace(interrupted(Stage.SAVED), ref=replace(DEPLOY, item=ItemId("\ud800/"))))
    assert decode_rotations(encode_rotations(some)) == some


async def test_without_a_store_it_lasts_for_the_run(opened: Opened) -> None:
    from tui.services.rotations import Rotations

    rotations = Rotations(None)
    assert not rotations.kept
    await rotations.put(interrupted(Stage.SAVED))
    assert len(await rotations.all()) == 1
