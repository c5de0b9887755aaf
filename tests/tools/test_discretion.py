"""What may be a secret, by its name or by what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.tools.discretion import name_suggests_secret, name_suggests_value, text_suggests_secret, values_among


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "newPassword",
        "NEW-PASSWORD",
        "newpassword",
        "oldpasswd",
        "apiKey",
        "api_key",
        "APIKEY",
        "access_token",
        "client secret",
        "pin",
        "otp",
        "pwd",
        "pass",
        "Passwort",
        "contraseña",
        "credentials",
        "private_key",
        "cookie",
        "Authorization",
        "password_hash",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert name_suggests_secret(name)


@pytest.mark.parametrize(
    "name",
    ["password_id", "passwordTitle", "token_name", "password_changed_at", "user", "ip", "compass", "pinned", "", "…"],
)
def test_names_of_what_is_none(name: str) -> None:
    assert not name_suggests_secret(name)


@pytest.mark.parametrize("name", ["old", "new", "old_value", "newValue", "before", "previous_value", "value"])
def test_names_of_values(name: str) -> None:
    assert name_suggests_value(name)


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"from": "a", "to": "b"}, {"from", "to"}),
        ({"previous": "a", "current": "b", "by": "ada"}, {"previous", "current"}),
        ({"attribute": "password", "current": "b"}, {"current"}),
        ({"field": "password", "was": "a", "is": "b"}, {"was", "is"}),
        ({"attribute": "title", "current": "Mail"}, set()),
        ({"from": "192.0.2.7", "by": "ada"}, set()),
        ({"note": "the password is a long story of " + "x" * 40, "data": "b"}, set()),
        ({}, set()),
    ],
)
def test_values_are_known_by_what_stands_beside_them(told: dict[str, object], names: set[str]) -> None:
    assert values_among(told) == names


@pytest.mark.parametrize(
    "text",
    [
        "password set to s3cret-a",
        "Changed pw: s3cret-a",
        "changed password hunter2 -> s3cret",
        "PIN was changed from 1 to 2",
    ],
)
def test_texts_that_say_a_secret_without_quotes(text: str) -> None:
    assert text_suggests_secret(text)


@pytest.mark.parametrize("text", ["password viewed", "shared the password with ada", "moved from Mail to Bank"])
def test_texts_that_name_one_and_say_none(text: str) -> None:
    assert not text_suggests_secret(text)


@pytest.mark.parametrize("name", ["old_owner", "new_member", "from", "to", "data", "text", "values_changed", ""])
def test_names_of_no_value(name: str) -> None:
    assert not name_suggests_value(name)


@pytest.mark.parametrize(
    "text",
    [
        "password: s3cret-1",
        "password = s3cret-1",
        '{"password": "s3cret-1"}',
        "new_password=s3cret-1",
        "PASSWORD changed from 's3cret-1' to 's3cret-2'",
        "the password is s3cret-1",
        "Authorization: Bearer s3cret-1",
        "got Bearer s3cret-12345",
        "https://max:s3cret-1@example.com/",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "api key => s3cret-1",
    ],
)
def test_texts_that_say_a_secret(text: str) -> None:
    assert text_suggests_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "password viewed",
        "Password shared with bob@example.com",
        "Mozilla/5.0 (X11; Linux x86_64)",
        "https://example.com/passwords/1",
        "rotated",
        "",
    ],
)
def test_texts_that_say_none(text: str) -> None:
    assert not text_suggests_secret(text)


@given(st.text())
def test_they_never_break(text: str) -> None:
    assert isinstance(name_suggests_secret(text) or name_suggests_value(text) or text_suggests_secret(text), bool)


def test_a_long_text_is_looked_at_quickly() -> None:
    assert not text_suggests_secret("password from " * 20_000)
