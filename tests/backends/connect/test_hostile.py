"""A server that lies, breaks off, or floods: every call ends in news, whatever it is answered, and tells no secret."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.backends.connect.place import Office
from tests.backends.contract import draft
from tests.servers.exchange import Reply, Request
from tests.servers.faults import Fault
from tui.model.edit import SetTags, SetTitle
from tui.model.errors import VaultError
from tui.model.ids import FieldId, FileId, ItemRef
from tui.model.recipe import ServerRecipe
from tui.model.vault import Vault

Call = Callable[[Office, ItemRef], Awaitable[object]]


async def _rows(place: Office, ref: ItemRef) -> object:
    return [page async for page in place.backend.items(ref.vault)]


async def _record(place: Office, ref: ItemRef) -> object:
    return [page async for page in place.backend.audit()]


async def _content(place: Office, ref: ItemRef) -> object:
    return [piece async for piece in place.backend.read_file(ref, FileId("f" * 26))]


CALLS: dict[str, Call] = {
    "vaults": lambda place, ref: place.backend.vaults(),
    "vault": lambda place, ref: place.backend.vault(ref.vault),
    "items": _rows,
    "item": lambda place, ref: place.backend.item(ref),
    "changed": lambda place, ref: place.backend.changed(),
    "create": lambda place, ref: place.backend.create(draft(Vault(ref.account, ref.vault, ""))),
    "patch": lambda place, ref: place.backend.update(ref, [SetTitle("New")], 1),
    "put": lambda place, ref: place.backend.update(ref, [SetTags(("new",))], 1),
    "delete": lambda place, ref: place.backend.delete(ref),
    "generate": lambda place, ref: place.backend.generate(ref, FieldId("password"), ServerRecipe(), 1),
    "files": lambda place, ref: place.backend.files(ref),
    "file": lambda place, ref: place.backend.file(ref, FileId("f" * 26)),
    "record": _record,
}

WRITES = {"create", "patch", "put", "delete", "generate"}

BODIES = {
    "nothing": b"",
    "html": b"<html>s3cret</html>",
    "null": b"null",
    "number": b"7",
    "text": b'"s3cret"',
    "list of lists": b"[[[[]]]]",
    "list of nothing": b"[null]",
    "object": b'{"s3cret": "s3cret"}',
    "cut": b'[{"id": "s3cret',
    "nan": b'[{"version": NaN}]',
    "surrogate": b'{"title": "\\ud800s3cret"}',
    "deep": b"[" * 100_000,
    "not utf-8": b'{"id": "\xff"}',
}


def _item(place: Office, vault: str) -> ItemRef:
    fields = [{"purpose": "PASSWORD", "value": "s3cret-old"}]
    return place.ref(vault, place.server.add_item(vault, {"title": "Mail", "fields": fields}))


async def _news(place: Office, name: str, ref: ItemRef) -> None:
    """Make a call: it returns, or it ends in a sentence that tells no secret."""
    try:
        await CALLS[name](place, ref)
    except VaultError as error:
        assert str(error).endswith(".") and "s3cret" not in str(error), name
    connection = await place.backend.connection()
    assert "s3cret" not in repr(connection)


@pytest.mark.openapi(answers=False)
async def test_answers_that_are_none(place: Office, vault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, bodies = _item(place, vault), [b""]

    async def lie(request: Request) -> Reply:
        return Reply(200, {"Content-Type": "application/json"}, bodies[-1])

    monkeypatch.setattr(place.server, "answer", lie)
    for body in BODIES.values():
        bodies.append(body)
        for name in ("vaults", "vault", "items", "item", "changed", "files", "file", "record"):
            await _news(place, name, ref)
    assert {one.method for one in place.server.requests} == {"GET"}


@pytest.mark.parametrize("what", ["html", "nothing", "object", "list of nothing", "surrogate"])
@pytest.mark.openapi(answers=False)
async def test_a_write_whose_answer_is_none_is_looked_at(place: Office, vault: str, what: str) -> None:
    """The write was done, and the answer shows nothing of it: what is returned is nevertheless as it is there."""

    def lying(request: Request) -> bool:
        return request.method in ("POST", "PATCH", "PUT")

    original = place.server.answer

    async def lie(request: Request) -> Reply:
        reply = await original(request)
        return Reply(200, {}, BODIES[what]) if lying(request) else reply

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place.server, "answer", lie)
        ref = _item(place, vault)
        saved = await place.backend.update(ref, [SetTitle("New")], 1)
        assert (saved.title, saved.version, saved.ref) == ("New", 2, ref)
        tagged = await place.backend.update(ref, [SetTags(("a",))], 2)
        assert (tagged.title, tagged.tags, tagged.version) == ("New", ("a",), 3)
        made = await place.backend.generate(ref, FieldId("password"), ServerRecipe(), 3)
        assert made.version == 4
        new = await place.backend.create(draft(Vault(ref.account, ref.vault, "")))
        assert (new.title, place.server.count("POST")) == ("GitHub", 1)


FAULTS: dict[str, Callable[[], Fault]] = {
    "huge": lambda: Fault(huge=True),
    "gzip": lambda: Fault(gzip_bomb=50),
    "elsewhere": lambda: Fault(redirect_to="http://127.0.0.1:1/v1/vaults"),
    "truncated": lambda: Fault(truncate=True),
    "garbage": lambda: Fault(garbage=b"\x00\x01\x02 s3cret\r\n\r\n"),
    "teapot": lambda: Fault(status=418, message="\x1b]52;c;cGF3bg==\x07 [/] s3cret-old"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_transport_that_is_none(place: Office, vault: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.backends.connect import pages

    monkeypatch.setattr(pages, "LIST_LIMIT", 2**20)
    ref = _item(place, vault)
    for name, call in CALLS.items():
        place.server.faults.also[:] = [FAULTS[fault]()]
        try:
            await call(place, ref)
        except VaultError as error:
            assert str(error).endswith(".") and "\x1b" not in str(error), name
        else:
            assert name in WRITES  # the answer was lost, and it was found out that all was done
        place.server.faults.clear()
        ref = _item(place, vault)
    assert [place.server.count(verb) for verb in ("POST", "DELETE")] == [1, 1]


async def test_a_server_that_says_back_what_it_was_sent_tells_no_secret(place: Office, vault: str) -> None:
    ref = _item(place, vault)
    place.server.faults.add(Fault(on="PUT", status=400, message="what do you mean by s3cret-old?"))
    with pytest.raises(VaultError, match="what do you mean") as caught:
        await place.backend.update(ref, [SetTags(("new",))], 1)
    assert "s3cret" not in str(caught.value)
