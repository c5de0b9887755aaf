"""Hostile texts: what somebody writes into an item who means the terminal of the one who reads it.

All sixteen classes of docs/threats.md that are texts, mixed and mutated. Each carries a mark by which it is known again
on the screen, since a test that shows nothing passes as well.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

CLIPBOARD = "\x1b]52;c;UFdORUQ=\x1b\\"
"""Puts "PWNED" on the clipboard."""

CLASSES: Mapping[str, tuple[str, ...]] = {
    "clipboard, ended by ST": (CLIPBOARD, "\x1b]52;p;UFdORUQ=\x1b\\"),
    "clipboard, ended by BEL": ("\x1b]52;c;UFdORUQ=\x07",),
    "C1": ("\x9d52;c;UFdORUQ=\x9c", "\x9b2J", "\x90q\x9c", "\x85\x84\x8d"),
    "CSI": (
        "\x1b[2J",
        "\x1b[?1049l",
        "\x1bc",
        "\x1b[38;5;201m",
        "\x1b[H",
        "\x1b[999;999H",
        "\x1b[5i",
        "\x1b(0",
        "\x1b7",
    ),
    "tmux passthrough": ("\x1bPtmux;\x1b\x1b]52;c;UFdORUQ=\x07\x1b\\",),
    "queries": ("\x1b[c", "\x1b[>q", "\x1b[6n", "\x1bP$qm\x1b\\", "\x05", "\x1b]11;?\x07"),
    "links": ("\x1b]8;;https://evil.example\x1b\\bank\x1b]8;;\x1b\\", "[link=https://evil.example]bank[/link]"),
    "window title": ("\x1b]0;root@bank\x07", "\x1b]2;x\x1b\\", "\x1b]9;note\x07", "\x1b_G;\x1b\\", "\x1b^x\x1b\\"),
    "writing direction": ("\u202egro.knab//:sptth\u202c", "\u2066a\u2069\u2067b", "\u200f\u061c\u200e"),
    "unseen": ("pay\u200bpal\u2060\ufeff", "\U000e0041\U000e0042\U000e007f", "\u3164\u115f\xad\ufe0f"),
    "piled marks": ("e" + "\u0301" * 600, "\u0489" * 40, "\u0e47" * 30),
    "widths": (
        "👩\u200d👩\u200d👧\u200d👦",
        "🇨🇭🇨",
        "\u2764\ufe0f",
        "ﷺ",
        "\uff57\uff49\uff44\uff45",
        "\u1161\u11a8",
        "👍🏽",
    ),
    "no characters": ("\x00\x7f", "\uffff\ufffe\U0010ffff", "\x0e\x0f\x1a\x08\x08\x08"),
    "lines": ("a\nb\r\nc\rd", "\t\t|\t", "\x0b\x0c\u2028\u2029\x85", "x\r" + " " * 20 + "y"),
    "markup": ("[/]", "[bold", "[@click=app.quit]x[/]", "[$t]", "a\\", "[[red]]", "[/][/b]", "{0}%s$t", ":boom:"),
    "length": ("ab " * 200, "x" * 900, "[" * 300),
}

MARK = re.compile(r"Q([0-9]{6})Z", re.IGNORECASE)  # a host is shown in small letters

_ALPHABET = (
    "\x1b\x07\x00\x9b\x9d\x9c\r\n\t\x7f\u202e\u2066\u200b\u0301[]()/@;?0123456789mHJKhlc\\=#$ aé漢🔑\uffff\x8e\x18"
)


def mark(number: int) -> str:
    """Return the mark of a text."""
    return f"Q{number:06}Z"


def marks(text: str) -> set[int]:
    """Return the numbers of the marks that are in a text."""
    return {int(found[1]) for found in MARK.finditer(text)}


class Hostile:
    """An endless source of hostile texts, the same for the same seed. `made` counts them."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - the same texts every time
        self.made = 0

    def text(self) -> str:
        """Return the next text: its mark, then a payload of the next class, sometimes mutated or joined with more."""
        number, self.made = self.made, self.made + 1
        return mark(number) + self.payload(number)

    def payload(self, number: int = 0) -> str:
        """Return a hostile text without a mark, for where it cannot be told whether it was seen."""
        name = list(CLASSES)[number % len(CLASSES)]
        payload = self._dice.choice(CLASSES[name])
        match self._dice.randrange(4):
            case 0:
                payload += self._dice.choice(CLASSES[self._dice.choice(list(CLASSES))])
            case 1:
                payload = self._mutated(payload)
            case 2:
                payload = self._noise()
        return payload

    def texts(self, count: int) -> list[str]:
        """Return the next texts."""
        return [self.text() for _ in range(count)]

    def _mutated(self, payload: str) -> str:
        chars = list(payload)
        for _ in range(self._dice.randint(1, 3)):
            at = self._dice.randrange(len(chars))
            chars[at : at + self._dice.randint(0, 1)] = self._dice.choice(_ALPHABET)
        return "".join(chars)

    def _noise(self) -> str:
        return "".join(self._dice.choice(_ALPHABET) for _ in range(self._dice.randint(1, 24)))


def one_of_each() -> Iterator[str]:
    """Yield every payload of every class, the bare payload and nothing else."""
    for payloads in CLASSES.values():
        yield from payloads
