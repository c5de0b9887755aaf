"""Sharing an item with people outside its vault, by a link: what an account allows, to whom, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Expiry(StrEnum):
    """How long a link works; the values are shown, from the shortest to the longest."""

    HOUR = "1 hour"
    DAY = "1 day"
    WEEK = "7 days"
    FORTNIGHT = "14 days"
    MONTH = "30 days"

    @property
    def seconds(self) -> int:
        """The time in seconds."""
        return _HOURS[self] * 3600


_HOURS = {Expiry.HOUR: 1, Expiry.DAY: 24, Expiry.WEEK: 7 * 24, Expiry.FORTNIGHT: 14 * 24, Expiry.MONTH: 30 * 24}


@dataclass(frozen=True, slots=True)
class SharePolicy:
    """What an account allows for one item.

    `public`: anyone with the link may open it; `named`: people who prove an e-mail address may. `emails` and `domains`:
    whom one may name. `views`: how often a link may be opened, None: as often as one likes. `service` is what the
    service itself said, given back to it with the share.
    """

    longest: Expiry
    usual: Expiry
    views: int | None = None
    public: bool = True
    named: bool = True
    emails: bool = True
    domains: bool = True
    service: str = ""

    @property
    def expiries(self) -> tuple[Expiry, ...]:
        """The times that may be chosen."""
        return tuple(one for one in Expiry if one.seconds <= self.longest.seconds)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may open a link: an e-mail address, or everybody at a `domain`."""

    text: str
    domain: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A link as it is to be made. Without recipients anyone who has the link may open it; `once`: one view each."""

    recipients: tuple[Recipient, ...]
    expiry: Expiry
    once: bool = False

    @property
    def described(self) -> str:
        """Return for whom it is and for how long, for the audit log: of the recipients their number and domains."""
        whole = sum(one.domain for one in self.recipients)
        counts = [_counted(len(self.recipients) - whole, "address", "addresses"), _counted(whole, "domain", "domains")]
        domains = sorted({one.text.rpartition("@")[2].casefold() for one in self.recipients})
        named = f"{' and '.join(filter(None, counts))} ({', '.join(domains)})"
        who = named if self.recipients else "anyone with the link"
        return f"{who}, {self.expiry.value}{', one view each' * self.once}"


def _counted(count: int, one: str, many: str) -> str:
    """Return so many things as words, "" where there are none."""
    return f"{count} {one if count == 1 else many}" if count else ""
