"""What differs is said in words, each once; what is concealed never."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.things import changed, items, login
from tui.model.edit import (
    AddField,
    Edit,
    MoveField,
    RemoveField,
    SetFavourite,
    SetKind,
    SetLabel,
    SetSections,
    SetTags,
    SetValue,
    SetWebsites,
    apply,
)
from tui.model.field import Field, FieldKind, Section, as_kind
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId, SectionId
from tui.model.item import Item, Website
from tui.model.merge import changes
from tui.model.secret import Secret
from tui.tools.address import Address
from tui.widgets.change_lines import content, lines

USERNAME, PASSWORD, NOTES = FieldId("username"), FieldId("password"), FieldId("notes")


def said(before: Item, *edits: Edit) -> list[str]:
    after = apply(before, edits)
    return content(lines(changes(before, after), before, after)).plain.splitlines()


def test_every_kind_of_change() -> None:
    item = login(username="ada", password="s3cret-1")
    work = Section(SectionId("s"), "Work")
    assert said(item, SetFavourite(True)) == ["~ favourite  no → yes"]
    assert said(item, SetTags(("a", "b"))) == ["~ tags  none → a, b"]
    assert said(item, SetValue(USERNAME, "")) == ["~ user name  “ada” → empty"]
    assert said(item, SetValue(PASSWORD, Secret("s3cret-2"))) == ["~ password  •••••••• changed"]
    assert said(item, SetValue(PASSWORD, Secret(""))) == ["~ password  emptied"]
    assert said(login(), SetValue(PASSWORD, Secret("s3cret-2"))) == ["~ password  •••••••• filled in"]
    assert said(item, SetLabel(USERNAME, "login")) == ["~ user name  renamed to “login”"]
    assert said(item, SetKind(USERNAME, FieldKind.DATE)) == ["~ user name  text → date"]
    phone = replace(item, fields=(replace(item.fields[0], raw_kind="PHONE"),))
    assert said(phone, SetKind(USERNAME, FieldKind.EMAIL)) == ["~ user name  phone → e-mail"]
    assert said(item, RemoveField(USERNAME)) == ["− user name  removed"]
    assert said(item, AddField(Field(FieldId("x"), FieldKind.TEXT, "PIN", "12"), 0)) == ["+ PIN  “12”"]
    assert said(item, MoveField(USERNAME, None, 1)) == [
        "~ order of fields  password, user name, one-time password, notes"
    ]
    assert said(item, SetSections((work,)), MoveField(USERNAME, work.id, 0)) == [
        "+ section “Work”",
        "~ user name  into section “Work”",
    ]


def test_a_value_that_was_concealed_is_not_shown_because_its_kind_changed() -> None:
    item = login(password="s3cret-1")
    assert said(item, SetKind(PASSWORD, FieldKind.TEXT)) == ["~ password  concealed → text, no longer concealed"]
    shown = apply(item, [SetKind(PASSWORD, FieldKind.TEXT)])
    assert said(shown, SetKind(PASSWORD, FieldKind.CONCEALED)) == [
        "~ password  text → concealed, concealed from now on"
    ]


def test_of_a_long_text_only_the_lines_that_differ_are_shown() -> None:
    item = login(notes="one\ntwo\nthree")
    assert said(item, SetValue(NOTES, "one\n2\nthree")) == ["~ notes  changed", "    − two", "    + 2"]
    many = "\n".join(map(str, range(20)))
    assert said(item, SetValue(NOTES, many))[-1] == "    ~ and 17 more lines"


def test_a_huge_text_keeps_nobody_waiting() -> None:
    item = login(notes="\n".join(str(n % 7) for n in range(20_000)))
    huge = "\n".join(str(n % 5) for n in range(30_000))
    assert said(item, SetValue(NOTES, huge)) == ["~ notes  changed", "    ~ 20000 lines → 30000 lines"]


@settings(max_examples=50)
@given(st.data())
def test_every_change_is_said_and_no_secret(data: st.DataObject) -> None:
    before = data.draw(items())
    hidden = [replace(f, value=Secret(f"s3cret-{n}")) if f.concealed else f for n, f in enumerate(before.fields)]
    before = replace(before, fields=tuple(hidden))
    after = data.draw(changed(before))
    hidden = [replace(f, value=as_kind(f"s3cret+{f.id}", f.kind)) if f.kind.concealed else f for f in after.fields]
    after = replace(after, fields=tuple(hidden))
    found = changes(before, after)
    spoken = lines(found, before, after)
    assert len(spoken) == len(found)
    assert "s3cret" not in content(spoken).plain
    assert "\x1b" not in content(spoken).plain


def test_files_that_came_and_went() -> None:
    key, new = FileInfo(FileId("1"), "key.pem", 1_700), FileInfo(FileId("2"), "key.pem", 12)
    before, after = replace(login(), files=(key,)), replace(login(), files=(new,))
    assert content(lines(changes(before, after), before, after)).plain.splitlines() == [
        "+ file “key.pem”  12 bytes",
        "− file “key.pem”  removed",
    ]


def test_kinds_with_a_form_of_their_own_are_told_in_it() -> None:
    old = Address("1 Main St", "Springfield", "IL", "62701")
    fields = (
        Field(FieldId("where"), FieldKind.ADDRESS, "where", old.text),
        Field(FieldId("card"), FieldKind.CARD_NUMBER, "card", "4111111111111111"),
        Field(FieldId("type"), FieldKind.CARD_TYPE, "type", "mc"),
        Field(FieldId("key"), FieldKind.SSH_KEY, "key", Secret("s3cret-key")),
    )
    item = replace(login(), fields=fields)
    moved = SetValue(FieldId("where"), replace(old, street="2 Main St").text)
    assert said(item, moved) == ["~ where  changed", "    − 1 Main St", "    + 2 Main St"]
    assert said(item, SetValue(FieldId("card"), "5555555555554444")) == [
        "~ card  “•••• •••• •••• 1111” → “•••• •••• •••• 4444”"
    ]
    assert said(item, SetValue(FieldId("card"), "4222222222221111")) == ["~ card  changed"]
    assert said(item, SetValue(FieldId("type"), "visa")) == ["~ type  “Mastercard” → “Visa”"]
    assert said(item, SetValue(FieldId("key"), Secret("s3cret-other"))) == ["~ key  •••••••• changed"]
    assert said(replace(item, fields=()), AddField(fields[0], 0)) == ["+ where  “1 Main St” and 1 more lines"]


def test_when_a_website_is_filled_in_is_told() -> None:
    sites = (Website("https://a.example"), Website("https://b.example", autofill="Never"))
    assert said(replace(login(), websites=sites[:1]), SetWebsites(sites)) == [
        "~ websites  https://a.example → https://a.example, https://b.example (never filled in)"
    ]
