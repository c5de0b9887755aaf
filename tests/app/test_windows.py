"""Two windows on one store: what is typed in one is neither lost nor taken by the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.app.person import MASTER, PATIENCE, Person, Stocked, unlocked
from tests.app.test_items import browse
from tui.model.draft import Draft
from tui.model.ids import DraftId, FieldId, ItemRef
from tui.model.secret import Secret
from tui.store.cost import FLOOR
from tui.store.store import Store


def open_again(stocked: Stocked) -> Store:
    """Open the store as another window does."""
    return Store.open(stocked.path, Secret(MASTER), state_dir=stocked.state)


@contextmanager
def typing_elsewhere(stocked: Stocked, ref: ItemRef, title: str) -> Iterator[Store]:
    """Have another window type a draft."""
    store = open_again(stocked)
    item = store.item(ref)
    store.save_draft(Draft(DraftId("elsewhere"), item, replace(item, title=title), 1.0))
    yield store
    store.close()


def rotate(stocked: Stocked) -> None:
    """Have another window give the store other keys."""
    with stocked.opened() as store:
        store.rotate_keys(Secret(MASTER))


def drafts(stocked: Stocked) -> list[str]:
    """Return what somebody who opens the store now can read of the drafts: their user names."""
    with stocked.opened() as store:
        fields = [draft.current.field(FieldId("username")) for draft in store.drafts()]
    return [str(field.value) for field in fields if field is not None]


async def edit(person: Person, title: str) -> None:
    """Open the editor on the only item."""
    await browse(person)
    await person.sees(f"user-{title}")
    await person.press("e")
    await person.sees(f"Edit “{title}”")


async def kept(person: Person, stocked: Stocked, username: str) -> None:
    """Wait until what was typed is kept."""
    until = time.monotonic() + PATIENCE
    while username not in drafts(stocked):
        assert time.monotonic() < until, "it was never kept"
        await person.pilot.pause(0.1)


ASKED = "The keys of the store were changed in another window."


async def test_what_is_typed_while_the_keys_change_is_kept_once_the_password_was_given(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await edit(person, "Mail")
        rotate(stocked)
        await person.type("-typed")
        await person.sees(ASKED, "Master password, to go on")
        assert drafts(stocked) == []
        await person.type("s3cret-wrong")
        await person.press("enter")
        await person.sees("That is not the master password")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("The store is open again", "user-Mail-typed")
        assert drafts(stocked) == ["user-Mail-typed"]
        await person.type("-on")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        await person.press("enter")
        await person.sees("Saved “Mail”.")
    with stocked.opened() as store:
        store.verify()
        store.verify_audit()
        details = [event.detail for event in store.audit()]
    assert "the keys were changed in another window" in details
    assert drafts(stocked) == []


async def test_a_save_goes_on_once_the_password_was_given(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await edit(person, "Mail")
        await person.type("-typed")
        await kept(person, stocked, "user-Mail-typed")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        rotate(stocked)
        await person.press("enter")
        await person.sees(ASKED)
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Saved “Mail”.")
    field = stocked.item(ref).field(FieldId("username"))
    assert field is not None
    assert field.value == "user-Mail-typed"
    assert drafts(stocked) == []


async def test_without_the_password_the_editor_stays_as_it_is_and_saving_asks_again(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await edit(person, "Mail")
        rotate(stocked)
        await person.type("-typed")
        await person.sees(ASKED)
        await person.press("escape")
        await person.sees_no(ASKED)
        await person.sees("Edit “Mail”", "user-Mail-typed")
        await person.type("-on")
        session = person.app._session
        assert session is not None
        for _ in range(3):
            await session.drafts.flush()  # fails, and does not ask again
        assert session.drafts.waiting
        await person.press("ctrl+s")
        page = await person.sees("Save these changes?")
        assert ASKED not in page
        await person.press("enter")
        await person.sees(ASKED)
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Saved “Mail”.")
    field = stocked.item(ref).field(FieldId("username"))
    assert field is not None
    assert field.value == "user-Mail-typed-on"


async def test_another_password_needs_no_other_keys_and_asks_nothing(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await edit(person, "Mail")
        with stocked.opened() as store:
            store.change_password(Secret(MASTER), Secret("s3cret-new"), FLOOR)
        await person.type("-typed")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        await person.press("enter")
        await person.sees("Saved “Mail”.")


async def test_what_another_window_types_is_not_offered(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    with typing_elsewhere(stocked, ref, "Mail, half typed"):
        async with unlocked(stocked.path) as person:
            await browse(person)
            await person.sees("user-Mail")
            assert "You left something unsaved" not in person.page()
            await person.press("escape")
            await person.sees("All items")
            await person.press("q")
    assert not person.app.is_running


async def test_editing_what_another_window_types_is_asked_and_gets_a_draft_of_its_own(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    with typing_elsewhere(stocked, ref, "Mail, half typed") as other:
        async with unlocked(stocked.path) as person:
            await browse(person)
            await person.sees("user-Mail")
            await person.press("e")
            await person.sees("“Mail” is being edited in another Strongroom just now.")
            await person.press("n")
            await person.sees_no("is being edited in another Strongroom")
            await person.press("e")
            await person.sees("is being edited in another Strongroom")
            await person.press("y")
            page = await person.sees("Edit “Mail”")
            assert "half typed" not in page
            await person.type("-here")
            await kept(person, stocked, "user-Mail-here")
            assert len(drafts(stocked)) == 2
            await person.press("escape")
            await person.sees("Some changes are not saved")
            await person.press("d")
            await person.sees("Discarded.")
        assert [draft.current.title for draft in other.shelf().left] == ["Mail, half typed"]


async def test_a_draft_that_another_window_took_first_gets_a_name_of_its_own(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    with typing_elsewhere(stocked, ref, "Mail, half typed"):
        pass
    async with unlocked(stocked.path) as person:
        await person.sees("You left something unsaved", "Mail, half typed")
        other = open_again(stocked)
        assert other.claim_draft(DraftId("elsewhere"))
        await person.press("enter")
        await person.sees("Mail, half typed", "Another Strongroom is typing this draft just now")
        await person.type("-here")
        await kept(person, stocked, "user-Mail-here")
        assert len(other.shelf().elsewhere) == 1
        assert [draft.current.title for draft in other.shelf().left] == ["Mail, half typed"]
        other.close()


async def test_one_damaged_draft_is_told_and_the_others_are_offered(stocked: Stocked) -> None:
    import sqlite3

    (ref,) = stocked.add("Mail")
    for title in ("Mail one", "Mail two"):
        with stocked.opened() as store:
            item = store.item(ref)
            store.save_draft(Draft(DraftId(title), item, replace(item, title=title), 1.0))
    with sqlite3.connect(stocked.path) as raw:
        row = raw.execute("SELECT body FROM seals WHERE kind = 5 ORDER BY id").fetchone()
        raw.execute("UPDATE bodies SET body = zeroblob(9) WHERE n = ?", row)
    raw.close()
    async with unlocked(stocked.path) as person:
        await person.sees("You left something unsaved")
        page = await person.sees("One draft cannot be read")
        assert ("Mail one" in page) is not ("Mail two" in page)


@pytest.mark.parametrize("by", ["key", "signal"])
async def test_quitting_without_the_password_ends_all_the_same(stocked: Stocked, by: str) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await edit(person, "Mail")
        rotate(stocked)
        await person.type("-typed")
        await person.sees(ASKED)
        if by == "key":
            await person.press("ctrl+q")
        else:
            person.app.exit(return_code=143)
    assert drafts(stocked) == []
