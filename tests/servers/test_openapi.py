"""The validation is on: a schema that cannot be read would let everything pass in silence, so it is shown bad calls."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.servers import openapi
from tests.servers.connect import ConnectServer
from tests.servers.exchange import Exchange, Reply, Request


@pytest.fixture
def specification() -> openapi.Specification:
    return openapi.needed()


VAULT = "ftz4pm2xxwmwrsd7rjqn7grzfz"
ITEM = "2fcbqwe9ndg175zg2dzwftvkpa"
GOOD: dict[str, Any] = {"vault": {"id": VAULT}, "category": "LOGIN", "title": "Bank"}


def asked(
    method: str, path: str, body: object = None, query: dict[str, str] | None = None, who: str = "owner"
) -> Exchange:
    """Return a call that nobody has answered."""
    raw = b"" if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"} if raw else {}
    segments = tuple(path.strip("/").split("/"))
    return Exchange(Request(method, path, path, segments, query or {}, headers, raw, 1, 0.0, who), None)


ITEMS = f"/v1/vaults/{VAULT}/items"


@pytest.mark.parametrize(
    ("exchange", "problem"),
    [
        (asked("POST", ITEMS, GOOD | {"category": "SPACESHIP"}), "'SPACESHIP' is not one of"),
        (asked("POST", ITEMS, GOOD | {"fields": [{"recipe": {"length": 65}}]}), "65 is greater than"),
        (asked("POST", ITEMS, {"category": "LOGIN"}), "'vault' is a required property"),
        (asked("POST", ITEMS, GOOD | {"fields": [{"purpose": "OTHER"}]}), "'OTHER' is not one of"),
        (asked("POST", ITEMS, GOOD | {"vault": {"id": "short"}}), "'short' does not match"),
        (asked("PATCH", f"{ITEMS}/{ITEM}", [{"op": "move", "path": "/title"}]), "'move' is not one of"),
        (asked("PATCH", f"{ITEMS}/{ITEM}", {"op": "remove", "path": "/title"}), "is not of type"),
        (asked("PATCH", f"{ITEMS}/{ITEM}", [{"op": "remove"}]), "'path' is a required property"),
        (asked("POST", ITEMS), "no JSON"),
        (asked("GET", f"{ITEMS}/A", None), "A is no itemUuid"),
        (asked("GET", ITEMS, None, {"search": "x"}), "the parameter search is unknown"),
        (asked("GET", "/v1/activity", None, {"limit": "all"}), "limit is not of type integer"),
        (asked("GET", ITEMS, who=""), "without a token"),
        (asked("GET", ITEMS, GOOD), "takes none"),
        (asked("GET", "/v1/secrets"), "there is no GET of v1/secrets"),
        (asked("DELETE", "/v1/vaults"), "there is no DELETE of v1/vaults"),
    ],
)
def test_a_bad_request_is_found(specification: openapi.Specification, exchange: Exchange, problem: str) -> None:
    assert problem in "\n".join(specification.problems(exchange))


def test_a_good_request_passes(specification: openapi.Specification) -> None:
    odd = GOOD | {
        "trashed": False,
        "createdAt": "2026-01-02T03:04:05.123456789Z",
        "fields": [{"purpose": "", "section": None, "value": None, "recipe": {"excludeCharacters": ""}}],
    }
    assert specification.problems(asked("POST", f"{ITEMS}/", odd)) == []
    assert specification.problems(asked("GET", "/heartbeat", who="")) == []


VERSION = {"1Password-Connect-Version": "1.8.1", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("path", "reply", "problem"),
    [
        ("/v1/vaults", Reply(200, VERSION, b'[{"name": 3}]'), "3 is not of type 'string'"),
        ("/v1/vaults", Reply(200, VERSION, b'[{"id": "short"}]'), "'short' does not match"),
        ("/v1/vaults", Reply(200, VERSION, b'[{"createdAt": "today"}]'), "'today' is not a 'date-time'"),
        ("/v1/vaults", Reply(200, VERSION, b'{"items": []}'), "is not of type 'array'"),
        ("/v1/vaults", Reply(200, VERSION | {"Content-Type": "text/html"}, b"[]"), "text/html, not application/json"),
        ("/v1/vaults", Reply(200, {"Content-Type": "application/json"}, b"[]"), "which version"),
        ("/v1/vaults", Reply(201, VERSION, b"[]"), "status 201 is unknown"),
        ("/v1/vaults", Reply(500, VERSION, b'{"status": "500"}'), "'500' is not of type 'integer'"),
        ("/v1/vaults", Reply(502, VERSION, b"<html>"), "no JSON"),
        ("/v1/activity", Reply(200, VERSION, b"[]"), "no Content-Range"),
    ],
)
def test_a_bad_answer_is_found(specification: openapi.Specification, path: str, reply: Reply, problem: str) -> None:
    exchange = Exchange(asked("GET", path).request, reply)
    assert problem in "\n".join(specification.problems(exchange))


def test_a_server_that_was_asked_badly_fails(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.add_vault("Work")
    assert http.get(f"/v1/vaults/{vault}").status_code == 200
    openapi.check(server)
    assert http.post(f"/v1/vaults/{vault}/items", json=GOOD | {"category": "SPACESHIP"}).status_code == 400
    with pytest.raises(AssertionError, match="SPACESHIP"):
        openapi.check(server)
    openapi.check(server, but=["'SPACESHIP' is not one of"])
    with pytest.raises(AssertionError, match="SUBMARINE"):
        openapi.check(server, but=["'SPACESHIP' is not one of", "SUBMARINE"])
