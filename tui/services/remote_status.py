"""How a remote account is, in one word and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.host.display import display_text

if TYPE_CHECKING:
    from tui.model.account import AccountConfig


class State(StrEnum):
    """How an account is; the values are shown."""

    OPENING = "opening"
    READING = "reading"
    OPEN = "open"
    OFFLINE = "offline"
    REFUSED = "token refused"
    ASKING = "token needed"
    FAILED = "failed"
    OFF = "switched off"
    APPROVING = "waiting for approval"
    UNAPPROVED = "approval needed"
    PAUSED = "paused"


STALE = frozenset(
    {
        State.APPROVING,
        State.ASKING,
        State.FAILED,
        State.OFFLINE,
        State.PAUSED,
        State.REFUSED,
        State.UNAPPROVED,
    }
)
"""Here what is shown may be old."""


@dataclass(frozen=True, slots=True)
class Status:
    """An account as it is configured, and how it is.

    `sentence` says why, where there is something to say; `read_at` is when it was seen last as it is shown (Unix
    seconds); `vaults` counts those it shows us. `until` is when a service that asked us to wait may be asked again.
    """

    config: AccountConfig
    state: State
    sentence: str = ""
    read_at: float | None = None
    vaults: int | None = None
    until: float | None = None

    @property
    def stale(self) -> bool:
        """Whether what is shown of it may be old."""
        return self.state in STALE

    @property
    def needed(self) -> bool:
        """Whether a token is asked for."""
        return self.state in (State.REFUSED, State.ASKING)


def closed(status: Status | None) -> str:
    """Return why nothing can be done in an account that is not open, and what helps."""
    if status is None:
        return "This account is not open."
    name = f"“{display_text(status.config.name)}”"
    if status.state is State.OFF:
        return f"{name} is switched off: Space in the accounts (g c) switches it on."
    if status.state is State.OPENING:
        return f"{name} is being opened: a moment."
    return f"{name} is not open ({status.state.value}): the accounts (g c) tell why."


def as_of(status: Status) -> str:
    """Return how an account is, and how old what is shown of it may be: "offline, as of 14:02"."""
    if status.state is State.PAUSED and status.until is not None:
        return f"{status.state.value} until {clock(status.until)}"
    if status.read_at is None or status.state is State.APPROVING:
        return status.state.value
    return f"{status.state.value}, as of {clock(status.read_at)}"


def summed(statuses: Sequence[Status]) -> str:
    """Return what the status line says of the accounts: nothing where all is well."""
    stale = [status for status in statuses if status.stale]
    if len(stale) > 1:
        return f"{len(stale)} accounts not up to date"
    return f"{stale[0].config.name} {as_of(stale[0])}" if stale else ""


def clock(seconds: float) -> str:
    """Return the time of a moment (Unix seconds) for people, with its day where that is not today."""
    at = datetime.fromtimestamp(seconds)
    day = "" if at.date() == datetime.now().date() else f"{at:%Y-%m-%d} "
    return f"{day}{at:%H:%M}"
