"""The one command: `python -m benchmarks [PART…]` measures, prints a table, and writes RESULTS.md when all was run."""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from benchmarks import report
from benchmarks.figures import Row
from benchmarks.part import rows
from benchmarks.run import FEW, PARTS, ROUNDS, peers_folder

RESULTS = Path(__file__).with_name("RESULTS.md")
TIMES = 20
"""How often the same work is done before each part."""


def arguments() -> Namespace:
    """Return what was asked for."""
    parser = ArgumentParser(prog="python -m benchmarks", description="Speed, side by side with peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"how often ({ROUNDS}; {FEW} with --quick)")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and without what takes longest")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where the peers are kept")
    parser.add_argument("--results", type=Path, metavar="FILE", help="write the page here, also of some parts")
    found = parser.parse_args()
    if unknown := sorted({*found.parts} - {*PARTS}):
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return found


def main() -> None:
    """Measure part by part, and tell."""
    asked = arguments()
    rounds = asked.rounds or (FEW if asked.quick else ROUNDS)
    began, before = time.time(), report.load()
    print("\n".join(report.machine()), f"load {before}", "", report.HEAD, sep="\n", flush=True)
    found: list[Row] = []
    noise: list[list[float]] = []
    with tempfile.TemporaryDirectory(prefix="strongroom-benchmark-") as scratch:
        for name in [part for part in PARTS if part in asked.parts or not asked.parts]:
            noise.append([report.work() for _ in range(TIMES)])
            print(f"-- {name}", flush=True)
            peers = asked.peers or peers_folder()
            for row in rows(name, rounds, quick=asked.quick, peers=peers, scratch=Path(scratch)):
                found.append(row)
                print("\n".join(report.lines(row)), flush=True)
    took = f"{rounds} rounds{', quick' * asked.quick}, {(time.time() - began) / 60:.1f} minutes"
    print(f"\nload {report.load()}; {took}")
    page = asked.results or (None if asked.parts else RESULTS)
    if page is not None:
        day = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(began))
        report.write(page, found, noise, (day, took, f"load before {before}, after {report.load()}"))


if __name__ == "__main__":
    main()
