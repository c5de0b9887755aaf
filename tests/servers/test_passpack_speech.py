"""The same calls in other words: keys, paths, envelopes, answers, and what a server cannot do."""

from __future__ import annotations

import httpx
import pytest

from tests.security.hostile import marks
from tests.servers.passpack import PasspackServer, Speech
from tests.servers.passpack.hostile import ODD, fill
from tests.servers.passpack.speech import ROUTES, Body, Envelope, Operation

NEW = {"title": "Mail", "username": "wendy", "password": "s3cret-a", "description": ""}


def test_keys_by_other_names(team: PasspackServer, web: httpx.Client) -> None:
    team.speech.names = {"id": "uuid", "title": "name", "new_password": "value", "member_id": "user", "name": "full"}
    made = web.post("/passwords", json={"name": "Mail", "password": "s3cret-a"}).json()
    assert made == {"uuid": 1001, "name": "Mail", "username": "", "password": "s3cret-a", "description": ""}
    assert web.put("/passwords/1001", json={"name": "Post"}).json()["name"] == "Post"
    assert web.put("/passwords/1001", json={"title": "Lost"}).json()["name"] == "Post"
    assert web.post("/passwords/1001/rotate", json={"value": "s3cret-b"}).is_success
    member = web.post("/teams/members", json={"email": "a@b.example", "full": "Anna"}).json()
    assert member == {"uuid": 1002, "email": "a@b.example", "full": "Anna"}
    assert web.post("/passwords/1001/share", json={"user": 1002}).is_success
    assert web.get("/passwords/1001/share").json() == [member]
    assert team.entry(1001) == {**NEW, "id": 1001, "title": "Post", "username": "", "password": "s3cret-b"}
    assert team.offences == ["update sends the unknown key 'title'", "update changes nothing"]


def test_other_paths(team: PasspackServer, web: httpx.Client) -> None:
    team.speech.routes = {
        "list": "POST /v2/search?kind=password",
        "get": "GET /v2/entry-{id}.json/full",
        "update": "PATCH /v2/entry/{id}",
        "shares": "GET /v2/entry/members",
        "rotate": "",
    }
    entry = team.add_entry()
    assert len(web.post("/v2/search?kind=password").json()) == 1
    assert web.get(f"/v2/entry-{entry}.json/full").json()["title"] == "Mail"
    assert web.get("/v2/entry-.json/full").status_code == 404
    assert web.patch(f"/v2/entry/{entry}", json={"title": "Post"}).json()["title"] == "Post"
    assert web.get(f"/passwords/{entry}").status_code == 405
    assert web.post(f"/passwords/{entry}/rotate", json={"new_password": "s3cret-b"}).status_code == 404
    assert team.entry(entry)["password"] == "s3cret-mail"


ENVELOPES: dict[Envelope, tuple[object, object]] = {
    "": ([1], 1),
    "data": ({"data": [1]}, {"data": 1}),
    "result": ({"result": [1]}, {"result": 1}),
    "items": ({"items": [1]}, 1),
    "results": ({"results": [1]}, 1),
    "nested": ({"status": "ok", "data": {"items": [1]}}, {"status": "ok", "data": {"item": 1}}),
}


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_envelopes(team: PasspackServer, web: httpx.Client, envelope: Envelope) -> None:
    def filled(shape: object) -> object:
        if isinstance(shape, dict):
            return {key: filled(value) for key, value in shape.items()}
        return [filled(each) for each in shape] if isinstance(shape, list) else entry if shape == 1 else shape

    team.speech.envelope = envelope
    entry = {"id": 1001, **NEW}
    many, one = ENVELOPES[envelope]
    assert web.post("/passwords", json=NEW).json() == filled(one)
    assert web.get("/passwords/1001").json() == filled(one)
    assert web.get("/passwords").json() == filled(many)
    entry["title"] = "Post"
    assert web.put("/passwords/1001", json={"title": "Post"}).json() == filled(one)


CALLS: dict[Operation, tuple[str, str, object]] = {
    "list": ("GET", "/passwords", None),
    "create": ("POST", "/passwords", NEW),
    "get": ("GET", "/passwords/1001", None),
    "update": ("PUT", "/passwords/1001", {"title": "Post"}),
    "members": ("GET", "/teams/members", None),
    "add_member": ("POST", "/teams/members", {"email": "a@b.example"}),
    "share": ("POST", "/passwords/1001/share", {"member_id": 1002}),
    "shares": ("GET", "/passwords/1001/share", None),
    "rotate": ("POST", "/passwords/1001/rotate", {"new_password": "s3cret-b"}),
    "audit": ("GET", "/passwords/1001/audit", None),
    "delete": ("DELETE", "/passwords/1001", None),
}


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize("off", CALLS)
def test_what_a_server_cannot_do(team: PasspackServer, web: httpx.Client, off: Operation, status: int) -> None:
    assert set(CALLS) == set(ROUTES)
    team.add_entry()
    team.add_member()
    team.speech.off = {off: status}
    before = team.entries
    for operation, (method, path, body) in CALLS.items():
        answer = web.request(method, path, json=body) if body else web.request(method, path)
        assert answer.is_success is (operation != off), operation
        if operation == off:
            assert answer.status_code == status
            assert method not in answer.headers.get("Allow", "")
    assert off not in ("update", "rotate") or team.noted(1001).count(f"{off}d") == 0
    assert off != "delete" or len(team.entries) == len(before) + 1


@pytest.mark.parametrize(
    ("body", "status", "content"),
    [("whole", 200, {"id": 1001, **NEW, "title": "Post"}), ("brief", 200, {"success": True}), ("empty", 200, None)],
)
def test_answers_to_an_update(
    team: PasspackServer, web: httpx.Client, body: Body, status: int, content: object
) -> None:
    team.add_entry(password="s3cret-a")
    team.speech.bodies["update"] = body
    answer = web.put("/passwords/1001", json={"title": "Post"})
    assert answer.status_code == status
    assert (answer.json() if answer.content else None) == content
    team.speech.bodies["update"] = "none"
    answer = web.put("/passwords/1001", json={"title": "Again"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert team.entry(1001)["title"] == "Again"


def test_answers_to_a_deletion(team: PasspackServer, web: httpx.Client) -> None:
    for status in (200, 202):
        team.speech.statuses["delete"] = status
        answer = web.delete(f"/passwords/{team.add_entry()}")
        assert (answer.status_code, answer.content) == (status, b"")
    team.speech.bodies["delete"] = "whole"
    assert web.delete(f"/passwords/{team.add_entry()}").json()["title"] == "Mail"
    assert team.entries == []


def test_rows_that_tell_little_and_entries_that_tell_when() -> None:
    with PasspackServer(Speech(rows="brief", stamps=True)) as team:
        times = iter(range(1_700_000_000, 1_800_000_000))
        team.passpack.state.clock = lambda: next(times)
        entry = team.add_entry()
        with httpx.Client(base_url=team.url, headers={"Authorization": f"Bearer {team.token}"}, trust_env=False) as web:
            [row] = web.get("/passwords").json()
            first, second = (web.get(f"/passwords/{entry}").json() for _ in range(2))
        assert set(row) == {"id", "title", "username", "created_at", "updated_at", "last_read_at"}
        assert first["created_at"] == first["updated_at"] == "2023-11-14T22:13:20.000Z"
        assert {key for key in first if first[key] != second[key]} == {"last_read_at"}


def test_hostile_texts_are_everywhere(team: PasspackServer, web: httpx.Client) -> None:
    source = fill(team, 8)
    told = web.get("/passwords").text + web.get("/teams/members").text
    for entry in team.entries:
        told += web.get(f"/passwords/{entry['id']}/audit").text
    team.faults.status = 400
    told += web.get("/passwords").text
    assert marks(told) == set(range(source.made))
    assert source.made == 8 * 14 + 1


def test_odd_entries_are_told_as_they_stand(team: PasspackServer, web: httpx.Client) -> None:
    for raw in ODD.values():
        entry = team.add_raw(raw)
        assert web.get(f"/passwords/{entry}").json() == {"id": entry, **raw}
    assert len(web.get("/passwords").json()) == len(ODD)
