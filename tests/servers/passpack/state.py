"""What a server holds: entries, members, who sees what, and what was done. All keys have the documented names here."""

from __future__ import annotations

import copy
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.servers.passpack.refused import Refused
from tests.servers.passpack.speech import Ids

Json = dict[str, Any]
Id = int | str

_AWKWARD = ("a/b", "c d", "50%", "%2F", "ä", "?x=1", "#top", "a;b", "a+b", "a:b", "a&b=c", "'\"", "漢", "a\\b", "~")


def stamp(at: float) -> str:
    """Return a Unix time as RFC 3339 has it."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Event:
    """What was done to an entry. `at` is in Unix seconds."""

    at: float
    actor: str
    action: str
    agent: str


@dataclass(slots=True)
class Entry:
    """An entry as it is told, and what belongs to it."""

    raw: Json
    made: float
    changed: float
    read: float
    events: list[Event | Json] = field(default_factory=list)
    """The oldest first. What is a dict was put in by a test, and is told as it stands."""
    shares: list[Id] = field(default_factory=list)
    """The ids of the members who see it."""

    @property
    def name(self) -> Id:
        """Its id."""
        name: Id = self.raw["id"]
        return name


class State:
    """Everything that the server holds. Whoever calls it holds its lock, as do the test's thread and the server's."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.clock: Callable[[], float] = time.time
        """What time it is, in Unix seconds: a test can set it."""
        self.entries: dict[str, Entry] = {}
        """By their ids as texts, as they stand in a path; the oldest first."""
        self.gone: dict[str, Entry] = {}
        """What was deleted, with all that was done to it."""
        self.members: list[Json] = []
        self.unwanted: dict[Id, int] = {}
        """The members with whom nothing can be shared, and the status that says so."""
        self.newest_first = False
        """Whether lists begin with the newest entry, so that one that is added moves all the others."""
        self._numbers = itertools.count(1001)

    def new_id(self, kind: Ids) -> Id:
        """Return an id that nothing has yet."""
        number = next(self._numbers)
        match kind:
            case "number":
                return number
            case "text":
                return f"pw_{number}"
            case "mixed":
                return number if number % 2 else f"pw_{number}"
            case "awkward":
                return f"{_AWKWARD[number % len(_AWKWARD)]}{number}"

    def add(self, raw: Json, kind: Ids) -> Id:
        """Add an entry as it stands, with an id if it lacks one, and return its id."""
        raw = copy.deepcopy(raw)
        raw = {"id": raw.pop("id") if "id" in raw else self.new_id(kind), **raw}
        now = self.clock()
        self.entries[str(raw["id"])] = Entry(raw, now, now, now)
        return self.entries[str(raw["id"])].name

    def entry(self, name: str) -> Entry:
        """Return an entry by its id as a text. Raises `Refused` with 404."""
        found = self.entries.get(name)
        if found is None:
            raise Refused(404, "No such password")
        return found

    def rows(self) -> list[Entry]:
        """Return all entries as a list has them."""
        rows = list(self.entries.values())
        return rows[::-1] if self.newest_first else rows

    def add_member(self, raw: Json, kind: Ids) -> Json:
        """Add a member as it stands, with an id if it lacks one, and return it."""
        member: Json = {"id": raw["id"] if "id" in raw else self.new_id(kind), **raw}
        self.members.append(member)
        return member

    def member(self, member: object) -> Json:
        """Return a member by its id, which must be of the same type. Raises `Refused` with 403."""
        for each in self.members:
            if each["id"] == member and type(each["id"]) is type(member):
                return each
        raise Refused(403, "No such member in this team")

    def shared_with(self, entry: Entry) -> Iterator[Json]:
        """Yield the members who see an entry."""
        return (self.member(each) for each in entry.shares)
