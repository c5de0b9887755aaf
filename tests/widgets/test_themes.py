"""The colours: readable everywhere, and still telling the same where there are 16 of them."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from tests.widgets.items import GITHUB
from tests.widgets.stage import on_stage
from tui.widgets.audit_list import AuditList, AuditRow
from tui.widgets.item_detail import ItemDetail
from tui.widgets.item_list import ItemList, ItemRow
from tui.widgets.line_pane import LinePane
from tui.widgets.themes import THEMES

READABLE = 4.5
"""The contrast that WCAG 2.2 asks of text, in 1.4.3."""

SURFACES = ("background", "surface", "panel")
TEXTS = ("foreground", "text", "text-muted", "accent", "primary", "secondary", "error")
TINTED = ("text-accent", "text-primary", "text-secondary", "text-error", "text-warning", "text-success")
YELLOWS, REDS, GREENS, BLUES = {3, 11}, {1, 9}, {2, 10}, {4, 6, 12, 14}

themes = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


def luminance(color: Color) -> float:
    """Return the relative luminance, as WCAG 2.2 defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio, as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def of_sixteen(color: Color) -> int | None:
    """Return the number of the colour that a terminal with 16 colours shows."""
    return RichColor.from_triplet(color.rich_color.get_truecolor()).downgrade(ColorSystem.STANDARD).number


@themes
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", TEXTS + TINTED)
def test_every_text_is_readable_on_every_surface(theme: Theme, surface: str, text: str) -> None:
    colors = theme.to_color_system().generate()
    assert contrast(Color.parse(colors[text]), Color.parse(colors[surface])) >= READABLE


@themes
@pytest.mark.parametrize(
    ("text", "hues"),
    [("accent", YELLOWS), ("text-accent", YELLOWS), ("text-error", REDS), ("text-secondary", BLUES)],
)
def test_a_hue_stays_a_hue_in_sixteen_colours(theme: Theme, text: str, hues: set[int]) -> None:
    assert of_sixteen(Color.parse(theme.to_color_system().generate()[text])) in hues


@themes
def test_text_and_surface_are_told_apart_in_sixteen_colours(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    surfaces = {of_sixteen(Color.parse(colors[surface])) for surface in SURFACES}
    texts = {of_sixteen(Color.parse(colors[text])) for text in TEXTS + TINTED}
    assert not surfaces & texts


PANES: dict[str, type[LinePane]] = {"items": ItemList, "detail": ItemDetail, "audit": AuditList}


class Two:
    """Two items, for a cursor row and another one."""

    def __len__(self) -> int:
        return 2

    def row(self, _index: int, /) -> ItemRow:
        return ItemRow("GitHub", "octocat", "◉", True, True, True, True, [(0, 3)], [(0, 3)], "Personal")


@themes
@pytest.mark.parametrize("pane", PANES.values(), ids=PANES)
async def test_everything_that_is_drawn_is_readable_under_the_cursor_too(theme: Theme, pane: type[LinePane]) -> None:
    widget = pane()
    async with on_stage(widget, 100, 30, theme) as show:
        if isinstance(widget, ItemList):
            widget.show_rows(Two())
        elif isinstance(widget, AuditList):
            widget.show_rows([AuditRow("now", "me", "reveal", "GitHub", "refused", "why", True)] * 2)
        elif isinstance(widget, ItemDetail):
            widget.show(GITHUB, vault="Personal")
        await show.pilot.pause()
        for segment in (segment for strip in show.strips() for segment in strip):
            if segment.text.strip(" ─"):
                assert segment.style is not None and segment.style.color and segment.style.bgcolor
                text, ground = (Color.from_rich_color(color) for color in (segment.style.color, segment.style.bgcolor))
                assert contrast(text, ground) >= READABLE, segment.text
                assert of_sixteen(text) != of_sixteen(ground), segment.text
