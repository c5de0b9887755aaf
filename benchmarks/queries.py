"""Lines of a large vault, and queries of which it is known what they look for. Deterministic; knows no search engine.

A line is what fzf would be given: title, user name, host and tags. Four hundred services have one to three items each,
the other rows are made-up places. A label is the set of rows of the service that the person means, and of one user
where the query names one. Queries made with `TUNING` may be looked at while a search is worked on; figures are told of
`REPORTED`, which nobody tunes by.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.names import FIRST_NAMES, KINDS, PLACES, SERVICES, SORTS, SURNAMES, TAGS

TUNING, REPORTED = 11, 2027
"""Seeds."""

EACH = 30
"""Queries of each kind."""


class Row(NamedTuple):
    """One item. `service` is the name of the service, "" for a made-up place."""

    title: str
    username: str
    host: str
    tags: tuple[str, ...]
    service: str

    @property
    def line(self) -> str:
        """The row as fzf is given it."""
        return " ".join((self.title, self.username, self.host, *self.tags))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query, what kind it is of, and the rows it looks for."""

    kind: str
    text: str
    wanted: frozenset[int]


def rows(count: int, seed: int = 1) -> list[Row]:
    """Return `count` rows in no order, of which about 800 are of services."""
    chance = random.Random(seed)  # noqa: S311 - the same rows every time
    made = [_of_service(chance, name) for name in SERVICES for _ in range(chance.choice((1, 1, 2, 3)))][:count]
    made += [_of_place(chance) for _ in range(count - len(made))]
    chance.shuffle(made)
    return made


def labelled(rows: Sequence[Row], seed: int, each: int = EACH) -> list[Labelled]:
    """Return queries of every kind for the services among the rows."""
    chance = random.Random(seed)  # noqa: S311
    known: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        if row.service:
            known.setdefault(row.service, []).append(at)
    found = []
    for kind, make in KINDS_OF_QUERY.items():
        names = chance.sample(sorted(known), len(known))
        queries = []
        for name in names:
            at = chance.choice(known[name])
            text = make(chance, rows[at])
            if text:
                wanted = (at,) if kind in OF_ONE_ROW else known[name]
                queries.append(Labelled(kind, text, frozenset(wanted)))
        found += queries[:each]
    return found


def typed(rows: Sequence[Row], count: int, seed: int) -> list[str]:
    """Return mixed queries as they are while they are typed: any length from one letter on."""
    chance = random.Random(seed)  # noqa: S311
    whole = [query.text for query in labelled(rows, seed, max(1, -(-count // len(KINDS_OF_QUERY))))]
    chance.shuffle(whole)
    return [text[: chance.randint(1, len(text))].strip() for text in whole[:count]]


def plain(text: str) -> str:
    """Return a text as people type it: small letters, no accents, only letters and digits between single spaces."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def _of_service(chance: random.Random, name: str) -> Row:
    kind = chance.choice(KINDS)
    title = chance.choice((name, name, name, f"{name} ({kind})", f"{name} {kind}", f"{name} – {kind}"))
    host = plain(name).replace(" ", "") + chance.choice((".com", ".com", ".org", ".io", ".de", ".net"))
    return Row(title, _user(chance), chance.choice(("", "", "www.", "login.")) + host, _tags(chance), name)


def _of_place(chance: random.Random) -> Row:
    place = chance.choice(PLACES) + chance.choice(("", "", " " + chance.choice(PLACES)))
    title = f"{place} {chance.choice(SORTS)}" + chance.choice(("", "", f" {chance.choice(KINDS)}"))
    host = plain(title).replace(" ", chance.choice(("", "-")))[:24].strip("-") + chance.choice((".example", ".test"))
    return Row(title, _user(chance), host, _tags(chance), "")


def _user(chance: random.Random) -> str:
    first, last = plain(chance.choice(FIRST_NAMES)), plain(chance.choice(SURNAMES))
    number = chance.randrange(10, 100)
    name = chance.choice((f"{first}.{last}", f"{first}.{last}", f"{first}{number}", f"{first[0]}.{last}{number}"))
    return name + chance.choice(("@example.com", "@example.org", "@mail.example", ""))


def _tags(chance: random.Random) -> tuple[str, ...]:
    return tuple(chance.sample(TAGS, chance.choice((0, 1, 1, 2))))


# What people type who look for a service. "" where the service has no such query.


def _prefix(chance: random.Random, row: Row) -> str:
    name = plain(row.service)
    return name[: max(4, chance.randint(len(name) // 2, len(name)))].strip() if len(name) > 4 else ""


def _initials(_: random.Random, row: Row) -> str:
    words = plain(row.service).split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _error(chance: random.Random, row: Row) -> str:
    name = plain(row.service)
    if " " in name or len(name) < 5:
        return ""
    return misspelt(chance, name)


def _error_in_one_word(chance: random.Random, row: Row) -> str:
    words = plain(row.service).split()
    long = [at for at, word in enumerate(words) if len(word) > 4]
    if len(words) < 2 or not long:
        return ""
    at = chance.choice(long)
    words[at] = misspelt(chance, words[at])
    return " ".join(words)


def misspelt(chance: random.Random, word: str) -> str:
    """Return a word with one error: letters swapped, one left out, one too many, or another one."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
        )
    )


def _any_order(chance: random.Random, row: Row) -> str:
    words = plain(row.service).split()
    chance.shuffle(words)
    return " ".join(words) if len(words) > 1 else ""


def _word_prefixes(chance: random.Random, row: Row) -> str:
    words = plain(row.service).split()
    return " ".join(word[: chance.randint(2, 4)] for word in words) if len(words) > 1 else ""


def _run_together(chance: random.Random, row: Row) -> str:
    words = plain(row.service).split()
    whole = [word[: chance.choice((3, len(word)))] for word in words]
    return "".join(whole) if len(words) > 1 else ""


def _user_name(_: random.Random, row: Row) -> str:
    return row.username.split("@")[0] if "." in row.username else ""


def _service_and_user(chance: random.Random, row: Row) -> str:
    words = plain(row.service).split()
    first = re.split(r"[.\d@]", row.username)[0]
    return f"{words[0][: chance.randint(3, 9)]} {first}" if len(first) > 2 and len(words[0]) > 2 else ""


def _host(_: random.Random, row: Row) -> str:
    return row.host


KINDS_OF_QUERY: dict[str, Callable[[random.Random, Row], str]] = {
    "title prefix": _prefix,
    "initials": _initials,
    "typing error": _error,
    "error in one of the words": _error_in_one_word,
    "any order": _any_order,
    "word prefixes": _word_prefixes,
    "run together": _run_together,
    "user name": _user_name,
    "service and user": _service_and_user,
    "host": _host,
}
OF_ONE_ROW = ("user name", "service and user", "host")
"""Kinds that mean one row, not all of a service."""
