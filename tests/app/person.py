"""A person before the real app: presses keys, reads the screen, waits until something is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich.console import RenderableType
from textual import events
from textual._context import visible_screen_stack
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from tests.services.support import login
from tests.settling import wait_for_idle
from tests.stores import lay_store
from tui.app import StrongroomApp
from tui.arriving import First
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services.tokens import Given
from tui.store.store import Store

MASTER = "s3cret-m"
PATIENCE = 45.0
"""Seconds after which what was waited for will not come."""
REST = 2.0
"""Seconds after which a key is pressed though the app never rests."""


NAMED = {"slash": "/", "question_mark": "?", "space": " "}


def key_event(name: str) -> events.Key:
    """Return what Textual makes of a key."""
    character = NAMED.get(name, name)
    if len(character) > 1:
        return events.Key(name, None)
    return events.Key(_character_to_key(character), character)


class Person:
    """Somebody at the keyboard of a running Strongroom."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self._paints = 0
        paint = pilot.app._display

        def count(screen: Screen[object], renderable: RenderableType | None) -> None:
            self._paints += 1
            paint(screen, renderable)

        pilot.app._display = count  # type: ignore[method-assign]

    @property
    def app(self) -> StrongroomApp:
        """The app."""
        assert isinstance(self.pilot.app, StrongroomApp)
        return self.pilot.app

    def page(self) -> str:
        """Return what is on the screen."""
        return "\n".join("".join(strip.text for strip in row).rstrip() for row in self.rows())

    def rows(self) -> list[Strip]:
        """Return the lines of the screen, with their colours."""
        visible_screen_stack.set(list(self.app._background_screens))  # as where it is painted
        return self.app.screen._compositor.render_strips()

    async def press(self, *keys: str) -> None:
        """Press keys as fast as a terminal sends them, once the app is at rest, and wait until each had its turn.

        Who looks first sees an app at rest. What a key does in the midst of something is a story of its own: `hurry`.
        """
        with suppress(TimeoutError):  # some tests keep the loop busy themselves
            await asyncio.wait_for(wait_for_idle(), REST)
        await self.hurry(*keys)

    async def hurry(self, *keys: str) -> None:
        """Press keys whatever the app is about, and wait until each had its turn."""
        for key in keys:
            self.app.post_message(key_event(key))
        until = time.monotonic() + PATIENCE
        await asyncio.sleep(0.01)
        while self.app.keys_waiting:
            assert time.monotonic() < until, "a key was never dealt with"
            await asyncio.sleep(0.005)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)

    def paste(self, text: str) -> None:
        """Put a text in at once."""
        self.app.post_message(events.Paste(text))

    async def sees(self, *texts: str) -> str:
        """Wait until all the texts are on the screen, and return it."""
        until = time.monotonic() + PATIENCE
        while missing := [text for text in texts if text not in (page := self.page())]:
            assert time.monotonic() < until, f"{missing} never came:\n{page}"
            await self._painted()
        return page

    async def sees_no(self, text: str) -> str:
        """Wait until a text is gone from the screen."""
        until = time.monotonic() + PATIENCE
        while text in (page := self.page()):
            assert time.monotonic() < until, f"{text!r} never went:\n{page}"
            await self._painted()
        return page

    async def _painted(self) -> None:
        """Wait until something was painted, and look after half a second all the same: to look is dear."""
        before, until = self._paints, time.monotonic() + 0.5
        await asyncio.sleep(0.01)
        while self._paints == before and time.monotonic() < until:
            await asyncio.sleep(0.005)


@asynccontextmanager
async def at(
    store: Path,
    *,
    demo: bool = False,
    words: str = "",
    size: tuple[int, int] = (120, 36),
    given: Given | None = None,
    more: Sequence[Given] = (),
) -> AsyncIterator[Person]:
    """Sit down before a Strongroom that was just started, with `given` and `more` from outside."""
    app = StrongroomApp(store, demo=demo, first=First(words))
    app.give([*([given] if given else []), *more])
    async with app.run_test(size=size) as pilot:
        yield Person(pilot)


@asynccontextmanager
async def unlocked(
    store: Path, *, size: tuple[int, int] = (120, 36), words: str = "", given: Given | None = None
) -> AsyncIterator[Person]:
    """Sit down before a Strongroom whose store is open."""
    async with at(store, size=size, words=words, given=given) as person:
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("All items")
        yield person


class Stocked:
    """A store on the disk with some logins, and a way to look into it beside the app."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = path.parent
        lay_store(path, MASTER, "Work")
        with self.opened() as store:
            (vault,) = store.vaults()
            self.vault = vault.id

    def add(self, *titles: str, otp: str = "", tags: tuple[str, ...] = ()) -> list[ItemRef]:
        """Put logins in."""
        with self.opened() as store:
            return [store.create_item(login(self.vault, title, otp=otp, tags=tags)).ref for title in titles]

    def item(self, ref: ItemRef) -> Item:
        """Return an item as another process would read it."""
        with self.opened() as store:
            return store.item(ref)

    def titles(self) -> list[str]:
        """Return the titles of all items, sorted, archived ones in brackets."""
        with self.opened() as store:
            pages = [page for vault in store.vaults() for page in store.summaries(vault.id)]
            return sorted(f"[{row.title}]" if row.archived else row.title for page in pages for row in page)

    def opened(self) -> _Opened:
        """Open the store beside the app."""
        return _Opened(self)


class _Opened:
    def __init__(self, stocked: Stocked) -> None:
        self._stocked = stocked

    def __enter__(self) -> Store:
        self._store = Store.open(self._stocked.path, Secret(MASTER), state_dir=self._stocked.state)
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()
