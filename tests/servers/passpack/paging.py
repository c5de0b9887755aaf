"""Lists by pages, in the ways that services have. What a client asks for is honoured as far as it goes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from urllib.parse import urlencode

from tests.servers.exchange import Reply, Request, json_reply
from tests.servers.passpack import told
from tests.servers.passpack.refused import Refused

Style = Literal["none", "page", "offset", "cursor", "link", "content-range"]

_RANGE = re.compile(r"items=(\d+)-(\d+)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list and how each of it is told, which is done for one page alone: a test may ask for a hundred of them."""

    rows: Sequence[T]
    tell: Callable[[T], object]
    envelope: str
    from_end: bool = False
    """Whether it grows at its head: then cursors count from its end."""

    def told(self, start: int, stop: int, beside: Mapping[str, object]) -> object:
        """Return a part of it in its envelope."""
        return told.many([self.tell(row) for row in self.rows[start:stop]], self.envelope, beside)


@dataclass(slots=True)
class Pages:
    """How lists come."""

    style: Style = "none"
    size: int = 100
    """How many come at most at once."""
    loop: bool = False
    """The next page is always the first again, though it looks like another."""
    beside: str = ""
    """The key of an object that tells of the pages, such as "meta"; "": they are told beside the list."""
    base: str = ""
    """What the addresses of next pages begin with, such as that of another host; "": nothing, they are relative."""

    def reply(self, request: Request, listing: Listing[T]) -> Reply:
        """Return the page that is asked for. Raises `Refused` with 400."""
        count = len(listing.rows)
        match self.style:
            case "none":
                return json_reply(listing.told(0, count, {}))
            case "page":
                number, size = _number(request, "page", 1) or 1, self._size(request, "per_page")
                pages = number + 1 if self.loop else math.ceil(count / size)
                about: dict[str, object] = {"page": number, "per_page": size, "total_pages": pages}
                return self._page(listing, (number - 1) * size, size, about)
            case "offset":
                start, size = _number(request, "offset", 0), self._size(request, "limit")
                about = {"offset": start, "limit": size, "total": start + 2 * size if self.loop else count}
                return self._page(listing, start, size, about)
            case "cursor":
                return self._after(request, listing)
            case "link":
                return self._linked(request, listing)
            case "content-range":
                return self._ranged(request, listing)

    def _page(self, listing: Listing[T], start: int, size: int, about: Mapping[str, object]) -> Reply:
        start = 0 if self.loop else start
        return json_reply(listing.told(start, start + size, {self.beside: about} if self.beside else about))

    def _after(self, request: Request, listing: Listing[T]) -> Reply:
        count, mark, size = len(listing.rows), request.query.get("cursor", ""), self._size(request, "limit")
        if mark and not mark.removeprefix("after-").isdecimal():
            raise Refused(400, "Unknown cursor")
        at = int(mark.removeprefix("after-")) if mark else 0
        start = max(0, count - at) if mark and listing.from_end else at
        stop = start + size
        following = count - stop if listing.from_end else stop
        if self.loop:
            following = at + size
        more = stop < count or self.loop
        return self._page(listing, start, size, {"next_cursor": f"after-{following}" if more else None})

    def _linked(self, request: Request, listing: Listing[T]) -> Reply:
        number, size = _number(request, "page", 1) or 1, self._size(request, "per_page")
        start = 0 if self.loop else (number - 1) * size
        headers = {}
        if start + size < len(listing.rows) or self.loop:
            query = urlencode({**request.query, "page": number + 1, "per_page": size})
            headers["Link"] = f'<{self.base}{request.path}?{query}>; rel="next", <{request.path}>; rel="first"'
        return json_reply(listing.told(start, start + size, {}), headers=headers)

    def _ranged(self, request: Request, listing: Listing[T]) -> Reply:
        start, size = _number(request, "offset", 0), self._size(request, "limit")
        if asked := _RANGE.fullmatch(request.headers.get("range", "")):
            start, size = int(asked[1]), min(self.size, int(asked[2]) - int(asked[1]) + 1)
        first = 0 if self.loop else start
        total = start + 2 * size if self.loop else len(listing.rows)
        last = min(start + size, total) - 1
        where = f"items {start}-{last}/{total}" if start < total else f"items */{total}"
        return json_reply(listing.told(first, first + size, {}), headers={"Content-Range": where})

    def _size(self, request: Request, name: str) -> int:
        return max(1, min(self.size, _number(request, name, self.size)))


def _number(request: Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    if text and not text.isdecimal():
        raise Refused(400, f"Invalid {name}")
    return int(text) if text else default
