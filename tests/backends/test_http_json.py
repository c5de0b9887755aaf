"""Long lists: cut rightly wherever the cut falls, and never slowly."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.backends import http_json
from tui.model.errors import VaultError

texts = st.text(alphabet='}{,]["\\ a\n', max_size=12)
elements = st.dictionaries(
    st.sampled_from(["id", "a", "b"]),
    texts | st.lists(st.dictionaries(texts, texts, max_size=2), max_size=3),
    max_size=3,
)


@given(st.lists(elements, max_size=12), st.sampled_from([None, 1]), st.integers(1, 40))
def test_slices_are_the_list(found: list[dict[str, Any]], indent: int | None, size: int) -> None:
    body = json.dumps(found, indent=indent).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_json, "SLICE", size)
        parts = list(http_json.slices(body, "No list."))
    assert [one for part in parts for one in part] == found


@given(st.binary(max_size=40) | st.just(b"[{}") | st.just(b"[{},]") | st.just(b"[{}{}]"))
def test_what_is_no_list_is_news(body: bytes) -> None:
    try:
        found = [one for part in http_json.slices(body, "No list.") for one in part]
    except VaultError as error:
        assert error.__context__ is None
    else:
        assert json.loads(body) == found


def test_a_hostile_text_makes_cutting_no_slower() -> None:
    body = json.dumps([{"id": "x", "title": "},{" * 1_000_000}]).encode()
    began = time.thread_time()
    [[one]] = list(http_json.slices(body, "No list."))
    assert len(one["title"]) == 3_000_000
    assert time.thread_time() - began < 2
