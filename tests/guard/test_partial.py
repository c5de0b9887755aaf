"""What is composed of a change is what Textual composes of it, piece by piece."""

from __future__ import annotations

import pytest
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.widgets import Static

from tui.guard import partial

REGIONS = (
    {Region(0, 0, 60, 1)},
    {Region(3, 2, 10, 3), Region(20, 9, 40, 2)},
    {Region(10, 4, 30, 8)},
    {Region(0, 0, 60, 19)},
    {Region(59, 19, 1, 1)},
    set[Region](),
)


class Layered(App[None]):
    """Two columns, of which one is scrolled, under something that hides a part of both."""

    CSS = """
    Screen { layers: below above; }
    Horizontal { layer: below; }
    VerticalScroll { width: 1fr; border: round white; }
    #over { layer: above; width: 21; height: 5; offset: 17 3; background: blue; border: heavy red; }
    """

    def compose(self) -> ComposeResult:
        """Show them."""
        with Horizontal():
            with VerticalScroll(id="scrolled"):
                for number in range(30):
                    yield Static(f"line {number} of the first column")
            with VerticalScroll():
                yield Static("in the second column\n" * 5)
        yield Static("over both", id="over")


def shown(update: object) -> list[tuple[int, list[tuple[int, str]]]]:
    """Return the texts of the pieces that an update paints."""
    assert isinstance(update, ChopsUpdate)
    found = []
    for y, begin, end in update.spans:
        pieces = zip(update.chops[y].items(), update.chop_ends[y], strict=True)
        found.append((y, [(x, strip.text) for (x, strip), last in pieces if strip and x < end and begin < last]))
    return found


@pytest.mark.parametrize("regions", REGIONS)
async def test_it_is_what_textual_composes(regions: set[Region]) -> None:
    app = Layered()
    async with app.run_test(size=(60, 20)) as pilot:
        app.query_one("#scrolled", VerticalScroll).scroll_to(y=7, animate=False)
        await pilot.pause()
        compositor = app.screen._compositor
        compositor._dirty_regions = set(regions)
        ours = partial.compose(compositor)
        assert not compositor._dirty_regions
        compositor._dirty_regions = set(regions)
        theirs = compositor.render_partial_update()
        if not regions:
            assert ours is theirs is None
        else:
            assert shown(ours) == shown(theirs)
            assert any(pieces for _, pieces in shown(ours))
