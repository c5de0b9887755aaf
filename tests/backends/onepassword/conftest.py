"""An account of the tests' 1Password with one vault, and the backend that reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.backends.onepassword.family import LOGIN
from tests.backends.onepassword.place import Office, opened
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import DesktopApp


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as op:
        yield op


@pytest.fixture
async def place(op: OnePassword) -> AsyncIterator[Office]:
    vault = op.add_vault("Work")
    backend = opened(op)
    yield Office(op, backend, vault)
    await backend.aclose()


@pytest.fixture
def app(op: OnePassword) -> Iterator[DesktopApp]:
    op.add_vault("Team")
    with DesktopApp(op, LOGIN) as app:
        yield app
