"""The keeper: it holds nothing, clears whatever becomes of Strongroom, and is gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import xserver
from tests.security.clipboards import (
    Copier,
    Environment,
    check_time,
    environment,
    is_running,
    keepers,
    none_kept,
    wait_until,
)
from tests.xserver import XServer

pytestmark = pytest.mark.security

LONG = 600.0
TEXT = "s3cret-kept-nowhere"


@pytest.fixture(scope="module")
def x() -> Iterator[XServer]:
    with xserver.running() as server:
        yield server


@pytest.fixture
def env(tmp_path: Path, x: XServer) -> Environment:
    return {**environment(tmp_path), "DISPLAY": x.display}


def children(pid: int) -> list[str]:
    """Return the processes whose parent this is, the dead ones that it has not asked for among them."""
    command = ["ps", "--no-headers", "-o", "pid,stat,args", "--ppid", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()


def memory(pid: int) -> bytes:
    """Return all that a process has in memory."""
    found = bytearray()
    with Path(f"/proc/{pid}/mem").open("rb", 0) as file:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if rights.startswith("r") and "[v" not in line:
                low, high = (int(each, 16) for each in span.split("-"))
                file.seek(low)
                found += file.read(high - low)
    return bytes(found)


def test_it_has_nothing_of_ours_but_a_digest_and_its_pipe(tmp_path: Path, env: Environment) -> None:
    held = tmp_path / "store"
    held.touch()
    with held.open(), Copier(tmp_path, env, seconds=LONG) as copier:
        assert copier.copy(TEXT).startswith("Password copied")
        (keeper,) = keepers(tmp_path)
        assert TEXT not in keeper.read("cmdline") + keeper.read("environ")
        assert "s3cret-token" not in keeper.read("environ")
        assert " -I " in keeper.command
        assert os.readlink(f"/proc/{keeper.pid}/cwd") == "/"
        assert os.getsid(keeper.pid) not in (os.getsid(copier.pid), os.getsid(0))
        wait_until(lambda: len(keeper.opened()) == 4, "it has let go of the terminal, where nothing was sent")
        opened = sorted(keeper.opened().values())
        assert opened[:3] == ["/dev/null"] * 3
        assert opened[3].startswith("pipe:")
        held_there = memory(keeper.pid)
        assert b"keeper.py" in held_there, "the memory was not read at all"
        for spelling in (TEXT.encode(), TEXT.encode().hex().encode(), b"czNjcmV0LWtlcHQtbm93aGVyZ"):
            assert spelling not in held_there
        assert children(copier.pid) == []


def test_for_a_terminal_it_has_that_open_too_and_nothing_else(tmp_path: Path) -> None:
    with Copier(tmp_path, environment(tmp_path), seconds=LONG) as copier:
        copier.copy(TEXT)
        (keeper,) = keepers(tmp_path)
        names = sorted(keeper.opened().values())
        assert [name.partition(":")[0].rpartition("/")[0] for name in names] == ["/dev"] * 3 + ["/dev/pts", ""]
        copier.kill()
        copier.terminal.hang_up()
        none_kept(tmp_path, seconds=10)  # it gives up, long before its time


def test_there_is_one_however_often_one_copies_and_none_after_clearing(tmp_path: Path, env: Environment) -> None:
    with Copier(tmp_path, env, seconds=LONG) as copier:
        for number in range(4):
            copier.copy(f"{TEXT}-{number}")
        wait_until(lambda: len(keepers(tmp_path)) == 1, "the newest keeper is the only one")
        assert copier.tell("clear") == ""
        none_kept(tmp_path, seconds=10)
        copier.copy(TEXT)
        copier.tell("leave")
        none_kept(tmp_path, seconds=10)


def test_no_signal_but_term_moves_it_and_that_has_it_clear_at_once(
    tmp_path: Path, env: Environment, x: XServer
) -> None:
    with Copier(tmp_path, env, seconds=LONG) as copier:
        copier.copy(TEXT)
        (keeper,) = keepers(tmp_path)
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            os.kill(keeper.pid, number)
        copier.kill()
        time.sleep(0.3)
        assert x.shows() == TEXT
        assert is_running(keeper.pid)
        os.kill(keeper.pid, signal.SIGTERM)
        wait_until(lambda: x.shows() == "", "the clipboard is cleared")
        none_kept(tmp_path)


def test_it_clears_at_once_when_strongroom_is_gone_and_nothing_was_to_be_cleared_by_time(
    tmp_path: Path, env: Environment, x: XServer
) -> None:
    for there in (env, environment(tmp_path)):
        with Copier(tmp_path, there, seconds=0) as copier:
            assert copier.copy(TEXT).endswith("on lock and on exit")
            shows = x.shows if "DISPLAY" in there else copier.shows
            wait_until(lambda: shows() == TEXT, "it arrives")  # noqa: B023 - it is called here only
            copier.kill()
            wait_until(lambda: shows() == "", "it is cleared")  # noqa: B023
            none_kept(tmp_path)


def test_left_to_the_keeper_the_desktop_is_cleared_at_once(tmp_path: Path, env: Environment, x: XServer) -> None:
    with Copier(tmp_path, env, seconds=LONG) as copier:
        copier.copy(TEXT)
        copier.tell("abandon")
        copier.tell("exec")
        wait_until(lambda: x.shows() == "", "it is cleared")
        none_kept(tmp_path)
        assert is_running(copier.pid)
        assert children(copier.pid) == [], "a dead child was left to the next image"


def test_left_to_the_keeper_the_terminal_keeps_its_time(tmp_path: Path) -> None:
    with Copier(tmp_path, environment(tmp_path), seconds=3) as copier:
        began = time.monotonic()
        copier.copy(TEXT)
        wait_until(lambda: copier.shows() == TEXT, "it arrives")
        copier.tell("abandon")
        copier.tell("exec")
        wait_until(lambda: copier.shows() == "", "it is cleared")
        check_time(began, 3)
        none_kept(tmp_path)


def test_another_image_in_our_place_stops_nothing(tmp_path: Path, env: Environment, x: XServer) -> None:
    with Copier(tmp_path, env, seconds=2) as copier:
        began = time.monotonic()
        copier.copy(TEXT)
        copier.tell("exec")
        assert x.shows() == TEXT
        wait_until(lambda: x.shows() == "", "it is cleared")
        check_time(began, 2)
        none_kept(tmp_path)


def test_a_stopped_strongroom_is_not_waited_for(tmp_path: Path, env: Environment, x: XServer) -> None:
    with Copier(tmp_path, env, seconds=2) as copier:
        began = time.monotonic()
        copier.copy(TEXT)
        os.kill(copier.pid, signal.SIGSTOP)
        wait_until(lambda: x.shows() == "", "it is cleared")
        check_time(began, 2)
        none_kept(tmp_path)


def test_what_hangs_when_the_time_has_come_is_cleared_when_it_answers(tmp_path: Path) -> None:
    with xserver.running() as own, Copier(tmp_path, {**environment(tmp_path), "DISPLAY": own.display}) as copier:
        copier.copy(TEXT)
        with own.hung():
            copier.kill()
            time.sleep(3)
            assert keepers(tmp_path)
        wait_until(lambda: own.shows() == "", "it is cleared")
        none_kept(tmp_path)


def test_a_terminal_whose_clipboard_is_to_be_left_alone_is(tmp_path: Path) -> None:
    with Copier(tmp_path, environment(tmp_path), seconds=1, more=("auto", "kept")) as copier:
        assert copier.copy(TEXT) == "Password sent to your terminal; it is not cleared there"
        assert copier.tell("state") == ""
        assert keepers(tmp_path) == []
        copier.kill()
        time.sleep(2)
        assert copier.shows() == TEXT


def test_an_earlier_copy_that_went_elsewhere_is_cleared_as_well(tmp_path: Path, x: XServer, env: Environment) -> None:
    """In tmux one may sit down at another keyboard between two copies."""
    from tests.security.clipboards import tmux

    with tmux() as server, Copier(tmp_path, env, server.around, seconds=2) as copier:
        assert copier.copy("s3cret-one").startswith("Password copied")
        server.run("set-environment", "SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
        assert copier.copy("s3cret-two").startswith("Password sent")
        wait_until(lambda: (x.shows(), copier.shows()) == ("s3cret-one", "s3cret-two"), "both arrive")
        copier.kill()
        wait_until(lambda: (x.shows(), copier.shows()) == ("", ""), "both are cleared")
        none_kept(tmp_path)
