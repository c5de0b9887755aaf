"""The filter line: free words, and filter words such as `tag:work`.

Never raises; what is no filter word is searched for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# NAME:VALUE, where the value may be in quotes or still missing; a text in quotes; or any other text without spaces.
# A quote that is not closed yet, as while typing, runs to the end.
_TOKEN = re.compile(
    r"""(?P<name>[A-Za-z]+):(?:"(?P<quoted>[^"]*)(?:"|$)|(?P<plain>[^\s"]\S*)?)|"(?P<free>[^"]*)(?:"|$)|\S+"""
)
_FLAGS = {
    "is:fav": "favourite",
    "is:favourite": "favourite",
    "is:favorite": "favourite",
    "is:archived": "archived",
    "has:otp": "otp",
}


@dataclass(frozen=True, slots=True)
class Query:
    """A filter line, taken apart. `words` is what to search for; of several tags all must fit, of vaults any."""

    words: str = ""
    tags: tuple[str, ...] = ()
    vaults: tuple[str, ...] = ()
    favourite: bool = False
    archived: bool = False
    otp: bool = False


def parse(text: str) -> Query:
    """Take a filter line apart: `tag:NAME`, `in:VAULT`, `is:fav`, `is:archived`, `has:otp`, and free words.

    Names may be in quotes (`tag:"two words"`). `tag:` and `in:` without a name yet filter nothing.
    """
    words: list[str] = []
    named: dict[str, list[str]] = {"tag": [], "in": []}
    flags: set[str] = set()
    for token in _TOKEN.finditer(text):
        name = (token["name"] or "").lower()
        value = token["quoted"] or token["plain"] or ""
        if name in named:
            named[name] += [value] * bool(value.strip())
        elif flag := _FLAGS.get(f"{name}:{value.lower()}"):
            flags.add(flag)
        else:
            words.append(token[0] if token["free"] is None else token["free"])
    return Query(
        " ".join(" ".join(words).split()),
        tuple(dict.fromkeys(named["tag"])),
        tuple(dict.fromkeys(named["in"])),
        favourite="favourite" in flags,
        archived="archived" in flags,
        otp="otp" in flags,
    )
