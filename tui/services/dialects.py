"""How services for team passwords are spoken to, by the settings: a table for all accounts, and one for each by name.

What is wrong in them is told with its place, and its default taken: nothing leads a request to another host.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from tui.host.display import display_text
from tui.model.dialect import DOCUMENTED, Dialect, Operation, Route
from tui.model.errors import Invalid

TABLE = "passpack"
"""The name of the table."""

EVERY = ""
"""Stands for all accounts that have no table of their own."""

LONGEST = 200
"""Characters of a value."""

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PRINTABLE = re.compile(r"[ -~]*")
_OURS = frozenset({"host", "accept", "accept-encoding", "connection", "transfer-encoding", "user-agent", "cookie"})
"""Headers that no token may stand in: they lead a request, or say how it is to be read; so does Content-…"""
_ENTRY = ("field_id", "field_title", "field_username", "field_password", "field_description")
_MEMBER = ("field_email", "field_name")
_APART = (_ENTRY, ("field_id", *_MEMBER), ("field_member_id", *_MEMBER))
"""Names of keys that must differ: two that are the same would show a password for a title, or an address for an id."""


def of(dialects: Mapping[str, Dialect], account: str) -> Dialect:
    """Return how the account of this name is spoken to, of what `read` has returned."""
    found = dialects.get(account.casefold()) or dialects.get(EVERY)
    return found if found is not None else DOCUMENTED


def read(value: object, problems: list[str]) -> dict[str, Dialect]:
    """Return the dialects by the accounts' names in lower case, that of all others as `EVERY`.

    A sentence is added to `problems` for everything that is wrong.
    """
    if not isinstance(value, dict):
        problems.append(f"Settings: {TABLE} must be a table, written as [{TABLE}].")
        return {}
    of_all = {name: one for name, one in value.items() if not isinstance(one, dict)}
    every = _dialect(of_all, DOCUMENTED, f"[{TABLE}]", problems)
    found = {EVERY: every}
    for name, one in value.items():
        if isinstance(one, dict):
            if name.casefold() in found:
                problems.append(f"Settings, [{TABLE}.{_shown(name)}]: there is another table for this account.")
            found[name.casefold()] = _dialect(one, every, f"[{TABLE}.{_shown(name)}]", problems)
    return found


def _dialect(table: Mapping[str, object], base: Dialect, place: str, problems: list[str]) -> Dialect:
    """Return `base` with what a table says."""
    changes, routes = dict[str, str](), dict(base.routes)
    for name, value in table.items():
        try:
            if name in _OPERATIONS:
                routes[Operation(name)] = Route.of(_route(_text(value)), Operation(name))
            elif name in _CHECKS:
                changes[name] = _CHECKS[name](_text(value))
            else:
                problems.append(_unknown(name, place))
        except _Absent:
            routes.pop(Operation(name), None)
        except Invalid as error:
            problems.append(f"Settings, {place}: {name} is not used. {error}")
    return _distinct(replace(base, routes=routes, **changes), base, place, problems)


class _Absent(Invalid):
    """Nothing stands there: the server does not have this operation."""


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise Invalid(f"It must be a text in quotes, of at most {LONGEST} characters.")
    return value


def _prefix(text: str) -> str:
    """Return a path in front of all others. It begins with a slash, so that no host becomes another."""
    path = text.rstrip("/")
    if path and ("?" in path or "{" in path or not _is_route(f"GET {path}")):
        raise Invalid('It must be a path such as "/portal", or "" for none.')
    return path


def _is_route(text: str) -> bool:
    try:
        Route.of(text, Operation.LIST)
    except Invalid:
        return False
    return True


def _header(text: str) -> str:
    if not _HEADER.fullmatch(text) or text.casefold() in _OURS or text.casefold().startswith("content-"):
        raise Invalid('It must be a header that may hold the token, such as "Authorization" or "X-Api-Key".')
    return text


def _before_token(text: str) -> str:
    if not _PRINTABLE.fullmatch(text):
        raise Invalid('It must be plain letters, such as "Bearer ", or "" for nothing.')
    return text


def _key(text: str) -> str:
    if not text.strip():
        raise Invalid("It must be the name of a key in the server's answers.")
    return text


def _envelope(text: str) -> str:
    if text and not all(part.strip() for part in text.split(".")):
        raise Invalid('It must be a key such as "data", keys within one another such as "data.items", or "".')
    return text


def _route(text: str) -> str:
    """Return the text of a route. Raises `_Absent` where there is none."""
    if not text.strip():
        raise _Absent("The server does not have it.")
    return text


_CHECKS: dict[str, Callable[[str], str]] = {
    "path_prefix": _prefix,
    "auth_header": _header,
    "auth_prefix": _before_token,
    **{one.name: _key for one in fields(Dialect) if one.name.startswith("field_")},
    "envelope": _envelope,
}
_OPERATIONS = frozenset(Operation)


def _distinct(dialect: Dialect, base: Dialect, place: str, problems: list[str]) -> Dialect:
    """Return a dialect in which no two keys of a thing have one name: else a password would show as a title."""
    for group in _APART:
        counts = Counter(getattr(dialect, name) for name in group)
        twice = [name for name in group if counts[getattr(dialect, name)] > 1]
        if twice:
            told = " and ".join(twice)
            problems.append(f"Settings, {place}: {told} must be different keys, so the usual ones are used.")
            usual = replace(dialect, **{name: getattr(base, name) for name in group})
            return _distinct(usual, base, place, problems)
    return dialect


def _unknown(name: str, place: str) -> str:
    import difflib

    near = difflib.get_close_matches(name[:80], [*_OPERATIONS, *_CHECKS], 1)
    return f"Settings, {place}: there is no {_shown(name)}." + (f" Is {near[0]} meant?" if near else "")


def _shown(name: str) -> str:
    return f"“{display_text(name[:40])}”"


def _help() -> str:
    lines = [f'# {name} = "{getattr(DOCUMENTED, name)}"' for name in _CHECKS]
    lines[3:3] = [f'# {operation} = "{route.text}"' for operation, route in DOCUMENTED.routes.items()]
    return "\n".join((_ABOUT, *lines, ""))


_ABOUT = """\
# How servers of the kind “Passpack” are spoken to. [passpack] is about all of them, [passpack."Name"] about the account
# of that name. A route is a method and a path, in which {id} is the entry's id; "" means that the server cannot do it.
# field_… are the names of keys; envelope is the key under which answers have their content ("": found by itself).
# list, members and shared are not documented: they are tried. This is what is spoken without a change:
# [passpack]"""

HELP = _help()
"""What the settings file says of it at first: every default, commented out."""
