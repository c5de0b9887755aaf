"""An account is tried as it would be, apart from everything that is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.backends import registry
from tui.model.account import AccountConfig, TokenSource
from tui.model.dialect import Dialect
from tui.model.errors import Denied
from tui.model.secret import Secret
from tui.services import tokens
from tui.services.origin import origin
from tui.services.worker import ApiWorker, Ears

if TYPE_CHECKING:
    from tui.backends.protocol import Backend
    from tui.model.connection import Connection
    from tui.services.following import Following


async def tried(
    config: AccountConfig,
    token: Secret,
    dialect: Dialect,
    prompted: Callable[[str], None] = lambda sentence: None,
    over: Callable[[ApiWorker[Backend]], None] = lambda worker: None,
) -> Connection:
    """Open an account, ask for its vaults, and close it again.

    `prompted` is told what a person should do elsewhere meanwhile, and "" once that is done; `over` gets the account
    before it is closed, however that ended. Who is cancelled gives up.

    Raises:
        VaultError: it does not open, or shows no vaults because the token is refused, and why.
    """
    worker: ApiWorker[Backend] = ApiWorker(config.id, Ears(prompted=lambda _: prompted(worker.prompting())))

    async def opener() -> Backend:
        return registry.opened(config, token, dialect)

    try:
        await worker.start(opener)
        return await asked(worker)
    finally:
        over(worker)
        worker.give_up()
        await worker.aclose()


async def asked(worker: ApiWorker[Backend]) -> Connection:
    """Ask for the vaults of an account that is open, and how its service is. Raises VaultError."""
    vaults = await worker.vaults()
    return replace(await worker.connection(), vaults=len(vaults))


async def token_for(config: AccountConfig, token: Secret | None, one: Following | None) -> Secret:
    """Return the token to try an account with: the one that is given, or that it has; `one`: as it is open.

    Raises:
        Denied: there is none, or it was given for another place.
        VaultError: the file of the token cannot be read.
    """
    if not config.source.has_token:
        return Secret("")
    if token:
        return token
    if config.source is TokenSource.FILE and (found := await asyncio.to_thread(tokens.of_account, config)):
        return found
    if one is None or not one.token:
        raise Denied("Give the token first.")
    refuse_elsewhere(one, config, None)
    return one.token


def refuse_elsewhere(one: Following, config: AccountConfig, token: Secret | None) -> None:
    """Never send a token to another place than it was given for, unless it was given anew. Raises Denied."""
    same = token is None or token is one.token
    if not (same and one.token):
        return
    if one.config.kind != config.kind:
        raise Denied("Another kind of account needs a token of its own: the one there is was given for the old kind.")
    if origin(one.config.url) != origin(config.url):
        raise Denied("With another address the token has to be given again: it was given for the old one.")
