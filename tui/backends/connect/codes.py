"""One-time codes compared with the server's: where they differ, a clock is wrong. No code is ever in a sentence."""

from __future__ import annotations

import hmac

from tui.backends.connect.wire import WireItem
from tui.host.display import display_text
from tui.model.errors import Invalid
from tui.tools import totp

SKEW = 30.0
"""Seconds that two clocks may be apart: most sites take the code of the period before or after."""


def differ(wire: WireItem, at: float) -> bool:
    """Whether the server makes other codes of an item's seeds than we do, give or take one period.

    `at` is when the item was answered, in Unix seconds. What makes no codes by time is not compared, and codes of
    another form, which no clock makes (Steam's), do not differ.
    """
    return any(one.totp and not _agrees(one.value.reveal(), one.totp.reveal(), at) for one in wire.fields)


def sentence(title: str) -> str:
    """Return what is said of an item whose codes differ."""
    return (
        f"The Connect server makes other one-time codes for “{display_text(title)}” than Strongroom does: "
        "the clock of this machine or of the server may be wrong."
    )


def skew(theirs: float | None, ours: float) -> str:
    """Return what is said where two clocks (Unix seconds) are so far apart that codes may be refused; else ""."""
    if theirs is None or abs(theirs - ours) < SKEW:
        return ""
    which = "ahead of" if ours > theirs else "behind"
    return (
        f"This machine's clock is {abs(theirs - ours):,.0f} s {which} the server's: one-time codes may be refused. "
        "Set the one that is wrong."
    )


def _agrees(seed: str, code: str, at: float) -> bool:
    try:
        otp = totp.parse(seed)
        if otp.counter is not None:
            return True
        mine = [otp.code(at + shift * otp.period) for shift in (0, -1, 1)]
    except Invalid:
        return True
    theirs = code.strip()
    if (len(theirs), theirs.isdecimal()) != (len(mine[0]), mine[0].isdecimal()):
        return True
    return any(hmac.compare_digest(one.encode(), theirs.encode("utf-8", "replace")) for one in mine)
