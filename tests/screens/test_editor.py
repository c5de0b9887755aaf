"""The editor, told through keys: what is typed ends in the store, or stays where it is."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.editing import SEED, Desk, editing, filled_login, new_login
from tui import messages
from tui.model.draft import Draft
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import DraftId, FieldId, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import totp

HOSTILE = "[/] [@click=app.bell]x[/] \x1b]52;c;aGk=\x07 \x1b[2J"


def of(item: Item, name: str) -> Field:
    found = item.field(FieldId(name))
    assert found is not None
    return found


def value(item: Item, name: str) -> str:
    held = of(item, name).value
    return held.reveal() if isinstance(held, Secret) else held


# Making an item


async def test_a_new_login_with_a_generated_password_and_a_one_time_code(tmp_path: Path) -> None:
    async with editing(tmp_path) as desk:
        await desk.type("GitHub")
        await desk.press("enter")
        await desk.type("ada")
        await desk.press("down", "ctrl+g")
        await desk.sees("131 bits")
        await desk.press("enter")
        await desk.sees("strong")
        await desk.press("down")
        await desk.type(SEED)
        await desk.sees("ok, 6 digits, 30 s")
        await desk.press("tab")
        await desk.type("github.com")
        await desk.press("tab")
        await desk.type("work, dev")
        await desk.press("ctrl+s")
        await desk.sees(
            "Save this new item?", "into the vault “Work”", "+ password  ••••••••", "github.com", "work, dev"
        )
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        assert desk.session.catalog.snapshot.count == 1
        (item,) = desk.items()
    assert (item.title, item.version, item.host, item.tags) == ("GitHub", 1, "github.com", ("work", "dev"))
    assert value(item, "username") == "ada"
    assert len(value(item, "password")) == 20
    otp = of(item, "otp").value
    assert isinstance(otp, Secret)
    assert len(totp.parse(otp.reveal()).code(time.time())) == 6


async def test_a_title_is_asked_for_where_there_is_none(tmp_path: Path) -> None:
    async with editing(
        tmp_path, lambda vault: replace(new_login(vault), websites=(Website("https://www.example.org"),))
    ) as desk:
        await desk.press("ctrl+s")
        await desk.sees("What is it called?")
        await desk.press("ctrl+u", "enter")
        await desk.sees("An item needs a title")
        await desk.type("Mine")
        await desk.press("enter")
        await desk.sees("Save this new item?")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        assert [item.title for item in desk.items()] == ["Mine"]


async def test_the_host_is_offered_as_a_title(tmp_path: Path) -> None:
    async with editing(
        tmp_path, lambda vault: replace(new_login(vault), websites=(Website("https://www.example.org"),))
    ) as desk:
        await desk.press("ctrl+s")
        await desk.sees("What is it called?", "Example")
        await desk.press("escape")
        await desk.sees("New Login")
        assert not desk.left


async def test_a_new_item_goes_into_the_vault_that_is_chosen(tmp_path: Path) -> None:
    async with editing(tmp_path) as desk:
        second = await desk.session.api(desk.screen.item.ref.account).create_vault("Private")
        desk.session.catalog.put_vault(second)
        await desk.type("Mine")
        await desk.press("f4")
        await desk.sees("Into which vault?", "Private")
        await desk.press(*["down"] * desk.session.catalog.vaults.index(second), "enter")
        await desk.sees("New Login  in Private")
        await desk.save()
        await desk.until(lambda: desk.left)
        with desk.other() as store:
            assert [one.title for page in store.summaries(second.id) for one in page] == ["Mine"]


# Changing one


async def test_another_title_makes_a_second_version(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("up")
        await desk.type(" at work")
        await desk.press("ctrl+s")
        await desk.sees("Save these changes?", "~ title  “GitHub” → “GitHub at work”")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        with desk.other() as store:
            item = store.item(desk.screen.item.ref)
            assert [version.title for version in store.versions(item.ref)] == ["GitHub at work", "GitHub"]
        assert value(item, "password") == "s3cret-1"
        assert desk.session.undo.last is not None


async def test_saving_what_nobody_changed_says_so_and_leaves(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        await desk.press("backspace", "ctrl+s")
        await desk.until(lambda: desk.left)
        assert [item.version for item in desk.items()] == [1]
        await desk.until(lambda: not desk.drafts())


async def test_the_last_character_is_saved_however_fast_one_types(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.pilot.press(*"xyz", "ctrl+s")
        await desk.sees("“ada” → “adaxyz”")


async def test_what_changes_is_shown_without_a_concealed_value(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("down")
        await desk.type("2")
        await desk.press("ctrl+s")
        await desk.sees("~ password  •••••••• changed")
        assert "s3cret" not in desk.app.page()


async def test_fields_are_added_renamed_retyped_moved_and_removed(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("ctrl+n")
        await desk.sees("Add a field")
        await desk.press("t")
        await desk.sees("What is the field called?")
        await desk.type("PIN")
        await desk.press("enter")
        await desk.sees("PIN")
        await desk.type("1234")
        await _menu(desk, "r", "What is the field called?")
        await desk.type("2")
        await desk.press("enter")
        await desk.sees("PIN2")
        await _menu(desk, "k", "What kind of field is it?")
        await desk.press("c")
        await desk.until(lambda: isinstance(desk.screen.item.fields[1].value, Secret))
        await _menu(desk, "u")
        await desk.until(lambda: desk.screen.item.fields[0].label == "PIN2")
        assert desk.label == desk.screen.item.fields[0].id
        await desk.press("down", "down", "down")
        await _menu(desk, "x")
        await desk.until(lambda: desk.screen.item.field(FieldId("otp")) is None)
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [field.label for field in item.fields] == ["PIN2", "user name", "password", "notes"]
    assert (item.fields[0].kind, item.fields[0].value) == (FieldKind.CONCEALED, Secret("1234"))


async def test_a_field_of_the_template_comes_back_as_it_was(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await _menu(desk, "x")
        await desk.until(lambda: desk.screen.item.field(FieldId("username")) is None)
        await desk.press("ctrl+n")
        await desk.sees("User name", "as in a new item")
        await desk.press("enter")
        await desk.until(lambda: desk.screen.item.field(FieldId("username")) is not None)
        assert of(desk.screen.item, "username").purpose == "username"


async def test_sections_are_added_filled_renamed_moved_and_removed(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        for name in ("Work", "Home"):
            await desk.press("f3")
            await desk.sees("What is the section called?")
            await desk.type(name)
            await desk.press("enter")
            await desk.sees(f"── {name} ──")
        await desk.press("ctrl+n")
        await desk.sees("Add a field")
        await desk.press("e")
        await desk.sees("What is the field called?")
        await desk.type("mail")
        await desk.press("enter")
        await desk.sees("mail")
        await desk.type("ada at home")
        await desk.sees("This does not look like an e-mail address.")
        await desk.press("up")
        await _menu(desk, "r", "What is the section called?")
        await desk.type(" sweet")
        await desk.press("enter")
        await desk.sees("── Home sweet ──")
        await _menu(desk, "u")
        await desk.until(lambda: [s.label for s in desk.screen.item.sections] == ["Home sweet", "Work"])
        await desk.press("down", "down")
        await _menu(desk, "x")
        await desk.until(lambda: len(desk.screen.item.sections) == 1)
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [section.label for section in item.sections] == ["Home sweet"]
    (mail,) = [field for field in item.fields if field.label == "mail"]
    assert (mail.section, mail.value) == (item.sections[0].id, "ada at home")


async def test_a_section_goes_with_its_fields_if_so_wanted(tmp_path: Path) -> None:
    async with editing(tmp_path, _with_section, saved=True) as desk:
        await desk.press("down", "down", "down")
        assert desk.label == "s"
        await _menu(desk, "X")
        await desk.until(lambda: not desk.screen.item.sections)
        await desk.save()
        await desk.until(lambda: desk.left)
        assert [field.label for field in desk.items()[0].fields] == [
            "user name",
            "password",
            "one-time password",
            "notes",
        ]


async def test_a_field_goes_into_a_new_section(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await _menu(desk, "s", "Into which section?")
        await desk.press("n")
        await desk.sees("What is the section called?")
        await desk.type("Who")
        await desk.press("enter")
        await desk.until(lambda: of(desk.screen.item, "username").section is not None)
        assert desk.label == "username"
        page = desk.app.page()
        assert page.index("password") < page.index("── Who ──") < page.index("user name")


async def test_what_has_no_input_is_shown_and_kept(tmp_path: Path) -> None:
    date = Field(FieldId("d"), FieldKind.OTHER, "member since", "2019-04-01", raw_kind="DATE")
    hidden = Field(FieldId("h"), FieldKind.OTHER, "passkey", Secret("s3cret-key"), raw_kind="PASSKEY")
    async with editing(tmp_path, lambda vault: filled_login(vault, date, hidden), saved=True) as desk:
        await desk.sees("member since", "2019-04-01", "(DATE) cannot be edited here; it is kept", "(PASSKEY)")
        assert "s3cret-key" not in desk.app.page()
        await desk.press("up")
        await desk.type("!")
        await desk.save()
        await desk.until(lambda: desk.left)
        assert desk.items()[0].fields[-2:] == (date, hidden)


async def test_line_ends_that_nobody_touched_stay_as_they_were(tmp_path: Path) -> None:
    notes, odd = "one\r\ntwo\u2028three\rfour\n", Field(FieldId("odd"), FieldKind.TEXT, "odd", "a\r\nb\x1b[2J")
    async with editing(tmp_path, lambda vault: filled_login(vault, odd, notes=notes), saved=True) as desk:
        assert not desk.screen.changed
        await desk.press("up")
        await desk.type("!")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (value(item, "notes"), value(item, "odd")) == (notes, odd.value)


# Inputs


async def test_a_one_time_password_is_judged_while_it_is_typed(tmp_path: Path) -> None:
    async with editing(tmp_path) as desk:
        await desk.press("down", "down", "down")
        await desk.type("1")
        await desk.until(lambda: "digits" not in desk.app.page())
        await desk.press("backspace")
        await desk.paste(f"otpauth://totp/x?secret={SEED}&digits=8")
        await desk.sees("ok, 8 digits, 30 s")
        assert SEED not in desk.app.page()


async def test_a_password_is_judged_with_what_the_item_says_of_itself(tmp_path: Path) -> None:
    async with editing(tmp_path, lambda vault: filled_login(vault, title="Gringotts", password="")) as desk:
        await desk.press("down")
        await desk.type("gringotts1")
        await desk.sees("weak", "It contains words of the title")
        await desk.press("down")
        await desk.until(lambda: "weak" not in desk.app.page())


async def test_a_concealed_value_is_shown_on_request_and_while_the_cursor_is_there(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("ctrl+t")
        await desk.sees("Put the cursor into a concealed field first.")
        await desk.press("down")
        assert "s3cret-1" not in desk.app.page()
        await desk.press("ctrl+t")
        await desk.sees("s3cret-1")
        await desk.press("ctrl+t")
        await desk.until(lambda: "s3cret-1" not in desk.app.page())
        await desk.press("ctrl+t")
        await desk.sees("s3cret-1")
        await desk.press("down")
        await desk.until(lambda: "s3cret-1" not in desk.app.page())


async def test_arrows_go_through_a_text_and_then_on(tmp_path: Path) -> None:
    async with editing(tmp_path, lambda vault: filled_login(vault, notes="one\ntwo"), saved=True) as desk:
        walked = []
        for _ in range(9):
            walked.append(desk.label)
            await desk.press("down")
        assert walked == ["username", "password", "otp", "websites", "tags", "notes", "notes", "favourite", "title"]
        await desk.press("up")
        assert desk.label == "title"


async def test_typing_in_a_text_can_be_undone(tmp_path: Path) -> None:
    async with editing(tmp_path, lambda vault: filled_login(vault, notes="old"), saved=True) as desk:
        await desk.press(*["down"] * 5, "end")
        await desk.type("er")
        await desk.until(lambda: value(desk.screen.item, "notes") == "older")
        await desk.press("ctrl+z")
        await desk.until(lambda: value(desk.screen.item, "notes") == "old")
        assert not desk.screen.changed
        await desk.press("ctrl+y")
        await desk.until(lambda: value(desk.screen.item, "notes") == "older")


async def test_websites_and_favourite(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("down", "down", "down")
        await desk.type("http://a.example")
        await desk.sees("http:// is not encrypted.")
        await desk.press("enter")
        await desk.type("b.example")
        await desk.press("tab", "tab", "tab", "space")
        await desk.save()
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert [site.url for site in item.websites] == ["http://a.example", "b.example"]
    assert item.favourite


async def test_no_key_leads_away_from_the_editor_but_the_one_that_asks(tmp_path: Path) -> None:
    async with editing(tmp_path, _with_section, saved=True) as desk:
        await desk.press("down", "down", "down")
        assert desk.label == "s"
        for keys in (("g", "v"), ("g", "i"), ("h",), ("left",)):
            await desk.press(*keys)
            assert not desk.app.kept
        await desk.sees("Leave the editor first")


async def test_hostile_text_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    field = Field(FieldId("x"), FieldKind.TEXT, HOSTILE, HOSTILE, section=SectionId("s"))
    section = Section(SectionId("s"), HOSTILE)

    def make(vault: VaultId) -> Item:
        item = filled_login(vault, field, title=HOSTILE, notes=f"a\tb\n{HOSTILE}\u202e")
        return replace(item, sections=(section,), tags=(HOSTILE,), websites=(Website(HOSTILE),))

    async with editing(tmp_path, make, saved=True) as desk:
        await desk.sees("[@click=app.bell]x[/]")
        await desk.press("down", "down", "down")
        await _menu(desk, "r", "What is the section called?")
        await desk.type("!")
        await desk.press("enter")
        await desk.press("down")
        await desk.type("!")
        await desk.press("ctrl+s")
        await desk.sees("Save these changes?")
        assert "\x1b" not in desk.app.page()
        assert "\x07" not in desk.app.page()
        assert "\u202e" not in desk.app.page()
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    assert (item.title, item.sections[0].label, value(item, "x")) == (HOSTILE, HOSTILE + "!", HOSTILE + "!")


# Drafts, and leaving


async def test_what_is_typed_is_in_the_store_within_a_second(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("down")
        took: list[float] = []
        while len(took) < 5 and min(took, default=1.0) >= 1.0:  # a busy machine may be late, but not every time
            begin = time.monotonic()
            await desk.type("2")
            assert desk.session.drafts.waiting
            await desk.until(lambda: not desk.session.drafts.waiting)
            took.append(time.monotonic() - begin)
        assert min(took) < 1.0
        (draft,) = desk.drafts()
        assert value(draft.current, "password") == "s3cret-1" + "2" * len(took)
        assert value(draft.base, "password") == "s3cret-1"


async def test_a_draft_left_behind_says_that_it_is_one(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        await desk.session.drafts.flush()
        (left,) = desk.drafts()
        await desk.app.push_screen(type(desk.screen)(desk.session, desk.screen.keys.keymap, left))
        await desk.sees("A draft of ", "not saved yet.", "adax")


async def test_without_a_store_of_ones_own_the_editor_says_that_nothing_is_kept(tmp_path: Path) -> None:
    async with editing(tmp_path) as desk:
        desk.session.drafts.kept = False
        await desk.app.push_screen(type(desk.screen)(desk.session, desk.screen.keys.keymap, desk.screen.draft))
        await desk.sees("Nothing typed here is kept as a draft")


async def test_leaving_without_changes_asks_nothing(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("escape")
        await desk.until(lambda: desk.left)


async def test_discarding_leaves_nothing_behind(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        await desk.session.drafts.flush()
        assert desk.drafts()
        await desk.press("escape")
        await desk.sees("Some changes are not saved")
        await desk.press("d")
        await desk.until(lambda: desk.left)
        assert not desk.drafts()
        assert [item.version for item in desk.items()] == [1]


async def test_keeping_seals_the_draft(tmp_path: Path) -> None:
    async with editing(tmp_path) as desk:
        await desk.type("Half a title")
        await desk.press("escape")
        await desk.sees("Some changes are not saved")
        await desk.press("k")
        await desk.until(lambda: desk.left)
        assert [draft.current.title for draft in desk.drafts()] == ["Half a title"]
        assert not desk.items()


async def test_staying_goes_on_where_one_was(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        await desk.press("escape")
        await desk.sees("Some changes are not saved")
        await desk.press("escape")
        await desk.type("y")
        assert value(desk.screen.item, "username") == "adaxy"
        assert not desk.left


async def test_leaving_can_save(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        await desk.press("escape")
        await desk.sees("Some changes are not saved")
        await desk.press("s")
        await desk.sees("Save these changes?")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        assert value(desk.items()[0], "username") == "adax"


# When saving fails


async def test_a_vault_that_is_gone_costs_nothing_that_was_typed(tmp_path: Path) -> None:
    async with editing(tmp_path) as desk:
        await desk.type("GitHub")
        await desk.press("down")
        await desk.type("ada")
        with desk.other() as store:
            store.delete_vault(desk.vault())
        await desk.save()
        await desk.until(lambda: desk.screen.status.severity == "error")
        assert not desk.left
        await desk.until(lambda: desk.label == "username")
        await desk.type("!")
        assert (desk.screen.item.title, value(desk.screen.item, "username")) == ("GitHub", "ada!")
        await desk.session.drafts.flush()
        assert [draft.current.title for draft in desk.drafts()] == ["GitHub"]


async def test_an_account_that_is_closed_costs_nothing_either(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        await desk.session.api(desk.screen.item.ref.account).aclose()
        await desk.save()
        await desk.until(lambda: desk.screen.status.severity == "error")
        assert not desk.left
        assert value(desk.screen.item, "username") == "adax"


async def test_a_save_that_is_under_way_is_finished_though_the_screen_is_gone(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.type("x")
        async with desk.store_busy():
            await desk.save()
            await desk.sees("Saving …")
            await desk.press("escape")
            await desk.type("lost")
            assert not desk.left
            assert desk.app.screen is desk.screen
            await desk.app.pop_screen()
        desk.screen.hold(False)  # as the save does when it ends late: there is nothing left to hold
        await desk.until(lambda: value(desk.items()[0], "username") == "adax")
        await desk.until(lambda: not desk.drafts())


# Never in clear


async def test_no_secret_is_in_a_message_or_a_worker(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        heard: list[str] = []
        await desk.press("down")
        await desk.type("2")
        await desk.press("ctrl+s")
        await desk.sees("Save these changes?")
        heard += [repr(worker) for worker in desk.app.workers]
        heard += [repr(desk.screen.draft), repr(desk.screen.form.rows), repr(desk.screen.tree)]
    assert not [text for text in heard if "s3cret" in text]
    assert "s3cret" not in caplog.text


async def _menu(desk: Desk, key: str, then: str = "") -> None:
    """Open the menu of the field or section with the cursor, and press a key in it."""
    await desk.press("f2")
    await desk.sees("Rename")
    await desk.press(key)
    if then:
        await desk.sees(then)


def _with_section(vault: VaultId) -> Item:
    field = Field(FieldId("pin"), FieldKind.TEXT, "PIN", "1234", section=SectionId("s"))
    return replace(filled_login(vault, field), sections=(Section(SectionId("s"), "Codes"),))


def test_a_draft_of_a_copy_counts_as_changed() -> None:
    base = new_login(VaultId("v"))
    assert Draft(DraftId("d"), base, replace(base, title="Copy"), 1.0).edits


async def test_what_is_shown_while_typing_hides_itself_after_a_while(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        desk.session.settings = replace(desk.session.settings, reveal_for=0.4)
        await desk.press("down", "ctrl+t")
        await desk.sees("s3cret-1")
        await desk.until(lambda: "s3cret-1" not in desk.app.page())
        desk.session.settings = replace(desk.session.settings, reveal_for=3600)
        await desk.press("ctrl+t")
        await desk.sees("s3cret-1")
        await desk.press("ctrl+t")
        await desk.until(lambda: "s3cret-1" not in desk.app.page())


async def test_an_editor_is_left_once_however_often_it_is_asked(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        async with desk.store_busy():
            await desk.press("escape", "escape", "escape")
            assert not desk.left
        await desk.until(lambda: desk.left)
        await desk.press("escape")
        await desk.session.close(exiting=False)
        assert len([message for message in desk.app.kept if isinstance(message, messages.GoBack)]) == 1


async def test_tags_with_commas_stay_what_they_are(tmp_path: Path) -> None:
    def tagged(vault: VaultId) -> Item:
        return replace(filled_login(vault), tags=("Smith, Anna", "plain"))

    async with editing(tmp_path, tagged, saved=True) as desk:
        while desk.label != "tags":
            await desk.press("down")
        await desk.press("end")
        await desk.type(", new")
        await desk.save()
        await desk.until(lambda: desk.left)
        assert desk.items()[0].tags == ("Smith, Anna", "plain", "new")
