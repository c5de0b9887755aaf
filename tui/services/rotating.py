"""Replacing a password so that neither is ever lost: both are sealed first, and how far it came is noted at each step.

Whatever interrupts it, the record says what is known; a look into the item says which of the two is in it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.model.action import Action
from tui.model.audit import AuditAction, AuditResult
from tui.model.edit import SetValue
from tui.model.errors import (
    Conflict,
    Denied,
    Invalid,
    Locked,
    NotFound,
    RateLimited,
    Stopped,
    Unclear,
    UnderWay,
    Unreachable,
    VaultError,
)
from tui.model.rotation import Rotation, Stage, new_rotation_id
from tui.model.secret import Secret
from tui.model.titles import named
from tui.services.undo import Step

if TYPE_CHECKING:
    from tui.model.field import Field
    from tui.model.item import Item
    from tui.services.session import Session

UNDONE = (Conflict, Denied, Invalid, Locked, NotFound, RateLimited, Stopped)
"""What says for certain that nothing was changed."""
NOT_SENT = "Nothing was sent: Strongroom ended before that. The item has the old password."
HAS_NEW = "The item has the new password."
HAS_OLD = "The item still has the old password."
HAS_OTHER = "The item has another password by now, neither the old one nor the new one."
NO_FIELD = "The item has no such field any more."
NO_ITEM = "The item is not there any more."
ANSWER_LOST = "The answer was lost: the item may have either password."
LOOKED = "looked at after an interruption"
GOING = "This rotation is under way just now."
ANOTHER = (
    "The new password was taken, but the item shows another one, neither the old nor the new one. Look at the item "
    "before the site is changed."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a rotation ended: as it is kept now; `error` where it is not known to be saved, `step` takes it back."""

    rotation: Rotation
    error: VaultError | None = None
    step: Step | None = None


async def rotate(session: Session, item: Item, field: Field, new: Secret) -> Outcome:
    """Give a concealed field of an item a new value. Ends also if the caller is cancelled, and a lock waits for it.

    Raises VaultError where it could not even be sealed; then nothing was sent.
    """
    old = field.value if isinstance(field.value, Secret) else Secret(field.value)
    rotation = Rotation(
        new_rotation_id(), item.ref, item.title, field.id, field.label or "password", old, new, time.time()
    )
    return await session.to_the_end(_rotate(session, rotation, item), f"“{named(item.title)}” was not rotated")


async def again(session: Session, rotation: Rotation) -> Outcome:
    """Try again with the same new password. Where the item has a third one by now, this is a rotation of its own.

    Raises VaultError where the item cannot be read, or it is under way already; then nothing was sent.
    """
    return await session.to_the_end(_again(session, rotation), f"“{rotation.name}” was not rotated")


async def _again(session: Session, rotation: Rotation) -> Outcome:
    """Look at the item, and begin anew. It is under way from here on, so that the same is never sent twice."""
    going = session.rotations.going
    if rotation.id in going:
        raise Denied(GOING)
    going.add(rotation.id)
    try:
        return await _look_and_rotate(session, rotation)
    finally:
        going.discard(rotation.id)


async def _look_and_rotate(session: Session, rotation: Rotation) -> Outcome:
    item: Item = await session.api(rotation.ref.account).current(rotation.ref)
    judged = judge(rotation, item)
    if judged.stage is Stage.SAVED:
        await note(session, judged)
        return Outcome(judged)
    field = item.field(rotation.field)
    if field is None or not isinstance(field.value, Secret):
        raise NotFound(NO_FIELD)
    if item.read_only:
        raise Denied(item.read_only)
    known = rotation.id if field.value == rotation.old else new_rotation_id()
    begun = replace(rotation, id=known, title=item.title, old=field.value, stage=Stage.PREPARED, why="")
    return await _rotate(session, begun, item)


async def _rotate(session: Session, rotation: Rotation, item: Item) -> Outcome:
    """Seal, send, note how it ended."""
    rotations, api = session.rotations, session.api(item.ref.account)
    rotations.going.add(rotation.id)
    try:
        await rotations.put(rotation)
        rotation = replace(rotation, stage=Stage.SENT)
        await rotations.put(rotation)
        try:
            saved = await api.rotate(item, rotation.field, rotation.new)
        except VaultError as error:
            ended, told = await _failed(session, rotation, error)
            return Outcome(ended, told)
        ended = _ended(rotation, saved)
        await note(session, ended)
    finally:
        rotations.going.discard(rotation.id)
    await session.past.note(item)
    session.recent.note(saved.ref)
    if ended.stage is not Stage.SAVED:
        return Outcome(ended, Unclear(ended.why))
    back = () if api.versioned else (SetValue(rotation.field, rotation.old),)
    return Outcome(ended, step=Step(Action.EDIT, item.ref, item.title, saved.version, item.version, back=back))


def _ended(rotation: Rotation, saved: Item) -> Rotation:
    """Say how it ended by what the item is now: a service may take a password, and keep another one."""
    if judge(rotation, saved).stage is Stage.SAVED:
        return replace(rotation, stage=Stage.SAVED, why="")
    return replace(rotation, stage=Stage.UNKNOWN, why=ANOTHER)


async def _failed(session: Session, rotation: Rotation, error: VaultError) -> tuple[Rotation, VaultError | None]:
    """Note what is known after an error; where that is not much, look which password is in the item."""
    sure = isinstance(error, UNDONE) or (isinstance(error, Unreachable) and not isinstance(error, Unclear))
    ended = replace(rotation, stage=Stage.FAILED if sure else Stage.UNKNOWN, why=str(error))
    if not sure:
        found = await looked_into(session, ended)
        if found.stage is Stage.SAVED:
            await note(session, found)
            return found, None
        # It has the old one, but may be under way still: that is looked at later, at the next start where the
        # service may do it at any time.
        if isinstance(error, UnderWay):
            session.rotations.looked.add(rotation.id)
        ended = replace(ended, why=f"{ANSWER_LOST} {error}")
    await note(session, ended)
    return ended, error


async def note(session: Session, rotation: Rotation, before: Rotation | None = None) -> None:
    """Keep how far a rotation came. What is kept of it is enough in any case: that it could not be is told.

    `before`: only where it is still that; somebody may have gone on with it meanwhile.
    """
    try:
        await session.rotations.put(rotation, before)
    except VaultError as error:
        session.tell(f"How the rotation of “{rotation.name}” ended could not be noted: {error}", "warning")


# What is known of it later


def judge(rotation: Rotation, item: Item) -> Rotation:
    """Say which of the two passwords an item has."""
    field = item.field(rotation.field)
    if field is None:
        return replace(rotation, stage=Stage.UNKNOWN, why=NO_FIELD)
    if field.value == rotation.new:
        return replace(rotation, stage=Stage.SAVED, why=HAS_NEW)
    if field.value == rotation.old:
        return replace(rotation, stage=Stage.FAILED, why=HAS_OLD)
    return replace(rotation, stage=Stage.UNKNOWN, why=HAS_OTHER)


async def looked_into(session: Session, rotation: Rotation) -> Rotation:
    """Read the item once, and say which password it has; as it was where the item cannot be read."""
    try:
        return judge(rotation, await session.api(rotation.ref.account).current(rotation.ref))
    except NotFound:
        return replace(rotation, stage=Stage.UNKNOWN, why=NO_ITEM)
    except VaultError as error:
        return replace(rotation, why=f"It is not known which password the item has: {error}")


async def look_at_all(session: Session) -> tuple[Rotation, ...]:
    """Look once at each rotation of which it is not known how it ended, and return those of which something is known.

    Those whose account is not open have to wait. Raises VaultError.
    """
    found = []
    for rotation in await session.rotations.all():
        at_hand = {*session.rotations.going, *session.rotations.looked}
        if not rotation.stage.settled and rotation.id not in at_hand:
            looked = await look(session, rotation)
            found += [looked] if looked != rotation else []
    return tuple(found)


async def look(session: Session, rotation: Rotation) -> Rotation:
    """Find out how a rotation ended that was interrupted, and note it."""
    if rotation.stage is Stage.PREPARED:
        found = replace(rotation, stage=Stage.FAILED, why=NOT_SENT)
    elif not is_open(session, rotation):
        return rotation
    else:
        session.rotations.looked.add(rotation.id)
        found = await looked_into(session, rotation)
    if found == rotation:
        return rotation
    await note(session, found, rotation)
    if found not in session.rotations.known:
        return rotation
    if found.stage.settled:
        result = AuditResult.OK if found.stage is Stage.SAVED else AuditResult.FAILED
        record(session, found, f"{found.stage.value}, {LOOKED}", result)
    return found


def is_open(session: Session, rotation: Rotation) -> bool:
    """Whether the account of a rotation can be asked."""
    account = rotation.ref.account
    status = session.remotes.status(account)
    return any(worker.account == account for worker in session.accounts) and (status is None or not status.stale)


def record(session: Session, rotation: Rotation, detail: str, result: AuditResult = AuditResult.OK) -> None:
    """Write into the audit log what became of a rotation."""
    session.audit.record(
        AuditAction.ROTATE,
        rotation.ref,
        title=rotation.title,
        vault_name=_vault_name(session, rotation),
        field=rotation.label,
        detail=detail,
        result=result,
    )


def _vault_name(session: Session, rotation: Rotation) -> str:
    vault = session.catalog.vault(rotation.ref.account, rotation.ref.vault)
    return vault.name if vault is not None else ""
