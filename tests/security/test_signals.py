"""A signal that asks to end may come at any moment: the terminal is as it was, and nothing is told as a crash."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.screen import ALTERNATE
from tests.endtoend.terminal import Terminal

pytestmark = pytest.mark.security

INTERRUPTED = (sys.executable, "-m", "tests.security.interrupted")
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)


class Moment:
    """One run of Strongroom, from its start to its end by a key, in which a signal comes before a certain line."""

    def __init__(self, env: Environment, report: Path, number: int, how: signal.Signals, *more: str) -> None:
        report.write_text("")
        arguments = (str(number), str(int(how)), str(report), *more)
        with Terminal(*arguments, env=env, program=INTERRUPTED) as terminal:
            terminal.wait_until(lambda: terminal.code is not None or "Welcome" in terminal.page(), "it is there")
            self.began = terminal.code is None
            if self.began:
                terminal.press("ctrl+q")
            self.code = terminal.ends()
            self.lines = report.read_text().split()
            self.told = bytes(terminal.written)
            self.covered = ALTERNATE in terminal.screen.switches
            if not more:
                terminal.assert_restored()


@pytest.mark.soak
def test_a_signal_before_any_line_of_the_start_and_the_end_leaves_the_terminal_as_it_was(
    env: Environment, tmp_path: Path, soak_scale: SoakScale
) -> None:
    report = tmp_path / "report"
    lines = Moment(env, report, 0, signal.SIGTERM).lines
    start = lines.index("start_application_mode") + 1
    assert len(lines) > 150
    assert {"stop_application_mode", "close", "on_unmount", "main", "_shutdown"} <= set(lines)
    first = lines.index("prepare") + 1  # until then nothing was done, and there is nothing to put in order
    step = -(-(len(lines) - first) // soak_scale(60))
    for count, number in enumerate((start + 20, *range(first + step // 2, len(lines) + 1, step))):
        how = ENDING[count % len(ENDING)]
        moment = Moment(env, report, number, how)
        assert moment.lines or number > start, f"line {number} was not reached"
        assert moment.code == 128 + how or (moment.began and moment.code == 0), (number, moment.lines, moment.code)
        assert b"crashed" not in moment.told, (number, moment.lines)
        assert b"Traceback" not in moment.told, (number, moment.lines)


def test_raising_an_error_wherever_the_program_is_would_not_do(env: Environment, tmp_path: Path) -> None:
    report = tmp_path / "report"
    lines = Moment(env, report, 0, signal.SIGTERM).lines
    number = lines.index("start_application_mode") + 21
    moment = Moment(env, report, number, signal.SIGTERM, "raise")
    assert (moment.code, moment.lines) == (128 + signal.SIGTERM, ["start_application_mode"])
    assert moment.covered
