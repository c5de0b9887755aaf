"""One event of a service's audit log as an `AuditEvent`: any object, by whatever names its things have.

What has no place of its own is kept as it came, by name and text. What may be a secret is not kept: an answer may hold
the passwords that were changed. Nothing breaks: what is no event of ours is one whose every part is raw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tui.backends.passpack import audit_words as words
from tui.model.audit import AuditEvent, AuditResult
from tui.model.ids import ItemRef
from tui.tools.discretion import NOT_SHOWN, name_suggests_secret, text_suggests_secret, values_among
from tui.tools.moments import as_moment

T = TypeVar("T")

UNTOLD = "not told"
"""Stands for who it was, and for what was done, where the service does not say."""

LONGEST = 500
"""Characters that are kept of a text."""
PAIRS = 40
"""Things that are kept raw of an event."""
_DEEPEST = 4
_LARGEST = 10**30

_NAMES = ("name", "display_name", "full_name", "user_name", "login", "label", "title")
_MAILS = ("email", "mail", "email_address")
_VERSIONS = ("version", "client_version", "app_version")


def event(raw: object, ref: ItemRef) -> AuditEvent:
    """Return what was done to the item `ref`, as the service tells it. Never raises."""
    row = _Row(raw if isinstance(raw, dict) else {"entry": raw})
    at = row.first(words.TIMES, lambda _, value: as_moment(value))
    word = row.first(words.ACTIONS, lambda _, value: _word(value)) or ""
    result, told = row.first(words.RESULTS, _result) or (AuditResult.UNTOLD, "")
    actor = row.first(words.ACTORS, lambda _, value: _person(value))
    ip, client = row.inside(words.ADDRESSES, _address), row.inside(words.CLIENTS, _program)
    title, field = row.first(words.TITLES, _plain_text), row.first(words.FIELDS, _plain_text)
    detail, name = row.first(words.DETAILS, _plain_text), row.first(words.IDS, _plain_text)
    return AuditEvent(
        at or 0.0,
        _kept(actor or "") or UNTOLD,
        words.action_of(word),
        result,
        ref,
        _kept(title or ""),
        field=_kept(field or ""),
        detail=" · ".join(filter(None, (_kept(told), _kept(detail or "")))),
        id=_kept(name or ""),
        word=_kept(word) or UNTOLD,
        ip=_kept(ip),
        client=_kept(client),
        raw=tuple(row.left(ref.item)),
    )


class _Row:
    """An object, of which one thing after the other is taken."""

    def __init__(self, raw: dict[str, object]) -> None:
        self._left = {str(key): value for key, value in raw.items()}
        self._values = values_among(self._left)
        self._names = {words.plain(key): key for key in reversed(self._left)}

    def first(self, aliases: Iterable[str], read: Callable[[str, object], T | None]) -> T | None:
        """Take out the first thing of these names that can be read, and return what it is."""
        for alias in aliases:
            key = self._names.get(alias.replace("_", ""))
            found = None if key is None or key not in self._left else read(alias, self._left[key])
            if key is not None and found:
                del self._left[key]
                return found
        return None

    def inside(self, aliases: Iterable[str], read: Callable[[str, object], str | None]) -> str:
        """Take out the same, or find it in the objects where such things are told; "" where it is nowhere."""
        if found := self.first(aliases, read):
            return found
        for name in words.INSIDE:
            within = self._left.get(self._names.get(name, ""))
            if isinstance(within, dict) and (found := _Row(within).first(aliases, read)):
                return found
        return ""

    def left(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield what is left, as names and texts; the id of the `item` itself is not news."""
        count = 0
        for name, value in _leaves("", self._left, 0, around=self._values):
            if value == item or not value:
                continue
            count += 1
            if count > PAIRS:
                yield "more", "and more, which is left out"
                return
            yield name, value


def _leaves(
    path: str, value: object, depth: int, *, hidden: bool = False, around: frozenset[str] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Yield all that is in a value, with where it is.

    `hidden`: it is within something that may be a secret. `around` are the names of more that may be one.
    """
    if isinstance(value, dict | list) and depth == _DEEPEST:
        yield path, "…"
    elif isinstance(value, dict):
        values = values_among(value) | around
        for key, inner in value.items():
            name = _cut(str(key))
            secret = hidden or name_suggests_secret(name) or key in values
            yield from _leaves(f"{path}.{name}" if path else name, inner, depth + 1, hidden=secret)
    elif isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        yield path, NOT_SHOWN if hidden and value else _kept(", ".join(filter(None, map(_text, value[:PAIRS]))))
    elif isinstance(value, list):
        for number, inner in enumerate(value[: PAIRS + 1], 1):
            yield from _leaves(f"{path} {number}", inner, depth + 1, hidden=hidden)
    elif isinstance(value, bool) or not hidden:
        yield path, _kept(_text(value))
    else:
        yield path, NOT_SHOWN if value not in (None, "") else ""


def _text(value: object) -> str:
    """Return a text, a number or a truth value as text, anything else as ""."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return "a number that is too large"
    return str(value) if isinstance(value, int | float) else ""


def _plain_text(_: str, value: object) -> str | None:
    return None if isinstance(value, bool) else _text(value) or None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _kept(text: str) -> str:
    """Return a text as it may be kept: not too long, and no secret."""
    return NOT_SHOWN if text_suggests_secret(text[: 4 * LONGEST]) else _cut(text)


def _part(value: dict[str, object], aliases: Iterable[str]) -> str:
    return _Row(value).first(aliases, _plain_text) or ""


def _word(value: object) -> str | None:
    """Return the word for what was done: a text, or one in an object."""
    return _part(value, ("type", "name", "action")) if isinstance(value, dict) else _plain_text("", value)


def _person(value: object) -> str | None:
    """Return who it was: a name with an address, or what there is of that."""
    if not isinstance(value, dict):
        return _plain_text("", value)
    name, mail = _part(value, _NAMES), _part(value, _MAILS)
    if name and mail and name != mail:
        return f"{name} <{mail}>"
    return name or mail or _part(value, words.IDS) or None


def _result(name: str, value: object) -> tuple[AuditResult, str] | None:
    """Return how it ended, with the service's own word where we have none for that."""
    found = words.result_of(name, value)
    return None if found is None else (found, _text(value) if found is AuditResult.OTHER else "")


def _address(name: str, value: object) -> str | None:
    text = _plain_text(name, value)
    return text if text and (name != "address" or text[0].isdigit() or ":" in text) else None


def _program(name: str, value: object) -> str | None:
    if not isinstance(value, dict):
        return _plain_text(name, value)
    parts = (_part(value, (*_NAMES, *words.CLIENTS)), _part(value, _VERSIONS))
    return " ".join(filter(None, parts)) or None
