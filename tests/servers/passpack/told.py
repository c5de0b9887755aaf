"""How things are told: by the names and in the envelopes of a server's speech."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.servers.exchange import Reply, json_reply
from tests.servers.passpack.speech import Envelope, Operation, Speech
from tests.servers.passpack.state import Entry, stamp

Json = dict[str, Any]

_BRIEF = frozenset({"password", "description"})


def renamed(raw: Mapping[str, Any], speech: Speech) -> Json:
    """Return something with the server's own names of its keys."""
    return {speech.name(key): value for key, value in raw.items()}


def entry(held: Entry, speech: Speech, *, row: bool = False) -> Json:
    """Return an entry as it is told, in full or as a list tells it."""
    hidden = _BRIEF if row and speech.rows == "brief" else frozenset()
    told = renamed({key: value for key, value in held.raw.items() if key not in hidden}, speech)
    if speech.stamps:
        told |= {"created_at": stamp(held.made), "updated_at": stamp(held.changed), "last_read_at": stamp(held.read)}
    return told


def one(thing: Json, envelope: Envelope) -> Json:
    """Return one thing in its envelope."""
    match envelope:
        case "data" | "result":
            return {envelope: thing}
        case "nested":
            return {"status": "ok", "data": {"item": thing}}
        case _:
            return thing


def many(things: Sequence[object], envelope: str, beside: Mapping[str, object]) -> object:
    """Return a list in its envelope. `beside`: what else is in there, for which there must be one."""
    if envelope == "nested":
        return {"status": "ok", "data": {"items": things, **beside}}
    if not envelope and not beside:
        return things
    return {envelope or "items": things, **beside}


def done(operation: Operation, thing: Json, speech: Speech) -> Reply:
    """Return the answer to what was done to a thing."""
    status = speech.status(operation)
    match speech.body(operation):
        case "whole":
            return json_reply(one(thing, speech.envelope), status)
        case "brief":
            return json_reply(one({"success": True}, speech.envelope), status)
        case _:
            return Reply(status)
