"""What is asked of 1Password, and how often: as little as can be, since every call counts."""

from __future__ import annotations

import pytest

from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import full
from tests.servers.onepassword import OnePassword, difference, official
from tui.backends import details
from tui.backends.onepassword.backend import OnePasswordBackend
from tui.backends.onepassword.health import NO_VAULTS, said
from tui.backends.onepassword.reading import AT_ONCE
from tui.model.account import AccountConfig, TokenSource
from tui.model.edit import SetTitle
from tui.model.errors import Locked, NotFound, RateLimited, TokenRefused, Unreachable, VaultError
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret

NO_NETWORK = ("Internal", "request library compatibility issue: reqwest library: error sending request for url")


async def test_each_look_is_one_call_and_the_one_that_the_sdk_makes(place: Office) -> None:
    ref = place.add(full())
    await place.backend.vaults()
    await place.backend.vault(ref.vault)
    assert [page async for page in place.backend.items(ref.vault)]
    await place.backend.item(ref)
    await place.backend.item(ref)
    await place.backend.items_of([ref])
    filters = official("ItemListFilterByState", {"content": {"active": True, "archived": True}})
    wanted = [
        ("vaults.list", ()),
        ("vaults.get_overview", (place.vault,)),
        ("items.list", (place.vault, filters)),
        ("items.get", (place.vault, ref.item)),
        ("items.get_all", (place.vault, [ref.item])),
    ]
    assert [difference(ours, method, *given) for ours, (method, given) in zip(place.op.sent, wanted, strict=True)] == [
        [] for _ in wanted
    ]


async def test_an_item_is_kept_until_a_list_shows_that_it_changed(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = place.add(full())
    item = await place.backend.item(ref)
    await _listed(place)
    assert await place.backend.item(ref) == item
    assert place.op.requests.count("ItemsGet") == 1
    place.op.account.clock = lambda: 2_000_000_000.0
    place.op.touch(place.vault, ref.item, title="Theirs")
    assert await place.backend.item(ref) == item  # nobody has looked yet
    await _listed(place)
    assert (await place.backend.item(ref)).title == "Theirs"
    assert place.op.requests.count("ItemsGet") == 2
    monkeypatch.setattr(details, "FRESH", -1.0)
    await place.backend.item(ref)
    assert place.op.requests.count("ItemsGet") == 3


async def test_an_item_is_shown_as_it_was_where_there_is_no_answer(place: Office) -> None:
    ref = place.add(full())
    item = await place.backend.item(ref)
    place.op.fail("ItemsPut", *NO_NETWORK)
    with pytest.raises(Unreachable):
        await place.backend.update(ref, [SetTitle("New")], 1)
    place.op.fail("ItemsGet", *NO_NETWORK)
    assert await place.backend.item(ref) == item
    with pytest.raises(Unreachable):
        await place.backend.current(ref)


async def test_many_items_come_fifty_at_a_time_each_with_its_own_fate(place: Office) -> None:
    other = place.op.add_vault("Other")
    refs = [place.add(full() | {"title": str(number)}) for number in range(AT_ONCE + 3)]
    far = ItemRef(ACCOUNT, VaultId(other), ItemId(place.op.add_item(other, full() | {"title": "far"})))
    lost = place.ref("a" * 26)
    asked = [far, *reversed(refs), lost, refs[0]]
    found = await place.backend.items_of(asked)
    assert [one.title if isinstance(one, Item) else type(one) for one in found] == [
        "far", *reversed([str(number) for number in range(AT_ONCE + 3)]), NotFound, "0"
    ]  # fmt: skip
    assert [one.ref for one in found if isinstance(one, Item)] == [ref for ref in asked if ref != lost]
    assert place.op.requests == ["ItemsGetAll"] * 3
    assert await place.backend.items_of([]) == []
    await place.backend.item(refs[0])
    assert place.op.requests[-1] == "ItemsGet"  # of many, none is kept


async def test_a_vault_that_gives_nothing_holds_up_no_other(place: Office) -> None:
    ref = place.add(full())
    nowhere = ItemRef(ACCOUNT, VaultId("b" * 26), ItemId("c" * 26))
    found = await place.backend.items_of([nowhere, ref])
    assert [type(one) for one in found] == [NotFound, Item]
    place.op.limit(reads=0)
    with pytest.raises(RateLimited):
        await place.backend.items_of([nowhere, ref])


async def test_a_vault_that_is_not_there_has_no_items(place: Office) -> None:
    with pytest.raises(NotFound):
        assert [page async for page in place.backend.items(VaultId("b" * 26))]


async def test_many_items_are_listed_some_at_a_time(place: Office) -> None:
    for number in range(600):
        place.op.add_item(place.vault, {"title": f"Item {number}"})
    pages = [len(page) async for page in place.backend.items(VaultId(place.vault))]
    assert (sum(pages), max(pages), place.op.reads) == (600, 256, 1)


async def test_vaults_with_their_kinds_and_names(place: Office) -> None:
    place.op.add_vault("alpha", "everyone", "for all")
    place.op.add_vault("Zeta", "unsupported")
    place.op.add_vault("Mine", "personal")
    place.add(full())
    place.add(full(), "archived")
    found = await place.backend.vaults()
    assert [(one.name, one.kind, one.description, one.items) for one in found] == [
        ("alpha", "everyone", "for all", 0),
        ("Work", "custom", "", 1),
        ("Zeta", "", "", 0),
    ]


# How the account is


async def test_how_an_account_is_in_plain_words(place: Office) -> None:
    connection = await place.backend.connection()
    assert connection.good and connection.vaults == 1 and connection.seconds is not None
    assert "reaches 1 vault;" in connection.sentence and "Personal, Private or Employee" in connection.sentence
    assert (connection.name, bool(connection.version)) == ("1Password SDK", True)
    place.op.fail("VaultsList", *NO_NETWORK)
    connection = await place.backend.connection()
    assert not connection.good and "cannot be reached" in connection.sentence and connection.vaults is None
    exchanges = await place.backend.exchanges()
    assert [(one.path, one.method, bool(one.problem)) for one in exchanges] == [
        ("VaultsList", "read", True),
        ("VaultsList", "read", False),
    ]
    await place.backend.aclose()
    with pytest.raises(Locked):
        await place.backend.connection()


async def test_a_service_account_without_vaults_says_what_to_do(place: Office) -> None:
    place.op.remove_vault(place.vault)
    connection = await place.backend.connection()
    assert (connection.good, connection.sentence, connection.vaults) == (False, NO_VAULTS, 0)
    assert said(0, token=False).endswith("0 vaults.") and said(3, token=True).count("3 vaults") == 1


async def test_a_token_that_is_refused(op: OnePassword) -> None:
    config = AccountConfig(ACCOUNT, "onepassword", "Team", "", TokenSource.SEALED)
    backend = OnePasswordBackend(config, Secret("ops_s3cret-none"))
    with pytest.raises(TokenRefused) as caught:
        await backend.vaults()
    assert "s3cret" not in str(caught.value)
    connection = await backend.connection()
    assert not connection.good and "s3cret" not in repr(connection)
    with pytest.raises(TokenRefused):
        await backend.items_of([ItemRef(ACCOUNT, VaultId("v"), ItemId("i"))])
    await backend.aclose()


async def _listed(place: Office) -> None:
    assert [page async for page in place.backend.items(VaultId(place.vault))]


async def test_usage_counts_what_was_asked(place: Office) -> None:
    ref = place.add(full())
    await place.backend.item(ref)
    await place.backend.archive(ref)
    used = {one.name: one.used for one in place.backend.usage().allowances}
    assert used == {"reads this hour": place.op.reads, "writes this hour": 1, "calls today": place.op.reads + 1}
    assert place.backend.prompting() == ""
    place.backend.give_up()
    with pytest.raises(VaultError):
        await place.backend.vault(VaultId("nowhere"))
