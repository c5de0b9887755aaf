"""The JSON that goes to the SDK and comes from it. Nothing large is turned in one go: that would hold up every thread.

Files travel as lists of numbers, one for each byte, over four characters each.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Iterator, Mapping

from tui.model.errors import Invalid
from tui.model.secret import Secret

LIMIT = 50 * 2**20
"""A request of more bytes would bring the SDK down; it refuses them itself."""

FILE = 12_800_000
"""A file of so many bytes can be sent, whatever is in it: at most four characters for each byte."""

_LARGE = 256 * 1024
_PIECE = 64 * 1024
_NUMBERS = tuple(map(str, range(256)))
_BLANK = re.compile(r"[ \t\n\r]*")


class NotUnderstood(ValueError):
    """An answer is not what it should be."""


async def encoded(parameters: Mapping[str, object], what: str) -> str:
    """Return parameters as JSON: a `Secret` in them is revealed there, `bytes` become a list of numbers.

    Raises:
        Invalid: it would be too large. `what` names it within a sentence.
    """
    contents: dict[str, bytes] = {}

    def turned(value: object) -> str:
        if isinstance(value, Secret):
            return value.reveal()
        if isinstance(value, bytes | bytearray):
            mark = secrets.token_hex(16)
            contents[mark] = bytes(value)
            return mark
        raise TypeError(f"{type(value).__name__} cannot be sent")

    text = json.dumps(parameters, default=turned)
    if len(text) + sum(map(len, contents.values())) * 2 > LIMIT:
        raise _too_large(what)
    if contents:
        text = await asyncio.to_thread(_filled, text, contents)
    if len(text) > LIMIT - 1024:  # what is around it
        raise _too_large(what)
    return text


async def decoded(text: str, *, file: bool) -> object:
    """Return an answer as Python's own values; with `file` it is one file, which is returned as `bytes`.

    Raises:
        NotUnderstood: it is no such thing.
    """
    try:
        if len(text) < _LARGE:
            return octets(text) if file else json.loads(text)
        return await asyncio.to_thread(octets if file else _in_pieces, text)
    except (ValueError, RecursionError):
        pass  # their own words may quote a value
    raise NotUnderstood


def hidden(value: object, key: str = "") -> Iterator[Secret]:
    """Yield what must not be shown of what is sent: every `Secret`, and plain values of fields and notes."""
    match value:
        case Secret():
            yield value
        case str() if key in ("value", "notes") and value:
            yield Secret(value)
        case Mapping():
            for name, one in value.items():
                yield from hidden(one, name)
        case list() | tuple():
            for one in value:
                yield from hidden(one, key)


def _too_large(what: str) -> Invalid:
    return Invalid(
        f"1Password’s library does not take {what}: it is too large. A file of more than about {FILE // 10**6} MB can "
        "only be put into 1Password by its own app."
    )


def _filled(text: str, contents: Mapping[str, bytes]) -> str:
    """Return JSON with lists of numbers in the place of the marks."""
    for mark, content in contents.items():
        before, _, after = text.partition(f'"{mark}"')
        pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
        text = "".join((before, "[", ",".join(",".join(map(_NUMBERS.__getitem__, one)) for one in pieces), "]", after))
    return text


def octets(text: str | bytes, start: int = 0, end: int | None = None) -> bytes:
    """Return the bytes of a list of numbers, which is what is in `text` from `start` to `end`, a piece at a time.

    Raises:
        ValueError: it is something else.
    """
    raw = text.encode() if isinstance(text, str) else text
    first, last = raw.find(b"[", start, end), raw.rfind(b"]", start, end)
    if first < 0 or last < first or raw[start:first].strip() or raw[last + 1 : end].strip():
        raise ValueError
    found, at = bytearray(), first + 1
    while at < last:
        cut = raw.find(b",", at + _PIECE, last)
        cut = last if cut < 0 else cut
        piece = json.loads(b"[%b]" % raw[at:cut])
        if not all(type(one) is int for one in piece) or not (piece or at == first + 1):
            raise ValueError
        found += bytes(piece)
        at = cut + 1
    return bytes(found)


def _in_pieces(text: str) -> object:
    """Return a value, of a list one element at a time."""
    start = _BLANK.match(text)
    at = start.end() if start else 0
    return list(_elements(text, at + 1)) if text[at : at + 1] == "[" else json.loads(text)


def _elements(text: str, at: int) -> Iterator[object]:
    decoder = json.JSONDecoder()
    at = _after_blank(text, at)
    if text[at : at + 1] == "]":
        return _be_at_end(text, at)
    while True:
        value, at = decoder.raw_decode(text, at)
        yield value
        at = _after_blank(text, at)
        if text[at : at + 1] != ",":
            return _be_at_end(text, at)
        at = _after_blank(text, at + 1)


def _after_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _be_at_end(text: str, at: int) -> None:
    if text[at : at + 1] != "]" or text[at + 1 :].strip():
        raise ValueError
