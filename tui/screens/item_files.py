"""Saving a file of an item to the disk: chosen, given a path, fetched piece by piece, and let go at any time.

The name that a service gives is foreign: what the file is called here is asked, and begins as a name that is safe.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from textual.worker import Worker

from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Denied, NotFound, VaultError
from tui.model.file import FileInfo
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.screens.base import BaseScreen, focused_within
from tui.screens.export_path import free_path, path_problem, safe_name, shown_path, typed_path
from tui.screens.file_choice import FileChoice
from tui.screens.file_work import FileWork, Progress
from tui.screens.modals import Ask
from tui.widgets.item_detail import ItemDetail
from tui.widgets.sheet import FileTarget

FOLDER = "Downloads"
"""Files go there where one has it, otherwise into the home directory."""


class Shows(Protocol):
    """Knows an item: where it is, and the item itself where it is shown."""

    @property
    def ref(self) -> ItemRef | None:
        """Where the item is, None where there is none."""

    @property
    def shown(self) -> Item | None:
        """The item as it is shown, None where it is not shown yet."""


class Files:
    """Saves files of the item under the cursor. `as_shown`: of the item as it is shown, which may be long ago."""

    def __init__(
        self, screen: BaseScreen, selection: Shows, detail: ItemDetail, work: FileWork, *, as_shown: bool = False
    ) -> None:
        self._screen = screen
        self._as_shown = as_shown
        self._selection = selection
        self._detail = detail
        self._work = work

    def action_save_file(self) -> None:
        """Ask which file and where to, and save it."""
        if self._work.free():
            _: Worker[None] = self._screen.run_worker(
                self._ask, name="file", group="file", exclusive=True, description="choose a file"
            )

    async def _ask(self) -> None:
        screen, ref = self._screen, self._selection.ref
        if ref is None:
            return
        with screen.reporting():
            item = self._selection.shown or await screen.session.api(ref.account).item(ref)
            file = await chosen_file(screen, self._detail, item, "Save", item.files if self._as_shown else None)
            if file is None:
                return
            name = free_path(safe_name(file.name), FOLDER)
            answer = await screen.app.push_screen_wait(Ask(f"Save “{file.name}”", "New file", name, path_problem))
            if answer is not None:
                self._work.begin("saved", partial(self._save, item, file, typed_path(answer)))

    async def _save(self, item: Item, file: FileInfo, path: Path) -> None:
        screen = self._screen
        progress = Progress(screen, "Saving", file.name, file.size)
        with screen.reporting():
            try:
                progress.tell(0)
                await screen.session.api(item.ref.account).files.save(item.ref, file.id, path, progress.tell)
            except asyncio.CancelledError:
                progress.over = True
                self._note(item, file, "stopped", AuditResult.FAILED)
                if screen.is_running:
                    screen.say(f"Stopped; nothing of “{file.name}” was saved.", "warning")
                raise
            except VaultError as error:
                result = AuditResult.REFUSED if isinstance(error, Denied) else AuditResult.FAILED
                self._note(item, file, str(error), result)
                raise
            self._note(item, file, str(path))
            screen.say(f"Saved to {shown_path(path)} (0600).", "success")

    def _note(self, item: Item, file: FileInfo, detail: str, result: AuditResult = AuditResult.OK) -> None:
        session = self._screen.session
        session.audit.record(
            AuditAction.SAVE_FILE,
            item.ref,
            title=item.title,
            vault_name=_vault_name(self._screen, item.ref),
            field=file.name,
            detail=detail,
            result=result,
        )


async def chosen_file(
    screen: BaseScreen, detail: ItemDetail, item: Item, verb: str, files: Sequence[FileInfo] | None = None
) -> FileInfo | None:
    """Return the file of an item that is under the cursor, or ask which; None where nobody chose.

    Without `files` the account is asked which there are.

    Raises:
        NotFound: the item has none.
    """
    target = detail.cursor_target if focused_within(screen, detail) else None
    if isinstance(target, FileTarget):
        file = next((file for file in item.files if file.id == target.id), None)
        if file is not None:
            return file
    api = screen.session.api(item.ref.account)
    files = await api.files.of(item.ref) if files is None else files
    if not files:
        raise NotFound("This item has no files.")
    choice = FileChoice(item, files, lambda file: api.files.one(item.ref, file.id), verb)
    chosen = await screen.app.push_screen_wait(choice)
    return None if chosen is None else files[int(chosen)]


def _vault_name(screen: BaseScreen, ref: ItemRef) -> str:
    vault = screen.session.catalog.vault(ref.account, ref.vault)
    return vault.name if vault else ""
