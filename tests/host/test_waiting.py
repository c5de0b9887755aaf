"""The waiting keeper's clocks: whichever is further on counts, and the app is left to clear by itself first."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.xserver import wait_until
from tui.host import keeper, waiting
from tui.host.clocks import steady
from tui.host.waiting import Order, Task, Watch, Word

HOUR = 3600.0


class Pipe:
    """The app's end of the pipe."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def say(self, word: Word) -> None:
        os.write(self.writing, word.value)

    def close(self) -> None:
        os.close(self.writing)


@pytest.fixture
def app() -> Iterator[Pipe]:
    pipe = Pipe()
    yield pipe
    os.close(pipe.reading)


def order(app: Pipe, mark: Path, after: float | None, *, sent: bool = True) -> Order:
    """Return an order whose only task makes a file."""
    task = Task(sent=sent, argv=("/bin/touch", str(mark)), env={})
    wall, calm = (time.time() + (after or HOUR), steady() + (after or HOUR))
    return Order(app.reading, after, wall, calm, sent=False, tasks=[task])


def test_time_that_the_machine_slept_counts(app: Pipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(order(app, tmp_path / "done", HOUR, sent=False))
    app.say(Word.DONE)
    app.close()
    wall, started = time.time, time.monotonic()
    monkeypatch.setattr(time, "time", lambda: wall() + (HOUR if time.monotonic() > started + 0.2 else 0))
    watch.keep()
    assert (tmp_path / "done").exists()
    assert time.monotonic() - started < 10


def test_a_clock_that_is_set_back_delays_nothing(app: Pipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(order(app, tmp_path / "done", 0.5, sent=False))
    app.say(Word.DONE)
    app.close()
    wall, started = time.time, time.monotonic()
    monkeypatch.setattr(time, "time", lambda: wall() - HOUR)
    watch.keep()
    assert (tmp_path / "done").exists()
    assert 0.4 <= time.monotonic() - started < 10


def test_a_sleep_in_which_the_clock_was_set_back_counts(
    app: Pipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(order(app, tmp_path / "done", HOUR, sent=False))
    app.say(Word.DONE)
    app.close()
    wall, started = time.time, time.monotonic()
    monkeypatch.setattr(time, "time", lambda: wall() - HOUR)
    monkeypatch.setattr(waiting, "steady", lambda: steady() + (HOUR if time.monotonic() > started + 0.2 else 0))
    watch.keep()
    assert (tmp_path / "done").exists()
    assert time.monotonic() - started < 10


def test_what_it_runs_can_be_hung_up_on_and_interrupted(app: Pipe, tmp_path: Path) -> None:
    """It ends by none of these signals itself, but a program that offers a text for days must."""
    seen = tmp_path / "seen"
    argv = ("/bin/sh", "-c", f"grep SigIgn /proc/self/status > {seen}")
    told = {"words": app.reading, "after": 0.0, "wall": 0.0, "steady": 0.0, "sent": False}
    task = {"sent": False, "argv": argv, "given": "", "sequence": "", "fd": -1}
    request = b"wait\n" + json.dumps({**told, "tasks": [task]}).encode()
    os.write(app.writing, Word.DONE.value)
    os.close(app.writing)
    subprocess.run(keeper.command(), input=request, pass_fds=(app.reading,), capture_output=True, check=True)
    wait_until(lambda: seen.exists() and seen.read_text().endswith("\n"), 20)
    ignored = int(seen.read_text().split()[1], 16)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        assert not ignored & 1 << number - 1


def test_while_the_app_is_there_it_is_given_a_moment_to_clear_by_itself(app: Pipe, tmp_path: Path) -> None:
    watch = Watch(order(app, tmp_path / "done", 0.1, sent=False))
    app.say(Word.DONE)
    started = time.monotonic()
    watch.keep()
    assert (tmp_path / "done").exists()
    assert time.monotonic() - started >= 0.1 + waiting.GRACE_SECONDS
    app.close()


def test_what_is_still_being_copied_when_its_time_would_be_over_is_cleared_all_the_same(
    app: Pipe, tmp_path: Path
) -> None:
    """As where a desktop that hangs is given up, and the terminal is sent the text instead."""
    watch = Watch(order(app, tmp_path / "done", 0.1))
    keeping = threading.Thread(target=watch.keep)
    keeping.start()
    time.sleep(0.1 + waiting.GRACE_SECONDS + 0.5)
    app.say(Word.SENDING)
    app.say(Word.DONE)
    keeping.join()
    assert (tmp_path / "done").exists()
    app.close()


def test_who_is_told_to_forget_does_nothing(app: Pipe, tmp_path: Path) -> None:
    watch = Watch(order(app, tmp_path / "done", 0.0, sent=False))
    app.say(Word.FORGET)
    watch.keep()
    assert not (tmp_path / "done").exists()
    app.close()


@pytest.mark.parametrize("sent", [True, False])
def test_what_cannot_be_read_back_is_cleared_only_if_something_was_sent_there(
    app: Pipe, tmp_path: Path, *, sent: bool
) -> None:
    watch = Watch(order(app, tmp_path / "done", 0.1))
    if sent:
        app.say(Word.SENDING)
    app.say(Word.DONE)
    app.close()
    watch.keep()
    assert (tmp_path / "done").exists() is sent


def test_a_copy_that_was_under_way_is_cleared_again_when_it_may_have_arrived(
    app: Pipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LATE_SECONDS", 0.6)
    mark = tmp_path / "times"
    found = order(app, mark, None, sent=False)
    found.tasks[0].argv = ("/bin/sh", "-c", f"echo >> {mark}")
    watch = Watch(found)
    app.close()
    started = time.monotonic()
    watch.keep()
    assert mark.read_text() == "\n\n"
    assert time.monotonic() - started >= 0.6


def test_what_never_works_is_given_up(app: Pipe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_SECONDS", 1.0)
    found = order(app, tmp_path / "done", None, sent=False)
    found.tasks[0].argv = ("/bin/false",)
    app.say(Word.DONE)
    app.close()
    started = time.monotonic()
    Watch(found).keep()
    assert time.monotonic() - started >= 1.0
