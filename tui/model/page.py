"""A page of a vault's items as columns: many rows with no object for each. It is read like a list of summaries."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import compress
from typing import Any, overload

from tui.model.column import Column, column, joined
from tui.model.flags import ARCHIVED, FAVOURITE, HAS_OTP, SYNCING
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.texts import TagLists, Texts


@dataclass(frozen=True, slots=True)
class SummaryPage(Sequence[ItemSummary]):
    """Items of one vault. A summary is made when asked for; `flags` has the bits of model/flags.py."""

    account: AccountId
    vault: VaultId
    ids: Column[str]
    titles: Column[str]
    categories: Column[str]
    usernames: Column[str]
    hosts: Column[str]
    tags: Column[tuple[str, ...]]
    flags: Column[int]
    updated: Column[float]
    versions: Column[int]

    @classmethod
    def of(cls, account: AccountId, vault: VaultId, rows: Sequence[ItemSummary]) -> SummaryPage:
        """Return these summaries, all of them of one vault.

        Raises:
            OverflowError: a version is no 64-bit number.
        """
        return cls(
            account,
            vault,
            column(Texts.of([one.ref.item for one in rows])),
            column(Texts.of([one.title for one in rows])),
            column(Texts.of([one.category for one in rows])),
            column(Texts.of([one.username for one in rows])),
            column(Texts.of([one.host for one in rows])),
            column(TagLists.of([one.tags for one in rows])),
            column(bytes(map(_flags, rows))),
            column(array("d", [one.updated for one in rows])),
            column(array("q", [one.version for one in rows])),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> ItemSummary: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ItemSummary]: ...
    def __getitem__(self, at: int | slice) -> ItemSummary | Sequence[ItemSummary]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        at = at + len(self) if at < 0 else at
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._row([one[at] for one in self._columns()])

    def __iter__(self) -> Iterator[ItemSummary]:
        return map(self._row, zip(*self._columns(), strict=True))

    @classmethod
    def together(cls, pages: Sequence[SummaryPage]) -> SummaryPage:
        """Return a page with the items of one or more pages of a vault, in order."""
        columns = zip(*(page._columns() for page in pages), strict=True)
        return cls(pages[0].account, pages[0].vault, *(joined(parts) for parts in columns))

    def put(self, new: ItemSummary) -> SummaryPage:
        """Return a page with an item in the place of what was known of it, or at the end."""
        one = SummaryPage.of(self.account, self.vault, (new,))
        at = self.find(new.ref.item)
        if at is None:
            return SummaryPage.together((self, one))
        both = zip(self._columns(), one._columns(), strict=True)
        return SummaryPage(self.account, self.vault, *(mine.replaced({at: other[0]}) for mine, other in both))

    def without(self, item: ItemId) -> SummaryPage:
        """Return a page without an item."""
        at = self.find(item)
        if at is None:
            return self
        kept = [row for row in range(len(self)) if row != at]
        return SummaryPage(self.account, self.vault, *(mine.only(kept) for mine in self._columns()))

    def of_category(self, category: str) -> list[ItemRef]:
        """Return where the items of a category are."""
        found = compress(self.ids, map(category.__eq__, self.categories))
        return [ItemRef(self.account, self.vault, ItemId(item)) for item in found]

    def find(self, item: ItemId) -> int | None:
        """Return where an item is, or None."""
        return next((at for at, one in enumerate(self.ids) if one == item), None)

    def _columns(self) -> list[Column[Any]]:
        return [getattr(self, name) for name in COLUMNS]

    def _row(self, values: Sequence[Any]) -> ItemSummary:
        item, title, category, username, host, tags, flags, updated, version = values
        return ItemSummary(
            ItemRef(self.account, self.vault, ItemId(item)),
            title,
            category,
            username,
            host,
            tags,
            bool(flags & FAVOURITE),
            bool(flags & ARCHIVED),
            bool(flags & HAS_OTP),
            updated,
            version,
            bool(flags & SYNCING),
        )


COLUMNS = tuple(field.name for field in fields(SummaryPage))[2:]
"""The names of the columns, in order."""


def _flags(one: ItemSummary) -> int:
    return FAVOURITE * one.favourite + ARCHIVED * one.archived + HAS_OTP * one.has_otp + SYNCING * one.syncing
