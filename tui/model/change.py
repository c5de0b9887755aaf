"""A change that is to be saved: edits that were made one after the other, brought down to the fewest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.edit import Edit, SetTags, apply, diff

if TYPE_CHECKING:
    from tui.model.item import Item


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be saved: the item before, as it shall be, and the fewest edits that lead from one to the other."""

    base: Item
    wanted: Item
    edits: tuple[Edit, ...]


def folded(base: Item, edits: Sequence[Edit]) -> Change:
    """Return the change that edits come to: several of one field are one, and what undoes itself is none.

    Raises:
        NotFound: an edit speaks of a field that the item does not have.
    """
    return between(base, apply(base, edits))


def between(base: Item, wanted: Item) -> Change:
    """Return the change that makes one item of another."""
    fewest = diff(base, wanted)
    if sorted(base.tags) == sorted(wanted.tags):
        # Services keep tags sorted: another order is no change, and would be answered by no new version.
        fewest = tuple(edit for edit in fewest if not isinstance(edit, SetTags))
    return Change(base, wanted, fewest)
