"""A server, an empty vault of it, and our backend on it. What passed between them is held against the OpenAPI file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.backends.connect.place import Office, office
from tests.servers import openapi
from tests.servers.connect import ConnectServer


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        yield server
        openapi.checked(server, request.node)


@pytest.fixture
def vault(server: ConnectServer) -> str:
    return server.add_vault("Work")


@pytest.fixture
async def place(server: ConnectServer) -> AsyncIterator[Office]:
    async with office(server) as place:
        yield place
