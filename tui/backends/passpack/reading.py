"""Entries read: by their ids, and listed as far as the server lists them; else those that are known here.

Of entries, the last few are kept for a minute, beside them no value. The first page of a list that was asked for to see
whether the account works is used for the list that is read right after.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from tui.backends.details import Details
from tui.backends.http import Answer
from tui.backends.passpack import convert, pages
from tui.backends.passpack.capabilities import NotOffered
from tui.backends.passpack.convert import VAULT, Json
from tui.backends.passpack.register import Register
from tui.backends.passpack.service import Service
from tui.backends.passpack.wire import complaint, object_of
from tui.model.dialect import Operation
from tui.model.errors import Denied, NotFound, RateLimited, TokenRefused, Unreachable
from tui.model.ids import AccountId, ItemId, ItemRef
from tui.model.item import Item, ItemSummary
from tui.model.page import SummaryPage
from tui.tools.mended import as_text

AT_A_TIME = 8
"""So many known entries are read at a time, where the server lists none."""

NO_LIST = "Only those made or opened here are shown; i in the accounts opens one by its id."
"""What is said where the server lists nothing."""

FRESH = 10.0
"""A first page is kept for so many seconds."""


class Reading:
    """Reads what one account has. Every method raises `VaultError` and nothing else."""

    def __init__(self, service: Service, account: AccountId, register: Register, warn: Callable[[str], None]) -> None:
        """`warn` is told a sentence where something is left out of a list."""
        self.details = Details()
        self.complete = False
        """Whether a list was read to its end, so that another entry in it is a new one."""
        self._warn = warn
        self._service = service
        self._account = account
        self._register = register
        self._first: Answer | None = None
        self._timer: asyncio.TimerHandle | None = None

    def ref(self, entry: str) -> ItemRef:
        """Return where an entry is."""
        return ItemRef(self._account, VAULT, ItemId(entry))

    async def greet(self) -> bool:
        """Ask for the first page of the list, which shows that the token is taken; whether there is a list at all.

        Raises:
            Unreachable: what answers is no such server.
        """
        try:
            first = await pages.page(self._service, Operation.LIST, what="the passwords")
        except NotOffered:
            return False
        pages.check(self._service, Operation.LIST, first, "the passwords")
        self._keep_first(first)
        return True

    async def rows(self) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the rows of the account as they come."""
        first = self._first
        self._keep_first(None)
        listed = pages.elements(self._service, Operation.LIST, what="the passwords", first=first)
        odd = twice = 0
        names: set[str] = set()
        try:
            async for part in listed:
                rows = [row for raw in part if (row := self._row(raw))]
                odd += len(part) - len(rows)
                page = SummaryPage.of(self._account, VAULT, _each_once(rows, names))
                twice += len(rows) - len(page)
                self.details.check(page)
                yield page
                await asyncio.sleep(0)
            self.complete = True
        except NotOffered as error:
            self._warn(f"{error} {NO_LIST}")
            async for known in self._known_rows():
                yield known
        if odd:
            self._warn(f"{odd:,} of the listed entries cannot be read, since they have no id, and are left out.")
        if twice:
            self._warn(f"{twice:,} of the listed entries cannot be told from others by their ids, and are left out.")

    async def _known_rows(self) -> AsyncIterator[Sequence[ItemSummary]]:
        """Yield the rows of what was made or opened here."""
        known = self._register.known()
        for at in range(0, len(known), AT_A_TIME):
            found = await asyncio.gather(*(self._known(entry) for entry in known[at : at + AT_A_TIME]))
            yield [item.summary() for item in found if item is not None]

    async def item(self, ref: ItemRef) -> Item:
        """Return an entry as it was within the last minute; one in doubt where there is no answer."""
        kept = self.details.fresh(ref)
        if kept is not None:
            return kept
        try:
            return (await self.raw(ref))[1]
        except (Unreachable, RateLimited):
            old = self.details.old(ref)
            if old is None:
                raise
            return old

    async def raw(self, ref: ItemRef) -> tuple[Json, Item]:
        """Return an entry as it is now, as it came and read.

        Raises:
            NotFound: it is not there (any more).
        """
        try:
            answer = await self._service.call(Operation.READ, id=ref.item, what="the entry")
        except NotFound:
            self.gone(ref)
            raise
        found = self._object(answer)
        if as_text(found.get(self._service.dialect.field_id)) not in ("", ref.item):
            raise Unreachable(complaint("this entry"))
        return found, self.kept(found, ref)

    async def look(self, ref: ItemRef) -> Item | None:
        """Return an entry as it is now, None where it is gone."""
        try:
            return (await self.raw(ref))[1]
        except NotFound:
            return None

    def told(self, answer: Answer, ref: ItemRef | None = None) -> Json | None:
        """Return the whole entry that the answer to a write tells (that of `ref`), None where it tells none."""
        try:
            found = self._object(answer)
        except Unreachable:
            return None
        dialect = self._service.dialect
        name = as_text(found.get(dialect.field_id))
        whole = {dialect.field_title, dialect.field_password} <= found.keys()
        return found if name and whole and (ref is None or name == ref.item) else None

    def name_in(self, answer: Answer) -> str:
        """Return the id that the answer to a write tells, "" where it tells none."""
        try:
            return as_text(self._object(answer).get(self._service.dialect.field_id))
        except Unreachable:
            return ""

    def kept(self, raw: Json, ref: ItemRef) -> Item:
        """Return an entry with the version that it is, and keep it for a while."""
        self._keep_first(None)  # somebody may just have written it
        dialect = self._service.dialect
        version = self._register.version(ref.item, convert.content(raw, dialect))
        found = convert.item(raw, ref, version, dialect)
        self.details.put(found)
        return found

    def gone(self, ref: ItemRef) -> None:
        """An entry is not there any more."""
        self._keep_first(None)
        self.details.drop(ref)
        self._register.gone(ref.item)

    def clear(self) -> None:
        """Let go of everything that was read."""
        self._keep_first(None)
        self.details.clear()

    def _object(self, answer: Answer) -> Json:
        dialect = self._service.dialect
        return object_of(answer, {dialect.field_id, *convert.own_keys(dialect)}, dialect, "an entry")

    def _row(self, raw: Any) -> ItemSummary | None:
        """Return the row of an element; what was kept of an entry that is listed otherwise than before is let go."""
        dialect = self._service.dialect
        row = convert.summary(raw, self._account, dialect)
        if row is not None and self._register.row(row.ref.item, convert.content(raw, dialect)):
            self.details.drop(row.ref)
        return row

    async def _known(self, entry: str) -> Item | None:
        """Return an entry, None where it is gone, or where the token may not see it any more: that is told."""
        try:
            return await self.look(self.ref(entry))
        except TokenRefused:
            raise
        except Denied:
            self._warn("An entry that was made or opened here may not be seen any more, and is left out.")
            return None

    def _keep_first(self, first: Answer | None) -> None:
        """Keep a first page for a moment, or let go of it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._first = first
        if first is not None:
            self._timer = asyncio.get_running_loop().call_later(FRESH, self._keep_first, None)


def _each_once(rows: Sequence[ItemSummary], names: set[str]) -> list[ItemSummary]:
    """Return rows whose ids are not among `names` yet, and add these: 7 and "7" lead to the same address."""
    fresh: dict[str, ItemSummary] = {}
    for row in rows:
        if row.ref.item not in names:
            fresh.setdefault(row.ref.item, row)
    names |= fresh.keys()
    return list(fresh.values())
