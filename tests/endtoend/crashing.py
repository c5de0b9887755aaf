"""A Strongroom with a bug: `crashing.py PLACE ARGUMENT…`.

In the editor F3 raises an error full of secrets in PLACE; where that is "start", it is raised before there is an app.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from threading import Thread

from textual.strip import Strip

from tui.__main__ import main
from tui.host import paths
from tui.screens.editor_fields import FieldDeeds
from tui.widgets.status import StatusLine


def fail() -> None:
    """Raise an error that quotes a secret, with secrets in its locals and in its cause."""
    password = "s3cret-in-a-local"
    try:
        int(f"s3cret-in-the-cause, {password}")
    except ValueError as error:
        raise RuntimeError(f"s3cret-in-the-message, {password}") from error


async def fail_later() -> None:
    """Fail after a moment."""
    await asyncio.sleep(0.01)
    fail()


async def fail_unseen() -> None:
    """Fail where nobody waits for it."""
    task = asyncio.create_task(fail_later())
    await asyncio.sleep(0.05)
    del task
    gc.collect()


def paint(self: StatusLine, y: int) -> Strip:
    """Fail instead of painting something."""
    fail()
    return Strip.blank(y)


def break_down(deeds: FieldDeeds) -> None:
    """Do what F3 does here, which is to fail."""
    screen = deeds._screen
    loop = asyncio.get_running_loop()
    match sys.argv[1]:
        case "handler":
            fail()
        case "worker":
            screen.run_worker(fail_later(), description="fail")
        case "timer":
            screen.set_timer(0.01, fail)
        case "render":
            StatusLine.render_line = paint  # type: ignore[method-assign]
            screen.status.refresh()
        case "task":
            screen.run_worker(fail_unseen(), description="fail unseen")
        case "callback":
            loop.call_later(0.01, fail)
        case "thread":
            Thread(target=fail).start()
        case "store":
            home = screen.session.home
            assert home is not None
            screen.run_worker(home.read(lambda backend: fail_later()), description="fail behind")


def no_path() -> Path:
    """Fail before there is an app."""
    fail()
    return Path()


if __name__ == "__main__":
    FieldDeeds.action_add_section = break_down  # type: ignore[method-assign, assignment]
    if sys.argv[1] == "start":
        paths.store_path = no_path
    main(sys.argv[2:])
