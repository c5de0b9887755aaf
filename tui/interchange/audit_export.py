"""The audit log as a file: CSV for spreadsheets, or JSON Lines, which is exact.

A file that is there is never overwritten, nobody else may read what is made, and what could not be finished is removed.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from tui.host.display import display_text
from tui.model.audit import AuditEvent
from tui.model.errors import Denied, Unreachable


class Format(StrEnum):
    """What kind of file; the value is its ending."""

    CSV = "csv"
    JSON_LINES = "jsonl"


COLUMNS = (
    *("time", "who", "action", "result", "item", "vault", "field", "detail", "ip", "client", "log"),
    *("service word", "event id", "account id", "vault id", "item id", "also told"),
)
"""The columns of the CSV file. Times are UTC. The last one has what a service told beside that."""

BOM = "\ufeff"
"""Begins a CSV file: without it spreadsheets do not take it for UTF-8."""

# What a spreadsheet may take for the beginning of a formula, full-width, small, raised and lowered forms too.
_FORMULA = "=+\\-@\u2212\u207a\u207b\u207c\u208a\u208b\u208c\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
# A spreadsheet may split at another separator than ours, and then see quotes and spaces before it sees the sign.
_BEGINNING = re.compile(rf"(^|[,;|])([\s\"']*)(?=[{_FORMULA}])")


def csv_rows(events: Iterable[AuditEvent]) -> str:
    """Return a line for each event, every cell in quotes, no cell such that a spreadsheet could run it."""
    return _csv(map(_row, events))


def csv_header() -> str:
    """Return the first line of a CSV file."""
    return BOM + _csv([COLUMNS])


def _row(event: AuditEvent) -> Iterator[str]:
    ref = event.ref
    texts = (
        *(_time(event.at), event.actor, event.deed, event.result, event.title, event.vault_name, event.field),
        *(event.detail, event.ip, event.client, event.source, event.word),
        event.id or (str(event.serial) if event.serial else ""),
        *((ref.account, ref.vault, ref.item) if ref is not None else ("", "", "")),
    )
    yield from map(cell, texts)
    yield _guarded(" · ".join(display_text(f"{name}: {text}") for name, text in event.raw))


def _csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(rows)
    return text.getvalue()


def cell(text: str) -> str:
    """Return a text as a cell may hold it: one line, safe to show, with an apostrophe before what begins a formula.

    The rule is OWASP's (CSV injection), widened to signs that follow any separator inside the text.
    """
    return _guarded(display_text(text))


def _guarded(text: str) -> str:
    return _BEGINNING.sub(r"\1\2'", text)


def json_rows(events: Iterable[AuditEvent]) -> str:
    """Return a line for each event, exact: times in Unix seconds, and everything outside ASCII escaped."""
    return "".join(json.dumps(_plain(event)) + "\n" for event in events)


def _plain(event: AuditEvent) -> dict[str, object]:
    return {
        "serial": event.serial,
        "at": event.at,
        "time": _time(event.at),
        "actor": event.actor,
        "action": event.action.value,
        "result": event.result.value,
        "account": event.ref.account if event.ref else None,
        "vault": event.ref.vault if event.ref else None,
        "item": event.ref.item if event.ref else None,
        "title": event.title,
        "vault_name": event.vault_name,
        "field": event.field,
        "detail": event.detail,
        "ip": event.ip,
        "client": event.client,
        "log": event.source,
        "word": event.word,
        "id": event.id,
        "raw": event.raw,
    }


def _time(at: float) -> str:
    try:
        return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (OverflowError, OSError, ValueError):
        return str(at)


async def export(path: Path, form: Format, pages: AsyncIterator[Sequence[AuditEvent]]) -> int:
    """Write events to a new file, readable by its owner alone, and return how many there were.

    Raises:
        Denied: there is a file of that name already.
        Unreachable: it cannot be written.
        VaultError: what reading the pages raises.
    """
    file = await asyncio.to_thread(_create, path)
    done = False
    try:
        count = 0
        await _to_its_end(partial(_write, path, file, csv_header() if form is Format.CSV else ""))
        async for page in pages:
            count += len(page)
            await _to_its_end(partial(_write, path, file, csv_rows(page) if form is Format.CSV else json_rows(page)))
        await _to_its_end(partial(_finish, path, file))
        done = True
        return count
    finally:
        if not done:
            _remove(path)
        os.close(file)


async def _to_its_end(work: Callable[[], None]) -> None:
    """Do work in a thread; who is cancelled meanwhile waits for it, since the file is closed afterwards."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _create(path: Path) -> int:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o600)
    except FileExistsError:
        raise Denied(f"{path} exists already; choose another name.") from None
    except (OSError, ValueError):
        raise Unreachable(f"{path} cannot be made; check that its directory is there and can be written.") from None


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _write(path: Path, file: int, text: str) -> None:
    left = memoryview(text.encode("utf-8"))
    try:
        while left:
            left = left[os.write(file, left) :]
    except OSError:
        raise _full(path) from None


def _finish(path: Path, file: int) -> None:
    try:
        os.fsync(file)
    except OSError:
        raise _full(path) from None


def _full(path: Path) -> Unreachable:
    return Unreachable(f"{path} could not be written to its end, perhaps because the disk is full; it was removed.")
