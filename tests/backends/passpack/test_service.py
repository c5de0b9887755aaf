"""The server as it is asked: addresses, headers, dialects, and what it does not have."""

from __future__ import annotations

import json

import pytest

from tests.backends.passpack.place import IMPATIENT, asked, config
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer, Speech
from tui.backends.passpack.capabilities import NotOffered
from tui.backends.passpack.service import Service
from tui.model.dialect import DOCUMENTED, ROUTES, Dialect, Operation, Route
from tui.model.errors import Denied, Invalid, Locked, NotFound, TokenRefused, Unclear, Unreachable, VaultError
from tui.model.secret import Secret


def routed(**texts: str) -> Dialect:
    """Return the documented dialect with other routes; "" takes one out."""
    routes = dict(ROUTES)
    for name, text in texts.items():
        operation = Operation(name)
        del routes[operation]
        if text:
            routes[operation] = Route.of(text, operation)
    return Dialect(routes=routes)


async def test_an_entry_is_asked_for_and_told(server: PasspackServer) -> None:
    entry = server.add_entry("Mail")
    async with asked(server) as service:
        answer = await service.call(Operation.READ, id=str(entry), what="the entry")
        assert json.loads(answer.body)["title"] == "Mail"
        assert [(one.method, one.path) for one in service.exchanges] == [("GET", f"/passwords/{entry}")]


@pytest.mark.parametrize("ending", ["", "/", "//"])
async def test_addresses_with_a_path_and_a_prefix(ending: str) -> None:
    with PasspackServer(prefix="/team/portal") as server:
        entry = str(server.add_entry())
        async with asked(server, Dialect(path_prefix="/portal"), f"{server.base_url}/team{ending}") as service:
            assert (await service.call(Operation.READ, id=entry, what="the entry")).ok


async def test_another_header() -> None:
    with PasspackServer(Speech(auth_header="X-Api-Key", auth_prefix="Token ")) as server:
        async with asked(server, Dialect(auth_header="X-Api-Key", auth_prefix="Token ")) as service:
            assert (await service.call(Operation.LIST, what="the list")).ok
        async with asked(server) as service:
            with pytest.raises(TokenRefused):
                await service.call(Operation.LIST, what="the list")


async def test_other_methods_and_paths(server: PasspackServer) -> None:
    server.speech.routes = {"get": "POST /v2/entries/{id}/show", "list": "GET /v2/entries"}
    entry = str(server.add_entry())
    dialect = routed(read="POST /v2/entries/{id}/show", list="GET /v2/entries?all=yes")
    async with asked(server, dialect) as service:
        assert (await service.call(Operation.READ, id=entry, what="the entry")).ok
        assert (await service.call(Operation.LIST, what="the list", query={"page": "1"})).ok
    assert server.requests[-1].query == {"all": "yes", "page": "1"}


@pytest.mark.parametrize("entry", ["a/b", "a b?c#d", "../x", "%2e%2e", "日本"])
async def test_an_odd_id_stays_one_part_of_the_path(server: PasspackServer, entry: str) -> None:
    server.add_entry("Odd", id=entry)
    async with asked(server) as service:
        answer = await service.call(Operation.READ, id=entry, what="the entry")
    assert json.loads(answer.body)["title"] == "Odd"


@pytest.mark.parametrize("entry", ["", ".", ".."])
async def test_an_id_that_would_be_another_place_is_not_asked_for(server: PasspackServer, entry: str) -> None:
    async with asked(server) as service:
        with pytest.raises(NotFound, match="does not find the entry"):
            await service.call(Operation.DELETE, id=entry, what="the entry")
    assert not server.requests


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize("name", ["list", "create", "members", "add_member", "rotate", "audit", "share"])
async def test_what_the_server_does_not_have_is_remembered(server: PasspackServer, name: str, status: int) -> None:
    operation, entry = Operation(name), str(server.add_entry())
    server.speech.off = {name: status}  # type: ignore[dict-item]
    async with asked(server) as service:
        with pytest.raises(NotOffered, match=f"{ROUTES[operation].text} with status {status}") as refused:
            await service.call(operation, id=entry, body={}, what="it")
        assert service.capabilities.reason(operation) == str(refused.value)
        before = len(server.requests)
        with pytest.raises(NotOffered):
            await service.call(operation, id=entry, body={}, what="it")
        assert len(server.requests) == before
        service.anew()
        assert service.capabilities.reason(operation) is None


@pytest.mark.parametrize("operation", [one for one in Operation if one.of_entry])
async def test_an_entry_that_is_not_there_is_not_an_operation(server: PasspackServer, operation: Operation) -> None:
    async with asked(server) as service:
        with pytest.raises(NotFound, match="does not find the entry"):
            await service.call(operation, id="4711", body=None, what="the entry")
        assert service.capabilities.reason(operation) is None


@pytest.mark.parametrize(("status", "error"), [(404, NotFound), (403, Denied)])
async def test_a_member_who_is_not_taken_is_not_the_operation(
    server: PasspackServer, status: int, error: type[VaultError]
) -> None:
    entry = str(server.add_entry())
    server.faults.add(Fault(on="POST", status=status, message="No such member"))
    async with asked(server) as service:
        with pytest.raises(error):
            await service.call(Operation.SHARE, id=entry, body={"member_id": 9}, what="the member")
        assert service.capabilities.reason(Operation.SHARE, entry) is None


async def test_what_the_settings_take_out_is_not_asked_for(server: PasspackServer) -> None:
    async with asked(server, routed(audit="")) as service:
        with pytest.raises(NotOffered, match="settings"):
            await service.call(Operation.AUDIT, id="1001", what="the audit")
        service.anew()
        assert service.capabilities.reason(Operation.AUDIT)
    assert not server.requests


async def test_a_right_that_is_missing_is_remembered_for_the_entry(server: PasspackServer) -> None:
    entry, server.token = str(server.add_entry()), server.grant("reader", writes=False)
    async with asked(server) as service:
        with pytest.raises(Denied, match="only read"):
            await service.call(Operation.DELETE, id=entry, what="the entry")
        assert service.capabilities.reason(Operation.DELETE, entry)
        assert service.capabilities.reason(Operation.DELETE, "another") is None


async def test_a_lost_answer_to_a_write_is_unclear_and_not_sent_again(server: PasspackServer) -> None:
    entry = str(server.add_entry())
    server.faults.add(Fault(on="PUT", reset_after=True))
    async with asked(server) as service:
        with pytest.raises(Unclear):
            await service.call(Operation.UPDATE, id=entry, body={"title": "New"}, what="the change")
    assert [one.method for one in server.requests] == ["PUT"]


async def test_a_server_that_is_away_and_an_account_that_is_closed(server: PasspackServer) -> None:
    async with asked(server) as service:
        server.stop()
        with pytest.raises(Unreachable):
            await service.call(Operation.LIST, what="the list")
        await service.aclose()
        with pytest.raises(Locked):
            await service.call(Operation.LIST, what="the list")


async def test_a_secret_said_back_is_not_shown(server: PasspackServer) -> None:
    server.faults.add(Fault(on="POST", status=422, message="bad password s3cret-new"))
    async with asked(server) as service:
        with pytest.raises(Invalid) as refused:
            await service.call(
                Operation.CREATE, body={"title": "x", "password": Secret("s3cret-new")}, what="the new entry"
            )
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("url", ["", "ftp://x", "http://passpack.example", "https://x/../y"])
def test_addresses_that_cannot_be_used(url: str) -> None:
    with pytest.raises(Invalid):
        Service(config(url), Secret("s3cret-token"), DOCUMENTED, IMPATIENT)
