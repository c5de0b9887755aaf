"""One file under way at a time, to the disk or from it: how far it is stands on the status line, and Esc stops it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.worker import Worker

from tui.screens.base import BaseScreen
from tui.widgets.sizes import size_words


class FileWork:
    """What is done with files on a screen."""

    def __init__(self, screen: BaseScreen) -> None:
        self._screen = screen
        self._doing = ""
        self._going: Worker[None] | None = None
        self._stop: Callable[[], object] = _nothing

    @property
    def going(self) -> bool:
        """Whether a file is under way."""
        return self._going is not None and not self._going.is_finished

    def free(self) -> bool:
        """Return whether something can begin; if not, say what goes on."""
        if self.going:
            self._screen.say(f"A file is being {self._doing} just now; Esc stops it.", "warning")
        return not self.going

    def begin(
        self, doing: str, work: Callable[[], Coroutine[Any, Any, None]], stop: Callable[[], object] | None = None
    ) -> None:
        """Begin to be `doing` something with a file. Without `stop` the work is cancelled to stop it."""
        going: Worker[None] = self._screen.run_worker(
            work, name="file", group="file work", description="work on a file"
        )
        self._doing, self._going, self._stop = doing, going, stop or going.cancel

    def stop(self) -> bool:
        """Stop what is under way, and return whether there was something to stop."""
        if not self.going:
            return False
        self._stop()
        return True


class Progress:
    """Tells how far a file has come, whenever that reads differently; `last` is said once all of it is there."""

    def __init__(self, screen: BaseScreen, doing: str, name: str, size: int, last: str = "") -> None:
        self._screen = screen
        self._doing = f"{doing} “{name}” …"
        self._last = last
        self._size = size
        self._told = ""
        self.over = False
        """Nothing more is told."""

    def tell(self, count: int) -> None:
        """Tell that so many bytes are there; where the size is known to be wrong, just how many."""
        size = self._size
        far = f"{100 * count // size} %" if 0 <= count <= size and size else size_words(count)
        words = self._last if self._last and count >= size else f"{self._doing} {far}, Esc stops it."
        if words != self._told and self._screen.is_running and not self.over:
            self._told = words
            self._screen.say(words)


def _nothing() -> None:
    """Nothing is under way yet."""
