"""Choosing one of the files of an item, and looking at what the service says of one before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from textual.worker import Worker

from tui.model.errors import VaultError
from tui.model.file import FileInfo
from tui.model.item import Item
from tui.screens.choose import Choice, Choose
from tui.screens.dialog import Hint
from tui.screens.facts import FactsDialog
from tui.widgets.sizes import size_words

DETAILS = "i"
"""The key that shows more of a file."""


class FileChoice(Choose):
    """Answers with the place of a file among `files`; `verb` is what it is chosen for.

    `details` asks the service for one of them.
    """

    def __init__(
        self,
        item: Item,
        files: Sequence[FileInfo],
        details: Callable[[FileInfo], Awaitable[FileInfo]],
        verb: str = "Save",
    ) -> None:
        choices = [_choice(n, item, file) for n, file in enumerate(files)]
        super().__init__(f"{verb} which file of “{item.title}”?", choices)
        self._item = item
        self._files = tuple(files)
        self._details = details

    def hints(self) -> Sequence[Hint]:
        """Return the keys that choose, and the one for details."""
        *first, last = super().hints()
        return [*first, (DETAILS, "Details"), last]

    def handle(self, key: str) -> bool:
        """Show details; the rest is done as in every choice."""
        if key == DETAILS and not self.typing and self.under_cursor is not None:
            file = self._files[int(self.under_cursor)]
            _: Worker[None] = self.run_worker(
                partial(self._show_details, file), group="details", exclusive=True, description="file details"
            )
            return True
        return super().handle(key)

    async def _show_details(self, file: FileInfo) -> None:
        self.tell("")
        try:
            found = await self._details(file)
        except VaultError as error:
            self.tell(str(error))
        else:
            facts = {
                "Name": found.name,
                "Size": size_words(found.size) + (f", {found.size:,} bytes" if found.size >= 1000 else ""),
                "Section": section_of(self._item, found),
                "File id": found.id,
                "Item": self._item.title,
            }
            await self.app.push_screen(FactsDialog("File", facts))


def _choice(number: int, item: Item, file: FileInfo) -> Choice:
    section = section_of(item, file)
    note = f"{size_words(file.size)} in {section}" if section else size_words(file.size)
    return Choice(str(number), file.name or "without a name", str(number + 1) if number < 9 else "", note)


def section_of(item: Item, file: FileInfo) -> str:
    """Return what the section of a file is called; its id where the item has no such section, "" where it has none."""
    label = next((section.label for section in item.sections if section.id == file.section), "")
    return label or file.section or ""
