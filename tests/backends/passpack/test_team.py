"""Members and sharing with them, over a real server: what is not told is None, and a write is one request."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.passpack.place import ACCOUNT, asked
from tests.servers.exchange import Reply, Request
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer, Speech
from tests.servers.passpack.hostile import fill
from tests.servers.passpack.paging import Pages, Style
from tui.backends.passpack import member_wire
from tui.backends.passpack.capabilities import NotOffered
from tui.backends.passpack.team import Team
from tui.model.dialect import DOCUMENTED, Dialect, Operation
from tui.model.errors import Already, Denied, Invalid, NotFound, Unclear, VaultError
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.member import Member, MemberId

WENDY = MemberId("1001", number=True)


@asynccontextmanager
async def team(server: PasspackServer, dialect: Dialect = DOCUMENTED) -> AsyncIterator[Team]:
    """Open the team of a server."""
    async with asked(server, dialect) as service:
        yield Team(service)


def ref(entry: object) -> ItemRef:
    """Return where an entry is."""
    return ItemRef(ACCOUNT, VaultId("passwords"), ItemId(str(entry)))


def sent(server: PasspackServer, method: str = "POST") -> list[tuple[str, object]]:
    """Return the paths and bodies of what was sent by a method."""
    return [(one.path, json.loads(one.body)) for one in server.requests if one.method == method]


async def test_the_members_are_told_with_all_that_is_known_of_them(server: PasspackServer) -> None:
    server.add_member("wendy@team.example", "Wendy", role="admin")
    server.add_member("max@team.example", "Max")
    async with team(server) as place:
        assert await place.members() == [
            Member(WENDY, "Wendy", "wendy@team.example", "admin"),
            Member(MemberId("1002", number=True), "Max", "max@team.example"),
        ]


@pytest.mark.parametrize("envelope", ["", "data", "result", "items", "results", "nested"])
@pytest.mark.parametrize("style", ["none", "page", "offset", "cursor", "link", "content-range"])
async def test_all_pages_are_read(envelope: str, style: Style) -> None:
    speech = Speech(envelope=envelope)  # type: ignore[arg-type]  # the parameters are its values
    with PasspackServer(speech, pages=Pages(style, 3)) as server:
        added = [server.add_member(f"m{number}@team.example", f"M {number}") for number in range(8)]
        async with team(server) as place:
            found = await place.members()
    assert found is not None and [one.id.raw for one in found] == added


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_server_that_does_not_list_members_says_nothing_of_them_and_is_asked_once(
    server: PasspackServer, status: int
) -> None:
    server.speech.off["members"] = status
    async with team(server) as place:
        assert await place.members() is None
        asked_for = len(server.requests)
        assert await place.members() is None
    assert len(server.requests) == asked_for


async def test_that_members_may_not_be_seen_is_no_empty_team(server: PasspackServer) -> None:
    server.faults.add(Fault(on="/teams/members", status=403))
    async with team(server) as place:
        with pytest.raises(Denied, match="does not have the right"):
            await place.members()


async def test_a_member_is_added_by_one_request(server: PasspackServer) -> None:
    async with team(server) as place:
        added = await place.add_member("Wendy", "wendy@team.example")
    assert added == Member(WENDY, "Wendy", "wendy@team.example")
    assert sent(server) == [("/teams/members", {"email": "wendy@team.example", "name": "Wendy"})]
    assert server.members == [{"id": 1001, "name": "Wendy", "email": "wendy@team.example"}]


@pytest.mark.parametrize("body", ["brief", "empty", "none"])
async def test_the_id_that_an_answer_lacks_is_looked_up(server: PasspackServer, body: str) -> None:
    server.speech.bodies["add_member"] = body  # type: ignore[assignment]  # the parameters are its values
    async with team(server) as place:
        assert (await place.add_member("Wendy", "Wendy@team.example")).id == WENDY
        server.speech.off["members"] = 404
        place_id = (await place.add_member("Max", "max@team.example")).id
        assert place_id == MemberId("")
        with pytest.raises(Invalid, match="has not told this member's id"):
            await place.share_with(ref(server.add_entry()), place_id)
    assert [member["name"] for member in server.members] == ["Wendy", "Max"]


async def test_somebody_who_is_a_member_already_is_told_as_such(server: PasspackServer) -> None:
    server.add_member("wendy@team.example")
    async with team(server) as place:
        with pytest.raises(Already, match="somebody with this address is in the team already"):
            await place.add_member("Wendy", "wendy@team.example")


async def test_an_answer_that_is_lost_leaves_open_whether_a_member_was_added(server: PasspackServer) -> None:
    server.faults.add(Fault(on="POST", reset_after=True))
    async with team(server) as place:
        with pytest.raises(Unclear):
            await place.add_member("Wendy", "wendy@team.example")
    assert len(server.members) == 1
    assert len(sent(server)) == 1


@pytest.mark.parametrize("ids", ["number", "text", "awkward"])
async def test_an_entry_is_shared_and_the_id_goes_back_as_it_came(ids: str) -> None:
    with PasspackServer(Speech(ids=ids)) as server:  # type: ignore[arg-type]  # the parameters are its values
        entries = [server.add_entry() for _ in range(3)]
        added = [server.add_member(f"m{number}@team.example") for number in range(3)]
        async with team(server) as place:
            for entry, one in zip(entries, await place.members() or (), strict=True):
                assert await place.shared_with(ref(entry)) == []
                await place.share_with(ref(entry), one.id)
                assert [found.id for found in await place.shared_with(ref(entry)) or ()] == [one.id]
        assert [server.shares(entry) for entry in entries] == [[one] for one in added]
        assert [body for _, body in sent(server)] == [{"member_id": one} for one in added]
        server.check()


async def test_what_is_shared_already_is_told_as_such(server: PasspackServer) -> None:
    entry, wendy = server.add_entry(), server.add_member()
    server.share(entry, wendy)
    async with team(server) as place:
        with pytest.raises(Already, match="shared with the member already"):
            await place.share_with(ref(entry), MemberId(str(wendy), number=True))
    assert server.shares(entry) == [wendy]


async def test_why_somebody_may_not_see_an_entry_is_told_and_others_may(server: PasspackServer) -> None:
    entry, wendy, max_ = server.add_entry(), server.add_member(), server.add_member("max@team.example", "Max")
    server.refuse(wendy)
    async with team(server) as place:
        with pytest.raises(Denied, match="Nothing can be shared with this member"):
            await place.share_with(ref(entry), MemberId(str(wendy), number=True))
        with pytest.raises(Denied, match="No such member in this team"):
            await place.share_with(ref(entry), MemberId("777", number=True))
        with pytest.raises(NotFound):
            await place.share_with(ref("nowhere"), MemberId(str(max_), number=True))
        await place.share_with(ref(entry), MemberId(str(max_), number=True))
    assert server.shares(entry) == [max_]


async def test_once_something_was_shared_what_is_not_found_is_the_member(server: PasspackServer) -> None:
    entry, wendy = server.add_entry(), server.add_member()
    async with team(server) as place:
        await place.share_with(ref(entry), MemberId(str(wendy), number=True))
        server.faults.add(Fault(on="POST", status=404, times=1))
        with pytest.raises(NotFound):
            await place.share_with(ref(entry), MemberId("777", number=True))
        max_ = server.add_member("max@team.example", "Max")
        await place.share_with(ref(entry), MemberId(str(max_), number=True))
    assert server.shares(entry) == [wendy, max_]


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_server_that_does_not_tell_with_whom_something_is_shared(server: PasspackServer, status: int) -> None:
    entry, wendy = server.add_entry(), server.add_member()
    server.speech.off["shares"] = status
    async with team(server) as place:
        assert await place.shared_with(ref(entry)) is None
        await place.share_with(ref(entry), MemberId(str(wendy), number=True))
    assert server.shares(entry) == [wendy]


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_a_server_that_does_not_share_is_asked_once(server: PasspackServer, status: int) -> None:
    entry = server.add_entry()
    server.speech.off["share"] = status
    async with asked(server) as service:
        for _ in range(2):
            with pytest.raises(NotOffered, match="does not share passwords"):
                await Team(service).share_with(ref(entry), WENDY)
        assert service.capabilities.reason(Operation.SHARE)
    assert len(sent(server)) == 1


async def test_an_answer_that_says_it_was_not_done_is_believed(server: PasspackServer) -> None:
    entry = server.add_entry()
    server.speech.bodies["share"] = "whole"
    server.touch(entry, success=False, message="The owner must agree")
    wendy = MemberId(str(server.add_member()), number=True)
    async with team(server) as place:
        with pytest.raises(Denied, match="answers that it did not do it"):
            await place.share_with(ref(entry), wendy)


async def test_a_lost_answer_leaves_open_whether_it_is_shared(server: PasspackServer) -> None:
    entry, wendy = server.add_entry(), server.add_member()
    server.faults.add(Fault(on="POST", reset_after=True))
    async with team(server) as place:
        with pytest.raises(Unclear):
            await place.share_with(ref(entry), MemberId(str(wendy), number=True))
    assert len(sent(server)) == 1


@pytest.mark.parametrize("page", [b"<html>Please log in</html>", b"OK", b"\xff\xfe"])
async def test_a_page_for_people_is_no_success(
    server: PasspackServer, page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, wendy, original = server.add_entry(), server.add_member(), server.answer

    async def answer(request: Request) -> Reply:
        return await original(request) if request.method == "GET" else Reply(200, {}, page)

    monkeypatch.setattr(server, "answer", answer)
    async with team(server) as place:
        with pytest.raises(Unclear, match="not known"):
            await place.share_with(ref(entry), MemberId(str(wendy), number=True))
        with pytest.raises(Unclear, match="not known"):
            await place.add_member("Max", "max@team.example")
        server.share(entry, wendy)
        await place.share_with(ref(entry), MemberId(str(wendy), number=True))
        assert (await place.add_member("Wendy", "wendy@team.example")).id.text == str(wendy)


async def test_other_names_of_keys(server: PasspackServer) -> None:
    server.speech.names |= {"member_id": "memberNo", "email": "mail", "name": "fullName", "id": "no"}
    entry = server.add_entry()
    dialect = Dialect(field_member_id="memberNo", field_email="mail", field_name="fullName", field_id="no")
    async with team(server, dialect) as place:
        added = await place.add_member("Wendy", "wendy@team.example")
        await place.share_with(ref(entry), added.id)
        assert await place.shared_with(ref(entry)) == [added]
        assert await place.members() == [added]


async def test_hostile_names_are_kept_as_they_came(server: PasspackServer) -> None:
    fill(server, 8)
    async with team(server) as place:
        found = await place.members()
    assert found is not None
    assert [(one.name, one.email) for one in found] == [
        (member["name"].strip(), member["email"].strip()) for member in server.members
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (7, Member(MemberId("7", number=True))),
        ("7", Member(MemberId("7"))),
        ({"id": 99, "member_id": 7, "role": "viewer"}, Member(MemberId("7", number=True), role="viewer")),
        ({"id": 9, "user": {"id": "u", "first_name": "Ann", "last_name": "Bo"}}, Member(MemberId("u"), "Ann Bo")),
        ({"id": "x", "role": {"name": "owner"}}, Member(MemberId("x"), role="owner")),
        ({"name": "Nobody"}, None),
        ({"id": True}, None),
        ({"id": 1.5}, None),
        ({"id": ""}, None),
        (None, None),
    ],
)
def test_somebody_in_all_the_ways_there_are(told: object, expected: Member | None) -> None:
    assert member_wire.member(told, DOCUMENTED) == expected


KEYS = st.sampled_from(["id", "member_id", "member", "user", "name", "email", "role", "first_name"]) | st.text()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@given(JSON)
def test_nothing_breaks_the_reading_of_a_member(told: object) -> None:
    found = member_wire.member(told, DOCUMENTED)
    if found is not None:
        assert found.id.text and str(found.id.raw) == found.id.text
        assert found.label and found.described


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b'{"members": 7}', b'"x"'])
async def test_an_answer_that_is_no_list_is_no_empty_team(server: PasspackServer, body: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    server.faults.add(Fault(garbage=head + body))
    async with team(server) as place:
        if body == b"[]":
            assert await place.members() == []
            return
        with pytest.raises(VaultError):
            await place.members()
