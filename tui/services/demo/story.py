"""The audit log of the demo: what two people did with the samples in the last week, and what was refused to them.

Rows are oldest first, and say how many hours ago something was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.ids import ItemRef

HOUR = 3600.0
NOBODY = "unknown"
"""Who it was that did not know the password."""

_OK, _FAILED, _REFUSED = AuditResult.OK, AuditResult.FAILED, AuditResult.REFUSED
_READ_ONLY = "demo.strongroom can only be read: nothing was changed."


class Row(NamedTuple):
    """An event; `item` is the title of a sample."""

    hour: float
    who: str
    action: AuditAction
    item: str = ""
    field: str = ""
    detail: str = ""
    result: AuditResult = _OK


_FIRST_DAYS = (
    Row(167.2, "mara", AuditAction.UNLOCK),
    Row(167.1, "mara", AuditAction.CREATE, "New supplier (fill in)"),
    Row(167.0, "mara", AuditAction.COPY, "Larkmail", "User name", "native"),
    Row(166.99, "mara", AuditAction.COPY, "Larkmail", "Password", "native"),
    Row(166.98, "mara", AuditAction.COPY, "Larkmail", "One-time code", "native"),
    Row(166.4, "mara", AuditAction.REVEAL, "Alder card", "verification number"),
    Row(166.2, "mara", AuditAction.LOCK),
    Row(151.3, "jonas", AuditAction.UNLOCK),
    Row(151.2, "jonas", AuditAction.REVEAL, "Router in the hall", "wireless network password"),
    Row(151.1, "jonas", AuditAction.COPY, "Rail & Ferry", "Password", "osc52"),
    Row(151.0, "jonas", AuditAction.RENAME_VAULT, detail="Home → Family"),
    Row(150.9, "jonas", AuditAction.DELETE_VAULT, detail=_READ_ONLY, result=_REFUSED),
    Row(150.8, "jonas", AuditAction.LOCK, detail="quit"),
    Row(142.5, "mara", AuditAction.UNLOCK),
    Row(142.4, "mara", AuditAction.COPY, "GitForge", "Password", "native"),
    Row(142.39, "mara", AuditAction.COPY, "GitForge", "One-time code", "native"),
    Row(142.1, "mara", AuditAction.COPY, "SMS gateway", "Credential", "the clipboard did not take it", _FAILED),
    Row(142.05, "mara", AuditAction.COPY, "SMS gateway", "Credential", "osc52"),
    Row(141.0, "mara", AuditAction.LOCK),
    Row(120.3, "mara", AuditAction.UNLOCK),
    Row(120.2, "mara", AuditAction.EDIT, "On-call runbook"),
    Row(120.1, "mara", AuditAction.EDIT, "On-call runbook", detail="This item was changed meanwhile.", result=_FAILED),
    Row(120.0, "mara", AuditAction.EDIT, "On-call runbook"),
    Row(119.7, "mara", AuditAction.COPY, "Beacon monitoring", "Password", "native"),
    Row(119.65, "mara", AuditAction.ATTACH_FILE, "Firmware signing", "release 4.1 checksums.txt"),
    Row(119.64, "mara", AuditAction.REPLACE_FILE, "Firmware signing", "release 4.2 checksums.txt"),
    Row(119.63, "mara", AuditAction.SAVE_FILE, "Firmware signing", "who may sign.txt", "~/Downloads/who may sign.txt"),
    Row(119.62, "mara", AuditAction.REMOVE_FILE, "Firmware signing", "old key.pem"),
    Row(119.6, "mara", AuditAction.COPY, "Customer portal – test tenant", "One-time code", "no code", _FAILED),
    Row(119.0, "mara", AuditAction.LOCK, detail="quit"),
)

_NIGHT = tuple(
    Row(77.0 - minutes / 60, NOBODY, AuditAction.UNLOCK, result=_FAILED) for minutes in (0.0, 0.4, 0.7, 1.5, 2.2, 3.9)
)
"""Somebody tries passwords at night: what a burst of refusals looks like."""

_AFTER_IT = (
    Row(70.1, "mara", AuditAction.UNLOCK),
    Row(70.0, "mara", AuditAction.CHANGE_PASSWORD),
    Row(69.9, "mara", AuditAction.ROTATE_KEYS),
    Row(69.8, "mara", AuditAction.BACKUP, detail="verified"),
    Row(69.7, "mara", AuditAction.EXPORT, detail="audit log, 214 events, CSV"),
    Row(69.6, "mara", AuditAction.IMPORT, detail="passwords.csv"),
    Row(69.55, "mara", AuditAction.MOVE, "Weather station on the roof", detail="from Work"),
    Row(69.5, "mara", AuditAction.LOCK),
    Row(57.7, "mara", AuditAction.UNLOCK),
    Row(57.6, "mara", AuditAction.EDIT, "GitForge"),
    Row(57.5, "mara", AuditAction.COPY, "GitForge", "Password", "native"),
    Row(57.4, "mara", AuditAction.REVEAL, "GitForge", "command line"),
    Row(57.2, "mara", AuditAction.DELETE, "Former build server", detail=_READ_ONLY, result=_REFUSED),
    Row(57.19, "mara", AuditAction.DELETE, "Former VPN", detail=_READ_ONLY, result=_REFUSED),
    Row(57.1, "mara", AuditAction.EXPORT, detail=_READ_ONLY, result=_REFUSED),
    Row(56.0, "mara", AuditAction.LOCK),
    Row(47.3, "jonas", AuditAction.UNLOCK, result=_FAILED),
    Row(47.29, "jonas", AuditAction.UNLOCK),
    Row(47.2, "jonas", AuditAction.COPY, "Hillside School portal", "Password", "osc52"),
    Row(47.1, "jonas", AuditAction.COPY, "Hillside School portal", "One-time code", "osc52"),
    Row(47.0, "jonas", AuditAction.REVEAL, "At home: doors and alarm", "code to arm"),
    Row(46.8, "jonas", AuditAction.CREATE, "Packing list for the sea"),
    Row(46.6, "jonas", AuditAction.LOCK, detail="quit"),
)

_YESTERDAY_AND_TODAY = (
    Row(33.4, "mara", AuditAction.UNLOCK),
    Row(33.3, "mara", AuditAction.COPY, "Halden VPN", "User name", "native"),
    Row(33.29, "mara", AuditAction.COPY, "Halden VPN", "Password", "native"),
    Row(33.28, "mara", AuditAction.COPY, "Halden VPN", "One-time code", "native"),
    Row(33.0, "mara", AuditAction.REVEAL, "Measurements database (production)", "password"),
    Row(32.9, "mara", AuditAction.COPY, "Jump host", "Password", "native"),
    Row(32.1, "mara", AuditAction.EDIT, "Deploy key", detail=_READ_ONLY, result=_REFUSED),
    Row(31.0, "mara", AuditAction.ARCHIVE, "Driftwood marketplace"),
    Row(30.9, "mara", AuditAction.RESTORE, "Kindergarten app", detail=_READ_ONLY, result=_REFUSED),
    Row(30.0, "mara", AuditAction.LOCK),
    Row(24.3, "jonas", AuditAction.UNLOCK),
    Row(24.2, "jonas", AuditAction.REVEAL, "Garage keypad", "password"),
    Row(24.1, "jonas", AuditAction.LOCK, detail="quit"),
    Row(9.5, "mara", AuditAction.UNLOCK, result=_FAILED),
    Row(9.49, "mara", AuditAction.UNLOCK),
    Row(9.4, "mara", AuditAction.CREATE_VAULT, detail="Trip to the coast"),
    Row(9.3, "mara", AuditAction.DELETE_VAULT, detail="Trip to the coast"),
    Row(9.2, "mara", AuditAction.COPY, "日本語の図書館カード", "Password", "native"),
    Row(9.1, "mara", AuditAction.COPY, "مكتبة المدينة", "User name", "native"),
    Row(9.0, "mara", AuditAction.LOCK),
    Row(2.6, "mara", AuditAction.UNLOCK),
    Row(2.5, "mara", AuditAction.COPY, "Alder Bank", "User name", "native"),
    Row(2.49, "mara", AuditAction.COPY, "Alder Bank", "Password", "native"),
    Row(2.48, "mara", AuditAction.COPY, "Alder Bank", "One-time code", "native"),
    Row(2.2, "mara", AuditAction.COPY, "Larkmail", "Website", "native"),
    Row(1.9, "mara", AuditAction.DELETE, "Old photo host", detail=_READ_ONLY, result=_REFUSED),
    Row(1.2, "mara", AuditAction.REVEAL, "Two codes, one login", "password"),
    Row(0.8, "mara", AuditAction.LOCK),
)

ROWS: Sequence[Row] = (*_FIRST_DAYS, *_NIGHT, *_AFTER_IT, *_YESTERDAY_AND_TODAY)


def events(items: Mapping[str, tuple[ItemRef, str]], now: float) -> Iterator[AuditEvent]:
    """Yield the events, oldest first; `items` has the place and the vault's name of every title."""
    for row in ROWS:
        ref, vault = items[row.item] if row.item else (None, "")
        yield AuditEvent(
            now - row.hour * HOUR, row.who, row.action, row.result, ref, row.item, vault, row.field, row.detail
        )
