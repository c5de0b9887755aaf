"""New entries: sent once, whatever happens. After a lost answer the list is looked through; nothing is sent again."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from tui.backends.http import Answer
from tui.backends.http_answer import MAYBE
from tui.backends.looking import LOOKS, look_until, pauses
from tui.backends.passpack import create, put
from tui.backends.passpack.reading import Reading
from tui.backends.passpack.register import Register
from tui.backends.passpack.service import Service
from tui.host.display import display_text
from tui.model.dialect import Operation
from tui.model.errors import Conflict, Invalid, NotFound, Unclear, VaultError
from tui.model.item import Item
from tui.model.titles import named
from tui.tools import outcome

_LOOKED_AT = 8
"""So many entries of one title are compared with the one that was sent."""


class Making:
    """Makes entries of one account."""

    def __init__(self, service: Service, reading: Reading, register: Register, looks: Sequence[float] = LOOKS) -> None:
        self._service = service
        self._reading = reading
        self._register = register
        self._looks = looks

    async def create(self, new: Item) -> Item:
        """See `Writer.create`."""
        body = create.body(new, self._service.dialect)
        before, sure = self._register.all(), self._reading.complete
        name = named(display_text(new.title))
        try:
            answer = await self._service.call(Operation.CREATE, body=body, what="the new entry")
        except Conflict as error:  # with another entry
            raise Invalid(str(error)) from None
        except Unclear as lost:
            return await self._found(new, before, lost, sure=sure)
        told = self._reading.told(answer)
        entry = self._reading.name_in(answer) or _named(answer)
        if not entry:
            unnamed = Unclear(f"The server says that “{name}” was saved, but not under which id.")
            return await self._found(new, before, unnamed, sure=True)
        ref = self._reading.ref(entry)
        if told is not None:
            return self._reading.kept(told, ref)
        try:
            return (await self._reading.raw(ref))[1]
        except NotFound:
            raise Unclear(f"The server says that “{name}” was saved, but does not find it. {MAYBE}") from None
        except VaultError:
            return self._reading.kept(put.plain(body), ref)  # the server said that it is so

    async def _found(self, new: Item, before: frozenset[str], lost: Unclear, *, sure: bool) -> Item:
        """Return the one entry that came of a call whose answer was lost; raise where there is none, or several.

        `before`: the entries that were there before. `sure`: those are all, or it was said that the new one is there.
        """
        name = named(display_text(new.title))
        found = await look_until(lambda: self._alike(new, before), bool, pauses(self._looks), lost)
        if not found and self._service.capabilities.reason(Operation.LIST) is not None:
            raise Unclear(f"{lost} The server does not list passwords, so that it cannot be looked for here.")
        if found and not sure:
            raise Unclear(f"{lost} It shows “{name}”, which may have been there before.")
        if len(found) == 1:
            return found[0]
        if found:
            raise Unclear(f"{lost} It shows {len(found)} new entries like “{name}”.")
        raise Unclear(f"{lost} It does not show “{name}”, so it seems not to have been made.")

    async def _alike(self, new: Item, before: frozenset[str]) -> list[Item]:
        """Return the entries that were not there before and have all of the new one."""
        rows = [row async for page in self._reading.rows() for row in page]
        fresh = [row.ref for row in rows if row.title == new.title and row.ref.item not in before]
        items = [await self._reading.look(ref) for ref in fresh[:_LOOKED_AT]]
        return [item for item in items if item is not None and outcome.is_like(item, new)]


def _named(answer: Answer) -> str:
    """Return the id in the address that an answer says the new entry has, "" for none."""
    path = urlsplit(answer.headers.get("location", "")).path.rstrip("/")
    return unquote(path.rpartition("/")[2])
