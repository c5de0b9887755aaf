"""The clipboard as the app sees it: one copy at a time, said truthfully, and cleared in time.

After copying only a keyed digest is kept. "Copied" is said where the clipboard was read back, "sent" where it cannot
be.
"""

from __future__ import annotations

import asyncio
import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.host import clipboard as host
from tui.host.clipboard import Mark, Route
from tui.host.keeper import Answer
from tui.model.errors import Denied, Invalid, Unreachable
from tui.model.secret import Secret

TICK_SECONDS = 1.0
"""How often the wall clock is looked at: a timer alone stands still while the machine sleeps."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was done: a sentence for the status line, and when it will be cleared (Unix seconds; None: not by time)."""

    sentence: str
    route: Route
    clears_at: float | None


@dataclass(frozen=True, slots=True)
class _Held:
    """Where something of ours may lie.

    It is cleared when the wall clock reaches `clears_at` or the monotonic one `deadline`; None: not by time.
    """

    native: Mark | None
    terminal: bool
    clears_at: float | None
    deadline: float


class Clipboard:
    """Copies, and clears after `clear_after` seconds (0: only on lock and on exit). Lives on Textual's loop.

    `write_terminal` writes a control sequence to the terminal, None where there is none; `setting` is "auto" or the
    value of a Route. `on_change` is called when `state()` has changed, about each second while something is held.
    """

    def __init__(
        self,
        write_terminal: Callable[[str], None] | None,
        clear_after: float = 30.0,
        setting: str = "auto",
        on_change: Callable[[], None] | None = None,
        *,
        env: Mapping[str, str] | None = None,
        platform: str = sys.platform,
    ) -> None:
        self._write_terminal = write_terminal
        self._clear_after = clear_after
        self._setting = setting
        self._on_change = on_change
        self._env = os.environ if env is None else env
        self._platform = platform
        self._lock = asyncio.Lock()
        self._held: _Held | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._clearing: asyncio.Task[str] | None = None
        self._trouble = ""

    async def copy(self, value: Secret | str, what: str) -> Copied:
        """Copy a value exactly as it is; `what` names it on the screen.

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
            return await self._copy(text, name)

    async def _copy(self, text: str, name: str) -> Copied:
        route = host.choose_route(self._env, self._platform, self._setting)
        data = host.encoded(text)
        note = host.terminal_caveat(self._env)
        if route is Route.NONE:
            raise Denied("Copying is switched off in the settings (clipboard).")
        if route is Route.NATIVE:
            copied, mark = f"{name} copied; cleared", host.mark(data)
            try:
                answer = await host.copy_native(data, self._env, self._platform)
            except asyncio.CancelledError:
                self._hold(Route.NATIVE, mark, copied)  # it may be there already, and is to be cleared
                raise
            if answer is Answer.OK:
                return self._hold(Route.NATIVE, mark, copied)
            if answer is Answer.HUNG and (self._held is None or self._held.native is None):
                self._hold(Route.NATIVE, mark, copied)
            if self._write_terminal is None:
                raise Unreachable(f"{name} was not copied: {host.reason(answer)}.")
            note = "; ".join(filter(None, (host.reason(answer), note)))
        self._send(host.osc52(text), name)
        note = f" ({note})" if note else ""
        return self._hold(Route.OSC52, None, f"{name} sent to your terminal{note}; it is asked to clear it")

    def _send(self, sequence: str, name: str) -> None:
        if self._write_terminal is None:
            raise Unreachable(f"{name} was not copied: there is no terminal to send it to.")
        try:
            self._write_terminal(sequence)
        except OSError as error:
            raise Unreachable(f"{name} was not copied: the terminal cannot be written to.") from error

    def _hold(self, route: Route, mark: Mark | None, done: str) -> Copied:
        """Remember what is to be cleared. Where an earlier copy went another way, that is still to be cleared too."""
        before = self._held
        clears_at = time.time() + self._clear_after if self._clear_after > 0 else None
        self._held = _Held(
            mark or (before.native if before else None),
            route is Route.OSC52 or (before is not None and before.terminal),
            clears_at,
            time.monotonic() + self._clear_after,
        )
        self._trouble = ""
        self._wait(self._held)
        self._changed()
        when = f"in {self._clear_after:g} s" if clears_at else "on lock and on exit"
        return Copied(f"{done} {when}", route, clears_at)

    def state(self) -> str:
        """Return what the status line says of the clipboard; empty where nothing of ours is on it."""
        held = self._held
        if held is None or self._trouble:
            return self._trouble
        if held.clears_at is None:
            return "clipboard holds a copy until lock or exit"
        left = f"in {math.ceil(max(0.0, _left(held)))} s"
        return f"terminal asked to clear the clipboard {left}" if held.terminal else f"clipboard cleared {left}"

    async def clear(self) -> str:
        """Clear now what is ours: awaited on lock and on exit. Returns what went wrong as a sentence, or an empty text.

        A native clipboard that holds something else by now is left alone. The terminal's cannot be read, and is
        cleared whatever it holds.
        """
        async with self._lock:
            held = self._held
            return await self._clear(held) if held is not None else ""

    async def _clear(self, held: _Held) -> str:
        terminal = self._clear_terminal() if held.terminal else ""
        native = await self._clear_native(held.native) if held.native is not None else ""
        self._stop_timer()
        # What failed is tried again on lock and on exit.
        self._held = _Held(held.native, terminal=False, clears_at=None, deadline=math.inf) if native else None
        self._trouble = native or terminal
        self._changed()
        return self._trouble

    def _clear_terminal(self) -> str:
        try:
            if self._write_terminal is not None:
                self._write_terminal(host.osc52_clear())
        except OSError:
            return "The terminal could not be asked to clear its clipboard."
        return ""

    async def _clear_native(self, mark: Mark) -> str:
        answer = await host.clear_native(mark, self._env, self._platform)
        if answer in (Answer.OK, Answer.CHANGED):
            return ""
        return f"The clipboard may still hold what was copied: {host.reason(answer)}."

    async def _clear_due(self, held: _Held) -> str:
        async with self._lock:
            return await self._clear(held) if self._held is held else ""

    def _wait(self, held: _Held) -> None:
        self._stop_timer()
        if held.clears_at is not None:
            delay = min(TICK_SECONDS, max(0.0, _left(held)))
            self._timer = asyncio.get_running_loop().call_later(delay, self._tick, held)

    def _tick(self, held: _Held) -> None:
        if _left(held) <= 0:
            self._timer = None
            self._clearing = asyncio.get_running_loop().create_task(self._clear_due(held))
        else:
            self._wait(held)
            self._changed()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change()


def _left(held: _Held) -> float:
    """Return the seconds until it is to be cleared, by the clock that is further on."""
    return min((held.clears_at or math.inf) - time.time(), held.deadline - time.monotonic())
