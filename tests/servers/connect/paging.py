"""Lists by pages, which the real server has for its activity only: a client must not take one page for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from tests.servers.connect.refused import Refused
from tests.servers.exchange import Reply, Request, json_reply

Style = Literal["link", "content-range", "cursor"]


@dataclass(slots=True)
class Pages:
    """How lists come. `size` None: whole, as from the real server."""

    size: int | None = None
    style: Style = "link"
    loop: bool = False
    """The next page is always the first again."""
    base: str = ""
    """What the addresses of next pages begin with, such as that of another host; "": nothing, they are relative."""

    def reply(self, request: Request, rows: Sequence[object]) -> Reply:
        """Answer with the page that is asked for."""
        size = self.size or len(rows) or 1
        match self.style:
            case "link":
                return self._linked(request, rows, size)
            case "cursor":
                start = _number(request, "cursor", 0)
                page: dict[str, object] = {"items": rows[start : start + size]}
                if start + size < len(rows) or self.loop:
                    page["next_cursor"] = str(0 if self.loop else start + size)
                return json_reply(page)
            case "content-range":
                start = 0 if self.loop else _number(request, "offset", 0)
                part = rows[start : start + min(size, _number(request, "limit", size))]
                first, last = (start + 1, start + len(part)) if part else (0, 0)
                return json_reply(part, headers={"Content-Range": f"{first}-{last}/{len(rows)}"})

    def _linked(self, request: Request, rows: Sequence[object], size: int) -> Reply:
        number = _number(request, "page", 1)
        headers = {}
        if number * size < len(rows) or self.loop:
            query = urlencode({**request.query, "page": 1 if self.loop else number + 1})
            headers["Link"] = f'<{self.base}{request.path}?{query}>; rel="next"'
        return json_reply(rows[(number - 1) * size : number * size], headers=headers)


def _number(request: Request, name: str, default: int) -> int:
    text = request.query.get(name, "")
    if text and not text.isdecimal():
        raise Refused(400, f"Invalid {name}")
    return int(text) if text else default
