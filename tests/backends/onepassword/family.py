"""An account that is opened by the desktop app of the tests' 1Password."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tui.backends.onepassword.calls import Calls
from tui.model.account import AccountConfig, TokenSource
from tui.model.ids import AccountId
from tui.model.secret import Secret

LOGIN = "Example Family"
BUSY = 10.0
"""Seconds that a busy machine may add to what takes no time."""


def account(login: str = LOGIN) -> Calls:
    """Return the calls of an account that the app knows by a name."""
    config = AccountConfig(AccountId("a"), "onepassword-desktop", "Home", "", TokenSource.APP, login=login)
    return Calls.for_account(config, Secret(""))


async def until(seen: Callable[[], bool]) -> None:
    """Wait until something is seen."""
    async with asyncio.timeout(45):
        while not seen():
            await asyncio.sleep(0.002)


def asking(calls: Calls) -> asyncio.Task[object]:
    """Ask for the vaults, without waiting."""
    return asyncio.create_task(calls.ask("VaultsList", {}, "the vaults"))
