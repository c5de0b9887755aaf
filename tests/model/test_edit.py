"""Edits: whatever was typed, the edits make it of what was there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.model.things import changed, content, items, login
from tui.model.edit import (
    AddField,
    MoveField,
    RemoveField,
    SetFavourite,
    SetKind,
    SetLabel,
    SetSections,
    SetTags,
    SetTitle,
    SetValue,
    SetWebsites,
    apply,
    diff,
)
from tui.model.errors import NotFound
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item, Website
from tui.model.secret import Secret

PASSWORD = FieldId("password")
USERNAME = FieldId("username")


@settings(max_examples=examples(150))
@given(items(), items())
def test_edits_between_any_two_items(base: Item, current: Item) -> None:
    assert content(apply(base, diff(base, current))) == content(current)


@settings(max_examples=examples(60))
@given(st.data())
def test_edits_after_a_person_worked(data: st.DataObject) -> None:
    base = data.draw(items())
    current = data.draw(changed(base))
    edits = diff(base, current)
    made = apply(base, edits)
    assert content(made) == content(current)
    assert (made.ref, made.version, made.state) == (base.ref, base.version, base.state)
    assert diff(made, current) == ()
    assert not edits or content(base) != content(current)


@given(items())
def test_no_edits_where_nothing_changed(item: Item) -> None:
    assert diff(item, item) == ()


def test_a_change_of_one_value_is_one_edit() -> None:
    base, current = login(password="s3cret-1"), login(password="s3cret-2")
    assert diff(base, current) == (SetValue(PASSWORD, Secret("s3cret-2")),)


def test_moving_one_field_to_the_end_moves_few_and_writes_no_value() -> None:
    base = login(username="me")
    current = apply(base, [MoveField(USERNAME, None, 3)])
    assert [field.id for field in current.fields] == ["password", "otp", "notes", "username"]
    assert all(isinstance(edit, MoveField) for edit in diff(base, current))


def test_every_kind_of_edit() -> None:
    section = Section(SectionId("s"), "Recovery")
    code = Field(FieldId("code"), FieldKind.TEXT, "code", "s3cret-code", section=section.id)
    made = apply(
        login(username="me"),
        [
            SetTitle("Other"),
            SetFavourite(True),
            SetTags(("work",)),
            SetWebsites((Website("https://example.com"),)),
            SetSections((section,)),
            AddField(code, 0),
            SetLabel(code.id, "recovery code"),
            SetKind(code.id, FieldKind.CONCEALED),
            MoveField(USERNAME, section.id, 0),
            RemoveField(FieldId("otp")),
        ],
    )
    assert (made.title, made.favourite, made.tags, made.host) == ("Other", True, ("work",), "example.com")
    assert [field.id for field in made.fields] == ["username", "code", "password", "notes"]
    assert made.fields[0].section == section.id
    assert made.fields[1].value == Secret("s3cret-code")
    assert made.fields[1].label == "recovery code"


def test_a_value_goes_with_its_field_from_kind_to_kind() -> None:
    base = login(password="s3cret-1")
    shown = apply(base, [SetKind(PASSWORD, FieldKind.TEXT)])
    assert shown.fields[1].value == "s3cret-1"
    assert apply(shown, [SetKind(PASSWORD, FieldKind.CONCEALED)]).fields[1].value == Secret("s3cret-1")


def test_the_word_of_a_service_stays_with_its_field_until_the_kind_is_another() -> None:
    phone = Field(USERNAME, FieldKind.TEXT, "phone", "+00 555", raw_kind="PHONE")
    base = replace(login(), fields=(phone,))
    edited = apply(base, [SetValue(USERNAME, "+00 556"), SetLabel(USERNAME, "mobile")])
    assert edited.fields[0].raw_kind == "PHONE"
    assert diff(base, edited) == (SetLabel(USERNAME, "mobile"), SetValue(USERNAME, "+00 556"))
    retyped = apply(base, [SetKind(USERNAME, FieldKind.CONCEALED)])
    assert (retyped.fields[0].raw_kind, retyped.fields[0].value) == ("", Secret("+00 555"))
    assert diff(base, retyped) == (SetKind(USERNAME, FieldKind.CONCEALED),)
    back = apply(retyped, [SetKind(USERNAME, FieldKind.TEXT)])
    assert diff(base, back) == (RemoveField(USERNAME), AddField(back.fields[0], 0)), "a text, and no phone number"


def test_a_plain_text_becomes_a_secret_in_a_concealed_field() -> None:
    assert apply(login(), [SetValue(PASSWORD, "s3cret-1")]).fields[1].value == Secret("s3cret-1")


@pytest.mark.parametrize(
    "edit", [RemoveField(FieldId("no")), SetLabel(FieldId("no"), "x"), MoveField(FieldId("no"), None, 0)]
)
def test_an_edit_of_a_field_that_is_gone_is_told(edit: RemoveField | SetLabel | MoveField) -> None:
    with pytest.raises(NotFound):
        apply(login(), [edit])


def test_a_secret_is_in_no_repr_of_an_edit() -> None:
    assert "s3cret" not in repr(diff(login(), login(password="s3cret-1", otp="s3cret-2")))
