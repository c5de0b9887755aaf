"""Addresses: by their parts, exactly there and back; what has no parts is never taken apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools import address
from tui.tools.address import PARTS, Address

texts = st.text(st.one_of(st.characters(), st.sampled_from('{}":,\n\r\\\ud800é')), max_size=8)
addresses = st.builds(Address, texts, texts, texts, texts, texts)


@given(addresses)
def test_an_address_comes_back_exactly(one: Address) -> None:
    assert address.read(one.text) == one
    assert address.parts_of(one.text) == one


@given(texts | st.builds("{{{}}}".format, texts))
def test_every_other_text_is_lines_and_stays_as_it_is(text: str) -> None:
    if address.read(text) is None:
        assert address.lines_of(text) == text
        assert address.parts_of(text) == Address(street=text)
    else:
        assert address.parts_of(text).text == text


@pytest.mark.parametrize(
    "text",
    ['{"street": "1"}', '{"city":"b","street":"a"}', '{"street":""}', '{"street":1}', '{"town":"x"}', "[]", "{", "{}"],
)
def test_json_that_we_did_not_write_is_a_text(text: str) -> None:
    assert address.read(text) is None


def test_nesting_is_survived() -> None:
    assert address.read('{"street":' + "[" * 100_000) is None


def test_the_text_has_the_parts_that_there_are_in_their_order() -> None:
    assert Address("1 Main St", zip="62701").text == '{"street":"1 Main St","zip":"62701"}'
    assert Address().text == ""
    assert PARTS == ("street", "city", "state", "zip", "country")


def test_it_stands_as_on_a_letter() -> None:
    usual = Address("1 Main St\nFloor 2", "Springfield", "IL", "62701", "USA")
    assert usual.lines == ["1 Main St", "Floor 2", "Springfield, IL 62701", "USA"]
    assert replace(usual, state="").lines == ["1 Main St", "Floor 2", "62701 Springfield", "USA"]
    assert Address(state="IL").lines == ["IL"]
    assert address.lines_of(usual.text) == "1 Main St\nFloor 2\nSpringfield, IL 62701\nUSA"
