"""What a service answered, and which news a status is.

The service's own words are foreign: they are quoted as they may be shown, cut, and without the secrets we sent.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tui.backends.http_patience import retry_after
from tui.host.display import display_text
from tui.model.errors import (
    Conflict,
    Denied,
    Invalid,
    NotFound,
    RateLimited,
    TokenRefused,
    Unclear,
    Unreachable,
    VaultError,
)
from tui.model.secret import DOTS, Secret

QUOTED = 200
"""So many characters of a service's own words are shown at most."""

MAYBE = "Whether it was done is not known: look before trying again."

FINAL = (501, 505)
"""Statuses of requests that the service does not know: nothing was begun, and another try goes no better."""

_READ = 64 * 1024
_SAYING = ("message", "error", "detail", "title")  # the last two are those of RFC 9457

_BEHIND = "{service} cannot be reached behind its address just now (status {status}): try again later."
_INVALID = "{service} does not accept the request for {what} (status {status})."

_NEWS: Mapping[int, tuple[type[VaultError], str]] = {
    400: (Invalid, _INVALID),
    401: (TokenRefused, "{service} does not take the account’s token: it is wrong, was replaced, or has expired."),
    403: (Denied, "{service} refuses {what}: the account’s token does not have the right."),
    404: (NotFound, "{service} does not find {what}."),
    408: (Unreachable, "{service} waited too long for the request for {what} (status 408): try again."),
    409: (Conflict, "{service} did not do it, since something else was changing {what} just then: try again."),
    410: (NotFound, "{service} does not have {what} any more."),
    413: (Invalid, "{service} finds {what} too large."),
    422: (Invalid, _INVALID),
    429: (RateLimited, "{service} has had too many requests, and asks us to wait before asking for {what} again."),
    502: (Unreachable, _BEHIND),
    503: (Unreachable, _BEHIND),
    504: (Unreachable, _BEHIND),
}


def _news_of_others(status: int) -> tuple[type[VaultError], str]:
    if status >= 500:
        return Unreachable, "{service} failed when it was asked for {what} (status {status})."
    return Unreachable, "{service} answered the request for {what} in a way that is not understood (status {status})."


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one request. Names of `headers` are in lower case.

    `service` names who answered, at the start of a sentence. `writing`: something was to be changed. `hidden` are the
    secrets that were sent, which are not shown where the service says them back.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    service: str = "The service"
    writing: bool = False
    hidden: tuple[Secret, ...] = field(default=(), repr=False)

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    def check(self, what: str) -> None:
        """Raise the `VaultError` that fits the status, unless all is well.

        `what` names what was asked for within a sentence: "the item".
        """
        if not self.ok:
            raise self._error(what)

    def message(self) -> str:
        """Return the service's own words, `{"message": …}` or as `_SAYING` says, as they may be shown; "" for none."""
        if len(self.body) > _READ or not self.body.lstrip().startswith(b"{"):
            return ""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return ""
        texts = [said.get(key) for key in _SAYING] if isinstance(said, dict) else []
        text = next((text.strip() for text in texts if isinstance(text, str)), "")
        return quotable(text, self.hidden)

    def _error(self, what: str) -> VaultError:
        kind, template = _NEWS.get(self.status) or _news_of_others(self.status)
        sentence = template.format(service=self.service, what=what, status=self.status)
        if message := self.message():
            sentence += f" It says: “{message}”."
        if kind is RateLimited:
            seconds = retry_after(self.headers)
            return RateLimited(sentence, None if seconds is None else time.time() + seconds)
        if self.writing and self.status >= 500 and self.status not in FINAL:
            return Unclear(f"{sentence} {MAYBE}")
        return kind(sentence)


def quotable(text: str, hidden: Iterable[Secret]) -> str:
    """Return a service's own words as they may be shown: cut, and without the secrets that were sent."""
    for secret in hidden:
        value = secret.reveal()
        quoted = (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1])
        for part in (value, *quoted, value.rpartition(" ")[2]):
            if len(part) > 2:
                text = text.replace(part, DOTS)
    shown = display_text(text)
    return shown if len(shown) <= QUOTED else shown[: QUOTED - 1] + "…"
