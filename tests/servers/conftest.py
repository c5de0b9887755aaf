"""The servers of the tests, and clients without a will of their own that hold their tokens."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.servers.connect import ConnectServer
from tests.servers.onepassword import OnePassword, signed_in
from tests.servers.passpack import PasspackServer

CONTEXT = ssl.create_default_context()
"""One for all: httpx would read the system's certificates for each client anew, which no test here needs."""


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        yield server


@pytest.fixture
def http(server: ConnectServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, verify=CONTEXT) as http:
        yield http


@pytest.fixture
def team() -> Iterator[PasspackServer]:
    with PasspackServer() as team:
        yield team


@pytest.fixture
def web(team: PasspackServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {team.token}"}
    with httpx.Client(base_url=team.url, headers=headers, trust_env=False, verify=CONTEXT) as web:
        yield web


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as op:
        yield op


@pytest.fixture
async def sdk(op: OnePassword) -> Any:
    """The official client, signed in by the service account's token."""
    return await signed_in(op.token)
