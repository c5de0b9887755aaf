"""A probe on an event loop: how long the loop did not come round, and what ran meanwhile."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

TICK = 0.001
"""Seconds between two ticks."""

LATE = 0.020
"""Seconds without a tick after which the stacks of all threads are printed, where that is asked for."""


class LoopProbe:
    """Ticks on the running loop, and times every callback that it runs.

    `longest` has the longest time between two ticks of each phase, in seconds. Such a time holds whatever kept the
    loop from coming round: callbacks, other threads that held the interpreter, garbage collections, and other
    processes that had the processor. `own` has the longest of these times without what other processes took: no more
    of each than our own threads had the processor in it. `busiest` has the longest time that one callback had it.
    """

    def __init__(self, *, why: bool = False) -> None:
        self.longest: dict[str, float] = {}
        self.own: dict[str, float] = {}
        self.busiest: dict[str, float] = {}
        self._why = why
        self._phase = ""
        self._last, self._worked = time.perf_counter(), time.process_time()
        self._thread = threading.get_ident()
        self._run = asyncio.Handle._run
        asyncio.Handle._run = self._timed()  # type: ignore[method-assign,assignment]
        self._task = asyncio.get_running_loop().create_task(self._tick(), name="probe")
        if why:
            threading.Thread(target=self._watch, daemon=True).start()

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Count what happens inside for `name`."""
        self.longest.setdefault(name, 0.0)
        self.own.setdefault(name, 0.0)
        self.busiest.setdefault(name, 0.0)
        self._last, self._worked = time.perf_counter(), time.process_time()
        self._phase = name
        yield
        self._phase = ""

    async def stop(self) -> None:
        """Tick no longer."""
        asyncio.Handle._run = self._run  # type: ignore[method-assign]
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            before, self._last = self._last, time.perf_counter()
            worked, self._worked = self._worked, time.process_time()
            if self._phase:
                late = self._last - before
                self.longest[self._phase] = max(self.longest[self._phase], late)
                self.own[self._phase] = max(self.own[self._phase], min(late, self._worked - worked))

    def _timed(self) -> Callable[[asyncio.Handle], None]:
        run, probe, clock = self._run, self, time.thread_time

        def _run(handle: asyncio.Handle) -> None:
            if threading.get_ident() != probe._thread or not probe._phase:
                run(handle)
                return
            phase, begun = probe._phase, clock()
            run(handle)
            took = clock() - begun
            if probe._why and took > LATE / 2:
                _say(f"== {phase}: {took * 1000:.1f} ms of processor for {handle!r}"[:300])
            probe.busiest[phase] = max(probe.busiest[phase], took)

        return _run

    def _watch(self) -> None:
        """Print all stacks, once for each time that the loop comes late."""
        told = 0.0
        while True:
            time.sleep(TICK * 2)
            last = self._last
            if self._phase and last != told and time.perf_counter() - last > LATE:
                told = last
                _say(f"== {self._phase}: {(time.perf_counter() - last) * 1000:.1f} ms so far")
                for thread, frame in sys._current_frames().items():
                    if thread != threading.get_ident():
                        where = "the loop" if thread == self._thread else "a thread"
                        _say(f"-- {where}\n" + "".join(traceback.format_stack(frame)[-5:]).rstrip())


def _say(line: str) -> None:
    """Print past Textual, which takes what is printed."""
    print(line, file=sys.__stderr__)
