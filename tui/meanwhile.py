"""What goes on while nobody presses a key: once a second somebody looks around."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.host import signals
from tui.model.errors import VaultError

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.guard import GuardedApp
    from tui.services.closing import Closing
    from tui.services.session import Session
    from tui.widgets.status import Severity

EVERY = 1.0
"""Seconds between two looks."""


class Meanwhile:
    """Looks whether it is time to lock, whether the terminal is gone, and whether another Strongroom wrote.

    `refresh_state` is called where what is shown of the lock is otherwise, `end` with an exit code.
    """

    def __init__(
        self,
        app: GuardedApp,
        way_out: Closing,
        refresh_state: Callable[[], None],
        tell: Callable[[str, Severity], None],
        end: Callable[[int], None],
    ) -> None:
        self._app = app
        self._way_out = way_out
        self._refresh_state = refresh_state
        self._tell = tell
        self._end = end

    def begin(self) -> None:
        """Look around from now on."""
        self._app.set_interval(EVERY, self._look)

    def _look(self) -> None:
        """A look that takes longer is let finish, since it may be reading everything anew."""
        if self._way_out.watch():
            self._refresh_state()
        session = self._way_out.session
        if signals.terminal_is_lost():
            self._end(signals.LOST)
        elif session is not None and not self._looking():
            _: Worker[None] = self._app.run_worker(self._read(session), group="poll", description="look for changes")

    def _looking(self) -> bool:
        return any(worker.group == "poll" and worker.is_running for worker in self._app.workers)

    async def _read(self, session: Session) -> None:
        from tui.services.refreshing import read_changes

        try:
            await read_changes(session)
        except VaultError as error:
            self._tell(str(error), "error")
