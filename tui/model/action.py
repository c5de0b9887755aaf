"""What can be done in a place with vaults, by name."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What a person may want to do, and a place may refuse."""

    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    FAVOURITE = "favourite"
    ARCHIVE = "archive"
    RESTORE = "restore"
    DELETE = "delete"
    MOVE = "move"
    IMPORT = "import"
    VERSIONS = "versions"
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
    READ_ENVIRONMENT = "read environment"
    AUDIT = "audit"
    ADD_MEMBER = "add member"
