"""Two people edit one item: both sides are shown, the choice decides, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.screens.editing import Desk, editing, filled_login
from tui.model.audit import AuditAction
from tui.model.edit import AddField, Edit, RemoveField, SetTags, SetTitle, SetValue
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.model.secret import Secret

PASSWORD, USERNAME = FieldId("password"), FieldId("username")


@asynccontextmanager
async def conflicting(tmp_path: Path, *theirs: Edit) -> AsyncIterator[Desk]:
    """Open the editor on a login that somebody else changes meanwhile."""
    async with editing(tmp_path, filled_login, saved=True) as desk:
        with desk.other() as store:
            store.update(desk.screen.item.ref, theirs, 1)
        yield desk


async def rename_and_save(desk: Desk) -> None:
    """Give another title and password, and save."""
    await desk.press("up")
    await desk.type("!")
    await desk.press("down", "down")
    await desk.type("2")
    await desk.save()


def password(item: Item) -> Secret:
    field = item.field(PASSWORD)
    assert field is not None
    assert isinstance(field.value, Secret)
    return field.value


THEIRS = (SetTitle("GitLab"), SetValue(PASSWORD, Secret("s3cret-theirs")), SetTags(("theirs",)))


async def test_each_clash_is_chosen_for_itself(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile", "“GitHub!”", "“GitLab”", "Theirs, taken over:", "theirs")
        await desk.press("m", "down", "t", "enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (item.title, item.tags, item.version) == ("GitHub!", ("theirs",), 3)
    assert password(item) == Secret("s3cret-theirs")


async def test_the_other_way_round(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile")
        await desk.press("t", "down", "m", "enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert item.title == "GitLab"
    assert password(item) == Secret("s3cret-12")


async def test_all_mine_at_once(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile")
        await desk.press("M", "enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
        with desk.other() as store:
            assert password(store.version(item.ref, 2)) == Secret("s3cret-theirs")
    assert (item.title, item.tags) == ("GitHub!", ("theirs",))
    assert password(item) == Secret("s3cret-12")


async def test_where_all_is_theirs_nothing_is_saved(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile")
        await desk.press("T", "enter")
        await desk.until(lambda: desk.left)
        assert [item.version for item in desk.items()] == [2]
        assert not desk.drafts()


async def test_nothing_is_chosen_by_a_stray_enter(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile")
        await desk.press("m", "enter")
        await desk.sees("Choose mine (m) or theirs (t) for this one first.")
        assert [item.version for item in desk.items()] == [2]


async def test_concealed_values_are_seen_side_by_side_only_on_request(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile")
        await desk.press("r")
        await desk.sees("There is nothing concealed here.")
        assert "s3cret" not in desk.app.page()
        await desk.press("down", "r")
        await desk.sees("s3cret-12", "s3cret-theirs")
        await desk.press("escape")
        await desk.until(lambda: "s3cret" not in desk.app.page())
        await desk.session.audit.flush()
        with desk.other() as store:
            revealed = [event.field for event in store.audit(limit=50) if event.action is AuditAction.REVEAL]
    assert revealed == ["password", "password"]


async def test_going_back_leaves_the_editor_as_it_was(tmp_path: Path) -> None:
    async with conflicting(tmp_path, *THEIRS) as desk:
        await rename_and_save(desk)
        await desk.sees("This item was changed meanwhile")
        await desk.press("escape")
        await desk.sees("GitHub!", "not saved")
        assert not desk.left
        assert desk.label == "password"
        assert password(desk.screen.item) == Secret("s3cret-12")
        await desk.save()
        await desk.sees("This item was changed meanwhile")


async def test_what_does_not_clash_is_told_and_merged(tmp_path: Path) -> None:
    hint = Field(FieldId("hint"), FieldKind.TEXT, "hint", "the usual")
    async with conflicting(tmp_path, SetValue(USERNAME, "lovelace"), AddField(hint, 0)) as desk:
        await rename_and_save(desk)
        await desk.sees("Save both", "“ada” → “lovelace”", "+ hint", "Yours, taken over:", "•••••••• changed")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [field.label for field in item.fields][:3] == ["hint", "user name", "password"]
    assert [field.value for field in item.fields][:3] == ["the usual", "lovelace", Secret("s3cret-12")]
    assert item.title == "GitHub!"


async def test_a_field_that_they_removed_can_be_kept(tmp_path: Path) -> None:
    async with conflicting(tmp_path, RemoveField(PASSWORD)) as desk:
        await rename_and_save(desk)
        await desk.sees("theirs  not there")
        await desk.press("m", "enter")
        await desk.until(lambda: desk.left)
        assert password(desk.items()[0]) == Secret("s3cret-12")


async def test_what_changed_nothing_in_the_item_is_not_asked_about(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        with desk.other() as store:
            store.update(desk.screen.item.ref, [SetTitle("Other")], 1)
            store.update(desk.screen.item.ref, [SetTitle("GitHub")], 2)
        await rename_and_save(desk)
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (item.title, item.version) == ("GitHub!", 4)


async def test_somebody_is_quicker_once_more(tmp_path: Path) -> None:
    async with conflicting(tmp_path, SetTitle("Second")) as desk:
        await rename_and_save(desk)
        await desk.sees("“Second”")
        with desk.other() as store:
            store.update(desk.screen.item.ref, [SetTitle("Third")], 2)
        await desk.press("m", "enter")
        await desk.sees("“Third”")
        await desk.press("m", "enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (item.title, item.version) == ("GitHub!", 4)


async def test_an_item_that_was_deleted_meanwhile_is_saved_as_a_new_one(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        with desk.other() as store:
            store.delete(desk.screen.item.ref)
        await rename_and_save(desk)
        await desk.sees("This item was deleted meanwhile.")
        await desk.press("n")
        await desk.sees("not saved")
        assert not desk.left
        await desk.save()
        await desk.sees("This item was deleted meanwhile.")
        await desk.press("y")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (item.title, item.version) == ("GitHub!", 1)
    assert password(item) == Secret("s3cret-12")
