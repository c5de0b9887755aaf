"""What we change in Textual: the only file that touches its private names.

At start it checks that each of them exists, and otherwise refuses with a sentence. What is changed: a crash prints
type, file, line and function names and not one value; Textual keeps no copy of what is selected and copied.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

from textual.app import App
from textual.driver import Driver

from tui.host.display import display_text

PRIVATE_NAMES = (
    "_close_messages_no_wait",
    "_driver",
    "_exception",
    "_exception_event",
    "_exit_renderables",
    "_handle_exception",
    "_return_code",
)


def refusal() -> str | None:
    """Return None where Textual is one that we know, or the sentence why we do not start."""
    probe = dir(App) + list(App().__dict__)
    missing = [name for name in PRIVATE_NAMES if name not in probe]
    if not missing:
        return None
    return f"This Textual is not one that Strongroom knows ({', '.join(missing)} missing). Install textual>=8.2,<9."


def describe(error: BaseException) -> str:
    """Return where an error happened, without a single value: types, files, lines and function names."""
    lines = ["Strongroom has crashed. This is a bug; nothing that was typed into the editor is lost."]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(display_text(line) for line in lines)


class GuardedApp(App[None]):
    """An App that tells nothing it should not."""

    ENABLE_COMMAND_PALETTE = False

    @property
    def clipboard(self) -> str:
        """Always empty: Textual keeps no copies of ours."""
        return ""

    def copy_to_clipboard(self, text: str) -> None:
        """Send selected plain text to the terminal, and keep nothing. Secrets go by services/clipboard.py."""
        from tui.host.clipboard import osc52

        self.write_terminal(osc52(text))

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Take a screenshot for our own tests and documents; no key and no palette entry leads here."""
        return super().export_screenshot(title=title, simplify=simplify)

    def terminal_writer(self) -> Callable[[str], None]:
        """Return what writes a control sequence of ours to the terminal."""
        return self.write_terminal

    def write_terminal(self, sequence: str) -> None:
        """Write a control sequence of ours to the terminal."""
        driver: Driver | None = self._driver
        if driver is not None:
            driver.write(sequence)
            driver.flush()

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._exit_renderables.append(describe(error))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """End the app without printing what was handed over."""
        self._return_code = 1
        self._exit_renderables.append("Strongroom has ended because of an error in the terminal's input.")
        self._close_messages_no_wait()
