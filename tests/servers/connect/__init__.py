"""A 1Password Connect server for tests, after its documents, its clients and what was seen of the real one."""

from tests.servers.connect.rights import Access, Rights
from tests.servers.connect.server import ConnectServer

__all__ = ["Access", "ConnectServer", "Rights"]
