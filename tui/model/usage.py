"""How much of what a service allows was used, by our own count: others may use the same account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Plan(StrEnum):
    """What an account was bought as; the limits of a service hang on it. The values are shown."""

    UNKNOWN = "not known"
    BUSINESS = "Business"
    TEAMS = "Teams"
    FAMILIES = "individual or Families"


@dataclass(frozen=True, slots=True)
class Allowance:
    """One limit. `limit`: None where it is not known; `until`: when it is counted anew (Unix seconds), or None."""

    name: str
    used: int
    limit: int | None = None
    until: float | None = None

    @property
    def share(self) -> float:
        """How much of it was used, 0–1 and more; 0 where the limit is not known."""
        return self.used / self.limit if self.limit else 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """All limits of an account. `paused_until`: the service asked to wait so long (Unix seconds; None: it did not)."""

    allowances: tuple[Allowance, ...] = ()
    paused_until: float | None = None

    @property
    def tightest(self) -> Allowance | None:
        """The limit that will be reached first, or None where none is known."""
        return max((one for one in self.allowances if one.limit), key=lambda one: one.share, default=None)
