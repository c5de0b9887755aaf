"""How long to wait, and how often to try. Only what changes nothing is ever tried again."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from random import SystemRandom

_SECONDS = re.compile(r"[0-9]{1,10}")
_RANDOM = SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a reading request is made, and the pauses between, in seconds.

    A pause is anything up to `first`, doubled each time up to `most`, or what the service asks for up to `asked`.
    `connect` is how long a connection may take, `read` how long a reading request may be silent before the next try.
    """

    tries: int = 3
    first: float = 0.5
    most: float = 8.0
    asked: float = 60.0
    connect: float = 10.0
    read: float = 15.0

    def pause(self, tried: int, headers: Mapping[str, str]) -> float | None:
        """Return how long to wait after so many tries; None where we are asked to wait longer than we would."""
        wanted = retry_after(headers)
        if wanted is None:
            return _RANDOM.uniform(0, min(self.most, self.first * 2 ** (tried - 1)))
        return wanted if wanted <= self.asked else None


PATIENCE = Patience()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds the service asks us to wait (RFC 9110, 10.2.3), None where it does not say.

    A date is compared with the service's own clock, as far as it tells it.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until, now = _moment(text), service_time(headers)
    return None if until is None else max(0.0, until - (time.time() if now is None else now))


def service_time(headers: Mapping[str, str]) -> float | None:
    """Return what time it was by the service's clock when it answered, in Unix seconds; None where it does not say."""
    return _moment(headers.get("date", ""))


def _moment(text: str) -> float | None:
    """Return an HTTP date in Unix seconds."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
