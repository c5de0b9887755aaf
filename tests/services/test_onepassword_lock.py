"""The lock of a 1Password account: the client is let go, and nothing that can be reached knows the token any more."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("onepassword")

from tests.servers.onepassword import OnePassword
from tests.services.remote import desk
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import TokenRefused
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.services.remote_status import State

TEAM = AccountId("id-of-Team")
SEALED = AccountConfig(TEAM, "onepassword", "Team", "", TokenSource.SEALED)


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as op:
        op.add_item(op.add_vault("Work"), {"title": "Mail", "category": "Login"})
        yield op


def holders(op: OnePassword) -> list[str]:
    """Return what holds the token, in itself or as part of a text, but for the tests' 1Password."""
    gc.collect()
    theirs = {id(vars(op.core)), id(op.core)}
    found = []
    for one in gc.get_objects():
        if id(one) in theirs:
            continue
        for inner in gc.get_referents(one):
            text = inner.decode("latin-1") if isinstance(inner, bytes) else inner
            if isinstance(text, str) and op.token in text:
                found.append(f"{type(one).__module__}.{type(one).__name__}")
    return found


async def test_after_the_lock_nothing_knows_the_token(op: OnePassword, tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(SEALED, Secret(op.token))
        await here.until(TEAM, State.OPEN)
        assert op.clients == 1
        assert "tui.model.secret.Secret" in holders(op), "while it is open it is there to be found"
        await here.session.close(exiting=False)
        assert op.clients == 0
        assert holders(op) == []


async def test_a_switched_off_account_lets_its_client_go_and_a_refused_token_leaves_none(
    op: OnePassword, tmp_path: Path
) -> None:
    async with desk(tmp_path) as here:
        await here.session.remotes.add(SEALED, Secret(op.token))
        await here.until(TEAM, State.OPEN)
        with pytest.raises(TokenRefused):
            await here.session.remotes.replace_token(TEAM, Secret("ops_s3cret-wrong"))
        assert op.clients == 1
        await here.session.remotes.switch(TEAM, on=False)
        assert op.clients == 0
        await here.session.remotes.switch(TEAM, on=True)
        await here.until(TEAM, State.OPEN)
        assert op.clients == 1
