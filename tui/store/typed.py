"""Drafts in the store: each says which open store is typing it, so that no other one takes it for left behind.

The name of a draft's record is its id; while it is typed, "@" and the name of the presence follow. So nobody writes
over what another one types, even if both began with the same draft.
"""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.draft import Draft, Shelf
from tui.model.errors import Damaged, Invalid
from tui.model.ids import DraftId
from tui.store.codec import decode_draft, encode_draft
from tui.store.named import Named
from tui.store.naming import RecordKind
from tui.store.presence import NAME, Presence

KIND = RecordKind.DRAFT


@dataclass(frozen=True, slots=True)
class _Record:
    """A draft as it is kept: the name of its record, and who types it ("": nobody)."""

    name: str
    owner: str
    draft: Draft


class Typed:
    """The drafts of a store."""

    def __init__(self, named: Named, presence: Presence) -> None:
        self._named = named
        self._presence = presence
        self._mine: dict[DraftId, str] = {}  # the names of the records that are ours

    def all(self) -> list[Draft]:
        """Return every draft that can be read, the oldest first."""
        return [record.draft for record in self._records()[0]]

    def shelf(self) -> Shelf:
        """Return the drafts by who types them."""
        records, unreadable = self._records()
        left = tuple(record.draft for record in records if not self._elsewhere(record))
        elsewhere = tuple(record.draft for record in records if self._elsewhere(record))
        return Shelf(left, elsewhere, unreadable)

    def claim(self, draft: DraftId) -> bool:
        """Take over what was left behind of a draft; return False where another store is typing it."""
        if draft in self._mine:
            return True
        records = [record for record in self._records()[0] if record.draft.id == draft]
        left = [record for record in records if not self._elsewhere(record)]
        if left:
            self._write(left[-1].draft, left[-1].name)
        return len(left) == len(records)

    def save(self, draft: Draft) -> None:
        """Keep what is being typed here, in place of what this draft was before."""
        self._write(draft, self._mine.get(draft.id) or self._left_behind(draft.id))

    def leave(self, draft: DraftId) -> None:
        """Keep a draft for whoever goes on with it first, here or elsewhere."""
        name = self._mine.pop(draft, draft)
        if name != draft and self._named.get(KIND, draft) is None:
            value = self._named.get(KIND, name)
            if value is not None:
                self._named.put(KIND, draft, value, instead_of=name)

    def drop(self, draft: DraftId) -> None:
        """Forget a draft that is ours or was left behind, if it is there."""
        name = self._mine.pop(draft, "") or self._left_behind(draft)
        if name:
            self._named.remove(KIND, name)

    def _write(self, draft: Draft, old: str) -> None:
        owner = self._presence.begin()
        name = f"{draft.id}@{owner}" if owner else draft.id
        self._named.put(KIND, name, encode_draft(draft), instead_of=old)
        self._mine[draft.id] = name

    def _left_behind(self, draft: DraftId) -> str:
        """Return the name of the newest record of a draft that nobody else is typing, "" where there is none."""
        records = (record for record in self._records()[0] if record.draft.id == draft)
        return next((record.name for record in reversed([*records]) if not self._elsewhere(record)), "")

    def _elsewhere(self, record: _Record) -> bool:
        return record.owner not in ("", self._presence.name) and self._presence.there(record.owner)

    def _records(self) -> tuple[list[_Record], int]:
        """Return what can be read, the oldest first, and how many cannot be."""
        found: list[_Record] = []
        values, unreadable = self._named.readable(KIND)
        for name, value in values:
            owner = name.rpartition("@")[2]
            try:
                found.append(_Record(name, owner if NAME.fullmatch(owner) else "", decode_draft(value)))
            except (Damaged, Invalid):
                unreadable += 1
        return sorted(found, key=lambda record: (record.draft.at, record.draft.id)), unreadable
