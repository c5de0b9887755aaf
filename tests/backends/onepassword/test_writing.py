"""Changes that meet others, lose their answer, or lack a right: never sent twice, and never untold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.backends.contract import draft, pieces
from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import full
from tests.servers.onepassword.words import ARCHIVE, CREATE, EVERYTHING, READ_ONLY, UPDATE
from tui.backends.protocol import Action
from tui.model.edit import Edit, SetTags, SetTitle, SetValue
from tui.model.errors import Conflict, Denied, NotFound, RateLimited, Unclear, Unreachable, VaultError
from tui.model.ids import FieldId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.vault import Vault
from tui.tools.address import Address

NO_NETWORK = ("Internal", "request library compatibility issue: reqwest library: error sending request for url")
OUT_OF_DATE = ("InvalidConfiguration", "The submitted item is not up to date. Refetch the item and retry the request.")
RACE = ("ItemApi", "a conflict occurred on the server. this usually happens due to a race condition in requests")
UNSUPPORTED = ("InvalidConfiguration", "cannot update item x. Editing is not supported for unsupported fields")


def new(place: Office) -> Item:
    return draft(Vault(ACCOUNT, VaultId(place.vault), "Work"))


async def test_an_edit_is_two_calls_and_the_item_is_not_asked_for_again(place: Office) -> None:
    ref = place.add(full())
    edited = await place.backend.update(ref, [SetTitle("New")], 1)
    assert await place.backend.item(ref) == edited
    assert place.op.requests == ["ItemsGet", "ItemsPut"]


async def test_what_somebody_else_did_before_is_a_conflict_and_nothing_is_sent(place: Office) -> None:
    ref = place.add(full())
    place.op.touch(place.vault, ref.item, title="Theirs")
    with pytest.raises(Conflict, match="“Theirs” was changed by somebody else") as caught:
        await place.backend.update(ref, [SetTitle("Mine")], 1)
    assert caught.value.current is not None and caught.value.current.title == "Theirs"
    assert place.op.writes == 0


async def test_what_somebody_else_does_in_between_is_a_conflict(place: Office) -> None:
    ref = place.add(full())

    def meanwhile(answer: object) -> object:
        if place.op.item(place.vault, ref.item)["version"] == 1:
            place.op.touch(place.vault, ref.item, title="Theirs")
        return answer

    place.op.twist("ItemsGet", meanwhile)
    with pytest.raises(Conflict) as caught:
        await place.backend.update(ref, [SetTitle("Mine")], 1)
    assert caught.value.current is not None and caught.value.current.title == "Theirs"
    assert (place.op.item(place.vault, ref.item)["title"], place.op.writes) == ("Theirs", 1)


@pytest.mark.parametrize("fault", [OUT_OF_DATE, RACE])
async def test_a_conflict_without_another_version_was_not_saved(place: Office, fault: tuple[str, str]) -> None:
    ref = place.add(full())
    place.op.fail("ItemsPut", *fault)
    with pytest.raises(Unreachable, match="“Full” was not saved: other changes"):
        await place.backend.update(ref, [SetTitle("Mine")], 1)
    assert place.op.writes == 1
    place.op.heal()
    assert (await place.backend.update(ref, [SetTitle("Mine")], 1)).title == "Mine"


async def test_what_was_deleted_meanwhile_is_told(place: Office) -> None:
    ref = place.add(full())
    place.op.fail("ItemsPut", *OUT_OF_DATE)

    def gone(answer: object) -> object:
        place.op.remove(place.vault, ref.item)
        return answer

    place.op.twist("ItemsGet", gone)
    with pytest.raises(Conflict, match="deleted by somebody else") as caught:
        await place.backend.update(ref, [SetTitle("Mine")], 1)
    assert caught.value.current is None


EDITS: dict[str, Edit] = {
    "title": SetTitle("Mine"),
    "tags": SetTags(("x",)),
    "address": SetValue(FieldId("address"), Address(street="2 Side St", city="X").text),
    "date": SetValue(FieldId("date"), ""),
    "notes": SetValue(FieldId("notes"), "mine"),
}


@pytest.mark.parametrize("name", EDITS)
async def test_a_change_whose_answer_is_lost_is_looked_at_and_never_sent_again(place: Office, name: str) -> None:
    ref = place.add(full())
    place.op.lose("ItemsPut")
    edited = await place.backend.update(ref, [EDITS[name]], 1)
    assert (edited.version, place.op.writes) == (2, 1)
    assert edited == await place.backend.current(ref)


async def test_a_change_that_was_lost_on_the_way_was_not_saved(place: Office) -> None:
    ref = place.add(full())
    place.op.fail("ItemsPut", *NO_NETWORK)
    with pytest.raises(Unreachable, match="“Full” was not saved: the answer was lost") as caught:
        await place.backend.update(ref, [SetTitle("Mine")], 1)
    assert not isinstance(caught.value, Unclear)
    assert place.op.writes == 1


async def test_a_lost_answer_and_another_change_are_a_conflict(place: Office) -> None:
    ref = place.add(full())

    def theirs(answer: object) -> object:
        place.op.touch(place.vault, ref.item, title="Theirs")
        return None  # which is no answer

    place.op.twist("ItemsPut", theirs)
    with pytest.raises(Conflict):
        await place.backend.update(ref, [SetTitle("Mine")], 1)


async def test_where_nothing_answers_it_is_not_known(place: Office) -> None:
    ref = place.add(full())
    place.op.lose("ItemsPut")
    place.op.lose("ItemsCreate")

    def cut(answer: object) -> object:
        place.op.fail("ItemsGet", *NO_NETWORK)
        place.op.fail("ItemsList", *NO_NETWORK)
        return answer

    place.op.twist("ItemsGet", cut)
    with pytest.raises(Unclear, match="look before trying again"):
        await place.backend.update(ref, [SetTitle("Mine")], 1)
    with pytest.raises(Unclear, match="look before trying again"):
        await place.backend.create(new(place))
    assert place.op.writes == 2


@pytest.mark.parametrize("answer", [None, {}, {"id": "other"}, []])
async def test_a_write_whose_answer_is_none_is_looked_at(place: Office, answer: object) -> None:
    ref = place.add(full())
    for name in ("ItemsPut", "ItemsCreate"):
        place.op.twist(name, lambda found: answer)
    edited = await place.backend.update(ref, [SetTitle("Mine")], 1)
    assert (edited.title, edited.version, edited.ref) == ("Mine", 2, ref)
    made = await place.backend.create(new(place))
    assert made.title == "GitHub" and made.ref.item in place.op.items(place.vault)
    assert place.op.writes == 2


async def test_a_new_item_whose_answer_is_lost_is_looked_for(place: Office) -> None:
    place.add({"title": "GitHub", "category": "Login"})
    earlier = await place.backend.create(new(place))
    place.op.lose("ItemsCreate", 2)
    found = await place.backend.create(new(place))
    again = await place.backend.create(new(place))
    assert len({earlier.ref, found.ref, again.ref}) == 3
    assert len(place.op.items(place.vault)) == 4
    assert await place.backend.current(found.ref) == found


async def test_a_new_item_that_got_lost_seems_not_to_be_made(place: Office) -> None:
    place.op.fail("ItemsCreate", *NO_NETWORK)
    with pytest.raises(Unclear, match="does not show “GitHub”"):
        await place.backend.create(new(place))
    assert place.op.writes == 1


async def test_a_new_item_that_is_there_twice_is_told(place: Office) -> None:
    def twice(answer: dict[str, object]) -> object:
        place.op.add_item(place.vault, answer | {"id": "z" * 26})
        return None  # which is no answer

    place.op.twist("ItemsCreate", twice)
    with pytest.raises(Unclear, match="2 new items like “GitHub”"):
        await place.backend.create(new(place))


async def test_what_is_deleted_is_gone_whatever_became_of_the_answer(place: Office) -> None:
    ref, other = place.add(full()), place.add(full())
    place.op.lose("ItemsDelete")
    await place.backend.delete(ref)
    assert place.op.items(place.vault) == [other.item]
    place.op.fail("ItemsDelete", *NO_NETWORK)
    with pytest.raises(Unreachable, match="was not deleted"):
        await place.backend.delete(other)
    assert place.op.writes == 2
    with pytest.raises(NotFound):
        await place.backend.item(ref)


async def test_what_is_archived_stays_so_and_is_not_brought_back_here(place: Office) -> None:
    ref = place.add(full())
    place.op.lose("ItemsArchive")
    archived = await place.backend.archive(ref)
    assert (archived.state, archived.version, place.op.writes) == (ItemState.ARCHIVED, 2, 1)
    assert await place.backend.item(ref) == archived == await place.backend.current(ref)
    with pytest.raises(Denied, match="archived"):
        await place.backend.update(ref, [SetTitle("New")], 2)
    assert place.backend.refusal(Action.EDIT, ref) is None  # it is the item, and no right of ours
    with pytest.raises(Denied, match="1Password app"):
        await place.backend.restore(ref)
    assert place.backend.refusal(Action.RESTORE, ref) and place.backend.refusal(Action.RESTORE, None)
    other = place.add(full())
    place.op.fail("ItemsArchive", *NO_NETWORK)
    with pytest.raises(Unreachable, match="was not archived"):
        await place.backend.archive(other)
    await place.backend.delete(ref)
    with pytest.raises(NotFound):
        await place.backend.item(ref)


async def test_what_is_archived_and_not_shown_any_more_is_as_it_was(place: Office) -> None:
    ref = place.add(full())
    before = await place.backend.item(ref)
    place.op.fail("ItemsGet", "InvalidConfiguration", "item is not in an active state")
    assert await place.backend.archive(ref) == replace(before, state=ItemState.ARCHIVED)


Call = Callable[[Office, ItemRef], Awaitable[object]]

WRITES: dict[Action, Call] = {
    Action.CREATE: lambda place, ref: place.backend.create(new(place)),
    Action.EDIT: lambda place, ref: place.backend.update(ref, [SetTitle("New")], 1),
    Action.ATTACH_FILE: lambda place, ref: place.backend.attach(ref, "x", pieces(b"x"), 1),
    Action.ARCHIVE: lambda place, ref: place.backend.archive(ref),
    Action.DELETE: lambda place, ref: place.backend.delete(ref),
}


@pytest.mark.parametrize("action", WRITES)
async def test_a_missing_right_greys_all_writing_of_a_service_account(place: Office, action: Action) -> None:
    ref = place.add(full())
    other = VaultId(place.op.add_vault("Other"))
    place.op.allow(place.vault, READ_ONLY)
    assert place.backend.refusal(action, ref) is None
    with pytest.raises(Denied):
        await WRITES[action](place, ref)
    for each in WRITES:
        assert place.backend.refusal(each, ref) == "The account's token may not write items in this vault."
        assert place.backend.refusal(each, other) is None
    assert place.backend.refusal(Action.READ, ref) is None
    place.op.allow(place.vault, EVERYTHING)
    await place.backend.vaults()  # somebody looks anew
    assert place.backend.refusal(action, ref) is None
    await WRITES[action](place, ref)


async def test_a_vault_that_may_not_be_read_says_so(place: Office) -> None:
    ref = place.add(full())
    place.op.allow(place.vault, CREATE | UPDATE | ARCHIVE)
    for call in (place.backend.item(ref), _rows(place, ref)):
        with pytest.raises(Denied):
            await call
    assert place.backend.refusal(Action.READ, ref) == "The account's token may not read items in this vault."
    assert place.backend.refusal(Action.SAVE_FILE, ref.vault)
    assert place.backend.refusal(Action.CREATE, ref.vault) is None


async def test_an_item_that_1password_lets_nobody_change_is_remembered(place: Office) -> None:
    """It may have no field that looks odd."""
    ref, other = place.add(full()), place.add(full())
    place.op.fail("ItemsPut", *UNSUPPORTED)
    with pytest.raises(Denied, match="own app"):
        await place.backend.update(ref, [SetTitle("New")], 1)
    await place.backend.current(ref)
    assert place.backend.refusal(Action.EDIT, ref) and place.backend.refusal(Action.DELETE, ref)
    assert place.backend.refusal(Action.EDIT, other) is None
    assert place.backend.refusal(Action.CREATE, ref.vault) is None


async def test_limits_are_told_and_nothing_is_tried_again(place: Office) -> None:
    ref = place.add(full())
    item = await place.backend.item(ref)
    place.op.limit(writes=0)
    with pytest.raises(RateLimited):
        await place.backend.update(ref, [SetTitle("New")], 1)
    with pytest.raises(RateLimited):
        await place.backend.create(new(place))
    assert place.op.requests.count("ItemsPut") == place.op.requests.count("ItemsCreate") == 1
    place.op.limit(reads=0)
    assert await place.backend.item(ref) == item  # as it was a moment ago
    with pytest.raises(RateLimited):
        await place.backend.current(ref)


async def test_closed_it_answers_nothing(place: Office) -> None:
    ref = place.add(full())
    await place.backend.item(ref)
    await place.backend.aclose()
    assert place.op.clients == 0
    calls: list[Awaitable[object]] = [place.backend.item(ref), place.backend.vaults(), _rows(place, ref)]
    for call in (*calls, *(write(place, ref) for write in WRITES.values())):
        with pytest.raises(VaultError):
            await call


async def _rows(place: Office, ref: ItemRef) -> object:
    return [page async for page in place.backend.items(ref.vault)]
