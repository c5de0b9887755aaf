"""What the benchmarks tell of their figures, and of what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.figures import Figure, Missing, Of, Target, from_json, to_json
from benchmarks.part import rows
from benchmarks.peers import Absent, Peers

FIGURE = Figure(
    "a key",
    "ms",
    [[2.0, 4.0, 3.0], [6.0]],
    "peer 1.0",
    [[1.0], [3.0, 3.0]],
    (Target(2.6), Target(5, Of.P95), Target(2, above=True)),
)


def test_a_ratio_is_taken_round_by_round() -> None:
    assert FIGURE.ratios == [3.0, 2.0]
    assert FIGURE.value(Of.RATIO) == 2.5
    assert FIGURE.value(Of.MEDIAN) == 3.5
    assert FIGURE.value(Of.MOST) == FIGURE.value(Of.P95) == 6
    assert [FIGURE.reaches(target) for target in FIGURE.targets] == [True, False, True]


def test_what_was_not_measured_reaches_nothing() -> None:
    empty = Figure("a key", "ms", [], targets=(Target(2.6), Target(0, Of.MEDIAN, above=True)))
    assert not any(empty.reaches(target) for target in empty.targets)
    assert "MISSED" in report.verdict(empty)


@pytest.mark.parametrize("row", [FIGURE, Missing("a key / peer", "it is not there")])
def test_a_row_is_the_same_on_the_other_side(row: Figure | Missing) -> None:
    assert to_json(from_json(json.loads(json.dumps(to_json(row))))) == to_json(row)


def test_the_table_has_ours_the_peer_and_the_verdict() -> None:
    mine, other = report.lines(FIGURE)
    assert mine.split() == ["a", "key,", "ms", "2.00", "3.50", "6.00"]
    assert other.startswith("  / peer 1.0")
    assert "2.50" in other
    assert "ratio ≤ 2.6: reached  p95 ≤ 5: MISSED is 6.00  ratio > 2: reached" in other
    assert list(report.lines(Missing("a key / peer", "it is not there"))) == ["a key / peer: missing, it is not there"]


def test_the_page_names_what_is_missing(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    report.write(page, [FIGURE, Missing("a key / other", "it is not there")], [[1.0]], ["today"])
    text = page.read_text(encoding="utf-8")
    assert "| a key | 3.50 (2.00 to 6.00) ms | peer 1.0 |" in text
    assert "| yes; **no** (6.00); yes |" in text
    assert "- a key / other: it is not there" in text


def test_a_peer_that_cannot_be_had_is_told_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.peers.MADE", {"posting": ("/there/is/no/such/package",)})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Absent, match="keepassxc-cli is not installed on this system"):
        Peers(tmp_path).get("keepassxc-cli")


def test_a_part_that_ends_badly_is_told_as_missing(tmp_path: Path) -> None:
    (row,) = rows("no_such_part", 1, quick=True, peers=tmp_path, scratch=tmp_path)
    assert isinstance(row, Missing)
    assert (row.what, row.why) == ("no_such_part", "the rest of this part: it ended with 1")
