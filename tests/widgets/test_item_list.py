"""The list of items."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.examples import examples
from tests.widgets.stage import on_stage
from tui.widgets.item_list import ItemList, ItemRow, layout


class Rows:
    """Rows that count how often they are asked for."""

    def __init__(self, rows: Sequence[ItemRow], repeat: int = 1) -> None:
        self._rows = rows
        self._repeat = repeat
        self.asked = 0

    def __len__(self) -> int:
        return len(self._rows) * self._repeat

    def row(self, index: int, /) -> ItemRow:
        self.asked += 1
        return self._rows[index % len(self._rows)]


PLAIN = [
    ItemRow("GitHub", "octocat", "◉", favourite=True, has_otp=True, vault="Personal"),
    ItemRow("Old router", "admin", "⚙", archived=True, vault="Home"),
    ItemRow("日本語のサイト", "たろう", "◉", marked=True, vault="Personal"),
]


async def test_a_wide_list_has_a_column_for_the_subtitle() -> None:
    items = ItemList()
    async with on_stage(items, 62, 5) as show:
        items.show_rows(Rows(PLAIN))
        await show.pilot.pause()
        assert show.lines()[:3] == [
            "▌ ◉ GitHub                        octocat              otp ★",
            "  ⚙ Old router                    admin",
            " ✓◉ 日本語のサイト                たろう",
        ]


async def test_what_is_not_shown_by_the_server_yet_is_marked_and_nothing_moves() -> None:
    items = ItemList()
    async with on_stage(items, 62, 6) as show:
        rows = [row._replace(syncing=True) for row in PLAIN]
        items.show_rows(Rows([*rows, PLAIN[1]._replace(favourite=True, syncing=True)]))
        await show.pilot.pause()
        assert show.lines()[:4] == [
            "▌⟳◉ GitHub                        octocat              otp ★",
            " ⟳⚙ Old router                    admin",
            " ✓◉ 日本語のサイト                たろう",
            " ⟳⚙ Old router                    admin                    ★",
        ]


async def test_a_narrow_list_puts_the_subtitle_at_the_right_where_there_is_room() -> None:
    items = ItemList()
    async with on_stage(items, 34, 5) as show:
        items.show_rows(Rows([*PLAIN, ItemRow("A title that needs the room", "someone")]))
        await show.pilot.pause()
        assert show.lines()[:4] == [
            "▌ ◉ GitHub         octocat otp ★",
            "  ⚙ Old router       admin",
            " ✓◉ 日本語のサイト  たろう",
            "  · A title that needs th…",
        ]


async def test_the_vault_is_named_when_asked_for_and_there_is_room() -> None:
    items = ItemList(show_vault=True)
    async with on_stage(items, 82, 5) as show:
        items.show_rows(Rows(PLAIN))
        await show.pilot.pause()
        assert show.lines()[0].endswith("otp ★  Personal")
        items.show_vault = False
        await show.pilot.pause()
        assert show.lines()[0].endswith("otp ★")
        items.show_vault = True
        await show.pilot.resize_terminal(50, 5)
        await show.pilot.pause()
        assert "Personal" not in show.lines()[0]


async def test_what_matched_is_bold_and_underlined_and_nothing_else_is() -> None:
    items = ItemList()
    async with on_stage(items, 62, 5) as show:
        items.show_rows(Rows([PLAIN[1], ItemRow("GitHub", "octocat", title_spans=[(3, 6)], subtitle_spans=[(0, 4)])]))
        await show.pilot.pause()
        assert _with(show.strips()[1], "underline") == ["Hub", "octo"]
        assert _with(show.strips()[1], "bold") == ["Hub", "octo"]
        assert _with(show.strips()[0], "underline") == []


async def test_an_archived_title_is_struck_through() -> None:
    items = ItemList()
    async with on_stage(items, 62, 5) as show:
        items.show_rows(Rows(PLAIN))
        await show.pilot.pause()
        assert _with(show.strips()[1], "strike") == ["Old router"]
        assert _with(show.strips()[0], "strike") == []


async def test_a_screenful_of_a_million_items_asks_for_a_screenful() -> None:
    rows = Rows(PLAIN, repeat=400_000)
    items = ItemList()
    async with on_stage(items, 80, 30) as show:
        items.show_rows(rows, 700_000)
        await show.pilot.pause()
        assert 0 < rows.asked <= 60
        rows.asked = 0
        items.move(-1)
        await show.pilot.pause()
        assert rows.asked <= 30


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ab 漢字😀é́\u200d\ufe0f☺"), max_size=90
)
SPANS = st.lists(st.tuples(st.integers(-2, 99), st.integers(-2, 99)), max_size=4)
ROWS = st.builds(
    ItemRow, TEXTS, TEXTS, TEXTS, st.booleans(), st.booleans(), st.booleans(), st.booleans(), SPANS, SPANS, TEXTS
)


async def test_whatever_the_texts_a_row_has_exactly_the_width() -> None:
    items = ItemList()
    async with on_stage(items, 80, 5):

        @settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
        @given(row=ROWS, width=st.integers(1, 220), selected=st.booleans(), vault=st.booleans())
        def exact(row: ItemRow, width: int, selected: bool, vault: bool) -> None:
            with items.prevent(ItemList.Highlighted):
                items.show_vault = vault
                items.show_rows(Rows([row]))
            strip = items.render_row(0, width, selected)
            assert strip.cell_length == width
            assert sum(cell_len(segment.text) for segment in strip) == width

        exact()


@pytest.mark.parametrize("vault", [False, True])
def test_the_columns_of_every_width_add_up(vault: bool) -> None:
    for width in range(20, 260):
        widths = layout(width, vault)
        columns = [widths.title, widths.subtitle and widths.subtitle + 2, widths.vault and widths.vault + 2]
        assert 4 + sum(columns) + 4 * widths.otp + 2 + widths.rest + 1 == width
        assert widths.title >= 10


def _with(strip: object, attribute: str) -> list[str]:
    assert hasattr(strip, "__iter__")
    return [
        segment.text
        for segment in strip
        if isinstance(segment.style, Style) and getattr(segment.style, attribute) and segment.text.strip()
    ]
