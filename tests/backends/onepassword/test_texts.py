"""The JSON that goes out and comes in: files as numbers, secrets only there, and nothing that is no JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.backends.onepassword import texts
from tui.model.errors import Invalid
from tui.model.secret import Secret

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=4), values, max_size=4), st.binary(max_size=200))
async def test_parameters_come_out_as_they_went_in(parameters: dict[str, object], content: bytes) -> None:
    text = await texts.encoded(
        {"given": parameters, "files": [{"content": content}], "secret": Secret('s3cret-é"')}, "x"
    )
    assert text.isascii()
    assert json.loads(text) == {"given": parameters, "files": [{"content": list(content)}], "secret": 's3cret-é"'}


async def test_a_large_file_goes_out_and_comes_in_as_numbers() -> None:
    content = bytes(range(256)) * 3000
    text = await texts.encoded({"content": content}, "the file")
    assert json.loads(text) == {"content": list(content)}
    assert await texts.decoded(json.dumps(list(content)), file=True) == content
    assert await texts.decoded(json.dumps(list(content), separators=(",", ":")), file=True) == content


@pytest.mark.parametrize("text", ["[]", " [ ] \n", "[0]", "[ 255 , 1 ]"])
async def test_small_files(text: str) -> None:
    assert await texts.decoded(text, file=True) == bytes(json.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "{}",
        "[256]",
        "[-1]",
        "[1.0]",
        "[true]",
        "[[1]]",
        "[1,]",
        "[,1]",
        '["a"]',
        "[1] 2",
        "1[1]",
        "[1",
        "1]",
    ],
)
async def test_what_is_no_file_is_none(text: str) -> None:
    with pytest.raises(texts.NotUnderstood):
        await texts.decoded(text, file=True)


async def test_a_file_of_the_size_that_is_promised_can_be_sent_whatever_is_in_it() -> None:
    text = await texts.encoded({"content": b"\xff" * texts.FILE}, "the file")
    assert len(text) < texts.LIMIT


@pytest.mark.parametrize("size", [13_200_000, 60_000_000])
async def test_what_is_too_large_for_the_library_is_not_sent(size: int) -> None:
    with pytest.raises(Invalid, match=r"too large.*own app"):
        await texts.encoded({"content": b"\xff" * size}, "the file")
    with pytest.raises(Invalid, match="too large"):
        await texts.encoded({"notes": "x" * 53 * 10**6}, "the item")


@given(st.lists(values, max_size=30), st.sampled_from(["", " ", "\n\t"]))
async def test_large_lists_are_read_as_small_ones_are(rows: list[object], blank: str) -> None:
    padding = "x" * 260_000
    text = blank + json.dumps([padding, *rows], indent=len(blank)) + blank
    assert await texts.decoded(text, file=False) == [padding, *rows]


@pytest.mark.parametrize("ending", ["", ",", "]]", "] x", ",]", "}", '"'])
async def test_a_large_list_that_does_not_end_well_is_not_understood(ending: str) -> None:
    good = "[" + ", ".join(['{"a": 1}'] * 40_000)
    assert await texts.decoded(good + "]", file=False) == [{"a": 1}] * 40_000
    with pytest.raises(texts.NotUnderstood):
        await texts.decoded(good + ending, file=False)


async def test_answers_that_are_no_json_are_not_understood() -> None:
    for text in ("", "{", "[" * 200_000, "nan?", "{}" * 200_000):
        with pytest.raises(texts.NotUnderstood) as told:
            await texts.decoded(text, file=False)
        assert str(told.value) == ""
    assert await texts.decoded("null", file=False) is None
    assert await texts.decoded("[ ]" + " " * 300_000, file=False) == []


def test_what_must_not_be_shown_is_found() -> None:
    parameters = {
        "item": {"title": "Bank", "notes": "s3cret-note", "fields": [{"id": "a", "value": "s3cret-value"}]},
        "link": Secret("s3cret-link"),
    }
    assert [one.reveal() for one in texts.hidden(parameters)] == ["s3cret-note", "s3cret-value", "s3cret-link"]
