"""Random passwords by a site's own rules: sets of which something must be there, and no long runs of one character.

Every password that fits is exactly as likely as every other: for each place it is counted how many passwords go on from
there, and chance is weighted by that.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tui.model.errors import Invalid

_MOST_STEPS = 400_000  # about a second on a slow machine


class _State(NamedTuple):
    """How far a password is: the required sets it has something of (bits), the group of its last character, its run."""

    met: int = 0
    group: int = -1
    run: int = 0


class _Step(NamedTuple):
    """A way on: from which group the next character is, whether it is the last one again, in how many ways."""

    group: int
    again: bool
    ways: int
    to: _State


class _Ways(NamedTuple):
    """The ways on from each state, and for each number of characters left how many passwords go on from it."""

    steps: dict[_State, list[_Step]]
    counts: list[dict[_State, int]]


_Groups = tuple[tuple[int, int], ...]
"""For each group of characters that belong to the same required sets: these sets (bits), and how many there are."""


@dataclass(frozen=True, slots=True)
class RuledRecipe:
    """Characters drawn at random from `allowed`, at least one of each text in `required`.

    `max_consecutive` is how often a character may come in a row; 0: as often as chance has it.
    """

    length: int
    allowed: str
    required: tuple[str, ...] = ()
    max_consecutive: int = 0

    def entropy(self) -> float:
        """Return the bits of a password: log2 of how many passwords there are. Raises `Invalid`."""
        return math.log2(self._ways(self._groups()).counts[self.length][_State()])

    def draw(self) -> str:
        """Return one of all passwords that fit. Raises `Invalid`."""
        groups = self._groups()
        steps, counts = self._ways(groups)
        alphabets = [*groups.values()]
        state, drawn = _State(), ""
        for left in range(self.length, 0, -1):
            ticket = secrets.randbelow(counts[left][state])
            for step in steps[state]:
                share = step.ways * counts[left - 1][step.to]
                if ticket < share:
                    break
                ticket -= share
            last = drawn[-1:]
            others = alphabets[step.group].replace(last, "") if last and self._run else alphabets[step.group]
            drawn += last if step.again else secrets.choice(others)
            state = step.to
        return drawn

    @property
    def _run(self) -> int:
        return 0 if self.max_consecutive >= self.length else self.max_consecutive

    def _groups(self) -> dict[int, str]:
        """Return the allowed characters by the required sets that they belong to, as bits."""
        groups: dict[int, str] = {}
        for char in dict.fromkeys(self.allowed):
            bits = sum(1 << at for at, chars in enumerate(self.required) if char in chars)
            groups[bits] = groups.get(bits, "") + char
        return groups

    def _ways(self, groups: dict[int, str]) -> _Ways:
        sizes = tuple((bits, len(chars)) for bits, chars in groups.items())
        ways = _count(sizes, (1 << len(self.required)) - 1, self.length, self._run)
        if not ways.counts[-1][_State()]:
            raise Invalid(f"No password of {self.length} characters can follow all of these rules.")
        return ways


def _steps(state: _State, groups: _Groups, run: int) -> Iterator[_Step]:
    """Yield the ways on. Without a limit to runs the last character does not matter, and is forgotten."""
    for at, (bits, size) in enumerate(groups):
        met = state.met | bits
        if not run:
            yield _Step(at, False, size, _State(met))
        elif at != state.group:
            yield _Step(at, False, size, _State(met, at, 1))
        else:
            yield _Step(at, False, size - 1, _State(met, at, 1))
            if state.run < run:
                yield _Step(at, True, 1, _State(met, at, state.run + 1))


@lru_cache(maxsize=4)
def _count(groups: _Groups, all_met: int, length: int, run: int) -> _Ways:
    """Find all states that there are, and count from the end how many passwords go on from each."""
    steps: dict[_State, list[_Step]] = {}
    waiting = [_State()]
    while waiting:
        state = waiting.pop()
        if state not in steps:
            steps[state] = [step for step in _steps(state, groups, run) if step.ways]
            waiting += (step.to for step in steps[state])
        if len(steps) * len(groups) * length > _MOST_STEPS:
            raise Invalid("These are too many rules to draw from evenly; leave some of them out.")
    counts = [{state: int(state.met == all_met) for state in steps}]
    for _ in range(length):
        after = counts[-1]
        counts.append({state: sum(step.ways * after[step.to] for step in on) for state, on in steps.items()})
    return _Ways(steps, counts)
