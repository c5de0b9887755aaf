"""Collections to their end, however a service pages them. Nothing it names is followed to another place.

One page is never taken for all: by Link (RFC 8288), Content-Range, or an envelope with a cursor, an address, an offset,
a number of pages or a total. Where pages have numbers and elements go meanwhile, what moved to a page that was read is
read again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tui.backends.http import Answer
from tui.backends.http_envelope import found_list, told_beside
from tui.backends.http_json import document, is_list, slices
from tui.model.errors import Unreachable
from tui.tools.mended import as_number, as_text

MOST = 10_000
"""So many pages are read at most."""

_LINK = re.compile(r"<([^<>]*)>\s*;([^<]*)")
_NEXT = re.compile(r"""\brel\s*=\s*(["']?)next\1(?:\s|;|,|\Z)""", re.IGNORECASE)
_RANGE = re.compile(r"(?:items\s+)?(?:\d+-\d+|\*)/(\d+)")
_ADDRESS = re.compile(r"https?://|/|\?|[^?]*\?[^?]*=")

_CURSORS = {
    **{"next_cursor": "cursor", "nextCursor": "cursor", "next_page_token": "page_token"},
    **{"nextPageToken": "pageToken", "next_token": "token", "next_page": "page", "nextPage": "page"},
}
"""Where the place of the next page stands, and under which name it is asked for."""

_PAGE = ("page", "current_page", "currentPage")
_LAST = ("total_pages", "totalPages", "last_page", "lastPage", "page_count", "pages")
_TOTAL = ("total", "total_count", "totalCount")
_NUMBERED = frozenset({"page", "offset"})
"""Where one of these is asked for, elements move to other pages when one before them goes."""

Query = dict[str, str]
Get = Callable[[Query], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Collection:
    """What is read. `service` begins sentences, `what` names it within one; `complaint` is said of what is no list.

    `origin` is the host and port where it is, in small letters, `path` the end of its path. `key` is where elements
    have their ids. `envelope` and `names` say where in an answer the list is, see `found_list`.
    """

    service: str
    what: str
    complaint: str
    origin: str
    path: Sequence[str]
    key: str = "id"
    envelope: str = ""
    names: tuple[str, ...] = ()


async def elements(get: Get, of: Collection) -> AsyncIterator[list[Any]]:
    """Yield the elements of a collection, some at a time, each id once. `get` asks with a query, {} for none.

    Raises:
        VaultError: it does not go on to its end; what was yielded before is right nevertheless.
    """
    seen: set[object] = set()
    asked: list[Query] = [{}]
    received = before = 0
    while True:
        answer = await get(asked[-1])
        count = fresh = 0
        beside, parts = _opened(answer, of)
        for part in parts:
            count += len(part)
            new = _new(part, seen, of.key)
            fresh += len(new)
            yield new
        extent = _extent(answer, beside)
        if of.key and 0 < extent < before and not _NUMBERED.isdisjoint(asked[-1]):
            async for new in _moved(get, of, seen, asked[:-1]):
                yield new
        received, before = received + count, extent or before
        following = _following(answer, beside, (count, received), of)
        if following is None:
            return
        if not count:
            raise Unreachable(f"{of.service} tells of more of {of.what} than it shows: the list is not complete.")
        if following in asked or not fresh or len(asked) >= MOST:
            raise Unreachable(f"{of.service} goes round in circles with {of.what}: the list is not complete.")
        asked.append(following)


def check(answer: Answer, of: Collection) -> None:
    """Raise Unreachable where an answer is no page of a collection. A bare list is not read for that."""
    if not is_list(answer.body):
        _opened(answer, of)


async def _moved(get: Get, of: Collection, seen: set[object], asked: Sequence[Query]) -> AsyncIterator[list[Any]]:
    """Yield what moved to pages that were read, since others went: the last page first, until one has no news."""
    for query in reversed(asked):
        fresh = 0
        for part in _opened(await get(query), of)[1]:
            new = _new(part, seen, of.key)
            fresh += len(new)
            yield new
        if not fresh:
            return


def _opened(answer: Answer, of: Collection) -> tuple[Mapping[str, Any], Iterator[list[Any]]]:
    """Return what a page tells beside its elements, and these, some at a time."""
    if is_list(answer.body):
        return {}, slices(answer.body, of.complaint)
    found = document(answer.body, of.complaint)
    return told_beside(found), iter([_unpacked(found, of)])


def _unpacked(found: object, of: Collection) -> list[Any]:
    inside = found_list(found, of.envelope, of.names)
    if inside is None:
        raise Unreachable(of.complaint)
    return inside


def _new(part: list[Any], seen: set[object], key: str) -> list[Any]:
    """Return the elements that were not there before; those without an id are new, unless all of them came before."""
    try:
        names = {one[key] for one in part}
        if len(names) == len(part) and seen.isdisjoint(names):
            seen |= names
            return part
    except (TypeError, KeyError):
        pass
    if part and not any(_name(one, key) for one in part):
        digest = hashlib.blake2b(json.dumps(part).encode(), digest_size=16).digest()
        if digest in seen:
            return []
        seen.add(digest)
        return part
    return [one for one in part if _is_new(one, seen, key)]


def _name(element: object, key: str) -> str | int:
    """Return the id of an element as it came, "" where it has none."""
    name = element.get(key) if isinstance(element, dict) else None
    return name if isinstance(name, str) or (isinstance(name, int) and not isinstance(name, bool)) else ""


def _is_new(element: object, seen: set[object], key: str) -> bool:
    name = _name(element, key)
    if name == "":
        return True
    if name in seen:
        return False
    seen.add(name)
    return True


def _following(answer: Answer, beside: Mapping[str, Any], counts: tuple[int, int], of: Collection) -> Query | None:
    """Return what to ask for next, None at the end. `counts`: of this page, and of all so far."""
    for target, told in _LINK.findall(answer.headers.get("link", "")):
        if _NEXT.search(told):
            return _query_of(target, of)
    target = as_text(beside.get("next")) or as_text(beside.get("next_url"))
    if _ADDRESS.match(target):
        return _query_of(target, of)
    if target:
        return {"cursor": target}
    for name, parameter in _CURSORS.items():
        if place := as_text(beside.get(name)):
            return _query_of(place, of) if _ADDRESS.match(place) and parameter == "page" else {parameter: place}
    if page := as_number(answer.headers.get("x-next-page")):
        return {"page": str(page)}
    return _counted(answer, beside, counts)


def _counted(answer: Answer, beside: Mapping[str, Any], counts: tuple[int, int]) -> Query | None:
    """Return what to ask for next where only numbers tell that there is more."""
    count, received = counts
    page, last, total = _number(beside, _PAGE), _number(beside, _LAST), _total(answer, beside)
    more = beside.get("has_more") is True or beside.get("hasMore") is True
    if page and (page < last if last else received < total or more):
        return {"page": str(page + 1)}
    if not page and (received < total or more):
        return {"limit": str(max(1, count)), "offset": str(received)}
    return None


def _total(answer: Answer, beside: Mapping[str, Any]) -> int:
    """Return how many elements there are in all, 0 where that is not told."""
    ranged = _RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    if ranged:
        return int(ranged[1][:12])
    return _number(beside, _TOTAL) or as_number(answer.headers.get("x-total-count"))


def _extent(answer: Answer, beside: Mapping[str, Any]) -> int:
    """Return how much there is in all, in elements or else in pages; 0 where that is not told."""
    return _total(answer, beside) or _number(beside, _LAST)


def _number(beside: Mapping[str, Any], names: Sequence[str]) -> int:
    return next((number for name in names if (number := as_number(beside.get(name)))), 0)


def _query_of(target: str, of: Collection) -> Query:
    """Return the query of the next page's address. Only that is taken of it, and only if the rest is ours."""
    try:
        parts = urlsplit(target)
    except ValueError:
        parts = urlsplit("//elsewhere")
    here = parts.path in ("", ".") or unquote(parts.path).rstrip("/").endswith("/".join(of.path))
    if parts.netloc.casefold() not in ("", of.origin) or not here or not parts.query:
        raise Unreachable(f"{of.service} names another place for the rest of {of.what}; the list is not complete.")
    return dict(parse_qsl(parts.query, keep_blank_values=True))
