"""Audit events: who did what to which item, and how it ended. Values never."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.model.ids import ItemRef


class AuditAction(StrEnum):
    """What was done."""

    UNLOCK = "unlock"
    LOCK = "lock"
    READ = "read"
    REVEAL = "reveal"
    COPY = "copy"
    CREATE = "create"
    EDIT = "edit"
    ARCHIVE = "archive"
    RESTORE = "restore"
    DELETE = "delete"
    MOVE = "move"
    IMPORT = "import"
    EXPORT = "export"
    SAVE_FILE = "save file"
    ATTACH_FILE = "attach file"
    REPLACE_FILE = "replace file"
    REMOVE_FILE = "remove file"
    GENERATE = "generate"
    ROTATE = "rotate"
    CREATE_VAULT = "create vault"
    RENAME_VAULT = "rename vault"
    DELETE_VAULT = "delete vault"
    SHARE = "share"
    CHANGE_ACCESS = "change access"
    ADD_MEMBER = "add member"
    CHANGE_PASSWORD = "change password"  # noqa: S105 - the name of an action
    ROTATE_KEYS = "rotate keys"
    BACKUP = "backup"
    ADD_ACCOUNT = "add account"
    CHANGE_ACCOUNT = "change account"
    REMOVE_ACCOUNT = "remove account"
    REPLACE_TOKEN = "replace token"  # noqa: S105 - the name of an action
    OPEN_ACCOUNT = "open account"
    OTHER = "other"
    """What we have no word for: a service's own is in `AuditEvent.word`, a newer Strongroom's begins the detail."""


class AuditResult(StrEnum):
    """How it ended."""

    OK = "ok"
    FAILED = "failed"
    REFUSED = "refused"
    OTHER = "other"
    """What only a newer Strongroom knows, or a service has another word for; the word begins the detail."""
    UNTOLD = "not told"
    """The service does not say. Our own log always does."""

    @property
    def bad(self) -> bool:
        """Whether something went wrong, as far as we know."""
        return self in (AuditResult.FAILED, AuditResult.REFUSED)


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One event. `at` is in Unix seconds; `title`, `vault_name` and `field` are names, never values.

    A `ref` whose item is "" is about the vault as a whole. What stands behind `serial` only services tell, and our own
    log does not keep: `id` and `word` are theirs, for the event and for what was done; `client` is the program or
    device; `source` says, where several logs are shown, which it is from; `raw` is what we have no place for, as names
    and texts.
    """

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
    id: str = ""
    word: str = ""
    ip: str = ""
    client: str = ""
    source: str = ""
    raw: tuple[tuple[str, str], ...] = ()

    @property
    def deed(self) -> str:
        """What was done, in our word or, where we have none, in that of the service."""
        return self.word if self.action is AuditAction.OTHER and self.word else self.action.value
