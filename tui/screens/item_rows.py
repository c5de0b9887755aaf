"""Rows of the catalog as the item list wants them: made one by one, when they are seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tui.model.category import category
from tui.model.ids import ItemRef
from tui.services.columns import ARCHIVED, FAVOURITE, HAS_OTP
from tui.services.finder import Found
from tui.tools.search import spans
from tui.widgets.item_list import ItemRow


class FoundRows:
    """What was found, as rows."""

    def __init__(self, found: Found, marked: Collection[ItemRef]) -> None:
        self._found = found
        self._marked = marked

    def __len__(self) -> int:
        return len(self._found.rows)

    def row(self, index: int) -> ItemRow:
        """Return one row, with what matched marked."""
        found = self._found
        row = found.rows[index]
        snapshot, columns = found.snapshot, found.snapshot.columns
        title, subtitle = columns.titles[row], columns.usernames[row] or columns.hosts[row]
        if found.words and not spans(title, found.words) and not spans(subtitle, found.words):
            subtitle = _what_matched(found.words, columns.hosts[row], columns.tags[row]) or subtitle
        return ItemRow(
            title=title or "untitled",
            subtitle=subtitle,
            category_mark=category(columns.category[row]).mark,
            favourite=snapshot.has(row, FAVOURITE),
            archived=snapshot.has(row, ARCHIVED),
            has_otp=snapshot.has(row, HAS_OTP),
            marked=bool(self._marked) and snapshot.ref(row) in self._marked,
            title_spans=spans(title, found.words) if found.words else (),
            subtitle_spans=spans(subtitle, found.words) if found.words else (),
            vault=snapshot.places[columns.vault[row]].name,
        )


def _what_matched(words: str, host: str, tags: Sequence[str]) -> str:
    """Return the host or the tag that was found where neither title nor user name was, or ""."""
    return next((text for text in (host, *(f"#{tag}" for tag in tags)) if spans(text, words)), "")
