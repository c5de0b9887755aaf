"""A plain client drives the server through the documented calls: what it sends and gets is what is documented."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pytest

from tests.servers.conftest import CONTEXT
from tests.servers.faults import Fault
from tests.servers.passpack import PasspackServer, Speech


def client(team: PasspackServer, header: str, value: str) -> httpx.Client:
    """Return a client that says who it is in a way of its own."""
    return httpx.Client(base_url=team.url, headers={header: value}, trust_env=False, verify=CONTEXT)


def test_an_entry_lives_a_whole_life(team: PasspackServer, web: httpx.Client) -> None:
    new = {"title": "Mail", "username": "wendy", "password": "s3cret-old", "description": "Test"}
    made = web.post("/passwords", json=new)
    assert made.status_code == 201
    assert made.json() == {"id": 1001, **new}
    assert web.get("/passwords/1001").json() == made.json()
    assert web.get("/passwords").json() == [made.json()]

    changed = web.put("/passwords/1001", json={"title": "Post"})
    assert (changed.status_code, changed.json()) == (200, {"id": 1001, **new, "title": "Post"})
    rotated = web.post("/passwords/1001/rotate", json={"new_password": "s3cret-new"})
    assert (rotated.status_code, rotated.json()) == (200, {"success": True})
    assert team.entry(1001)["password"] == "s3cret-new"

    member = web.post("/teams/members", json={"email": "anna@team.example", "name": "Anna"})
    assert (member.status_code, member.json()["id"]) == (201, 1002)
    assert web.get("/teams/members").json() == [member.json()] == team.members
    assert web.post("/passwords/1001/share", json={"member_id": 1002}).status_code == 200
    assert web.get("/passwords/1001/share").json() == [member.json()]
    assert team.shares(1001) == [1002]

    audit = web.get("/passwords/1001/audit").json()
    assert [event["action"] for event in audit] == ["shared", "rotated", "updated", "viewed", "created"]
    assert {event["user"] for event in audit} == {"owner@team.example"}

    gone = web.delete("/passwords/1001")
    assert (gone.status_code, gone.content) == (204, b"")
    assert web.get("/passwords/1001").status_code == 404
    assert team.entries == []
    assert team.noted(1001)[-1] == "deleted"
    team.check()


def test_who_is_not_known_is_refused(team: PasspackServer, web: httpx.Client) -> None:
    assert web.get("/passwords").status_code == 200
    team.renew()
    answer = web.get("/passwords")
    assert (answer.status_code, answer.json()) == (401, {"error": "This API token is not valid"})
    with client(team, "Authorization", f"Basic {team.token}") as other:
        assert other.get("/passwords").json() == {"error": "An API token is needed"}
    assert [request.token for request in team.requests] == ["owner", "?", ""]
    assert not any("s3cret" in str(request.headers) for request in team.requests)


def test_a_reader_may_only_read(team: PasspackServer) -> None:
    entry = team.add_entry()
    with client(team, "Authorization", f"Bearer {team.grant('reader', writes=False)}") as reader:
        assert reader.get(f"/passwords/{entry}").json()["title"] == "Mail"
        writes = [
            reader.post("/passwords", json={"title": "a", "password": "s3cret-a"}),
            reader.put(f"/passwords/{entry}", json={"title": "a"}),
            reader.delete(f"/passwords/{entry}"),
            reader.post(f"/passwords/{entry}/rotate", json={"new_password": "s3cret-b"}),
            reader.post(f"/passwords/{entry}/share", json={"member_id": 1}),
            reader.post("/teams/members", json={"email": "a@b.example"}),
        ]
    assert {answer.status_code for answer in writes} == {403}
    assert [each["title"] for each in team.entries] == ["Mail"]
    assert team.noted(entry) == ["viewed"]


def test_another_header_says_who_asks() -> None:
    with PasspackServer(Speech(auth_header="X-Api-Key", auth_prefix=""), prefix="/portal") as team:
        team.add_entry()
        assert team.url == f"{team.base_url}/portal"
        with client(team, "X-Api-Key", team.token) as web:
            assert len(web.get("/passwords").json()) == 1
            assert web.get(f"{team.base_url}/passwords").status_code == 404
        with client(team, "Authorization", f"Bearer {team.token}") as web:
            assert web.get("/passwords").status_code == 401
        assert not any("s3cret" in str(request.headers) for request in team.requests)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/password", 404),
        ("GET", "/passwords/", 200),
        ("DELETE", "/passwords/", 405),
        ("DELETE", "/passwords", 405),
        ("PATCH", "/passwords/1001", 405),
        ("GET", "/passwords/7", 404),
        ("GET", "/passwords/7/audit", 404),
        ("GET", "/passwords/1001/rotate", 405),
        ("GET", "/passwords/1001/other", 404),
        ("GET", "/passwords//audit", 404),
    ],
)
def test_paths_that_are_wrong(team: PasspackServer, web: httpx.Client, method: str, path: str, status: int) -> None:
    team.add_entry()
    assert web.request(method, path).status_code == status
    assert len(team.entries) == 1


def test_what_is_allowed_is_told(team: PasspackServer, web: httpx.Client) -> None:
    answer = web.patch("/passwords/1")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, PUT, DELETE")


@pytest.mark.parametrize("kind", ["number", "text", "mixed", "awkward"])
def test_ids_of_every_kind(team: PasspackServer, web: httpx.Client, kind: str) -> None:
    team.speech.ids = kind  # type: ignore[assignment]
    made = [web.post("/passwords", json={"title": str(n), "password": "s3cret-a"}).json()["id"] for n in range(30)]
    kinds = {type(each) for each in made}
    assert kinds == {"number": {int}, "text": {str}, "mixed": {int, str}, "awkward": {str}}[kind]
    assert len(set(made)) == 30
    for number, each in enumerate(made):
        assert web.get(f"/passwords/{quote(str(each), safe='')}").json()["title"] == str(number)
        assert web.delete(f"/passwords/{quote(str(each), safe='')}").status_code == 204
    assert team.entries == []


def test_a_member_is_known_by_the_type_of_the_id_too(team: PasspackServer, web: httpx.Client) -> None:
    entry, member, other = team.add_entry(), team.add_member(), team.add_member("anna@team.example", id="seven")
    share = f"/passwords/{entry}/share"
    assert web.post(share, json={"member_id": str(member)}).status_code == 403
    assert web.post(share, json={"member_id": 7}).status_code == 403
    assert web.post(share, json={"member_id": member}).status_code == 200
    assert web.post(share, json={"member_id": member}).status_code == 409
    team.refuse(other, 422)
    assert web.post(share, json={"member_id": other}).status_code == 422
    assert team.shares(entry) == [member]
    assert web.post("/teams/members", json={"email": "anna@team.example", "name": "A"}).status_code == 409
    assert len(team.members) == 2


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/passwords", {"title": "a"}, 422),
        ("/passwords", {"title": "", "password": "s3cret-a"}, 422),
        ("/passwords", {"title": 1, "password": "s3cret-a"}, 422),
        ("/passwords", {"title": "a", "password": None}, 422),
        ("/passwords", [], 400),
        ("/passwords/1001/rotate", {}, 422),
        ("/passwords/1001/rotate", {"new_password": ""}, 422),
        ("/passwords/1001/share", {}, 422),
        ("/teams/members", {"name": "Anna"}, 422),
    ],
)
def test_bodies_that_are_wrong(team: PasspackServer, web: httpx.Client, path: str, body: object, status: int) -> None:
    before = team.add_entry()
    answer = web.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert [each["id"] for each in team.entries] == [before]
    assert team.members == []


def test_a_body_is_json_and_says_so(team: PasspackServer, web: httpx.Client) -> None:
    good = json.dumps({"title": "a", "password": "s3cret-a"})
    assert web.post("/passwords", content=good).status_code == 415
    kind = {"Content-Type": "application/json; charset=utf-8"}
    assert web.post("/passwords", content="{", headers=kind).status_code == 400
    assert web.post("/passwords", content=good, headers=kind).status_code == 201


OFFENCES: dict[str, tuple[str, str, object]] = {
    "update sends 'username', which is not changed": ("PUT", "/passwords/1001", {"title": "New", "username": "wendy"}),
    "update sends the unknown key 'url'": ("PUT", "/passwords/1001", {"title": "New", "url": "x"}),
    "update sends the unknown key 'id'": ("PUT", "/passwords/1001", {"title": "New", "id": 1001}),
    "update changes nothing": ("PUT", "/passwords/1001", {}),
    "create sends the unknown key 'url'": ("POST", "/passwords", {"title": "a", "password": "s3cret-a", "url": "x"}),
    "add_member sends the unknown key 'role'": ("POST", "/teams/members", {"email": "a@b.example", "role": 1}),
    "rotate sends the unknown key 'a'": ("POST", "/passwords/1001/rotate", {"new_password": "s3cret-b", "a": 1}),
    "delete has a body": ("DELETE", "/passwords/1001", {}),
}


@pytest.mark.parametrize("offence", OFFENCES)
def test_what_should_not_be_sent_is_remembered(team: PasspackServer, web: httpx.Client, offence: str) -> None:
    method, path, body = OFFENCES[offence]
    team.add_entry()
    assert web.request(method, path, json=body).is_success
    assert team.offences == [offence]
    with pytest.raises(AssertionError, match=offence):
        team.check()


def test_others_work_meanwhile(team: PasspackServer, web: httpx.Client) -> None:
    first, second = team.add_entry("First", tags=["a"]), team.add_raw({"name": "none of ours"})
    team.touch(first, title="Theirs")
    assert web.get("/passwords").json() == [
        {
            "id": 1001,
            "title": "Theirs",
            "username": "wendy",
            "password": "s3cret-mail",
            "description": "",
            "tags": ["a"],
        },
        {"id": 1002, "name": "none of ours"},
    ]
    team.remove(second)
    assert web.get(f"/passwords/{second}").status_code == 404
    assert team.noted(second) == []


def test_it_fails_as_other_servers_do(team: PasspackServer, web: httpx.Client) -> None:
    entry = team.add_entry()
    team.faults.add(Fault(on="/rotate", times=1, status=503, retry_after="7"))
    refused = web.post(f"/passwords/{entry}/rotate", json={"new_password": "s3cret-b"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "7")
    team.faults.add(Fault(on="PUT", times=1, reset_after=True))
    with pytest.raises(httpx.TransportError):
        web.put(f"/passwords/{entry}", json={"title": "Post"})
    assert team.entry(entry)["title"] == "Post"
    assert team.entry(entry)["password"] == "s3cret-mail"
