"""What is about Strongroom itself: settings, keys, themes, master password, drafts left behind, quitting."""

from __future__ import annotations

import time
from dataclasses import replace

from tests.app.person import MASTER, Person, Stocked, at, unlocked
from tui.model.audit import AuditAction, AuditResult
from tui.model.draft import Draft
from tui.model.ids import DraftId, ItemRef
from tui.model.secret import Secret
from tui.store.store import Store


async def chosen(person: Person, name: str, *keys: str) -> None:
    """Run a command by the palette; with the keys that are typed at once after it."""
    await person.press("ctrl+p")
    await person.type(name)
    await person.sees(name)
    await person.press("enter", *keys)


async def test_a_theme_is_chosen_and_stays(stocked: Stocked) -> None:
    settings = stocked.path.parent / "settings.toml"
    async with unlocked(stocked.path) as person:
        await chosen(person, "Theme")
        await person.sees("strongroom-light")
        await person.press("down", "enter")
        await person.sees_no("strongroom-light")
        assert person.app.theme == "strongroom-light"
    assert 'theme = "strongroom-light"' in settings.read_text()
    async with at(stocked.path) as person:
        assert person.app.theme == "strongroom-light"


async def test_keys_of_ones_own(stocked: Stocked) -> None:
    stocked.add("Mail")
    (stocked.path.parent / "settings.toml").write_text('[keys]\n"items.copy_password" = "C"\n"items.archive" = []\n')
    async with unlocked(stocked.path) as person:
        await person.press("enter")
        page = await person.sees("user-Mail", "C Password")
        assert "d Archive" not in page
        await person.press("C")
        await person.sees("Password sent")
        await person.press("d")
        assert stocked.titles() == ["Mail"]


async def test_what_is_wrong_with_the_settings_is_told(stocked: Stocked) -> None:
    (stocked.path.parent / "settings.toml").write_text('reveal_for = "long"\n')
    async with unlocked(stocked.path) as person:
        await person.sees("Settings: reveal_for must be")
        await person.press("e")
        await person.sees_no("reveal_for")  # why this vault cannot be renamed takes its place
        await chosen(person, "Settings")
        await person.sees("reveal_for")


async def test_the_master_password_is_changed(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await chosen(person, "Change master password")
        await person.sees("Master password now")
        await person.type(MASTER)
        await person.press("tab")
        await person.type("s3cret-new")
        await person.press("tab")
        await person.type("s3cret-new")
        await person.press("enter")
        await person.sees("The master password is changed.")
    store = Store.open(stocked.path, Secret("s3cret-new"), state_dir=stocked.state)
    assert store.audit()[1].action is AuditAction.CHANGE_PASSWORD
    store.close()


async def test_a_wrong_old_password_changes_nothing_and_is_asked_for_again(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await chosen(person, "Change master password")
        await person.type("s3cret-wrong")
        await person.press("tab")
        await person.type("s3cret-new")
        await person.press("tab")
        await person.type("s3cret-new")
        await person.press("enter")
        await person.sees("not the master password")
        stocked.titles()
        await person.type(MASTER)
        await person.press("ctrl+s")
        await person.sees("The master password is changed.")
    store = Store.open(stocked.path, Secret("s3cret-new"), state_dir=stocked.state)
    results = [event.result for event in store.audit() if event.action is AuditAction.CHANGE_PASSWORD]
    store.close()
    assert results == [AuditResult.OK, AuditResult.FAILED]


async def test_what_is_typed_at_once_after_a_command_was_chosen_is_for_what_it_asks(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await chosen(person, "Rotate keys", *MASTER, "enter")
        page = await person.sees("Everything is encrypted under a new key.")
        assert "Work" in page


async def test_keys_are_rotated_once_the_password_is_right(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await chosen(person, "Rotate keys")
        await person.sees("Master password")
        await person.type("s3cret-wrong")
        await person.press("enter")
        await person.sees("not the master password")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Everything is encrypted under a new key.")
    assert stocked.titles() == ["Mail"]
    with stocked.opened() as store:
        assert AuditAction.ROTATE_KEYS in [event.action for event in store.audit()]


async def test_a_backup_is_written_where_it_says(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await chosen(person, "Back up the store")
        await person.sees("Backup written and verified")
    with stocked.opened() as store:
        (backup,) = store.backups()
    assert backup.stat().st_mode & 0o777 == 0o600


def leave_draft(stocked: Stocked, ref: ItemRef, title: str) -> None:
    """Leave a draft behind, as a killed Strongroom would."""
    with stocked.opened() as store:
        item = store.item(ref)
        store.save_draft(Draft(DraftId("d1"), item, replace(item, title=title), time.time()))


async def test_a_draft_left_behind_is_offered_and_gone_on_with(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    leave_draft(stocked, ref, "Mail, half typed")
    async with unlocked(stocked.path) as person:
        await person.sees("You left something unsaved", "Mail, half typed")
        await person.press("enter")
        await person.sees("Edit", "Mail, half typed")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        await person.press("enter")
        await person.sees("Saved")
    assert stocked.item(ref).title == "Mail, half typed"
    with stocked.opened() as store:
        assert store.drafts() == []


async def test_a_draft_can_wait_and_quitting_asks(stocked: Stocked) -> None:
    (ref,) = stocked.add("Mail")
    leave_draft(stocked, ref, "Mail, half typed")
    async with unlocked(stocked.path) as person:
        await person.sees("You left something unsaved")
        await person.press("n")
        await person.sees_no("You left something unsaved")
        await person.press("q")
        await person.sees("Quit with unsaved drafts", "Mail, half typed")
        await person.press("escape")
        await person.sees_no("Quit with unsaved drafts")
    with stocked.opened() as store:
        assert [draft.current.title for draft in store.drafts()] == ["Mail, half typed"]
