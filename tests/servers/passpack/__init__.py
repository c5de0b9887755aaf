"""A team password manager for tests, which speaks the documented dialect and its variations."""

from tests.servers.passpack.server import PasspackServer
from tests.servers.passpack.speech import Speech

__all__ = ["PasspackServer", "Speech"]
