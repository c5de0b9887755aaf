"""Whatever the window does, the last of its sizes is the one that is painted for."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse
from tests.endtoend.terminal import Terminal

HURRIED = (sys.executable, str(Path(__file__).with_name("hurried.py")), "100", "30")


def test_a_size_that_comes_while_the_one_before_is_read_is_the_last(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail")
    with Terminal(env=env, program=HURRIED) as terminal:
        browse(terminal, "user-Mail")
        terminal.screen.resize(100, 30)  # as it will be; nothing of before is seen
        terminal.tell_size(1, 1)
        terminal.sees("user-Mail", "words, tag:")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
