"""Everything that is asked of a 1Password account goes through here: opened late, counted, listed, its errors told.

A call that the service refused for its limits stops all that were asked for before; none is tried again by itself.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field

from tui.backends.http_answer import MAYBE
from tui.backends.onepassword import faults, sdk, texts
from tui.backends.onepassword.faults import STILL, Asked, heard
from tui.backends.onepassword.messages import Ended
from tui.backends.onepassword.meter import LIMITS, WRITES, Limits, Meter
from tui.backends.onepassword.opening import CLOSED, Client, Opening
from tui.model.account import AccountConfig
from tui.model.connection import Exchange
from tui.model.errors import Locked, RateLimited, Stopped, Unclear, UnderWay, Unreachable, VaultError
from tui.model.secret import Secret
from tui.model.usage import Usage

AT_A_TIME = 8
"""So many calls are on their way at the same time."""

SECONDS = 120.0
"""A call may take so long; the SDK itself gives up sooner."""

KEPT = 200
"""So many calls are remembered."""

CLOSING = 0.6
"""Seconds for calls under way to end, and twice that for the client to be let go."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Calls:
    """One 1Password account. To be used on one event loop; `usage`, `prompting` and `give_up` from any thread."""

    def __init__(self, opening: Opening, meter: Meter) -> None:
        self.meter = meter
        self._opening = opening
        self._turns = asyncio.Semaphore(AT_A_TIME)
        self._going: set[asyncio.Task[str]] = set()
        self._halts = 0
        self._halt: VaultError | None = None
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self._closed = False

    @classmethod
    def for_account(cls, config: AccountConfig, token: Secret) -> Calls:
        """Return the calls of an account: with its token, or through the desktop app where it has none.

        Nothing is loaded or asked yet.
        """
        if config.source.has_token:
            return cls(Opening(sdk.native_link, token), Meter(LIMITS.get(config.plan, Limits())))
        return cls(Opening(lambda: sdk.desktop_link(config.login), None), Meter())

    def __repr__(self) -> str:
        return "<Calls>"

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The last calls, newest first."""
        return tuple(reversed(self._exchanges))

    def usage(self) -> Usage:
        """See `Metered.usage`."""
        return self.meter.usage()

    def keep(self) -> bytes:
        """See `Metered.keep`."""
        return self.meter.to_bytes()

    def recall(self, kept: bytes) -> None:
        """See `Metered.recall`."""
        self.meter.add_bytes(kept)

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """See `Prompting.when_prompted`."""
        self._opening.when_prompted(tell)

    def prompting(self) -> str:
        """See `Prompting.prompting`."""
        return self._opening.prompting()

    def give_up(self) -> None:
        """See `Prompting.give_up`."""
        self._opening.give_up()

    async def ask(self, name: str, parameters: Mapping[str, object], what: str) -> object:
        """Make a call by its wire name ("ItemsGet"), and return the answer as Python's own values.

        `parameters` are those of the SDK's method by their names, models in them by their JSON; a `Secret` in them is
        revealed when it is sent, and `bytes` become the list of numbers that files are. The answer to "ItemsFilesRead"
        is `bytes`. `what` names within a sentence what is asked for: "the item".

        Raises:
            Invalid: the SDK is not here; or what is asked is not accepted, or too large.
            TokenRefused, Denied, NotFound: as they say.
            messages.OutOfDate: something else changed it meanwhile; nothing was done.
            RateLimited: the service asks to wait; also where it did so while this waited for its turn.
            Unreachable: there is no answer, and nothing was changed.
            Unclear: there is no answer, and what was to be changed may be changed.
            NotApproved: nobody approves.
            Locked: this was closed.
        """
        call = _Call(name, parameters, what)
        halts = self._halts
        async with self._turns:
            if self._halt is not None and halts != self._halts:
                raise _again(self._halt)
            answer = await self._unless_closed(self._answer(call))
        try:
            return await texts.decoded(answer, file=name == "ItemsFilesRead")
        except texts.NotUnderstood:
            raise call.lost(f"1Password’s answer for {what} is not understood.") from None

    async def aclose(self) -> None:
        """End what is under way, let go of the client and forget the token. Takes two seconds at most."""
        self._closed = True
        for task in self._going:
            task.cancel()
        if self._going:
            await asyncio.wait(self._going, timeout=CLOSING)
        await self._opening.aclose(CLOSING)

    async def _unless_closed(self, work: Coroutine[None, None, str]) -> str:
        """Do something that ends when this is closed."""
        if self._closed:
            work.close()
            raise Locked(CLOSED)
        task = asyncio.create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        try:
            return await task
        except asyncio.CancelledError:
            ours = asyncio.current_task()
            if self._closed and ours is not None and not ours.cancelling():
                raise Locked(CLOSED) from None
            raise

    async def _answer(self, call: _Call) -> str:
        """Return the answer as it came. Where the session has ended a new one is begun, once."""
        client = await self._client()
        try:
            return await self._sent(call, client)
        except Ended:
            self._opening.ended(client)
        return await self._sent(call, await self._client())

    async def _client(self) -> Client:
        """Return the client; where there is none, nobody who waits asks for one again."""
        try:
            return await self._opening.client()
        except VaultError as error:
            raise self._halted(error) from None

    async def _sent(self, call: _Call, client: Client) -> str:
        """Send a call, which is counted and listed however it ends. Its secrets are text only from here on."""
        text = await texts.encoded(call.parameters, call.what)
        began, received, problem = time.monotonic(), 0, "stopped"
        at = time.time()
        self.meter.count(call.name)
        try:
            answer = await self._heard(call, client.link.ask(_request(client.number, call.name, text)))
            received, problem = len(answer if answer.isascii() else answer.encode()), ""
        except VaultError as error:
            problem = faults.few_words(error)
            raise (self._halted(error) if isinstance(error, RateLimited | Stopped) else error) from None
        finally:
            seconds = time.monotonic() - began
            status = 0 if problem else 200
            self._exchanges.append(Exchange(at, call.method, call.path, status, seconds, received, problem))
        self.meter.resume()
        return answer

    async def _heard(self, call: _Call, answer: Awaitable[str]) -> str:
        opening = self._opening
        secrets = (*opening.hidden, *texts.hidden(call.parameters))
        try:
            async with asyncio.timeout(SECONDS):
                return await heard(answer, Asked(call.what, call.writing, desktop=opening.desktop, hidden=secrets))
        except TimeoutError:
            if not opening.prompting():  # the app's thread is stuck with it: the next call is to have another
                opening.give_up()
            late = f"1Password did not answer the request for {call.what} within {SECONDS:.0f} s."
            raise (UnderWay(f"{late} {STILL}") if call.writing else Unreachable(late)) from None

    def _halted(self, error: VaultError) -> VaultError:
        """Have all that wait for their turn now fail with this error; what is asked for later is sent."""
        self._halt = RateLimited(str(error), self.meter.pause()) if isinstance(error, RateLimited) else _again(error)
        self._halts += 1
        return _again(self._halt)


@dataclass(frozen=True, slots=True)
class _Call:
    """What is asked for: a wire name, the parameters, and what it is about within a sentence."""

    name: str
    parameters: Mapping[str, object] = field(repr=False)
    what: str

    @property
    def writing(self) -> bool:
        return self.name in WRITES

    @property
    def method(self) -> str:
        return "write" if self.writing else "read"

    @property
    def path(self) -> str:
        """The name, and the ids of the vault and the item."""
        return "/".join((self.name, *_ids(self.parameters)))

    def lost(self, sentence: str) -> VaultError:
        """Return that the answer was lost."""
        return Unclear(f"{sentence} {MAYBE}") if self.writing else Unreachable(sentence)


def _ids(parameters: Mapping[str, object]) -> Iterator[str]:
    """Yield the ids in parameters, but nothing that could be something else."""
    inner = [one for one in parameters.values() if isinstance(one, Mapping)]
    for names in (("vault_id", "vaultId"), ("item_id", "id")):
        found = [part[name] for part in (parameters, *inner) for name in names if name in part]
        yield from [one for one in found if isinstance(one, str) and _ID.fullmatch(one)][:1]


def _request(client: int, name: str, parameters: str) -> str:
    """Return a call as the core reads it."""
    inner = f'{{"name": {json.dumps(name)}, "parameters": {parameters}}}'
    return f'{{"invocation": {{"clientId": {client}, "parameters": {inner}}}}}'


def _again(error: VaultError) -> VaultError:
    """Return an error for another who is to read it."""
    return RateLimited(str(error), error.until) if isinstance(error, RateLimited) else type(error)(str(error))
