"""What the tests of the editor share: an editor over a real store, driven by keys, and a second reader of the store."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from tests.screens.support import MASTER, ScreenApp, open_session
from tui import messages
from tui.backends.local.backend import LocalBackend
from tui.commands import Keymap
from tui.model.category import LOGIN
from tui.model.draft import Draft
from tui.model.field import Field, as_kind
from tui.model.file import FileInfo
from tui.model.ids import HOME, DraftId, ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.screens.editor import EditorScreen
from tui.services.session import Session
from tui.store.store import Store

SEED = "JBSWY3DPEHPK3PXP"


@dataclass
class Desk:
    """An editor on the screen, and the store behind it."""

    pilot: Pilot[None]
    app: ScreenApp
    session: Session
    screen: EditorScreen
    place: Path

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they do is seen."""
        for key in keys:
            self.app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text, quicker than anything settles between two keys."""
        for char in text:
            self.app.post_message(events.Key("space" if char == " " else char, char))
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste a text where the cursor is."""
        focused = self.app.screen.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; a test that waits in vain fails here."""
        deadline = time.monotonic() + 45
        while not holds():
            assert time.monotonic() < deadline, f"it never came to that:\n{self.app.page()}"
            await self.pilot.pause(0.02)

    async def sees(self, *words: str) -> None:
        """Wait until every one of these words is on the screen."""
        await self.until(lambda: self.app.shows(*words))

    async def save(self) -> None:
        """Save, as a person does who agrees with what is shown."""
        await self.press("ctrl+s")
        await self.sees("Enter Save")
        await self.press("enter")

    @asynccontextmanager
    async def store_busy(self) -> AsyncIterator[None]:
        """Have the store do nothing else: whatever it is asked meanwhile waits until this is over."""
        assert self.session.home is not None
        begun, over = threading.Event(), threading.Event()

        async def stay(_: object) -> None:
            begun.set()
            over.wait(60)

        staying = asyncio.create_task(self.session.home.read(stay))
        await self.until(begun.is_set)
        try:
            yield
        finally:
            over.set()
            await staying

    @property
    def left(self) -> bool:
        """Whether the editor asked to be left."""
        return any(isinstance(message, messages.GoBack) for message in self.app.kept)

    @property
    def label(self) -> str:
        """The label of the row with the cursor."""
        here = self.screen.form.here
        return here.key.id or here.key.kind if here is not None else ""

    def vault(self, index: int = 0) -> VaultId:
        """Return the id of a vault."""
        return self.session.catalog.vaults[index].id

    def items(self) -> list[Item]:
        """Return the items of the first vault, as a second Strongroom reads them."""
        with self.other() as store:
            return [store.item(one.ref) for page in store.summaries(self.vault()) for one in page]

    def drafts(self) -> list[Draft]:
        """Return the drafts, as a second Strongroom reads them."""
        with self.other() as store:
            return store.drafts()

    def other(self) -> _Second:
        """Return a second Strongroom with the same store."""
        return _Second(self.place)


class _Second:
    def __init__(self, place: Path) -> None:
        self._store = Store.open(place / "home.strongroom", MASTER, state_dir=place / "state")

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


def new_login(vault: VaultId, **values: str) -> Item:
    """Return a login that was never saved."""
    return Item(ItemRef(HOME, vault, ItemId("")), "", LOGIN, tuple(_filled(f, values) for f in LOGIN.template))


def filled_login(vault: VaultId, *more: Field, title: str = "GitHub", **values: str) -> Item:
    """Return a login with values, and more fields behind those of the template."""
    item = new_login(vault, **{"username": "ada", "password": "s3cret-1", **values})
    return replace(item, title=title, fields=(*item.fields, *more))


def _filled(field: Field, values: dict[str, str]) -> Field:
    return replace(field, value=as_kind(values.get(field.id, ""), field.kind))


async def _saved(session: Session, item: Item) -> Item:
    """Save a new item; its files get a content of their size."""
    saved: Item = await session.api(HOME).create(replace(item, files=()))
    for file in item.files:

        async def attach(backend: LocalBackend, file: FileInfo = file, to: Item = saved) -> Item:
            return await backend.attach(to.ref, file.name, _content(file.size), to.version)

        saved = await session.api(HOME).finish(attach)
    return saved


async def _content(size: int) -> AsyncIterator[bytes]:
    yield bytes(size)


@asynccontextmanager
async def editing(
    tmp_path: Path,
    make: Callable[[VaultId], Item] = new_login,
    *,
    saved: bool = False,
    prepare: Callable[[Session], object] | None = None,
    draft: Callable[[Item], Draft] | None = None,
    size: tuple[int, int] = (100, 40),
) -> AsyncIterator[Desk]:
    """Open the editor on an item, after it was saved or before."""
    session = await open_session(tmp_path)
    item = make(session.catalog.vaults[0].id)
    if saved:
        item = await _saved(session, item)
    opened = draft(item) if draft is not None else Draft(DraftId("draft-1"), item, item, time.time())
    screen = EditorScreen(session, Keymap(), opened)
    app = ScreenApp(screen)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Desk(pilot, app, session, screen, tmp_path)
    finally:
        await session.close(exiting=True)
        await asyncio.sleep(0)
