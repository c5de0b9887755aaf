"""A secret comes out by `reveal()` and by nothing else."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.things import login
from tui.model.secret import DOTS, Secret

VALUE = "s3cret-in-a-test"


def test_reveal_gives_the_exact_text() -> None:
    assert Secret(VALUE).reveal() == VALUE


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{}".format,
        "{!r:>12}".format,
        "{:>30}".format,
        lambda secret: "%s %r" % (secret, secret),  # noqa: UP031 - this spelling is what is tested
        lambda secret: f"{secret} {secret!r} {secret!s}",
        lambda secret: repr([secret, {"a": secret}]),
        lambda secret: repr(login(password=secret.reveal())),
        lambda secret: str(ValueError(secret)),
        lambda secret: logging.LogRecord("n", 10, "p", 1, "%s", (secret,), None).getMessage(),
    ],
)
def test_whatever_prints_it_prints_dots(show: Callable[[Secret], str]) -> None:
    shown = show(Secret(VALUE))
    assert DOTS in shown
    assert VALUE not in shown


@given(st.text(), st.text())
def test_dots_tell_nothing_of_the_length(one: str, other: str) -> None:
    assert repr(Secret(one)) == repr(Secret(other)) == DOTS


@pytest.mark.parametrize(
    "leak",
    [
        copy.copy,
        copy.deepcopy,
        hash,
        iter,
        len,
        json.dumps,
        vars,
        lambda secret: secret + "",
        lambda secret: secret[0],
        lambda secret: "a" in secret,
        lambda secret: "".join([secret]),
        lambda secret: secret < Secret("b"),
        lambda secret: dataclasses.asdict(login(password=secret.reveal())),
        *(lambda secret, protocol=protocol: pickle.dumps(secret, protocol) for protocol in range(6)),
    ],
)
def test_whatever_would_take_it_along_fails_without_it(leak: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as refused:
        leak(Secret(VALUE))
    assert VALUE not in str(refused.value)


@given(st.text(alphabet=st.characters(exclude_categories=())), st.text(alphabet=st.characters(exclude_categories=())))
def test_equal_exactly_when_the_texts_are(one: str, other: str) -> None:
    assert (Secret(one) == Secret(other)) == (one == other)
    assert Secret(one) == Secret(one)
    assert bool(Secret(one)) == bool(one)


def test_never_equal_to_its_text() -> None:
    assert Secret(VALUE) != VALUE
    assert Secret("") != ""
