"""When Python looks for garbage in cycles: seldom, and never among what was loaded at the start.

Each search holds up all threads, so also the painting: among 20,000 rows that arrive there were 170, of up to 100 ms.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 10_000
"""So many objects more than at the last search are the reason for the next; a page of rows has some 2,000."""


@contextmanager
def held_off() -> Iterator[None]:
    """Look for no garbage while very many objects are made at once, and from then on not among these.

    Nor among all else that is there by now: what is in cycles of it stays. So only for what is done seldom.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settle() -> None:
    """What is loaded by now stays; from now on garbage is collected without looking at it.

    What of it is garbage already stays too: it is little, and to look for it would take longer than a frame. Nothing is
    done where the program did not begin with looking for no garbage at all, as `__main__` does.
    """
    if gc.isenabled():
        return
    gc.freeze()
    gc.set_threshold(EVERY, 10, 10)
    gc.enable()
