"""Which engine an index takes, and when it is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tools.engines import index_of
from tui.tools.search import SearchRow

LOADED = """
import sys
from tui.services.finder import Finder
from tui.tools.search import SearchIndex, SearchRow
finder, index = Finder(), SearchIndex()
before = "frizbee" in sys.modules
index.extend([SearchRow(1, "Mail")])
print(before, "frizbee" in sys.modules)
"""


def test_frizbee_is_loaded_with_the_first_row() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "True"]


def test_without_frizbee_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frizbee", None)
    for name in ("tui.tools.fuzzy", "tui.tools.matchers", "tui.tools.segments"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    index = index_of(None, SearchRow(1, "GitHub"), SearchRow(2, "Amazon Web Services"))
    assert [index.search(query, 9).hits[0].ref for query in ("git", "gihtub", "aws", "services amazon")] == [1, 1, 2, 2]
    assert "tui.tools.fuzzy" not in sys.modules
