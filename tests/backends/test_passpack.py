"""A Passpack server as a backend: the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from tests.backends.contract import BackendContract
from tests.backends.contract_remote import RemoteContract
from tests.backends.passpack.place import opened
from tests.servers.passpack import PasspackServer, Speech
from tui.backends.passpack.backend import PasspackBackend
from tui.backends.protocol import (
    Archiver,
    Audited,
    Cached,
    Choosy,
    Filed,
    Noticing,
    Remote,
    VaultKeeper,
    Versioned,
    Writer,
)
from tui.backends.team import ByIdOpener, ItemAudited, Learning, MemberKeeper, MemberSharer, Metered, Rotator
from tui.model.category import CATEGORIES
from tui.model.dialect import DOCUMENTED, ROUTES, Dialect, Operation, Route
from tui.model.field import FieldKind
from tui.model.ids import ItemRef
from tui.model.vault import Vault


@pytest.fixture
def server() -> Iterator[PasspackServer]:
    with PasspackServer() as server:
        yield server
        server.check()


@pytest.fixture
async def backend(server: PasspackServer) -> AsyncIterator[PasspackBackend]:
    account = opened(server)
    yield account
    await account.aclose()


@pytest.fixture
async def vault(backend: PasspackBackend) -> Vault:
    return (await backend.vaults())[0]


class TestPasspack(BackendContract, RemoteContract):
    """The server keeps the contract."""

    refused_kinds = frozenset(FieldKind)
    refused_categories = frozenset(CATEGORIES) - {"LOGIN"}
    draft_kinds = frozenset({FieldKind.TEXT, FieldKind.CONCEALED, FieldKind.NOTES})
    has_websites = False
    has_tags = False
    favourites = False
    lists_versions = False

    async def test_it_offers_what_a_team_password_manager_has(self, backend: PasspackBackend) -> None:
        place: object = backend
        assert all(isinstance(place, one) for one in (Writer, Choosy, Cached, Remote, Noticing, ByIdOpener, Learning))
        assert all(isinstance(place, one) for one in (Rotator, MemberKeeper, MemberSharer, ItemAudited))
        assert not isinstance(place, Archiver | Versioned | VaultKeeper | Filed | Metered | Audited)

    @pytest.fixture
    def filed(self) -> tuple[ItemRef, dict[str, bytes]]:
        pytest.skip("no files here")


class TestInAnotherDialect(TestPasspack):
    """So does one that calls everything by other names, and tells little."""

    @pytest.fixture
    def server(self) -> Iterator[PasspackServer]:
        names = {"id": "uid", "title": "label", "password": "secret", "description": "remark"}
        speech = Speech(
            routes={"get": "GET /v2/entries/{id}", "update": "PATCH /v2/entries/{id}"},
            names=names,
            ids="awkward",
            envelope="nested",
            rows="brief",
            bodies={"create": "brief", "update": "none"},
        )
        with PasspackServer(speech, prefix="/portal") as server:
            yield server
            server.check()

    @pytest.fixture
    async def backend(self, server: PasspackServer) -> AsyncIterator[PasspackBackend]:
        routes = {
            **ROUTES,
            Operation.READ: Route.of("GET /v2/entries/{id}", Operation.READ),
            Operation.UPDATE: Route.of("PATCH /v2/entries/{id}", Operation.UPDATE),
        }
        dialect: Dialect = replace(
            DOCUMENTED,
            routes=routes,
            field_id="uid",
            field_title="label",
            field_password="secret",
            field_description="remark",
        )
        account = opened(server, dialect)
        yield account
        await account.aclose()


class TestWhereNothingIsListed(TestPasspack):
    """So does one that lists nothing: what was made here is known here, and read for the list."""

    lists_versions = True

    @pytest.fixture
    def server(self) -> Iterator[PasspackServer]:
        with PasspackServer(Speech(off={"list": 404, "members": 404})) as server:
            yield server
            server.check()
