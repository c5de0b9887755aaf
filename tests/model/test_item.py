"""Items, their summaries, categories and drafts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.model.things import REF, items, login
from tui.host.display import display_text
from tui.model.category import CATEGORIES, LOGIN, Category, category
from tui.model.draft import Draft
from tui.model.edit import SetTitle
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind, freed
from tui.model.ids import DraftId, FieldId, SectionId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret


@given(items())
def test_grouping_shows_every_field_exactly_once(item: Item) -> None:
    shown = [field.id for _, group in item.grouped() for field in group]
    assert sorted(shown) == sorted(field.id for field in item.fields)


def test_sections_come_in_order_after_the_fields_without_one() -> None:
    one, two = Section(SectionId("1"), "One"), Section(SectionId("2"), "Two")
    made = Item(
        REF,
        "t",
        LOGIN,
        fields=(
            Field(FieldId("a"), FieldKind.TEXT, "a", "", section=two.id),
            Field(FieldId("b"), FieldKind.TEXT, "b", "", section=SectionId("lost")),
            Field(FieldId("c"), FieldKind.TEXT, "c", "", section=one.id),
        ),
        sections=(one, two),
    )
    grouped = [(section, [field.id for field in group]) for section, group in made.grouped()]
    assert grouped == [(None, ["b"]), (one, ["c"]), (two, ["a"])]


@given(items())
def test_a_summary_holds_no_secret(item: Item) -> None:
    summary = item.summary()
    for name in summary.__slots__:
        assert not isinstance(getattr(summary, name), Secret)


def test_a_concealed_user_name_is_not_in_the_summary() -> None:
    hidden = Field(FieldId("username"), FieldKind.CONCEALED, "user name", Secret("s3cret-me"), purpose=Purpose.USERNAME)
    assert replace(login(), fields=(hidden,)).summary().username == ""


def test_a_summary_says_what_a_list_shows() -> None:
    item = replace(
        login(title="GitHub", username="me", otp="s3cret-seed"),
        websites=(Website("no host here: /"), Website("https://www.github.com/login")),
        tags=("work",),
        favourite=True,
        state=ItemState.ARCHIVED,
    )
    summary = item.summary()
    assert (summary.title, summary.username, summary.host) == ("GitHub", "me", "github.com")
    assert (summary.tags, summary.favourite, summary.archived, summary.has_otp) == (("work",), True, True, True)


def test_an_empty_one_time_password_is_none() -> None:
    assert login().otp is None
    assert not login().summary().has_otp


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.com/x?y", "example.com"),
        ("example.com/login", "example.com"),
        ("http://user:pass@Example.COM:8443", "example.com"),
        ("http://[::1]:80", "::1"),
        ("http://[::1", ""),
        ("", ""),
        ("/path", ""),
    ],
)
def test_hosts(url: str, host: str) -> None:
    assert Website(url).host == host


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_hosts_of_anything(url: str) -> None:
    Website(url).host  # noqa: B018 - it must not raise


@pytest.mark.parametrize("kind", FieldKind)
def test_a_field_of_a_concealed_kind_takes_nothing_but_a_secret(kind: FieldKind) -> None:
    if kind.concealed:
        with pytest.raises(TypeError):
            Field(FieldId("a"), kind, "a", "plain")
    assert isinstance(as_kind("x", kind), Secret) == kind.concealed


def test_a_field_we_cannot_edit_keeps_its_value_as_it_is() -> None:
    secret = Secret("s3cret-kept")
    assert as_kind(secret, FieldKind.OTHER) is secret
    assert as_kind("kept", FieldKind.OTHER) == "kept"


def test_all_categories_can_be_made_the_common_ones_first() -> None:
    made = [c for c in CATEGORIES.values() if c.creatable]
    assert [c.name for c in made[:4]] == ["Login", "Password", "Secure Note", "API Credential"]
    assert set(CATEGORIES) == {c.id for c in made}
    assert [c.name for c in made[4:]] == sorted((c.name for c in made[4:]), key=str.casefold)


@pytest.mark.parametrize("kind", [c for c in CATEGORIES.values() if c.creatable], ids=lambda kind: kind.id)
def test_a_new_item_begins_with_empty_fields_in_sections_that_are_there(kind: Category) -> None:
    assert all(field.empty and field.label and field.kind.editable for field in kind.template)
    assert len({field.id for field in kind.template}) == len(kind.template)
    assert {field.section for field in kind.template} <= {None, *(section.id for section in kind.sections)}
    assert {section.id for section in kind.sections} <= {field.section for field in kind.template}
    assert kind.template[-1].purpose is Purpose.NOTES
    for purpose in (Purpose.USERNAME, Purpose.PASSWORD, Purpose.NOTES):
        assert sum(field.purpose is purpose for field in kind.template) <= 1


def test_every_category_has_a_mark_of_one_cell() -> None:
    marks = [c.mark for c in CATEGORIES.values()]
    assert len(set(marks)) == len(marks)
    assert {cell_len(mark) for mark in marks} == {1}
    assert [display_text(mark) for mark in marks] == marks


def test_fields_have_the_ids_and_kinds_of_the_service() -> None:
    card = {field.id: field for field in CATEGORIES["CREDIT_CARD"].template}
    assert {"cardholder", "type", "ccnum", "cvv", "expiry", "validFrom"} <= set(card)
    assert (card[FieldId("expiry")].kind, card[FieldId("cvv")].concealed) == (FieldKind.MONTH_YEAR, True)
    assert (card[FieldId("ccnum")].kind, card[FieldId("type")].kind) == (FieldKind.CARD_NUMBER, FieldKind.CARD_TYPE)
    assert card[FieldId("phoneIntl")].kind is FieldKind.PHONE
    api = [field.id for field in CATEGORIES["API_CREDENTIAL"].template]
    assert api == ["username", "credential", "type", "filename", "validFrom", "expires", "hostname", "notes"]


@pytest.mark.parametrize(
    ("given_id", "name"), [("LOGIN", "Login"), ("CRYPTO_PUNK", "Crypto Punk"), ("[/]", "[/]"), ("", "Unknown")]
)
def test_an_unknown_category_is_kept_and_named(given_id: str, name: str) -> None:
    found = category(given_id)
    assert (found.id, found.name) == (given_id, name)
    assert found.creatable == (given_id == "LOGIN")


def test_the_user_name_of_what_has_none_by_purpose() -> None:
    field = Field(FieldId("username"), FieldKind.TEXT, "username", "app_rw")
    database = Item(REF, "DB", CATEGORIES["DATABASE"], fields=(field,))
    assert (database.username, database.summary().username) == (field, "app_rw")
    by_purpose = Field(FieldId("x"), FieldKind.TEXT, "user name", "me", purpose=Purpose.USERNAME)
    assert replace(database, fields=(field, by_purpose)).summary().username == "me"


def test_a_draft_knows_what_would_be_saved() -> None:
    base = login(title="One")
    draft = Draft(DraftId("d"), base, replace(base, title="Two"), 1.0)
    assert not draft.is_new
    assert draft.edits == (SetTitle("Two"),)
    assert Draft(DraftId("d"), replace(base, version=0), base, 1.0).is_new


def test_what_can_only_be_kept_is_free_in_an_item_that_is_made_anew() -> None:
    of_a_service = Field(FieldId("a"), FieldKind.ADDRESS, "home", "1 Main St, Springfield", raw_kind="ADDRESS")
    assert of_a_service.fixed
    assert freed(of_a_service) == replace(of_a_service, raw_kind="")
    for other in (
        Field(FieldId("o"), FieldKind.OTHER, "odd", "x", raw_kind="HOLOGRAM"),
        Field(FieldId("f"), FieldKind.FILE, "scan", "x", raw_kind="FILE"),
        Field(FieldId("g"), FieldKind.MENU, "gender", "female", raw_kind="GENDER"),
    ):
        assert freed(other) is other
