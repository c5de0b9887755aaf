"""A Connect server as a backend: the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.backends.connect.place import opened
from tests.backends.contract import BackendContract
from tests.backends.contract_remote import RemoteContract
from tests.servers import openapi
from tests.servers.connect import ConnectServer
from tui.backends.connect.backend import ConnectBackend
from tui.model.field import FieldKind
from tui.model.ids import ItemId, ItemRef
from tui.model.vault import Vault

STRANGERS = {
    "test_files_are_listed_told_and_read": ["is no fileUuid", "is no itemUuid"],
    "test_what_is_not_there_is_not_found": ["is no itemUuid", "is no vaultUuid"],
    "test_one_vault_is_told_by_its_id": ["is no vaultUuid"],
}
"""The tests of the contract that ask for ids of no form of Connect's."""


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        server.add_vault("Work")
        yield server
        openapi.checked(server, request.node, STRANGERS.get(request.node.name, ()))


@pytest.fixture
async def backend(server: ConnectServer) -> AsyncIterator[ConnectBackend]:
    connect = opened(server)
    yield connect
    await connect.aclose()


@pytest.fixture
async def vault(backend: ConnectBackend) -> Vault:
    return (await backend.vaults())[0]


class TestConnect(BackendContract, RemoteContract):
    """The server keeps the contract."""

    plain_texts = frozenset(
        {FieldKind.NOTES, FieldKind.PHONE, FieldKind.ADDRESS, FieldKind.CARD_NUMBER, FieldKind.CARD_TYPE}
    )
    refused_kinds = frozenset({FieldKind.REFERENCE, FieldKind.SSH_KEY, FieldKind.FILE, FieldKind.OTHER})
    refused_categories = frozenset({"CUSTOM", "CRYPTO_WALLET", "DOCUMENT", "SSH_KEY"})

    @pytest.fixture
    def filed(self, server: ConnectServer, vault: Vault) -> tuple[ItemRef, dict[str, bytes]]:
        contents = {"deed.pdf": bytes(range(256)) * 999, "../../empty": b"", "naïve name?#.txt": b"text"}
        item = server.add_item(vault.id, {"title": "Deeds", "category": "DOCUMENT"})
        for name, content in contents.items():
            server.add_file(vault.id, item, name, content)
        return ItemRef(vault.account, vault.id, ItemId(item)), contents
