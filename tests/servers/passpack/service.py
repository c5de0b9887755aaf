"""What the server does: one method for each operation, and a note in the entry's audit of each that touched it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.exchange import Reply, Request, json_reply
from tests.servers.passpack import routes, told
from tests.servers.passpack.audit import AuditSpeech
from tests.servers.passpack.judge import Judge
from tests.servers.passpack.paging import Listing, Pages
from tests.servers.passpack.refused import Refused
from tests.servers.passpack.speech import Operation, Speech
from tests.servers.passpack.state import Entry, Event, State

Json = dict[str, Any]

_READING = frozenset({"list", "get", "members", "shares", "audit"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What a token may do. `name` is for the records and for the audit."""

    name: str
    writes: bool = True

    def check(self, operation: Operation) -> None:
        """Raise `Refused` with 403 unless it may do something."""
        if not self.writes and operation not in _READING:
            raise Refused(403, "This token may only read")


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who wants what, of which entry, and what the body says. `entry` is an id as a text, "" for none."""

    request: Request
    operation: Operation
    entry: str
    said: Json


@dataclass(slots=True)
class Passpack:
    """The service behind the port."""

    speech: Speech
    state: State = field(default_factory=State)
    pages: Pages = field(default_factory=Pages)
    audit: AuditSpeech = field(default_factory=AuditSpeech)
    arrivals: int = 0
    """How many entries are still to be added by somebody else, one after each page of the list that is answered."""
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.judge = Judge(self.speech)

    def answer(self, request: Request, path: tuple[str, ...], rights: Callable[[], Rights]) -> Reply:
        """Do what is asked. `rights` says what the token may do, or raises `Refused`."""
        try:
            mine = rights()
            operation, name = routes.find(request, path, self.speech)
            mine.check(operation)
            with self.state.lock:
                held = self.state.entry(name).raw if name else {}
                return self._done(Call(request, operation, name, self.judge.body(request, operation, held)))
        except Refused as refused:
            return refused.reply()

    def _done(self, call: Call) -> Reply:
        match call.operation:
            case "list":
                return self._list(call)
            case "create":
                return self._create(call)
            case "members":
                return self._people(call, self.state.members)
            case "add_member":
                return self._add_member(call)
            case "shares":
                return self._people(call, list(self.state.shared_with(self.state.entry(call.entry))))
            case _:
                return self._of_entry(call)

    def _of_entry(self, call: Call) -> Reply:
        match call.operation:
            case "get":
                return self._get(call)
            case "audit":
                return self._audit(call)
            case "delete":
                return self._delete(call)
            case "share":
                return self._share(call)
            case "rotate":
                return self._change(call, {"password": call.said["new_password"]}, "rotated")
            case _:
                return self._change(call, call.said, "updated")

    def _list(self, call: Call) -> Reply:
        def tell(entry: Entry) -> Json:
            return told.entry(entry, self.speech, row=True)

        listing = Listing(self.state.rows(), tell, self.speech.envelope, self.state.newest_first)
        reply = self.pages.reply(call.request, listing)
        if self.arrivals:
            self.arrivals -= 1
            self.state.add({"title": f"Arrived {self.arrivals}", "password": "s3cret-arrived"}, self.speech.ids)
        return reply

    def _people(self, call: Call, members: list[Json]) -> Reply:
        listing = Listing(members, lambda member: told.renamed(member, self.speech), self.speech.envelope)
        return self.pages.reply(call.request, listing)

    def _create(self, call: Call) -> Reply:
        raw = {"title": "", "username": "", "password": "", "description": ""} | call.said
        name = str(self.state.add(raw, self.speech.ids))
        self._note(call, "created", name)
        return self._told(call, name)

    def _get(self, call: Call) -> Reply:
        entry = self.state.entry(call.entry)
        entry.read = self.state.clock()
        self._note(call, "viewed", call.entry)
        return json_reply(told.one(told.entry(entry, self.speech), self.speech.envelope))

    def _change(self, call: Call, changes: Json, action: str) -> Reply:
        entry = self.state.entry(call.entry)
        entry.raw |= changes
        entry.changed = self.state.clock()
        self._note(call, action, call.entry)
        return self._told(call, call.entry)

    def _delete(self, call: Call) -> Reply:
        self._note(call, "deleted", call.entry)
        reply = self._told(call, call.entry)
        self.state.gone[call.entry] = self.state.entries.pop(call.entry)
        return reply

    def _share(self, call: Call) -> Reply:
        entry, member = self.state.entry(call.entry), self.state.member(call.said["member_id"])
        if status := self.state.unwanted.get(member["id"]):
            raise Refused(status, "Nothing can be shared with this member")
        if member["id"] in entry.shares:
            raise Refused(409, "This member has it already")
        entry.shares.append(member["id"])
        self._note(call, "shared", call.entry)
        return self._told(call, call.entry)

    def _add_member(self, call: Call) -> Reply:
        if any(each["email"] == call.said["email"] for each in self.state.members):
            raise Refused(409, "Somebody in this team has this address already")
        member = self.state.add_member(call.said, self.speech.ids)
        return told.done(call.operation, told.renamed(member, self.speech), self.speech)

    def _audit(self, call: Call) -> Reply:
        rows = self.audit.rows(self.state.entry(call.entry))
        return self.pages.reply(call.request, Listing(rows, dict, self.audit.envelope, self.audit.newest_first))

    def _told(self, call: Call, name: str) -> Reply:
        return told.done(call.operation, told.entry(self.state.entry(name), self.speech), self.speech)

    def _note(self, call: Call, action: str, name: str) -> None:
        agent = call.request.headers.get("user-agent", "")
        self.state.entry(name).events.append(Event(self.state.clock(), call.request.token, action, agent))
