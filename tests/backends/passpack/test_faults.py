"""Every way to go wrong, in every operation: a sentence, nothing done twice, and nothing lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Literal

import pytest

from tests.backends.passpack.deeds import MADE, READS, WRITES, Deed, Place, draft, laid, rows
from tests.backends.passpack.place import IMPATIENT, team
from tests.servers.exchange import Reply, Request, html_reply
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer
from tui.backends.passpack import pages
from tui.backends.passpack.service import Service
from tui.model.errors import Conflict, Denied, Invalid, NotFound, TokenRefused, Unclear, Unreachable, VaultError

SLOW = ("silent", "dripping")
SECONDS = 1.5
"""How long a call may take where nothing comes, or too slowly."""

FAULTS: dict[str, Fault] = {
    "refused": Fault(status=400),
    "token refused": Fault(status=401),
    "denied": Fault(status=403),
    "conflict": Fault(status=409),
    "too large": Fault(status=413),
    "not valid": Fault(status=422, message="The title is \x1b[2Jwrong"),
    "busy": Fault(status=429, retry_after="2"),
    "very busy": Fault(status=429, retry_after="86400"),
    "went wrong": Fault(status=500),
    "bad gateway": Fault(html=502),
    "unavailable": Fault(status=503, retry_after="0"),
    "gone for today": Fault(html=503, retry_after="Fri, 27 Nov 2099 10:00:00 GMT"),
    "moved": Fault(redirect_to="http://127.0.0.1:1/"),
    "moved for good": Fault(redirect_to="/elsewhere", status=308),
    "silent": Fault(slow=30),
    "dripping": Fault(drip=0.2),
    "reset before": Fault(reset_before=True),
    "reset after": Fault(reset_after=True),
    "dropped": Fault(drop=True),
    "truncated": Fault(truncate=True),
    "endless": Fault(huge=True),
    "a bomb": Fault(gzip_bomb=64),
    "garbage": Fault(garbage=b"what? \x1b]52;c;UFdORUQ=\x07\r\n\r\n"),
}
LACKING: dict[str, Fault] = {
    "not found": Fault(status=404),
    "not allowed": Fault(status=405),
    "not implemented": Fault(status=501),
}
"""What says that the server does not have an operation at all."""

DONE = ("reset after", "truncated", "endless", "a bomb", "garbage", "dripping", "silent")
"""The faults that come when all was done."""


def broken(place: Place, fault: Fault, on: Callable[[Request], bool], times: int | None = None) -> None:
    """Let some requests meet a fault."""
    place.server.faults.add(replace(fault, on=on, times=times))


@pytest.fixture
async def place(server: PasspackServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    monkeypatch.setattr(pages, "LIMIT", 1 << 20)
    place = await laid(server)
    yield place
    await place.backend.aclose()


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give calls little time."""
    defaults = Service.call.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "seconds", SECONDS)
    monkeypatch.setattr(pages, "SECONDS", SECONDS)


def told(error: VaultError) -> None:
    """What was raised is a sentence, without what must not be in one."""
    text = str(error)
    assert text[0].isupper() or text[0] == "“", text
    assert text.endswith((".", ".”")), text
    assert text.isprintable(), repr(text)
    assert "s3cret" not in f"{text} {error!r} {error.__cause__!r} {error.__context__!r}"


async def attempted(place: Place, deed: Deed) -> VaultError | None:
    """Do something, and return what was said of it."""
    try:
        await deed.do(place)
    except VaultError as error:
        told(error)
        return error
    return None


@pytest.mark.parametrize("name", FAULTS | LACKING)
@pytest.mark.parametrize("what", WRITES)
async def test_a_write_is_done_once_or_said_not_to_be(
    place: Place, what: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in SLOW:
        hurry(monkeypatch)
    deed, bystander = WRITES[what], place.server.entry(place.other)
    broken(place, (FAULTS | LACKING)[name], deed.on)
    problem = await attempted(place, deed)
    assert sum(deed.on(each) for each in place.server.requests) == 1
    done = deed.done(place)
    assert done is (name in DONE)
    if deed.looks:
        assert done is (problem is None), problem
    else:
        assert isinstance(problem, Unclear) if done else problem is not None
    if not done:
        assert place.now() == place.before
        assert place.made == []
        assert place.server.shares(place.entry) == [place.boss]
        assert len(place.server.members) == 2
    assert place.server.entry(place.other) == bystander
    await _works_again(place, deed, done=done)


async def _works_again(place: Place, deed: Deed, *, done: bool) -> None:
    """When nothing goes wrong any more, what was not done can be done, and what was is seen."""
    place.server.faults.clear()
    await place.backend.connection()
    if done:
        await READS["list"].do(place)
        return
    await deed.do(place)
    assert deed.done(place)


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("what", READS)
async def test_what_cannot_be_read_is_told_and_changes_nothing(
    place: Place, what: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name in SLOW:
        hurry(monkeypatch)
    deed, before = READS[what], place.server.entries
    broken(place, FAULTS[name], deed.on)
    problem = await attempted(place, deed)
    assert problem is not None
    assert not isinstance(problem, Unclear)
    assert 1 <= sum(deed.on(each) for each in place.server.requests) <= IMPATIENT.tries
    assert {each.method for each in place.server.requests} == {"GET"}
    assert place.server.entries == before
    await _works_again(place, deed, done=False)


@pytest.mark.parametrize("name", LACKING)
async def test_what_a_server_does_not_tell_is_done_without(place: Place, name: str) -> None:
    lists = (READS["list"], READS["members"], READS["shared with"])
    broken(place, LACKING[name], lambda request: any(each.on(request) for each in lists))
    assert await rows(place) == [str(place.entry)], "the one that was opened here"
    assert await place.backend.members() is None
    assert await place.backend.shared_with(place.ref) is None
    asked = len(place.server.requests)
    assert await place.backend.members() is None
    assert len(place.server.requests) == asked, "what is known to be missing is not asked for again"


@pytest.mark.parametrize(
    "name",
    ["went wrong", "bad gateway", "unavailable", "reset before", "reset after", "dropped", "truncated", "garbage"],
)
@pytest.mark.parametrize("what", READS)
async def test_a_read_that_fails_once_is_tried_again(place: Place, what: str, name: str) -> None:
    broken(place, FAULTS[name], READS[what].on, times=1)
    await READS[what].do(place)
    assert sum(READS[what].on(each) for each in place.server.requests) == 2


@pytest.mark.parametrize("what", WRITES | READS)
async def test_a_connection_that_is_closed_after_an_answer_disturbs_nothing(place: Place, what: str) -> None:
    place.server.faults.hang_up = True
    deed = (WRITES | READS)[what]
    await deed.do(place)
    assert deed.done(place)


@pytest.mark.parametrize("what", ["update", "rotate", "create", "delete"])
async def test_a_write_of_which_nothing_can_be_seen_is_unclear(place: Place, what: str) -> None:
    deed = WRITES[what]

    def after(request: Request) -> bool:
        return any(deed.on(each) for each in place.server.requests) and not deed.on(request)

    broken(place, Fault(reset_after=True), deed.on)
    broken(place, Fault(drop=True), after)
    problem = await attempted(place, deed)
    assert isinstance(problem, Unclear)
    assert deed.done(place)
    assert sum(deed.on(each) for each in place.server.requests) == 1


@pytest.mark.parametrize("what", ["update", "rotate"])
async def test_a_write_that_was_taken_is_believed_though_it_cannot_be_looked_at(place: Place, what: str) -> None:
    deed = WRITES[what]

    def after(request: Request) -> bool:
        return any(deed.on(each) for each in place.server.requests) and not deed.on(request)

    place.server.speech.bodies = {"update": "none", "rotate": "none"}
    broken(place, Fault(drop=True), after)
    await deed.do(place)
    assert deed.done(place)


@pytest.mark.parametrize("what", WRITES)
async def test_a_gateway_that_lost_the_answer_is_not_believed(
    place: Place, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some answer 503 where the connection behind them broke, whatever had been done by then."""

    async def answer(request: Request) -> Reply:
        reply = await original(request)
        return html_reply(503) if deed.on(request) else reply

    deed, original = WRITES[what], place.server.answer
    monkeypatch.setattr(place.server, "answer", answer)
    problem = await attempted(place, deed)
    assert deed.done(place)
    assert problem is None if deed.looks else isinstance(problem, Unclear)


async def test_an_entry_that_was_there_before_is_not_taken_for_the_new_one(place: Place) -> None:
    first = await place.backend.create(draft())
    broken(place, Fault(reset_before=True), WRITES["create"].on, times=1)
    with pytest.raises(Unclear, match="seems not to have been made"):
        await place.backend.create(draft())
    broken(place, Fault(reset_after=True), WRITES["create"].on, times=1)
    second = await place.backend.create(draft())
    assert first.ref != second.ref
    assert len(place.made) == 2


@pytest.mark.parametrize("rows", ["whole", "brief"])
async def test_an_entry_that_was_only_listed_is_not_taken_for_the_new_one(
    place: Place, rows: Literal["whole", "brief"]
) -> None:
    place.server.speech.rows = rows
    place.server.add_entry(**MADE)
    await READS["list"].do(place)
    broken(place, Fault(reset_before=True), WRITES["create"].on)
    with pytest.raises(Unclear, match="seems not to have been made"):
        await place.backend.create(draft())
    assert len(place.made) == 1


@pytest.mark.parametrize("fault", [Fault(reset_before=True), Fault(reset_after=True)], ids=["before", "after"])
async def test_an_entry_is_not_taken_for_the_new_one_where_nothing_was_listed(
    server: PasspackServer, fault: Fault
) -> None:
    """It may have been there before."""
    async with team(server) as place:
        server.faults.add(replace(fault, on=WRITES["create"].on))
        if fault.reset_before:
            server.add_entry(**MADE)
        with pytest.raises(Unclear, match="may have been there before") as caught:
            await place.backend.create(draft())
        told(caught.value)
    assert len(server.entries) == 1


@pytest.mark.parametrize("what", ["update", "rotate"])
async def test_a_lost_answer_and_another_hand_is_a_conflict(place: Place, what: str) -> None:
    def meanwhile(request: Request) -> bool:
        if WRITES[what].on(request):
            place.server.touch(place.entry, title="Theirs", password="s3cret-theirs")
            return True
        return False

    broken(place, Fault(drop=True), meanwhile, times=1)
    with pytest.raises(Conflict) as caught:
        await WRITES[what].do(place)
    assert caught.value.current is not None
    assert caught.value.current.title == "Theirs"


@pytest.mark.parametrize("what", ["update", "rotate"])
async def test_another_hand_before_is_a_conflict_and_nothing_is_sent(place: Place, what: str) -> None:
    place.server.touch(place.entry, title="Theirs")
    with pytest.raises(Conflict) as caught:
        await WRITES[what].do(place)
    assert caught.value.current is not None
    assert caught.value.current.title == "Theirs"
    assert not any(WRITES[what].on(each) for each in place.server.requests)
    place.server.remove(place.entry)
    with pytest.raises(VaultError) as gone:
        await WRITES[what].do(place)
    told(gone.value)
    assert isinstance(gone.value, NotFound | Conflict)


async def test_what_a_status_means(place: Place) -> None:
    wanted = {401: TokenRefused, 403: Denied, 404: NotFound, 400: Invalid, 413: Invalid, 503: Unreachable}
    for status, error in wanted.items():
        place.server.faults.status = status
        with pytest.raises(error):
            await place.backend.current(place.ref)
    place.server.faults.clear()
    assert sorted(await rows(place)) == [str(place.entry), str(place.other)]
