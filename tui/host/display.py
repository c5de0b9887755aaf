"""Foreign text made safe to show.

Every text from outside passes here before a widget or the terminal sees it. What is shown is never what is copied:
copying always takes the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

LIMIT = 4096
"""No shown line has more characters than this; a longer text ends in "…"."""

LINES = 10_000
"""`display_lines` shows no more lines than this."""

_TAB = 4
_LOST = "\N{REPLACEMENT CHARACTER}"
_MORE = "…"
_BASE = "\N{DOTTED CIRCLE}"


# Scripts and signs that need no look at each character: nothing here moves the cursor, hides, reorders or stacks.
@cache
def _plain() -> re.Pattern[str]:
    return re.compile(
        "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u05d0-\u05f4\u0620-\u064a\u0660-\u066f\u0671-\u06d5"
        "\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u27ff"
        "\u3000-\u3029\u3030-\u3098\u309b-\u3130\u3190-\ua66e\uac00-\ud7a3\uff01-\uff9f\ufffd\U0001f000-\U0001faff]*"
    )


_PLAIN_ASCII = bytes((0x0A, *range(0x20, 0x7F)))


# Everything that Unicode calls Default_Ignorable_Code_Point (zero-width, fillers, variation selectors, tags), and
# U+FFF9–FFFB, save the bidirectional controls, which are shown.
@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(
        "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
        "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
    )


# Lone surrogates, and the code points that are no characters. \u escapes are resolved by `re`, so that the source
# stays valid UTF-8.
@cache
def _broken() -> re.Pattern[str]:
    return re.compile(
        r"[\ud800-\udfff\ufdd0-\ufdef" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17)) + "]"
    )


_VISIBLE = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {code: _LOST for code in (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    | {0x09: " ", 0x0A: "␤", 0x7F: "␡", 0x2028: "␤", 0x2029: "␤"}
)

_OUR_OWN = dict.fromkeys(map(ord, "…·–“”’↑↓←→✓✗"))
"""Signs of our own sentences; all of them are plain."""

_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")


def _is_plain(text: str) -> bool:
    """Whether a text is as it may be shown; False: it may be all the same. Answers for nearly all of our own words."""
    if not text.isascii():
        text = text.translate(_OUR_OWN)
    return text.isascii() and text.isprintable()


def display_text(text: str) -> str:
    """Return `text` as it may be shown on one line. Never raises; what has passed once passes unchanged again.

    Controls become pictures (ESC ␛, LF ␤), TAB a space, DEL ␡; C1 and bidirectional controls, lone surrogates and
    non-characters U+FFFD. Zero-width characters, variation selectors and tags go, with them the joiners of emoji: a
    family is shown as its members. A base keeps two non-spacing marks, four marks in all; a mark without a base gets
    a dotted circle. At most `LIMIT` characters.
    """
    if len(text) <= LIMIT and (_is_plain(text) or _plain().fullmatch(text)):
        return text
    # A cut before cleaning, so that 100 MB of zero-width characters cost no more than a page.
    start = text[: 4 * LIMIT]
    shown = _broken().sub(_LOST, _unseen().sub("", start).translate(_VISIBLE))
    if not _plain().fullmatch(shown):
        shown = "".join(_few_marks(shown))
    if len(shown) > LIMIT or len(start) < len(text):
        return shown[: LIMIT - 1] + _MORE
    return shown


def plain_lines(text: str) -> bool:
    """Whether `display_text` returns each line of `text` (a line feed ends one) as it is. Never raises.

    One look at all lines is what a look at each costs where there are few. A line that is very long is none.
    """
    stretch = LIMIT // 2  # a line of more than two has one of these, whole
    starts = range(0, len(text) - stretch + 1, stretch) if len(text) > LIMIT else ()
    if any(text.find("\n", at, at + stretch) < 0 for at in starts):
        return False
    if text.isascii():
        return not text.encode("ascii").translate(None, _PLAIN_ASCII)
    return _plain().fullmatch(text.replace("\n", "")) is not None


def display_lines(text: str) -> list[str]:
    """Return `text`, a note, as lines that may be shown. Never raises.

    Line breaks are kept, tabs go to the next fourth column, and a line over `LIMIT` goes on in the next one, so that
    nothing of it is hidden. After `LINES` lines comes "…".
    """
    lines: list[str] = []
    for line in _split(text):
        if len(lines) == LINES:
            return [*lines, _MORE]
        lines.append(display_text(line))
    return lines


def _split(text: str) -> Iterator[str]:
    """Yield the lines of `text`, each short enough for `display_text` to keep whole."""
    start, found = 0, _BREAK.search(text)
    while True:
        line = text[start : found.start() if found else len(text)].expandtabs(_TAB)
        for at in range(0, max(len(line), 1), LIMIT - 1):  # one less, since a mark without a base gets one
            yield line[at : at + LIMIT - 1]
        if not found:
            return
        start, found = found.end(), _BREAK.search(text, found.end())


def _few_marks(text: str) -> Iterator[str]:
    """Yield the characters of `text` without the marks that pile up on one base."""
    piled = marks = 0
    based = False
    for char in text:
        category = unicodedata.category(char)
        joining = "\u1161" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"  # vowels and finals of Hangul
        if category[0] != "M" and not joining:
            piled = marks = 0
            based = True
            yield char
            continue
        if not based:
            based = True
            yield _BASE
        piled += category != "Mc"
        marks += 1
        if piled <= 2 and marks <= 4:
            yield char
