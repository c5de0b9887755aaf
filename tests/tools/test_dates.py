"""Dates: written in several ways, kept in one, and never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.things import items, login
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.tools.dates import DATED, NO_SUCH_DATE, WRITE_DATE, WRITE_MONTH, misfit, normal, settled

DATE, MONTH = FieldKind.DATE, FieldKind.MONTH_YEAR


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (DATE, "2026-11-26", "2026-11-26"),
        (DATE, " 2026/11/26 ", "2026-11-26"),
        (DATE, "2026.1.2", "2026-01-02"),
        (DATE, "20261126", "2026-11-26"),
        (DATE, "2024-02-29", "2024-02-29"),
        (DATE, "", ""),
        (DATE, "  ", ""),
        (MONTH, "2026-11", "2026-11"),
        (MONTH, "2026/11", "2026-11"),
        (MONTH, "202611", "2026-11"),
        (MONTH, "11/2026", "2026-11"),
        (MONTH, "1.2026", "2026-01"),
        (MONTH, "03/28", "2028-03"),
        (MONTH, "3-69", "2069-03"),
        (MONTH, "12.13", "2013-12"),
        (MONTH, "", ""),
    ],
)
def test_what_can_be_read(kind: FieldKind, text: str, kept: str) -> None:
    assert normal(text, kind) == kept


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (DATE, "2026-02-30", NO_SUCH_DATE),
        (DATE, "2026-13-01", NO_SUCH_DATE),
        (DATE, "0000-01-01", NO_SUCH_DATE),
        (DATE, "03/04/2026", WRITE_DATE),
        (DATE, "2026-11", WRITE_DATE),
        (DATE, "2026-11/26", WRITE_DATE),
        (DATE, "tomorrow", WRITE_DATE),
        (DATE, "\uff12026-11-26", WRITE_DATE),
        (DATE, "1795694400", WRITE_DATE),
        (MONTH, "2026-13", NO_SUCH_DATE),
        (MONTH, "0/2026", NO_SUCH_DATE),
        (MONTH, "11/12", WRITE_MONTH),
        (MONTH, "11/70", WRITE_MONTH),
        (MONTH, "28/03", WRITE_MONTH),
        (MONTH, "13/28", NO_SUCH_DATE),
        (DATE, "11/26", WRITE_DATE),
        (MONTH, "2026-11-26", WRITE_MONTH),
    ],
)
def test_what_cannot_be_read_is_told(kind: FieldKind, text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match="^" + sentence.replace(".", r"\.") + "$"):
        normal(text, kind)


@given(st.dates())
def test_every_date_in_every_way_of_writing(day: date) -> None:
    kept = day.isoformat()
    year = kept[:4]
    for text in (kept, kept.replace("-", "/"), kept.replace("-", ""), f"{year}-{day.month}-{day.day}"):
        assert normal(text, DATE) == kept
    for text in (kept[:7], f"{year}/{day.month}", f"{day.month}/{year}", f"{day.month:02}-{year}"):
        assert normal(text, MONTH) == kept[:7]


@given(st.sampled_from(DATED), st.text() | st.text(alphabet="0123456789-/. ", max_size=11))
def test_any_text_is_kept_in_the_one_form_or_refused(kind: FieldKind, text: str) -> None:
    try:
        kept = normal(text, kind)
    except Invalid as error:
        assert str(error).endswith(".")
        return
    if kept:
        date.fromisoformat(kept if kind is DATE else f"{kept}-01")
    assert normal(kept, kind) == kept


def dated(value: str, kind: FieldKind = DATE) -> Field:
    return Field(FieldId("expiry"), kind, "expiry", value)


def test_what_nobody_touched_is_left_as_it_is() -> None:
    base = replace(login(), fields=(dated("1795694400"),))
    assert misfit(base, base) is None
    assert settled(base, base) == base


def test_what_was_changed_is_settled_or_told() -> None:
    base = replace(login(), fields=(dated("1795694400"),))
    assert settled(base, replace(base, fields=(dated("2026/11/26"),))).fields == (dated("2026-11-26"),)
    wrong = dated("soon")
    assert misfit(base, replace(base, fields=(wrong,))) == (wrong, WRITE_DATE)
    retyped = dated("1795694400", MONTH)
    assert misfit(base, replace(base, fields=(retyped,))) == (retyped, WRITE_MONTH)
    assert misfit(replace(base, fields=()), base) == (base.fields[0], WRITE_DATE)


@given(items(), items())
def test_settling_changes_nothing_but_dates(base: Item, current: Item) -> None:
    if misfit(base, current) is not None:
        with pytest.raises(Invalid):
            settled(base, current)
        return
    made = settled(base, current)
    assert replace(made, fields=()) == replace(current, fields=())
    for old, new in zip(current.fields, made.fields, strict=True):
        assert old == new or (old.kind in DATED and replace(old, value=new.value) == new)
