"""What an account with Passpack learnt, as it is kept over runs: its entries, and what its server does not have."""

from __future__ import annotations

import json

from tui.backends.http_json import document
from tui.backends.passpack.register import Register
from tui.backends.passpack.service import Service
from tui.model.errors import VaultError

_SERVER = "server"
_LACKS = "lacks"


def written(register: Register, service: Service) -> bytes:
    """Return all of it. It tells nothing of values but to who can guess them: it is to be sealed."""
    return json.dumps(
        {**register.table(), _SERVER: {_LACKS: service.capabilities.table(), "at": service.address}}
    ).encode()


def read(kept: bytes, register: Register, service: Service) -> None:
    """Go on from what `written` once returned. What cannot be read, or is of another server, is ignored."""
    try:
        found = document(kept, "")
    except VaultError:
        return
    register.recall(found)
    server = found.get(_SERVER) if isinstance(found, dict) else None
    if isinstance(server, dict) and server.get("at") == service.address:
        service.capabilities.recall(server.get(_LACKS))
