"""The clipboard of the app: what it says is true, and what it copied is gone in time."""

from __future__ import annotations

import asyncio
import base64
import gc
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType, FunctionType, ModuleType

import pytest

from tests import xserver
from tests.xserver import XServer, wait_until
from tui.host.clipboard import TIME_LIMIT
from tui.host.clocks import steady
from tui.host.routes import Route
from tui.model.errors import Denied, Invalid, Unreachable
from tui.model.secret import Secret
from tui.services import holding
from tui.services.clipboard import Clipboard

PASSWORD = "s3cret-pässword"
SSH = {"SSH_TTY": "/dev/pts/9"}


class Terminal:
    """A terminal that keeps a clipboard, as xterm does: what is no base64 clears it. A keeper can open `fd` anew."""

    def __init__(self) -> None:
        self.master, self.fd = os.openpty()
        self.clipboard = ""
        self.broken = False

    def write(self, text: str) -> None:
        if self.broken:
            raise OSError("the terminal is gone")
        while text:
            sequence = re.match(r"\x1b]52;c;([^\x07]*)\x07", text)
            assert sequence is not None, "something else than OSC 52 was written"
            text = text[sequence.end() :]
            known = re.fullmatch(r"[A-Za-z0-9+/]+=*", sequence[1])
            self.clipboard = base64.b64decode(sequence[1]).decode() if known else ""


@pytest.fixture(scope="module")
def x() -> Iterator[XServer]:
    with xserver.running() as server:
        yield server


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    found = Terminal()
    yield found
    os.close(found.master)
    os.close(found.fd)


async def eventually(shows: XServer, text: str) -> None:
    await asyncio.to_thread(wait_until, lambda: shows.shows() == text)


async def seen_until(shows: XServer, at: float) -> set[str]:
    """Look again and again, and return what was seen before this time (Unix seconds)."""
    seen = set[str]()
    while True:
        text = await asyncio.to_thread(shows.shows)
        if time.time() >= at:
            return seen
        seen.add(text)


def hanging(folder: Path) -> str:
    return instead_of_xclip(folder, "sleep 63.75")


def instead_of_xclip(folder: Path, script: str) -> str:
    """Return a PATH on which this script is found before the real xclip."""
    (folder / "xclip").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "xclip").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


# Through the platform's clipboard


async def test_a_copy_that_was_read_back_is_called_copied(x: XServer) -> None:
    clipboard = Clipboard(None, env=x.env, platform="linux")
    before = time.time()
    copied = await clipboard.copy(Secret(PASSWORD), "password")
    assert copied.sentence == "Password copied; cleared in 30 s"
    assert copied.route is Route.NATIVE
    assert copied.clears_at is not None
    assert before + 30 <= copied.clears_at <= time.time() + 30
    assert x.shows() == PASSWORD
    assert re.fullmatch(r"clipboard cleared in (30|[12]\d) s", clipboard.state())
    assert await clipboard.clear() == ""
    assert x.shows() == ""
    assert clipboard.state() == ""


async def test_it_is_cleared_when_its_time_is_over(x: XServer) -> None:
    changes: list[str] = []
    clipboard = Clipboard(None, 2.5, on_change=lambda: changes.append(clipboard.state()), env=x.env, platform="linux")
    copied = await clipboard.copy(Secret(PASSWORD), "password")
    assert copied.clears_at is not None
    assert await seen_until(x, copied.clears_at) <= {PASSWORD}
    await eventually(x, "")
    await asyncio.to_thread(wait_until, lambda: changes[-1] == "")
    assert len(changes) > 2, "it counts down"
    assert changes == sorted(set(changes), reverse=True)


async def test_a_second_copy_has_its_own_time(x: XServer) -> None:
    clipboard = Clipboard(None, 1.4, env=x.env, platform="linux")
    await clipboard.copy("the-user-name", "user name")
    await asyncio.sleep(0.7)
    copied = await clipboard.copy(Secret(PASSWORD), "password")
    assert copied.clears_at is not None
    assert await seen_until(x, copied.clears_at) <= {PASSWORD}
    await eventually(x, "")


async def test_two_copies_at_once_end_with_the_second(x: XServer, tmp_path: Path) -> None:
    slow = f"""
        export PATH='{x.env["PATH"]}'
        [ "$3" = -o ] && exec xclip "$@"
        text=$(cat)
        [ "$text" = first ] && sleep 0.5
        printf %s "$text" | xclip "$@" """
    clipboard = Clipboard(None, env={**x.env, "PATH": instead_of_xclip(tmp_path, slow)}, platform="linux")
    await asyncio.gather(clipboard.copy("first", "user name"), clipboard.copy("second", "password"))
    assert x.shows() == "second"
    assert await clipboard.clear() == ""
    assert x.shows() == ""


async def test_what_the_user_copied_since_is_left_alone(x: XServer) -> None:
    clipboard = Clipboard(None, env=x.env, platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    x.put("the user's own")
    assert await clipboard.clear() == ""
    assert x.shows() == "the user's own"


async def test_never_by_time_is_said_and_still_cleared_on_lock(x: XServer) -> None:
    clipboard = Clipboard(None, 0, env=x.env, platform="linux")
    copied = await clipboard.copy(Secret(PASSWORD), "password")
    assert (copied.sentence, copied.clears_at) == ("Password copied; cleared on lock and on exit", None)
    assert clipboard.state() == "clipboard holds a copy until lock or exit"
    await clipboard.clear()
    assert x.shows() == ""


async def test_a_failed_clearing_is_told_and_tried_again() -> None:
    with xserver.running() as own:
        clipboard = Clipboard(None, 0.2, env=own.env, platform="linux")
        await clipboard.copy(Secret(PASSWORD), "password")
        with own.hung():
            await asyncio.to_thread(wait_until, lambda: "may still hold" in clipboard.state())
            assert "did not answer in time" in await clipboard.clear()
        assert await clipboard.clear() == ""
        assert own.shows() == ""
        assert clipboard.state() == ""


def in_files(folder: Path) -> dict[str, str]:
    """Return where a clipboard is two files: `put` is what it was given, `held` what it has. `broken` breaks it."""
    script = f"""
        case "$*" in
            *-o*) [ -e {folder}/broken ] && exit 1; exec cat {folder}/held;;
        esac
        cat > {folder}/put; [ -e {folder}/late ] || cp {folder}/put {folder}/held"""
    (folder / "held").touch()
    return {"PATH": instead_of_xclip(folder, script), "DISPLAY": ":9999", "HOME": str(folder)}


async def test_a_clipboard_that_cannot_be_read_is_not_called_cleared(tmp_path: Path) -> None:
    clipboard = Clipboard(None, env=in_files(tmp_path), platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    (tmp_path / "broken").touch()
    assert "may still hold what was copied" in await clipboard.clear()
    assert "may still hold what was copied" in clipboard.state()
    (tmp_path / "broken").unlink()
    assert await clipboard.clear() == ""
    assert (tmp_path / "held").read_text() == ""


async def test_a_copy_that_failed_and_arrives_all_the_same_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "late").touch()
    clipboard = Clipboard(None, env=in_files(tmp_path), platform="linux")
    for text in ("s3cret-earlier", PASSWORD):
        with pytest.raises(Unreachable, match=r"did not take it"):
            await clipboard.copy(Secret(text), "password")
    assert clipboard.state() == ""
    (tmp_path / "late").unlink()
    (tmp_path / "put").rename(tmp_path / "held")
    assert (tmp_path / "held").read_text() == PASSWORD
    assert await clipboard.clear() == ""
    assert (tmp_path / "held").read_text() == ""


async def test_a_copy_that_failed_and_never_arrives_is_nobodys_news(tmp_path: Path, terminal: Terminal) -> None:
    (tmp_path / "broken").touch()
    clipboard = Clipboard(terminal.write, env=in_files(tmp_path), platform="linux")
    assert (await clipboard.copy(Secret(PASSWORD), "password")).route is Route.OSC52
    assert clipboard.state().startswith("terminal asked to clear")
    assert await clipboard.clear() == ""
    assert clipboard.state() == ""
    assert terminal.clipboard == " "


async def test_what_no_keeper_can_clear_is_cleared_only_while_strongroom_runs(x: XServer, terminal: Terminal) -> None:
    reading, writing = os.pipe()
    try:
        for fd in (None, writing):
            clipboard = Clipboard(terminal.write, terminal_fd=fd, env=SSH, platform="linux")
            sentence = (await clipboard.copy(Secret(PASSWORD), "password")).sentence
            assert sentence.endswith("asked to clear whatever it holds in 30 s if Strongroom is still running")
            await clipboard.clear()
        clipboard = Clipboard(terminal.write, terminal_fd=writing, env=x.env, platform="linux")
        sentence = (await clipboard.copy(Secret(PASSWORD), "password")).sentence
        assert sentence == "Password copied; cleared in 30 s", "the desktop needs no terminal"
        await clipboard.clear()
    finally:
        os.close(reading)
        os.close(writing)


async def test_only_a_digest_is_kept(x: XServer) -> None:
    clipboard = Clipboard(None, env=x.env, platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    assert PASSWORD not in _texts_within(clipboard)
    assert x.display in _texts_within(clipboard)  # the search does find what is there


def _texts_within(thing: object) -> set[str]:
    """Every text that can be reached from a thing through what it refers to."""
    seen: set[int] = set()
    texts: set[str] = set()
    queue = [thing]
    while queue:
        each = queue.pop()
        if id(each) in seen or isinstance(each, type | ModuleType | FunctionType | FrameType):
            continue
        seen.add(id(each))
        if isinstance(each, bytes):
            texts.add(each.decode(errors="replace"))
        if isinstance(each, str):
            texts.add(each)
        queue.extend(gc.get_referents(each))
    return texts


# Through the terminal


async def test_what_a_terminal_got_is_called_sent_and_never_copied(terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, terminal_fd=terminal.fd, env=SSH, platform="linux")
    copied = await clipboard.copy(Secret(PASSWORD), "password")
    assert copied.sentence == "Password sent to your terminal; asked to clear whatever it holds in 30 s"
    assert copied.route is Route.OSC52
    assert terminal.clipboard == PASSWORD
    assert clipboard.state().startswith("terminal asked to clear the clipboard in ")
    assert await clipboard.clear() == ""
    assert terminal.clipboard == " "


async def test_the_terminal_is_cleared_in_time_too(terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, 0.2, env=SSH, platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    await asyncio.to_thread(wait_until, lambda: terminal.clipboard == " ")
    await asyncio.to_thread(wait_until, lambda: clipboard.state() == "")


async def test_time_that_the_machine_slept_counts(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    clipboard = Clipboard(terminal.write, 3600, env=SSH, platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    wall = time.time
    monkeypatch.setattr(time, "time", lambda: wall() + 3601)  # timers go by a clock that stood still meanwhile
    await asyncio.to_thread(wait_until, lambda: terminal.clipboard == " ")


async def test_a_sleep_in_which_the_clock_was_set_back_counts(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard = Clipboard(terminal.write, 3600, env=SSH, platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    wall = time.time
    monkeypatch.setattr(time, "time", lambda: wall() - 3600)
    monkeypatch.setattr(holding, "steady", lambda: steady() + 3601)
    await asyncio.to_thread(wait_until, lambda: terminal.clipboard == " ")


async def test_inside_tmux_the_sentence_says_what_tmux_does(terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, env={**SSH, "TMUX": "/run/tmux,1,0"}, platform="linux")
    sentence = (await clipboard.copy(Secret(PASSWORD), "password")).sentence
    assert sentence.startswith("Password sent to your terminal (tmux: only with `set-clipboard on`")


async def test_a_hanging_clipboard_falls_back_to_the_terminal_and_says_so(
    x: XServer, terminal: Terminal, tmp_path: Path
) -> None:
    env = {**x.env, "PATH": hanging(tmp_path)}
    clipboard = Clipboard(terminal.write, terminal_fd=terminal.fd, env=env, platform="linux")
    copied = await clipboard.copy(Secret(PASSWORD), "password")
    assert copied.route is Route.OSC52
    reason = "(the clipboard did not answer in time)"
    assert copied.sentence == f"Password sent to your terminal {reason}; asked to clear whatever it holds in 30 s"
    assert terminal.clipboard == PASSWORD
    await clipboard.clear()


async def test_a_hung_display_never_holds_up_the_loop(terminal: Terminal) -> None:
    with xserver.running() as own, own.hung():
        clipboard = Clipboard(terminal.write, env=own.env, platform="linux")
        copying = asyncio.create_task(clipboard.copy(Secret(PASSWORD), "password"))
        longest, before = 0.0, time.monotonic()
        while not copying.done():
            await asyncio.sleep(0.01)
            longest, before = max(longest, time.monotonic() - before), time.monotonic()
        assert copying.result().route is Route.OSC52
        assert longest < TIME_LIMIT, "the loop stood still"


async def test_after_a_fallback_both_places_are_cleared(x: XServer, terminal: Terminal, tmp_path: Path) -> None:
    env = dict(x.env)
    clipboard = Clipboard(terminal.write, env=env, platform="linux")
    await clipboard.copy("the-user-name", "user name")
    env["PATH"] = hanging(tmp_path)
    await clipboard.copy(Secret(PASSWORD), "password")
    env["PATH"] = x.env["PATH"]
    assert (x.shows(), terminal.clipboard) == ("the-user-name", PASSWORD)
    assert await clipboard.clear() == ""
    assert (x.shows(), terminal.clipboard) == ("", " ")


# Not at all


async def test_where_nothing_can_be_reached_the_error_says_what_to_do(x: XServer, tmp_path: Path) -> None:
    clipboard = Clipboard(None, env={**x.env, "PATH": str(tmp_path)}, platform="linux")
    with pytest.raises(Unreachable, match=r"^Password was not copied: no clipboard program was found: install .*\.$"):
        await clipboard.copy(Secret(PASSWORD), "password")
    with pytest.raises(Unreachable, match=r"there is no terminal"):
        await Clipboard(None, env=SSH, platform="linux").copy(Secret(PASSWORD), "password")
    assert clipboard.state() == ""


async def test_a_failed_copy_leaves_the_earlier_one_to_be_cleared(x: XServer) -> None:
    env = dict(x.env)
    clipboard = Clipboard(None, env=env, platform="linux")
    await clipboard.copy("the-user-name", "user name")
    env["DISPLAY"] = ":9999"
    with pytest.raises(Unreachable, match=r"did not take it"):
        await clipboard.copy(Secret(PASSWORD), "password")
    env["DISPLAY"] = x.display
    assert clipboard.state().startswith("clipboard cleared in ")
    await clipboard.clear()
    assert x.shows() == ""


async def test_a_terminal_that_is_gone_is_news_and_no_crash(terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, env=SSH, platform="linux")
    await clipboard.copy(Secret(PASSWORD), "password")
    terminal.broken = True
    with pytest.raises(Unreachable, match=r"cannot be written to"):
        await clipboard.copy(Secret(PASSWORD), "password")
    assert "could not be asked" in await clipboard.clear()


async def test_the_settings_can_switch_copying_off(terminal: Terminal) -> None:
    with pytest.raises(Denied, match=r"settings"):
        await Clipboard(terminal.write, setting="none", env=SSH).copy(Secret(PASSWORD), "password")
    assert terminal.clipboard == ""


async def test_an_empty_value_is_not_copied_over_what_is_there(terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, env=SSH)
    with pytest.raises(Invalid, match=r"^Notes is empty: there is nothing to copy\.$"):
        await clipboard.copy(Secret(""), "notes")


async def test_no_error_tells_the_value(terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, env=SSH)
    for value in (f"{PASSWORD}\ud83d", PASSWORD * 10_000):
        with pytest.raises(Invalid) as caught:
            await clipboard.copy(Secret(value), "password")
        assert "s3cret" not in f"{caught.value!r} {caught.value.__cause__!r}"


async def test_clearing_when_nothing_was_copied_touches_nothing(terminal: Terminal) -> None:
    terminal.clipboard = "the user's own"
    assert await Clipboard(terminal.write, env=SSH).clear() == ""
    assert terminal.clipboard == "the user's own"


async def test_a_copy_that_was_given_up_half_way_is_cleared_all_the_same(x: XServer, terminal: Terminal) -> None:
    clipboard = Clipboard(terminal.write, env=x.env, platform="linux")
    copying = asyncio.create_task(clipboard.copy(Secret("s3cret-half-way"), "password"))
    for _ in range(400):
        if x.shows() == "s3cret-half-way":
            break
        await asyncio.sleep(0.005)
    copying.cancel()
    with suppress(asyncio.CancelledError):
        await copying
    assert clipboard.state() != ""
    await clipboard.clear()
    assert x.shows() == ""
