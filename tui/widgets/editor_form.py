"""The form of the editor: one row for each part of an item, in the order of the item.

It is told which item to show, and tells which row was typed in. The item that is edited is the screen's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.model import arrange
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item
from tui.tools import autofill, hints
from tui.widgets.field_row import FieldRow, KeptRow, SectionHeading, shown_label
from tui.widgets.form_row import FavouriteRow, FormRow, RowKey, Star, TagsRow, TitleRow, WebsitesRow

Row = FormRow | SectionHeading


class EditorForm(VerticalScroll, can_focus=False):
    """The rows. Between changes of what rows there are, the inputs keep their cursor and what can be undone in them."""

    @dataclass
    class Typed(Message):
        """Something was typed in a row."""

        row: FormRow

    def __init__(
        self,
        item: Item,
        title_of: Callable[[str], str] = str,
        has_favourites: Callable[[Item], bool] = lambda item: True,
    ) -> None:
        """`title_of` says what a reference leads to, by the id that it holds; "" where there is no such item.

        `has_favourites` says whether an item can be a favourite where it is.
        """
        super().__init__()
        self._begin = item
        self._title_of = title_of
        self._has_favourites = has_favourites
        self._one_at_a_time = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield from dict(self._rows(self._begin, {})).values()
        if count := len(self._begin.files):
            stay = "1 file stays as it is." if count == 1 else f"{count} files stay as they are."
            yield Static(Content(stay), id="files")

    @property
    def rows(self) -> dict[RowKey, Row]:
        """The rows that there are, by what they are for."""
        return {row.key: row for row in self.children if isinstance(row, FormRow | SectionHeading)}

    @property
    def here(self) -> Row | None:
        """The row with the cursor."""
        focused = self.screen.focused if self.is_attached else None
        rows = focused.ancestors_with_self if focused is not None else []
        return next((row for row in rows if isinstance(row, FormRow | SectionHeading)), None)

    async def show(self, item: Item, cursor: RowKey | None = None) -> None:
        """Show an item, with the cursor on a row; without one it stays where it is."""
        async with self._one_at_a_time:
            here = self.here
            cursor = cursor or (here.key if here is not None else None)
            before = self.rows
            wanted = dict(self._rows(item, before))
            await self.remove_children([row for row in before.values() if row not in wanted.values()])
            await self.mount_all([row for row in wanted.values() if not row.is_attached])
            places: dict[Widget, int] = {row: place for place, row in enumerate(wanted.values())}
            self.sort_children(key=lambda row: places.get(row, len(places)))
            self.hint(item)
            if cursor in wanted:
                self.focus_row(cursor)

    def focus_row(self, key: RowKey) -> None:
        """Put the cursor into a row."""
        row = self.rows.get(key)
        if isinstance(row, FormRow):
            row.inside.focus()
        elif row is not None:
            row.focus()

    def read(self, item: Item) -> Item:
        """Return the item with what stands in all rows; a row of a field that is gone counts for nothing."""
        for row in self.rows.values():
            if isinstance(row, FormRow):
                item = self.read_row(row, item)
        return item

    def read_row(self, row: FormRow, item: Item) -> Item:
        """Return the item with what stands in one row."""
        if isinstance(row, KeptRow) or (row.key.kind == "field" and item.field(FieldId(row.key.id)) is None):
            return item
        return row.read(item)

    def hint(self, item: Item) -> None:
        """Say about the row with the cursor what is to be said, and about the websites."""
        rows = self.rows
        websites = rows.get(RowKey("websites"))
        if isinstance(websites, FormRow):
            said = _of_websites(item)
            offered = item.websites and not said.text and self.here is websites
            websites.say(hints.Hint("F5 chooses when it is filled in.") if offered else said)
            websites.set_class(bool(item.sections), "-apart")
        for one in rows.values():
            if isinstance(one, FieldRow) and one.field.kind is FieldKind.REFERENCE:
                one.say(self._of_reference(str(one.held())))
        row = self.here
        field = item.field(FieldId(row.key.id)) if isinstance(row, FieldRow) else None
        if isinstance(row, FieldRow) and field is not None and field.kind is not FieldKind.REFERENCE:
            row.say(hints.hint(field, item.category))
            row.rate(hints.judge(field, item))

    def _rows(self, item: Item, before: dict[RowKey, Row]) -> Iterator[tuple[RowKey, Row]]:
        """Yield the rows to show: those there are, where they show what the item says, and new ones."""
        yield from _rows(item, before)
        if self._has_favourites(item):
            yield _plain(FavouriteRow, item, before)

    def _of_reference(self, leads_to: str) -> hints.Hint:
        if not leads_to:
            return hints.Hint()
        title = self._title_of(leads_to)
        return hints.Hint(f"→ {title}") if title else hints.Hint("No item of this vault has this id.", ok=False)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Star.Turned)
    def _typed(self, event: Input.Changed | TextArea.Changed | Star.Turned) -> None:
        event.stop()
        row = next((node for node in event.control.ancestors if isinstance(node, FormRow)), None)
        if row is not None:
            self.post_message(self.Typed(row))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Go on to the next input: who writes from one to the next wants to do nothing to the sections."""
        event.stop()
        self.screen.focus_next()
        while isinstance(self.screen.focused, SectionHeading):
            self.screen.focus_next()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the whole row in sight, with what is said under its input."""
        here = self.here
        if here is not None:
            self.call_after_refresh(self.scroll_to_widget, here, animate=False)


def _of_websites(item: Item) -> hints.Hint:
    """Return what is to be said of the websites: what is wrong with one, or when they are not filled in as usual."""
    said = (hints.url_hint(site.url) for site in item.websites)
    wrong = next((hint for hint in said if hint.text), None)
    rules = [f"{site.host or site.url}: {rule}" for site in item.websites if (rule := autofill.said(site.autofill))]
    return wrong or hints.Hint(" · ".join(rules))


def _rows(item: Item, before: dict[RowKey, Row]) -> Iterator[tuple[RowKey, Row]]:
    """Yield the rows that every item has."""
    yield _plain(TitleRow, item, before)
    for section, fields in arrange.groups(item):
        if section is not None:
            yield _heading(section.id, section.label, before)
        for field in fields:
            yield _field(field, item, before)
    yield _plain(WebsitesRow, item, before)
    yield _plain(TagsRow, item, before)
    for field in item.fields:
        if arrange.is_last(field):
            yield _field(field, item, before)


def _plain(
    kind: type[TitleRow] | type[WebsitesRow] | type[TagsRow] | type[FavouriteRow], item: Item, before: dict[RowKey, Row]
) -> tuple[RowKey, Row]:
    for key, row in before.items():
        if isinstance(row, kind) and row.read(item) == item:
            return key, row
    made = kind(item)
    return made.key, made


def _heading(section_id: SectionId, label: str, before: dict[RowKey, Row]) -> tuple[RowKey, Row]:
    row = before.get(RowKey("section", section_id)) or SectionHeading(section_id, label)
    row.rename(label)
    return row.key, row


def _field(field: Field, item: Item, before: dict[RowKey, Row]) -> tuple[RowKey, Row]:
    row = before.get(RowKey("field", field.id))
    if isinstance(row, FieldRow) and row.field.kind is field.kind and row.read(item) == item:
        row.rename(shown_label(field))
        return row.key, row
    why = hints.why_kept(field, item)
    made = KeptRow(field, item.category, why) if why else FieldRow(field, item.category)
    return made.key, made
