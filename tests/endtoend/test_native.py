"""What native libraries write for themselves is not seen on the screen, and what a shell shows is seen again."""

from __future__ import annotations

import signal
import sys

from tests.app.person import Stocked
from tests.endtoend.chatty import NOISE
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import Terminal
from tests.endtoend.test_suspend import TAKEN

CHATTY = (sys.executable, "-m", "tests.endtoend.chatty")


def test_a_native_library_does_not_write_over_the_screen(stocked: Stocked, env: Environment) -> None:
    """Neither at first, nor after a stop, nor in the process image that follows a lock."""
    stocked.add("Mail")
    with Terminal(env=env, program=CHATTY) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("n", "l")
        provoke(terminal)
        terminal.kill(signal.SIGTSTP)
        terminal.stops(1)
        terminal.assert_restored()
        terminal.type("fg\r")
        terminal.wait_until(lambda: terminal.written.count(TAKEN) > 1, "the terminal is taken again")
        terminal.sees("It was written")
        provoke(terminal)
        terminal.press("ctrl+l")
        unlock(terminal)
        terminal.sees("one-time password")
        provoke(terminal)
        terminal.kill(signal.SIGTERM)
        assert terminal.ends() == 128 + signal.SIGTERM
        terminal.assert_restored()
        assert NOISE not in terminal.written


def provoke(terminal: Terminal) -> None:
    """Have the library write, and wait until the editor shows that it has."""
    terminal.press("tab", "x")
    terminal.sees_no("It was written")
    terminal.press("f3")
    terminal.sees("It was written")
