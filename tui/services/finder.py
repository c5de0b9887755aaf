"""Finding rows of the catalog.

Many rows are searched in a thread: never on Textual's loop, and never holding the interpreter for long. There what has
all words comes first, and what has them with errors is added when it is known: always behind, so that nothing moves.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tui.model.ids import AccountId, ItemRef, VaultId
from tui.services.columns import EMPTY, Columns, Snapshot
from tui.services.late_rows import LateRows, Rows
from tui.services.masks import Masks
from tui.services.orders import FEW, Orders, Sort
from tui.tools import query as queries
from tui.tools.rows import BLOCK, Batch
from tui.tools.search import ENOUGH, SearchIndex, SearchRow

__all__ = ["NOTHING", "Finder", "Found", "Request", "Sort"]

SMALL = 2_000
"""Up to so many rows finding takes less than a frame, and is done at once."""

MOST = 5_000
"""So many of what words find are shown, the best first. Who wants more types more."""

STEP = 4_096
"""Rows indexed in one go: meanwhile nobody else can find."""

PAUSE = 0.001
"""Seconds between two steps for those who wait."""

IDLE = 0.3
"""Seconds after the last question at which the search index is made ready for the next."""

SEEN_FIRST = 0.25
"""Seconds in which the first rows are painted, and a first letter is answered, before the others are put in order."""


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

    The first `exact` have the words as they are spelt, those behind them have errors. `total` counts also those beyond
    `MOST`. Where it is not `complete`, `Finder.complete` may find more.
    """

    snapshot: Snapshot
    rows: Sequence[int]
    words: str = ""
    total: int = 0
    exact: int = 0
    complete: bool = True


NOTHING = Found(EMPTY, ())


class Finder:
    """Keeps a search index beside the columns, and sorted orders."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index = SearchIndex()
        self._indexed = EMPTY.columns
        self._orders = Orders()
        self._masks = Masks()
        self._last: tuple[Request, Found] = (Request(), NOTHING)
        self._soon: asyncio.TimerHandle | None = None
        self._late: asyncio.TimerHandle | None = None

    async def find(self, snapshot: Snapshot, request: Request) -> Found:
        """Return the rows that match, best first."""
        found = await self.find_soon(snapshot, request)
        return found if found.complete else await self.complete(found, request)

    async def find_soon(self, snapshot: Snapshot, request: Request) -> Found:
        """The same, but where it takes a while only what is found soon."""
        if snapshot.count <= SMALL:
            return self._find_now(snapshot, request, threading.Event())
        if self._soon is not None:
            self._soon.cancel()
        loop = asyncio.get_running_loop()
        self._soon = loop.call_later(IDLE, loop.run_in_executor, None, self._prepare, snapshot)
        found = await _in_thread(partial(self._find_now, snapshot, request))
        if self._late is not None:
            self._late.cancel()
        if isinstance(found.rows, LateRows):
            self._late = loop.call_later(SEEN_FIRST, loop.run_in_executor, None, found.rows.whole, PAUSE)
        return found

    def close(self) -> None:
        """Begin nothing more for later."""
        for timer in (self._soon, self._late):
            if timer is not None:
                timer.cancel()

    async def place(self, found: Found, row: int) -> int | None:
        """Return where a row is among those found, None where it is not."""
        if len(found.rows) <= SMALL:
            return _place(found.rows, row)
        return await asyncio.to_thread(_place, found.rows, row)

    async def complete(self, found: Found, request: Request) -> Found:
        """Return what was found soon, and behind it what has the words with errors."""
        return await _in_thread(partial(self._complete_now, found, request))

    def _find_now(self, snapshot: Snapshot, request: Request, given_up: threading.Event) -> Found:
        """Find on this thread. Where nobody waits for it any more, nothing is found."""
        with self._lock:
            asked, found = self._last
            if given_up.is_set():
                return NOTHING
            if found.snapshot is snapshot and asked == request:
                return found
            found = self._find(snapshot, request, given_up)
            if not found.complete and (snapshot.count <= SMALL or not found.rows):
                found = self._with_near(found, request, given_up)
            if not given_up.is_set():
                self._last = (request, found)
            return found

    def _complete_now(self, found: Found, request: Request, given_up: threading.Event) -> Found:
        with self._lock:
            if self._last[1] is not found and self._last[0] == request and self._last[1].snapshot is found.snapshot:
                return self._last[1]
            more = self._with_near(found, request, given_up)
            if self._last[1] is found and not given_up.is_set():
                self._last = (request, more)
            return more

    def _find(self, snapshot: Snapshot, request: Request, given_up: threading.Event) -> Found:
        query = queries.parse(request.text)
        keep = self._masks.get(snapshot, request.account, request.vault, query)
        if query.words:
            while not given_up.is_set() and self._follow(snapshot):
                pass
            hits = self._index.search_exactly(query.words, MOST, self._long(keep), given_up.is_set)
            complete = hits.total > ENOUGH or not hits.words
            return Found(snapshot, hits.rows, query.words, hits.total, hits.total, complete)
        rows = self._in_order(snapshot, request, keep)
        return Found(snapshot, rows, "", len(rows), len(rows))

    def _with_near(self, found: Found, request: Request, given_up: threading.Event) -> Found:
        keep = self._long(self._masks.get(found.snapshot, request.account, request.vault, queries.parse(request.text)))
        while not given_up.is_set() and self._follow(found.snapshot):  # it may have followed another one meanwhile
            pass
        near = self._index.near(found.words, found.rows, keep, given_up.is_set)
        return replace(found, rows=[*found.rows, *near], total=found.total + len(near), complete=True)

    def _long(self, keep: bytes) -> bytes | None:
        """Return a mask as long as the index, which may know more rows already; None where all may be found."""
        return keep.ljust(len(self._index), b"\0") if 0 in keep or len(keep) < len(self._index) else None

    def _prepare(self, snapshot: Snapshot) -> None:
        """Bring the index to a snapshot in advance; between two steps others can find."""
        more = True
        while more:
            with self._lock:
                more = self._follow(snapshot)
            time.sleep(PAUSE)

    def _follow(self, snapshot: Snapshot) -> bool:
        """Bring the index nearer to the columns of this snapshot; return whether rows are missing still."""
        columns, before = snapshot.columns, self._indexed
        changed = columns.differing(before)
        if changed is None or len(changed) > FEW:
            self._index, changed = SearchIndex(), ()
        self._indexed, known = columns, len(self._index)
        for row in {row for row in changed if row < min(known, len(columns))}:
            self._index.update(row, SearchRow(None, *_texts(columns, row)))
        last = min(known + STEP, len(columns))
        while (begin := len(self._index)) < last:
            self._index.extend_columns(_batch(columns, begin, min(begin + BLOCK - begin % BLOCK, last)))
        return len(self._index) < snapshot.count

    def _in_order(self, snapshot: Snapshot, request: Request, keep: bytes) -> Rows | LateRows:
        """Return the rows to keep, first those that were used last, where that is asked for."""
        sort = Sort.TITLE if request.sort is Sort.RECENT else request.sort
        recent = request.recent if request.sort is Sort.RECENT else ()
        first = [row for row in map(snapshot.row, recent) if row is not None and keep[row]]
        return self._orders.listed(snapshot, sort, keep, first)


def _place(rows: Sequence[int], row: int) -> int | None:
    try:
        return rows.index(row)
    except ValueError:
        return None


def _texts(columns: Columns, row: int) -> tuple[str, str, str, tuple[str, ...]]:
    return columns.titles[row], columns.usernames[row], columns.hosts[row], columns.tags[row]


def _batch(columns: Columns, begin: int, end: int) -> Batch:
    parts = (column.part(begin, end) for column in (columns.titles, columns.usernames, columns.hosts, columns.tags))
    return Batch(*parts)


async def _in_thread(work: Callable[[threading.Event], Found]) -> Found:
    """Return what is found in a thread, which is told when nobody waits for it any more."""
    given_up = threading.Event()
    try:
        return await asyncio.to_thread(work, given_up)
    except asyncio.CancelledError:
        given_up.set()
        raise
