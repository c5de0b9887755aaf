"""The filter of lists, as far as it is proven for the real server: name, title or tag; `eq` or `co`; joined by `or`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.servers.connect.refused import Refused

Row = Mapping[str, Any]

_TERM = re.compile(r'\s*(\w+)\s+(eq|co)\s+"([^"]*)"\s*', re.IGNORECASE)
_OR = re.compile(r"or\s", re.IGNORECASE)
_READ: Mapping[str, Callable[[Row], list[str]]] = {
    "name": lambda row: [row.get("name", "")],
    "title": lambda row: [row.get("title", row.get("name", ""))],
    "tag": lambda row: list(row.get("tags", ())),
}

VAULTS = frozenset({"name", "title"})
ITEMS = frozenset({"title", "tag"})


def parse(text: str, attributes: frozenset[str]) -> Callable[[Row], bool]:
    """Return whether a row is meant by a filter. Raises `Refused` with 400 if it is none.

    Whether case matters, nobody documents; SCIM, after which the filter is made, says that it does not.
    """
    terms: list[Callable[[Row], bool]] = []
    at = 0
    while True:
        found = _TERM.match(text, at)
        if found is None or found[1].lower() not in attributes:
            raise Refused(400, "Invalid filter")
        terms.append(_term(found[1].lower(), found[2].lower(), found[3].casefold()))
        at = found.end()
        if at == len(text):
            return lambda row: any(term(row) for term in terms)
        joined = _OR.match(text, at)
        if joined is None:
            raise Refused(400, "Invalid filter")
        at = joined.end()


def _term(attribute: str, operator: str, value: str) -> Callable[[Row], bool]:
    read = _READ[attribute]
    if operator == "eq":
        return lambda row: any(text.casefold() == value for text in read(row))
    return lambda row: any(value in text.casefold() for text in read(row))
