"""Whether this Textual is one that we know: every private name that is touched here is looked for before the start."""

from __future__ import annotations

from rich.style import Style
from textual.app import App
from textual.drivers import linux_driver
from textual.strip import Strip

from tui.guard import driver, strips

APP_NAMES = (
    "_close_messages_no_wait",
    "_driver",
    "_exception",
    "_exception_event",
    "_exit",
    "_exit_renderables",
    "_handle_exception",
    "_return_code",
)


def refusal() -> str | None:
    """Return None where all is as it must be, or the sentence why we do not start."""
    app: App[None] = App()
    strip = Strip([])
    missing = [name for name in APP_NAMES if not hasattr(app, name)]
    missing += [name for name in driver.NAMES if name not in vars(linux_driver)]
    missing += [name for name in strips.NAMES if not hasattr(strip, name)]
    missing += ["_link"] if not hasattr(Style(), "_link") else []
    if missing:
        return f"This Textual is not one that Strongroom knows ({', '.join(missing)} missing). Install textual>=8.2,<9."
    return None if strips.installed() else "Something has taken away what keeps controls from the terminal."
