"""The search beside fzf, on the same lines: how long a query takes, and how far up what is meant comes.

Each query is asked of both in turn. fzf is timed as `fzf --filter`, a whole process that reads the lines from a file
and writes to nowhere; and as it times its own matching with `--bench`. Ours is timed as the app calls it: all words,
ranked, the best `MOST`; with nothing remembered of the query before, save where that is what is measured.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import queries
from benchmarks.figures import Figure, Missing, Of, Row, Target, resident
from benchmarks.peers import Absent, Peer
from benchmarks.queries import REPORTED, Labelled
from benchmarks.run import Run
from tui.services.finder import MOST
from tui.tools.rows import BLOCK, Batch
from tui.tools.search import ENOUGH, SearchIndex

QUERIES = 100
SIZES = (1_000, 10_000, 100_000)
MANY = 1_000_000
SLOW = ("a", "e", "ma", "mail", "office", "library", "work mara", "gym club", "aws", "river bank", "example", "gihtub")
"""What is asked of a million lines: words that are nearly everywhere, words that are nowhere, and what lies between."""
JUDGED = 10_000
TOP = 10
SEEN = 100
"""As far down as this a rank counts."""
WORDS = ("amazon web services", "hannah.wagner", "deutsche bahn", "river market bank")


def figures(run: Run) -> Iterator[Row]:
    """Yield all rows of the part."""
    try:
        peer = run.peers.get("fzf")
    except Absent as absent:
        yield Missing("search", str(absent))
        return
    print(f"frizbee {_frizbee()}; seed {REPORTED}, tuned with {queries.TUNING}", flush=True)
    yield from _ranking(run, peer)
    for size in SIZES:
        yield from _speed(run, peer, size)
    if run.quick:
        yield Missing("search of a million lines", "left out, since it was to be quick")
    else:
        yield from _million(run, peer)


def index_of(rows: Sequence[queries.Row]) -> tuple[SearchIndex, list[float]]:
    """Return an index of rows, made of columns as the app makes it, and the milliseconds that each step took."""
    columns = [tuple(column) for column in list(zip(*rows, strict=True))[:4]]
    index, steps = SearchIndex(), []
    for begin in range(0, len(rows), BLOCK):
        parts = [column[begin : begin + BLOCK] for column in columns]
        begun = time.perf_counter()
        index.extend_columns(Batch(*parts))
        steps.append(_since(begun))
    return index, steps


def _speed(run: Run, peer: Peer, size: int) -> Iterator[Row]:
    rows = queries.rows(size)
    lines = _lines(run, rows)
    rounds = 1 if run.quick else min(run.rounds, 2)  # each has many queries
    texts = queries.typed(rows, QUERIES, REPORTED)
    before = resident()
    builds = [sum(index_of(rows)[1]) for _ in range(rounds)]
    index, _ = index_of(rows)
    memory = resident() - before
    keep = bytes(row % 50 > 0 for row in range(size))
    ours: dict[str, list[list[float]]] = defaultdict(list)
    theirs: dict[str, list[list[float]]] = defaultdict(list)
    for _ in range(rounds):
        took = [_asked(index, text, keep, partial(_whole, peer, text, lines)) for text in texts]
        for name, values in zip(("exact", "near", "whole"), zip(*took, strict=True), strict=True):
            (theirs if name == "whole" else ours)[name].append(list(values))
        own = [_own(peer, text, lines) for text in texts[:: 1 if size < MANY else 5]]
        theirs["own"].append(own)
    name = f"fzf {peer.version}"
    targets = (Target(0.15),) if size == 100_000 else ()
    yield Figure(
        f"search {size:,} lines, one of {QUERIES} queries",
        "ms",
        ours["exact"],
        f"{name} --filter",
        theirs["whole"],
        targets,
    )
    yield Figure("  the same beside fzf's matching alone", "ms", ours["exact"], f"{name} --bench", theirs["own"])
    yield Figure("  what has typing errors, behind it", "ms", ours["near"], f"{name} --filter", theirs["whole"])
    yield Figure("  index of them made, of columns", "ms", [builds])
    yield Figure("  memory of the index, lines counted", "MB", [[memory]])


def _million(run: Run, peer: Peer) -> Iterator[Row]:
    rows = queries.rows(MANY)
    lines = _lines(run, rows)
    index, steps = index_of(rows)
    took, own, typed = [], [], []
    for _ in range(min(run.rounds, 3)):
        took.append([_asked(index, text, None, lambda: 0.0)[0] for text in SLOW])
        own.append([_own(peer, text, lines) for text in SLOW])
        typed.append([ms for line in WORDS for ms in _letters(index, line)])
    name = f"fzf {peer.version} --bench"
    yield Figure(f"search {MANY:,} lines, {len(SLOW)} queries", "ms", took, name, own, (Target(100, Of.MOST),))
    yield Figure("  a letter more of a query that grows", "ms", typed)
    yield Figure("  index of them made, of columns", "ms", [[sum(steps)]])


def _ranking(run: Run, peer: Peer) -> Iterator[Row]:
    rows = queries.rows(JUDGED)
    asked = queries.labelled(rows, REPORTED)
    lines = _lines(run, rows)
    index, _ = index_of(rows)
    places: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault(row.line, []).append(at)

    def fzf(text: str) -> Sequence[int]:
        with lines.open() as file:
            done = subprocess.run(
                [peer.program, "--filter", text], stdin=file, capture_output=True, text=True, check=False
            )
        return [places[line][0] for line in done.stdout.splitlines()[:SEEN]]

    mine = _ranks(asked, lambda text: index.search(text, SEEN).rows)
    other = _ranks(asked, fzf)
    name = f"fzf {peer.version}"
    for what, value in (("mean reciprocal rank", _reciprocal), (f"in the first {TOP}", _top)):
        values = [[[value(rank) for ranks in of.values() for rank in ranks]] for of in (mine, other)]
        ours, theirs = ([[statistics.mean(one[0])]] for one in values)
        yield Figure(f"{what}, {len(asked)} queries", "of 1", ours, name, theirs, (Target(1.0, above=True),))
    for kind, ranks in mine.items():
        ours, theirs = ([[statistics.mean(map(_reciprocal, of))]] for of in (ranks, other[kind]))
        yield Figure(f"  {kind}: mean reciprocal rank of {len(ranks)}", "of 1", ours, name, theirs)


def _ranks(asked: Sequence[Labelled], search: Callable[[str], Sequence[int]]) -> dict[str, list[int]]:
    """Return of every query the rank of the first row that is meant, 0 where none is seen."""
    found: dict[str, list[int]] = {}
    for query in asked:
        rows = search(query.text)
        rank = next((rank for rank, row in enumerate(rows, 1) if row in query.wanted), 0)
        found.setdefault(query.kind, []).append(rank)
    return found


def _reciprocal(rank: int) -> float:
    return 1 / rank if rank else 0.0


def _top(rank: int) -> float:
    return float(0 < rank <= TOP)


def _asked(index: SearchIndex, text: str, keep: bytes | None, peer: Callable[[], float]) -> tuple[float, float, float]:
    """Ask both once: return milliseconds for what is spelt so, for what has errors, and for the peer."""
    index.search_exactly("zqxj", 1)  # nothing is to be remembered
    begun = time.perf_counter()
    hits = index.search_exactly(text, MOST, keep)
    exact = _since(begun)
    begun = time.perf_counter()
    if hits.total <= ENOUGH:
        index.near(text, hits.rows, keep)
    return exact, _since(begun), peer()


def _letters(index: SearchIndex, line: str) -> Iterator[float]:
    """Type a line; yield the milliseconds of each letter behind the third."""
    for end in range(1, len(line) + 1):
        begun = time.perf_counter()
        index.search_exactly(line[:end], MOST)
        if end > 3:
            yield _since(begun)


def _whole(peer: Peer, text: str, lines: Path) -> float:
    with lines.open() as file:
        begun = time.perf_counter()
        subprocess.run([peer.program, "--filter", text], stdin=file, stdout=subprocess.DEVNULL, check=False)
        return _since(begun)


def _own(peer: Peer, text: str, lines: Path) -> float:
    """Return how long fzf says that its matching takes."""
    with lines.open() as file:
        done = subprocess.run(
            [peer.program, "--filter", text, "--bench", "40ms"], stdin=file, capture_output=True, text=True, check=False
        )
    found = re.search(r"avg: ([\d.]+)(µs|ms|s)", done.stdout)
    return float(found[1]) * {"µs": 0.001, "ms": 1, "s": 1000}[found[2]] if found else float("nan")


def _lines(run: Run, rows: Sequence[queries.Row]) -> Path:
    path = run.scratch / f"lines-{len(rows)}.txt"
    path.write_text("\n".join(row.line for row in rows), encoding="utf-8")
    return path


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _frizbee() -> str:
    try:
        return version("frizbee")
    except PackageNotFoundError:
        return "is not there: the engine in Python is measured"
