"""Putting files of this machine into items, replacing them and taking them out; and making documents of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.worker import Worker

from tui.backends.protocol import Action
from tui.model.category import category
from tui.model.errors import NotFound, Stopped
from tui.model.ids import ItemId, ItemRef
from tui.model.item import DOCUMENT, Item
from tui.model.vault import Vault
from tui.screens.base import BaseScreen
from tui.screens.export_path import shown_path
from tui.screens.file_work import FileWork, Progress
from tui.screens.item_files import chosen_file
from tui.screens.modals import Confirm
from tui.screens.selection import Selection
from tui.services.undo import Step
from tui.widgets.item_detail import ItemDetail

if TYPE_CHECKING:
    from tui.services.sources import Source

KEPT = "Earlier versions of the item have it as long as they are kept."

Told = Callable[[int], None]


class Attaching:
    """Changes the files of the item under the cursor. `show_item` puts the cursor on a new one."""

    def __init__(
        self,
        screen: BaseScreen,
        selection: Selection,
        detail: ItemDetail,
        work: FileWork,
        show_item: Callable[[ItemRef], None],
    ) -> None:
        self._screen = screen
        self._session = screen.session
        self._selection = selection
        self._detail = detail
        self._work = work
        self._show_item = show_item
        self._folder = "~/"
        """Where the last file was, as one types it."""

    def action_attach_file(self) -> None:
        """Ask for a file of this machine, and put it into the item."""
        self._ask(self._attach)

    def action_replace_file(self) -> None:
        """Ask for a file of this machine, and put it in the place of one of the item."""
        self._ask(self._replace)

    def action_remove_file(self) -> None:
        """Take a file out of the item, after a question."""
        self._ask(self._remove)

    def _ask(self, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed()

        if self._work.free():
            _: Worker[None] = self._screen.run_worker(
                reported, name="file", group="file", exclusive=True, description="choose a file"
            )

    async def _attach(self) -> None:
        item = await self._current()
        source = await self._source(f"Attach a file to “{item.title}”", item.ref)
        if source is not None:
            api = self._session.api(item.ref.account)
            self._begin(source, lambda told: api.files.attach(item, source, told), f"to “{item.title}”", item)

    async def _replace(self) -> None:
        item = await self._current()
        old = await chosen_file(self._screen, self._detail, item, "Replace")
        source = await self._source(f"Replace “{old.name}”", item.ref) if old is not None else None
        if old is not None and source is not None:
            api = self._session.api(item.ref.account)
            self._begin(
                source, lambda told: api.files.replace(item, old, source, told), f"in the place of “{old.name}”", item
            )

    async def _remove(self) -> None:
        item = await self._current()
        file = await chosen_file(self._screen, self._detail, item, "Remove")
        if file is None:
            return
        api = self._session.api(item.ref.account)
        kept = api.refusal(Action.VERSIONS, item.ref) is None and self._session.settings.keep_versions > 0
        ask = Confirm(
            f"Remove “{file.name}” from “{item.title}”?",
            KEPT if kept else "It is gone for good then.",
            yes="Remove",
            no="Keep it",
        )
        if await self._screen.app.push_screen_wait(ask):
            saved = await api.files.remove(item, file)
            self._done(item, saved, f"Removed “{file.name}” from “{item.title}”.")

    async def new_document(self, vault: Vault) -> None:
        """Ask for a file of this machine, and make a document of it."""
        if not self._work.free():
            return
        place = ItemRef(vault.account, vault.id, ItemId(""))
        source = await self._source(f"New document in “{vault.name}”", place)
        if source is not None:
            kind = category(DOCUMENT)
            item = Item(place, source.name, kind, kind.template, kind.sections)
            api = self._session.api(vault.account)
            self._begin(
                source, lambda told: api.files.create_document(item, source, told), f"as a document of “{vault.name}”"
            )

    async def _current(self) -> Item:
        """Return the item under the cursor as it is now: what is changed is exactly that."""
        ref = self._selection.ref
        if ref is None:
            raise NotFound("There is no item under the cursor.")
        item: Item = await self._session.api(ref.account).item(ref)
        return item

    async def _source(self, heading: str, ref: ItemRef) -> Source | None:
        from tui.screens.file_prompt import FilePrompt

        prompt = FilePrompt(heading, self._session.api(ref.account).files.most_bytes(), self._folder)
        source = await self._screen.app.push_screen_wait(prompt)
        if source is not None:
            self._folder = shown_path(source.path.parent / "x").removesuffix("x")
        return source

    def _begin(
        self, source: Source, put: Callable[[Told], Awaitable[Item]], where: str, before: Item | None = None
    ) -> None:
        self._work.begin("attached", partial(self._put, source, put, where, before), source.stop)

    async def _put(
        self, source: Source, put: Callable[[Told], Awaitable[Item]], where: str, before: Item | None
    ) -> None:
        screen = self._screen
        progress = Progress(screen, "Attaching", source.name, source.size, f"Sealing “{source.name}” …")
        with screen.reporting():
            try:
                progress.tell(0)
                saved = await put(progress.tell)
            except Stopped as error:
                screen.say(str(error), "warning")
            else:
                progress.over = True
                self._done(before, saved, f"Attached “{source.name}” {where}.")
            finally:
                progress.over = True
                source.stop()  # who leaves the screen waits for no file

    def _done(self, before: Item | None, saved: Item, sentence: str) -> None:
        """Say what was done, and how it can be undone."""
        if before is None:
            self._screen.say(f"{sentence} e gives it another title.", "success")
            self._show_item(saved.ref)
            return
        if self._session.api(saved.ref.account).refusal(Action.VERSIONS, saved.ref) is None:
            self._session.undo.note(Step(Action.EDIT, saved.ref, saved.title, saved.version, before.version))
            sentence = f"{sentence} U undoes it."
        self._screen.say(sentence, "success")
