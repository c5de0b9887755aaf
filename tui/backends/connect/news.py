"""What others wrote, told by the versions of the vaults. What we wrote ourselves is no news."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tui.backends.connect.wire import WireVault
from tui.backends.protocol import Changed
from tui.model.ids import VaultId


@dataclass(frozen=True, slots=True)
class _State:
    """What a vault said of itself. `rest` counts where the server has no versions."""

    content: int
    attributes: tuple[object, ...]
    rest: tuple[object, ...]


class News:
    """The vaults as they were seen last. Own writes are expected for `seconds`: the server may show them late.

    One that is never shown is told as news then: another's write may have been taken for it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[VaultId, _State] | None = None
        self._own: dict[VaultId, deque[float]] = {}
        self._amiss: set[VaultId] = set()

    @contextmanager
    def writing(self, vault: VaultId) -> Iterator[None]:
        """Within it we write to a vault: the next version of it is ours, and may be seen before we are answered."""
        self._own.setdefault(vault, deque()).append(asyncio.get_running_loop().time())
        try:
            yield
        except BaseException:
            self.unwritten(vault)
            raise

    def unwritten(self, vault: VaultId) -> None:
        """There was nothing to write to a vault."""
        own = self._own.get(vault)
        if own:
            own.pop()
        else:
            self._amiss.add(vault)  # what was taken for ours was another's

    def begin(self, vaults: Sequence[WireVault]) -> None:
        """Take vaults as known, unless some were taken before."""
        if self._known is None:
            self._known = {VaultId(one.id): _state(one) for one in vaults}

    def changed(self, vaults: Sequence[WireVault]) -> Changed:
        """Return what is new since the last call."""
        self.begin(vaults)
        before = self._known or {}
        now = {VaultId(one.id): _state(one) for one in vaults}
        self._known = now
        anywhere = before.keys() != now.keys() or any(before[one].attributes != now[one].attributes for one in now)
        return Changed(
            anywhere, frozenset(one for one in now if one in before and self._news(one, before[one], now[one]))
        )

    def _news(self, vault: VaultId, before: _State, now: _State) -> bool:
        """Whether somebody else wrote to a vault: it is further on than by our own writes."""
        versioned = now.content or before.content
        steps = now.content - before.content if versioned else int(now.rest != before.rest)
        own = self._own.get(vault, deque())
        late = asyncio.get_running_loop().time() - self._seconds
        amiss = steps < 0 or vault in self._amiss
        self._amiss.discard(vault)
        while own and own[0] < late:
            own.popleft()
            amiss = True  # it was never seen, or another's was taken for it
        for _ in range(min(max(0, steps), len(own))):
            own.popleft()
            steps -= 1
        return amiss or steps > 0


def _state(vault: WireVault) -> _State:
    return _State(
        vault.content_version,
        (vault.attribute_version, vault.name, vault.description),
        (vault.items, vault.updated),
    )
