"""Arranging: what is seen moves by one place, and nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.things import REF, items, login
from tui.model import arrange
from tui.model.category import LOGIN
from tui.model.edit import SetTags, apply
from tui.model.field import Field, FieldKind, Section
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item, Website

ONE, TWO = Section(SectionId("1"), "One"), Section(SectionId("2"), "Two")


def field(name: str, section: Section | None = None) -> Field:
    return Field(FieldId(name), FieldKind.TEXT, name, name, section=section.id if section else None)


def item(*fields: Field) -> Item:
    return Item(REF, "t", LOGIN, fields=fields, sections=(ONE, TWO))


def seen(made: Item) -> str:
    """Return the fields as one sees them, sections parted by a bar."""
    return "|".join("".join(field.id for field in fields) for _, fields in arrange.groups(made))


def step(made: Item, name: str, by: int) -> str:
    edit = arrange.move_field(made, FieldId(name), by)
    return "stays" if edit is None else seen(apply(made, [edit]))


def test_a_field_moves_within_its_section_and_then_over_the_heading() -> None:
    made = item(field("d", TWO), field("a"), field("c", ONE), field("b"))
    assert seen(made) == "ab|c|d"
    assert step(made, "a", 1) == "ba|c|d"
    assert step(made, "b", -1) == "ba|c|d"
    assert step(made, "b", 1) == "a|bc|d"
    assert step(made, "c", 1) == "ab||cd"
    assert step(made, "d", -1) == "ab|cd|"
    assert step(made, "a", -1) == step(made, "d", 1) == "stays"


def test_a_field_moves_through_an_empty_section() -> None:
    made = item(field("a"), field("b", TWO))
    assert step(made, "a", 1) == "|a|b"
    assert step(made, "b", -1) == "a|b|"


def test_notes_stay_behind_everything() -> None:
    made = replace(login(), sections=(ONE,))
    assert "notes" not in seen(made)
    added = apply(made, [arrange.add_field(made, field("x"), None)])
    assert [f.id for f in added.fields] == ["username", "password", "otp", "x", "notes"]


@settings(max_examples=60)
@given(items(), st.data())
def test_up_and_down_again_is_where_it_was(made: Item, data: st.DataObject) -> None:
    shown = [f for _, fields in arrange.groups(made) for f in fields]
    if not shown:
        return
    chosen = data.draw(st.sampled_from(shown))
    by = data.draw(st.sampled_from([-1, 1]))
    edit = arrange.move_field(made, chosen.id, by)
    if edit is None:
        return
    moved = apply(made, [edit])
    assert seen(moved) != seen(made)
    assert {f.id: f.value for f in moved.fields} == {f.id: f.value for f in made.fields}
    back = arrange.move_field(moved, chosen.id, -by)
    assert back is not None
    assert seen(apply(moved, [back])) == seen(made)


def test_a_new_field_goes_behind_the_one_with_the_cursor() -> None:
    made = item(field("a"), field("b"), field("c", ONE))
    assert seen(apply(made, [arrange.add_field(made, field("x"), FieldId("a"))])) == "axb|c|"
    assert seen(apply(made, [arrange.add_field(made, field("x", ONE), None)])) == "ab|cx|"
    assert seen(apply(made, [arrange.add_field(made, field("x", TWO), None)])) == "ab|c|x"


def test_a_field_goes_into_a_section() -> None:
    made = item(field("a"), field("b"), field("c", ONE))
    assert seen(apply(made, [arrange.put_into(made, FieldId("a"), ONE.id)])) == "b|ca|"
    assert seen(apply(made, [arrange.put_into(made, FieldId("c"), None)])) == "abc||"
    assert seen(apply(made, [arrange.put_into(made, FieldId("a"), TWO.id)])) == "b|c|a"


def test_sections_are_added_renamed_moved_and_removed() -> None:
    made = item(field("a"), field("b", ONE), field("c", TWO))
    new = Section(SectionId("n"), "New")
    assert arrange.add_section(made, new, ONE.id).sections == (ONE, new, TWO)
    assert arrange.add_section(made, new, None).sections == (new, ONE, TWO)
    assert arrange.rename_section(made, TWO.id, "2").sections == (ONE, replace(TWO, label="2"))
    down = arrange.move_section(made, ONE.id, 1)
    assert down is not None
    assert down.sections == (TWO, ONE)
    assert arrange.move_section(made, ONE.id, -1) is None
    assert arrange.move_section(made, SectionId("no"), 1) is None
    kept = apply(made, arrange.remove_section(made, ONE.id, with_fields=False))
    assert (kept.sections, seen(kept)) == ((TWO,), "ab|c")
    assert all(f.section != ONE.id for f in kept.fields)
    gone = apply(made, arrange.remove_section(made, ONE.id, with_fields=True))
    assert seen(gone) == "a|c"


def test_what_is_known_of_a_website_stays_with_it() -> None:
    sites = (Website("https://a.example", "work", "Never"), Website("https://b.example", "home"))
    made = replace(login(), websites=sites)

    def lines(*urls: str) -> tuple[Website, ...]:
        return arrange.set_websites(made, urls).websites

    assert lines("https://a.example", "https://b.example") == sites
    assert lines("https://b.example", "", " https://a.example ") == (sites[1], sites[0])
    assert lines("https://a.example/login", "https://b.example") == (
        Website("https://a.example/login", "work", "Never"),
        sites[1],
    )
    assert lines("https://new.example", "https://a.example", "https://b.example")[0] == Website("https://new.example")
    assert lines() == ()


def test_tags_are_what_stands_between_the_commas() -> None:
    assert arrange.set_tags(" work, home ,,work,a/b ") == SetTags(("work", "home", "a/b"))
    assert arrange.set_tags(" ") == SetTags(())


@given(st.lists(st.text("ab ,\"'/é", min_size=1, max_size=6).map(str.strip).filter(bool), unique=True, max_size=4))
def test_a_line_of_tags_is_read_as_it_was_written(tags: list[str]) -> None:
    assert arrange.set_tags(arrange.tags_line(tags)) == SetTags(tuple(tags))
