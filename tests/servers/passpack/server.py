"""A team password manager for tests: what it holds and how it speaks is set from the test's thread, behind one lock."""

from __future__ import annotations

import copy
import secrets
import ssl
from typing import Any

from tests.servers.exchange import STRANGER, Reply, Request
from tests.servers.faults import Faults
from tests.servers.http import HttpServer
from tests.servers.passpack.audit import AuditSpeech
from tests.servers.passpack.paging import Pages
from tests.servers.passpack.refused import Refused
from tests.servers.passpack.service import Passpack, Rights
from tests.servers.passpack.speech import Speech
from tests.servers.passpack.state import Event, Id

Json = dict[str, Any]

_PASSWORD = "s3cret-mail"


class PasspackServer(HttpServer[Faults]):
    """A server that speaks the documented dialect, or another one by `speech`.

    `prefix`: a path in front of everything, such as "/portal". The first id is 1001, and each is one more.
    """

    def __init__(
        self,
        speech: Speech | None = None,
        *,
        prefix: str = "",
        pages: Pages | None = None,
        audit: AuditSpeech | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(Faults(), prefix=prefix, tls=tls)
        self.passpack = Passpack(speech or Speech(), pages=pages or Pages(), audit=audit or AuditSpeech())
        self.tokens: dict[str, Rights] = {}
        """The valid tokens and what each may do: take one out and it is refused."""
        self.token = self.grant("owner")
        self._prefix = tuple(part for part in prefix.split("/") if part)

    @property
    def speech(self) -> Speech:
        """How the server speaks."""
        return self.passpack.speech

    @property
    def pages(self) -> Pages:
        """How its lists come."""
        return self.passpack.pages

    @property
    def audit(self) -> AuditSpeech:
        """How it tells what was done."""
        return self.passpack.audit

    @property
    def newest_first(self) -> bool:
        """Whether the list begins with the newest entry, so that one that is added moves all the others."""
        return self.passpack.state.newest_first

    @newest_first.setter
    def newest_first(self, newest_first: bool) -> None:
        self.passpack.state.newest_first = newest_first

    @property
    def base_url(self) -> str:
        """The address without the prefix. `url` has both."""
        return self.url.removesuffix(self.prefix) if self.prefix else self.url

    @property
    def offences(self) -> list[str]:
        """What was sent that should not have been, though the server took it."""
        return list(self.passpack.judge.offences)

    def check(self) -> None:
        """Fail if anything was sent that should not have been. It belongs at the end of a story."""
        assert not self.offences, "\n".join(self.offences)

    def grant(self, name: str, *, writes: bool = True) -> str:
        """Return a new token. `name` is for the records and for the audit."""
        token = f"s3cret-{secrets.token_hex(16)}"
        self.tokens[token] = Rights(name, writes)
        return token

    def renew(self) -> str:
        """Replace `token` by a new one with the same rights, and return it. The old one is refused from now on."""
        rights = self.tokens.pop(self.token)
        self.token = f"s3cret-{secrets.token_hex(16)}"
        self.tokens[self.token] = rights
        return self.token

    def add_entry(
        self, title: object = "Mail", username: object = "wendy", password: object = _PASSWORD, **more: object
    ) -> Id:
        """Add an entry, and return its id. `more`: its description, its id, and whatever else it tells."""
        with self.passpack.state.lock:
            raw = {"title": title, "username": username, "password": password, "description": "", **more}
            return self.passpack.state.add(raw, self.speech.ids)

    def add_raw(self, raw: Json) -> Id:
        """Add an entry as it stands, whatever it lacks but an id, and return its id."""
        with self.passpack.state.lock:
            return self.passpack.state.add(raw, self.speech.ids)

    def stock(self, count: int) -> None:
        """Add so many entries, each with a title of its own."""
        with self.passpack.state.lock:
            for number in range(count):
                self.add_entry(f"Entry {number:05}", f"user{number}@example.com", f"s3cret-{number}")

    def add_member(self, email: object = "wendy@team.example", name: object = "Wendy", **more: object) -> Id:
        """Add a member, and return the id."""
        with self.passpack.state.lock:
            member = self.passpack.state.add_member({"email": email, "name": name, **more}, self.speech.ids)
            found: Id = member["id"]
            return found

    def add_event(self, entry: Id, raw: Json) -> None:
        """Add to an entry's audit what it then tells as it stands."""
        with self.passpack.state.lock:
            self.passpack.state.entries[str(entry)].events.append(copy.deepcopy(raw))

    def share(self, entry: Id, member: Id) -> None:
        """Let somebody else share an entry with a member."""
        with self.passpack.state.lock:
            self.passpack.state.entries[str(entry)].shares.append(member)

    def refuse(self, member: Id, status: int = 403) -> None:
        """Let nothing be shared with a member."""
        with self.passpack.state.lock:
            self.passpack.state.unwanted[member] = status

    @property
    def entries(self) -> list[Json]:
        """Copies of all entries, the oldest first, by the documented names."""
        with self.passpack.state.lock:
            return [copy.deepcopy(each.raw) for each in self.passpack.state.entries.values()]

    @property
    def members(self) -> list[Json]:
        """Copies of all members, the oldest first, by the documented names."""
        with self.passpack.state.lock:
            return copy.deepcopy(self.passpack.state.members)

    def entry(self, entry: Id) -> Json:
        """Return a copy of an entry. Raises `KeyError` if there is none."""
        with self.passpack.state.lock:
            return copy.deepcopy(self.passpack.state.entries[str(entry)].raw)

    def shares(self, entry: Id) -> list[Id]:
        """Return the ids of the members who see an entry. Raises `KeyError` if there is none."""
        with self.passpack.state.lock:
            return list(self.passpack.state.entries[str(entry)].shares)

    def noted(self, entry: Id) -> list[str]:
        """Return what was done to an entry, the oldest first, also if it is gone. Raises `KeyError`."""
        with self.passpack.state.lock:
            state = self.passpack.state
            held = state.entries.get(str(entry)) or state.gone[str(entry)]
            return [event.action for event in held.events if isinstance(event, Event)]

    def touch(self, entry: Id, **changes: object) -> None:
        """Let somebody else edit an entry."""
        with self.passpack.state.lock:
            self.passpack.state.entries[str(entry)].raw |= changes

    def remove(self, entry: Id) -> None:
        """Let somebody else delete an entry."""
        with self.passpack.state.lock:
            self.passpack.state.gone[str(entry)] = self.passpack.state.entries.pop(str(entry))

    def who(self, headers: dict[str, str]) -> str:
        """Return the name of the token of a request, and take it out of the headers."""
        text = headers.pop(self.speech.auth_header.lower(), None)
        headers.pop("authorization", None)  # no record holds what a client sends by the wrong name
        if text is None or not text.startswith(self.speech.auth_prefix):
            return ""
        rights = self.tokens.get(text.removeprefix(self.speech.auth_prefix))
        return rights.name if rights else STRANGER

    async def answer(self, request: Request) -> Reply:
        """Do what is asked."""
        at = len(self._prefix)
        if request.segments[:at] != self._prefix:
            return Refused(404, "Not found").reply()
        return self.passpack.answer(request, request.segments[at:], lambda: self._rights(request.token))

    def _rights(self, name: str) -> Rights:
        for rights in list(self.tokens.values()):
            if rights.name == name:
                return rights
        raise Refused(401, "This API token is not valid" if name else "An API token is needed")
