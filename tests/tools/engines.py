"""Both engines of a search, for the tests of what both must do."""

from __future__ import annotations

from collections.abc import Callable

from tui.tools.engine import Engine
from tui.tools.fuzzy import FuzzyEngine
from tui.tools.rows import Rows
from tui.tools.search import SearchIndex, SearchRow
from tui.tools.substrings import SubstringEngine

Make = Callable[[Rows], Engine]

ENGINES: tuple[Make, ...] = (FuzzyEngine, SubstringEngine)


def index_of(engine: Make | None, *rows: SearchRow) -> SearchIndex:
    """Return an index of some rows."""
    index = SearchIndex(engine)
    index.extend(rows)
    return index
