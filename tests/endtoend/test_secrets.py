"""Where a secret must never be: arguments and environments of processes, temporary files, anything on the disk."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests import xserver
from tests.app.person import MASTER, Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import Terminal


def spellings(secret: str) -> list[bytes]:
    """Return a secret as it might stand somewhere: plain, in wide characters, in base64 wherever it begins there."""
    plain = secret.encode()
    return [
        plain,
        secret.encode("utf-16-le"),
        *(base64.b64encode(bytes(before) + plain)[4 if before else 0 : -4] for before in range(3)),
    ]


def files_with(folder: Path, wanted: Sequence[str]) -> list[str]:
    """Return the files in a folder that hold one of some secrets."""
    needles = [spelling for secret in wanted for spelling in spellings(secret)]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path.name for path in files if any(needle in path.read_bytes() for needle in needles))


def test_nothing_on_the_disk_holds_a_secret(stocked: Stocked, env: Environment, tmp_path: Path) -> None:
    stocked.add("Mail")
    typed = f"s3cret-typed-{secrets.token_hex(8)}"
    wanted = [MASTER, "s3cret-Mail", typed]
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("r")
        terminal.sees("s3cret-Mail")
        terminal.press("p")
        terminal.sees("Password sent")
        terminal.press("e")
        terminal.sees("Edit “Mail”")
        terminal.press("down")
        terminal.type(typed)
        terminal.press("ctrl+t")
        terminal.sees(typed)
        terminal.press("ctrl+s", "enter")
        terminal.sees("Saved “Mail”.")
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type(typed)
        terminal.wait_until(lambda: drafts(stocked) == [typed], "the draft is sealed")
        assert files_with(tmp_path, wanted) == []
        assert not [name for name in open_files(terminal.pid) if name.endswith("(deleted)")]
        terminal.press("ctrl+l")
        unlock(terminal)
        terminal.sees("New Login", "A draft of", typed)
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    assert files_with(tmp_path, wanted) == []
    stocked.path.with_name("planted").write_bytes(b"\0" + base64.b64encode(b"{" + typed.encode()))
    (tmp_path / "tmp" / "also planted").write_text(f"x{MASTER}y")
    assert files_with(tmp_path, wanted) == ["also planted", "planted"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_no_process_names_a_secret_while_it_is_copied(stocked: Stocked, env: Environment) -> None:
    title = f"Mail-{secrets.token_hex(8)}"
    stocked.add(title)
    with xserver.running() as x, Terminal(env={**env, "DISPLAY": x.display}) as terminal:
        browse(terminal, f"user-{title}")
        with watching() as seen:
            terminal.press("p")
            terminal.sees("Password copied; cleared in")
            assert x.shows() == f"s3cret-{title}"
        named = b"\n".join(seen.values())
        assert b"keeper.py" in named, "the copying was not seen at all"
        assert not [spelling for spelling in spellings(f"s3cret-{title}") if spelling in named]
        assert MASTER.encode() not in seen[str(terminal.pid)]
        terminal.kill(signal.SIGTERM)
        assert terminal.ends() == 143
        assert x.shows() == ""
        terminal.assert_restored()
    with watching() as seen:
        nap = [sys.executable, "-c", "import sys; sys.stdin.read()", f"x{title}"]
        with subprocess.Popen(nap, env={"NAME": f"y{title}"}, stdin=subprocess.PIPE) as napping:
            number = str(napping.pid)
            xserver.wait_until(lambda: f"y{title}".encode() in seen.get(number, b""))
    named = b"\n".join(seen.values())
    assert f"x{title}".encode() in named
    assert f"y{title}".encode() in named


def drafts(stocked: Stocked) -> list[str]:
    """Return the titles of the drafts in the store."""
    with stocked.opened() as store:
        return [draft.current.title for draft in store.drafts()]


def open_files(pid: int) -> list[str]:
    """Return what a process has open; nothing where that cannot be seen."""
    folder = Path(f"/proc/{pid}/fd")
    return [os.readlink(entry) for entry in folder.iterdir()] if os.access(folder, os.R_OK) else []


@contextmanager
def watching() -> Iterator[Mapping[str, bytes]]:
    """Look all the time at the arguments and environments of every process; the map has those by their number."""
    found: dict[str, bytes] = {}
    ended = Event()

    def look() -> None:
        while not ended.is_set():
            for process in Path("/proc").iterdir():
                if process.name.isdecimal():
                    for name in ("cmdline", "environ"):
                        found[process.name] = found.get(process.name, b"") + read(process / name)

    thread = Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


def read(path: Path) -> bytes:
    """Return what can be read of a file."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
