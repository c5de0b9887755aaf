"""Finding and sorting rows of the catalog.

Many rows are searched in a thread: never on Textual's loop, and never holding the interpreter for long.
"""

from __future__ import annotations

import asyncio
import operator
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tui.model.ids import AccountId, ItemRef, VaultId
from tui.services.columns import ARCHIVED, EMPTY, FAVOURITE, GONE, HAS_OTP, Columns, Snapshot
from tui.tools import query as queries
from tui.tools.search import SearchIndex, SearchRow

SMALL = 2_000
"""Up to so many rows finding takes less than a frame, and is done at once."""

MOST = 5_000
"""So many of what words find are shown, the best first. Who wants more types more."""

CHUNK = 8_192
"""Rows sorted in one go: sorting holds the interpreter, and more would hold it for longer than a frame."""


class Sort(StrEnum):
    """The order of a list whose filter has no words."""

    RECENT = "recent"
    TITLE = "title"
    UPDATED = "updated"
    CATEGORY = "category"


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
        self._indexed: list[Columns] = []
        self._count = 0
        self._orders: dict[Sort, tuple[Columns, int, list[int]]] = {}

    async def find(self, snapshot: Snapshot, request: Request) -> Found:
        """Return the rows that match, best first."""
        if snapshot.count <= SMALL:
            return self.find_now(snapshot, request)
        return await asyncio.to_thread(self.find_now, snapshot, request)

    def find_now(self, snapshot: Snapshot, request: Request) -> Found:
        """The same, on this thread."""
        query = queries.parse(request.text)
        keep = _mask(snapshot, request, query)
        with self._lock:
            if query.words:
                self._follow(snapshot)
                hits = self._index.search(query.words, MOST, keep)
                return Found(snapshot, hits.rows, query.words, hits.total)
            rows = [row for row in self._recent_first(snapshot, request) if keep[row]]
            return Found(snapshot, rows, "", len(rows))

    def _follow(self, snapshot: Snapshot) -> None:
        """Bring the index to the columns of this snapshot."""
        columns = snapshot.columns
        before = self._indexed[0] if self._indexed else None
        if before is not columns:
            changed = _changed(before, columns, self._count) if before is not None else None
            if changed is None:
                self._index, self._count = SearchIndex(), 0
            else:
                for row in changed:
                    self._index.update(row, _search_row(columns, row))
            self._indexed = [columns]
        if self._count < snapshot.count:
            self._index.extend(_search_row(columns, row) for row in range(self._count, snapshot.count))
            self._count = snapshot.count

    def _recent_first(self, snapshot: Snapshot, request: Request) -> Iterable[int]:
        order = self._sorted(snapshot, request.sort)
        if request.sort is not Sort.RECENT or not request.recent:
            return order
        wanted = {(ref.account, ref.vault, ref.item): place for place, ref in enumerate(request.recent)}
        items = {ref.item for ref in request.recent}
        ids = snapshot.columns.ids
        rank: dict[int, int] = {}
        for row in range(snapshot.count):
            if ids[row] in items:
                ref = snapshot.ref(row)
                place = wanted.get((ref.account, ref.vault, ref.item))
                if place is not None:
                    rank[row] = place
        return [*sorted(rank, key=rank.__getitem__), *(row for row in order if row not in rank)]

    def _sorted(self, snapshot: Snapshot, sort: Sort) -> list[int]:
        columns, count, order = self._orders.get(sort, (EMPTY.columns, 0, []))
        if columns is not snapshot.columns or count != snapshot.count:
            order = sort_rows(snapshot, sort)
            self._orders[sort] = (snapshot.columns, snapshot.count, order)
        return order


def sort_rows(snapshot: Snapshot, sort: Sort) -> list[int]:
    """Return all rows in an order: in chunks first, so that the last pass finds long runs and holds nobody up."""
    columns = snapshot.columns
    folded = [title.casefold() for title in columns.titles[: snapshot.count]]
    key: Callable[[int], object] = folded.__getitem__
    if sort is Sort.UPDATED:
        key = [-at for at in columns.updated[: snapshot.count]].__getitem__
    elif sort is Sort.CATEGORY:
        key = list(zip(columns.category, folded, strict=False)).__getitem__
    order: list[int] = []
    for begin in range(0, snapshot.count, CHUNK):
        order += sorted(range(begin, min(begin + CHUNK, snapshot.count)), key=key)  # type: ignore[arg-type]
    order.sort(key=key)  # type: ignore[arg-type]
    return order


def _mask(snapshot: Snapshot, request: Request, query: queries.Query) -> bytes:
    """Return one byte per row: 1 where vault, state and tags let it be shown."""
    needed = FAVOURITE * query.favourite + HAS_OTP * query.otp + ARCHIVED * query.archived
    barred = GONE if query.archived else GONE | ARCHIVED
    table = bytes(flags & needed == needed and not flags & barred for flags in range(256))
    keep = bytes(snapshot.columns.flags[: snapshot.count].translate(table))
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
    for tags in snapshot.columns.tags[: snapshot.count]:
        if tags not in known:
            folded = [tag.casefold() for tag in tags]
            known[tags] = any(tag == wanted or tag.startswith(f"{wanted}/") for tag in folded)
        yield known[tags]


def _search_row(columns: Columns, row: int) -> SearchRow:
    return SearchRow(row, columns.titles[row], columns.usernames[row], columns.hosts[row], columns.tags[row])


def _changed(old: Columns, new: Columns, count: int) -> list[int] | None:
    """Return the rows that differ, or None where these are other rows altogether."""
    if len(new) < count or (count and (new.ids[0] != old.ids[0] or new.ids[count - 1] != old.ids[count - 1])):
        return None
    found = [
        row
        for row in range(count)
        if new.ids[row] is not old.ids[row]
        or new.titles[row] is not old.titles[row]
        or new.usernames[row] is not old.usernames[row]
        or new.hosts[row] is not old.hosts[row]
        or new.tags[row] is not old.tags[row]
    ]
    return found if len(found) <= 64 else None
