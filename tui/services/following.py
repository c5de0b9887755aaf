"""One remote account from opening to closing: opened, read, looked at now and then; what fails is tried again later.

Where asking is dear nothing is done by itself: it is read when it is opened, and when a person asks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui.backends import registry
from tui.backends.protocol import Backend, Changed
from tui.model.account import AccountConfig, TokenSource
from tui.model.dialect import Dialect
from tui.model.errors import Locked, RateLimited, TokenRefused, Unreachable, VaultError
from tui.model.secret import Secret
from tui.services import background, dialects, pace, tokens
from tui.services.pace import Pace, backoff
from tui.services.remote_status import State, Status
from tui.services.trouble import TokenMissing, state_after, tells_of_account
from tui.services.worker import ApiWorker, Ears

if TYPE_CHECKING:
    from tui.services.accounts import Accounts
    from tui.services.catalog import Catalog
    from tui.services.learnt import Learnt

WAITING = (State.REFUSED, State.ASKING, State.OFF, State.UNAPPROVED)
"""Here nothing is tried until somebody asks for it."""
LULL = 10.0
"""Seconds after a look in which a call that went well is no reason for another: what is known was shown perhaps."""
ASKED = 3600.0
"""Seconds that a service may ask us to stay away."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an account is followed among. `on_status` is told the state before, and the status that is new.

    `dialects`: how services are spoken to, by the settings; see `dialects.of`.
    """

    accounts: Accounts
    catalog: Catalog
    learnt: Learnt
    ears: Ears
    pace: Pace
    dialects: Mapping[str, Dialect]
    on_status: Callable[[State, Status], None]


class Following:
    """Follows an account."""

    def __init__(self, config: AccountConfig, token: Secret | None, around: Surroundings) -> None:
        self.config = config
        self.token = token
        self.status = Status(config, State.OPENING)
        self._polls = registry.polls(config)
        self._unprompted = self.status
        self._around = around
        self._worker: ApiWorker[Backend] | None = None
        self._wake = asyncio.Event()
        self._asked: list[asyncio.Future[None]] = []
        self._looking = False
        self._complete = False
        self._problems: tuple[str, ...] = ()
        self._loaded = self._looked = 0.0
        self._failures = 0
        self._until = 0.0
        self._refusal = ""
        self._task: asyncio.Task[None] | None = None
        self._start()

    def _start(self) -> None:
        if self.config.enabled:
            self._task = background.begin(self._follow(), "account")
        else:
            self.status = Status(self.config, State.OFF, "This account is switched off.")

    @property
    def worker(self) -> ApiWorker[Backend] | None:
        """What is open of it."""
        return self._worker

    def wake(self) -> None:
        """Look now."""
        self._wake.set()

    def touched(self) -> None:
        """Somebody is there again: look now, unless that is only done when it is asked for."""
        if self._seconds() is not None:
            self.wake()

    async def read_now(self) -> None:
        """Read everything anew, and wait until that ended, well or not."""
        if self._task is not None and not self._task.done():
            self._complete = False
            looked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._asked.append(looked)
            self.wake()
            await looked

    async def begin_anew(self, config: AccountConfig, token: Secret) -> None:
        """Go on with another token; the rows stay until they are read with it."""
        await self.end(close=True)
        self.config, self.token = config, token
        self._complete, self._failures, self._refusal = False, 0, ""
        self._set(State.OPENING)
        self._start()

    async def end(self, *, close: bool = False) -> None:
        """Follow it no longer; `close` it: writes that have begun are finished, then the token is let go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self._answer()
        worker, self._worker = self._worker, None
        if close and worker is not None:
            self._around.accounts.remove(worker.account)
            worker.give_up()  # a person who is asked to approve holds up nothing
            await self._around.learnt.flush()
            await worker.aclose()

    def heard(self, error: VaultError | None) -> None:
        """A call of somebody else ended."""
        if self._worker is not None:
            self._around.learnt.note(self._worker)
        if self._looking:
            return
        if error is not None and tells_of_account(error, polls=self._polls):
            self._failed(error)
        elif isinstance(error, Unreachable) and self.status.state is State.OPEN:
            self.wake()  # the next look tells how it is
        elif error is None and self._polls:
            if self.status.state is State.OFFLINE and time.monotonic() > self._looked + LULL:
                self.wake()
        elif error is None and self.status.state in (State.OFFLINE, State.PAUSED, State.UNAPPROVED):
            self._answered()

    def _answered(self) -> None:
        """Somebody asked something, and it answered again."""
        if self._complete:
            self._set(State.OPEN, " ".join(self._problems))
        else:
            self.wake()

    def prompted(self) -> None:
        """A person is asked elsewhere to approve it, or is no longer."""
        sentence = self._worker.prompting() if self._worker is not None else ""
        if sentence:
            if self.status.state is not State.APPROVING:
                self._unprompted = self.status
            self._set(State.APPROVING, sentence)
        elif self.status.state is State.APPROVING:
            self._set(self._unprompted.state, self._unprompted.sentence)

    def give_up(self) -> None:
        """Wait no longer for a person to approve it."""
        if self._worker is not None:
            self._worker.give_up()

    async def _follow(self) -> None:
        while True:
            self._wake.clear()
            asked, self._asked = self._asked, []
            self._looking = True
            try:
                await self._look()
            except VaultError as error:
                self._failed(error)
            finally:
                self._looking, self._looked = False, time.monotonic()
                self._answer(asked)
            if not self._asked:
                await self._around.pace.wait(self._wake, self._seconds())
                if self._seconds() is None:  # refused meanwhile, as somebody else was told
                    await self._wake.wait()

    def _answer(self, asked: list[asyncio.Future[None]] | None = None) -> None:
        for one in self._asked if asked is None else asked:
            if not one.done():
                one.set_result(None)

    def _seconds(self) -> float | None:
        """Return how long to wait until the next look; None: until it is asked for."""
        if not self._polls:
            return None
        if self.status.state in WAITING and not (self.status.state is State.REFUSED and self._from_file):
            return None
        if self._failures:
            return max(backoff(self._failures - 1), 1.2 * (self._until - time.time()))  # never before that time
        return self._around.pace.interval or None

    async def _look(self) -> None:
        if self._refusal and self._from_file:
            await self._take_another()
        worker = self._worker or await self._open()
        changed = Changed(anywhere=True) if self._incomplete else await worker.changed()
        if changed:
            self._set(State.READING)
            only = None if changed.anywhere or self._problems else changed.vaults
            self._problems = await self._around.catalog.load(worker, only)
            self._complete, self._loaded = True, time.monotonic()
        self._failures, self._refusal = 0, ""
        vaults = sum(1 for vault in self._around.catalog.vaults if vault.account == self.config.id)
        sentence = " ".join(self._problems) if vaults else await self._why_empty(worker)
        self._set(State.OPEN, sentence, read_at=time.time(), vaults=vaults)

    @property
    def _incomplete(self) -> bool:
        """Whether all is to be read: it never was, or a vault could not be, some time ago."""
        tried = bool(self._problems) and time.monotonic() > self._loaded + pace.LONGEST_PAUSE
        return tried or not self._complete

    async def _why_empty(self, worker: ApiWorker[Any]) -> str:
        connection = await worker.connection()
        return connection.sentence or "This account shows no vaults."

    async def _open(self) -> ApiWorker[Backend]:
        token, dialect = await self._take_token(), dialects.of(self._around.dialects, self.config.name)
        worker: ApiWorker[Backend] = ApiWorker(self.config.id, self._around.ears)

        async def opener() -> Backend:
            return registry.opened(self.config, token, dialect)

        try:
            await worker.start(opener)
        except BaseException:
            await worker.aclose()
            raise
        self._worker = worker
        self._around.accounts.add(worker, self.config.name)
        await self._around.learnt.recall(worker)
        return worker

    @property
    def _from_file(self) -> bool:
        """Whether the token lies in a file, where somebody may replace it."""
        return self.config.source in (TokenSource.FILE, TokenSource.ENV_FILE)

    async def _take_token(self) -> Secret:
        if not self.config.source.has_token:
            return Secret("")
        if self._from_file and not self.token:
            self.token = await asyncio.to_thread(tokens.of_account, self.config)
        if not self.token:
            raise TokenMissing(f"“{self.config.name}” needs its token; it is asked for each time.")
        return self.token

    async def _take_another(self) -> None:
        """Take what the file holds by now, if that is another token than the refused one."""
        found = await asyncio.to_thread(tokens.of_account, self.config)
        if not found or found == self.token:
            raise TokenRefused(self._refusal)
        self.token, self._refusal = found, ""
        if self._worker is not None:  # which is closed with the others, should the end come meanwhile
            await self._worker.aclose()
            self._around.accounts.remove(self._worker.account)
            self._worker = None

    def _failed(self, error: VaultError) -> None:
        if isinstance(error, Locked):  # it is being closed
            return
        self._failures += 1
        asked = error.until if isinstance(error, RateLimited) else None
        self._until = min(asked or 0.0, time.time() + ASKED)
        if isinstance(error, TokenRefused):
            self._refusal = str(error)
        self._set(state_after(error, polls=self._polls), str(error), until=asked)

    def _set(
        self,
        state: State,
        sentence: str = "",
        *,
        read_at: float | None = None,
        vaults: int | None = None,
        until: float | None = None,
    ) -> None:
        before = self.status
        new = replace(
            before,
            config=self.config,
            state=state,
            sentence=sentence,
            read_at=read_at or before.read_at,
            vaults=before.vaults if vaults is None else vaults,
            until=until,
        )
        if state is State.READING and self._worker is not None and self._worker.prompting():
            self._unprompted = new  # it goes on only once that is answered
        elif new != before:
            self.status = new
            self._around.on_status(before.state, new)
