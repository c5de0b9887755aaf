"""The rules of 1Password's vault permissions: what each is called, and what it needs to be granted with it.

Nothing that we do not know is ever granted or taken away: bits beyond `ALL` stay as they came. Names, needs and
levels are those of https://developer.1password.com/docs/cli/vault-permissions (sections "1Password Business" and
"1Password Teams"), where each need is listed with all that it needs itself; here is the nearest alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.model.permission import Permission

P = Permission
NONE = P(0)


@dataclass(frozen=True, slots=True)
class About:
    """A permission in words: its `name` as 1Password writes it, what it is for, and how a column of it is headed.

    `needs` is the one permission that must be granted with it, or none.
    """

    permission: Permission
    name: str
    short: str
    shortest: str
    purpose: str
    needs: Permission = NONE


ABOUT: tuple[About, ...] = (
    About(P.READ_ITEMS, "View Items", "view", "view", "see the items of the vault"),
    About(
        P.REVEAL_ITEM_PASSWORD,
        "View and Copy Passwords",
        "reveal",
        "pass",
        "see concealed passwords and copy them",
        P.READ_ITEMS,
    ),
    About(
        P.UPDATE_ITEM_HISTORY,
        "View Item History",
        "history",
        "hist",
        "see and restore earlier versions of items",
        P.REVEAL_ITEM_PASSWORD,
    ),
    About(P.CREATE_ITEMS, "Create Items", "create", "new", "make items in the vault", P.READ_ITEMS),
    About(P.UPDATE_ITEMS, "Edit Items", "edit", "edit", "change items of the vault", P.REVEAL_ITEM_PASSWORD),
    About(P.ARCHIVE_ITEMS, "Archive Items", "archive", "arch", "put items of the vault away", P.UPDATE_ITEMS),
    About(P.DELETE_ITEMS, "Delete Items", "delete", "del", "delete items of the vault", P.UPDATE_ITEMS),
    About(P.IMPORT_ITEMS, "Import Items", "import", "imp", "move or copy items into the vault", P.CREATE_ITEMS),
    About(
        P.EXPORT_ITEMS,
        "Export Items",
        "export",
        "exp",
        "save items to an unencrypted file that other apps can read",
        P.UPDATE_ITEM_HISTORY,
    ),
    About(
        P.SEND_ITEMS,
        "Copy and Share Items",
        "share",
        "share",
        "copy items to other vaults, or share them outside of 1Password",
        P.UPDATE_ITEM_HISTORY,
    ),
    About(P.PRINT_ITEMS, "Print Items", "print", "print", "print what items hold", P.UPDATE_ITEM_HISTORY),
    About(
        P.MANAGE_VAULT,
        "Manage Vault",
        "manage",
        "mng",
        "give and take access to the vault, change what others may do, and delete it",
    ),
)
"""The permissions that can be granted one by one (1Password Business), the broadest first."""

ALL = Permission(sum(about.permission for about in ABOUT))
"""Every permission that can be granted here."""

_BY_PERMISSION = {about.permission: about for about in ABOUT}


@dataclass(frozen=True, slots=True)
class Level:
    """Permissions that 1Password Teams grants and takes away together; `needs` is the level that must go with it."""

    name: str
    short: str
    shortest: str
    purpose: str
    permissions: Permission
    needs: Level | None = None


VIEWING = Level(
    "Allow Viewing",
    "viewing",
    "viewing",
    "see the items of the vault, see their concealed passwords and copy them",
    P.READ_ITEMS | P.REVEAL_ITEM_PASSWORD | P.UPDATE_ITEM_HISTORY,
)
EDITING = Level(
    "Allow Editing",
    "editing",
    "editing",
    "make, change, move, print, copy, archive and delete items of the vault",
    Permission(ALL - VIEWING.permissions - P.MANAGE_VAULT),
    VIEWING,
)
MANAGING = Level(
    "Allow Managing",
    "managing",
    "managing",
    "give and take access to the vault, change what others may do, and delete it",
    P.MANAGE_VAULT,
)
LEVELS: tuple[Level, ...] = (VIEWING, EDITING, MANAGING)
"""What 1Password Teams grants, all or nothing each."""


def less(held: Permission, taken: Permission) -> Permission:
    """Return `held` without `taken`; bits that are not known stay."""
    return Permission(int(held) & ~int(taken))


def each(permissions: Permission) -> Iterator[About]:
    """Yield what is known of each permission in a set, the broadest first."""
    return (about for about in ABOUT if about.permission & permissions)


def needed(permissions: Permission) -> Permission:
    """Return all that must be granted with `permissions` (or with what that needs), as far as it is not in them."""
    found = NONE
    for about in each(permissions):
        need = about.needs
        while need:
            found |= need
            need = _BY_PERMISSION[need].needs
    return less(found, permissions)


def dependent(permissions: Permission) -> Permission:
    """Return all that cannot be held without one of `permissions`, as far as it is not in them."""
    found = Permission(sum(about.permission for about in ABOUT if needed(about.permission) & permissions))
    return less(found, permissions)


def granted(held: Permission, more: Permission) -> Permission:
    """Return `held` with `more` and all that it needs."""
    return held | more | needed(more)


def revoked(held: Permission, taken: Permission) -> Permission:
    """Return `held` without `taken` and all that needs it."""
    return less(held, taken | dependent(taken))


def toggled(held: Permission, permission: Permission) -> Permission:
    """Return `held` with one permission ticked or unticked: with what it needs, or without what needs it."""
    return revoked(held, permission) if held & permission else granted(held, permission)


def level_held(held: Permission, level: Level) -> bool | None:
    """Return whether a level is held: True for all of it, False for nothing of it, None for a part."""
    part = held & level.permissions
    return True if part == level.permissions else None if part else False


def level_toggled(held: Permission, level: Level) -> Permission:
    """Return `held` with a level ticked or unticked, and the levels that go with it; a part becomes the whole."""
    if level_held(held, level):
        going = [one for one in LEVELS if one is level or one.needs is level]
        return less(held, Permission(sum(one.permissions for one in going)))
    return held | level.permissions | (level.needs.permissions if level.needs else NONE)


def follows(changed: Permission, *, taken: bool) -> Permission:
    """Return what of a change goes along with another part of it: it is needed by that, or (taken away) needs it."""
    return Permission(
        sum(about.permission for about in each(changed) if (needed if taken else dependent)(about.permission) & changed)
    )


def others(held: Permission) -> Permission:
    """Return what is held beside the permissions that can be granted here."""
    return less(held, ALL)


def names(permissions: Permission) -> list[str]:
    """Return the permissions in words, also what is not known of them."""
    found = [about.name for about in each(permissions)]
    rest = others(permissions)
    if rest & P.RECOVER_VAULT:
        found.append("Recover Vault")
        rest = less(rest, P.RECOVER_VAULT)
    return [*found, f"others (0x{int(rest):x})"] if rest else found
