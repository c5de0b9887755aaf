"""The filter line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools.query import Query, parse


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("   ", Query()),
        ("git hub", Query("git hub")),
        ("  git   hub ", Query("git hub")),
        ("tag:work", Query(tags=("work",))),
        ("TAG:Work git", Query("git", tags=("Work",))),
        ('tag:"two words" in:"My Vault" x', Query("x", tags=("two words",), vaults=("My Vault",))),
        ("tag:a tag:b tag:a", Query(tags=("a", "b"))),
        ("in:home in:work", Query(vaults=("home", "work"))),
        ("is:fav", Query(favourite=True)),
        ("is:Favourite is:archived has:OTP", Query(favourite=True, archived=True, otp=True)),
        ("a is:fav b has:otp c", Query("a b c", favourite=True, otp=True)),
        ("is:nothing has:hair", Query("is:nothing has:hair")),
        ("https://example.com:8443/x", Query("https://example.com:8443/x")),
        ("foo:bar", Query("foo:bar")),
        ("tag:", Query()),
        ("tag: git", Query("git")),
        ('tag:"', Query()),
        ('tag:"two wor', Query(tags=("two wor",))),
        ('tag:""', Query()),
        ('"git hub" x', Query("git hub x")),
        ('"git', Query("git")),
        ('say"hi', Query('say"hi')),
        ('foo:"a b"', Query('foo:"a b"')),
        ("is: has:", Query("is: has:")),
        ("tag:a/b:c", Query(tags=("a/b:c",))),
        ("in:Überweisung", Query(vaults=("Überweisung",))),
        (":", Query(":")),
    ],
)
def test_a_line_is_taken_apart(text: str, query: Query) -> None:
    assert parse(text) == query


@given(
    st.lists(st.sampled_from(["tag:", "in:", "is:fav", '"', " ", "a", "é", ":", "\ud800", "\n", "has:otp"])).map(
        "".join
    )
)
def test_any_line_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.words == " ".join(query.words.split())
    assert all(name.strip() for name in query.tags + query.vaults)


@given(st.text(st.characters(exclude_characters='":'), max_size=30))
def test_without_colons_and_quotes_all_words_are_free(text: str) -> None:
    assert parse(text) == Query(" ".join(text.split()))
