"""An `Http` and the real server that it asks."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.backends.raw_server import RawServer, Reply, serving
from tui.backends.http import Endpoint, Http, Patience
from tui.model.secret import Secret

TOKEN = "Bearer s3cret-token"
HASTY = Patience(first=0.01, most=0.02)
"""As patient as in earnest, but for the pauses."""


@asynccontextmanager
async def asking(
    reply: Reply, patience: Patience = HASTY, path: str = "", tls: ssl.SSLContext | None = None, ca_file: str = ""
) -> AsyncIterator[tuple[RawServer, Http]]:
    """Run a server, and ask it."""
    async with serving(reply, tls) as server:
        http = client(server.url + path, patience, ca_file=ca_file)
        try:
            yield server, http
        finally:
            await http.aclose()


def client(
    url: str, patience: Patience = HASTY, *, ca_file: str = "", allow_http: bool = False, use_proxy: bool = False
) -> Http:
    """Return what asks an address."""
    endpoint = Endpoint(url, ca_file, allow_http, use_proxy)
    return Http(endpoint, {"Authorization": Secret(TOKEN)}, "The test server", patience)
