"""What can be done with a Passpack account, each by one request, and how it shows on the server that it was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.backends.passpack.place import ACCOUNT, opened
from tests.servers.exchange import Request
from tests.servers.passpack import PasspackServer
from tui.backends.passpack.backend import PasspackBackend
from tui.backends.passpack.convert import PASSWORD, VAULT
from tui.model.category import LOGIN
from tui.model.edit import SetTitle
from tui.model.field import as_kind
from tui.model.ids import ItemId, ItemRef
from tui.model.item import Item
from tui.model.member import MemberId
from tui.model.secret import Secret

Json = dict[str, Any]

VALUES = {"username": "wendy", "password": "s3cret-made", "notes": "a\nnote"}
OLD: Json = {"title": "Mail", "username": "anna", "password": "s3cret-old", "description": "old", "url": "x.example"}


@dataclass
class Place:
    """A server with an entry that the boss sees, another that nobody touches, and a member; and what asks it."""

    server: PasspackServer
    backend: PasspackBackend
    entry: int
    other: int
    boss: int
    member: int
    before: Json
    version: int = 0

    @property
    def ref(self) -> ItemRef:
        """Where the entry is."""
        return ItemRef(ACCOUNT, VAULT, ItemId(str(self.entry)))

    @property
    def made(self) -> list[Json]:
        """The entries that were not there before."""
        return [each for each in self.server.entries if each["id"] not in (self.entry, self.other)]

    def now(self) -> Json | None:
        """Return the entry as it is on the server, None if it is gone."""
        return next((each for each in self.server.entries if each["id"] == self.entry), None)


async def laid(server: PasspackServer) -> Place:
    """Put entries and members on a server, and open a backend that has read them."""
    entry, other = int(server.add_raw(OLD)), int(server.add_entry("Bank"))
    boss, member = int(server.add_member("boss@team.example", "Boss")), int(server.add_member())
    server.share(entry, boss)
    place = Place(server, opened(server), entry, other, boss, member, server.entry(entry))
    place.version = (await place.backend.item(place.ref)).version
    await rows(place)
    server.forget()
    return place


def draft(title: str = "GitHub") -> Item:
    """Return an item that was never saved."""
    fields = (
        replace(field, value=as_kind(VALUES[field.id], field.kind)) for field in LOGIN.template if field.id in VALUES
    )
    return Item(ItemRef(ACCOUNT, VAULT, ItemId("")), title, LOGIN, fields=tuple(fields))


async def rows(place: Place) -> list[str]:
    """Return the ids of all rows."""
    return [row.ref.item async for page in place.backend.items(VAULT) for row in page]


# What can be done


@dataclass(frozen=True)
class Deed:
    """Something that can be done: which request does it, how, and how it shows on the server that it was done."""

    method: str
    end: str
    do: Callable[[Place], Awaitable[object]]
    done: Callable[[Place], bool]
    looks: bool = True
    """Whether it is looked what became of it, where the answer is lost."""

    def on(self, request: Request) -> bool:
        """Whether this is the request that does it."""
        return request.method == self.method and request.path.endswith(self.end)


async def _update(place: Place) -> None:
    saved = await place.backend.update(place.ref, [SetTitle("Post")], place.version)
    assert (saved.title, saved.version) == ("Post", place.version + 1)


async def _rotate(place: Place) -> None:
    saved = await place.backend.rotate(place.ref, Secret("s3cret-new"), place.version)
    field = saved.field(PASSWORD)
    assert field is not None
    assert isinstance(field.value, Secret)
    assert field.value.reveal() == "s3cret-new"


async def _create(place: Place) -> None:
    saved = await place.backend.create(draft())
    assert saved.title == "GitHub"
    assert [str(each["id"]) for each in place.made] == [saved.ref.item]


async def _delete(place: Place) -> None:
    await place.backend.delete(place.ref)


async def _share(place: Place) -> None:
    await place.backend.share_with(place.ref, MemberId(str(place.member), number=True))


async def _add_member(place: Place) -> None:
    await place.backend.add_member("Berta", "berta@team.example")


MADE: Json = {"title": "GitHub", "username": "wendy", "password": "s3cret-made", "description": "a\nnote"}

WRITES: dict[str, Deed] = {
    "update": Deed("PUT", "", _update, lambda at: at.now() == {**at.before, "title": "Post"}),
    "rotate": Deed("POST", "/rotate", _rotate, lambda at: at.now() == {**at.before, "password": "s3cret-new"}),
    "create": Deed(
        "POST", "/passwords", _create, lambda at: [each | {"id": 0} for each in at.made] == [{**MADE, "id": 0}]
    ),
    "delete": Deed("DELETE", "", _delete, lambda at: at.now() is None),
    "share": Deed("POST", "/share", _share, lambda at: at.server.shares(at.entry) == [at.boss, at.member], looks=False),
    "add member": Deed("POST", "/members", _add_member, lambda at: len(at.server.members) == 3, looks=False),
}


async def _list(place: Place) -> None:
    assert sorted(await rows(place)) == sorted(str(each["id"]) for each in place.server.entries)


async def _read(place: Place) -> None:
    assert (await place.backend.current(place.ref)).title == "Mail"


async def _audit(place: Place) -> None:
    assert [event async for page in place.backend.item_audit(place.ref) for event in page]


async def _members(place: Place) -> None:
    members = await place.backend.members()
    assert members is not None
    assert [each.id.raw for each in members] == [place.boss, place.member]


async def _shared(place: Place) -> None:
    shared = await place.backend.shared_with(place.ref)
    assert shared is not None
    assert [each.id.raw for each in shared] == [place.boss]


READS: dict[str, Deed] = {
    "list": Deed("GET", "/passwords", _list, lambda at: True),
    "read": Deed("GET", "", _read, lambda at: True),
    "audit": Deed("GET", "/audit", _audit, lambda at: True),
    "members": Deed("GET", "/members", _members, lambda at: True),
    "shared with": Deed("GET", "/share", _shared, lambda at: True),
}
