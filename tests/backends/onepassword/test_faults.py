"""Everything that 1Password's library is known to say, as news that helps; what it says otherwise, safely."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.onepassword.sayings import INTERNAL, OPENING_APP, READING, SAYINGS, SIGNING_IN, WRITING
from tui.backends.onepassword.faults import Asked, Said, few_words, heard, news
from tui.backends.onepassword.lane import Left
from tui.host.display import display_text
from tui.model.errors import (
    Invalid,
    NotApproved,
    NotFound,
    Unclear,
    UnderWay,
    Unreachable,
    VaultError,
)
from tui.model.secret import Secret


@pytest.mark.parametrize(("name", "message", "asked", "kind", "words"), SAYINGS)
def test_what_it_says_is_news_that_helps(
    name: str, message: str, asked: Asked, kind: type[VaultError], words: str
) -> None:
    told = news(Said(name, message), asked)
    assert type(told) is kind
    assert words in str(told)
    assert str(told).endswith(".")
    assert "{" not in str(told)
    assert few_words(told) not in ("", "failed")


@pytest.mark.parametrize(("name", "message", "asked", "kind", "words"), SAYINGS)
def test_it_is_the_same_however_the_library_raises_it(
    name: str, message: str, asked: Asked, kind: type[VaultError], words: str
) -> None:
    class Native(Exception):
        msg = json.dumps({"name": name, "message": message})

    assert str(news(Native(), asked)) == str(news(Said(name, message), asked))
    bare = news(Exception(message), asked)
    if name not in ("Auth", "RateLimitExceeded", "DesktopSessionExpired", "ServiceAccountTokenParsing"):
        assert (type(bare), words in str(bare)) == (kind, True)


def test_what_is_not_known_is_quoted_without_what_was_sent() -> None:
    hidden = (Secret("s3cret-seed"), Secret("s3cret-ops-token"))
    asked = Asked("the item", writing=True, hidden=hidden)
    told = news(Said("ItemApi", f"{INTERNAL}bad \x1b[31mvalue s3cret-seed of s3cret-ops-token" + "y" * 400), asked)
    assert type(told) is Invalid
    assert "s3cret" not in str(told)
    assert "\x1b" not in str(told)
    assert "1Password refuses the item. It says: “bad ␛[31mvalue ••••••••" in str(told)
    assert len(str(told)) < 300


def test_what_is_not_known_of_a_write_may_have_been_done() -> None:
    assert type(news(Said("Internal", "what?"), WRITING)) is Unclear
    assert type(news(Said("InvalidConfiguration", "what?"), WRITING)) is Invalid
    assert type(news(Said("Internal", "what?"), READING)) is Unreachable
    assert str(news(Exception(""), READING)) == "1Password refuses the item."


def test_a_library_that_cannot_be_loaded() -> None:
    for error in (ImportError("s3cret"), OSError("GLIBC_2.34 not found"), AttributeError("x"), TypeError("x")):
        told = news(error, SIGNING_IN)
        assert type(told) is Invalid
        assert "cannot be loaded" in str(told)
    assert "install it" in str(news(FileNotFoundError("1Password desktop application not found"), OPENING_APP))
    assert "service account" in str(news(FileNotFoundError("x"), OPENING_APP))
    assert "update the 1Password app" in str(news(OSError("no such symbol"), OPENING_APP))
    assert "update the 1Password app" in str(news(AttributeError("op_sdk_ipc_send_message"), OPENING_APP))


def test_what_was_given_up() -> None:
    assert type(news(Left(begun=False), Asked("the item", writing=True, desktop=True))) is NotApproved
    assert type(news(Left(begun=True), Asked("the item", desktop=True))) is NotApproved
    assert type(news(Left(begun=True), Asked("the item", writing=True, desktop=True))) is UnderWay
    assert type(news(Left(begun=True), OPENING_APP)) is NotApproved


@given(st.text(), st.text(), st.booleans(), st.booleans(), st.booleans())
def test_whatever_it_says_is_news(name: str, message: str, writing: bool, sent: bool, desktop: bool) -> None:
    told = news(Said(name, message), Asked("the item", writing, sent, desktop))
    assert isinstance(told, VaultError)
    assert str(told).endswith(".")
    assert display_text(str(told)) == str(told)


async def test_what_is_no_error_passes() -> None:
    async def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await heard(interrupted(), READING)

    async def known() -> None:
        raise NotFound("It is gone.")

    with pytest.raises(NotFound, match="gone"):
        await heard(known(), READING)
