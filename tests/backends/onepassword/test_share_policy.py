"""What 1Password's words for sharing come to: unknown ones allow nothing, and break nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.backends.onepassword.share_policy import EXPIRIES, policy
from tui.model.errors import Denied, Unreachable, VaultError
from tui.model.file import FileInfo
from tui.model.ids import FileId
from tui.model.sharing import Expiry

FILES = {"allowed": True, "maxSize": 1000}
USUAL: dict[str, object] = {
    "maxExpiry": "ThirtyDays",
    "defaultExpiry": "SevenDays",
    "allowedTypes": ["Authenticated", "Public"],
    "allowedRecipientTypes": ["Email", "Domain"],
    "files": FILES,
}
KEY = (FileInfo(FileId("f"), "key.pem", 12),)


def said(**more: object) -> dict[str, object]:
    """Return rules as 1Password says them, with others in their place."""
    return {**USUAL, **more}


def test_everything_is_allowed_for_as_long_as_it_says() -> None:
    found = policy(said(), ())
    assert (found.longest, found.usual, found.views) == (Expiry.MONTH, Expiry.WEEK, None)
    assert (found.public, found.named, found.emails, found.domains) == (True, True, True, True)
    assert json.loads(found.service) == said(), "what it said is given back to it"


@pytest.mark.parametrize("word", EXPIRIES)
def test_the_longest_time_is_the_one_that_is_said(word: str) -> None:
    found = policy(said(maxExpiry=word), ())
    assert found.longest is EXPIRIES[word]
    assert found.usual in found.expiries


@pytest.mark.parametrize(
    ("rules", "longest", "usual"),
    [
        ({"maxExpiry": "NinetyDays"}, Expiry.WEEK, Expiry.WEEK),
        ({"maxExpiry": "NinetyDays", "defaultExpiry": "OneYear"}, Expiry.HOUR, Expiry.HOUR),
        ({"maxExpiry": None}, Expiry.HOUR, Expiry.HOUR),
        ({"defaultExpiry": "TwoWeeks"}, Expiry.MONTH, Expiry.MONTH),
        ({"maxExpiry": "OneDay", "defaultExpiry": "SevenDays"}, Expiry.DAY, Expiry.DAY),
        ({"maxExpiry": 7, "defaultExpiry": ["OneDay"]}, Expiry.HOUR, Expiry.HOUR),
    ],
)
def test_times_that_are_not_known_allow_what_surely_is(
    rules: Mapping[str, object], longest: Expiry, usual: Expiry
) -> None:
    found = policy(said(**rules), ())
    assert (found.longest, found.usual) == (longest, usual)


@pytest.mark.parametrize(
    ("rules", "public", "named", "emails", "domains"),
    [
        ({"allowedTypes": ["Public", "Biometric"]}, True, False, True, True),
        ({"allowedTypes": ["Authenticated"]}, False, True, True, True),
        ({"allowedRecipientTypes": ["Email", "Telepathy"]}, True, True, True, False),
        ({"allowedRecipientTypes": ["Domain"]}, True, True, False, True),
        ({"allowedRecipientTypes": ["Telepathy"]}, True, False, False, False),
        ({"allowedRecipientTypes": None}, True, True, True, True),
        ({"allowedTypes": None}, False, True, True, True),
    ],
)
def test_whom_one_may_name(rules: Mapping[str, object], public: bool, named: bool, emails: bool, domains: bool) -> None:
    found = policy(said(**rules), ())
    assert (found.public, found.named, found.emails, found.domains) == (public, named, emails, domains)


@pytest.mark.parametrize("types", [[], ["Biometric"], [None, 7, {}]])
def test_where_no_way_is_known_that_is_told(types: list[object]) -> None:
    with pytest.raises(Denied, match="use 1Password's own app"):
        policy(said(allowedTypes=types), ())


@pytest.mark.parametrize(("views", "found"), [(3, 3), (None, None), (0, None), (-1, None), (True, None), ("3", None)])
def test_views(views: object, found: int | None) -> None:
    assert policy(said(maxViews=views), ()).views == found


def test_items_with_files_have_rules_of_their_own() -> None:
    with pytest.raises(Denied, match="do not allow items with files"):
        policy(said(files={"allowed": False, "maxSize": 0}), KEY)
    assert policy(said(files={"allowed": False, "maxSize": 0}), ()).public
    with pytest.raises(Denied, match="at most 10 bytes to be shared; this item has one of 12"):
        policy(said(files={"allowed": True, "maxSize": 10}), KEY)
    rules = {
        "allowed": True,
        "maxSize": 1000,
        "allowedTypes": ["Authenticated"],
        "allowedRecipientTypes": ["Email"],
        "maxExpiry": "OneDay",
        "defaultExpiry": "OneHour",
        "maxViews": 2,
    }
    found = policy(said(files=rules, maxViews=5), KEY)
    assert (found.public, found.named, found.domains) == (False, True, False)
    assert (found.longest, found.usual, found.views) == (Expiry.DAY, Expiry.HOUR, 2)
    assert policy(said(files=rules), ()).public, "an item without files has the general ones"
    assert policy(said(files="no object"), KEY).public


@pytest.mark.parametrize("answer", [None, [], "policy", 7, True])
def test_what_is_no_answer_is_told(answer: object) -> None:
    with pytest.raises(Unreachable, match="the rules for sharing"):
        policy(answer, ())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["Public", "Email", "OneDay"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*USUAL, *FILES]), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*USUAL, "maxViews"]), ANYTHING))
def test_whatever_is_said_allows_something_or_is_refused_with_a_sentence(answer: dict[str, object]) -> None:
    for files in ((), KEY):
        try:
            found = policy(answer, files)
        except VaultError as error:
            assert str(error).endswith(".")
        else:
            assert found.public or found.named
            assert found.usual in found.expiries
            assert json.loads(found.service) == answer
