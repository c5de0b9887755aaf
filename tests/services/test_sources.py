"""Files that are put into items: looked at before, read whole or not at all, and let go at any time."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.model.errors import Denied, Invalid, NotFound, Stopped, Unreachable, VaultError
from tui.services import sources
from tui.services.sources import PIECE, Source, look

MOST = 3_000_000


async def read(source: Source) -> tuple[bytes, list[int]]:
    """Return all that is read, and what was told meanwhile."""
    told: list[int] = []
    return b"".join([piece async for piece in source.pieces(told.append)]), told


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else 0


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, MOST])
async def test_a_file_is_read_whole_and_how_far_is_told(tmp_path: Path, size: int) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(os.urandom(size))
    before = open_descriptors()
    source = look(path, MOST)
    assert (source.name, source.size) == ("key.pem", size)
    found, told = await read(source)
    assert found == path.read_bytes()
    assert told == [*range(PIECE, size, PIECE), *([size] if size else [])]
    assert open_descriptors() == before


def _link(path: Path) -> None:
    path.with_name("target").write_bytes(b"s3cret")
    path.symlink_to(path.with_name("target"))


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


@pytest.mark.parametrize(
    ("make", "kind", "told"),
    [
        (Path.mkdir, Invalid, "is a folder; choose a file in it, or pack it into one."),
        (lambda path: None, NotFound, "There is no file"),
        (_link, Invalid, "is a symbolic link; give the path of the file that it leads to."),
        (lambda path: path.symlink_to("/nowhere"), Invalid, "is a symbolic link"),
        (os.mkfifo, Invalid, "is no ordinary file, but a pipe."),
        (_socket, Invalid, "is no ordinary file, but a device or socket."),
        (lambda path: path.write_bytes(bytes(MOST + 1)), Invalid, "is too big: it has 3.1 MB, and a file of an item"),
    ],
)
def test_what_cannot_be_put_in_is_told_before(
    tmp_path: Path, make: Callable[[Path], object], kind: type[VaultError], told: str
) -> None:
    path = tmp_path / "it"
    make(path)
    with pytest.raises(kind, match=told) as caught:
        look(path, MOST)
    assert str(caught.value).endswith(".")


def test_strange_paths_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotFound):
        look(tmp_path / "file" / "below", MOST)
    for strange in ("a\0b", "x" * 5000):
        with pytest.raises(Unreachable, match="cannot be reached"):
            look(tmp_path / strange, MOST)
    with pytest.raises(Invalid, match="device"):
        look(Path("/dev/zero"), MOST)


def test_a_file_without_the_right_to_read_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shadow"
    path.write_bytes(b"s3cret")
    path.chmod(0)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read everything
    with pytest.raises(Denied, match="you have no right to"):
        look(path, MOST)


async def test_a_file_that_grows_shrinks_or_is_another_one_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "log"

    def lay() -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(bytes(3 * PIECE))
        os.utime(path, (1e9, 1e9))  # what is written within the same tick of the clock could not be told

    def grow() -> None:
        with path.open("ab") as file:
            file.write(b"more")

    def replace() -> None:
        path.with_name("new").write_bytes(bytes(3 * PIECE))
        path.with_name("new").replace(path)

    def rewrite() -> None:
        with path.open("r+b") as file:
            file.write(b"other")

    def pipe() -> None:
        path.unlink()
        os.mkfifo(path)

    def link() -> None:
        path.rename(path.with_name("moved"))
        path.symlink_to(path.with_name("moved"))

    for change in (grow, lambda: os.truncate(path, PIECE), replace, rewrite, pipe, link):
        lay()
        source = look(path, MOST)
        change()
        with pytest.raises((Invalid, Unreachable), match=r"was changed while it was read|cannot be read"):
            await read(source)
    for change in (grow, lambda: os.truncate(path, PIECE), rewrite):
        lay()
        source = look(path, MOST)
        with pytest.raises(Invalid, match="was changed while it was read"):
            async for _ in source.pieces(lambda _: None):
                change()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="there are no such files here")
async def test_a_file_that_says_it_is_empty_and_is_not_is_not_taken() -> None:
    with pytest.raises(Invalid, match="was changed"):
        await read(look(Path("/proc/self/environ"), MOST))


async def test_reading_ends_when_it_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(3 * PIECE))
    before = open_descriptors()
    source = look(tmp_path / "file", MOST)
    seen = []
    with pytest.raises(Stopped, match="nothing of “file” was attached"):
        async for piece in source.pieces(lambda _: None):
            seen.append(piece)
            source.stop()
    assert len(seen) == 1
    assert open_descriptors() == before
    source = look(tmp_path / "file", MOST)
    source.stop()
    with pytest.raises(Stopped):
        await read(source)


async def test_a_disk_that_hangs_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"s3cret")
    hanging = asyncio.Event()
    loop = asyncio.get_running_loop()
    let_go = threading.Event()

    def hang(*_: object) -> os.stat_result:
        loop.call_soon_threadsafe(hanging.set)
        let_go.wait(60)
        raise OSError

    source = look(tmp_path / "file", MOST)
    monkeypatch.setattr(os, "fstat", hang)
    try:
        reading = asyncio.ensure_future(read(source))
        await hanging.wait()
        source.stop()
        with pytest.raises(Stopped):
            await asyncio.wait_for(reading, 10)
        monkeypatch.setattr(sources, "PATIENCE", 0.05)
        with pytest.raises(Unreachable, match="does not answer"):
            await read(look(tmp_path / "file", MOST))
    finally:
        let_go.set()
