"""When a website's login is filled in by itself: 1Password's words for it, and what they mean.

Strongroom fills in nothing itself; it keeps what the programs that do go by.
"""

from __future__ import annotations

ANYWHERE, EXACT, NEVER = "AnywhereOnWebsite", "ExactDomain", "Never"

NAMES = {ANYWHERE: "Anywhere on the website", EXACT: "Only on this exact host", NEVER: "Never"}
"""What the words are called."""

_SAID = {"": "", ANYWHERE: "", EXACT: "filled in on this exact host only", NEVER: "never filled in"}


def said(word: str) -> str:
    """Return what is said beside a website; nothing where it is as usual. A word that is not known is told as it is."""
    return _SAID.get(word, f"filled in: {word}")
