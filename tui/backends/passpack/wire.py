"""What a Passpack server answers: the object that is meant, out of whatever it is wrapped in, or news."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from tui.backends.http import Answer
from tui.backends.http_envelope import found_object
from tui.backends.http_json import document
from tui.backends.passpack.service import NAME
from tui.model.dialect import Dialect
from tui.model.errors import Unreachable

Json = dict[str, Any]


def complaint(what: str) -> str:
    """Return what is said of an answer that is not what was asked for."""
    return (
        f"{NAME}'s answer cannot be read as {what}. Check the account's address and, in the settings, how the server "
        "is spoken to."
    )


def object_of(answer: Answer, keys: Set[str], dialect: Dialect, what: str) -> Json:
    """Return the object in an answer that has most of `keys`. `what` names it within a sentence: "the member".

    Raises:
        Unreachable: there is none.
    """
    found = found_object(document(answer.body, complaint(what)), keys, dialect.envelope)
    if found is None:
        raise Unreachable(complaint(what))
    return found


def understood(answer: Answer) -> bool:
    """Whether what was answered to a write may be the service's own: JSON, or nothing. A page for people is not."""
    try:
        document(answer.body or b"null", "")
    except Unreachable:
        return False
    return True
