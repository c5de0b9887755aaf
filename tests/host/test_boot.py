"""What the process is like after boot: looked at from inside a real one, and from the other end of its terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import tui

REPORT = """
import sys
from tui.host import boot
boot.prepare()
import ctypes, json, os, resource
umask = os.umask(0)
print(json.dumps({
    "environment": dict(os.environ),
    "umask": umask,
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) if sys.platform == "linux" else 0,
    "modules": sorted(sys.modules),
}))
"""

HOSTILE = {
    "TEXTUAL": "devtools,debug",
    "TEXTUAL_LOG": "/tmp/log",  # noqa: S108
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_DRIVER": "os:system",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_FPS": "1",
    "SSLKEYLOGFILE": "/tmp/keys",  # noqa: S108
    "RUST_BACKTRACE": "full",
    "RUST_LIB_BACKTRACE": "1",
    "RUST_LOG": "trace",
}


def environment(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(tui.__file__).parents[1]), **more}


def report(**env: str) -> dict[str, object]:
    run = subprocess.run(
        [sys.executable, "-c", REPORT],
        env=environment(**env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_nothing_in_the_environment_can_make_a_library_write_down_what_is_typed() -> None:
    found = report(**HOSTILE, TERM="xterm", COLORTERM="truecolor")["environment"]
    assert isinstance(found, dict)
    left = {name for name in found if name.startswith(("TEXTUAL", "RUST_")) or name == "SSLKEYLOGFILE"}
    assert left == {"TEXTUAL_FPS"}
    assert found["TEXTUAL_FPS"] == "240"
    assert (found["TERM"], found["COLORTERM"]) == ("xterm", "truecolor")


def test_files_are_private_and_nothing_is_dumped() -> None:
    found = report()
    assert found["umask"] == 0o077
    assert found["core"] == [0, 0]
    assert found["dumpable"] == 0


def test_boot_comes_before_every_library() -> None:
    modules = report()["modules"]
    assert isinstance(modules, list)
    assert {name.partition(".")[0] for name in modules}.isdisjoint(
        {"textual", "rich", "httpx", "cryptography", "pydantic"}
    )


@dataclass(frozen=True, slots=True)
class Pty:
    """Both ends of a terminal."""

    ours: int
    theirs: int

    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self.theirs)[3] & termios.ECHO)

    def set_echo(self, *, shown: bool) -> None:
        attributes = termios.tcgetattr(self.theirs)
        attributes[3] = attributes[3] | termios.ECHO if shown else attributes[3] & ~termios.ECHO
        termios.tcsetattr(self.theirs, termios.TCSANOW, attributes)


@pytest.fixture
def pty() -> Iterator[Pty]:
    ours, theirs = os.openpty()
    yield Pty(ours, theirs)
    os.close(theirs)
    os.close(ours)


LISTEN = """
import sys
from tui.host import boot
boot.prepare()
print("ready", file=sys.stderr, flush=True)
typed = sys.stdin.readline()
print("typed" if typed.strip() == "s3cret-type-ahead" else "lost", file=sys.stderr, flush=True)
if len(sys.argv) > 1:
    raise RuntimeError
"""


@pytest.mark.parametrize("crash", [False, True], ids=["exit", "exception"])
def test_what_is_typed_ahead_is_kept_and_not_shown(pty: Pty, crash: bool) -> None:
    pty.set_echo(shown=True)
    command = [sys.executable, "-c", LISTEN, *(["crash"] if crash else [])]
    with subprocess.Popen(
        command, env=environment(), stdin=pty.theirs, stdout=pty.theirs, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"ready\n"
        assert not pty.echoes()
        os.write(pty.ours, b"s3cret-type-ahead\n")
        assert process.stderr.readline() == b"typed\n"
        process.stderr.read()
    assert pty.echoes()
    os.write(pty.theirs, b"end")
    assert b"s3cret" not in os.read(pty.ours, 1000)


def test_a_terminal_that_did_not_echo_before_does_not_afterwards(pty: Pty) -> None:
    pty.set_echo(shown=False)
    subprocess.run(
        [sys.executable, "-c", REPORT], env=environment(), stdin=pty.theirs, stdout=subprocess.DEVNULL, check=True
    )
    assert not pty.echoes()


def test_a_terminal_that_has_gone_is_no_crash() -> None:
    from tui.host import boot

    ours, theirs = os.openpty()
    os.close(ours)
    assert boot.hide_echo(theirs) is False
    assert boot.restore_echo(theirs) is False
    os.close(theirs)
    assert boot.hide_echo(theirs) is False


def test_echo_can_be_switched_there_and_back(pty: Pty) -> None:
    from tui.host import boot

    pty.set_echo(shown=True)
    assert boot.hide_echo(pty.theirs) is True
    assert boot.hide_echo(pty.theirs) is False
    assert boot.restore_echo(pty.theirs) is True
    assert boot.restore_echo(pty.theirs) is False
    assert pty.echoes()
