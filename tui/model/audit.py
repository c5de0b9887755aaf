"""Audit events: who did what to which item, and how it ended. Values never."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.model.ids import ItemRef


class AuditAction(StrEnum):
    """What was done."""

    UNLOCK = "unlock"
    LOCK = "lock"
    REVEAL = "reveal"
    COPY = "copy"
    CREATE = "create"
    EDIT = "edit"
    ARCHIVE = "archive"
    RESTORE = "restore"
    DELETE = "delete"
    EXPORT = "export"
    CREATE_VAULT = "create vault"
    RENAME_VAULT = "rename vault"
    DELETE_VAULT = "delete vault"
    CHANGE_PASSWORD = "change password"  # noqa: S105 - the name of an action
    ROTATE_KEYS = "rotate keys"
    BACKUP = "backup"


class AuditResult(StrEnum):
    """How it ended."""

    OK = "ok"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One event. `at` is in Unix seconds; `title`, `vault_name` and `field` are names, never values."""

    at: float
    actor: str
    action: AuditAction
    result: AuditResult = AuditResult.OK
    ref: ItemRef | None = None
    title: str = ""
    vault_name: str = ""
    field: str = ""
    detail: str = ""
    serial: int = 0
