"""What is said of the limits of services: on the status line only where one comes near."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui.services.remote_status import State, clock

if TYPE_CHECKING:
    from tui.model.usage import Allowance, Usage
    from tui.services.remotes import Remotes

NEAR = 0.8
"""From this share on a limit is told."""

OWN_COUNT = "By our own count: 1Password does not tell it, and others may use the same account."
TELL_PLAN = "The limits hang on the plan of the account: e in the accounts (g c) takes it."


def near(remotes: Remotes) -> str:
    """Return what the status line says of limits: the tightest of all accounts, where one comes near; else nothing.

    An account that is paused says so itself.
    """
    found: list[tuple[float, str]] = []
    for status in remotes.statuses:
        usage = remotes.usage(status.config.id)
        tightest = usage.tightest if usage is not None and status.state is not State.PAUSED else None
        if tightest is not None and tightest.share >= NEAR:
            found.append((tightest.share, f"{status.config.name}: {used(tightest)} {tightest.name}"))
    return max(found)[1] if found else ""


def used(one: Allowance) -> str:
    """Return how much of a limit is used: "850 of 1,000"."""
    return f"{one.used:,}" if one.limit is None else f"{one.used:,} of {one.limit:,}"


def lines(usage: Usage, now: float | None = None) -> list[tuple[str, str, bool]]:
    """Return a line for each limit: its name, how much of it was used and what else is known, and whether it is near.

    `now` is in Unix seconds.
    """
    now = time.time() if now is None else now
    told = []
    for one in usage.allowances:
        parts = [used(one)]
        if one.limit is None:
            parts.append("the limit is not known")
        if one.until is not None and one.used and one.until > now:
            parts.append(f"counted anew at {clock(one.until)}")
        told.append((one.name, " · ".join(parts), one.share >= NEAR))
    return told
