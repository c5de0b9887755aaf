"""Conflicts and lost answers: nothing is done twice, nothing is lost, and what is said is true."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.backends.connect.place import Json, Office
from tests.backends.contract import content, draft, listed
from tests.servers.exchange import Reply, Request, html_reply
from tests.servers.faults import Fault
from tui.model.edit import Edit, SetTags, SetTitle
from tui.model.errors import Conflict, Denied, Invalid, NotFound, TokenRefused, Unclear, Unreachable, VaultError

LOGIN: Json = {"title": "Mail", "fields": [{"purpose": "PASSWORD", "value": "s3cret-old"}]}

LOST: dict[str, Callable[[str], Fault]] = {
    "reset before": lambda verb: Fault(on=verb, times=1, reset_before=True),
    "reset after": lambda verb: Fault(on=verb, times=1, reset_after=True),
    "dropped": lambda verb: Fault(on=verb, times=1, drop=True),
    "truncated": lambda verb: Fault(on=verb, times=1, truncate=True),
    "bad gateway": lambda verb: Fault(on=verb, times=1, html=502),
    "went wrong": lambda verb: Fault(on=verb, times=1, status=500),
    "garbage": lambda verb: Fault(on=verb, times=1, garbage=b"what?\r\n\r\n"),
    "refused": lambda verb: Fault(on=verb, times=1, status=400),
    "busy": lambda verb: Fault(on=verb, times=1, status=429, retry_after="1"),
    "moved": lambda verb: Fault(on=verb, times=1, redirect_to="http://127.0.0.1:1/"),
}


@pytest.mark.parametrize("name", LOST)
@pytest.mark.parametrize("edit", [SetTitle("Post"), SetTags(("a",))], ids=["PATCH", "PUT"])
async def test_an_edit_is_made_once_or_not_at_all(place: Office, vault: str, name: str, edit: Edit) -> None:
    item = place.server.add_item(vault, LOGIN)
    verb = "PATCH" if isinstance(edit, SetTitle) else "PUT"
    place.server.faults.add(LOST[name](verb))
    problem = None
    try:
        saved = await place.backend.update(place.ref(vault, item), [edit], 1)
        assert saved.version == 2
    except VaultError as error:
        problem = error
    assert place.server.count(verb) == 1
    raw = place.server.item(vault, item)
    assert raw["version"] == (1 if problem else 2)
    assert problem is None or str(problem).endswith(".")
    assert problem is not None or (raw["title"] == "Post" or raw["tags"] == ["a"])
    if name in ("reset after", "truncated", "garbage"):
        assert problem is None
    again = await place.backend.update(place.ref(vault, item), [SetTitle("Again")], raw["version"])
    assert again.title == "Again"


@pytest.mark.parametrize("name", LOST)
async def test_an_item_is_made_once_or_not_at_all(place: Office, vault: str, name: str) -> None:
    place.server.faults.add(LOST[name]("POST"))
    new = draft((await place.backend.vaults())[0])
    problem = None
    try:
        saved = await place.backend.create(new)
        assert content(saved) == content(new)
    except VaultError as error:
        problem = error
    assert place.server.count("POST") == 1
    assert len(place.server.items(vault)) == (0 if problem else 1)
    if name in ("reset after", "truncated", "garbage"):
        assert problem is None
    if name in ("reset before", "dropped", "bad gateway", "went wrong"):
        assert isinstance(problem, Unclear) and "seems not to have been made" in str(problem)


@pytest.mark.openapi(answers=False)
async def test_a_gateway_that_lost_the_answer_is_not_believed(
    place: Office, vault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some answer 503 where the connection behind them broke, whatever had been done by then."""

    async def answer(request: Request) -> Reply:
        reply = await original(request)
        return reply if request.method == "GET" else html_reply(503)

    original = place.server.answer
    monkeypatch.setattr(place.server, "answer", answer)
    saved = await place.backend.create(draft((await place.backend.vaults())[0]))
    assert place.server.items(vault) == [saved.ref.item]
    assert (await place.backend.update(saved.ref, [SetTitle("Hub")], 1)).version == 2
    await place.backend.delete(saved.ref)
    assert [place.server.count(verb) for verb in ("POST", "PATCH", "DELETE")] == [1, 1, 1]


async def test_an_item_that_was_there_before_is_not_taken_for_the_new_one(place: Office, vault: str) -> None:
    new = draft((await place.backend.vaults())[0])
    first = await place.backend.create(new)
    place.server.faults.add(LOST["reset before"]("POST"))
    with pytest.raises(Unclear):
        await place.backend.create(new)
    place.server.faults.add(LOST["reset after"]("POST"))
    second = await place.backend.create(new)
    assert first.ref != second.ref
    assert len(place.server.items(vault)) == 2


@pytest.mark.parametrize("name", LOST)
async def test_a_deletion_is_done_or_said_not_to_be(place: Office, vault: str, name: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.add(LOST[name]("DELETE"))
    problem = None
    try:
        await place.backend.delete(place.ref(vault, item))
    except VaultError as error:
        problem = error
    assert place.server.items(vault) == ([item] if problem else [])
    if name == "went wrong":
        assert problem is None  # this is how the real server calls a conflict


async def test_a_conflict_of_the_server_is_tried_again(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.conflict_next = 2
    saved = await place.backend.update(place.ref(vault, item), [SetTitle("Post")], 1)
    assert (saved.version, place.server.count("PATCH")) == (2, 3)
    place.server.faults.conflict_next = 100
    with pytest.raises(Unreachable, match="“Post” was not saved"):
        await place.backend.update(place.ref(vault, item), [SetTags(("a",))], 2)
    assert place.server.count("PUT") == 5
    place.server.faults.conflict_next = 1
    with pytest.raises(Unreachable, match="was not saved"):
        await place.backend.create(draft((await place.backend.vaults())[0]))
    assert place.server.count("POST") == 1


async def test_a_conflict_that_is_one_is_told(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    ref = place.ref(vault, item)

    def meanwhile(request: object) -> bool:
        if getattr(request, "method", "") == "PATCH":
            place.server.touch(vault, item, title="Theirs")
            return True
        return False

    place.server.faults.add(Fault(on=meanwhile, times=1, status=409))
    with pytest.raises(Conflict) as caught:
        await place.backend.update(ref, [SetTitle("Ours")], 1)
    assert caught.value.current is not None and caught.value.current.title == "Theirs"
    assert place.server.count("PATCH") == 1


async def test_a_lost_answer_and_another_hand_is_a_conflict(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)

    def meanwhile(request: object) -> bool:
        if getattr(request, "method", "") == "PATCH":
            place.server.touch(vault, item, title="Theirs")
            return True
        return False

    place.server.faults.add(Fault(on=meanwhile, times=1, drop=True))
    with pytest.raises(Conflict) as caught:
        await place.backend.update(place.ref(vault, item), [SetTitle("Ours")], 1)
    assert caught.value.current is not None and caught.value.current.title == "Theirs"


async def test_a_deletion_that_meets_others_is_tried_again(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    place.server.faults.delete_500_next = 2
    await place.backend.delete(place.ref(vault, item))
    assert place.server.items(vault) == []
    assert place.server.count("DELETE") == 3


async def test_an_edit_whose_answer_stays_lost_says_so(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    ref = place.ref(vault, item)
    await place.backend.item(ref)

    def both(request: object) -> bool:
        method, target = getattr(request, "method", ""), getattr(request, "target", "")
        return method == "PATCH" or (method == "GET" and item in target and place.server.count("PATCH") > 0)

    place.server.faults.on, place.server.faults.drop = both, True
    with pytest.raises(Unclear):
        await place.backend.update(ref, [SetTitle("Ours")], 1)
    assert place.server.count("PATCH") == 1


async def test_what_a_status_means(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, LOGIN)
    ref = place.ref(vault, item)
    await place.backend.vaults()
    wanted = {401: TokenRefused, 403: Denied, 404: NotFound, 400: Invalid, 413: Invalid, 503: Unreachable}
    for status, error in wanted.items():
        place.server.faults.status = status
        with pytest.raises(error):
            await place.backend.item(ref)
    place.server.faults.clear()
    assert len(await listed(place.backend, (await place.backend.vaults())[0])) == 1
