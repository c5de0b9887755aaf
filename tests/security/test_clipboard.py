"""What is copied arrives, is called what it is, and is gone in time: at every clipboard, also after `kill -9`."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests import xserver
from tests.conftest import SoakScale
from tests.security import clipboards
from tests.security.clipboards import Copier, Environment, environment, keepers, none_kept, wait_until
from tui.host import clipboard, waiting
from tui.host.clipboard import Place
from tui.host.keeper import Answer
from tui.host.routes import Route, seat

pytestmark = pytest.mark.security

AFTER = 2.0
"""Seconds after which the clipboard is to be cleared in these tests."""
PROMISE = 1.0
"""Seconds: it is cleared no more than this too early or too late."""
LATEST = AFTER + PROMISE + 1.5
"""What was not cleared by then was left alone."""
GIVEN_UP = waiting.PATIENCE_SECONDS + clipboards.PATIENCE
"""Seconds after which a keeper is gone, too, that cannot reach what it is to clear."""
OWN = "the user's own"
SENT = "Password sent to your terminal; asked to clear whatever it holds in 2 s"
COPIED = "Password copied; cleared in 2 s"


@dataclass
class Scene:
    """Where somebody sits: an environment, what runs around the program, what it is to say, the witness."""

    name: str
    env: Environment
    folder: Path
    around: Callable[[Sequence[str]], Sequence[str]] = list
    says: str = SENT
    shows: Callable[[], str] | None = None
    put: Callable[[str], None] | None = None
    hangs: Callable[[], AbstractContextManager[None]] = nullcontext
    """Within it, whatever hangs in this scene hangs."""

    def copier(self, seconds: float = AFTER, *more: str) -> Copier:
        """Start to copy there."""
        return Copier(self.folder, self.env, self.around, seconds=seconds, more=more)

    def witness(self, copier: Copier) -> Callable[[], str]:
        """Return what tells what is on the clipboard."""
        return self.shows if self.shows is not None else copier.shows


@contextmanager
def desktop(env: Environment, folder: Path) -> Iterator[Scene]:
    with xserver.running() as x:
        yield Scene("x", {**env, "DISPLAY": x.display}, folder, says=COPIED, shows=x.shows, put=x.put)


@contextmanager
def wayland(env: Environment, folder: Path) -> Iterator[Scene]:
    with clipboards.sway() as sway:
        there = {name: sway.env[name] for name in ("WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")}
        yield Scene("wayland", {**env, **there}, folder, says=COPIED, shows=sway.shows, put=sway.put)


@contextmanager
def within_tmux(env: Environment, folder: Path, mode: str) -> Iterator[Scene]:
    with clipboards.tmux(mode) as tmux:
        yield Scene("tmux", env, folder, tmux.around)


@contextmanager
def within_screen(env: Environment, folder: Path) -> Iterator[Scene]:
    with clipboards.screen() as around:
        yield Scene("screen", env, folder, around)


@contextmanager
def over_ssh(env: Environment, folder: Path) -> Iterator[Scene]:
    """The remote machine has a desktop, too, which is nobody's business."""
    with clipboards.sshd() as sshd, xserver.running() as x:
        x.put(OWN)
        there = {**env, "DISPLAY": x.display}
        yield Scene("ssh", env, folder, lambda command: sshd.around(command, there, then="; sleep 60"))
        assert x.shows() == OWN, "over SSH the remote machine's own clipboard was touched"


@contextmanager
def bare(env: Environment, folder: Path) -> Iterator[Scene]:
    yield Scene("terminal", env, folder)


@contextmanager
def wrong_display(env: Environment, folder: Path) -> Iterator[Scene]:
    xserver.need("xclip")
    reason = "the clipboard did not take it: perhaps its display cannot be reached"
    yield Scene("wrong display", {**env, "DISPLAY": ":9999"}, folder, says=SENT.replace(";", f" ({reason});"))


@contextmanager
def hung_display(env: Environment, folder: Path) -> Iterator[Scene]:
    with xserver.running() as x:
        reason = "the clipboard did not answer in time"
        there = {**env, "DISPLAY": x.display}
        yield Scene("hung", there, folder, says=SENT.replace(";", f" ({reason});"), hangs=x.hung)


SCENES: dict[str, Callable[[Environment, Path], AbstractContextManager[Scene]]] = {
    "x": desktop,
    "wayland": wayland,
    "tmux-on": partial(within_tmux, mode="on"),
    "tmux-external": partial(within_tmux, mode="external"),
    "tmux-off": partial(within_tmux, mode="off"),
    "screen": within_screen,
    "ssh": over_ssh,
    "no-display": bare,
    "wrong-display": wrong_display,
    "hung-display": hung_display,
}


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


def scene(name: str, folder: Path, stack: ExitStack) -> Scene:
    return stack.enter_context(SCENES[name](environment(folder), folder))


def cleared_after(shows: Callable[[], str], text: str) -> float:
    """Wait until a text is gone, and return when; it is an error if something else is shown first."""
    until = time.monotonic() + LATEST + clipboards.PATIENCE
    while (found := shows()) != "":
        assert found == text
        assert time.monotonic() < until, "it was never cleared"
        time.sleep(clipboards.LOOK_SECONDS)
    return time.monotonic()


def arrives(shows: Callable[[], str], text: str) -> None:
    wait_until(lambda: shows() == text, "the text arrives")


@pytest.mark.soak
@pytest.mark.parametrize("name", SCENES)
def test_it_arrives_is_called_what_it_is_and_is_gone_in_time_also_after_kill_9(
    name: str, tmp_path: Path, stack: ExitStack, soak_scale: SoakScale
) -> None:
    busy = 0.0 if soak_scale(20) == 20 else clipboards.BUSY  # at full length it has the machine for itself
    there = scene(name, tmp_path, stack)
    for number in range(soak_scale(20)):
        text = f"s3cret-Grüße-🔑-{number}"
        with there.copier() as copier:
            with there.hangs():
                shows = there.witness(copier)
                began = time.monotonic()
                assert copier.copy(text) == there.says
                copied = time.monotonic()
                arrives(shows, text)
                if number % 2 == 0:
                    copier.kill()
                gone = cleared_after(shows, text)
                assert gone - began >= AFTER - PROMISE and gone - copied <= AFTER + PROMISE + busy, (
                    f"cleared after {gone - copied:.2f} s, {number}"
                )
            none_kept(tmp_path, GIVEN_UP)
            if number % 2:
                assert copier.tell("clear") == copier.tell("state") == ""


@pytest.mark.parametrize("name", ["x", "wayland"])
def test_what_the_user_has_copied_since_is_left_alone(name: str, tmp_path: Path, stack: ExitStack) -> None:
    there = scene(name, tmp_path, stack)
    assert there.put is not None
    for killed in (True, False):
        with there.copier() as copier:
            assert copier.copy("s3cret-earlier") == there.says
            until = time.monotonic() + LATEST
            there.put(OWN)
            if killed:
                copier.kill()
            while time.monotonic() < until:
                assert there.witness(copier)() == OWN
                time.sleep(0.2)
            none_kept(tmp_path)


async def test_on_wayland_nothing_and_a_picture_are_told_from_what_cannot_be_read() -> None:
    with clipboards.sway() as sway:

        async def clear(env: Environment) -> Answer:
            return await clipboard.clear(Place(Route.WAYLAND, seat(env, "linux"), clipboard.mark(b"s3cret-clear")))

        there = dict(sway.env)
        assert await clear(there) is Answer.CHANGED, "it is empty"
        assert await clear({**there, "WAYLAND_DISPLAY": "wayland-99"}) is Answer.FAILED
        assert await clipboard.copy(Route.WAYLAND, b"s3cret-clear", seat(there, "linux")) is Answer.OK
        assert await clear({**there, "WAYLAND_DISPLAY": "wayland-99"}) is Answer.FAILED
        assert await clear(there) is Answer.OK
        sway.put("a picture", kind="image/png")
        assert await clear(there) is Answer.CHANGED


@pytest.mark.parametrize("name", ["x", "no-display"])
def test_without_the_keeper_it_stays_so_that_the_others_can_fail(name: str, tmp_path: Path, stack: ExitStack) -> None:
    there = scene(name, tmp_path, stack)
    with there.copier() as copier:
        assert copier.copy("s3cret-stays") == there.says
        arrives(there.witness(copier), "s3cret-stays")
        (keeper,) = keepers(tmp_path)
        os.kill(keeper.pid, signal.SIGKILL)
        copier.kill()
        time.sleep(LATEST)
        assert there.witness(copier)() == "s3cret-stays"


def test_a_terminal_that_tmux_cannot_copy_to_is_never_called_a_copy(tmp_path: Path, stack: ExitStack) -> None:
    there = scene("tmux-on", tmp_path, stack)
    there.env["TERM"] = "vt100"
    with there.copier() as copier:
        said = copier.copy("s3cret-nowhere")
        assert said.startswith("Unreachable: Password was not copied: tmux knows no clipboard of a terminal vt100;")
        assert copier.tell("state") == ""
        assert copier.sent() is None
        none_kept(tmp_path)


def test_tmux_keeps_no_copy_and_says_who_sits_there_now(tmp_path: Path) -> None:
    """The session was begun at a desktop, and goes on over SSH: the desktop's clipboard is out of reach."""
    env = environment(tmp_path)
    with xserver.running() as x, clipboards.tmux("on") as tmux:
        x.put(OWN)
        with Copier(tmp_path, {**env, "DISPLAY": x.display}, tmux.around, seconds=AFTER) as copier:
            assert copier.copy("s3cret-desktop") == COPIED
            assert x.shows() == "s3cret-desktop"
            copier.tell("clear")
            x.put(OWN)
            tmux.run("set-environment", "SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
            assert copier.copy("s3cret-away") == SENT
            wait_until(lambda: copier.sent() == "s3cret-away", "it arrives")
            assert tmux.run("list-buffers") == ""
            assert x.shows() == OWN
            copier.tell("clear")
            wait_until(lambda: copier.sent() == " ", "it is cleared")
            assert tmux.run("list-buffers") == ""
            tmux.run("set-environment", "-r", "SSH_CONNECTION")
            tmux.run("set-environment", "-r", "DISPLAY")
            assert copier.copy("s3cret-console") == SENT


def test_a_tmux_that_hangs_is_given_up_and_nothing_is_called_copied(tmp_path: Path) -> None:
    with clipboards.tmux() as tmux, Copier(tmp_path, environment(tmp_path), tmux.around, seconds=AFTER) as copier:
        server = int(tmux.run("display-message", "-p", "#{pid}"))
        os.kill(server, signal.SIGSTOP)
        try:
            said = copier.copy("s3cret-hung")
        finally:
            os.kill(server, signal.SIGCONT)
        assert said.startswith(
            "Password sent to your terminal (tmux: only with `set-clipboard on`, which keeps a copy);"
        )


def test_a_tmux_that_ends_with_us_leaves_nothing_in_its_terminal(tmp_path: Path) -> None:
    """Strongroom was all that ran in it: after `kill -9` there is no tmux left that could be asked to clear."""
    with clipboards.tmux() as tmux:
        around = partial(tmux.around, then="true")
        with Copier(tmp_path, environment(tmp_path), around, seconds=AFTER) as copier:
            began = time.monotonic()
            assert copier.copy("s3cret-last") == SENT
            arrives(copier.shows, "s3cret-last")
            copier.kill()
            cleared_after(copier.shows, "s3cret-last")
            clipboards.check_time(began, AFTER)
            none_kept(tmp_path)


def test_a_text_that_screen_would_print_is_refused(tmp_path: Path, stack: ExitStack) -> None:
    there = scene("screen", tmp_path, stack)
    with there.copier() as copier:
        assert copier.copy("s" * 501).startswith("Invalid: What was to be copied is longer than the 500 bytes")
        longest = "s" * 500
        assert copier.copy(longest) == SENT
        arrives(there.witness(copier), longest)
        assert b"c3Nzc3Nz" not in copier.terminal.page().encode(), "the base64 was printed"


def test_ssh_ends_at_once_though_a_keeper_waits(tmp_path: Path) -> None:
    with clipboards.sshd() as sshd:
        env = environment(tmp_path)
        for killed in (True, False):
            with Copier(tmp_path, env, lambda command: sshd.around(command, env), seconds=600) as copier:
                assert copier.copy("s3cret-remote").startswith("Password sent to your terminal")
                (keeper,) = keepers(tmp_path)
                if killed:
                    copier.kill()
                else:
                    copier.tell("leave")
                copier.terminal.ends()
                none_kept(tmp_path)  # its terminal is gone, or there is nothing left to clear
                wait_until(lambda pid=keeper.pid: not clipboards.is_running(pid), "the keeper ends")  # type: ignore[misc]
