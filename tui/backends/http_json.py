"""JSON of an answer: a value, or news that it is none. No error of the parser leaves here, for it would quote.

A long list is not parsed as a whole, since the parser holds up the whole process: 20,000 items would stop every key
from being painted. It is cut; a cut is right exactly where what stands before it is complete JSON, so that a wrong one
is found out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pydantic_core

from tui.model.errors import Unreachable

SLICE = 96 * 1024
"""About how many bytes are parsed at once: some 250 items, 2 ms."""

_BETWEEN = re.compile(rb"\}\s*,\s*(?=\{)")
_START = re.compile(rb"\s*\[\s*")


def document(body: bytes, complaint: str) -> Any:
    """Return the JSON value of an answer.

    Raises:
        Unreachable: it is no JSON, or could not be sent back; `complaint` is what is said then.
    """
    try:
        value = pydantic_core.from_json(body, allow_inf_nan=False)
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        pass
    else:
        return value
    raise Unreachable(complaint)


def is_list(body: bytes) -> bool:
    """Whether an answer is a bare JSON list."""
    return _START.match(body) is not None


def slices(body: bytes, complaint: str) -> Iterator[list[Any]]:
    """Yield the elements of a JSON list, some at a time.

    Raises:
        Unreachable: it is no JSON list. What was yielded before is right nevertheless.
    """
    start, whole = _START.match(body), body.rstrip()
    if start is None or not whole.endswith(b"]"):
        raise Unreachable(complaint)
    at, stop, reach = start.end(), len(whole) - 1, SLICE
    while at < stop:
        cut = _BETWEEN.search(body, at + reach, stop)
        found = _parsed(body[at : cut.start() + 1 if cut else stop])
        if found is None and cut is None:
            raise Unreachable(complaint)
        if found is None:
            # The cut was within a text or an inner list. The next is looked for twice as far, so that no answer can
            # make this slow.
            reach *= 2
            continue
        yield found
        at, reach = cut.end() if cut else stop, SLICE


def _parsed(part: bytes) -> list[Any] | None:
    try:
        found = pydantic_core.from_json(b"[" + part + b"]", allow_inf_nan=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None
