"""Finding rows of the catalog.

Many rows are searched in a thread: never on Textual's loop, and never holding the interpreter for long.
"""

from __future__ import annotations

import asyncio
import operator
import re
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from tui.model.ids import AccountId, ItemRef, VaultId
from tui.services.columns import ARCHIVED, EMPTY, FAVOURITE, GONE, HAS_OTP, Columns, Snapshot
from tui.services.orders import FEW, ROWS, Orders, Rows, Sort, kept, without
from tui.tools import query as queries
from tui.tools.search import SearchIndex, SearchRow

__all__ = ["NOTHING", "Finder", "Found", "Request", "Sort"]

SMALL = 2_000
"""Up to so many rows finding takes less than a frame, and is done at once."""

MOST = 5_000
"""So many of what words find are shown, the best first. Who wants more types more."""

CHUNK = 4_096
"""Rows indexed in one go: meanwhile nobody else can find."""

IDLE = 0.6
"""Seconds after the last question at which the search index is made ready for the next."""

_ZERO = re.compile(rb"\0")


@dataclass(frozen=True, slots=True)
class Request:
    """What to find: the filter line, where, and in what order. `recent` has the refs last used, newest first."""

    text: str = ""
    account: AccountId | None = None
    vault: VaultId | None = None
    sort: Sort = Sort.RECENT
    recent: tuple[ItemRef, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Rows of a snapshot, in the order to show them, and the words that they were found by.

    `total` counts also those beyond `MOST`.
    """

    snapshot: Snapshot
    rows: Sequence[int]
    words: str = ""
    total: int = 0


NOTHING = Found(EMPTY, ())


class Finder:
    """Keeps a search index beside the columns, and sorted orders."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index = SearchIndex()
        self._indexed = EMPTY.columns
        self._orders = Orders()
        self._last: tuple[Request, Found] = (Request(), NOTHING)
        self._soon: asyncio.TimerHandle | None = None

    async def find(self, snapshot: Snapshot, request: Request) -> Found:
        """Return the rows that match, best first."""
        if snapshot.count <= SMALL:
            return self.find_now(snapshot, request)
        if self._soon is not None:
            self._soon.cancel()
        loop, given_up = asyncio.get_running_loop(), threading.Event()
        self._soon = loop.call_later(IDLE, loop.run_in_executor, None, self._prepare, snapshot)
        try:
            return await asyncio.to_thread(self.find_now, snapshot, request, given_up)
        except asyncio.CancelledError:
            given_up.set()
            raise

    def find_now(self, snapshot: Snapshot, request: Request, given_up: threading.Event | None = None) -> Found:
        """The same, on this thread. Where nobody waits for it any more, nothing is found."""
        with self._lock:
            if given_up is not None and given_up.is_set():
                return NOTHING
            asked, found = self._last
            if found.snapshot is not snapshot or asked != request:
                found = self._find(snapshot, request)
                self._last = (request, found)
            return found

    def _find(self, snapshot: Snapshot, request: Request) -> Found:
        query = queries.parse(request.text)
        keep = _mask(snapshot, request, query)
        if query.words:
            while self._follow(snapshot):
                pass
            keep = keep.ljust(len(self._index), b"\0")  # the index may know more rows already
            hits = self._index.search(query.words, MOST, keep)
            return Found(snapshot, hits.rows, query.words, hits.total)
        rows = self._in_order(snapshot, request, keep)
        return Found(snapshot, rows, "", len(rows))

    def _prepare(self, snapshot: Snapshot) -> None:
        """Bring the index to a snapshot in advance; between two steps others can find."""
        more = True
        while more:
            with self._lock:
                more = self._follow(snapshot)

    def _follow(self, snapshot: Snapshot) -> bool:
        """Bring the index nearer to the columns of this snapshot; return whether rows are missing still."""
        columns, before = snapshot.columns, self._indexed
        changed = columns.differing(before)
        if changed is None or len(changed) > FEW:
            self._index, changed = SearchIndex(), ()
        self._indexed, known = columns, len(self._index)
        for row in {row for row in changed if row < known}:
            self._index.update(row, next(_search_rows(columns, row, row + 1)))
        self._index.extend(_search_rows(columns, known, known + CHUNK))
        return len(self._index) < snapshot.count

    def _in_order(self, snapshot: Snapshot, request: Request, keep: bytes) -> Rows:
        """Return the rows to keep, first those that were used last, where that is asked for."""
        sort = Sort.TITLE if request.sort is Sort.RECENT else request.sort
        order = self._orders.get(snapshot, sort)
        recent = request.recent if request.sort is Sort.RECENT else ()
        first = [row for row in map(snapshot.row, recent) if row is not None and keep[row]]
        if keep.count(0) > FEW:
            rest = bytearray(keep)
            for row in first:
                rest[row] = 0
            return array(ROWS.typecode, first) + kept(order, rest)
        missing = {*first, *(match.start() for match in _ZERO.finditer(keep))}
        return array(ROWS.typecode, first) + without(order, missing, snapshot.columns, sort)


def _mask(snapshot: Snapshot, request: Request, query: queries.Query) -> bytes:
    """Return one byte per row: 1 where vault, state and tags let it be shown."""
    needed = FAVOURITE * query.favourite + HAS_OTP * query.otp + ARCHIVED * query.archived
    barred = GONE if query.archived else GONE | ARCHIVED
    table = bytes(flags & needed == needed and not flags & barred for flags in range(256))
    keep = snapshot.columns.marks(table)
    places = _places(snapshot, request, query)
    if len(places) < len(snapshot.places):
        keep = bytes(map(operator.and_, keep, map(places.__contains__, snapshot.columns.vault)))
    for tag in query.tags:
        keep = bytes(map(operator.and_, keep, _tagged(snapshot, tag.casefold())))
    return keep


def _places(snapshot: Snapshot, request: Request, query: queries.Query) -> set[int]:
    names = [name.casefold() for name in query.vaults]
    return {
        index
        for index, place in enumerate(snapshot.places)
        if request.account in (None, place.account)
        and request.vault in (None, place.vault)
        and (not names or any(name in place.name.casefold() for name in names))
    }


def _tagged(snapshot: Snapshot, wanted: str) -> Iterable[bool]:
    """Whether each row has a tag, or one nested in it."""
    known: dict[tuple[str, ...], bool] = {(): False}
    for tags in snapshot.columns.tags:
        if tags not in known:
            folded = [tag.casefold() for tag in tags]
            known[tags] = any(tag == wanted or tag.startswith(f"{wanted}/") for tag in folded)
        yield known[tags]


def _search_rows(columns: Columns, begin: int, end: int) -> Iterator[SearchRow]:
    parts = (column.part(begin, end) for column in (columns.titles, columns.usernames, columns.hosts, columns.tags))
    return map(SearchRow, repeat(None), *parts)
