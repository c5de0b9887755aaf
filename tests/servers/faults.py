"""What can go wrong on the way, switched on by a test. The first fault that fits a request is the one it meets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields

from tests.servers.exchange import Reply, Request, html_reply, json_reply

On = str | Callable[[Request], bool] | None
"""Which requests: a method in capitals, a part of the target, a question, or None for all."""


@dataclass(slots=True)
class Fault:
    """One way to go wrong. `on` says for which requests; `times` for how many, None: until it is switched off."""

    on: On = None
    times: int | None = None
    status: int = 0
    """Answered with this status and a JSON body, though nothing was done."""
    message: str = "Something went wrong"
    """What the JSON body of `status` says."""
    html: int = 0
    """Answered with this status and a page of HTML, as a proxy does."""
    retry_after: str = ""
    """The header of this name, beside `status` or `html`."""
    redirect_to: str = ""
    """Answered by a redirect to this address (`status` or 307)."""
    slow: float = 0
    """Seconds until the first byte."""
    drip: float = 0
    """Seconds between two bytes of the body."""
    reset_before: bool = False
    """The connection is reset, and nothing was done."""
    reset_after: bool = False
    """The connection is reset when all was done: the answer is lost."""
    drop: bool = False
    """The connection is closed in an orderly way instead of an answer, and nothing was done."""
    hang_up: bool = False
    """The connection is closed after the answer, without notice."""
    truncate: bool = False
    """More bytes are announced than are sent."""
    huge: bool = False
    """The body never ends."""
    gzip_bomb: int = 0
    """The body is compressed, though nobody asked, and grows to so many MiB of spaces."""
    garbage: bytes = b""
    """These bytes instead of HTTP."""

    def active(self) -> bool:
        """Whether it does anything, and is not used up."""
        does = any(getattr(self, each.name) for each in fields(Fault) if each.name not in ("on", "times", "message"))
        return does and self.times != 0

    def fits(self, request: Request) -> bool:
        """Whether a request is one of those it is meant for."""
        match self.on:
            case None:
                return True
            case str() as word:
                return request.method == word if word.isupper() else word in request.target
            case question:
                return question(request)

    def reply(self, always: Mapping[str, str]) -> Reply | None:
        """Return what is answered instead of asking the service, None if the service is asked.

        `always` are the headers of the service's own answers, with which `status` is answered too.
        """
        headers = {"Retry-After": self.retry_after} if self.retry_after else {}
        if self.redirect_to:
            return Reply(self.status or 307, {"Location": self.redirect_to, **headers})
        if self.html:
            page = html_reply(self.html)
            return Reply(page.status, {**page.headers, **headers}, page.body)
        if self.status:
            return json_reply({"status": self.status, "message": self.message}, self.status, {**always, **headers})
        return None


@dataclass(slots=True)
class Faults(Fault):
    """The faults of a server: itself one, which lasts until it is cleared, and before it those of `also`."""

    also: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Add a fault beside the others, and return it."""
        self.also.append(fault)
        return fault

    def pick(self, request: Request) -> Fault:
        """Return the fault for a request, one that does nothing where there is none. Counts those told by `times`."""
        for fault in (*self.also, self):
            if fault.active() and fault.fits(request):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return Fault()

    def clear(self) -> None:
        """Let nothing go wrong from now on."""
        clean = type(self)()
        for each in fields(self):
            setattr(self, each.name, getattr(clean, each.name))
