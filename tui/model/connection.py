"""What is known of a service over the network: its state in plain words, and the requests that were made of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dependency:
    """A part that the service says it needs. `status` is the service's own word, `sentence` says it plainly.

    `good`: it works; None: we do not know the word.
    """

    service: str
    status: str
    sentence: str
    good: bool | None


@dataclass(frozen=True, slots=True)
class Connection:
    """The state of a service when it was asked at `at` (Unix seconds).

    `sentence` says in plain words how it is and, where something is wrong, what to do; `good`: nothing is wrong.
    `seconds` is how long the heartbeat took, None where there was none. `vaults` is how many it shows us, or None.
    """

    at: float
    good: bool
    sentence: str
    name: str = ""
    version: str = ""
    seconds: float | None = None
    vaults: int | None = None
    dependencies: tuple[Dependency, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and how it ended. Names only, no values: `path` has no query.

    `at` is in Unix seconds; `status` is 0 where there was no answer, and `problem` then says why in a few words.
    `received` counts the bytes of the body.
    """

    at: float
    method: str
    path: str
    status: int
    seconds: float
    received: int = 0
    problem: str = ""
