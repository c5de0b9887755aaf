"""What goes wrong at the tests' 1Password, by wire name: failures, delays, lost answers, limits, hostile answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.onepassword.refused import Refused, no_network, rate_limited
from tests.servers.onepassword.words import WRITES

Twist = Callable[[Any], Any]
"""Makes another answer of an answer."""


@dataclass(slots=True)
class Failure:
    """How a call fails, and how often still; None: always."""

    refused: Refused
    times: int | None = None


@dataclass(slots=True)
class Faults:
    """Set from the test's thread, read by those that ask; under the account's lock."""

    failures: dict[str, Failure] = field(default_factory=dict)
    losses: dict[str, int] = field(default_factory=dict)
    """How many answers get lost still, after what was asked for was done."""
    seconds: dict[str, float] = field(default_factory=dict)
    gates: dict[str, threading.Event] = field(default_factory=dict)
    """Calls that are answered when these are set."""
    twists: dict[str, Twist] = field(default_factory=dict)
    reads_left: int | None = None
    writes_left: int | None = None

    def arrived(self, name: str) -> None:
        """Raise `Refused` if a call is beyond a limit."""
        if name in WRITES:
            if self.writes_left == 0:
                raise rate_limited()
            self.writes_left = None if self.writes_left is None else self.writes_left - 1
        else:
            if self.reads_left == 0:
                raise rate_limited()
            self.reads_left = None if self.reads_left is None else self.reads_left - 1

    def before(self, name: str) -> None:
        """Raise `Refused` if a call is to fail."""
        failure = self.failures.get(name)
        if failure is None:
            return
        if failure.times is not None:
            failure.times -= 1
            if failure.times == 0:
                del self.failures[name]
        raise failure.refused

    def after(self, name: str, answer: Any) -> Any:
        """Return what becomes of an answer. Raises `Refused` if it gets lost."""
        left = self.losses.get(name, 0)
        if left:
            self.losses[name] = left - 1
            raise no_network()
        twist = self.twists.get(name)
        return twist(answer) if twist else answer

    def waits(self, name: str) -> bool:
        """Whether a call has to wait for its gate."""
        gate = self.gates.get(name)
        return gate is not None and not gate.is_set()
