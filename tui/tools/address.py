"""Addresses by their parts, and the one text that keeps them: a JSON object with the parts that there are.

A text that is no such object is an address too, of which only the lines are known: nothing that a service or a file
gave is taken apart by guessing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Address:
    """An address. The street may have several lines; every part may be empty."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""

    @property
    def text(self) -> str:
        """The text that a field keeps: "" where no part is there, else JSON with the parts in their order."""
        given = {name: part for name, part in asdict(self).items() if part}
        return json.dumps(given, ensure_ascii=False, separators=(",", ":")) if given else ""

    @property
    def lines(self) -> Sequence[str]:
        """The address as it stands on a letter; where there is a state, its code follows that, else it goes first."""
        if self.state:
            place = ", ".join(filter(None, (self.city, " ".join(filter(None, (self.state, self.zip))))))
        else:
            place = " ".join(filter(None, (self.zip, self.city)))
        return [line for line in (*self.street.splitlines(), place, self.country) if line]


PARTS = tuple(field.name for field in fields(Address))
"""The names of the parts, in their order."""


def read(text: str) -> Address | None:
    """Return the address of a text that `Address.text` wrote; None where only its lines are known. Never raises."""
    if not text:
        return Address()
    if not text.startswith("{"):
        return None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or not all(isinstance(part, str) for part in given.values()):
        return None
    if not given.keys() <= set(PARTS):
        return None
    address = Address(**given)
    return address if address.text == text else None


def lines_of(text: str) -> str:
    """Return the address that a field keeps as lines of text."""
    address = read(text)
    return text if address is None else "\n".join(address.lines)


def parts_of(text: str) -> Address:
    """Return the address that a field keeps; one of which only the lines are known has them all for a street."""
    address = read(text)
    return Address(street=text) if address is None else address
