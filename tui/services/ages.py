"""How old passwords are, as far as that is known. Details cost a read: they are asked for only where they are seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.model.errors import Denied
from tui.services.rotation_plan import password_of

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.services.session import Session

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Age:
    """Since when (Unix seconds) an item has its password; not `exact`: since then at least."""

    since: float
    exact: bool

    def days(self, now: float) -> int:
        """Return the whole days until `now`."""
        return max(int((now - self.since) // DAY), 0)

    def words(self, now: float) -> str:
        """Return how old it is, as words."""
        days = self.days(now)
        if not self.since or (not days and not self.exact):
            return "not known"
        number = "today" if not days and self.exact else f"{days:,} day{'s' * (days != 1)}"
        return number if self.exact else f"at least {number}"


def at_least(updated: float) -> Age:
    """Return what the last change of an item says: its password is no younger than that."""
    return Age(updated, exact=False)


async def of(session: Session, ref: ItemRef) -> Age | None:
    """Return since when an item has its password, None where there is none to rotate. Raises VaultError.

    Known from the versions that its place keeps, or from what Strongroom itself has replaced.
    """
    listed = await session.past.versions(ref)
    current = await session.past.version(ref, listed[0].version)
    try:
        field = password_of(current)
    except Denied:
        return None
    if field.empty:
        return None
    since, exact = current.updated, current.version == 1
    for newer, older in pairwise(listed):
        before = await session.past.version(ref, older.version)
        old = before.field(field.id)
        if old is None or old.value != field.value:
            return Age(since, exact=newer.version == older.version + 1)
        since, exact = before.updated, before.version == 1
    return Age(since, exact)
