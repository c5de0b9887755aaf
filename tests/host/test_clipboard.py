"""The ways to a clipboard: never a false "copied", never a secret where another process can read it."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import xserver
from tests.xserver import XServer, wait_until
from tui.host import clipboard, keeper, programs
from tui.host.clipboard import Place, clearing_sequence, osc52
from tui.host.keeper import Answer
from tui.host.routes import Route, seat
from tui.model.errors import Invalid

TEXT = "s3cret-Grüße-密码-🔑"
NAP = f"sleep 60.{os.getpid():08d}"
"""A command that hangs, and is told from that of another test run."""


@pytest.fixture(scope="module")
def x() -> Iterator[XServer]:
    with xserver.running() as server:
        yield server


async def copy(text: str, env: dict[str, str]) -> Answer:
    return await clipboard.copy(Route.NATIVE, text.encode(), seat(env, "linux"))


async def clear(text: str, env: dict[str, str]) -> Answer:
    return await clipboard.clear(Place(Route.NATIVE, seat(env, "linux"), clipboard.mark(text.encode())))


def program(folder: Path, name: str, script: str) -> str:
    """Put a program of this name first on the PATH that is returned."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def processes_with(word: str) -> list[str]:
    """Every process whose command line holds this word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        if word in line:
            found.append(line)
    return found


# OSC 52


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_terminal_gets_the_exact_text(text: str) -> None:
    sequence = osc52(text)
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    assert base64.b64decode(sequence[7:-1], validate=True).decode() == text


def test_what_a_terminal_cannot_take_is_refused_with_a_sentence() -> None:
    assert len(osc52("é" * (clipboard.OSC52_LIMIT // 2))) <= 100_000
    with pytest.raises(Invalid, match=r"longer than the 74,994 bytes"):
        osc52("é" * (clipboard.OSC52_LIMIT // 2 + 1))
    with pytest.raises(Invalid, match=r"half a character") as caught:
        osc52("s3cret\ud83d")
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None  # whose text would be the value


def test_clearing_is_asked_for_in_both_ways_that_terminals_know() -> None:
    assert clearing_sequence() == "\x1b]52;c;!\x07\x1b]52;c;IA==\x07"


@pytest.mark.parametrize("route", [Route.OSC52, Route.SCREEN])
def test_screen_is_sent_the_same_in_a_wrapping(route: Route) -> None:
    plain = clipboard.sequence(Route.OSC52, TEXT.encode())
    wrapped = clipboard.sequence(route, TEXT.encode())
    assert wrapped == (f"\x1bP{plain}\x1b\\" if route is Route.SCREEN else plain)


def test_what_screen_would_print_is_refused() -> None:
    assert clipboard.sequence(Route.SCREEN, b"x" * clipboard.SCREEN_LIMIT)
    with pytest.raises(Invalid, match=r"longer than the 500 bytes that GNU screen passes on"):
        clipboard.sequence(Route.SCREEN, b"x" * (clipboard.SCREEN_LIMIT + 1))


# The native clipboard


@pytest.mark.parametrize(
    "text", [TEXT, " two \n lines\t\n", "-o", "x" * 200_000], ids=["unicode", "space", "dash", "long"]
)
async def test_a_copy_arrives_exactly(x: XServer, text: str) -> None:
    assert await copy(text, x.env) is Answer.OK
    assert x.shows() == text


async def test_clearing_takes_away_what_we_put_there(x: XServer) -> None:
    assert await copy(TEXT, x.env) is Answer.OK
    assert await clear(TEXT, x.env) is Answer.OK
    assert x.shows() == ""


async def test_clearing_leaves_alone_what_the_user_copied_since(x: XServer) -> None:
    assert await copy(TEXT, x.env) is Answer.OK
    x.put("the user's own")
    assert await clear(TEXT, x.env) is Answer.CHANGED
    assert x.shows() == "the user's own"


async def test_a_picture_on_the_clipboard_is_left_alone(x: XServer) -> None:
    picture = b"\x89PNG\r\n\xff\xfe"
    null = subprocess.DEVNULL
    command = ["xclip", "-selection", "clipboard"]
    await asyncio.to_thread(subprocess.run, command, env=x.env, input=picture, stdout=null, stderr=null, check=True)
    assert await clear(TEXT, x.env) is Answer.CHANGED
    assert await copy(TEXT, x.env) is Answer.OK


async def test_a_picture_of_another_type_and_a_clipboard_that_is_nobodys_are_none_of_ours() -> None:
    with xserver.running() as own:
        assert await clear(TEXT, own.env) is Answer.CHANGED
        null = subprocess.DEVNULL
        xclip = ["xclip", "-selection", "clipboard"]
        await asyncio.to_thread(
            subprocess.run,
            [*xclip, "-t", "image/png"],
            env=own.env,
            input=b"\x89PNG",
            stdout=null,
            stderr=null,
            check=True,
        )
        types = [*xclip, "-o", "-t", "TARGETS"]
        await asyncio.to_thread(
            wait_until,
            lambda: b"image/png" in subprocess.run(types, env=own.env, capture_output=True, check=False).stdout,
        )
        assert await clear(TEXT, own.env) is Answer.CHANGED


async def test_what_cannot_be_read_is_neither_cleared_nor_changed(x: XServer, tmp_path: Path) -> None:
    """By its exit code alone a program that failed is told from an empty clipboard."""
    assert await copy(TEXT, x.env) is Answer.OK
    silent = program(tmp_path, "xclip", '[ "$3" = -o ] && exit 1; exec cat >/dev/null')
    assert await clear(TEXT, {**x.env, "PATH": silent}) is Answer.FAILED
    assert await clear(TEXT, {**x.env, "DISPLAY": ":9999"}) is Answer.FAILED
    halfway = f'[ "$5" = TARGETS ] || [ "$3" != -o ] && exec {which("xclip")} "$@"; exit 1'
    assert await clear(TEXT, {**x.env, "PATH": program(tmp_path, "xclip", halfway)}) is Answer.FAILED
    assert x.shows() == TEXT
    assert await clear(TEXT, x.env) is Answer.OK
    assert x.shows() == ""


async def test_a_clearing_that_cannot_be_read_back_has_not_worked(x: XServer, tmp_path: Path) -> None:
    assert await copy(TEXT, x.env) is Answer.OK
    once = f"""
[ "$3" = -o ] || exec cat >/dev/null
[ -e {tmp_path}/read ] && exit 1
touch {tmp_path}/read; exec {which("xclip")} "$@" """
    assert await clear(TEXT, {**x.env, "PATH": program(tmp_path, "xclip", once)}) is Answer.NOT_KEPT
    assert x.shows() == TEXT


async def test_no_display_and_a_wrong_display_are_never_a_copy(x: XServer) -> None:
    without = {name: value for name, value in x.env.items() if name != "DISPLAY"}
    assert await copy(TEXT, without) is Answer.NO_PROGRAM
    assert await copy(TEXT, {**x.env, "DISPLAY": ":9999"}) is Answer.NOT_KEPT


async def test_a_program_that_only_pretends_is_never_a_copy(x: XServer, tmp_path: Path) -> None:
    path = program(tmp_path, "xclip", "cat >/dev/null; exit 0")
    assert await copy(TEXT, {**x.env, "PATH": path}) is Answer.NOT_KEPT


async def test_a_program_that_holds_a_text_nobody_can_paste_is_ended(x: XServer, tmp_path: Path) -> None:
    path = program(tmp_path, "xclip", f'[ "$3" = -o ] && exec echo other; cat >/dev/null; {NAP} &')
    assert await copy(TEXT, {**x.env, "PATH": path}) is Answer.NOT_KEPT
    await asyncio.to_thread(wait_until, lambda: not processes_with(NAP))


async def test_without_a_clipboard_program_the_reason_says_what_to_install(x: XServer, tmp_path: Path) -> None:
    answer = await copy(TEXT, {**x.env, "PATH": str(tmp_path)})
    assert answer is Answer.NO_PROGRAM
    assert "xclip" in clipboard.reason(Route.NATIVE, answer)


async def test_klipper_is_not_used_since_it_would_show_the_secret_in_its_arguments(x: XServer, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    program(tmp_path, "klipper", "exit 0")
    program(tmp_path, "qdbus", f'echo "$@" >> {seen}')
    assert await copy(TEXT, {**x.env, "PATH": str(tmp_path)}) is Answer.NO_PROGRAM
    assert not seen.exists()


async def test_a_hanging_program_is_given_up_in_time_and_ended(x: XServer, tmp_path: Path) -> None:
    path = program(tmp_path, "xclip", f"{NAP} & wait")
    start = time.monotonic()
    assert await copy(TEXT, {**x.env, "PATH": path}) is Answer.HUNG
    assert clipboard.TIME_LIMIT <= time.monotonic() - start < clipboard.TIME_LIMIT + 20
    await asyncio.to_thread(wait_until, lambda: not processes_with(NAP))


async def test_a_hung_x_server_is_given_up_in_time_and_gets_nothing_later() -> None:
    with xserver.running() as own:
        own.put("before")
        with own.hung():
            start = time.monotonic()
            assert await copy(TEXT, own.env) is Answer.HUNG
            assert time.monotonic() - start < clipboard.TIME_LIMIT + 20
        assert own.shows() in {"before", ""}


async def test_a_cancelled_copy_leaves_nothing_running(x: XServer, tmp_path: Path) -> None:
    started = tmp_path / "started"
    path = program(tmp_path, "xclip", f"touch {started}; {NAP} & wait")
    task = asyncio.create_task(copy(TEXT, {**x.env, "PATH": path}))
    await asyncio.to_thread(wait_until, started.exists)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(wait_until, lambda: not processes_with(NAP))


async def test_no_process_shows_the_secret_or_knows_our_environment(x: XServer, tmp_path: Path) -> None:
    xserver.need("xclip")
    seen = tmp_path / "seen"
    spy = f"""
tr '\\0' '\\n' < /proc/$PPID/cmdline >> {seen}
tr '\\0' '\\n' < /proc/$PPID/environ >> {seen}
echo "$@" >> {seen}; env >> {seen}; ls -l /proc/$$/fd >> {seen}
PATH={os.environ["PATH"]} exec xclip "$@" """
    env = {**x.env, "PATH": program(tmp_path, "xclip", spy), "OP_CONNECT_TOKEN": "s3cret-token", "LC_ALL": "C.UTF-8"}
    assert await copy(TEXT, env) is Answer.OK
    assert await clear(TEXT, env) is Answer.OK
    told = seen.read_text()
    assert "keeper.py" in told
    assert "DISPLAY" in told
    assert "s3cret" not in told
    assert TEXT not in told
    assert clipboard.mark(TEXT.encode()).digest.hex() not in told


async def test_the_working_directory_has_no_say(x: XServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n"
    (tmp_path / "tui").mkdir()
    for name in ("tui/__init__.py", "pyperclip.py", "hmac.py", "sitecustomize.py"):
        (tmp_path / name).write_text(trap)
    program(tmp_path, "xclip", f"touch {tmp_path / 'sprung'}")
    monkeypatch.chdir(tmp_path)
    env = {**x.env, "PYTHONPATH": str(tmp_path), "PATH": f":.{os.pathsep}{os.environ['PATH']}"}
    assert await copy(TEXT, env) is Answer.OK
    assert not (tmp_path / "sprung").exists()


def test_only_what_is_needed_of_the_environment_is_handed_on() -> None:
    env = {
        "PATH": "/bin:.::bin:/usr/bin",
        "HOME": "/home/me",
        "PYTHONPATH": "/x",
        "LD_PRELOAD": "/x.so",
        "A_TOKEN": "t",
    }
    assert programs.environment(env, "linux") == {"PATH": "/bin:/usr/bin", "HOME": "/home/me"}
    assert programs.environment({}, "darwin") == {"LC_CTYPE": "UTF-8"}


def test_a_mark_tells_nothing_of_the_text() -> None:
    one, other = clipboard.mark(b"s3cret"), clipboard.mark(b"s3cret")
    assert one != other
    assert "digest" not in repr(one)


def test_the_keeper_knows_the_place_of_its_only_library() -> None:
    executable, mode, file, *places = keeper.command()
    assert (executable, mode, Path(file).name) == (sys.executable, "-I", "keeper.py")
    assert all((Path(place) / "pyperclip").is_dir() for place in places)
    assert len(places) == 1


async def test_our_own_process_never_loads_the_library(x: XServer) -> None:
    program = (
        "import asyncio, os, sys; from tui.host import clipboard; from tui.host.routes import Route, seat; "
        "answer = asyncio.run(clipboard.copy(Route.NATIVE, b'text', seat(os.environ, 'linux'))); "
        "print(answer, 'pyperclip' in sys.modules)"
    )
    env = {**x.env, "PYTHONPATH": str(Path(clipboard.__file__).parents[2])}
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", program, env=env, stdout=asyncio.subprocess.PIPE)
    told, _ = await run.communicate()
    assert told.decode().split() == ["ok", "False"]
