"""What a part of the benchmark is told: how often, how thoroughly, and where the peers are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from benchmarks.peers import Peers

ROUNDS = 5
FEW = 2

PARTS = (
    "start",
    "moving",
    "letters",
    "codes",
    "memory",
    "stalls",
    "unlock",
    "search",
    "app_100k",
    "store_100k",
    "connect_20k",
)
"""The modules here that have `figures(run)`, in the order in which they run."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the benchmark. `quick`: a part may leave out what takes long, and says so by a `Missing`."""

    rounds: int
    quick: bool
    peers: Peers
    scratch: Path
    """A folder that all parts of the run share; it is removed at its end."""


def peers_folder() -> Path:
    """Return where peers are kept from run to run."""
    return platformdirs.user_cache_path("strongroom-benchmarks") / "peers"
