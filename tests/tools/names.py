"""Names that people give to things, and that cannot stand everywhere."""

from __future__ import annotations

STRANGE = [
    *"@:()[]{},+%'\"&=#!*~|<>;^`$\\\n\t",
    "é",
    "ß",
    "ẞ",
    "\u212a",
    "ö",
    "日",
    "🔑",
    "\u0301",
    "\u00a0",
    "\u200b",
    "\u202e",
]
STRANGE += ["²", "٣", "ǆ", "\x7f", "\x1b", "\ufeff"]
STRANGE += ["${X}", "%20", "a@b.example", "R&D", "C++", "O'Neil", "Café", "\U000e0041"]
"""What holds a character that no secret reference may have."""


def encodable(text: str) -> bool:
    """Whether a text can be sent anywhere: it has no lone surrogates."""
    return text.encode("utf-8", "ignore").decode() == text
