"""What one person does before a Strongroom with very many items, with a probe on the loop all the while."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events

from benchmarks.figures import Figures, percentile, resident
from benchmarks.hoard import ROOT, password
from benchmarks.probe import LoopProbe
from tests.app.person import Person
from tui.app import StrongroomApp
from tui.model.draft import Draft
from tui.model.edit import SetTitle, apply
from tui.model.ids import DraftId, ItemRef
from tui.screens.items import ItemsScreen
from tui.services.columns import FAVOURITE
from tui.services.finder import Sort

EDITS = 100
PATIENCE = 20.0
"""Seconds after which what was waited for will not come."""
SORT_KEYS = {Sort.TITLE: "t", Sort.UPDATED: "l", Sort.CATEGORY: "c", Sort.RECENT: "r"}


async def tell(store: Path, count: int, *, why: bool) -> Figures:
    """Go through all of it and return the figures."""
    app = StrongroomApp(store)
    async with app.run_test(size=(120, 36)) as pilot:
        probe = LoopProbe(why=why)
        story = Story(app, Person(pilot), probe, count)
        await story.unlock()
        await story.filter()
        await story.sort()
        await story.archive()
        await story.edit()
        await story.follow(store)
        await probe.stop()
    return story.figures


class Story:
    """The steps. `figures` has what they measured."""

    def __init__(self, app: StrongroomApp, person: Person, probe: LoopProbe, count: int) -> None:
        self.figures: Figures = {}
        self._app = app
        self._person = person
        self._probe = probe
        self._count = count

    async def unlock(self) -> None:
        """From the master password to the whole list, and on until the manifest is checked."""
        await self._person.type(password().reveal())
        async with self._watched("nothing happens"):
            await asyncio.sleep(1)
        async with self._watched("unlocking and loading"):
            begun = time.perf_counter()
            self._key("enter")
            await self._until(lambda: type(self._app.screen).__name__ == "VaultsScreen")
            self.figures["Enter to the vault list, ms"] = ms(begun)
            opened = time.perf_counter()
            self._key("enter")
            await self._until(lambda: self._lists(self._count))
            await self._painted()
            self.figures["Enter to the whole list painted, ms"] = ms(begun)
            self.figures["vault list, the key derived, to the whole list painted, ms"] = ms(opened)
        await self._person.sees(f"{self._count:,}")
        self.figures["resident once listed, MB"] = resident()
        async with self._watched("the manifest is checked"):
            await self._settled()
            self.figures["Enter to the manifest checked, ms"] = ms(begun)
        begun = time.perf_counter()
        self._key("end")
        await self._until(lambda: self._screen.list.cursor == self._count - 1)
        await self._painted()
        self.figures["End to the last row painted, ms"] = ms(begun)
        self._key("home")

    async def filter(self) -> None:
        """Type filters and take them back, letter by letter."""
        self._key("slash", "/")
        await self._until(lambda: self._screen.filter.has_focus)
        for phase, texts in {
            "filtering, “mail” and back": ("m", "ma", "mai", "mail", "mai", "ma", "m", ""),
            "filtering, “a” and back": ("a", ""),
        }.items():
            took = []
            async with self._watched(phase):
                for before, text in zip(("", *texts), texts, strict=False):
                    begun = time.perf_counter()
                    self._key(*((text[-1], text[-1]) if len(text) > len(before) else ("backspace",)))
                    await self._until(lambda text=text: self._shows(text))  # type: ignore[misc]
                    await self._painted()
                    took.append(ms(begun))
                    await asyncio.sleep(0.1)
            self.figures[f"{phase}: slowest letter, ms"] = max(took)
        self._key("escape")
        await self._until(lambda: self._screen.list.has_focus)

    async def sort(self) -> None:
        """Ask for each order."""
        took = []
        async with self._watched("sorting"):
            for sort, key in SORT_KEYS.items():
                self._key("s", "s")
                await self._until(lambda: not isinstance(self._app.screen, ItemsScreen))
                before = self._screen.selection.found
                begun = time.perf_counter()
                self._key(key, key)
                await self._until(lambda before=before: self._screen.selection.found is not before)  # type: ignore[misc]
                await self._painted()
                took.append(ms(begun))
                if self._screen.selection.request.sort is not sort:
                    raise RuntimeError(f"not sorted by {sort}")
        self.figures["slowest sort, ms"] = max(took)

    async def archive(self) -> None:
        """Put an item away, and bring it back."""
        for phase, key, left in (("archiving one item", "d", 1), ("taking it back", "U", 0)):
            async with self._watched(phase):
                begun = time.perf_counter()
                self._key(key, key)
                await self._until(lambda left=left: self._lists(self._count - left))  # type: ignore[misc]
                await self._painted()
                self.figures[f"{phase}: key to painted, ms"] = ms(begun)
                await self._settled()

    async def edit(self) -> None:
        """Make edits as screens do, each when the one before has come to rest."""
        session, refs = self._screen.session, self._refs(EDITS)
        updates, saves, keys = [], [], []
        async with self._watched("editing"):
            for number, ref in enumerate(refs):
                item = await session.api(ref.account).item(ref)
                edit = SetTitle(f"{item.title} {number}")
                begun = time.perf_counter()
                item = await session.api(ref.account).update(ref, (edit,), item.version, item.title)
                updates.append(ms(begun))
                await self._settled()
                edit = SetTitle(f"{item.title} again")
                draft = Draft(DraftId(f"draft{number}"), item, apply(item, (edit,)), time.time())
                begun = time.perf_counter()
                await session.save(draft)
                saves.append(ms(begun))
                await self._settled()
        async with self._watched("favourite by key"):
            for _ in range(20):
                keys.append(await self._favourite())
                await self._settled()
        for name, took in (("one durable edit from the UI", updates), ("save a draft, as the editor does", saves)):
            for part in (50, 99):
                self.figures[f"{name}, p{part}, ms"] = percentile(took, part / 100)
        self.figures["favourite: key to row repainted, p50, ms"] = percentile(keys, 0.5)

    async def follow(self, store: Path) -> None:
        """Another process writes: the list follows."""
        (ref,) = self._refs(1)
        command = [sys.executable, "-m", "benchmarks.other", str(store), ref.vault, ref.item]
        pipe = asyncio.subprocess.PIPE
        other = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
        if other.stdin is None or other.stdout is None or not await other.stdout.readline():
            raise RuntimeError("the other Strongroom did not come")
        async with self._watched("another process writes"):
            begun = time.perf_counter()
            other.stdin.write(b"go\n")
            catalog = self._screen.session.catalog
            await self._until(lambda: catalog.title(ref) == "Written elsewhere" and self._lists(self._count))
            await self._painted()
            self.figures["another process writes: until listed, ms"] = ms(begun)
            await self._settled()
        await other.wait()
        self.figures["resident at the end, MB"] = resident()
        self.figures["resident at most, while the key was derived, MB"] = resident("VmHWM")

    # How it is done

    async def _favourite(self) -> float:
        screen = self._screen
        ref = screen.selection.ref
        if ref is None:
            raise RuntimeError("no row")

        def starred() -> bool:
            snapshot, row = screen.selection.found.snapshot, screen.session.catalog.row(ref)
            return row is not None and snapshot.has(row, FAVOURITE)

        before, begun = starred(), time.perf_counter()
        self._key("*", "*")
        await self._until(lambda: starred() is not before)
        await self._painted()
        return ms(begun)

    def _refs(self, count: int) -> list[ItemRef]:
        snapshot = self._screen.session.catalog.snapshot
        return [snapshot.ref(number * 7919 % snapshot.count) for number in range(1, count + 1)]

    @property
    def _screen(self) -> ItemsScreen:
        return next(screen for screen in self._app.screen_stack if isinstance(screen, ItemsScreen))

    def _key(self, key: str, character: str | None = None) -> None:
        self._app.post_message(events.Key(key, character))

    def _lists(self, count: int) -> bool:
        screen = self._app.screen
        if not isinstance(screen, ItemsScreen) or screen.session.catalog.loading:
            return False
        return screen.list.count == count and screen.selection.found.snapshot is screen.session.catalog.snapshot

    def _shows(self, text: str) -> bool:
        found = self._screen.selection.found
        return found.words == text and (bool(text) or len(found.rows) == self._count)

    async def _until(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until:
                raise RuntimeError(f"never came:\n{self._person.page()}")
            await asyncio.sleep(0.001)

    async def _painted(self) -> None:
        """Wait until what is to be painted is painted."""
        done = asyncio.Event()
        self._app.screen.call_after_refresh(done.set)
        await done.wait()

    async def _settled(self) -> None:
        """Wait until no account works any more."""
        session, quiet = self._screen.session, 0
        while quiet < 20:
            await asyncio.sleep(0.002)
            quiet = 0 if session.catalog.loading or any(worker.busy for worker in session.accounts) else quiet + 1

    @asynccontextmanager
    async def _watched(self, phase: str) -> AsyncIterator[None]:
        with self._probe.phase(phase):
            yield
        self.figures[f"longest hold of the loop: {phase}, ms"] = self._probe.longest[phase] * 1000
        self.figures[f"  of it our own work: {phase}, ms"] = self._probe.own[phase] * 1000
        self.figures[f"  longest callback of it, processor time: {phase}, ms"] = self._probe.busiest[phase] * 1000


def ms(begun: float) -> float:
    """Return the milliseconds since `begun`."""
    return (time.perf_counter() - begun) * 1000
