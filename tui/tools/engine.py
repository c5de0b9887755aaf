"""What finds rows: one contract for two engines.

The words are folded, at least one, none of them twice. What rows an engine returns is said in `SearchIndex`; the order
needs to be right only as far as `tui.tools.ranking` would not see it: the best of all must be among the first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tui.tools.rows import Keep, Lines

Words: TypeAlias = tuple[str, ...]

BEST = 128
"""So many rows of an answer are ranked one by one; for those behind them the engine's order is good enough."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How many rows have all words, and the first of them, best first."""

    total: int
    rows: Sequence[int]


NOTHING = Answer(0, ())


def never() -> bool:
    """Whether to stop: no."""
    return False


@dataclass(frozen=True, slots=True)
class Query:
    """What to find. `keep` tells which rows may be found; `stop` is asked now and then: where it says so, None is."""

    words: Words
    keep: Keep | None = None
    stop: Callable[[], bool] = never


class Engine(Protocol):
    """Finds rows of the `Rows` that it was made for."""

    def extend(self, lines: Lines) -> None:
        """Take in rows that were appended."""

    def change(self, row: int) -> None:
        """Take in that a row is another one, or was removed."""

    def exact(self, query: Query, limit: int) -> Answer | None:
        """Return the rows that have every word."""

    def near(self, query: Query, most: int, known: Collection[int]) -> Sequence[int] | None:
        """Return up to `most` rows that may have every word with an error in some; `known` are not among them."""
