"""Which Environments are remembered: sealed in the home store, by whichever window, and gone with their account."""

from __future__ import annotations

import pytest

from tests.services.conftest import Opened
from tui.model.environment import EnvironmentId
from tui.model.ids import AccountId
from tui.services.environments import KEY, Environments, Known
from tui.store.naming import RecordKind

PROD = Known(AccountId("team"), EnvironmentId("blgexucrwfr2dtsxe2q4uu7dp4"), "Production")
STAGE = Known(AccountId("team"), EnvironmentId("wm3fzpb5tchavcxqgk4mlzbvpy"), "")
OTHER = Known(AccountId("home-team"), EnvironmentId("blgexucrwfr2dtsxe2q4uu7dp4"), "another account's")


async def test_they_are_kept_in_the_order_of_their_names(opened: Opened) -> None:
    mine = opened.session.environments
    assert mine.kept
    for one in (STAGE, PROD, OTHER):
        await mine.put(one)
    again = Environments(opened.session.home)
    assert await again.all() == (OTHER, PROD, STAGE)
    assert await again.rename(STAGE, "A first") == (Known(STAGE.account, STAGE.id, "A first"), OTHER, PROD)
    assert await again.forget(OTHER) == (Known(STAGE.account, STAGE.id, "A first"), PROD)


async def test_two_windows_change_what_is_kept_then(opened: Opened) -> None:
    here, there = Environments(opened.session.home), Environments(opened.session.home)
    await here.put(PROD)
    await there.put(STAGE)
    assert await here.all() == (PROD, STAGE)
    await there.put(Known(PROD.account, PROD.id, "Live"))
    assert [one.name for one in await here.all()] == ["Live", ""]


async def test_they_go_with_their_account(opened: Opened) -> None:
    mine = opened.session.environments
    await mine.put(PROD)
    await mine.put(OTHER)
    assert opened.session.remotes.on_removed is not None
    await opened.session.remotes.on_removed(PROD.account)
    assert await mine.all() == (OTHER,)


@pytest.mark.parametrize("raw", [b"", b"{", b"{}", b"[1]", b'[["a", 2, "c"], ["a", "b"]]', b"\xff"])
async def test_what_has_another_form_is_left_out(opened: Opened, raw: bytes) -> None:
    assert opened.session.home is not None
    await opened.session.home.finish(lambda backend: backend.put(RecordKind.LEARNT, KEY, raw))
    assert await opened.session.environments.all() == ()
    assert await opened.session.environments.put(PROD) == (PROD,)


async def test_without_a_store_they_last_for_the_run() -> None:
    mine = Environments(None)
    assert not mine.kept
    await mine.put(PROD)
    assert await mine.rename(PROD, "Live") == await mine.all() == (Known(PROD.account, PROD.id, "Live"),)
    assert await mine.forget(PROD) == ()
