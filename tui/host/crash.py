"""What is told of a bug: where it happened, and not one value.

An error's own words may quote what was typed, and Python prints them wherever nobody catches the error.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from tui.host.display import display_text

HEADING = "Strongroom has crashed. This is a bug; nothing that was typed into the editor is lost."


def describe(error: BaseException) -> str:
    """Return where an error happened, and what led to it: types, files, lines and function names."""
    lines = [HEADING]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(display_text(line) for line in lines)


def tell_no_values() -> None:
    """Have Python itself print no more than `describe` returns, of whatever nobody has caught.

    Nor may its library: in what Python calls development, which an environment variable is enough for, asyncio logs the
    tasks that take long with all they were called with, and warnings are printed over whatever is on the screen.
    """
    import logging  # noqa: TID251 - asyncio loads it anyway
    import warnings  # noqa: TID251

    logging.lastResort = None
    logging.raiseExceptions = False
    warnings.simplefilter("ignore")
    sys.excepthook = _told
    sys.unraisablehook = lambda unraisable: _tell(unraisable.exc_value)
    tell_of_threads(_tell)


def tell_of_threads(tell: Callable[[BaseException], None]) -> Callable[[], None]:
    """Call `tell` with an error that has ended a thread, in that thread; return what ends this."""
    before = threading.excepthook

    def told(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            tell(ended.exc_value)

    def end() -> None:
        threading.excepthook = before

    threading.excepthook = told
    return end


def _told(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    _tell(error)


def _tell(error: BaseException | None) -> None:
    if error is not None and sys.stderr is not None:
        sys.stderr.write(describe(error) + "\n")
