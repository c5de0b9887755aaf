"""Which way leads to the clipboard of whoever sits at the keyboard; tmux is a real one."""

from __future__ import annotations

import pytest

from tui.host import routes
from tui.host.routes import Route, choose, seat
from tui.host.tmux import Attached, parse

SSH = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
N, W, T, S, O = Route.NATIVE, Route.WAYLAND, Route.TMUX, Route.SCREEN, Route.OSC52  # noqa: E741 - a table is read across


@pytest.mark.parametrize(
    ("env", "platform", "ways"),
    [
        ({"DISPLAY": ":0"}, "linux", (N, O)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", (W, O)),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", (W, N, O)),
        ({"WSL_DISTRO_NAME": "Debian", "WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", (N, O)),
        ({}, "darwin", (N, O)),
        ({}, "linux", (O,)),
        ({"DISPLAY": ""}, "linux", (O,)),
        ({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, "linux", (O,)),
        ({"WAYLAND_DISPLAY": "w", **SSH}, "linux", (O,)),
        (SSH, "darwin", (O,)),
        ({"SSH_CLIENT": "10.0.0.1 1 22", "WSL_INTEROP": "/run/WSL/1"}, "linux", (O,)),
        # Attached from anywhere, and nobody to ask:
        ({"DISPLAY": ":0", "STY": "1.pts"}, "linux", (S,)),
        ({"DISPLAY": ":0", "TMUX": "/run/gone,1,0"}, "linux", (O,)),
        ({"TMUX": "/run/gone,1,0"}, "darwin", (O,)),
    ],
)
def test_the_route_that_reaches_the_reader_is_chosen(
    env: dict[str, str], platform: str, ways: tuple[Route, ...]
) -> None:
    assert choose(seat(env, platform)) == ways


@pytest.mark.parametrize(
    ("pane", "now", "ways"),
    [
        ({"DISPLAY": ":0"}, {"DISPLAY": ":1", "SSH_CONNECTION": None}, (N, T)),
        ({"DISPLAY": ":0"}, {"DISPLAY": None, **SSH}, (T,)),
        ({**SSH, "SSH_TTY": "/dev/pts/1"}, {"DISPLAY": ":1", "SSH_CONNECTION": None}, (N, T)),
        ({"DISPLAY": ":0"}, {"DISPLAY": None, "SSH_CONNECTION": None}, (T,)),
        ({"WAYLAND_DISPLAY": "w"}, {"SSH_CONNECTION": None}, (W, T)),
        ({"WAYLAND_DISPLAY": "w"}, {"SSH_CONNECTION": None, "WAYLAND_DISPLAY": None}, (T,)),
        (SSH, {}, (T,)),  # a tmux that was told not to take such variables over
        ({"STY": "1.pts", "DISPLAY": ":0"}, {"SSH_CONNECTION": None}, (N, T)),  # it is within screen, or around it
    ],
)
def test_inside_tmux_what_tmux_says_counts(
    pane: dict[str, str], now: dict[str, str | None], ways: tuple[Route, ...]
) -> None:
    there = seat({"TMUX": "/run/t,1,0", **pane}, "linux", Attached(now, "xterm", takes_clipboard=True))
    assert choose(there) == ways
    assert there.env.get("DISPLAY") == (now["DISPLAY"] if "DISPLAY" in now else pane.get("DISPLAY"))


@pytest.mark.parametrize("route", list(Route))
def test_the_setting_overrules_what_would_be_chosen(route: Route) -> None:
    ways = choose(seat({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, "linux"), route.value)
    assert ways == ((route, O) if route.reads_back else (route,))


def test_the_native_clipboard_is_that_of_the_desktop_there_is() -> None:
    assert choose(seat({"WAYLAND_DISPLAY": "w", **SSH}, "linux"), "native") == (W, O)
    assert choose(seat({}, "linux"), "native") == (N, O)


def test_what_stands_before_the_terminal_is_said() -> None:
    assert routes.caveat(seat({"TERM": "xterm-256color"}, "linux"), O) == ""
    assert "GNU screen" in routes.caveat(seat({"STY": "1.pts"}, "linux"), O)
    assert "set-clipboard on" in routes.caveat(seat({"TMUX": "/run/t,1,0"}, "linux"), O)
    assert "a tmux around it needs" in routes.caveat(seat({"TERM": "tmux-256color", **SSH}, "linux"), O)
    within = seat({"TMUX": "/run/t,1,0"}, "linux", Attached({}, "tmux-256color", takes_clipboard=True))
    assert "a tmux around it needs" in routes.caveat(within, T)


def test_a_way_that_leads_nowhere_is_refused_with_what_to_do() -> None:
    def refused(attached: Attached | None) -> str:
        return routes.refusal(seat({"TMUX": "/run/t,1,0"}, "linux", attached), T)

    assert refused(Attached({}, "xterm", takes_clipboard=True)) == ""
    assert "terminal-features ,vt100:clipboard" in refused(Attached({}, "vt100", takes_clipboard=False))
    assert "no terminal is attached" in refused(Attached({}, "", takes_clipboard=True))
    assert "not inside a tmux" in refused(None)
    assert "\x1b" not in refused(Attached({}, "\x1b[31m", takes_clipboard=False))


def test_the_answer_of_tmux_is_read_for_the_terminal_in_question() -> None:
    answer = """client=/dev/pts/7 vt100
Terminal 0: xterm-256color for /dev/pts/1, flags=0x20:
 192: Ms: (string) \\033]52;%p1%s;%p2%s\\a
Terminal 1: vt100 for /dev/pts/7, flags=0x20:
 191: Mg: [missing]
 192: Ms: [missing]
-DISPLAY
SSH_CONNECTION=10.0.0.1 1 10.0.0.2 22
client=/dev/pts/1 xterm-256color
LANG=C.UTF-8
"""
    assert parse(answer) == Attached({"DISPLAY": None, **SSH}, "vt100", takes_clipboard=False, tty="/dev/pts/7")
    assert parse(answer.replace("client=/dev/pts/7", "client=/dev/pts/1")).takes_clipboard
    assert parse("client= \n") == Attached({}, "", takes_clipboard=True)
    assert parse("") == Attached({}, "", takes_clipboard=True)
