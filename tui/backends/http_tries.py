"""Asking until there is an answer or no hope, and a list of what was asked. A write gets one try, whatever happens."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from tui.backends.http_answer import Answer
from tui.backends.http_course import Call, Course
from tui.backends.http_faults import Faults
from tui.backends.http_patience import Patience
from tui.model.connection import Exchange
from tui.model.errors import VaultError

KEPT = 500
"""So many requests are remembered."""

Flow = Callable[[Course], AsyncGenerator[bytes, None]]
"""Makes one request and yields its body, first b"" when the head of the answer is there. A fault is in the course."""


class Tries:
    """The requests of one service, each with its tries."""

    def __init__(self, flow: Flow, faults: Faults, patience: Patience) -> None:
        self._flow = flow
        self._faults = faults
        self._patience = patience
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The last requests, newest first."""
        return tuple(reversed(self._exchanges))

    async def outcome(self, call: Call, seconds: float) -> Answer | VaultError:
        """Return the answer, or why there is none after `seconds` at most."""
        ends = asyncio.get_running_loop().time() + seconds
        answer: Answer | None = None
        course = Course(call, self._faults)
        pause: float | None = 0.0
        tried = 0
        try:
            async with asyncio.timeout_at(ends):
                while pause is not None:
                    await asyncio.sleep(pause)
                    tried += 1
                    course, body = Course(call, self._faults, again=tried > 1), bytearray()
                    async with aclosing(self._flow(course)) as flow:
                        async for piece in flow:
                            body += piece
                    self._note(course)
                    answer = None if course.fault else self._answer(course, body)
                    pause = _pause(self._patience, course, tried, ends)
        except TimeoutError:
            course.late(seconds)
        finally:
            self._note(course)
        return answer or course.error()

    async def pieces(
        self, call: Call, what: str, seconds: float, whole: float, patience: Patience
    ) -> AsyncGenerator[bytes, None]:
        """Yield the body piece by piece: at most `seconds` apart, all of them within `whole` seconds, or raise."""
        ends = asyncio.get_running_loop().time() + whole
        pause: float | None = 0.0
        tried = 0
        while pause is not None:
            await asyncio.sleep(pause)
            tried += 1
            course, body = Course(call, self._faults, again=tried > 1), bytearray()
            try:
                async with aclosing(self._flow(course)) as flow:
                    while (piece := await _next(flow, course, seconds, ends)) is not None:
                        if not course.ok:
                            body += piece
                        elif piece:
                            yield piece
            finally:
                self._note(course)
            # What was handed on cannot be taken back for another try.
            pause = None if course.received and course.succeeding else _pause(patience, course, tried, ends)
        if course.fault:
            raise course.error()
        self._answer(course, body).check(what)

    def _answer(self, course: Course, body: bytearray) -> Answer:
        call = course.call
        return Answer(course.status, course.headers, bytes(body), self._faults.service, call.writing, call.hidden)

    def _note(self, course: Course) -> None:
        """Have a request that was begun in the list, once."""
        if course.begun and not course.noted:
            course.noted = True
            self._exchanges.append(course.exchange())


def _pause(patience: Patience, course: Course, tried: int, ends: float) -> float | None:
    """Return how long to wait before the next try, None where there is none."""
    if tried >= patience.tries or not course.again:
        return None
    pause = 0.0 if course.stale else patience.pause(tried, course.headers)
    return pause if pause is not None and asyncio.get_running_loop().time() + pause < ends else None


async def _next(flow: AsyncGenerator[bytes, None], course: Course, seconds: float, ends: float) -> bytes | None:
    """Return the next piece, None where there is none, also since time was up."""
    until = min(asyncio.get_running_loop().time() + seconds, ends)
    try:
        async with asyncio.timeout_at(until):
            return await anext(flow, None)
    except TimeoutError:
        course.late(seconds)
        return None
