"""Ctrl+Z and its kin: the shell gets its terminal as it was, and Strongroom comes back as it was."""

from __future__ import annotations

import signal
from collections.abc import Callable

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse
from tests.endtoend.screen import ALTERNATE, CURSOR
from tests.endtoend.terminal import Terminal

TAKEN = b"\x1b[?1049h"
"""What a program writes when it takes the whole screen."""


def test_it_covers_the_screen_and_comes_back(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail", "Bank")
    with Terminal(env=env) as terminal:
        before = browse(terminal, "user-Mail", "user-Bank", "https://bank.example.com/login").splitlines()[:10]
        stops: list[Callable[[], None]] = [lambda: terminal.press("ctrl+z"), lambda: terminal.kill(signal.SIGTSTP)]
        for number, stop in enumerate(stops, 1):
            stop()
            terminal.stops(number)
            terminal.assert_restored()
            assert "Bank" not in terminal.page()
            terminal.type("fg")
            terminal.sees("fg")
            terminal.press("enter")
            terminal.sees(*before)
            assert ALTERNATE in terminal.screen.switches
            assert CURSOR not in terminal.screen.switches
            assert not terminal.echoes
            terminal.press("j")
            terminal.sees_no("https://bank.example.com/login")
            terminal.press("k")
            terminal.sees(*before)  # nothing is typed any more: what is, when it stops, goes nowhere

        terminal.kill(signal.SIGSTOP)  # asks nobody: the shell has the terminal as Strongroom needs it
        terminal.stops(3)
        terminal.type("fg\r")
        taken_again(terminal, 3)
        terminal.press("/")
        terminal.type("mai")
        terminal.sees("/ mai", "user-Mail")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


def test_without_a_shell_to_come_back_to_it_stays(stocked: Stocked, env: Environment) -> None:
    """As in a window that was opened for Strongroom alone: a stop would be for ever."""
    stocked.add("Mail")
    with Terminal(env=env, shell=False) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("ctrl+z")
        taken_again(terminal, 1)
        terminal.press("/")
        terminal.type("mai")
        terminal.sees("/ mai")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


def taken_again(terminal: Terminal, times: int) -> None:
    """Wait until the terminal was given back and taken again so often; what is typed meanwhile is thrown away."""
    terminal.wait_until(lambda: terminal.written.count(TAKEN) > times, "the terminal is taken again")
