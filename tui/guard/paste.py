"""Whatever is pasted is text: Textual takes an escape sequence in it for keys, and whoever wrote it would be typing."""

from __future__ import annotations

from codecs import getincrementaldecoder

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around what is pasted."""

_ESCAPES = {0x1B: None, 0x9B: None}


class Decoder:
    """Decodes what a terminal sends. Bytes that are no UTF-8 become replacement characters, escapes in a paste nothing.

    A terminal sees to it that what is pasted does not hold the end of a paste; few take out the other escapes.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        self._decode = getincrementaldecoder(encoding)("replace").decode
        self._pasting = False
        self._before = ""  # the end of what was handed on, or, in a paste, what may be the beginning of its end

    def decode(self, data: bytes, final: bool = False) -> str:
        """Return the text of `data`, as far as it is known; what may be the end of a paste is held back."""
        text, done = self._decode(data, final), ""
        while text:
            done, text = (self._pasted if self._pasting else self._typed)(done, text)
        return done

    def _typed(self, done: str, text: str) -> tuple[str, str]:
        both = self._before + text
        at = both.find(BEGIN)
        if at < 0:
            self._before = both[-len(BEGIN) + 1 :]
            return done + text, ""
        self._pasting = True
        end = at + len(BEGIN) - len(self._before)
        self._before = ""
        return done + text[:end], text[end:]

    def _pasted(self, done: str, text: str) -> tuple[str, str]:
        text = self._before + text
        at = text.find(END)
        if at >= 0:
            self._pasting, self._before = False, ""
            return done + text[:at].translate(_ESCAPES) + END, text[at + len(END) :]
        held = next(length for length in range(len(END) - 1, -1, -1) if text.endswith(END[:length]))
        known = len(text) - held
        self._before = text[known:]
        return done + text[:known].translate(_ESCAPES), ""
