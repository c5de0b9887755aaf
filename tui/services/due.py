"""Which passwords are due, by the policies that a person made. Nothing is read for that: an item's last change says it.

A password is no younger than the last change of its item; so what is due by that is due for certain, and an item that
was changed for another reason comes later than it might.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tui.model.category import CATEGORIES
from tui.model.field import Purpose
from tui.services.ages import DAY, Age
from tui.services.columns import ARCHIVED, GONE

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.services.columns import Snapshot
    from tui.services.due_book import Policy, Wishes
    from tui.services.session import Session

WITH_PASSWORD = frozenset(
    one.id
    for one in CATEGORIES.values()
    if any(field.purpose is Purpose.PASSWORD or field.id == "password" for field in one.template)
)
"""The categories whose items have a password by their template; only these are ever due."""


@dataclass(frozen=True, slots=True)
class Due:
    """An item whose password is due by a policy, and since when it has the password, as far as that is known."""

    ref: ItemRef
    policy: Policy
    age: Age

    def late(self, now: float) -> float:
        """Return how many seconds it is late."""
        return now - self.age.since - self.policy.days * DAY


class Found(NamedTuple):
    """What is due, the latest first; `ageless` counts what policies are about and no service tells a time of."""

    dues: list[Due]
    ageless: int = 0


async def find(session: Session, wishes: Wishes, known: Mapping[ItemRef, Age], now: float) -> Found:
    """Return what is due at `now`. `known` are ages that were looked up."""
    if not wishes.policies:
        return Found([])
    dues, ageless = await asyncio.to_thread(_find, session.catalog.snapshot, wishes, now)
    better = [Due(one.ref, one.policy, known.get(one.ref, one.age)) for one in dues]
    late = sorted((one for one in better if one.late(now) >= 0), key=lambda one: -one.late(now))
    return Found(late, ageless)


def _find(snapshot: Snapshot, wishes: Wishes, now: float) -> Found:
    columns = snapshot.columns
    tagged = {policy.tag.casefold(): policy for policy in wishes.policies if policy.tag}
    placed = {(policy.account, policy.vault): policy for policy in wishes.policies if not policy.tag}
    by_place = [placed.get((place.account, place.vault)) for place in snapshot.places]
    shortest = min(policy.days for policy in wishes.policies) * DAY
    asleep = {ref: until for ref, until in wishes.snoozed if until > now}
    found, ageless = list[Due](), 0
    rows = zip(columns.updated, columns.flags, columns.category, columns.vault, columns.tags, strict=True)
    for row, (updated, flags, category, vault, tags) in enumerate(rows):
        if updated + shortest > now or flags & (GONE | ARCHIVED) or category not in WITH_PASSWORD:
            continue
        policy = _strictest([by_place[vault], *(tagged.get(tag.casefold()) for tag in tags)])
        if policy is None or updated + policy.days * DAY > now:
            continue
        ref = snapshot.ref(row)
        if ref in asleep:
            continue
        if updated:
            found.append(Due(ref, policy, Age(updated, exact=False)))
        else:
            ageless += 1
    return Found(found, ageless)


def _strictest(policies: Sequence[Policy | None]) -> Policy | None:
    return min((one for one in policies if one is not None), key=lambda one: one.days, default=None)
