"""Vaults of 1Password made, renamed and deleted, over the real SDK: the requests, the answers, and what is refused."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from tui.backends.onepassword.backend import OnePasswordBackend
from tui.model.account import AccountConfig, TokenSource
from tui.model.action import Action
from tui.model.errors import Denied, NotFound, Unclear
from tui.model.ids import AccountId, VaultId
from tui.model.secret import Secret

pytest.importorskip("onepassword")

from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.official import official, official_request


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as found:
        yield found


@asynccontextmanager
async def opened(op: OnePassword) -> AsyncIterator[OnePasswordBackend]:
    """Open the account of the service."""
    config = AccountConfig(AccountId("team"), "onepassword", "Team", "", TokenSource.SEALED)
    backend = OnePasswordBackend(config, Secret(op.token))
    yield backend
    await backend.aclose()


async def test_a_vault_is_made_renamed_and_deleted(op: OnePassword) -> None:
    async with opened(op) as backend:
        made = await backend.create_vault("Prod", "what runs")
        assert (made.account, made.name, made.description, made.items) == (AccountId("team"), "Prod", "what runs", 0)
        assert made.updated is not None and abs(made.updated - time.time()) < 60
        assert op.vault(made.id)["title"] == "Prod"
        renamed = await backend.rename_vault(made.id, "Production", "")
        assert (renamed.id, renamed.name, renamed.description) == (made.id, "Production", "")
        assert (op.vault(made.id)["title"], op.vault(made.id)["description"]) == ("Production", "")
        await backend.delete_vault(made.id)
        assert op.vaults() == []
        assert op.requests == ["VaultsCreate", "VaultsUpdate", "VaultsDelete"]


async def test_requests_are_those_of_the_official_methods(op: OnePassword) -> None:
    async with opened(op) as backend:
        made = await backend.create_vault("Prod")
        await backend.rename_vault(made.id, "Production", "what runs")
        await backend.delete_vault(made.id)
    changed = official("VaultUpdateParams", {"title": "Production", "description": "what runs"})
    assert op.sent == [
        official_request("vaults.create", official("VaultCreateParams", {"title": "Prod"})),
        official_request("vaults.update", made.id, changed),
        official_request("vaults.delete", made.id),
    ]


async def test_a_service_account_manages_only_what_it_made_and_that_is_remembered(op: OnePassword) -> None:
    vault = VaultId(op.add_vault("Team"))
    async with opened(op) as backend:
        assert backend.refusal(Action.DELETE_VAULT, vault) is None
        with pytest.raises(Denied, match="only vaults that it made itself"):
            await backend.delete_vault(vault)
        assert "only vaults that it made itself" in (backend.refusal(Action.DELETE_VAULT, vault) or "")
        assert backend.refusal(Action.RENAME_VAULT, vault) is None
        with pytest.raises(Denied, match="does not let this service account"):
            await backend.rename_vault(vault, "Mine", "")
        assert backend.refusal(Action.RENAME_VAULT, vault) is not None
        assert backend.refusal(Action.CREATE_VAULT, None) is None
        await backend.vaults()
        assert backend.refusal(Action.DELETE_VAULT, vault) is None
    assert op.vault(vault)["title"] == "Team"


async def test_an_account_that_may_make_no_vaults_says_so_from_then_on(op: OnePassword) -> None:
    op.account.may_create_vaults = False
    async with opened(op) as backend:
        with pytest.raises(Denied, match="may not make vaults"):
            await backend.create_vault("Prod")
        assert "may not make vaults" in (backend.refusal(Action.CREATE_VAULT, None) or "")
    assert op.vaults() == []


async def test_a_vault_that_is_gone_is_not_found_and_an_answer_that_is_lost_is_not_taken_for_a_failure(
    op: OnePassword,
) -> None:
    async with opened(op) as backend:
        with pytest.raises(NotFound):
            await backend.rename_vault(VaultId("x" * 26), "Prod", "")
        op.fail("VaultsCreate", "", "request timeout")
        with pytest.raises(Unclear):
            await backend.create_vault("Prod")


async def test_who_has_access_is_read_through_the_real_sdk(op: OnePassword) -> None:
    vault = op.add_vault("Team", ours=True)
    async with opened(op) as backend:
        assert (await backend.vault_access(VaultId(vault))).groups == ()
    assert op.sent[-1] == ("VaultsGet", {"vault_id": vault, "vault_params": {"accessors": True}})
