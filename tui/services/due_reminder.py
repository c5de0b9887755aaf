"""At the start: rotations that were interrupted are looked at, and one sentence says what is due.

Where accounts are still being opened it waits for them; what becomes known later is told when it is.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tui.model.errors import VaultError
from tui.services import background, due, rotating
from tui.services.remote_status import State

if TYPE_CHECKING:
    from tui.model.rotation import Rotation
    from tui.services.session import Session

_ON_THE_WAY = (State.OPENING, State.READING)


class DueReminder:
    """Reminds, once for a session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reminded = False
        self._found: list[str] = []
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> tuple[str, ...]:
        """Return the sentence, if there is one already; follow the accounts from now on. Raises VaultError."""
        await self._session.rotations.all()
        self._session.remotes.listen(self._changed)
        return await self._look()

    async def _look(self) -> tuple[str, ...]:
        """Look at what was interrupted, and return what is to be told: what was found before once more, with the rest.

        A status line has one sentence at a time.
        """
        looked = await rotating.look_at_all(self._session)
        self._found += map(found, looked)
        reminder = await self._remind()
        return (*self._found, *reminder) if looked or reminder else ()

    async def _remind(self) -> tuple[str, ...]:
        if self._reminded or any(one.state in _ON_THE_WAY for one in self._session.remotes.statuses):
            return ()
        self._reminded = True
        wishes = await self._session.due.wishes()
        found = await due.find(self._session, wishes, {}, time.time())
        return sentence(len(self._session.rotations.known), len(found.dues))

    def _changed(self) -> None:
        """An account is another than before."""
        waits = not self._reminded or any(not one.stage.settled for one in self._session.rotations.known)
        if waits and (self._task is None or self._task.done()) and self._session.home is not None:
            self._task = background.begin(self._tell(), "rotations")

    async def _tell(self) -> None:
        try:
            told = await self._look()
        except VaultError:
            return  # it was locked meanwhile; the next unlock looks again
        if told:
            self._session.warn(" ".join(told))


def found(rotation: Rotation) -> str:
    """Return what a look into the item of an interrupted rotation has found."""
    return f"The rotation of “{rotation.name}” was interrupted: {rotation.stage.value} (g d)."


def sentence(rotations: int, dues: int) -> tuple[str, ...]:
    """Return what is to be done, as a sentence; nothing where there is nothing to do."""
    parts = []
    if rotations:
        parts.append(f"{rotations:,} rotation{'s are' if rotations > 1 else ' is'} not finished")
    if dues:
        parts.append(f"{dues:,} password{'s are' if dues > 1 else ' is'} due for rotation")
    return (f"{' and '.join(parts)} (g d).",) if parts else ()
