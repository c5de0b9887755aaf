"""Card numbers: digits in groups, the right groups, checked, and never more seen of one than its end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools import cards

digits = st.text("0123456789", min_size=1, max_size=30)
odd = st.text(st.one_of(st.characters(), st.sampled_from("0123456789 -")), max_size=24)


@pytest.mark.parametrize(
    ("number", "name", "grouped"),
    [
        ("4111111111111111", "Visa", "4111 1111 1111 1111"),
        ("5555555555554444", "Mastercard", "5555 5555 5555 4444"),
        ("2223003122003222", "Mastercard", "2223 0031 2200 3222"),
        ("378282246310005", "American Express", "3782 822463 10005"),
        ("30569309025904", "Diners Club", "3056 930902 5904"),
        ("6011111111111117", "Discover", "6011 1111 1111 1117"),
        ("3530111333300000", "JCB", "3530 1113 3330 0000"),
        ("6200000000000005", "UnionPay", "6200 0000 0000 0005"),
        ("6759649826438453", "Maestro", "6759 6498 2643 8453"),
    ],
)
def test_cards_of_every_make(number: str, name: str, grouped: str) -> None:
    kind = cards.kind_of(number)
    assert kind is not None and kind.name == name
    assert cards.grouped(number) == grouped
    assert cards.kept(grouped) == number
    assert cards.kept(grouped.replace(" ", "-")) == number
    assert cards.problem(grouped) == ""
    assert cards.masked(number).endswith(number[-4:])


@given(odd | digits)
def test_nothing_of_a_number_is_lost_or_changed(text: str) -> None:
    kept = cards.kept(text)
    assert cards.kept(kept) == kept
    assert cards.kept(cards.grouped(kept)) == kept
    assert cards.grouped(cards.grouped(kept)) == cards.grouped(kept)
    assert cards.problem(text) == "" or cards.problem(text).endswith(".")


@given(odd | digits)
def test_no_more_of_a_number_is_seen_than_its_last_four_digits(text: str) -> None:
    masked = cards.masked(text)
    assert sum(char not in "• " for char in masked) <= 4
    assert {*masked} <= {"•", " ", *cards.kept(text)[-4:]}


@given(digits)
def test_one_wrong_digit_is_always_seen(number: str) -> None:
    check = next(one for one in "0123456789" if cards.checks(number + one))
    assert sum(cards.checks(number + one) for one in "0123456789") == 1
    for at, was in enumerate(number):
        other = str((int(was) + 1) % 10)
        assert not cards.checks(number[:at] + other + number[at + 1 :] + check)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4111 1111 1111 1112", "A digit is wrong: the last one does not fit the others."),
        ("4111", "4 digits are too few for the number of a Visa card."),
        ("41111111111111111111", "20 digits are too many for the number of a Visa card."),
        ("9" * 5, "5 digits are too few for the number of a card."),
        ("my card", "A card number has digits only."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text: str, said: str) -> None:
    assert cards.problem(text) == said
