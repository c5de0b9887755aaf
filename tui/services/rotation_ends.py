"""How a rotation is finished: confirmed, given up, or the old password put back.

Passwords are forgotten only after a look: the other one may be in the item by now, and be kept here alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.action import Action
from tui.model.edit import SetValue
from tui.model.errors import Conflict, Denied
from tui.model.rotation import Stage
from tui.services.rotating import GOING, is_open, judge, looked_into, note, record
from tui.services.undo import Step

if TYPE_CHECKING:
    from tui.model.item import Item
    from tui.model.rotation import Rotation
    from tui.services.session import Session

PUT_BACK = "The old password was put back into the item."
CONFIRMED = "the site has the new password"
GIVEN_UP = "given up: the new password is forgotten"


async def confirm(session: Session, rotation: Rotation) -> None:
    """The site has the new password: the old one is kept no longer here.

    Raises VaultError, also where the item turns out not to have the new one: then nothing is forgotten.
    """
    found = await _look_before(session, rotation)
    if found.stage is not Stage.SAVED and not await _is_kept_again(session, rotation):
        raise Conflict(f"Nothing was forgotten, for the new password may be kept here alone. {found.why}")
    if await session.rotations.forget(rotation.id):
        record(session, rotation, CONFIRMED)


async def give_up(session: Session, rotation: Rotation) -> None:
    """Forget the new password, which is not in the item.

    Raises VaultError, also where the item turns out to have it: then nothing is forgotten.
    """
    found = await _look_before(session, rotation)
    if found.stage is Stage.SAVED:
        raise Conflict(f"Nothing was forgotten, for the old password may be kept here alone. {found.why}")
    if await session.rotations.forget(rotation.id):
        record(session, rotation, GIVEN_UP)


async def _look_before(session: Session, rotation: Rotation) -> Rotation:
    """Look before passwords are forgotten: since it was looked at last, the item may have been given another one."""
    if rotation.id in session.rotations.going:
        raise Denied(GOING)
    if not is_open(session, rotation):
        return rotation
    found = await looked_into(session, rotation)
    if found.stage is not rotation.stage:
        await note(session, found, rotation)
    return found


async def _is_kept_again(session: Session, rotation: Rotation) -> bool:
    """Whether another rotation of the same field keeps the new password: it was rotated once more since."""
    return any(
        one.id != rotation.id and (one.ref, one.field, one.old) == (rotation.ref, rotation.field, rotation.new)
        for one in await session.rotations.all()
    )


async def put_back(session: Session, rotation: Rotation) -> None:
    """Put the old password into the item again; the new one is kept here until it is given up.

    Raises VaultError where that could not be done.
    """
    api = session.api(rotation.ref.account)
    item: Item = await api.current(rotation.ref)
    if judge(rotation, item).stage is not Stage.SAVED:
        raise Conflict("The item does not have the new password (any more); nothing was put back.", item)
    await session.to_the_end(_put_back(session, rotation, item), "The old password was not put back")


async def _put_back(session: Session, rotation: Rotation, item: Item) -> None:
    api = session.api(item.ref.account)
    saved = await api.update(item.ref, (SetValue(rotation.field, rotation.old),), item.version, item.title)
    await note(session, replace(rotation, stage=Stage.FAILED, why=PUT_BACK))
    await session.past.note(item)
    back = () if api.versioned else (SetValue(rotation.field, rotation.new),)
    session.undo.note(Step(Action.EDIT, item.ref, item.title, saved.version, item.version, back=back))
