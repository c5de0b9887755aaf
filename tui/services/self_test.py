"""Puts a throw-away entry of an account through everything that is done to entries, and removes it again.

Nothing else in the account is touched. However it ends, the entry is removed; where that fails it is told where it is.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import Any, NamedTuple

from tui.backends.protocol import Action
from tui.model.errors import NotFound, Unclear, Unreachable, VaultError
from tui.model.ids import ItemRef, VaultId
from tui.model.item import Item
from tui.model.vault import Vault
from tui.services import self_test_entry as entries
from tui.services import sources
from tui.services.worker import ApiWorker

FILE = b"Attached by a self-test of Strongroom, and removed with its entry.\n"
LOOKS = 3
"""So often it is looked whether the entry is gone: some servers tell their readers a moment later."""
PAUSE = 1.0
"""Seconds between two looks."""


class Mark(Enum):
    """How far a step is, or how it ended."""

    WAITING = auto()
    BUSY = auto()
    GOOD = auto()
    BAD = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the test. `sentence` says what came of it, `seconds` how long it took."""

    name: str
    mark: Mark = Mark.WAITING
    sentence: str = ""
    seconds: float | None = None


class Cost(NamedTuple):
    """About how many requests a test takes, as far as they are known before."""

    reads: int
    writes: int

    @property
    def all(self) -> int:
        """All of them."""
        return self.reads + self.writes


class LeftOut(Exception):
    """A step that is nothing for this place; the sentence says why."""


def refusal(api: ApiWorker[Any], vault: VaultId) -> str | None:
    """Return None where a test can be made in a vault, or the sentence why not: what is made must be removable."""
    return api.refusal(Action.CREATE, vault) or api.refusal(Action.DELETE, vault)


def cost(api: ApiWorker[Any], vault: VaultId) -> Cost:
    """Return about how many requests a test takes; before a change most places are asked what there is now."""
    files = api.refusal(Action.ATTACH_FILE, vault) is None
    away = api.refusal(Action.ARCHIVE, vault) is None and api.refusal(Action.RESTORE, vault) is None
    return Cost(4 + files, 3 + files + 2 * away)


class SelfTest:
    """One test in a vault. `told` is called whenever a step is further."""

    def __init__(self, api: ApiWorker[Any], vault: Vault, told: Callable[[], None]) -> None:
        self._api = api
        self._vault = vault
        self._told = told
        self._sent = entries.entry(vault)
        self._item: Item | None = None
        self._removed = True
        self._deeds: tuple[tuple[str, Callable[[], Awaitable[str]]], ...] = (
            ("Make an entry", self._make),
            ("Read it", self._read),
            ("Compare every field", self._compare),
            ("Change its password", self._change),
            ("Read it again", self._reread),
            ("Attach a file, and read it", self._attach),
            ("Archive it, and bring it back", self._archive),
            ("Delete it", self._delete),
            ("See that it is gone", self._gone),
        )
        self.steps = [Step(name) for name, _ in self._deeds]
        self.over = self.stopping = False
        self.left = ""
        """The sentence where the entry is that could not be removed, or ""."""

    @property
    def title(self) -> str:
        """The title of the entry."""
        return self._sent.title

    @property
    def good(self) -> bool:
        """Whether nothing went wrong, and nothing was cut short."""
        return self.over and not self.left and all(one.mark in (Mark.GOOD, Mark.LEFT_OUT) for one in self.steps)

    def stop(self) -> None:
        """Begin no further step; the entry is removed."""
        self.stopping = True
        self._told()

    async def run(self) -> None:
        """Do it. Raises VaultError where the entry could not be removed; the sentence says where it is."""
        try:
            for at, (_, deed) in enumerate(self._deeds):
                if self.stopping or not await self._done(at, deed):
                    break
        finally:
            await self._clear_up()
            self.over = True
            self._told()
        if self.left:
            raise VaultError(self.left)

    async def _done(self, at: int, deed: Callable[[], Awaitable[str]]) -> bool:
        """Do a step, and return whether it is worth going on."""
        self._show(at, mark=Mark.BUSY)
        began = time.monotonic()
        try:
            sentence, mark = await deed(), Mark.GOOD
        except LeftOut as error:
            sentence, mark = str(error), Mark.LEFT_OUT
        except VaultError as error:
            sentence, mark = str(error), Mark.BAD
        seconds = None if mark is Mark.LEFT_OUT else time.monotonic() - began
        self._show(at, mark=mark, sentence=sentence, seconds=seconds)
        return mark is not Mark.BAD or deed == self._compare

    def _show(self, at: int, **changes: Any) -> None:
        self.steps[at] = replace(self.steps[at], **changes)
        self._told()

    # The steps

    async def _make(self) -> str:
        bare = entries.plain(self._sent)
        fits, of_bare = self._api.fit(self._sent), self._api.fit(bare)
        self._sent = entries.fitted(self._sent, fits, of_bare)
        try:
            self._item = await self._api.create(self._sent)
        except Unclear:
            self.left = f"Whether the entry was made is not clear. {self._where}"
            raise
        self._removed = False
        return f"“{self.title}”"

    async def _read(self) -> str:
        self._item = await self._api.current(self._ref)
        return f"Version {self._item.version}." if self._item.version else ""

    async def _compare(self) -> str:
        if different := list(entries.differences(self._sent, self._known)):
            raise VaultError(f"Not as it was sent: {', '.join(different)}.")
        return f"All {entries.parts(self._sent)} parts are as they were sent."

    async def _change(self) -> str:
        change = entries.change(self._known)
        self._item = await self._api.update(self._ref, [change], self._known.version, self.title)
        fields = self._sent.fields
        sent = tuple(replace(one, value=change.value) if one.purpose == "password" else one for one in fields)
        self._sent = replace(self._sent, fields=sent)
        return "One value was sent, with the version it was made against."

    async def _reread(self) -> str:
        await self._read()
        return await self._compare()

    async def _attach(self) -> str:
        if self._api.refusal(Action.ATTACH_FILE, self._ref) is not None:
            raise LeftOut("This account takes no files.")
        try:
            with tempfile.TemporaryDirectory(prefix="strongroom-") as folder:
                await self._send_and_fetch(Path(folder))
        except OSError as error:
            raise Unreachable(f"The file cannot be written here: {error.strerror or error}.") from None
        return f"{len(FILE)} bytes, as they were sent."

    async def _send_and_fetch(self, folder: Path) -> None:
        path, back = folder / "self-test.txt", folder / "back.txt"
        path.write_bytes(FILE)
        source = await asyncio.to_thread(sources.look, path, self._api.files.most_bytes())
        self._item = await self._api.files.attach(self._known, source, lambda count: None)
        file = next((one for one in self._item.files if one.name == path.name), None)
        if file is None:
            raise VaultError("The entry does not have the file that was attached.")
        await self._api.files.save(self._ref, file.id, back, lambda count: None)
        if back.read_bytes() != FILE:
            raise VaultError("The file did not come back as it was attached.")

    async def _archive(self) -> str:
        if any(self._api.refusal(action, self._ref) for action in (Action.ARCHIVE, Action.RESTORE)):
            raise LeftOut("This account cannot archive entries and bring them back.")
        self._item = await self._api.archive(self._ref, self.title)
        self._item = await self._api.restore(self._ref, self.title)
        return ""

    async def _delete(self) -> str:
        await self._api.delete(self._ref, self.title)
        self._removed = True
        return ""

    async def _gone(self) -> str:
        for look in range(LOOKS):
            await asyncio.sleep(PAUSE if look else 0)
            try:
                await self._api.current(self._ref)
            except NotFound:
                return "The place does not find it any more."
        self.left = f"The entry was deleted, but the place still shows it. {self._where}"
        raise VaultError("The place still shows it, though it said that it was deleted.")

    # The end

    async def _clear_up(self) -> None:
        """Remove the entry, unless that is done."""
        if self._removed:
            return
        at = next(n for n, (_, deed) in enumerate(self._deeds) if deed == self._delete)
        first = self.steps[at].mark is Mark.WAITING
        mark, sentence = Mark.GOOD, "It was removed all the same."
        try:
            await self._api.delete(self._ref, self.title)
        except NotFound:
            sentence = "It was gone already."
        except VaultError as error:
            mark, sentence = Mark.BAD, str(error)
            self.left = f"The entry could not be removed: {error} {self._where}"
        self._removed = mark is Mark.GOOD
        if first:
            self._show(at, mark=mark, sentence=sentence)

    @property
    def _known(self) -> Item:
        if self._item is None:
            raise NotFound("There is no entry.")
        return self._item

    @property
    def _ref(self) -> ItemRef:
        return self._known.ref

    @property
    def _where(self) -> str:
        return f"Look for “{self.title}” in “{self._vault.name}”, and delete it there."
