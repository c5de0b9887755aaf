"""The home store as the services use it, behind its worker.

The store is imported on the worker's thread, when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tui.model.ids import HOME

if TYPE_CHECKING:
    from tui.backends.local.backend import LocalBackend
    from tui.model.secret import Secret
    from tui.services.worker import ApiWorker, Written
    from tui.store.cost import Cost

Home: TypeAlias = "ApiWorker[LocalBackend]"
"""The worker of the store that the master password opens."""


def new_home(on_written: Callable[[Written], None], on_activity: Callable[[], None]) -> Home:
    """Return a worker that has opened nothing yet."""
    from tui.services.worker import ApiWorker, Ears

    return ApiWorker(HOME, Ears(on_written, on_activity))


async def open_store(home: Home, path: Path, state: Path, password: Secret, keep_versions: int) -> None:
    """Open the store at `path`; raises what `Store.open` raises."""

    async def opener() -> LocalBackend:
        from tui.backends.local.backend import LocalBackend
        from tui.store.store import Store

        store = Store.open(path, password, state_dir=state)
        store.keep_versions = keep_versions
        return LocalBackend(store)

    await home.start(opener)


async def make_store(
    home: Home, path: Path, state: Path, password: Secret, *, keep_versions: int = 50, cost: Cost | None = None
) -> None:
    """Make a store at `path` and open it; raises what `Store.create` raises."""

    async def opener() -> LocalBackend:
        from tui.backends.local.backend import LocalBackend
        from tui.store.store import Store

        store = Store.create(path, password, state_dir=state, cost=cost)
        store.keep_versions = keep_versions
        return LocalBackend(store)

    await home.start(opener)


def warnings(home: Home) -> tuple[str, ...]:
    """Return what was odd when the store was opened: sentences for the user."""
    backend = home.backend
    return backend.warnings if backend is not None else ()
