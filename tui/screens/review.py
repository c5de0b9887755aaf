"""What will change, before it is saved. Concealed values are dots; Enter saves, Esc goes back to typing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import Static

from tui.model import merge
from tui.model.draft import Draft
from tui.model.field import Field
from tui.model.item import Item
from tui.screens.dialog import Dialog, Hint, shown
from tui.widgets.change_lines import Line, content, lines


class Review(Dialog[bool]):
    """Shows what a draft would change; answers whether to save it. `vault` names where a new item goes."""

    def __init__(self, draft: Draft, vault: str = "") -> None:
        super().__init__("Save this new item?" if draft.is_new else "Save these changes?", cancelled=False)
        self._lines = what_changes(draft)
        self._vault = vault if draft.is_new else ""

    def body(self) -> Iterator[Widget]:
        """Yield the vault and the changes."""
        if self._vault:
            yield shown(f"It goes into the vault “{self._vault}”.", "label")
        yield Static(content(self._lines), id="changes")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("Enter", "Save"), ("↑↓", "Scroll"), ("Esc", "Back to the editor")]

    def handle(self, key: str) -> bool:
        """Save, or scroll a long list."""
        match key:
            case "enter" | "ctrl+s":
                self.dismiss(True)
            case _:
                return self.scrolled(key)
        return True


def what_changes(draft: Draft) -> list[Line]:
    """Return what saving the draft would change; of a new item everything that is not empty."""
    if not draft.is_new:
        return lines(merge.changes(draft.base, draft.current), draft.base, draft.current)
    now = draft.current
    before = Item(now.ref, "", now.category)
    filled = tuple(field for field in now.fields if not _blank(field, now))
    used = {field.section for field in filled}
    sections = tuple(one for one in now.sections if one.id in used or one not in now.category.sections)
    after = replace(now, fields=filled, sections=sections)
    return lines(merge.changes(before, after), before, after)


def _blank(field: Field, item: Item) -> bool:
    """Whether a field is empty, and one that nobody asked for: of the template, or without a section."""
    return field.empty and (field.section is None or field in item.category.template)
