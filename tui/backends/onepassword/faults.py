"""What 1Password's SDK says went wrong, as news for the user. The one place where its words are known.

Almost all of its errors are told apart by their words alone. What is not known is quoted, as it may be shown and
without the secrets that were sent.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from tui.backends.http_answer import MAYBE, quotable
from tui.backends.onepassword import presence
from tui.backends.onepassword.lane import Left
from tui.backends.onepassword.messages import INSTALL, KNOWN, Ended, OutOfDate
from tui.model.errors import (
    Conflict,
    Denied,
    Invalid,
    NotApproved,
    NotFound,
    RateLimited,
    Stopped,
    TokenRefused,
    Unclear,
    UnderWay,
    Unreachable,
    VaultError,
)
from tui.model.secret import Secret

R = TypeVar("R")

STILL = "It may have been done, or may still be: look before trying again."
"""What is said of a write that nobody waits for any more."""

_PREFACES = (
    "an internal error occurred, please contact 1Password at support@1password.com or "
    "https://developer.1password.com/joinslack: ",
    "invalid user input: encountered the following errors: ",
    "bad input passed by the user: ",
)


class Said(Exception):
    """An error as 1Password's core tells it: its name ("" where it has none) and its message."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name)  # the message may quote what was sent
        self.name = name
        self.message = message


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of 1Password, for its sentence.

    `what` names the thing within a sentence. `sent`: it may have reached 1Password; `desktop`: through the app;
    `hidden` is what must not be shown where it is quoted.
    """

    what: str
    writing: bool = False
    sent: bool = True
    desktop: bool = False
    hidden: tuple[Secret, ...] = ()


_REFUSING = (
    "InvalidConfiguration",
    "ItemApi",
    "ParsingSecretReference",
    "ParsingPrivateKey",
    "ResolvingSecretReference",
)
"""Names of errors for what was asked, so that certainly nothing was done."""

_OURS = ("invalid user input", "bad input passed by the user")
"""Words that say the same, whatever the error's name."""


async def heard(call: Awaitable[R], asked: Asked) -> R:
    """Wait for a call of the SDK, and raise what its error is news of."""
    try:
        return await call
    except VaultError:
        raise
    except Exception as error:  # noqa: BLE001 - the SDK raises nothing else
        told = news(error, asked)
    raise told  # here, where it does not remember the other, whose message may quote what was sent


def news(error: Exception, asked: Asked) -> VaultError:
    """Return what an error of the SDK's is news of."""
    if isinstance(error, Left):
        return _left(error, asked)
    unloadable = None if asked.sent else _unloadable(error, desktop=asked.desktop)
    return unloadable or _said(*_parsed(error), asked)


def _unloadable(error: Exception, *, desktop: bool) -> VaultError | None:
    """Return what it is news of that the SDK or the app could not be loaded, None where it is something else."""
    match error:
        case ImportError():
            return presence.unusable()
        case FileNotFoundError() if desktop:
            return Unreachable(
                "The 1Password app is not on this machine, or not where it is looked for: install it from "
                f"1password.com/downloads. {INSTALL}. Where there is no desktop, use a service account."
            )
        case OSError() | AttributeError():
            app = "The 1Password app’s library cannot be loaded: update the 1Password app, then try again."
            return Unreachable(app) if desktop else presence.unusable()
        case TypeError() | SyntaxError():
            return presence.unusable()
    return None


def _left(error: Left, asked: Asked) -> VaultError:
    if error.begun and asked.writing and asked.sent:
        return UnderWay(f"The 1Password app had not answered for {asked.what} when it was given up. {STILL}")
    return NotApproved("Strongroom waits for 1Password no longer, and nothing was done. Ask again when you like.")


def _parsed(error: Exception) -> tuple[str, str]:
    """Return the name and the message of an error."""
    if isinstance(error, Said):
        return error.name, error.message
    message = getattr(error, "msg", None) or getattr(error, "message", None)
    return parsed(message if isinstance(message, str) else str(error))


def parsed(text: str) -> tuple[str, str]:
    """Return the name and the message of an error as the core writes it; without a name it is no JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return "", text
    if not isinstance(found, dict):
        return "", text
    name, message = found.get("name"), found.get("message")
    return name if isinstance(name, str) else "", message if isinstance(message, str) else text


def _said(name: str, message: str, asked: Asked) -> VaultError:
    lower = message.lower()
    said = quotable(_without_preface(message).strip().rstrip("."), asked.hidden)
    for known in KNOWN:
        if name in known.words or any(words in lower for words in known.words):
            return _made(known.kind, known.sentence, said, asked)
    kind = _kind(name, lower, asked)
    begin = "The 1Password app does not let us in." if kind is NotApproved else "1Password refuses {what}."
    return _made(kind, f"{begin} It says: “{{said}}”." if said else begin, said, asked)


def _kind(name: str, message: str, asked: Asked) -> type[VaultError]:
    """Return what kind of news it is when nothing is known but the name, and whose fault the message says it is."""
    if not asked.sent:
        return NotApproved if asked.desktop else TokenRefused if name == "Auth" else Unreachable
    return Invalid if name in _REFUSING or any(words in message for words in _OURS) else Unreachable


def _made(kind: type[VaultError], sentence: str, said: str, asked: Asked) -> VaultError:
    """Return an error. Where a write may have been done, that is said."""
    who = "your account" if asked.desktop else "the account’s token"
    what = asked.what
    told = sentence.format(what=what, What=what[:1].upper() + what[1:], who=who, said=said)
    if kind is Unreachable and asked.writing and asked.sent:
        return Unclear(f"{told} {MAYBE}")
    return kind(told)


def _without_preface(message: str) -> str:
    for preface in _PREFACES:
        message = message.removeprefix(preface)
    return message


_WORDS: tuple[tuple[type[VaultError], str], ...] = (
    (RateLimited, "limit reached"),
    (OutOfDate, "changed elsewhere"),
    (Conflict, "changed elsewhere"),
    (TokenRefused, "token refused"),
    (Denied, "refused"),
    (NotFound, "not found"),
    (Ended, "session ended"),
    (NotApproved, "not approved"),
    (Stopped, "stopped"),
    (Unclear, "answer lost"),
    (Unreachable, "no answer"),
    (Invalid, "not accepted"),
)


def few_words(error: VaultError) -> str:
    """Return an error for the list of requests."""
    return next((words for kind, words in _WORDS if isinstance(error, kind)), "failed")
