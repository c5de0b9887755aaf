"""Rows of the catalog as the item list wants them: made one by one, when they are seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import partial

from tui.host.display import display_text
from tui.model.category import category
from tui.model.ids import AccountId, ItemRef
from tui.model.titles import named
from tui.services.columns import ARCHIVED, FAVOURITE, HAS_OTP, SYNCING, Place
from tui.services.finder import Found
from tui.tools.folding import Span, fold_words
from tui.tools.marking import spans_of
from tui.widgets.item_list import ItemRow


class FoundRows:
    """What was found, as rows."""

    def __init__(self, found: Found, marked: Collection[ItemRef], name_of: Callable[[AccountId], str]) -> None:
        """`name_of` tells the name of an account, to tell vaults of one name apart."""
        self._found = found
        self._marked = marked
        self._words = fold_words(found.words)
        self._vaults = vault_names(found.snapshot.places, name_of)

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
            vault=self._vaults[columns.vault[row]],
            syncing=snapshot.has(row, SYNCING),
        )


def vault_names(places: Sequence[Place], name_of: Callable[[AccountId], str]) -> list[str]:
    """Return what vaults are called; those of one name in several accounts by their accounts, too."""
    accounts = Counter(name for _, name in {(place.account, place.name) for place in places})
    return [
        f"{place.name} · {display_text(name_of(place.account))}" if accounts[place.name] > 1 else place.name
        for place in places
    ]


def _nothing(_text: str) -> tuple[Span, ...]:
    return ()


def _what_matched(marks: Callable[[str], tuple[Span, ...]], host: str, tags: Sequence[str]) -> str:
    """Return the host or the tag that was found where neither title nor user name was, or ""."""
    return next((text for text in (host, *(f"#{tag}" for tag in tags)) if marks(text)), "")
