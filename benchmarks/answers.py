"""What programs ask of a terminal, and what a modern one answers."""

from __future__ import annotations

import re

_KNOWN = ("2026", "2004", "1004", "1006", "25")
"""The private modes that the terminal has."""

_QUESTION = re.compile(
    rb"\x1b\[(?P<mode>\?\d+)\$p"
    rb"|\x1b\[(?P<attributes>[=>]?)0?c"
    rb"|\x1b\[(?P<report>\??[56])n"
    rb"|\x1b\[\?(?P<keys>u)"
    rb"|\x1b\[>0?(?P<name>q)"
    rb"|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)"
    rb"|\x1b\[(?P<size>1[468])t"
)
_LONGEST = 16
"""Bytes of the longest question."""


class Answers:
    """Finds the questions in what programs write. The terminal's cells are 8 × 16 pixels."""

    def __init__(self, columns: int, rows: int) -> None:
        self._rest = b""
        self._fixed = {
            "attributes": "\x1b[?62;22c",
            "attributes >": "\x1b[>1;10;0c",
            "report 5": "\x1b[0n",
            "report 6": "\x1b[1;1R",
            "report ?6": "\x1b[?1;1R",
            "keys u": "\x1b[?0u",
            "name q": "\x1bP>|benchmarks\x1b\\",
            "colour 10": "\x1b]10;rgb:dddd/dddd/dddd\x1b\\",
            "colour 11": "\x1b]11;rgb:1111/1111/1111\x1b\\",
            "size 14": f"\x1b[4;{rows * 16};{columns * 8}t",
            "size 16": "\x1b[6;16;8t",
            "size 18": f"\x1b[8;{rows};{columns}t",
        }

    def to(self, data: bytes) -> bytes:
        """Return the answers to the questions in the next piece of what was written; one may be cut off."""
        if b"\x1b" not in data and not self._rest:
            return b""
        data = self._rest + data
        answers, end = "", 0
        for question in _QUESTION.finditer(data):
            answers += self._answer(question)
            end = question.end()
        at = data.rfind(b"\x1b", max(end, len(data) - _LONGEST))
        self._rest = data[at:] if at >= 0 else b""
        return answers.encode()

    def _answer(self, question: re.Match[bytes]) -> str:
        kind = question.lastgroup or ""
        value = question[kind].decode()
        if kind == "mode":
            number = value.removeprefix("?")
            return f"\x1b[?{number};{2 if number in _KNOWN else 0}$y"
        return self._fixed.get(f"{kind} {value}".rstrip(), "")
