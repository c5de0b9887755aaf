"""The home store (or another one) as a Backend: every call passes straight to the store.

It belongs to the thread whose event loop runs it; the store is opened there, at the first call.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from tui.backends.protocol import Action
from tui.model.audit import AuditEvent
from tui.model.draft import Draft
from tui.model.edit import Edit
from tui.model.ids import DraftId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary, VersionInfo
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.store.naming import RecordKind
from tui.store.store import Store


class LocalBackend:
    """Backend, Writer, Archiver, Versioned, VaultKeeper and Watched over a store."""

    def __init__(self, store: Store | Callable[[], Store]) -> None:
        self._store = store if isinstance(store, Store) else None
        self._open = store

    @property
    def store(self) -> Store:
        """The store, opened now if it was not yet. Raises what opening raises."""
        if self._store is None:
            assert not isinstance(self._open, Store)
            self._store = self._open()
        return self._store
