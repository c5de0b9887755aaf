"""What was done to an entry is noted and told, in whatever words a test sets."""

from __future__ import annotations

import httpx
import pytest

from tests.servers.passpack import PasspackServer


@pytest.fixture
def entry(team: PasspackServer, web: httpx.Client) -> str:
    times = iter(range(1_700_000_000, 1_800_000_000))
    team.passpack.state.clock = lambda: next(times)
    made = web.post("/passwords", json={"title": "Mail", "password": "s3cret-a"}).json()["id"]
    web.put(f"/passwords/{made}", json={"title": "Post"}, headers={"User-Agent": "a browser"})
    return f"/passwords/{made}/audit"


def test_events_come_newest_first(team: PasspackServer, web: httpx.Client, entry: str) -> None:
    newest, oldest = web.get(entry).json()
    assert newest == {
        "timestamp": "2023-11-14T22:13:23.000Z",
        "user": "owner@team.example",
        "action": "updated",
        "ip_address": "127.0.0.1",
        "user_agent": "a browser",
    }
    assert oldest["action"] == "created"
    team.audit.newest_first = False
    assert web.get(entry).json() == [oldest, newest]


@pytest.mark.parametrize("envelope", ["audit", "entries", "logs", "events", "data", "items"])
def test_an_audit_in_an_envelope(team: PasspackServer, web: httpx.Client, entry: str, envelope: str) -> None:
    bare = web.get(entry).json()
    team.audit.envelope = envelope
    assert web.get(entry).json() == {envelope: bare}


def test_an_audit_in_other_words(team: PasspackServer, web: httpx.Client, entry: str) -> None:
    team.audit.names = {"time": "created_at", "actor": "by", "action": "event", "ip": "ip", "agent": "device"}
    team.audit.times, team.audit.whole_actor, team.audit.more = "milliseconds", True, {"session": "x"}
    assert web.get(entry).json()[0] == {
        "created_at": 1_700_000_003_000,
        "by": {"id": 7, "name": "Owner", "email": "owner@team.example"},
        "event": "updated",
        "ip": "127.0.0.1",
        "device": "a browser",
        "session": "x",
    }
    team.audit.times = "seconds"
    assert web.get(entry).json()[0]["created_at"] == 1_700_000_003


def test_an_audit_as_it_stands_or_empty(team: PasspackServer, web: httpx.Client, entry: str) -> None:
    team.add_event(1001, {"timestamp": None, "user": ["nobody"]})
    assert web.get(entry).json()[0] == {"timestamp": None, "user": ["nobody"]}
    assert team.noted(1001) == ["created", "updated"]
    team.audit.empty = True
    assert web.get(entry).json() == []
    assert web.get("/passwords/7/audit").status_code == 404


def test_a_refused_call_is_not_noted(team: PasspackServer, web: httpx.Client, entry: str) -> None:
    assert web.post("/passwords/1001/rotate", json={}).status_code == 422
    assert web.post("/passwords/1001/share", json={"member_id": 7}).status_code == 403
    assert team.noted(1001) == ["created", "updated"]
