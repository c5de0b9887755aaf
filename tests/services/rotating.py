"""What the tests of rotations share: a service that fails at a step, and what is in an item and in the record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tests.screens.service import DEPLOY, Service, Silent
from tui.model.edit import Edit
from tui.model.errors import VaultError
from tui.model.field import Purpose
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.model.rotation import Rotation
from tui.model.secret import Secret
from tui.services import rotating
from tui.services.rotating import Outcome
from tui.services.session import Session

OLD, NEW = Secret("s3cret-old"), Secret("s3cret-new")


@dataclass
class Faults:
    """What the next update meets: an error `before` or `after` it is done, or a wait until `go` is set."""

    before: VaultError | None = None
    after: VaultError | None = None
    waits: bool = False
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)


class Faulty(Silent):
    """A service that can be written, and fails where a test wants it."""

    def __init__(self, service: Service, faults: Faults) -> None:
        super().__init__(service)
        self._faults = faults

    async def update(self, ref: ItemRef, edits: Sequence[Edit], version: int) -> Item:
        """See `Writer`."""
        if self._faults.before is not None:
            raise self._faults.before
        saved = await super().update(ref, edits, version)
        if self._faults.waits:
            self._faults.arrived.set()
            while not self._faults.go.is_set():
                await asyncio.sleep(0.005)
        if self._faults.after is not None:
            raise self._faults.after
        return saved


def password(item: Item) -> Secret:
    """Return the password of an item."""
    found = item.of(Purpose.PASSWORD)
    assert found is not None
    assert isinstance(found.value, Secret)
    return found.value


def change(service: Service, value: str, ref: ItemRef = DEPLOY) -> None:
    """Somebody else gives the item another password."""
    item = service.items[ref]
    fields = tuple(replace(one, value=Secret(value)) if one.purpose is Purpose.PASSWORD else one for one in item.fields)
    service.items[ref] = replace(item, fields=fields, version=item.version + 1)


async def rotate(session: Session, ref: ItemRef = DEPLOY, new: Secret = NEW) -> Outcome:
    """Rotate the password of an item."""
    item: Item = await session.api(ref.account).item(ref)
    found = item.of(Purpose.PASSWORD)
    assert found is not None
    return await rotating.rotate(session, item, found, new)


async def the_one(session: Session) -> Rotation:
    """Return the one rotation that is kept, as it is on the disk."""
    (rotation,) = await session.rotations.all()
    return rotation


async def noted(session: Session, matches: Callable[[str], bool] = lambda action: action == "rotate") -> list[str]:
    """Return results and details of what the audit log has, the newest first."""
    events = await session.audit.page(None, 50)
    return [f"{one.result.value}: {one.detail}" for one in events if matches(one.action.value)]
