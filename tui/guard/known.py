"""Whether this Textual is one that we know: every private name that is touched here is looked for before the start."""

from __future__ import annotations

from rich.style import Style
from textual._compositor import Compositor
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.drivers import linux_driver
from textual.screen import Screen
from textual.strip import Strip

from tui.guard import driver, paint, partial, strips, taker

APP_NAMES = (
    "_background_screens",
    "_batch_count",
    "_check_bindings",
    "_close_messages_no_wait",
    "_closed",
    "_display",
    "_driver",
    "_exception",
    "_exception_event",
    "_exit",
    "_exit_renderables",
    "_handle_exception",
    "_load_screen_css",
    "_on_resize",
    "_return_code",
    "_running",
    "_size",
    "_sync_available",
)


SCREEN_NAMES = ("_clear_tooltip", "_compositor", "_compositor_refresh", "_dirty_widgets", "_layout_required")


def _names(kind: type) -> set[str]:
    """Return the names an app or a screen has, without making one: that would take longer than the rest of this."""
    made = (vars(part)["__init__"] for part in kind.__mro__ if "__init__" in vars(part) and part is not object)
    return set(dir(kind)).union(*(function.__code__.co_names for function in made if hasattr(function, "__code__")))


def refusal() -> str | None:
    """Return None where all is as it must be, or the sentence why we do not start."""
    strip = Strip([])
    app = _names(App)
    missing = [name for name in APP_NAMES if name not in app]
    screen = _names(Screen)
    missing += [name for name in SCREEN_NAMES if name not in screen]
    missing += [name for name in partial.NAMES if name not in _names(Compositor)]
    missing += [name for name in taker.NAMES if name not in screen]
    missing += [name for name in driver.NAMES if name not in vars(linux_driver)]
    missing += [name for name in driver.DRIVER_NAMES if name not in _names(linux_driver.LinuxDriver)]
    missing += [name for name in strips.NAMES if not hasattr(strip, name)]
    missing += [name for one, names in paint.NAMES for name in names if not hasattr(one, name)]
    missing += ["_parse_cache"] if not hasattr(Stylesheet(), "_parse_cache") else []
    missing += ["_link"] if not hasattr(Style(), "_link") else []
    if missing:
        return f"This Textual is not one that Strongroom knows ({', '.join(missing)} missing). Install textual>=8.2,<9."
    return None if strips.installed() else "Something has taken away what keeps controls from the terminal."
