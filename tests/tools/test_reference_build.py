"""Secret references that are built: each leads to its field and to no other, and 1Password's SDK takes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.names import STRANGE, encodable
from tui.model.category import LOGIN
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.file import FileInfo
from tui.model.ids import AccountId, FieldId, FileId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.tools.reference import SecretReference, build, folded, parse

VAULT = "hfnjvi6aymbsnfc2xeeoheizda"
ITEM = "wepiqdxdzncjtnvmv5fegud4qy"


def text_field(identifier: str, label: str, section: str | None = None) -> Field:
    return Field(FieldId(identifier), FieldKind.TEXT, label, "", None if section is None else SectionId(section))


def item(
    *fields: Field, sections: tuple[Section, ...] = (), title: str = "App", files: tuple[FileInfo, ...] = ()
) -> Item:
    ref = ItemRef(AccountId("a"), VaultId(VAULT), ItemId(ITEM))
    return Item(ref, title, LOGIN, fields, sections, files=files)


ADMIN, OTHER = Section(SectionId("admin1"), "Admin"), Section(SectionId("other1"), "Other")


def built(of: Item, field: Field, vault: str = "Prod") -> str:
    return build(of, field, vault, vault_alone=True, title_alone=True)


def test_names_are_used_where_they_serve() -> None:
    plain, deep = text_field("f1", "user"), text_field("f2", "api key", "admin1")
    there = item(plain, deep, sections=(ADMIN,))
    assert built(there, plain) == "op://Prod/App/user"
    assert built(there, deep) == "op://Prod/App/Admin/api key"


def test_what_is_not_known_to_be_alone_goes_by_its_id() -> None:
    field = text_field("f1", "user")
    assert build(item(field), field, "Prod") == f"op://{VAULT}/{ITEM}/user"
    assert build(item(field), field, "Prod", vault_alone=True) == f"op://Prod/{ITEM}/user"
    assert build(item(field), field, title_alone=True) == f"op://{VAULT}/App/user"


@pytest.mark.parametrize("name", [*STRANGE, "", " ", " App", "App ", "a/b", "App\n", VAULT, VAULT.upper()])
def test_a_name_that_cannot_stand_there_or_looks_like_an_id_goes_by_its_id(name: str) -> None:
    section, field = Section(SectionId("admin1"), name), text_field("f1", name, "admin1")
    assert built(item(field, title=name, sections=(section,)), field, name) == f"op://{VAULT}/{ITEM}/admin1/f1"


def test_fields_of_one_name_are_told_apart_by_section_or_id() -> None:
    first, second = text_field("f1", "Token"), text_field("f2", "token")
    deep, deeper = text_field("f3", "token", "admin1"), text_field("f4", "token", "other1")
    there = item(first, second, deep, deeper, sections=(ADMIN, OTHER))
    assert [built(there, field) for field in there.fields] == [
        "op://Prod/App/f1",
        "op://Prod/App/f2",
        "op://Prod/App/Admin/token",
        "op://Prod/App/Other/token",
    ]


def test_sections_of_one_name_are_told_apart_by_id() -> None:
    twin = Section(SectionId("admin2"), "ADMIN")
    first, second = text_field("f1", "token", "admin1"), text_field("f2", "token", "admin2")
    there = item(first, second, sections=(ADMIN, twin))
    assert [built(there, field) for field in there.fields] == [
        "op://Prod/App/admin1/token",
        "op://Prod/App/admin2/token",
    ]


def test_a_file_of_the_same_name_answers_to_it_too() -> None:
    field = text_field("f1", "key.pem")
    there = item(field, files=(FileInfo(FileId("f9"), "KEY.pem", 3),))
    assert built(there, field) == "op://Prod/App/f1"


def test_notes_go_by_their_id_and_a_lost_section_counts_as_none() -> None:
    notes = Field(FieldId("notesPlain"), FieldKind.NOTES, "notes", "", purpose=Purpose.NOTES)
    lost = text_field("f1", "user", "gone")
    there = item(notes, lost)
    assert built(there, notes) == "op://Prod/App/notesPlain"
    assert built(there, lost) == "op://Prod/App/user"


def test_where_no_reference_is_certain_there_is_none() -> None:
    own, shadow = text_field("password", "password"), text_field("f2", "password", "admin1")
    there = item(own, shadow, sections=(ADMIN,))
    with pytest.raises(Invalid, match="tells the two apart"):
        built(there, own)
    assert built(there, shadow) == "op://Prod/App/Admin/password"
    odd = text_field("f@1", "a@b.example")
    with pytest.raises(Invalid, match="no name and no id"):
        built(item(odd), odd)
    new = Item(ItemRef(AccountId("a"), VaultId(VAULT), ItemId("")), "App", LOGIN, (own,))
    with pytest.raises(Invalid, match="no name and no id"):
        build(new, own)


def test_parameters_only_where_they_mean_something() -> None:
    otp = Field(FieldId("TOTP_1"), FieldKind.OTP, "one-time password", Secret("s3cret-seed"))
    key = Field(FieldId("private_key"), FieldKind.SSH_KEY, "private key", Secret("s3cret-key"))
    there = item(otp, key)
    assert build(there, otp, attribute="otp") == f"op://{VAULT}/{ITEM}/one-time password?attribute=otp"
    assert build(there, key, ssh_format="openssh") == f"op://{VAULT}/{ITEM}/private key?ssh-format=openssh"
    with pytest.raises(Invalid):
        build(there, key, attribute="otp")
    with pytest.raises(Invalid):
        build(there, otp, ssh_format="openssh")


def led_to(reference: SecretReference, there: Item) -> list[Field]:
    """Return every field that a reference may mean, whoever reads it."""

    def means(part: str, *names: str) -> bool:
        return folded(part) in map(folded, names)

    known = {section.id for section in there.sections}
    found = []
    for field in there.fields:
        section = next((one for one in there.sections if one.id == field.section), None)
        inside = section is not None and reference.section is not None
        if inside and section is not None and not means(reference.section or "", section.id, section.label):
            continue
        if reference.section is not None and field.section not in known:
            continue
        if means(reference.field, field.id, field.label):
            found.append(field)
    return found


NAMES = st.sampled_from(["a", "A", "b", "a b", " a", "", "ä", "f1", "s1", "a/b", "K"])
IDS = st.sampled_from(["f1", "f2", "f3", "a", "b", "s1"])


@st.composite
def items(draw: st.DrawFn) -> Item:
    sections = draw(st.lists(st.builds(Section, IDS.map(SectionId), NAMES), max_size=3, unique_by=lambda one: one.id))
    places = st.sampled_from([None, *(section.id for section in sections), "gone"])
    fields = draw(st.lists(st.builds(text_field, IDS, NAMES, places), min_size=1, unique_by=lambda one: one.id))
    return item(*fields, sections=tuple(sections), title=draw(NAMES))


@given(items(), NAMES, st.booleans(), st.booleans())
def test_a_reference_that_is_built_leads_to_its_field_alone(there: Item, vault: str, one: bool, other: bool) -> None:
    for field in there.fields:
        try:
            text = build(there, field, vault, vault_alone=one, title_alone=other)
        except Invalid:
            continue
        assert led_to(parse(text), there) == [field]


@given(items(), st.one_of(NAMES, st.text().filter(encodable)), st.booleans())
def test_the_sdk_takes_whatever_is_built(sdk: Callable[[str], bool], there: Item, vault: str, alone: bool) -> None:
    for field in there.fields:
        try:
            text = build(there, field, vault, vault_alone=alone, title_alone=alone)
        except Invalid:
            continue
        assert sdk(text)
