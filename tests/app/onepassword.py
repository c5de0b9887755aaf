"""A person before the real app with a 1Password account beside the own store, over the real SDK."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.app.person import Person, Stocked, unlocked
from tests.servers.onepassword import OnePassword
from tui.model.account import AccountConfig, TokenSource
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.screens.base import BaseScreen
from tui.services.session import Session

TEAM = AccountConfig(AccountId("team"), "onepassword", "Halden team", "", TokenSource.SEALED, plan=Plan.BUSINESS)
FAMILY = replace(TEAM, kind="onepassword-desktop", source=TokenSource.APP, login="Halden")
"""The same account through the desktop app, which calls it “Halden”."""


def session_of(person: Person) -> Session:
    """Return what the screen was given."""
    screen = person.app.screen
    assert isinstance(screen, BaseScreen)
    return screen.session


@asynccontextmanager
async def with_team(
    stocked: Stocked, op: OnePassword, config: AccountConfig = TEAM, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Person]:
    """Sit down before the vault list, with the account of `op` open."""
    async with unlocked(stocked.path, size=size) as person:
        session = session_of(person)
        await session.remotes.add(config, Secret(op.token))
        await session.remotes.read_all()
        yield person
