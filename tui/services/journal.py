"""A place for drafts and the audit log where there is no store: sealed under the token of the account that was given.

Who has the token opens it again; it holds no vaults. One that another token sealed stays where it is, since another
Strongroom may have it open: a new one is made beside it.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from tui.host import paths
from tui.model.account import AccountConfig
from tui.model.errors import Damaged, Denied, NotFound, Unreachable, VaultError, WrongPassword
from tui.model.ids import AccountId
from tui.services.home import Home, make_store, open_store
from tui.services.worker import ApiWorker

if TYPE_CHECKING:
    from tui.backends.protocol import Backend
    from tui.services.tokens import Given

TRIED = 3
"""So many journals of a place are tried, the newest first: each takes its time."""


def journal_path(place: str, number: int = 0) -> Path:
    """Return the file for the place of an account (`Outside.place`); those with greater numbers were made later."""
    name = hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return paths.state_dir() / "journals" / (f"{name}-{number}.strongroom" if number else f"{name}.strongroom")


async def open_journal(home: Home, given: Given) -> str:
    """Open the journal of an account, or make one; return what is to be told, a sentence or "".

    Raises:
        TokenRefused: the service does not take the token, and it does not open what was sealed here before.
        Unreachable: nothing can be kept here.
        VaultError: what else the service says of a token that opens nothing here.
    """
    place = given.outside.place
    there = await asyncio.to_thread(_count, place)
    told = ""
    for number in range(there - 1, max(there - 1 - TRIED, -1), -1):
        path = journal_path(place, number)
        try:
            await open_store(home, path, paths.state_dir(), given.token, 0)
        except WrongPassword:
            sealed = (
                f"What was sealed under an earlier token is kept: strongroom --store {path} opens it with that token."
            )
            told = told or sealed
        except (Damaged, NotFound) as error:
            told = str(error)
        except VaultError as error:
            raise Unreachable(str(error)) from None
        else:
            return ""
    if told:
        await _ask_service(given)
    await _make(home, there, given)
    return told


def _count(place: str) -> int:
    """Return how many journals there are for a place."""
    count = 0
    while journal_path(place, count).exists():
        count += 1
    return count


async def _make(home: Home, number: int, given: Given) -> None:
    from tui.store.cost import FLOOR

    path = journal_path(given.outside.place, number)
    await asyncio.to_thread(paths.private_dir, path.parent)
    try:
        cost = FLOOR if given.random else None
        try:
            await make_store(home, path, paths.state_dir(), given.token, keep_versions=0, cost=cost)
        except Denied:  # another Strongroom has just made it
            await open_store(home, path, paths.state_dir(), given.token, 0)
    except VaultError as error:
        raise Unreachable(str(error)) from None


async def _ask_service(given: Given) -> None:
    """Raise TokenRefused, or whatever else the service says, unless it takes the token."""
    from tui.backends import registry

    config = AccountConfig(AccountId("asked"), given.kind, "", given.url, given.source)
    worker: ApiWorker[Backend] = ApiWorker(config.id)

    async def opener() -> Backend:
        return registry.opened(config, given.token)

    try:
        await worker.start(opener)
        await worker.vaults()
    finally:
        await worker.aclose()
