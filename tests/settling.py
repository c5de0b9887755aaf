"""When an app that a test drives has dealt with a key: Textual's own wait, made shorter and surer.

Textual looks how much of the processor was used in 20 ms. On a busy machine an app that waits for its turn looks idle
then, so the loop is asked too whether anything is left to do, and the system whether a thread waits for a processor.
"""

from __future__ import annotations

import asyncio
import os
import threading
from time import monotonic, process_time

from textual import app, pilot

from tui.guard import keys

STEP = 0.005
"""Seconds between two looks."""
USED = STEP / 10
"""Seconds of the processor in which nothing is done but to look."""
QUIET = 2
"""So many looks in a row must find nothing."""
HELD = 3.0
"""Seconds that a key is held back at most: in earnest one is enough, but on a busy machine all takes longer."""
THREADS = "/proc/self/task"
TOLD = os.path.isdir(THREADS)
"""Whether the system tells of the threads, as Linux does."""
AT_WORK = frozenset([b"R", b"D"])
"""States of a thread that runs, waits for its turn, or for the disk."""


async def wait_for_idle(min_sleep: float = STEP, max_sleep: float = 1) -> None:
    """Wait until neither the loop nor a thread has anything to do, at most until `max_sleep` seconds were worked."""
    start, worked, quiet = monotonic(), process_time(), 0
    loop = asyncio.get_running_loop()
    while quiet < QUIET or monotonic() - start < min_sleep:
        used = process_time()
        await asyncio.sleep(STEP)
        if process_time() - worked >= max_sleep:
            return
        busy = loop._ready or process_time() - used > USED or another_at_work()  # type: ignore[attr-defined]
        quiet = 0 if busy else quiet + 1


def another_at_work() -> bool:
    """Tell whether a thread beside this one has something to do, be it that it has no processor for it."""
    here = str(threading.get_native_id())
    others = (thread for thread in os.listdir(THREADS) if thread != here) if TOLD else ()
    return any(state(f"{THREADS}/{thread}") in AT_WORK for thread in others)


def state(thread: str | os.PathLike[str]) -> bytes:
    """Return the letter of what a thread, named by its folder, does now; nothing of one that has ended."""
    try:
        with open(f"{thread}/stat", "rb") as told:
            return told.read().rpartition(b") ")[2][:1]
    except OSError:
        return b""


def settle_sooner() -> None:
    """Have Textual wait so, and keys be held back until what the one before has begun is done, however busy it is."""
    keys.HOLD_SECONDS = HELD
    app.wait_for_idle = wait_for_idle  # type: ignore[attr-defined]
    pilot.wait_for_idle = wait_for_idle  # type: ignore[attr-defined]
