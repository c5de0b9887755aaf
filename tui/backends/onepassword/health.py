"""How a 1Password account is, in plain words: whether it answers, what it shows us, and what it never will."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from importlib import metadata

from tui.model.connection import Connection
from tui.model.errors import Locked, VaultError
from tui.model.vault import Vault

NAME = "1Password SDK"
NO_VAULTS = (
    "The service account has been given no vault. Its vaults are chosen when it is made, and cannot be changed then: "
    "make another service account on 1password.com. None can reach a built-in Personal, Private or Employee vault."
)


async def connection(vaults: Callable[[], Awaitable[Sequence[Vault]]], *, token: bool) -> Connection:
    """Ask for the vaults. `token`: with that of a service account, else through the desktop app.

    Tells of trouble in what it returns; raises `Locked` alone.
    """
    at, began = time.time(), time.monotonic()
    try:
        count = len(await vaults())
    except Locked:
        raise
    except VaultError as error:
        return Connection(at, False, str(error), NAME, _version())
    sentence = said(count, token=token)
    return Connection(at, sentence is not NO_VAULTS, sentence, NAME, _version(), time.monotonic() - began, count)


def said(vaults: int, *, token: bool) -> str:
    """Return what is said of an account that answers and shows so many vaults."""
    count = f"{vaults:,} {'vault' if vaults == 1 else 'vaults'}"
    if not token:
        return f"1Password answers through its desktop app, which lets the whole account be seen: {count}."
    if not vaults:
        return NO_VAULTS
    return (
        f"1Password answers. The service account reaches {count}; it can never reach a built-in Personal, Private or "
        "Employee vault."
    )


def _version() -> str:
    try:
        return metadata.version("onepassword-sdk")
    except metadata.PackageNotFoundError:
        return ""
