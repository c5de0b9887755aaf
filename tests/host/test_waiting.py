"""The waiting keeper's clocks: whichever is further on counts, and the app is left to clear by itself first."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.host import waiting
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
    wall, monotonic = (time.time() + (after or HOUR), time.monotonic() + (after or HOUR))
    return Order(app.reading, after, wall, monotonic, sent=False, tasks=[task])


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


def test_while_the_app_is_there_it_is_given_a_moment_to_clear_by_itself(app: Pipe, tmp_path: Path) -> None:
    watch = Watch(order(app, tmp_path / "done", 0.1, sent=False))
    started = time.monotonic()
    watch.keep()
    assert (tmp_path / "done").exists()
    assert time.monotonic() - started >= 0.1 + waiting.GRACE_SECONDS
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
