"""What was done to an entry, asked of a server: every envelope, order and paging, and whatever else it may answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.passpack.place import ACCOUNT, asked, config
from tests.servers.passpack import PasspackServer
from tests.servers.passpack.paging import Style
from tests.servers.passpack.state import Id
from tui.backends.http_answer import Answer
from tui.backends.passpack import audit
from tui.backends.passpack.capabilities import NotOffered
from tui.backends.passpack.service import Service
from tui.model.audit import AuditAction, AuditEvent
from tui.model.dialect import Operation
from tui.model.errors import NotFound, Unreachable, VaultError
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.secret import Secret

AT = 1_790_000_000


def ref(entry: Id) -> ItemRef:
    """Return where an entry is."""
    return ItemRef(ACCOUNT, VaultId("passwords"), ItemId(str(entry)))


async def told(service: Service, entry: Id) -> list[AuditEvent]:
    """Return all events of an entry."""
    return [event async for page in audit.events(service, ref(entry)) for event in page]


def stocked(server: PasspackServer, count: int) -> Id:
    """Add an entry that was viewed so often, a minute after the other, and return its id."""
    entry = server.add_entry()
    for number in range(count):
        server.add_event(entry, {"id": number + 1, "at": AT + 60 * number, "user": "ada", "action": "viewed"})
    return entry


@pytest.mark.parametrize("envelope", ["", "audit", "entries", "logs", "events", "data", "items", "history"])
async def test_every_envelope(server: PasspackServer, envelope: str) -> None:
    entry = stocked(server, 3)
    server.audit.envelope = envelope
    async with asked(server) as service:
        found = await told(service, entry)
    assert [event.at for event in found] == [AT + 120, AT + 60, AT]
    assert {(event.actor, event.action, event.ref) for event in found} == {("ada", AuditAction.READ, ref(entry))}


@pytest.mark.parametrize("envelope", ["", "audit", "entries", "logs", "events", "data", "items", "history"])
async def test_nothing_was_done_yet(server: PasspackServer, envelope: str) -> None:
    entry = server.add_entry()
    server.audit.envelope, server.audit.empty = envelope, True
    async with asked(server) as service:
        assert await told(service, entry) == []


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("style", ["none", "page", "offset", "cursor", "link", "content-range"])
async def test_newest_first_however_it_comes(server: PasspackServer, style: Style, newest_first: bool) -> None:
    entry = stocked(server, 23)
    server.pages.style, server.pages.size, server.audit.newest_first = style, 5, newest_first
    async with asked(server) as service:
        found = await told(service, entry)
    assert [event.id for event in found] == [str(number) for number in range(23, 0, -1)]


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("envelope", ["", "audit"])
async def test_one_page_with_all_comes_in_parts(server: PasspackServer, envelope: str, newest_first: bool) -> None:
    count = 2 * audit.PAGE + 1
    entry = stocked(server, count)
    server.audit.envelope, server.audit.newest_first = envelope, newest_first
    async with asked(server) as service:
        parts = [part async for part in audit.events(service, ref(entry))]
    assert [event.id for part in parts for event in part] == [str(number) for number in range(count, 0, -1)]
    assert max(map(len, parts)) <= audit.PAGE


async def test_pages_of_the_newest_are_seen_before_the_rest_is_read(server: PasspackServer) -> None:
    entry = stocked(server, 20)
    server.pages.style, server.pages.size = "page", 5
    async with asked(server) as service:
        pages = audit.events(service, ref(entry))
        assert [event.id for event in await anext(pages)] == ["20", "19", "18", "17", "16"]
        assert len(server.requests) == 1


async def test_what_shares_an_id_is_told_all_the_same_and_what_is_the_same_once(server: PasspackServer) -> None:
    entry = server.add_entry()
    for at, action in ((AT, "viewed"), (AT + 1, "copied"), (AT + 1, "copied")):
        server.add_event(entry, {"id": entry, "at": at, "action": action})
    server.add_event(entry, {"at": AT + 2, "action": "viewed"})
    server.add_event(entry, {"at": AT + 2, "action": "viewed"})
    async with asked(server) as service:
        found = await told(service, entry)
    assert [event.deed for event in found] == ["read", "read", "copy", "read"]


async def test_no_audit_at_all_is_remembered(server: PasspackServer) -> None:
    entry = server.add_entry()
    server.speech.off["audit"] = 405
    async with asked(server) as service:
        for _ in range(2):
            with pytest.raises(NotOffered, match="tell what was done"):
                await told(service, entry)
        assert service.capabilities.reason(Operation.AUDIT) is not None
    assert len(server.requests) == 1


async def test_an_entry_that_is_gone_is_not_a_server_without_audit(server: PasspackServer) -> None:
    entry = server.add_entry()
    server.remove(entry)
    async with asked(server) as service:
        with pytest.raises(NotFound):
            await told(service, entry)
        assert service.capabilities.reason(Operation.AUDIT) is None


async def test_what_was_read_before_it_broke_off_is_told(server: PasspackServer) -> None:
    entry = stocked(server, 12)
    server.pages.style, server.pages.size, server.audit.newest_first, server.pages.loop = "page", 5, False, True
    found: list[AuditEvent] = []
    async with asked(server) as service:
        with pytest.raises(Unreachable, match="round in circles"):
            async for page in audit.events(service, ref(entry)):
                found += page
    assert [event.id for event in found] == ["5", "4", "3", "2", "1"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["audit", "data", "items", "events", "id", "next", "total", "action", "time", "user"])
            | st.text(max_size=6),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


class Saying(Service):
    """A service that answers everything with one text, as often as it is asked."""

    def __init__(self, body: bytes) -> None:
        super().__init__(config("https://team.example"), Secret("s3cret-t"))
        self._body = body

    async def call(self, operation: Operation, **_: object) -> Answer:
        """Answer."""
        return Answer(200, {}, self._body)


@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40))
async def test_any_answer_is_events_or_news(body: bytes) -> None:
    service = Saying(body)
    try:
        found = await told(service, 1001)
    except VaultError:
        return
    finally:
        await service.aclose()
    assert all(event.ref == ref(1001) for event in found)
