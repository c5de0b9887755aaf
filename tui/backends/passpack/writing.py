"""Entries changed, rotated and deleted: looked at before, and found out about afterwards. Nothing is sent twice.

The server tells no versions, so that an entry is read and compared before it is changed, and only the keys that change
are sent: what somebody else writes in between is lost at most where it is the same key. What the server says is
believed as far as it shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tui.backends.http_answer import MAYBE
from tui.backends.looking import LOOKS, changed, deleted, look_until, pauses
from tui.backends.passpack import convert, put
from tui.backends.passpack.convert import PASSWORD, Json
from tui.backends.passpack.reading import Reading
from tui.backends.passpack.service import NAME, Service
from tui.host.display import display_text
from tui.model.change import Change, folded
from tui.model.dialect import Operation
from tui.model.edit import Edit, SetValue
from tui.model.errors import Conflict, Unclear, Unreachable, VaultError
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.model.titles import named
from tui.tools import outcome

_DONE = 204
"""What the server answers where an entry was deleted."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A change on its way: what is sent, what it is made to, and the entry as it shall be, as it would come."""

    operation: Operation
    body: Mapping[str, object] = field(repr=False)
    change: Change
    wanted: Json = field(repr=False)

    @property
    def base(self) -> Item:
        """The item before."""
        return self.change.base

    @property
    def name(self) -> str:
        """The title from before, as it may be shown."""
        return named(display_text(self.base.title))

    def done(self, now: Item | None) -> bool:
        """Whether all of it is in an item."""
        return now is not None and outcome.holds(now, self.change)

    def seen(self, now: Item | None) -> bool:
        """Whether anything of an item that was to be changed is another than before."""
        if now is None:
            return True
        pairs = zip(*map(convert.content_of, (self.base, self.change.wanted, now)), strict=True)
        return any(old not in (wanted, new) for old, wanted, new in pairs)

    def elsewise(self, now: Item | None) -> bool:
        """Whether an item is another than before."""
        return now is None or convert.content_of(now) != convert.content_of(self.base)


class Writing:
    """Changes entries of one account. Every method raises `VaultError` and nothing else."""

    def __init__(
        self,
        service: Service,
        reading: Reading,
        warn: Callable[[str], None],
        looks: Sequence[float] = LOOKS,
    ) -> None:
        """`warn` is told a sentence where something was done, but not as it should be."""
        self._service = service
        self._reading = reading
        self._warn = warn
        self._looks = looks

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """See `Writer.update`. Where nothing changes nothing is sent."""
        raw, base = await self.current(ref, version)
        change = put.change(base, edits)
        body = put.body(change, raw, self._service.dialect)
        if not body:
            return base
        return await self._send(ref, Sending(Operation.UPDATE, body, change, {**raw, **put.plain(body)}))

    async def rotate(self, ref: ItemRef, password: Secret, version: int) -> Item:
        """See `Rotator.rotate`."""
        self._service.capabilities.check(Operation.ROTATE)
        raw, base = await self.current(ref, version)
        dialect = self._service.dialect
        wanted = {**raw, dialect.field_password: password.reveal()}
        change = folded(base, [SetValue(PASSWORD, password)])
        return await self._send(ref, Sending(Operation.ROTATE, {dialect.field_new_password: password}, change, wanted))

    async def current(self, ref: ItemRef, version: int) -> tuple[Json, Item]:
        """Return an entry as it is, as it came and read, if it has this version. Raises `Conflict` if not."""
        raw, base = await self._reading.raw(ref)
        if base.version != version:
            raise changed(base)
        return raw, base

    async def _send(self, ref: ItemRef, sending: Sending) -> Item:
        """Send a change, and return the entry as it is then."""
        what = "the new password" if sending.operation is Operation.ROTATE else "the change"
        try:
            answer = await self._service.call(sending.operation, id=ref.item, body=sending.body, what=what)
        except Conflict as error:
            raise await self._refused(ref, sending, error) from None
        except Unclear as lost:
            return await self._found_out(ref, sending, lost)
        told = self._reading.told(answer, ref)
        if told is not None and sending.done(convert.item(told, ref, 0, self._service.dialect)):
            return self._reading.kept(told, ref)
        return await self._read_back(ref, sending)

    async def _refused(self, ref: ItemRef, sending: Sending, error: Conflict) -> VaultError:
        """Return what it means that the server found a change in conflict with another one (409): it was not done."""
        now = await self._reading.look(ref)
        if now is None:
            return deleted(sending.base)
        return changed(now) if sending.elsewise(now) else Unreachable(str(error))

    async def _read_back(self, ref: ItemRef, sending: Sending) -> Item:
        """Return an entry whose change was taken, though the answer does not show it."""
        unread = Unclear("It cannot be looked at.")
        try:
            found = await look_until(lambda: self._reading.look(ref), sending.seen, pauses(self._looks), unread)
        except Unclear:
            return self._reading.kept(sending.wanted, ref)  # the server said that it is so
        if found is None:
            raise deleted(sending.base)
        if not sending.seen(found) and not sending.done(found):
            raise Unclear(f"{NAME} took the change of “{sending.name}”, but does not show it. {MAYBE}")
        return found

    async def _found_out(self, ref: ItemRef, sending: Sending, lost: Unclear) -> Item:
        """Return the entry if a change was done whose answer was lost; else raise what is known of it."""
        now = await look_until(lambda: self._reading.look(ref), sending.elsewise, pauses(self._looks), lost)
        if now is None:
            raise deleted(sending.base)
        if sending.done(now):
            return now
        if sending.elsewise(now):
            raise changed(now)
        if sending.operation is Operation.ROTATE:
            raise Unclear(f"{lost} “{sending.name}” still shows the password from before.")
        raise Unreachable(
            f"“{sending.name}” was not saved: the answer was lost, and the server shows no change. Nothing is lost "
            "here; try again."
        )

    # Deleted

    async def delete(self, ref: ItemRef) -> None:
        """See `Writer.delete`."""
        try:
            answer = await self._service.call(Operation.DELETE, id=ref.item, what="the entry")
        except Conflict as error:
            raise Unreachable(str(error)) from None
        except Unclear as lost:
            if await self._still_there(ref, lost):
                raise Unreachable(
                    "The entry was not deleted: the answer was lost, and it is still there. Try again."
                ) from None
        else:
            if answer.status != _DONE:
                await self._find_gone(ref, f"{NAME} answered {answer.status} instead of {_DONE}")
        self._reading.gone(ref)

    async def _find_gone(self, ref: ItemRef, odd: str) -> None:
        """Look what became of an entry whose deletion was answered oddly, and say so."""
        unknown = Unclear(f"{odd}; the entry may or may not be deleted: look before trying again.")
        if await self._still_there(ref, unknown):
            raise Unreachable(f"{odd}, and the entry is still there: it was not deleted. Try again.")
        self._warn(f"{odd} when an entry was deleted. It was looked for, and is gone.")

    async def _still_there(self, ref: ItemRef, lost: Unclear) -> bool:
        looks = pauses(self._looks)
        return await look_until(lambda: self._reading.look(ref), lambda now: now is None, looks, lost) is not None
