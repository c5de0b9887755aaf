"""Telephone numbers: kept, shown and copied as they were written; looked at only to say what cannot be dialled."""

from __future__ import annotations

import re

_EXTENSION = re.compile(r"(?:(?:ext|x|#|ext\.|extension|;ext=)\s*[0-9]+)\Z", re.IGNORECASE)
_SPOKEN = re.compile(r"[0-9()\s./,;*#+\-\u00a0\u2010-\u2015]+")


def problem(text: str) -> str:
    """Return what looks wrong about a number, "" where nothing does."""
    bare = _EXTENSION.sub("", text.strip())
    digits = sum(char.isdecimal() for char in bare)
    if not digits:
        return "A phone number has digits."
    if not _SPOKEN.fullmatch(bare):
        return "This has signs in it that no telephone has."
    if bare.count("+") > 1 or ("+" in bare and not bare.lstrip("( \t").startswith("+")):
        return "The + stands before the country's code, at the beginning."
    return "More than 15 digits are no phone number." if digits > 15 else ""
