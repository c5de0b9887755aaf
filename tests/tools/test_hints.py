"""Hints say what is wrong with a value, and never the value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.things import login
from tui.model.category import LOGIN
from tui.model.field import Field, FieldKind, as_kind
from tui.model.ids import FieldId
from tui.model.item import Website
from tui.tools.hints import Hint, hint, judge

SEED = "JBSWY3DPEHPK3PXP"


def field(kind: FieldKind, value: str) -> Field:
    return Field(FieldId("f"), kind, "label", as_kind(value, kind))


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (FieldKind.OTP, SEED, Hint("ok, 6 digits, 30 s")),
        (FieldKind.OTP, f"otpauth://totp/x?secret={SEED}&digits=8&period=60", Hint("ok, 8 digits, 60 s")),
        (FieldKind.OTP, f"otpauth://hotp/x?secret={SEED}&counter=3", Hint("ok, 6 digits, by counter")),
        (FieldKind.OTP, "", Hint()),
        (FieldKind.EMAIL, "ada@example.com", Hint()),
        (FieldKind.EMAIL, "ada", Hint("This does not look like an e-mail address.", ok=False)),
        (FieldKind.URL, "https://example.com", Hint()),
        (FieldKind.DATE, "2026-11-26", Hint()),
        (FieldKind.DATE, "26. Nov", Hint("Write a date like 2026-11-26.", ok=False)),
        (FieldKind.DATE, "2026-02-30", Hint("There is no such date.", ok=False)),
        (FieldKind.MONTH_YEAR, "11/2026", Hint()),
        (FieldKind.MONTH_YEAR, "26", Hint("Write a month like 2026-11.", ok=False)),
        (FieldKind.URL, "example.com/login", Hint()),
        (FieldKind.URL, "http://example.com", Hint("http:// is not encrypted.", ok=False)),
        (FieldKind.URL, "not an address", Hint("This does not look like an address.", ok=False)),
        (FieldKind.URL, "http://[", Hint("This does not look like an address.", ok=False)),
        (FieldKind.TEXT, "anything", Hint()),
    ],
)
def test_hints(kind: FieldKind, value: str, said: Hint) -> None:
    assert hint(field(kind, value), LOGIN) == said


@given(st.sampled_from(FieldKind), st.text(alphabet=st.characters(exclude_categories=())))
def test_a_hint_can_be_given_for_anything(kind: FieldKind, value: str) -> None:
    hint(field(kind, value), LOGIN)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz!", min_size=8, max_size=30))
def test_a_hint_never_repeats_the_value(value: str) -> None:
    assert value not in hint(field(FieldKind.OTP, value), LOGIN).text


def test_a_password_made_of_its_own_item_is_weak() -> None:
    item = replace(login(title="Gringotts", password="gringotts1"), websites=(Website("https://gringotts.example"),))
    found = judge(item.fields[1], item)
    assert found is not None
    assert found.score <= 1
    assert "title" in found.reason


def test_only_concealed_values_are_judged() -> None:
    item = login(username="ada", otp=SEED)
    assert [judge(field, item) for field in item.fields] == [None, None, None, None]
