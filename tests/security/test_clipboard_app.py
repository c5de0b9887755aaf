"""The whole of Strongroom before real clipboards: killed, quit and locked, at a desktop and over SSH."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests import xserver
from tests.app.person import Stocked
from tests.endtoend.conftest import env, home, stocked
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import APP, Terminal
from tests.security.clipboards import Environment, check_time, is_running, keepers, none_kept, sshd, wait_until

__all__ = ["env", "home", "stocked"]
pytestmark = pytest.mark.security

PASSWORD = "s3cret-Mail"


def clear_after(home: Path, seconds: float) -> None:
    """Set how long a copy stays."""
    (home / "settings.toml").write_text(f"clear_clipboard_after = {seconds}\n")


def test_at_a_desktop_it_is_cleared_by_lock_by_quitting_and_in_time_after_kill_9(
    stocked: Stocked, env: Environment, home: Path, tmp_path: Path
) -> None:
    stocked.add("Mail")
    clear_after(home, 6)
    with xserver.running() as x:
        there = {**env, "DISPLAY": x.display}
        for key in ("ctrl+l", "ctrl+q"):
            with Terminal(env=there) as terminal:
                browse(terminal, "user-Mail")
                terminal.press("p")
                terminal.sees("Password copied; cleared in 6 s")
                assert x.shows() == PASSWORD
                assert len(keepers(tmp_path)) == 1
                terminal.press(key)
                wait_until(lambda: x.shows() == "", "it is cleared")
                none_kept(tmp_path)
                if key == "ctrl+l":
                    unlock(terminal)
                    terminal.sees("All items")
                    terminal.press("ctrl+q")
                assert terminal.ends() == 0
        with Terminal(env=there) as terminal:
            browse(terminal, "user-Mail")
            began = time.monotonic()
            terminal.press("p")
            terminal.sees("Password copied; cleared in 6 s")
            terminal.kill(signal.SIGKILL)
            assert terminal.ends() == -signal.SIGKILL
            assert x.shows() == PASSWORD
            (keeper,) = keepers(tmp_path)
            assert not [name for name in keeper.opened().values() if str(home) in name]
            wait_until(lambda: x.shows() == "", "it is cleared")
            check_time(began, 6)
            none_kept(tmp_path)


def test_over_ssh_the_terminal_is_cleared_after_kill_9_and_ssh_ends_at_once_after_quitting(
    stocked: Stocked, env: Environment, home: Path, tmp_path: Path
) -> None:
    stocked.add("Mail")
    clear_after(home, 6)
    told = tmp_path / "pid"
    app = ["/bin/sh", "-c", f'echo $$ > {told}; exec "$@"', "sh", *APP]
    with sshd() as server, xserver.running() as x:
        x.put("the user's own")
        remote = {**env, "DISPLAY": x.display}
        with Terminal(env=env, program=server.around(app, remote, then="; sleep 60")) as terminal:
            browse(terminal, "user-Mail")
            began = time.monotonic()
            terminal.press("p")
            terminal.sees("Password sent to your terminal")
            assert terminal.screen.copied() == [PASSWORD]
            os.kill(int(told.read_text()), signal.SIGKILL)
            terminal.wait_until(lambda: terminal.screen.copied() == [PASSWORD, "!", " "], "it is cleared")
            check_time(began, 6)
            none_kept(tmp_path)
        with Terminal(env=env, program=server.around(app, remote)) as terminal:
            browse(terminal, "user-Mail")
            terminal.press("p")
            terminal.sees("Password sent to your terminal")
            pid = int(told.read_text())
            terminal.press("ctrl+q")
            wait_until(lambda: not is_running(pid), "Strongroom ends")
            assert terminal.ends(seconds=3) == 0
            assert terminal.screen.copied() == [PASSWORD, "!", " "]
            none_kept(tmp_path)
        assert x.shows() == "the user's own"
