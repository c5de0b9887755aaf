"""Every byte that was written to a terminal is a printable character or one of the few sequences of Textual's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_OWN = re.compile(
    rf"[^{_CONTROLS}]+"
    r"|\x1b\[(?:(?:\d|2[1-9]|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|[34]9)(?:;(?!m)|(?=m)))*m"  # colours, 24 bits
    r"|\x1b\[\d{1,2};\d{1,3}H"  # to a cell
    r"|\x1b\[\?2026[hl]"  # a paint begins, and ends
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the pointer
)
_KINDS = {
    "clipboard": re.compile(r"(?:\x1b\]|\x9d)52"),
    "sequence": re.compile(r"\x1b"),
    "C1": re.compile(r"[\x80-\x9f]"),
    "direction": re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    "control": re.compile(r"[\x00-\x1f\x7f\u2028\u2029]"),
}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def shown(data: bytes) -> str:
    """Return what was written without the colours between."""
    return _COLOURS.sub("", data.decode())


def odd(data: bytes, about: int = 40) -> list[str]:
    """Return what does not belong there, each with what stands around it, to be printed. Raises on bytes not UTF-8."""
    text = data.decode()
    found, at = [], 0
    while at < len(text):
        own = _OWN.match(text, at)
        if own is None:
            found.append(ascii(text[max(0, at - about) : at]) + " >>> " + ascii(text[at : at + about]))
            at += 1
        else:
            at = own.end()
    return found


def kinds(found: Sequence[str]) -> Counter[str]:
    """Return how often each kind of what does not belong there occurs."""
    counted: Counter[str] = Counter()
    for one in found:
        begin = one.partition(" >>> ")[2][1:-1].encode().decode("unicode_escape")
        counted[next((name for name, form in _KINDS.items() if form.match(begin)), "other")] += 1
    return counted
