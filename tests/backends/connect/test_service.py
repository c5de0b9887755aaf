"""The server as it is reached: its address, its start, its rights, its health, its record of requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from email.utils import formatdate

import pytest

from tests.backends.connect.place import IMPATIENT, QUICK, Office, config, office
from tests.backends.contract import draft, listed
from tests.servers.connect import Access, ConnectServer
from tests.servers.exchange import Reply, Request
from tests.servers.faults import Fault
from tui.backends import details, registry
from tui.backends.connect.backend import ConnectBackend
from tui.backends.protocol import (
    Action,
    Archiver,
    Audited,
    Changed,
    Filed,
    Generating,
    Noticing,
    Remote,
    VaultKeeper,
    Versioned,
    Watched,
    Writer,
)
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.edit import SetTitle
from tui.model.errors import Denied, Invalid, Locked, NotFound, TokenRefused, Unreachable
from tui.model.ids import FileId, VaultId
from tui.model.secret import Secret
from tui.model.vault import Vault


def test_it_is_a_kind_of_account_and_offers_what_connect_has(server: ConnectServer) -> None:
    backend = registry.opened(config(server.url), Secret(server.token))
    assert registry.KINDS["connect"].name == "1Password Connect"
    for interface in (Writer, Watched, Audited, Filed, Generating, Remote, Noticing):
        assert isinstance(backend, interface)
    assert not isinstance(backend, Archiver | Versioned | VaultKeeper)


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/", "//"])
async def test_addresses_as_people_write_them(ending: str) -> None:
    with ConnectServer(prefix="/team/connect") as server:
        server.add_vault("Work")
        backend = ConnectBackend(config(server.url + ending), Secret(f" {server.token}\n"), QUICK, IMPATIENT)
        assert [vault.name for vault in await backend.vaults()] == ["Work"]
        await backend.aclose()


@pytest.mark.parametrize("url", ["", "ftp://x", "connect.example:8080", "http://connect.example:8080"])
def test_addresses_that_cannot_be_used(url: str) -> None:
    with pytest.raises(Invalid):
        ConnectBackend(config(url), Secret("s3cret-token"))


@pytest.mark.parametrize("status", [401, 500])
async def test_a_server_that_just_started_may_refuse_once(place: Office, vault: str, status: int) -> None:
    place.server.faults.first_call_status = status
    assert len(await place.backend.vaults()) == 1
    place.server.faults.first_call_status = status
    if status == 401:
        with pytest.raises(TokenRefused):  # from the first success on, no is no
            await place.backend.vaults()


@pytest.mark.parametrize("status", [401, 500])
async def test_a_server_that_was_away_may_refuse_once_too(place: Office, vault: str, status: int) -> None:
    await place.backend.vaults()
    place.server.stop()
    with pytest.raises(Unreachable):
        await place.backend.vaults()
    place.server.start()
    place.server.faults.first_call_status = status
    assert len(await place.backend.vaults()) == 1
    place.server.faults.add(Fault(times=3, html=502))  # or something before it was asked
    with pytest.raises(Unreachable):
        await place.backend.vaults()
    place.server.faults.first_call_status = status
    assert len(await place.backend.vaults()) == 1


async def test_the_first_call_may_take_its_time(server: ConnectServer, vault: str) -> None:
    async with office(server, waits=replace(QUICK, calls=0.2, lists=0.2, opening=5)) as place:
        server.faults.first_call_seconds = 0.5
        assert len(await place.backend.vaults()) == 1
        server.faults.first_call_seconds = 0.5
        with pytest.raises(Unreachable):
            await place.backend.vaults()


async def test_a_long_list_may_take_longer_than_a_call(server: ConnectServer, vault: str) -> None:
    server.add_item(vault, {"title": "Mail"})
    async with office(server, waits=replace(QUICK, calls=0.3, lists=30.0)) as place:
        await place.backend.vaults()
        server.faults.on, server.faults.drip = "/items", 0.005
        assert len(await listed(place.backend, Vault(place.ref("", "").account, VaultId(vault), ""))) == 1


async def test_a_refused_token_is_said_to_be_one(server: ConnectServer, vault: str) -> None:
    async with office(server, token="s3cret-wrong") as place:
        with pytest.raises(TokenRefused):
            await place.backend.vaults()
        connection = await place.backend.connection()
        assert not connection.good and "token" in connection.sentence and "s3cret" not in repr(connection)


async def test_nothing_works_after_closing(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, {"title": "Mail"})
    async with office(server) as place:
        await place.backend.item(place.ref(vault, item))
        await place.backend.aclose()
        for call in (place.backend.vaults(), place.backend.item(place.ref(vault, item)), place.backend.connection()):
            with pytest.raises(Locked):
                await call
        assert "s3cret" not in repr(vars(place.backend))


async def test_a_token_that_may_only_read_is_met_once(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, {"title": "Mail"})
    other = server.add_vault("Mine")
    token = server.grant("reader", {vault: Access.READ, other: Access.BOTH})
    async with office(server, token=token) as place:
        ref = place.ref(vault, item)
        assert place.backend.refusal(Action.EDIT, ref) is None
        with pytest.raises(Denied):
            await place.backend.update(ref, [SetTitle("Post")], 1)
        for action in (Action.CREATE, Action.EDIT, Action.DELETE, Action.GENERATE):
            for target in (VaultId(vault), ref):
                sentence = place.backend.refusal(action, target)
                assert sentence is not None and "may not write" in sentence
        assert place.backend.refusal(Action.READ, ref) is None
        assert place.backend.refusal(Action.EDIT, VaultId(other)) is None
        await place.backend.create(draft(Vault(ref.account, VaultId(other), "Mine")))


async def test_what_something_between_refuses_is_no_missing_right(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, {"title": "Mail"}))
    place.server.faults.add(Fault(on="PATCH", times=1, html=403))
    with pytest.raises(Denied):
        await place.backend.update(ref, [SetTitle("Post")], 1)
    assert place.backend.refusal(Action.CREATE, VaultId(vault)) is None


async def test_a_refused_read_is_no_missing_right_to_write(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, {"title": "Mail"}))
    place.server.faults.add(Fault(on="GET", times=1, status=403, message=f"no access to vault {vault}"))
    with pytest.raises(Denied):
        await place.backend.update(ref, [SetTitle("Post")], 1)
    assert place.backend.refusal(Action.EDIT, ref) is None
    assert "may not read" in (place.backend.refusal(Action.READ, ref) or "")
    await place.backend.item(ref)
    assert place.backend.refusal(Action.READ, ref) is None


async def test_an_old_server_says_the_same_with_401(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, {"title": "Mail"})
    await place.backend.vaults()
    place.server.faults.status, place.server.faults.on = 401, "PATCH"
    place.server.faults.message = "Unauthorized Request, token does not have write access to the Vault"
    with pytest.raises(Denied) as caught:
        await place.backend.update(place.ref(vault, item), [SetTitle("Post")], 1)
    assert not isinstance(caught.value, TokenRefused)
    assert place.backend.refusal(Action.EDIT, VaultId(vault)) is not None


@pytest.mark.openapi(but=["is no vaultUuid"])
async def test_a_vault_out_of_reach_is_refused_and_a_strange_id_not_found(server: ConnectServer, vault: str) -> None:
    token = server.grant("guest", {server.add_vault("Mine"): Access.BOTH})
    async with office(server, token=token) as place:
        with pytest.raises(Denied):
            await listed(place.backend, Vault(place.ref("", "").account, VaultId(vault), ""))
        assert "may not read" in (place.backend.refusal(Action.READ, VaultId(vault)) or "")
        for name in ("", ".", "..", "../..", "nowhere", "a/b", "a?b", "ü", "A" * 26):
            with pytest.raises(NotFound):
                await place.backend.vault(VaultId(name))
        assert not any({".", ".."} & {*request.path.split("/")} for request in server.requests)


async def test_keys_that_cannot_be_changed_are_known_from_the_list(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, {"title": "Key", "category": "SSH_KEY"}))
    assert place.backend.refusal(Action.EDIT, ref) is None
    await listed(place.backend, (await place.backend.vaults())[0])
    assert "SSH keys" in (place.backend.refusal(Action.EDIT, ref) or "")
    assert place.backend.refusal(Action.DELETE, ref) is None
    for action in (Action.ARCHIVE, Action.RESTORE, Action.VERSIONS, Action.CREATE_VAULT):
        assert (place.backend.refusal(action, ref) or "").endswith(".")


@pytest.mark.openapi(but=["'SOMETHING_NEW' is not one of"])
async def test_vaults_in_order_with_what_is_told_of_them(place: Office) -> None:
    place.server.add_vault("zebra", kind="EVERYONE", description="of stripes")
    place.server.add_vault("Ant", kind="SOMETHING_NEW")
    found = await place.backend.vaults()
    assert [(vault.name, vault.kind, vault.items) for vault in found] == [
        ("Ant", "something new", 0),
        ("zebra", "everyone", 0),
    ]
    assert await place.backend.vault(found[1].id) == found[1]
    assert found[1].description == "of stripes" and found[1].updated


async def test_what_others_write_is_news_and_what_we_write_is_not(place: Office, vault: str) -> None:
    other = place.server.add_vault("Other")
    item = place.server.add_item(vault, {"title": "Mail"})
    assert not await place.backend.changed()
    assert not await place.backend.changed()
    kept = await place.backend.item(place.ref(vault, item))
    place.server.touch(vault, item, title="Post")
    assert await place.backend.item(kept.ref) == kept  # looked at a moment ago
    assert await place.backend.changed() == Changed(vaults=frozenset({VaultId(vault)}))
    assert (await place.backend.item(kept.ref)).title == "Post"
    await place.backend.update(kept.ref, [SetTitle("Ours")], 2)
    assert not await place.backend.changed()
    await place.backend.update(kept.ref, [SetTitle("Ours 2")], 3)
    place.server.touch(vault, item, title="Theirs")
    assert (await place.backend.changed()).vaults == {vault}
    await place.backend.update(kept.ref, [SetTitle("Theirs")], 5)  # nothing to do, so nothing of ours to expect
    place.server.touch(vault, item, title="Theirs again")
    assert (await place.backend.changed()).vaults == {vault}
    place.server.add_item(other, {"title": "Theirs"})
    assert (await place.backend.changed()).vaults == {other}
    place.server.add_vault("Third")
    assert (await place.backend.changed()).anywhere


async def test_our_own_write_is_no_news_when_it_is_shown_late(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, {"title": "Mail"})
    await place.backend.changed()
    place.server.faults.lag = 0.2
    await place.backend.update(place.ref(vault, item), [SetTitle("Ours")], 1)
    assert not await place.backend.changed()
    await asyncio.sleep(0.3)
    assert not await place.backend.changed()


async def test_our_own_write_is_no_news_before_it_is_answered(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, {"title": "Mail"})
    answered = asyncio.Event()

    async def slowly(request: Request) -> Reply:
        reply = await original(request)
        if request.method == "PATCH":
            while not answered.is_set():
                await asyncio.sleep(0.01)
        return reply

    original = server.answer
    async with office(server) as place:
        await place.backend.changed()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(server, "answer", slowly)
            write = asyncio.create_task(place.backend.update(place.ref(vault, item), [SetTitle("Ours")], 1))
            async with asyncio.timeout(30):
                while server.vault(vault)["contentVersion"] < 3:
                    await asyncio.sleep(0.01)
            assert not await place.backend.changed()
            answered.set()
            await write
        server.touch(vault, item, title="Theirs")
        assert (await place.backend.changed()).vaults == {vault}


async def test_a_write_of_others_that_was_taken_for_ours_is_news_in_the_end(server: ConnectServer, vault: str) -> None:
    item = server.add_item(vault, {"title": "Mail"})
    async with office(server, waits=replace(QUICK, sync=0.6)) as place:
        await place.backend.changed()
        held = server.connect.state.vaults[vault].info
        before = held.newest
        await place.backend.update(place.ref(vault, item), [SetTitle("Ours")], 1)
        held.set(before, 0, 0)  # a server that does not count it
        assert not await place.backend.changed()
        await asyncio.sleep(1.4)
        assert (await place.backend.changed()).vaults == {vault}
        assert not await place.backend.changed()
        server.faults.add(Fault(on="PATCH", times=1, status=400))
        with pytest.raises(Invalid):
            await place.backend.update(place.ref(vault, item), [SetTitle("Mail")], 2)
        server.touch(vault, item, title="Theirs")
        assert (await place.backend.changed()).vaults == {vault}


async def test_a_list_in_another_version_lets_go_of_what_was_read(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, {"title": "Mail"})
    ref = place.ref(vault, item)
    await place.backend.item(ref)
    await place.backend.item(ref)
    assert place.server.count("GET", item) == 1
    place.server.touch(vault, item, title="Post")
    await listed(place.backend, (await place.backend.vaults())[0])
    assert (await place.backend.item(ref)).title == "Post"


async def test_what_was_read_is_shown_while_the_server_is_away(place: Office, vault: str) -> None:
    refs = [place.ref(vault, place.server.add_item(vault, {"title": f"Item {number}"})) for number in range(20)]
    for ref in refs:
        await place.backend.item(ref)
    await place.backend.changed()
    place.server.touch(vault, refs[0].item)
    await place.backend.changed()  # from now on they are asked for anew
    place.server.faults.drop = True
    assert (await place.backend.item(refs[-1])).title == "Item 19"
    with pytest.raises(Unreachable):
        await place.backend.item(refs[0])  # only the last sixteen are kept


async def test_what_was_read_is_let_go_after_a_while(
    place: Office, vault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(details, "FRESH", 0.2)
    refs = [place.ref(vault, place.server.add_item(vault, {"title": "Mail"})) for _ in range(2)]
    for ref in refs:
        await place.backend.item(ref)
        await asyncio.sleep(0.05)
    place.server.faults.drop = True
    assert place.server.count("GET") == 2
    await asyncio.sleep(0.3)
    for ref in refs:  # also where there is nothing newer to be had
        with pytest.raises(Unreachable):
            await place.backend.item(ref)


async def test_a_server_that_starts_slowly_is_given_up_in_time(server: ConnectServer, vault: str) -> None:
    async with office(server, waits=replace(QUICK, opening=1.0)) as place:
        server.faults.add(Fault(times=3, status=500, slow=0.25))
        server.faults.slow = 5.0
        began = time.monotonic()
        with pytest.raises(Unreachable):
            await place.backend.vaults()
        assert time.monotonic() - began < 4.5


async def test_an_answer_about_another_item_is_none(place: Office, vault: str) -> None:
    mail, bank = (place.ref(vault, place.server.add_item(vault, {"title": title})) for title in ("Mail", "Bank"))

    original = place.server.answer

    async def answer(request: Request) -> Reply:
        swapped = tuple(mail.item if part == bank.item else part for part in request.segments)
        return await original(replace(request, segments=swapped))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place.server, "answer", answer)
        with pytest.raises(Unreachable, match="cannot be read as this item"):
            await place.backend.item(bank)
        with pytest.raises(Unreachable, match="cannot be read as this item"):
            await place.backend.update(bank, [SetTitle("Savings")], 1)
    assert (place.server.count("PATCH"), (await place.backend.item(bank)).title) == (0, "Bank")


async def test_the_connection_in_plain_words(place: Office, vault: str) -> None:
    good = await place.backend.connection()
    assert (good.good, good.version, good.vaults, good.name) == (True, "1.8.1", 1, "1Password Connect API")
    assert good.seconds is not None and [one.good for one in good.dependencies] == [True] * 4
    place.server.connect.health.uninitialised()
    bad = await place.backend.connection()
    assert not bad.good and "not in step with 1Password" in bad.sentence
    words = {one.service: one.sentence for one in bad.dependencies if one.good is False}
    assert words.keys() == {"account_data", "1Password"} and all(one.endswith(".") for one in words.values())
    place.server.connect.health.say("sync", "TOKEN_NEEDED")
    place.server.connect.health.say("1Password", "DREAMING", "of sheep")
    place.server.connect.health.say("account_data", "ACTIVE")
    odd = await place.backend.connection()
    by_service = {one.service: one for one in odd.dependencies}
    assert "valid token" in by_service["sync"].sentence
    assert by_service["1Password"].good is None and "DREAMING" in by_service["1Password"].sentence


async def test_no_vaults_are_explained(server: ConnectServer) -> None:
    async with office(server) as place:
        assert await place.backend.vaults() == []
        connection = await place.backend.connection()
        assert (connection.good, connection.vaults) == (False, 0)
        assert "Personal, Private and Employee" in connection.sentence


async def test_trouble_is_told_and_not_raised(server: ConnectServer, vault: str) -> None:
    async with office(server) as place:
        for name, value in (("drop", True), ("html", 502), ("status", 500)):
            setattr(server.faults, name, value)
            connection = await place.backend.connection()
            assert not connection.good and connection.sentence.endswith(".")
            server.faults.clear()
    gone = ConnectBackend(config("http://127.0.0.1:1"), Secret("s3cret-token"), QUICK, IMPATIENT)
    connection = await gone.connection()
    assert (connection.good, connection.vaults, connection.seconds) == (False, None, None)
    await gone.aclose()


async def test_requests_are_listed_without_values(place: Office, vault: str) -> None:
    await place.backend.create(draft((await place.backend.vaults())[0]))
    found = await place.backend.exchanges()
    assert [(one.method, one.status) for one in found][:2] == [("POST", 200), ("GET", 200)]
    assert "s3cret" not in repr(found)


async def events(place: Office) -> list[AuditEvent]:
    """Return the whole activity."""
    pages: list[Sequence[AuditEvent]] = [page async for page in place.backend.audit()]
    return [event for page in pages for event in page]


@pytest.mark.openapi(but=["is not a 'uuid'"])
async def test_the_activity_is_read_to_its_end(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, {"title": "Mail"}))
    await place.backend.item(ref)
    await place.backend.update(ref, [SetTitle("Post")], 1)
    async with asyncio.timeout(30):
        while not place.noticed:  # the last look at what was written
            await asyncio.sleep(0.01)
    [read, *_] = log = place.server.connect.activity.events
    log[:0] = [read | {"requestId": f"old-{number}", "timestamp": "2021-04-10T17:20:05Z"} for number in range(250)]
    found = await events(place)
    assert len(found) == len({one.id for one in found}) == len(log)
    assert found == sorted(found, key=lambda one: -one.at)
    assert place.server.count("GET", "/activity") == 3
    edit = next(one for one in found if one.action is AuditAction.EDIT)
    assert (edit.ref, edit.result, edit.actor) == (ref, AuditResult.OK, "HJGVEL46XVGGJFJQXYCADPF5RM")
    assert "strongroom/" in edit.client and edit.ip == "127.0.0.1" and edit.detail == "version 2"
    assert [one.action for one in found if one.ref == ref].count(AuditAction.READ) >= 251


@pytest.mark.openapi(but=["is not a 'uuid'"])
async def test_events_that_come_in_meanwhile_are_no_reason_to_repeat_or_miss_any(place: Office, vault: str) -> None:
    await place.backend.vaults()
    log = place.server.connect.activity.events
    log[:0] = [log[0] | {"requestId": f"old-{number}"} for number in range(250)]
    seen: list[str] = []
    async for page in place.backend.audit():
        seen += [one.id for one in page]
        log.append(log[0] | {"requestId": f"new-{len(seen)}"})
    assert len(seen) == len(set(seen)) == 251
    assert {f"old-{number}" for number in range(250)} <= set(seen)


@pytest.mark.openapi(but=["is not a 'uuid'"])
async def test_the_activity_is_read_on_after_a_long_pause(place: Office, vault: str) -> None:
    await place.backend.vaults()
    log = place.server.connect.activity.events
    log[:0] = [log[0] | {"requestId": f"old-{number}"} for number in range(250)]
    seen: list[str] = []
    async for page in place.backend.audit():
        seen += [one.id for one in page]
        log.extend([log[0] | {"requestId": f"new-{len(seen)}-{number}"} for number in range(150)])
    assert seen[1:] == [f"old-{number}" for number in reversed(range(250))]


async def test_a_refused_request_is_an_event_and_both_spellings_are_read(place: Office, vault: str) -> None:
    place.server.connect.activity.docs_names = True
    with pytest.raises(Denied):
        await place.backend.vault(VaultId("a" * 26))
    [event, *_] = await events(place)
    foreign = place.ref("a" * 26, "")  # the vault as a whole
    assert (event.result, event.action, event.ref) == (AuditResult.REFUSED, AuditAction.READ, foreign)
    assert event.ip == "127.0.0.1" and event.id


@pytest.mark.openapi(answers=False)
async def test_odd_events_are_shown_as_far_as_they_go(place: Office, vault: str) -> None:
    place.server.connect.activity.events += [{}, {"action": "DREAM", "result": "MAYBE", "actor": None, "resource": 3}]
    [odd, empty] = await events(place)
    assert (odd.actor, odd.result) == ("unknown", AuditResult.FAILED) and odd.word == "DREAM"
    assert empty.at == 0.0


@pytest.mark.openapi(but=["nothing is no fileUuid"])
async def test_files_are_listed_looked_at_and_read(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, {"title": "Deed", "category": "DOCUMENT"})
    content = bytes(range(256)) * 2000
    name = place.server.add_file(vault, item, "deed.pdf", content, section="s")
    place.server.add_file(vault, item, "../../etc/passwd", b"")
    ref = place.ref(vault, item)
    place.server.faults.file_500_next = 1
    [first, second] = await place.backend.files(ref)
    assert (first.id, first.name, first.size, first.section) == (name, "deed.pdf", len(content), "s")
    assert second.name == "../../etc/passwd"
    assert await place.backend.file(ref, first.id) == first
    assert (await place.backend.item(ref)).files == (first, second)
    place.server.faults.file_500_next = 4  # the server has not fetched it yet
    assert b"".join([piece async for piece in place.backend.read_file(ref, first.id)]) == content
    for odd in ("", "..", "nothing"):
        with pytest.raises(NotFound):
            await place.backend.file(ref, FileId(odd))
        with pytest.raises(NotFound):
            async for _ in place.backend.read_file(ref, FileId(odd)):
                pass


@pytest.mark.openapi(but=["is no vaultUuid", "is no itemUuid"], answers=False)
async def test_ids_of_any_form_are_kept_exactly(place: Office) -> None:
    place.server.connect.state.any_id = True
    vault = place.server.add_vault("Odd", vault="Vault/1 ä%2F?#")
    item = place.server.add_item(vault, {"id": " It em/..\\%00", "title": "Odd"})
    ref = place.ref(vault, item)
    [row] = await listed(place.backend, (await place.backend.vaults())[0])
    assert row.ref == ref
    assert (await place.backend.vault(VaultId(vault))).id == vault
    assert (await place.backend.item(ref)).ref == ref
    await place.backend.update(ref, [SetTitle("Kept")], 1)
    assert place.server.item(vault, item)["title"] == "Kept"
    await place.backend.delete(ref)
    assert place.server.items(vault) == []


@pytest.mark.parametrize(("apart", "words"), [(-95, "s ahead of the server's"), (95, "s behind the server's"), (5, "")])
async def test_a_clock_that_is_wrong_is_told(place: Office, vault: str, apart: float, words: str) -> None:
    place.server.always["Date"] = formatdate(time.time() + apart, usegmt=True)
    connection = await place.backend.connection()
    assert connection.good is not bool(words)
    assert words in connection.sentence


async def test_a_server_without_a_clock_says_nothing_of_one(place: Office, vault: str) -> None:
    for date in ("", "yesterday"):
        place.server.always["Date"] = date
        assert (await place.backend.connection()).good
