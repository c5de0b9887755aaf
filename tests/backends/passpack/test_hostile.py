"""Answers that are none, or mean harm: an item or news comes of them, never anything else, and no secret is said."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.passpack.place import ACCOUNT, Team, config, new, team
from tests.servers.exchange import Reply, Request
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.http import Answer
from tui.backends.http_pages import Collection, elements
from tui.backends.passpack import convert, memory, pages
from tui.backends.passpack.register import Register
from tui.backends.passpack.service import Service
from tui.backends.passpack.wire import object_of
from tui.model.dialect import DOCUMENTED
from tui.model.edit import SetTitle
from tui.model.errors import VaultError
from tui.model.ids import ItemId, ItemRef
from tui.model.secret import Secret

REF = ItemRef(ACCOUNT, convert.VAULT, ItemId("7"))
KEYS = (
    "id",
    "title",
    "username",
    "password",
    "description",
    "data",
    "items",
    "result",
    "updated_at",
    "api_key",
    "next",
)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner),
    max_leaves=8,
)
bodies = st.binary(max_size=30) | values.map(lambda value: json.dumps(value).encode())


@given(bodies)
def test_any_answer_is_an_item_or_news(body: bytes) -> None:
    keys = {"id", *convert.own_keys(DOCUMENTED)}
    try:
        raw = object_of(Answer(200, {}, body), keys, DOCUMENTED, "an entry")
    except VaultError as error:
        assert str(error).endswith(".")
        return
    item = convert.item(raw, REF, 1, DOCUMENTED)
    assert item.ref == REF and len({field.id for field in item.fields}) == len(item.fields)
    assert convert.item(raw, REF, 1, DOCUMENTED) == item
    assert item.summary().title == item.title


@given(st.lists(values, max_size=6))
def test_any_element_is_a_row_or_none(found: list[Any]) -> None:
    for raw in found:
        row = convert.summary(raw, ACCOUNT, DOCUMENTED)
        assert row is None or (row.ref.item)


@given(st.lists(bodies, min_size=1, max_size=5))
async def test_any_pages_come_to_an_end(answers: list[bytes]) -> None:
    asked: list[object] = []

    async def get(query: dict[str, str]) -> Answer:
        asked.append(query)
        return Answer(200, {}, answers[min(len(asked), len(answers)) - 1])

    of = Collection("The server", "the list", "It is no list.", "here", ["passwords"])
    try:
        [part async for part in elements(get, of)]
    except VaultError as error:
        assert str(error).endswith(".")
    assert len(asked) <= 2 * len(answers) + 2, "a page is asked for once more where fewer are told of"


@given(bodies)
async def test_what_is_recalled_is_versions_or_nothing(kept: bytes) -> None:
    register, service = Register(), Service(config("http://127.0.0.1:9"), Secret("s3cret-token"))
    memory.read(kept, register, service)
    await service.aclose()
    assert register.version("7", ("a", "b", "c", "d")) >= 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3), st.booleans()), max_size=12))
def test_versions_count_changes_also_over_runs(seen: list[tuple[str, str, bool]]) -> None:
    register, last, counted = Register(), dict[str, str](), dict[str, int]()
    for entry, title, again in seen:
        if again:
            later = Register()
            later.recall(json.loads(json.dumps(register.table())))
            register = later
        counted[entry] = counted.get(entry, 0) + (last.get(entry) != title)
        last[entry] = title
        assert register.version(entry, (title, "", "", "")) == counted[entry]
    assert set(register.known()) == last.keys()


Call = Callable[[Team, ItemRef], Awaitable[object]]


async def _rows(place: Team, ref: ItemRef) -> object:
    return await place.rows()


async def _audit(place: Team, ref: ItemRef) -> object:
    return [page async for page in place.backend.item_audit(ref)]


CALLS: dict[str, Call] = {
    "vaults": lambda place, ref: place.backend.vaults(),
    "items": _rows,
    "item": lambda place, ref: place.backend.current(ref),
    "open": lambda place, ref: place.backend.open_id(ref.item),
    "create": lambda place, ref: place.backend.create(new()),
    "update": lambda place, ref: place.backend.update(ref, [SetTitle("New")], 1),
    "rotate": lambda place, ref: place.backend.rotate(ref, Secret("s3cret-next"), 1),
    "delete": lambda place, ref: place.backend.delete(ref),
    "audit": _audit,
}
WRITES = {"create", "update", "rotate", "delete"}
BODIES = {
    "nothing": b"",
    "html": b"<html>s3cret</html>",
    "null": b"null",
    "number": b"7",
    "text": b'"s3cret"',
    "list of lists": b"[[[[]]]]",
    "list of nothing": b"[null]",
    "object": b'{"s3cret": "s3cret"}',
    "deep": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "not finite": b'{"id": 1, "title": Infinity}',
    "surrogate": b'{"id": 1, "title": "\\ud800"}',
    "another": b'{"id": "another", "title": "s3cret", "password": "s3cret"}',
    "controls": b'{"id": 1001, "title": "\\u001b]52;c;cGF3bg==\\u0007", "password": 1}',
}
FAULTS: dict[str, Callable[[], Fault]] = {
    "huge": lambda: Fault(huge=True),
    "gzip": lambda: Fault(gzip_bomb=50),
    "elsewhere": lambda: Fault(redirect_to="http://127.0.0.1:1/passwords"),
    "truncated": lambda: Fault(truncate=True),
    "garbage": lambda: Fault(garbage=b"\x00\x01\x02 s3cret\r\n\r\n"),
    "teapot": lambda: Fault(status=418, message="\x1b]52;c;cGF3bg==\x07 [/]"),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("body", BODIES)
async def test_bodies_that_are_none(
    server: PasspackServer, name: str, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: Request) -> Reply:
        return Reply(200, {"Content-Type": "application/json"}, BODIES[body])

    async with team(server) as place:
        ref = place.ref(server.add_entry("Mail"))
        await place.backend.current(ref)
        place.backend._reading.details.clear()
        monkeypatch.setattr(server, "answer", answer)
        try:
            await CALLS[name](place, ref)
        except VaultError as error:
            assert str(error).endswith(".") and "s3cret" not in str(error) and "\x1b" not in str(error)


@pytest.mark.parametrize("fault", FAULTS)
async def test_transport_that_is_none(server: PasspackServer, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LIMIT", 2**20)
    async with team(server) as place:
        for name, call in CALLS.items():
            ref = place.ref(server.add_entry("Mail"))
            before = (await place.backend.current(ref)).version
            assert before == 1
            place.backend._reading.details.clear()
            sent = len(server.requests)
            server.faults.also[:] = [FAULTS[fault]()]
            try:
                await call(place, ref)
            except VaultError as error:
                assert str(error).endswith(".") and "\x1b" not in str(error) and "s3cret" not in str(error), name
            else:
                assert name in WRITES  # the answer was lost, and it was found out that all was done
            server.faults.clear()
            writes = [one.method for one in server.requests[sent:] if one.method != "GET"]
            assert len(writes) <= (name in WRITES)
