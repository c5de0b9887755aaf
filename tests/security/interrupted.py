"""A Strongroom that is sent a signal at a certain moment of its start or end: `interrupted.py NUMBER SIGNAL REPORT`.

Moments are the lines of what takes the terminal and gives it back, in the order in which they run. SIGNAL comes before
the NUMBERth; REPORT is a file that gets the name of its function, or, where NUMBER is 0, the names of all. With a
fourth argument the signals are dealt with as they were at first: by an exception, wherever the program is.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

MOMENTS = {
    "linux_driver.py": {"start_application_mode", "stop_application_mode", "disable_input", "close"},
    "app.py": {"run_async", "_process_messages", "run_process_messages", "_shutdown", "on_mount", "on_unmount"},
    "runners.py": {"run", "close", "__exit__"},
    "__main__.py": {"main", "run"},
    "boot.py": {"prepare", "hide_echo", "_set_echo"},
}

number, how, report = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
names: list[str] = []


def is_moment(code: CodeType) -> bool:
    """Whether the lines of a function are moments."""
    return code.co_name in MOMENTS.get(os.path.basename(code.co_filename), ())


def on_call(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
    """Look at the lines of some functions."""
    return on_line if is_moment(frame.f_code) else None


def on_line(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
    """Count a line, and send the signal where it is time."""
    if event == "line":
        names.append(frame.f_code.co_name)
        if len(names) == number:
            sys.settrace(None)
            report.write_text(names[-1])
            os.kill(os.getpid(), how)
    return on_line


def raise_at_once() -> None:
    """What once was done about signals until the app was mounted."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


if __name__ == "__main__":
    from tui.__main__ import main
    from tui.host import signals

    if len(sys.argv) > 4:
        signals.end_in_order = raise_at_once
        signals.when_asked_to_end = lambda leave: None
    sys.settrace(on_call)
    try:
        main([])
    finally:
        sys.settrace(None)
        if not number:
            report.write_text("\n".join(names))
