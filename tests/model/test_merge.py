"""Merging: what one side changed is never asked about or lost; where both changed something, the choice decides."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.things import changed, content, items, login
from tui.model.edit import AddField, MoveField, RemoveField, SetLabel, SetSections, SetTags, SetTitle, SetValue, apply
from tui.model.field import Field, FieldKind, Section
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId, SectionId
from tui.model.item import Item
from tui.model.merge import FIELD_ORDER, SECTION_ORDER, TAGS, TITLE, Part, changes, clashes, merge, parts
from tui.model.secret import Secret

ORDERS = (FIELD_ORDER, SECTION_ORDER)


@st.composite
def conflicts(draw: st.DrawFn) -> tuple[Item, Item, Item]:
    base = replace(draw(items()), version=1)
    return base, draw(changed(base)), replace(draw(changed(base)), version=2)


@settings(max_examples=60)
@given(conflicts())
def test_everything_ends_as_the_side_that_was_chosen(conflict: tuple[Item, Item, Item]) -> None:
    base, mine, theirs = conflict
    ours = {change.part: change.after for change in changes(base, mine)}
    others = {change.part: change.after for change in changes(base, theirs)}
    both = {clash.part for clash in clashes(base, mine, theirs)}
    for keep, wins in ((both, {**others, **ours}), (set[Part](), {**ours, **others})):
        result = parts(merge(base, mine, theirs, keep))
        for part, value in wins.items():
            if part not in ORDERS:
                assert result.get(part) == value
        for part, value in parts(base).items():
            if part not in wins and part not in ORDERS:
                assert result[part] == value


@settings(max_examples=60)
@given(conflicts(), st.data())
def test_any_choice_keeps_their_version_and_invents_nothing(
    conflict: tuple[Item, Item, Item], data: st.DataObject
) -> None:
    base, mine, theirs = conflict
    keep = [clash.part for clash in clashes(base, mine, theirs) if data.draw(st.booleans())]
    merged = merge(base, mine, theirs, keep)
    assert (merged.ref, merged.version, merged.updated) == (theirs.ref, theirs.version, theirs.updated)
    names = [field.id for field in merged.fields]
    assert len(names) == len(set(names))
    for field in merged.fields:
        assert field in (mine.field(field.id), theirs.field(field.id))


@settings(max_examples=50)
@given(st.data())
def test_where_only_one_side_changed_the_result_is_that_side(data: st.DataObject) -> None:
    base = data.draw(items())
    mine = data.draw(changed(base))
    assert clashes(base, mine, base) == clashes(base, base, mine) == clashes(base, mine, mine) == ()
    assert content(merge(base, mine, base, ())) == content(mine)
    assert content(merge(base, base, mine, ())) == content(mine)
    assert content(merge(base, mine, mine, ())) == content(mine)


@given(items(), items())
def test_changes_are_nothing_exactly_where_the_content_is_one(before: Item, after: Item) -> None:
    assert (changes(before, after) == ()) == (content(before) == content(after))


def test_different_fields_merge_without_a_question() -> None:
    base = login(username="me", password="s3cret-1")
    mine = apply(base, [SetValue(FieldId("password"), "s3cret-2"), SetTags(("work",))])
    theirs = replace(apply(base, [SetTitle("GitLab"), SetValue(FieldId("username"), "you")]), version=2)
    assert clashes(base, mine, theirs) == ()
    merged = merge(base, mine, theirs, ())
    assert (merged.title, merged.tags, merged.version) == ("GitLab", ("work",), 2)
    assert [field.value for field in merged.fields[:2]] == ["you", Secret("s3cret-2")]


def test_both_gave_another_title() -> None:
    base = login(title="One")
    mine, theirs = replace(base, title="Two"), replace(base, title="Three")
    (clash,) = clashes(base, mine, theirs)
    assert (clash.part, clash.base, clash.mine, clash.theirs) == (TITLE, "One", "Two", "Three")
    assert merge(base, mine, theirs, [TITLE]).title == "Two"
    assert merge(base, mine, theirs, ()).title == "Three"


def test_they_removed_the_field_that_i_changed() -> None:
    base = login(username="me")
    username = FieldId("username")
    mine, theirs = apply(base, [SetValue(username, "you")]), apply(base, [RemoveField(username)])
    (clash,) = clashes(base, mine, theirs)
    assert clash.label == "user name"
    assert clash.theirs is None
    assert merge(base, mine, theirs, ()).field(username) is None
    kept = merge(base, mine, theirs, [clash.part])
    assert kept.fields[0].value == "you"


def test_a_field_that_i_added_stays_where_i_put_it() -> None:
    base = login()
    mine = apply(base, [AddField(Field(FieldId("pin"), FieldKind.TEXT, "PIN", "1"), 2)])
    theirs = apply(base, [AddField(Field(FieldId("hint"), FieldKind.TEXT, "hint", "2"), 0)])
    merged = merge(base, mine, theirs, ())
    assert [field.id for field in merged.fields] == ["hint", "username", "password", "pin", "otp", "notes"]


def test_both_added_a_section() -> None:
    base = login()
    work, home = Section(SectionId("s1"), "Work"), Section(SectionId("s2"), "Home")
    mine, theirs = apply(base, [SetSections((work,))]), apply(base, [SetSections((home,))])
    assert clashes(base, mine, theirs) == ()
    assert set(merge(base, mine, theirs, ()).sections) == {work, home}


def test_both_moved_fields() -> None:
    base = login()
    mine = apply(base, [MoveField(FieldId("notes"), None, 0)])
    theirs = apply(base, [MoveField(FieldId("otp"), None, 0)])
    (clash,) = clashes(base, mine, theirs)
    assert clash.part == FIELD_ORDER
    assert merge(base, mine, theirs, [FIELD_ORDER]).fields == mine.fields
    assert merge(base, mine, theirs, ()).fields == theirs.fields


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    base = login()
    both = apply(base, [SetTags(("a",)), SetLabel(FieldId("otp"), "code")])
    assert clashes(base, both, both) == ()


def test_one_changed_the_tags_and_the_other_too() -> None:
    base = login()
    mine, theirs = apply(base, [SetTags(("a",))]), apply(base, [SetTags(("b",))])
    assert [clash.part for clash in clashes(base, mine, theirs)] == [TAGS]


def test_adding_a_field_is_not_told_as_another_order() -> None:
    base = login()
    mine = apply(base, [AddField(Field(FieldId("pin"), FieldKind.TEXT, "PIN", "1"), 0)])
    assert [(change.part.kind, change.label, change.before) for change in changes(base, mine)] == [
        ("field", "PIN", None)
    ]


def test_files_are_theirs_and_told() -> None:
    base = login()
    theirs = replace(base, files=(FileInfo(FileId("1"), "key.pem", 12),), version=2)
    mine = replace(base, title="Hub")
    assert [(change.part.kind, change.label) for change in changes(base, theirs)] == [("file", "key.pem")]
    assert clashes(base, mine, theirs) == ()
    merged = merge(base, mine, theirs, ())
    assert (merged.title, merged.files) == ("Hub", theirs.files)
