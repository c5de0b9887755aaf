"""The clipboard as the app sees it: one copy at a time, said truthfully, and cleared in time.

After copying only a keyed digest is kept. "Copied" is said where the clipboard was read back, "sent" where it cannot
be. Before a copy is made a keeper waits that clears it even if this process is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.host import clipboard as host
from tui.host import keeping, routes
from tui.host.clipboard import Place
from tui.host.clocks import steady
from tui.host.keeper import Answer
from tui.host.routes import Route
from tui.host.waiting import Word
from tui.model.errors import Denied, Invalid, Unreachable
from tui.model.secret import Secret
from tui.services import background, copying, holding
from tui.services.holding import Held

if TYPE_CHECKING:
    from tui.host.keeping import Keeping

TICK_SECONDS = 1.0
"""How often the wall clock is looked at: a timer alone stands still while the machine sleeps."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was done: a sentence for the status line, and when it will be cleared (Unix seconds; None: not by time)."""

    sentence: str
    route: Route
    clears_at: float | None


class Clipboard:
    """Copies, and clears after `clear_after` seconds (0: only on lock and on exit). Lives on Textual's loop.

    `write_terminal` writes a control sequence to the terminal, None where there is none; `setting` is "auto" or the
    value of a Route. `on_change` is called when `state()` has changed, about each second while something is held.
    Without `clear_terminal` a clipboard that cannot be read back is left as it is. `terminal_fd` is the terminal, which
    the keeper opens for itself. Where this process is killed, the keeper clears when the time has come; with
    `clear_after` 0, at once.
    """

    def __init__(
        self,
        write_terminal: Callable[[str], None] | None,
        clear_after: float = 30.0,
        setting: str = "auto",
        on_change: Callable[[], None] | None = None,
        *,
        clear_terminal: bool = True,
        terminal_fd: int | None = 2,
        env: Mapping[str, str] | None = None,
        platform: str = sys.platform,
    ) -> None:
        self._write_terminal = write_terminal
        self._clear_after = clear_after
        self._setting = setting
        self._on_change = on_change
        self._clear_terminal = clear_terminal
        self._terminal_fd = terminal_fd
        self._env = os.environ if env is None else env
        self._platform = platform
        self._lock = asyncio.Lock()
        self._held: Held | None = None
        self._keepers: tuple[Keeping, ...] = ()
        self._timer: asyncio.TimerHandle | None = None
        self._clearing: asyncio.Task[str] | None = None
        self._trouble = ""

    # Copying

    async def copy(self, value: Secret | str, what: str, *, lasting: bool = False) -> Copied:
        """Copy a value exactly as it is; `what` names it on the screen. What is `lasting` is no secret, and stays.

        Raises:
            Invalid: there is nothing to copy, or no clipboard can take it.
            Denied: the settings switch copying off.
            Unreachable: no clipboard can be reached.
        """
        text = value.reveal() if isinstance(value, Secret) else value
        name = what[:1].upper() + what[1:]
        if not text:
            raise Invalid(f"{name} is empty: there is nothing to copy.")
        async with self._lock:
            return await self._copy(host.encoded(text), name, lasting=lasting)

    async def _copy(self, text: bytes, name: str, *, lasting: bool) -> Copied:
        seat = await routes.look(self._env, self._platform)
        ways = routes.choose(seat, self._setting)
        if Route.NONE in ways:
            raise Denied("Copying is switched off in the settings (clipboard).")
        if self._write_terminal is None and ways[0].reads_back:
            ways = tuple(way for way in ways if not way.is_sequence)
        mark, before = host.mark(text), self._held
        places = [Place(way, seat, mark) for way in ways]
        keeper = None if lasting else await self._keep(places)
        try:
            return await self._try(places, text, name, keeper, lasting=lasting)
        finally:
            self._keepers = (self._held.keeper,) if self._held is not None and self._held.keeper is not None else ()
            for each in (keeper, before.keeper if before is not None else None):
                if each is not None and each not in self._keepers:
                    each.forget()

    async def _keep(self, places: Sequence[Place]) -> Keeping | None:
        """Start a keeper of all places where something of ours may lie from now on."""
        before = self._held
        kept = [place for place in places if place.route.reads_back or self._clear_terminal]
        keeper = await keeping.start(
            (*kept, *(before.places if before is not None else ())),
            self._clear_after if self._clear_after > 0 else None,
            sent=before is not None and before.in_terminal,
            terminal_fd=self._terminal_fd,
            env=self._env,
        )
        if keeper is not None:
            self._keepers = (*self._keepers, keeper)
        return keeper

    async def _try(
        self, places: Sequence[Place], text: bytes, name: str, keeper: Keeping | None, *, lasting: bool
    ) -> Copied:
        """Try one place after the other. Where one failed the text may arrive later: it is held, too."""
        before, troubles = self._held, list[str]()
        tried, failed = list[Place](), list[Place]()
        try:
            for place in places:
                if not place.route.is_sequence:
                    tried.append(place)
                answer, trouble = await copying.put(place, text, self._write_terminal, keeper)
                if answer is Answer.OK and lasting:
                    self._let_go(place)
                    return Copied(copying.sentence(place, name, troubles, ""), place.route, None)
                if answer is Answer.OK:
                    self._hold((place, *(each for each in tried if each is not place)), failed, keeper, copied=place)
                    return self._told(place, name, troubles, keeper)
                if answer in (Answer.NOT_KEPT, Answer.FAILED) and place.route.reads_back:
                    failed.append(place)
                elif answer is not Answer.HUNG:
                    tried = [each for each in tried if each is not place]
                troubles.append(trouble)
        finally:
            if self._held is before and tried and not lasting:
                self._hold(tried, failed, keeper)
        raise Unreachable(f"{name} was not copied: {'; '.join(troubles)}.")

    def _told(self, place: Place, name: str, troubles: Sequence[str], keeper: Keeping | None) -> Copied:
        clears_at = self._held.clears_at if self._held is not None else None
        when = f"in {self._clear_after:g} s" if clears_at else "on lock and on exit"
        if keeper is None or not keeper.keeps(place):
            when += " if Strongroom is still running"
        if not (self._clear_terminal or place.route.reads_back):
            when, clears_at = "", None
        return Copied(copying.sentence(place, name, troubles, when), place.route, clears_at)

    # What is held

    def _hold(
        self, tried: Sequence[Place], failed: Sequence[Place], keeper: Keeping | None, copied: Place | None = None
    ) -> None:
        """Remember what is to be cleared. An earlier copy that lies in another spot is still to be cleared, too."""
        kept = [place for place in tried if place.route.reads_back or self._clear_terminal]
        places, doubtful = holding.after(self._held, kept, failed, copied)
        if keeper is not None:
            keeper.say(Word.DONE)
        self._trouble = ""
        clears_at = time.time() + self._clear_after if self._clear_after > 0 else None
        self._held = Held(places, doubtful, keeper, clears_at, steady() + self._clear_after) if places else None
        self._wait()
        self._changed()

    def _let_go(self, place: Place) -> None:
        """What lies in this spot from now on is no secret; elsewhere all is as it was."""
        before = self._held
        if before is not None:
            places, doubtful = holding.after(before, (), (), place)
            self._held = replace(before, places=places, doubtful=doubtful) if places else None
            self._wait()
            self._changed()

    def state(self) -> str:
        """Return what the status line says of the clipboard; empty where nothing of ours is on it."""
        return self._trouble or (self._held.state() if self._held is not None else "")

    # Clearing

    async def clear(self) -> str:
        """Clear now what is ours: awaited on lock and on exit. Returns what went wrong as a sentence, or an empty text.

        A clipboard that can be read and holds something else by now is left alone. The terminal's cannot be read, and
        is cleared whatever it holds. When all is cleared, the keeper ends.
        """
        async with self._lock:
            held = self._held
            return await self._clear(held) if held is not None else ""

    def abandon(self) -> None:
        """Leave the clearing to the keeper, at once; from any thread, and without waiting for anything.

        The desktop's clipboard and tmux's are cleared now. What was sent to the terminal by a control sequence keeps
        its time, or is cleared when this process image is gone, where there is none: a terminal for whose sake one
        abandons would not take it now.
        """
        for keeper in self._keepers:
            keeper.say(Word.NOW)

    async def _clear(self, held: Held) -> str:
        if held.keeper is not None:
            held.keeper.say(Word.CLEARING)
        quick_first = sorted(held.places, key=lambda place: (not place.route.is_sequence, place.route.reads_back))
        failed = {
            place: trouble
            for place in quick_first
            if (trouble := await copying.clear(place, self._write_terminal)) and place not in held.doubtful
        }
        self._stop_timer()
        # What failed is tried again on lock and on exit; the terminal's gives no answer, and no second chance.
        left = tuple(place for place in failed if not place.route.is_sequence)
        self._held = Held(left, (), held.keeper, clears_at=None) if left else None
        if held.keeper is not None and not left:
            self._keepers = ()
            held.keeper.forget()
        self._trouble = next(iter(failed.values()), "")
        self._changed()
        return self._trouble

    async def _clear_due(self, held: Held) -> str:
        async with self._lock:
            return await self._clear(held) if self._held is held else ""

    def _wait(self) -> None:
        self._stop_timer()
        held = self._held
        if held is not None and held.clears_at is not None:
            delay = min(TICK_SECONDS, max(0.0, held.left))
            self._timer = asyncio.get_running_loop().call_later(delay, self._tick, held)

    def _tick(self, held: Held) -> None:
        if held.left <= 0:
            self._timer = None
            self._clearing = background.begin(self._clear_due(held), "clear")
        else:
            self._wait()
            self._changed()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change()
