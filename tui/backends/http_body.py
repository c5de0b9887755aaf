"""What is sent: a body as JSON, and the headers with the token. Secrets are revealed at the last moment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tui.model.errors import Invalid
from tui.model.secret import Secret

_NAME = re.compile(r"[A-Za-z0-9-]+")
_VALUE = re.compile(r"[!-~]+( [!-~]+)*")


def encoded(body: object) -> tuple[bytes, tuple[Secret, ...]]:
    """Return `body` as JSON, and the secrets that were in it.

    Raises:
        Invalid: a text has a lone surrogate, or a number is not finite.
    """
    secrets: list[Secret] = []

    def revealed(value: object) -> str:
        if not isinstance(value, Secret):
            raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
        secrets.append(value)
        return value.reveal()

    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=revealed)
        return text.encode(), tuple(secrets)
    except UnicodeEncodeError:
        problem = "a broken character (a lone surrogate) in it: type it again"
    except ValueError:
        problem = "a number in it that is not finite"
    raise Invalid(f"What was to be sent has {problem}.")


def sendable(headers: Mapping[str, Secret]) -> dict[str, Secret]:
    """Return the headers, all of which can be sent.

    Raises:
        Invalid: one has something in it that is no part of a token.
    """
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value.reveal()):
            raise Invalid(
                "The token is empty, or has a line break or another character that no token has: copy it again."
            )
    return dict(headers)
