"""A file on the disk that is put into an item: looked at before, and read piece by piece beside the event loops.

It must be the same file from its first byte to its last; what changes meanwhile is not taken.
"""

from __future__ import annotations

import asyncio
import math
import os
import stat
from collections.abc import AsyncGenerator, Callable
from io import FileIO
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui.model.errors import Denied, Invalid, NotFound, Stopped, Unreachable

PIECE = 256 * 1024
"""Bytes that are read at once."""
PATIENCE = 30.0
"""Seconds after which a disk is given up that does not answer."""

T = TypeVar("T")


class _State(NamedTuple):
    """What tells whether a file is still the one that was looked at."""

    device: int
    inode: int
    size: int
    written: int
    changed: int


class Source:
    """A file that was looked at, to be read once. `stop` ends the reading at any time, from any thread."""

    def __init__(self, path: Path, state: _State) -> None:
        self.path = path
        self.name = path.name
        self.size = state.size
        self._state = state
        self._stopped = False
        self._reading: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def stop(self) -> None:
        """Read no further: whoever reads gets `Stopped`. Where all is read, nothing happens."""
        self._stopped = True
        if self._reading is not None:
            loop, halt = self._reading
            loop.call_soon_threadsafe(halt.set)

    async def pieces(self, told: Callable[[int], object]) -> AsyncGenerator[bytes, None]:
        """Yield the content; `told` is given the number of bytes so far.

        Raises:
            Stopped: somebody wanted so.
            Invalid: it is another file by now, or was changed meanwhile.
            Unreachable: it cannot be read, or the disk does not answer.
        """
        halt = asyncio.Event()
        self._reading = (asyncio.get_running_loop(), halt)
        try:
            file = await self._waited(lambda: _opened(self.path), halt)
            with file:
                await self._compare(file, halt)
                count = 0
                while piece := await self._waited(lambda: file.read(PIECE), halt):
                    count += len(piece)
                    if count > self.size:
                        raise self._changed()
                    told(count)
                    yield piece
                if count != self.size:
                    raise self._changed()
                await self._compare(file, halt)
        finally:
            self._reading = None

    async def _waited(self, call: Callable[[], T], halt: asyncio.Event) -> T:
        """Do something that may block on a thread; a reader who stops is not kept waiting by a disk that hangs."""
        self._go_on()
        work, stop = asyncio.ensure_future(asyncio.to_thread(call)), asyncio.ensure_future(halt.wait())
        try:
            await asyncio.wait({work, stop}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            self._go_on(work)
            return work.result()
        except OSError as error:
            raise Unreachable(f"{self.path} cannot be read: {error.strerror or error}.") from None
        except (Stopped, Unreachable, asyncio.CancelledError):
            work.add_done_callback(_let_go)
            raise
        finally:
            stop.cancel()

    def _go_on(self, work: asyncio.Task[T] | None = None) -> None:
        if self._stopped:
            raise Stopped(f"Stopped; nothing of “{self.name}” was attached.")
        if work is not None and not work.done():
            raise Unreachable(f"{self.path} cannot be read: the disk does not answer.")

    async def _compare(self, file: FileIO, halt: asyncio.Event) -> None:
        if await self._waited(lambda: _state(os.fstat(file.fileno())), halt) != self._state:
            raise self._changed()

    def _changed(self) -> Invalid:
        return Invalid(f"{self.path} was changed while it was read: nothing was attached, try again.")


def look(path: Path, most: int) -> Source:
    """Look at a file that may have `most` bytes. Blocks.

    Raises:
        NotFound: there is none.
        Invalid: it is a folder, a link, no ordinary file, or too big.
        Denied, Unreachable: it cannot be read.
    """
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"There is no file {path}.") from None
    except PermissionError:
        raise Denied(f"You may not look into {path.parent}.") from None
    except (OSError, ValueError):
        raise Unreachable(f"{path} cannot be reached.") from None
    _check_kind(path, found.st_mode)
    if found.st_size > most:
        size = math.ceil(found.st_size / 10**5) / 10
        raise Invalid(f"{path} is too big: it has {size:,} MB, and a file of an item may have {most // 10**6} MB.")
    if not os.access(path, os.R_OK):
        raise Denied(f"{path} cannot be read: you have no right to.")
    return Source(path, _state(found))


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Invalid(f"{path} is a folder; choose a file in it, or pack it into one.")
    if stat.S_ISLNK(mode):
        raise Invalid(f"{path} is a symbolic link; give the path of the file that it leads to.")
    if not stat.S_ISREG(mode):
        raise Invalid(f"{path} is no ordinary file, but a {'pipe' if stat.S_ISFIFO(mode) else 'device or socket'}.")


def _opened(path: Path) -> FileIO:
    return FileIO(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "r")


def _state(found: os.stat_result) -> _State:
    return _State(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _let_go(work: asyncio.Task[T]) -> None:
    """Nobody waits for it any more: what was opened meanwhile is closed, and what went wrong is no news."""
    if work.cancelled() or work.exception() is not None:
        return
    file: object = work.result()
    if isinstance(file, FileIO):
        file.close()
