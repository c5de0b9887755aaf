"""A 1Password account as a backend, with a token and through the desktop app: the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

pytest.importorskip("onepassword")

from tests.backends.contract import BackendContract
from tests.backends.contract_remote import RemoteContract
from tests.backends.onepassword.place import ACCOUNT, opened
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import DesktopApp
from tui.backends.onepassword.backend import OnePasswordBackend
from tui.backends.protocol import Action
from tui.model.account import AccountConfig, TokenSource
from tui.model.field import FieldKind
from tui.model.ids import ItemId, ItemRef
from tui.model.secret import Secret
from tui.model.vault import Vault


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as op:
        op.add_vault("Work")
        yield op


@pytest.fixture
async def backend(op: OnePassword) -> AsyncIterator[OnePasswordBackend]:
    account = opened(op)
    yield account
    await account.aclose()


@pytest.fixture
async def vault(backend: OnePasswordBackend) -> Vault:
    return (await backend.vaults())[0]


class TestOnePassword(BackendContract, RemoteContract):
    """An account with a service account's token keeps the contract."""

    refused_kinds = frozenset({FieldKind.SSH_KEY, FieldKind.FILE, FieldKind.OTHER})
    refused_categories = frozenset({"CUSTOM", "DOCUMENT"})
    left_out_empty = frozenset({FieldKind.OTP, FieldKind.DATE, FieldKind.MONTH_YEAR, FieldKind.REFERENCE})
    favourites = False
    restores = False
    lists_versions = False
    replaces_in_place = False

    @pytest.fixture
    def filed(self, op: OnePassword, vault: Vault) -> tuple[ItemRef, dict[str, bytes]]:
        contents = {"deed.pdf": bytes(range(256)) * 999, "../../empty": b"", "naïve name?#.txt": b"text"}
        item = op.add_item(vault.id, {"title": "Deeds", "category": "Document"})
        for name, content in contents.items():
            op.add_file(vault.id, item, name, content)
        return ItemRef(vault.account, vault.id, ItemId(item)), contents


class TestOverTheDesktopApp(TestOnePassword):
    """So does one that the desktop app opens, which shows more vaults."""

    @pytest.fixture
    async def backend(self, op: OnePassword) -> AsyncIterator[OnePasswordBackend]:
        op.add_vault("Zeta, my own", "personal")
        with DesktopApp(op) as desktop:
            config = AccountConfig(ACCOUNT, "onepassword-desktop", "Mine", "", TokenSource.APP, login=desktop.login)
            account = OnePasswordBackend(config, Secret(""), (0.0, 0.01))
            yield account
            await account.aclose()

    async def test_all_of_the_account_is_seen(self, backend: OnePasswordBackend, vault: Vault) -> None:
        assert [one.name for one in await backend.vaults()] == ["Work", "Zeta, my own"]
        connection = await backend.connection()
        assert connection.good and "whole account" in connection.sentence and connection.vaults == 2
        sentence = backend.refusal(Action.EDIT, vault.id)
        assert sentence is None and backend.prompting() == ""
