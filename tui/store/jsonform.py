"""JSON in records: written compactly, read strictly.

UTF-8 in which a lone surrogate keeps its three bytes. A key that we do not know means that a newer Strongroom wrote it,
and is refused: reading half of a record would lose the other half at the next write.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from tui.model.errors import Invalid

NEWER = "A newer Strongroom wrote this; update Strongroom to read it."
NO_TIME = "A time in this record is not a number; it cannot be kept."
T = TypeVar("T")


class Fields:
    """A JSON object that is read key by key: a wrong type, a missing or a left-over key are refused."""

    __slots__ = ("_left",)

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise Invalid(NEWER)
        self._left: dict[str, object] = dict(value)

    def take(self, key: str, kind: type[T]) -> T:
        """Return the value of a key, of exactly this type (an integer may stand for a float)."""
        value = self._left.pop(key, None)
        if kind is float and type(value) is int:
            value = float(value)
        if not isinstance(value, kind) or (type(value) is bool) is not (kind is bool):
            raise Invalid(NEWER)
        return value

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """Return the value of a key that may be null."""
        if key in self._left and self._left[key] is None:
            del self._left[key]
            return None
        return self.take(key, kind)

    def each(self, key: str, read: Callable[[object], T]) -> tuple[T, ...]:
        """Return a list, each element read by `read`."""
        found: list[object] = self.take(key, list)
        return tuple(read(element) for element in found)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._left

    def done(self) -> None:
        """Nothing may be left over."""
        if self._left:
            raise Invalid(NEWER)


def dumps(value: object) -> bytes:
    """Return compact JSON.

    Raises:
        Invalid: a time is not a number.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise Invalid(NO_TIME) from None
    return text.encode("utf-8", "surrogatepass")


def loads(data: bytes) -> object:
    """Read JSON."""
    try:
        value: object = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Invalid(NEWER) from None
    return value
