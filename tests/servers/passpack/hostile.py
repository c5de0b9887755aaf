"""Hostile texts wherever the server tells a text, and entries that are none of what a client expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.security.hostile import Hostile
from tests.servers.passpack.server import PasspackServer

Json = dict[str, Any]

ODD: Mapping[str, Json] = {
    "nothing at all": {},
    "nulls": {"title": None, "username": None, "password": None, "description": None, "url": None},
    "numbers": {"title": 7, "username": 1.5, "password": 12345, "description": 10**30, "expires": -0.0},
    "truths": {"title": True, "username": False, "password": True, "description": False},
    "lists": {
        "title": ["a"],
        "username": [],
        "password": ["s3cret-list"],
        "description": [None, 1],
        "tags": ["a", "b"],
    },
    "objects": {"title": {"text": "a"}, "username": {}, "password": {"value": "s3cret-object"}, "owner": {"id": 1}},
    "deep": {"title": "Deep", "more": {"a": {"b": {"c": {"password": "s3cret-deep", "d": [[[{"e": 1}]]]}}}}},
    "huge": {
        "title": "T" * 100_000,
        "username": "u" * 100_000,
        "password": "s3cret-" * 50_000,
        "description": "d\n" * 10**6,
    },
    "secrets by their names": {
        "title": "Keys",
        "api_key": "s3cret-key",
        "otp_seed": "s3cret-otp",
        "PIN": "s3cret-0000",
    },
    "names that are ours": {
        "title": "Ours",
        "notes": "n",
        "category": "SERVER",
        "version": 99,
        "fields": [{"id": "a"}],
    },
    "names that are nothing": {"title": "Odd", "": "empty", " ": "space", "\n": "line", "a" * 10_000: "long"},
    "half a character": {"title": "\ud83d", "username": "\udc00", "password": "s3cret-\ud800"},
}
"""Entries as a server might tell them by mistake or by malice, without their ids."""


def fill(server: PasspackServer, entries: int = 32, seed: int = 0) -> Hostile:
    """Add entries, members and events whose texts are all hostile, also those of refusals. Returns what made the texts.

    Each text has a mark, from 0 to `Hostile.made`.
    """
    source = Hostile(seed)
    for _ in range(entries):
        more = {source.text(): source.text(), "description": source.text()}
        entry = server.add_entry(source.text(), source.text(), source.text(), **more)
        member = server.add_member(source.text(), source.text(), role=source.text())
        server.share(entry, member)
        event = {
            "timestamp": source.text(),
            "user": source.text(),
            "action": source.text(),
            source.text(): source.text(),
        }
        server.add_event(entry, event)
    server.faults.message = source.text()
    return source
