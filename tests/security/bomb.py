"""A Strongroom that breaks down where it is told to: `bomb.py REPORT [FILE FUNCTION LINE [bare]]`.

With SIGUSR1 the bomb is armed: the next call of the function is not made, an error full of secrets is raised instead.
Without a function every SIGUSR1, and the end, write into REPORT what was called since the last one. With "bare" nothing
keeps Textual and Python from telling of the error in their own way.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parents[2]
TUI = str(ROOT / "tui") + os.sep

Spot = tuple[str, str, int]
"""File, name and first line of a function."""


class PlantedError(Exception):
    """Full of secrets, and shown by Rich as it likes to be."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.value = "s3cret-in-an-attribute"
        self.add_note("s3cret-in-a-note")

    def __rich__(self) -> str:
        return "s3cret-in-what-rich-shows"

    def __repr__(self) -> str:
        return "PlantedError(input_value='s3cret-in-the-repr')"


def break_down() -> None:
    """Raise an error that quotes secrets, with secrets in its locals and in its cause."""
    password = "s3cret-in-a-local"
    try:
        int(f"s3cret-in-the-cause {password}")
    except ValueError as error:
        raise PlantedError(f"s3cret-in-the-message {password}") from error


def spot(code: CodeType) -> Spot:
    """Name a function."""
    return code.co_filename.removeprefix(TUI), code.co_name, code.co_firstlineno


def callers(frame: FrameType | None) -> Iterator[str]:
    """Name the files of ours that have a part in a call."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(TUI):
            yield frame.f_code.co_filename.removeprefix(TUI)
        frame = frame.f_back


class Bomb:
    """Goes off at the next call of its function, once, on whatever thread."""

    def __init__(self, where: Spot, report: Path) -> None:
        self.where, self.report = where, report
        self.armed = False

    def arm(self, *_: object) -> None:
        """From now on it goes off."""
        self.armed = True
        sys.settrace(self.on_call)

    def on_call(self, frame: FrameType, _: str, __: object) -> None:
        """Look who is called."""
        if self.armed and frame.f_code.co_name == self.where[1] and self.is_here(spot(frame.f_code)):
            self.armed = False
            sys.settrace(None)
            self.report.write_text(" ".join(["went off", *callers(frame)]))
            break_down()

    def is_here(self, called: Spot) -> bool:
        """Whether this is the function; its line may be left open, as 0."""
        return called == (*self.where[:2], self.where[2] or called[2])


class Census:
    """Writes down what is called."""

    def __init__(self, report: Path) -> None:
        self.report = report
        self.called: Counter[CodeType] = Counter()
        self.phases: list[list[tuple[Spot, int]]] = []

    def turn_the_page(self, *_: object) -> None:
        """Begin anew, and write what there was."""
        called, self.called = self.called, Counter()
        here = [code for code in called if code.co_filename.startswith(TUI)]
        self.phases.append([(spot(code), code.co_flags) for code in here])
        self.report.write_text(json.dumps(self.phases))
        sys.settrace(self.on_call)

    def on_call(self, frame: FrameType, _: str, __: object) -> None:
        """Count a call."""
        self.called[frame.f_code] += 1


def prepare() -> None:
    """Set everything up before Strongroom begins."""
    report = Path(sys.argv[1])
    on_call: Callable[[FrameType, str, object], None]
    if len(sys.argv) > 2:
        bomb = Bomb((sys.argv[2], sys.argv[3], int(sys.argv[4])), report)
        signal.signal(signal.SIGUSR1, bomb.arm)
        on_call = bomb.on_call
    else:
        census = Census(report)
        signal.signal(signal.SIGUSR1, census.turn_the_page)
        on_call = census.on_call
        sys.settrace(on_call)
    threading.settrace(on_call)


def lay_bare() -> None:
    """Take away what keeps values from being told."""
    from textual.app import App

    from tui.guard import GuardedApp
    from tui.host import crash

    del PlantedError.__rich__  # or else there would be nothing but that
    GuardedApp.panic = App.panic  # type: ignore[assignment,method-assign]
    GuardedApp._handle_exception = App._handle_exception  # type: ignore[method-assign]
    crash.tell_no_values = lambda: None


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    from tui.__main__ import main

    if sys.argv[-1] == "bare":
        lay_bare()
    prepare()
    main([])
