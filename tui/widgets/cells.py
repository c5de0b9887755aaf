"""Text cut, filled up and wrapped to exact numbers of terminal cells.

A character and what clings to it (marks, joiners) are never parted; widths are those that Textual itself counts with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, get_character_cell_size

MORE = "…"
"""Stands where something was cut off."""

Span = tuple[int, int]
"""A half-open range of characters."""

_JOINER = "\u200d"


def clusters(text: str) -> Iterator[str]:
    """Yield `text` in pieces that must stay together; together they are as wide as `text`."""
    begin = 0
    while begin < len(text):
        end = begin + (2 if text[begin] == _JOINER else 1)
        while end < len(text) and (text[end] == _JOINER or not get_character_cell_size(text[end])):
            end += 2 if text[end] == _JOINER else 1
        yield text[begin:end]
        begin = end


def take(text: str, width: int) -> tuple[str, int]:
    """Return the longest beginning of `text` that is no wider than `width` cells, and how wide it is."""
    if width <= 0:
        return "", 0
    if _plain(text):
        return text[:width], min(len(text), width)
    end = used = 0
    sizes = [get_character_cell_size(char) for char in text[: width + 1]]
    if all(sizes):  # nothing clings to anything
        for size in sizes:
            if used + size > width:
                break
            end += 1
            used += size
        return text[:end], used
    for cluster in clusters(text):
        size = cell_len(cluster)
        if used + size > width:
            break
        end += len(cluster)
        used += size
    return text[:end], used


def clip(text: str, width: int) -> str:
    """Return `text`, or where it is wider than `width` cells its beginning and "…". Never wider than `width`."""
    if cell_len(text) <= width:
        return text
    return take(text, width - 1)[0].rstrip(_JOINER) + MORE if width > 0 else ""


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` clipped and filled up with spaces to exactly `width` cells; `right` fills up before it."""
    clipped = clip(text, width).rstrip(_JOINER)  # it would swallow the next character
    space = " " * (width - cell_len(clipped))
    return space + clipped if right else clipped + space


def marked(text: str, width: int, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Yield `text`, fitted to `width` cells, in pieces; True goes with those that lie in `spans`.

    Spans may overlap, be unordered or out of range. One that begins or ends inside a cluster does so after it.
    """
    fitted = fit(text, width)
    if not spans:
        yield fitted, False
        return
    kept = len(text) if cell_len(text) <= width else len(clip(text, width)) - len(MORE)
    at = 0
    for begin, end in sorted(spans):
        start, stop = _snap(fitted, max(begin, at)), _snap(fitted, min(end, kept))
        if start >= stop:
            continue
        if at < start:
            yield fitted[at:start], False
        yield fitted[start:stop], True
        at = stop
    if at < len(fitted):
        yield fitted[at:], False


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells (at least 2), broken after spaces where there are any.

    Nothing is left out, save one space where a line ends in it.
    """
    width = max(width, 2)
    if cell_len(text) <= width:
        return [text]
    lines = []
    while text:
        line = take(text, width)[0] or next(clusters(text))
        rest = text[len(line) :]
        if rest.startswith(" "):
            rest = rest[1:]
        elif rest and (space := line.rfind(" ")) > 0 and not line[:space].isspace():
            line, rest = line[:space], line[space + 1 :] + rest
        lines.append(line)
        text = rest
    return lines


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _snap(text: str, index: int) -> int:
    """Return the first place from `index` on where a cluster begins or the text ends."""
    while 0 < index < len(text) and (
        text[index] == _JOINER or text[index - 1] == _JOINER or not get_character_cell_size(text[index])
    ):
        index += 1
    return min(index, len(text))
