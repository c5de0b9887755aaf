"""Who is to see which items of a team, and what came of it for each: as data. Nothing is said to be shared but what is.

A plan is a value: every change of it is another plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from tui.model.ids import ItemRef
from tui.model.member import Member, MemberId


class Ending(Enum):
    """How the sharing of one item with one member ended."""

    DONE = auto()
    ALREADY = auto()
    """It was shared before."""
    REFUSED = auto()
    """It is not shared."""
    UNKNOWN = auto()
    """The answer was lost."""
    UNTRIED = auto()
    """Nothing was sent, since it would have gone the way of the one before."""

    @property
    def shared(self) -> bool:
        """Whether the member sees the item now."""
        return self in (Ending.DONE, Ending.ALREADY)


@dataclass(frozen=True, slots=True)
class Result:
    """How it ended, and the sentence that tells why, if one does."""

    ending: Ending
    why: str = ""


Pair = tuple[ItemRef, MemberId]
"""One item and one member."""


@dataclass(frozen=True, slots=True)
class SharePlan:
    """The members of a team with those marked with whom items are to be shared.

    `seen`: with whom the one item is shared already, None where that is not told, or was not asked.
    """

    refs: tuple[ItemRef, ...]
    members: tuple[Member, ...] = ()
    seen: frozenset[MemberId] | None = None
    marked: frozenset[MemberId] = frozenset()
    results: Mapping[Pair, Result] = field(default_factory=dict, hash=False)

    def result(self, ref: ItemRef, member: MemberId) -> Result | None:
        """Return what is known of an item and a member."""
        if (found := self.results.get((ref, member))) is not None:
            return found
        return Result(Ending.ALREADY) if self.seen is not None and member in self.seen else None

    def of(self, member: MemberId) -> dict[ItemRef, Result]:
        """Return what is known of a member, by item."""
        found = ((ref, self.result(ref, member)) for ref in self.refs)
        return {ref: result for ref, result in found if result is not None}

    def complete(self, member: MemberId) -> bool:
        """Whether a member sees all the items."""
        known = self.of(member)
        return len(known) == len(self.refs) and all(result.ending.shared for result in known.values())

    @property
    def due(self) -> tuple[tuple[ItemRef, Member], ...]:
        """What is to be shared with whom, one member after the other.

        Where an answer was lost it is only tried again for a member who is marked for nothing else.
        """
        chosen = (member for member in self.members if member.id in self.marked)
        return tuple((ref, member) for member in chosen for ref in self._open(member.id) or self._unknown(member.id))

    def _open(self, member: MemberId) -> list[ItemRef]:
        """Return the items that a member does not see."""
        known = self.of(member)
        return [ref for ref in self.refs if ref not in known or known[ref].ending in (Ending.REFUSED, Ending.UNTRIED)]

    def _unknown(self, member: MemberId) -> list[ItemRef]:
        return [ref for ref, result in self.of(member).items() if result.ending is Ending.UNKNOWN]

    def toggled(self, member: Member) -> SharePlan:
        """Mark a member, or no longer; one who was not in the list is then. Who sees all of it is not marked."""
        if self.complete(member.id):
            return self
        known = any(one.id == member.id for one in self.members)
        members = self.members if known else (*self.members, member)
        return replace(self, members=members, marked=self.marked ^ {member.id})

    def ended(self, ref: ItemRef, member: Member, result: Result) -> SharePlan:
        """Note how one sharing ended. What is not to be tried again by itself loses its mark."""
        after = replace(self, results={**self.results, (ref, member.id): result})
        return after if after._open(member.id) else replace(after, marked=after.marked - {member.id})

    @property
    def shared(self) -> frozenset[Pair]:
        """What is shared with whom by now, as far as it was tried."""
        return frozenset(pair for pair, result in self.results.items() if result.ending.shared)

    def with_ending(self, ending: Ending, pairs: Iterable[Pair]) -> list[Pair]:
        """Return those of these that ended like this."""
        return [pair for pair in pairs if pair in self.results and self.results[pair].ending is ending]
