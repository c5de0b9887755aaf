"""Many texts kept as one: with no object for each of them, they cost what their characters do.

A text is cut out when it is asked for, so what is asked for one by one comes in short stretches (see `column.CHUNK`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import overload

APART = "\n"
"""What stands between two texts."""

_TAG_APART = "\t"
_EMPTY_TAG = "\\e"
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_MEANINGS = {escape: char for char, escape in _ESCAPES.items()}
_SPECIAL = re.compile(r"[\\\n\t]")
_ESCAPE = re.compile(r"\\.?", re.DOTALL)


class Texts(Sequence[str]):
    """A stretch of texts. `joined` has them one a line; it is None where one of them has a line feed in it."""

    __slots__ = ("_apart", "_count", "joined")

    def __init__(self, joined: str | None, count: int, apart: tuple[str, ...] = ()) -> None:
        self.joined = joined
        self._count = count
        self._apart = apart

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Return these texts."""
        listed = tuple(texts)
        joined = APART.join(listed)
        whole = joined.count(APART) == max(len(listed) - 1, 0)
        return cls(joined, len(listed)) if whole else cls(None, len(listed), listed)

    @classmethod
    def together(cls, parts: Sequence[Texts]) -> Texts:
        """Return the texts of all parts."""
        parts = [part for part in parts if part]
        joined = [part.joined for part in parts if part.joined is not None]
        if len(joined) < len(parts):
            return cls.of(chain.from_iterable(parts))
        return cls(APART.join(joined), sum(map(len, parts)))

    def split(self) -> Sequence[str]:
        """Return each of the texts."""
        if self.joined is None:
            return self._apart
        return self.joined.split(APART) if self._count else ()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self.split())

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Texts: ...
    def __getitem__(self, at: int | slice) -> str | Texts:
        if isinstance(at, slice):
            whole = at.indices(self._count) == (0, self._count, 1)
            return self if whole else Texts.of(self.split()[at])
        at = at + self._count if at < 0 else at
        if not 0 <= at < self._count:
            raise IndexError(at)
        if self.joined is None:
            return self._apart[at]
        if at < self._count // 2:
            return self.joined.split(APART, at + 1)[at]
        return self.joined.rsplit(APART, self._count - at)[at - self._count]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Texts):
            return NotImplemented
        return (self._count, self.joined, self._apart) == (other._count, other.joined, other._apart)

    __hash__ = None  # type: ignore[assignment]


class TagLists(Sequence[tuple[str, ...]]):
    """A stretch of lists of tags, each kept as one line of `texts`; see `tag_line`."""

    __slots__ = ("texts",)

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    @classmethod
    def of(cls, lists: Iterable[tuple[str, ...]]) -> TagLists:
        """Return these lists."""
        known: dict[tuple[str, ...], str] = {}
        return cls(Texts.of([known.get(tags) or known.setdefault(tags, tag_line(tags)) for tags in lists]))

    @classmethod
    def together(cls, parts: Sequence[TagLists]) -> TagLists:
        """Return the lists of all parts."""
        return cls(Texts.together([part.texts for part in parts]))

    def lines(self, apart: str) -> Sequence[str]:
        """Return each list as one text, with `apart` between two tags."""
        joined = self.texts.joined
        if joined is None or "\\" in joined or apart in joined:
            return list(map(apart.join, self))
        return joined.replace(_TAG_APART, apart).split(APART) if self else ()

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        known: dict[str, tuple[str, ...]] = {"": ()}
        return iter([known.get(line) or known.setdefault(line, tags_of(line)) for line in self.texts])

    @overload
    def __getitem__(self, at: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> TagLists: ...
    def __getitem__(self, at: int | slice) -> tuple[str, ...] | TagLists:
        return TagLists(self.texts[at]) if isinstance(at, slice) else tags_of(self.texts[at])

    def __eq__(self, other: object) -> bool:
        return self.texts == other.texts if isinstance(other, TagLists) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def tag_line(tags: Sequence[str]) -> str:
    r"""Return tags as one line, with a tab between two; each as `escaped` returns it, an empty one as `\e`."""
    return _TAG_APART.join([escaped(tag) or _EMPTY_TAG for tag in tags])


def tags_of(line: str) -> tuple[str, ...]:
    """Return the tags of a line that `tag_line` made.

    Raises:
        ValueError: it did not.
    """
    if not line:
        return ()
    found = line.split(_TAG_APART)
    if "\\" not in line:
        return tuple(found)
    return tuple("" if tag == _EMPTY_TAG else unescaped(tag) for tag in found)


def escaped(text: str) -> str:
    r"""Return a text without line feeds and tabs: `\\`, `\n` and `\t` stand for what they are elsewhere."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def unescaped(text: str) -> str:
    """Return the text that `escaped` was given.

    Raises:
        ValueError: it gives no such text.
    """
    try:
        return _ESCAPE.sub(lambda found: _MEANINGS[found[0]], text)
    except KeyError:
        raise ValueError("not an escape") from None
