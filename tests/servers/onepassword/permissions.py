"""What permissions must be granted together, as 1Password's documents list it for Business and for Teams."""

from __future__ import annotations

from tests.servers.onepassword.words import (
    ARCHIVE,
    CREATE,
    DELETE,
    EDITING,
    EXPORT,
    HISTORY,
    IMPORT,
    MANAGE,
    PRINT,
    READ,
    REVEAL,
    SEND,
    UPDATE,
    VIEWING,
)

# developer.1password.com/docs/cli/vault-permissions, the table of 1Password Business
BUSINESS = {
    CREATE: READ,
    REVEAL: READ,
    UPDATE: READ | REVEAL,
    ARCHIVE: READ | REVEAL | UPDATE,
    DELETE: READ | REVEAL | UPDATE,
    HISTORY: READ | REVEAL,
    IMPORT: READ | CREATE,
    EXPORT: READ | REVEAL | HISTORY,
    SEND: READ | REVEAL | HISTORY,
    PRINT: READ | REVEAL | HISTORY,
}
"""For each permission those that must be with it."""

LEVELS = (VIEWING, EDITING, MANAGE)
"""What 1Password Teams grants: each of them whole or not at all."""


def complete(permissions: int, plan: str) -> bool:
    """Whether a set of permissions can be granted as it is."""
    if plan == "teams":
        whole = all(permissions & level in (0, level) for level in LEVELS)
        return whole and not (permissions & EDITING and not permissions & VIEWING)
    return all(permissions & needed == needed for one, needed in BUSINESS.items() if permissions & one)
