"""1Password's core inside this process, for service accounts. Loaded only when such an account is asked something."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from onepassword.core import UniffiCore

from tui.backends.onepassword.faults import Said, parsed
from tui.backends.onepassword.lowering import quicken


class NativeLink(UniffiCore):  # type: ignore[misc]
    """The SDK's own core, which keeps the name of an error, and takes and gives JSON as it is."""

    def __init__(self) -> None:
        """Load the core. Raises ImportError, OSError and others where that cannot be."""
        super().__init__()
        quicken(self.core)

    async def begin(self, config: Mapping[str, object]) -> int:
        """Sign in, and return the client's number. Raises `Said`."""
        try:
            return int(await self.core.init_client(json.dumps(config)))
        except self.core.Error.Error as error:
            raise Said(*parsed(error.msg)) from None

    async def ask(self, request: str) -> str:
        """Put a request. Raises `Said`."""
        try:
            return str(await self.core.invoke(request))
        except self.core.Error.Error as error:
            raise Said(*parsed(error.msg)) from None

    async def aclose(self, client: int | None) -> None:
        """Let go of a client; one that is not there is let go."""
        if client is None:
            return
        try:
            self.core.release_client(json.dumps(client))
        except self.core.Error.Error:
            return

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """Nobody is asked."""

    def prompting(self) -> str:
        """Nobody is asked."""
        return ""

    def give_up(self) -> None:
        """Nothing waits for a person."""
