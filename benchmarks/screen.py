"""A screen on which bytes are played: pyte's, kept from sequences that it does not know and would print."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

import pyte

_STRANGE = re.compile(
    r"\x1b\[[<>=?][0-9;:]*[ -/]*[a-gi-km-z]"  # private, other than switches (h, l)
    r"|\x1b\[[0-9;:]*[ -/]+[@-~]"
    r"|\x1b\[[0-9;]*t"
    r"|\x1b[P_^X][^\x1b]*\x1b\\"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
_COLONS = re.compile(r"\x1b\[[0-9;]*:[0-9;:]*m")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*\x1b?)?$")


class Screen:
    """What a terminal of a size shows."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""

    def feed(self, data: bytes) -> None:
        """Play what a program wrote; a sequence that is cut off waits for its rest."""
        text = self._rest + self._decoder.decode(data)
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        text, self._rest = text[:cut], text[cut:]
        self._stream.feed(_COLONS.sub("", _STRANGE.sub("", text)))

    def page(self) -> str:
        """Return what is on it, line by line."""
        return "\n".join(self._screen.display)
