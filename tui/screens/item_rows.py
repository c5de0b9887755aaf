"""Rows of the catalog as the item list wants them: made one by one, when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from tui.model.category import category
from tui.model.ids import ItemRef
from tui.model.titles import named
from tui.services.columns import ARCHIVED, FAVOURITE, HAS_OTP, SYNCING
from tui.services.finder import Found
from tui.tools.folding import Span, fold_words
from tui.tools.marking import spans_of
from tui.widgets.item_list import ItemRow


class FoundRows:
    """What was found, as rows."""

    def __init__(self, found: Found, marked: Collection[ItemRef]) -> None:
        self._found = found
        self._marked = marked
        self._words = fold_words(found.words)

    def __len__(self) -> int:
        return len(self._found.rows)

    def row(self, index: int) -> ItemRow:
        """Return one row, with what matched marked."""
        found = self._found
        row = found.rows[index]
        snapshot, columns = found.snapshot, found.snapshot.columns
        marks = partial(spans_of, words=self._words, near=index >= found.exact) if self._words else _nothing
        title, subtitle = columns.titles[row], columns.usernames[row] or columns.hosts[row]
        in_title, in_subtitle = marks(title), marks(subtitle)
        if self._words and not in_title and not in_subtitle:
            subtitle = _what_matched(marks, columns.hosts[row], columns.tags[row]) or subtitle
            in_subtitle = marks(subtitle)
        return ItemRow(
            title=named(title),
            subtitle=subtitle,
            category_mark=category(columns.category[row]).mark,
            favourite=snapshot.has(row, FAVOURITE),
            archived=snapshot.has(row, ARCHIVED),
            has_otp=snapshot.has(row, HAS_OTP),
            marked=bool(self._marked) and snapshot.ref(row) in self._marked,
            title_spans=in_title,
            subtitle_spans=in_subtitle,
            vault=snapshot.places[columns.vault[row]].name,
            syncing=snapshot.has(row, SYNCING),
        )


def _nothing(_text: str) -> tuple[Span, ...]:
    return ()


def _what_matched(marks: Callable[[str], tuple[Span, ...]], host: str, tags: Sequence[str]) -> str:
    """Return the host or the tag that was found where neither title nor user name was, or ""."""
    return next((text for text in (host, *(f"#{tag}" for tag in tags)) if marks(text)), "")
