"""Recipients as they are typed: taken apart, and judged by their form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.errors import Denied, Invalid, VaultError
from tui.model.sharing import Expiry, Recipient, SharePolicy
from tui.tools.recipients import split, understood

ANY = SharePolicy(Expiry.MONTH, Expiry.WEEK)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", []),
        (" , ;\n", []),
        ("mara@larkmail.example", ["mara@larkmail.example"]),
        (
            "b@x.example, a@x.example;c@x.example\nd@x.example",
            ["b@x.example", "a@x.example", "c@x.example", "d@x.example"],
        ),
        ("b@x.example a@x.example B@X.example", ["b@x.example", "a@x.example"]),
        ("Mara <mara@larkmail.example>", ["Mara", "mara@larkmail.example"]),
    ],
)
def test_what_is_typed_is_taken_apart_and_each_kept_once(typed: str, parts: list[str]) -> None:
    assert split(typed) == parts


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mara@larkmail.example", Recipient("mara@larkmail.example")),
        ("o'brien+x@sub.halden.example", Recipient("o'brien+x@sub.halden.example")),
        ("måra@hälden.example", Recipient("måra@hälden.example")),
        ("halden.example", Recipient("halden.example", domain=True)),
        ("@halden.example", Recipient("halden.example", domain=True)),
    ],
)
def test_addresses_and_domains_are_told_apart(text: str, meant: Recipient) -> None:
    assert understood(text, ANY) == meant


@pytest.mark.parametrize(
    "text", ["mara", "mara@", "@", "@@x.example", "a@b@x.example", "mara@host", ".example", "a..b", "x."]
)
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="no e-mail address"):
        understood(text, ANY)


def test_what_the_account_does_not_allow_is_told() -> None:
    with pytest.raises(Denied, match="addresses only"):
        understood("halden.example", SharePolicy(Expiry.DAY, Expiry.DAY, domains=False))
    with pytest.raises(Denied, match="whole domains only"):
        understood("mara@halden.example", SharePolicy(Expiry.DAY, Expiry.DAY, emails=False))


@given(st.text())
def test_anything_can_be_typed(text: str) -> None:
    for part in split(text):
        assert not any(map(str.isspace, part))
        try:
            meant = understood(part, ANY)
        except VaultError as error:
            assert str(error)
        else:
            assert meant.text in part
