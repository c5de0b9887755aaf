"""The list of items: what is marked, category, title, user name, one-time code, favourite, vault.

Texts come safe to show; what matched the filter is drawn in the accent colour, bold and underlined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip

from tui.widgets.cells import Span, fit, marked
from tui.widgets.line_list import BAR, LineList

NARROWEST = 20
"""Below this many cells a row is cut off."""

GAP = 2
"""Cells between columns."""

LEAST_SUBTITLE = 6
"""A longer subtitle is left out rather than cut to fewer cells than this."""


SYNCS = "⟳"
"""Stands where the mark does, while the server does not show our change yet."""


class ItemRow(NamedTuple):
    """What one row says. Spans are half-open ranges of characters that matched the filter."""

    title: str
    subtitle: str = ""
    category_mark: str = "·"
    favourite: bool = False
    archived: bool = False
    has_otp: bool = False
    marked: bool = False
    title_spans: Sequence[Span] = ()
    subtitle_spans: Sequence[Span] = ()
    vault: str = ""
    syncing: bool = False


class ItemRows(Protocol):
    """Where rows come from; asked only for those that are seen."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def row(self, index: int, /) -> ItemRow:
        """Return one of them."""
        ...


class Layout(NamedTuple):
    """Widths in cells. `subtitle` 0: it stands at the right of what the title leaves free. `vault` 0: no column."""

    title: int
    subtitle: int
    otp: bool
    vault: int
    rest: int


@lru_cache(maxsize=64)
def layout(width: int, show_vault: bool) -> Layout:
    """Share out a row of `width` cells: bar, mark, category, title, subtitle, code, star, vault, and a free cell."""
    otp = width >= 32
    vault = min(max(width // 6, 10), 24) if show_vault and width >= 56 else 0
    room = width - 2 - 2 - 4 * otp - 2 - (vault + GAP if vault else 0) - 1
    if room < 36:
        return Layout(max(room, 0), 0, otp, vault, 0)
    subtitle = min(room * 2 // 5, 44)
    title = min(room - subtitle - GAP, 60)
    return Layout(title, subtitle, otp, vault, room - subtitle - GAP - title)


def share(row: ItemRow, room: int) -> tuple[int, int]:
    """Return the widths of title and subtitle in a narrow row: the title first, what fits beside it at the right."""
    wanted = cell_len(row.subtitle)
    left = room - GAP - cell_len(row.title)
    if not wanted or left < min(wanted, LEAST_SUBTITLE):
        return room, 0
    subtitle = min(wanted, left)
    return room - GAP - subtitle, subtitle


class ItemList(LineList):
    """A list of items; in a narrow one the subtitle takes what the title leaves free."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "item-list--archived",
        "item-list--category",
        "item-list--favourite",
        "item-list--marked",
        "item-list--match",
        "item-list--subtle",
    }
    """
    | Class | Description |
    | :- | :- |
    | `item-list--archived` | The title of an archived item. |
    | `item-list--category` | The sign of the category. |
    | `item-list--favourite` | The star. |
    | `item-list--marked` | The check mark. |
    | `item-list--match` | What matched the filter. |
    | `item-list--subtle` | User name, code, vault. |
    """
    DEFAULT_CSS = """
    ItemList {
        & > .item-list--archived { color: $text-muted; text-style: strike; }
        & > .item-list--category { color: $text-muted; }
        & > .item-list--favourite { color: $accent; }
        & > .item-list--marked { color: $text-success; text-style: bold; }
        & > .item-list--match { color: $text-accent; text-style: bold underline; }
        & > .item-list--subtle { color: $text-muted; }
        &:ansi > .item-list--archived { text-style: dim strike; }
        &:ansi > .item-list--subtle { text-style: dim; }
    }
    """

    show_vault: reactive[bool] = reactive(False)
    """Whether there is a column with the name of the vault, where there is room."""

    def __init__(
        self,
        *,
        show_vault: bool = False,
        empty: Content | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(empty=empty, name=name, id=id, classes=classes)
        self._rows: ItemRows | None = None
        self.set_reactive(ItemList.show_vault, show_vault)

    def show_rows(self, rows: ItemRows, cursor: int = 0) -> None:
        """Show these rows, with the cursor on `cursor` or the nearest there is."""
        self._rows = rows
        self.show(len(rows), cursor)

    def add_rows(self, rows: ItemRows) -> None:
        """Show these rows, of which the first are those that are shown already."""
        self._rows = rows
        self.add(len(rows))

    def render_row(self, index: int, width: int, selected: bool) -> Strip:
        """Return row `index`, exactly `width` cells wide."""
        if self._rows is None:
            return Strip.blank(width, self.ink())
        segments = self._segments(self._rows.row(index), layout(width, self.show_vault), selected)
        return Strip(segments, width) if width >= NARROWEST else Strip(segments).adjust_cell_length(width)

    def _segments(self, row: ItemRow, widths: Layout, selected: bool) -> Iterator[Segment]:
        base = ("line-list--cursor",) if selected else ()
        ink, subtle = self.ink, self.ink(*base, "item-list--subtle")
        yield Segment(BAR if selected else " ", ink(*base, "line-list--bar"))
        if row.syncing and not row.marked:
            yield Segment(SYNCS, subtle)
        else:
            yield Segment("✓" if row.marked else " ", ink(*base, "item-list--marked"))
        yield Segment(fit(row.category_mark, 2), ink(*base, "item-list--category"))
        yield from self._texts(row, widths, base)
        if widths.otp:
            yield Segment(" otp" if row.has_otp else "    ", subtle)
        yield Segment(" ★" if row.favourite else "  ", ink(*base, "item-list--favourite"))
        if widths.vault:
            yield Segment("  " + fit(row.vault, widths.vault), subtle)
        yield Segment(" " * (widths.rest + 1), ink(*base))

    def _texts(self, row: ItemRow, widths: Layout, base: tuple[str, ...]) -> Iterator[Segment]:
        title = (*base, "item-list--archived") if row.archived else base
        subtle = (*base, "item-list--subtle")
        of_title, of_subtitle = (widths.title, widths.subtitle) if widths.subtitle else share(row, widths.title)
        yield from self._marked(row.title, of_title, row.title_spans, title, base)
        if of_subtitle:
            yield Segment(" " * GAP, self.ink(*base))
            yield from self._marked(row.subtitle, of_subtitle, row.subtitle_spans, subtle, base)

    def _marked(
        self, text: str, width: int, spans: Sequence[Span], names: tuple[str, ...], base: tuple[str, ...]
    ) -> Iterator[Segment]:
        plain, match = self.ink(*names), self.ink(*names, "item-list--match")
        for piece, hit in marked(text, width, spans):
            if hit:
                yield Segment(piece, match)
            elif word := piece.rstrip(" "):
                yield Segment(word, plain)
            if not hit and piece.endswith(" "):  # not struck through with the title
                yield Segment(" " * (len(piece) - len(word)), self.ink(*base))
