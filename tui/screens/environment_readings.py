"""What was read of Environments while their screen is shown. Nothing is read by itself; with `clear` all of it goes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.errors import RateLimited, Stopped, Unreachable, VaultError

if TYPE_CHECKING:
    from tui.model.environment import Variable
    from tui.services.environments import Key, Known
    from tui.services.session import Session


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an Environment and when (Unix seconds), or the sentence why it could not be."""

    variables: tuple[Variable, ...] = ()
    at: float = 0.0
    problem: str = ""


class Readings:
    """Reads Environments, one at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._done: dict[Key, Reading] = {}
        self._going_on: Key | None = None

    def of(self, known: Known) -> Reading:
        """Return what was read of one, last."""
        return self._done.get(known.key, Reading())

    def goes_on(self, known: Known) -> bool:
        """Whether it is being read just now."""
        return self._going_on == known.key

    def keep(self, known: Iterable[Known]) -> None:
        """Forget what was read of all others."""
        keys = {one.key for one in known}
        self._done = {key: reading for key, reading in self._done.items() if key in keys}

    def clear(self) -> None:
        """Forget everything."""
        self._done.clear()

    def begin(self, known: Known) -> None:
        """This one is to be read now."""
        self._going_on = known.key

    async def read(self, known: Known) -> str:
        """Read the variables; return the sentence why that cannot be done now, though what was read before stays."""
        problem = ""
        try:
            found = await self._session.api(known.account).variables(known.id)
            reading = Reading(tuple(found), time.time())
        except (RateLimited, Stopped, Unreachable) as error:
            problem, before = str(error), self.of(known)
            reading = before if before.at else Reading(problem=problem)
        except VaultError as error:
            reading = Reading(problem=str(error))
        finally:
            if self.goes_on(known):  # else another is read by now
                self._going_on = None
        self._done[known.key] = reading
        return problem
