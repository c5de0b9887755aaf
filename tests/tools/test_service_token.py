"""What a service account's token says of itself: its address, whatever else stands in it, and nothing for garbage."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.secret import Secret
from tui.tools.service_token import PREFIX, sign_in_address


def token(content: object) -> Secret:
    """Return a token that says this."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Secret(PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("="))


@pytest.mark.parametrize("said", ["team.1password.com", "https://team.1password.com", "https://Team.1Password.com/"])
def test_the_address_is_told(said: str) -> None:
    assert sign_in_address(token({"signInAddress": said, "secretKey": "s3cret-key"})) == "team.1password.com"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"[" * 100_000,
        b"{",
        [],
        "team.1password.com",
        {},
        {"signInAddress": None},
        {"signInAddress": ["team.1password.com"]},
        {"signInAddress": "s3cret-key"},
        {"signInAddress": "https://me:s3cret@team.1password.com"},
        {"signInAddress": "team.1password.com/s3cret"},
        {"signInAddress": "team..com"},
        {"signInAddress": "\x1b[31mteam.com"},
        {"signInAddress": "a." * 200 + "com"},
    ],
)
def test_anything_else_tells_nothing(content: object) -> None:
    assert sign_in_address(token(content)) == ""


@pytest.mark.parametrize(
    "text", ["", "ops_", "s3cret-token", "ops_$$$", "ops_é", "eyJ0.eyJ1.s3cret", "ops_" + "A" * 70_000]
)
def test_what_is_no_such_token_tells_nothing(text: str) -> None:
    assert sign_in_address(Secret(text)) == ""


@given(st.text(max_size=200), st.binary(max_size=200))
def test_garbage_never_raises(text: str, raw: bytes) -> None:
    assert sign_in_address(Secret(PREFIX + text)) == ""
    sign_in_address(token(raw))
