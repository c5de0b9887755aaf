"""How much is sent for a key, and while nobody presses one: over a slow line that is what one waits for."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator

import pytest

from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal

QUIET = 0.4
"""Seconds without a byte after which no more come, if the program is at rest, too."""

WIDE = (120, 40)
NARROW = (80, 24)
"""Where the list stands alone."""


@pytest.fixture(params=[WIDE])
def terminal(env: Environment, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """A demo, at the vault list."""
    with Terminal("--demo", env=env, size=request.param) as terminal:
        terminal.sees("All items", "Family")
        settled(terminal)
        yield terminal


def settled(terminal: Terminal) -> int:
    """Wait until nothing is sent any more; return how much was sent so far."""
    sent = -1
    while sent != len(terminal.written):
        terminal.wait_until(terminal.at_rest, "the program is at rest")
        sent = len(terminal.written)
        time.sleep(QUIET)
        terminal.wait_until(terminal.at_rest, "the program is at rest")
    return sent


def sent_for(terminal: Terminal, deed: Callable[[], object], *, idle: bool = False) -> int:
    """Return how many bytes are sent for something; unless it is `idle`, it is waited for the first of them."""
    before = settled(terminal)
    deed()
    if not idle:
        terminal.wait_until(lambda: len(terminal.written) > before, "something is sent")
    return settled(terminal) - before


def test_a_move_in_a_list_sends_the_two_rows(terminal: Terminal) -> None:
    for key in ("down", "down", "up"):
        assert 0 < sent_for(terminal, lambda key=key: terminal.press(key)) <= 700  # type: ignore[misc]


@pytest.mark.parametrize("terminal", [NARROW], indirect=True)
def test_a_move_in_the_item_list_sends_the_two_rows(terminal: Terminal) -> None:
    terminal.press("g", "i")
    terminal.sees("Alder Bank")
    for key in ("down", "down", "up"):
        assert 0 < sent_for(terminal, lambda key=key: terminal.press(key)) <= 700  # type: ignore[misc]


def test_a_move_sends_the_other_item_and_nothing_that_is_there_already(terminal: Terminal) -> None:
    terminal.press("g", "i")
    terminal.sees("Alder Bank")
    terminal.press("down", "down", "down", "down")  # to one without a one-time code
    terminal.sees("Bike lock")
    for key in ("down", "up"):
        assert 0 < sent_for(terminal, lambda key=key: terminal.press(key)) <= 3000  # type: ignore[misc]


def test_a_letter_of_the_filter_sends_what_it_changes(terminal: Terminal) -> None:
    terminal.press("g", "i")
    terminal.sees("Alder Bank")
    terminal.press("/")
    terminal.type("bike loc")
    assert 0 < sent_for(terminal, lambda: terminal.type("k")) <= 1000


def test_a_code_that_ticks_sends_its_own_cells(terminal: Terminal) -> None:
    terminal.press("g", "i")
    terminal.sees("Alder Bank", "one-time password")
    before, began = settled(terminal), time.monotonic()
    time.sleep(4)
    terminal.wait_until(lambda: len(terminal.written) > before, "it ticks")
    assert len(terminal.written) - before <= (time.monotonic() - began + 1) * 200


def test_nothing_is_sent_while_nobody_does_anything(terminal: Terminal) -> None:
    assert sent_for(terminal, lambda: time.sleep(3), idle=True) == 0
    terminal.press("/")  # a cursor that blinks would be sent twice a second
    terminal.sees("words, tag:")
    terminal.press("end")
    terminal.type("Wi-Fi")
    assert sent_for(terminal, lambda: time.sleep(3), idle=True) == 0


def test_a_window_that_had_another_size_for_a_moment_is_painted_anew(terminal: Terminal) -> None:
    page = terminal.page()
    terminal.screen.resize(120, 40)
    terminal.kill(signal.SIGWINCH)  # what comes of two sizes at once: the program is told of the last only
    terminal.wait_until(lambda: terminal.page() == page, "it is painted anew")


def test_what_another_program_wrote_over_goes_with_a_refresh(terminal: Terminal) -> None:
    terminal.sees("Family", "Personal")
    terminal.screen.resize(120, 40)  # the screen is empty, and nobody told the program
    terminal.press("ctrl+r")
    terminal.sees("Family", "Personal", "Everything is read anew.")
