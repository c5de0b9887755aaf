"""The last guard: what is painted has no control, whatever a widget was given.

Every text on Textual's full screen goes through `Strip.render`; here it loses what may never reach a terminal. It is no
excuse for a widget to forget `display_text()`: what is deleted here can no longer be seen.
"""

from __future__ import annotations

import re

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

NAMES = ("_cell_length", "_render_cache", "_segments", "render")
"""What is used here of a Strip; `_link` of Rich's Style is the other private name."""

# C0, DEL, C1, the marks and overrides of writing direction, line separators, half a character of UTF-16. None of them
# is printable to Python, so that a text that is costs no search.
_FORBIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"  # resolved by `re`: valid UTF-8
)

_LOST = "\N{REPLACEMENT CHARACTER}"

_textual_render = Strip.render


def install() -> None:
    """Put the guard in its place. There is no setting and no variable that takes it away."""
    Strip.render = _render  # type: ignore[method-assign]


def installed() -> bool:
    """Whether the guard is in its place."""
    return Strip.render is _render


def clean(text: str) -> str:
    """Return `text` without what may never reach a terminal. Half a character has a cell, and becomes U+FFFD."""
    return text if text.isprintable() else _FORBIDDEN.sub(lambda found: _LOST * (found[0] >= "\ud800"), text)


def _render(self: Strip, console: Console) -> str:
    """Return the strip as it is written to the terminal."""
    if self._render_cache is None:
        for text, style, _ in self._segments:
            if not text.isprintable() or (style is not None and style._link):
                cleaned = Strip([_cleaned(segment) for segment in self._segments], self._cell_length)
                self._render_cache = _textual_render(cleaned, console)
                break
    return _textual_render(self, console)


def _cleaned(segment: Segment) -> Segment:
    """Return a segment without controls, and without a link: where one leads is foreign text too."""
    text, style, _ = segment
    return Segment(clean(text), unlinked(style) if style is not None else None)


def unlinked(style: Style) -> Style:
    """Return a style without a link."""
    return style.update_link(None) if style._link else style
