"""The dialog that waits while a person is asked elsewhere to approve something: it says what to do, and for how long.

It leaves by itself once there is an answer. What was asked for then goes on; nothing is lost by leaving.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.dialog import Dialog, Hint, shown
from tui.services.remote_status import State, Status
from tui.services.remotes import Remotes

NOTE = "The prompt is a window of that app, on the machine where Strongroom runs; it may be behind others."


class Answer(Enum):
    """How the dialog was left."""

    SETTLED = auto()
    """There is an answer, or nothing waits any more."""
    GIVEN_UP = auto()
    ASIDE = auto()
    """It goes on in the background."""


class Approval(Dialog[Answer]):
    """Waits for the account of `status`; Esc gives up, b goes on in the background."""

    def __init__(self, remotes: Remotes, status: Status) -> None:
        super().__init__(f"“{status.config.name}” waits for your approval", cancelled=Answer.GIVEN_UP)
        self._remotes = remotes
        self._account = status.config.id
        self._sentence = status.sentence
        self._since = time.monotonic()
        self._clock = Static(id="clock", markup=False)
        self._end_listening: Callable[[], None] | None = None

    def body(self) -> Iterator[Widget]:
        """Yield what to do, and how long it has been waited for."""
        yield shown(self._sentence)
        yield shown(NOTE, "detail")
        yield self._clock

    def hints(self) -> Sequence[Hint]:
        """Return the two ways out."""
        return [("b", "Go on in the background"), ("Esc", "Give up")]

    def on_mount(self) -> None:
        """Follow the account, and count the seconds."""
        self._end_listening = self._remotes.listen(self._look)
        self.set_interval(1.0, self._tick)
        self._tick()
        self._look()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        if self._end_listening is not None:
            self._end_listening()

    def handle(self, key: str) -> bool:
        """Go on in the background."""
        if key not in ("b", "B", "tab"):
            return False
        self.dismiss(Answer.ASIDE)
        return True

    def _tick(self) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self._since), 60)
        self._clock.update(Content.assemble(("\nWaiting for ", "$text-muted"), (f"{minutes}:{seconds:02}", "bold")))

    def _look(self) -> None:
        """Leave once it waits no longer."""
        status = self._remotes.status(self._account)
        if (status is None or status.state is not State.APPROVING) and self.is_current:
            self.dismiss(Answer.SETTLED)
