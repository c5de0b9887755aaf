"""PATCH as the documents show it, operation by operation, and what it refuses."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.servers import openapi
from tests.servers.connect import ConnectServer

Json = dict[str, Any]


@pytest.fixture
def path(server: ConnectServer) -> str:
    """Return the path of a login that has something of everything."""
    vault = server.add_vault("Work")
    item = server.add_item(
        vault,
        {
            "title": "Bank",
            "tags": ["a", "b", "c"],
            "urls": [{"href": "https://bank.example", "label": "site"}],
            "sections": [{"id": "more", "label": "More"}],
            "fields": [
                {"purpose": "USERNAME", "value": "wendy"},
                {"purpose": "PASSWORD", "value": "s3cret-1"},
                {"id": "pin", "type": "CONCEALED", "label": "PIN", "value": "s3cret-2", "section": {"id": "more"}},
                {"id": "a/b~c", "label": "odd", "value": "odd"},
            ],
            "color": "blue",
        },
    )
    return f"/v1/vaults/{vault}/items/{item}"


def field(item: Json, name: str) -> Json:
    """Return a field of an item."""
    return next(each for each in item["fields"] if each["id"] == name)


def patched(http: httpx.Client, path: str, *operations: Json) -> Json:
    """Patch an item and return it."""
    answer = http.patch(path, json=list(operations))
    assert answer.status_code == 200, answer.text
    item: Json = answer.json()
    return item


def test_attributes_of_the_item(server: ConnectServer, http: httpx.Client, path: str) -> None:
    before = http.get(path).json()
    item = patched(
        http,
        path,
        {"op": "replace", "path": "/title", "value": "Bank 2"},
        {"op": "replace", "path": "/favorite", "value": True},
        {"op": "remove", "path": "/tags/1"},
        {"op": "add", "path": "/tags/-", "value": "aa"},
    )
    assert (item["title"], item["favorite"], item["tags"], item["version"]) == ("Bank 2", True, ["a", "aa", "c"], 2)
    assert item["color"] == "blue"
    assert (item["urls"], item["sections"]) == (before["urls"], before["sections"])
    assert field(item, "pin") == field(before, "pin")
    assert patched(http, path, {"op": "replace", "path": "/tags", "value": ["z"]})["tags"] == ["z"]
    assert "favorite" not in patched(http, path, {"op": "remove", "path": "/favorite"})
    openapi.check(server)


def test_fields_by_their_ids(server: ConnectServer, http: httpx.Client, path: str) -> None:
    item = patched(
        http,
        path,
        {"op": "replace", "path": "/fields/password/value", "value": "s3cret-9"},
        {"op": "add", "path": "/fields/pin/label", "value": "Code"},
        {"op": "remove", "path": "/fields/username/value"},
        {"op": "remove", "path": "/fields/a~1b~0c"},
        {"op": "add", "path": "/fields", "value": {"label": "New", "type": "string", "value": "hunter2"}},
    )
    assert field(item, "password")["value"] == "s3cret-9"
    assert (field(item, "pin")["label"], field(item, "pin")["value"]) == ("Code", "s3cret-2")
    assert "value" not in field(item, "username")
    assert [each["label"] for each in item["fields"]][-1] == "New"
    assert not any(each["id"] == "a/b~c" for each in item["fields"])
    item = patched(http, path, {"op": "replace", "path": "/fields/pin", "value": {"label": "T", "value": "s3cret-3"}})
    assert field(item, "pin") == {"id": "pin", "label": "T", "type": "CONCEALED", "value": "s3cret-3"}
    openapi.check(server)


def test_a_value_is_generated_in_place(http: httpx.Client, path: str) -> None:
    item = patched(
        http,
        path,
        {"op": "add", "path": "/fields/password/recipe", "value": {"length": 8, "characterSets": ["DIGITS"]}},
        {"op": "add", "path": "/fields/password/generate", "value": True},
    )
    assert len(field(item, "password")["value"]) == 8
    assert field(item, "password")["value"].isdecimal()


def test_a_built_in_field_is_emptied_not_removed(http: httpx.Client, path: str) -> None:
    assert "value" not in field(patched(http, path, {"op": "remove", "path": "/fields/password"}), "password")


def test_the_whole_item(server: ConnectServer, http: httpx.Client, path: str) -> None:
    item = patched(http, path, {"op": "replace", "path": "/", "value": {"title": "New", "tags": ["x"]}})
    assert (item["title"], item["tags"]) == ("New", ["x"])
    assert [each["id"] for each in item["fields"]] == ["username", "password", "notesPlain"]
    openapi.check(server)


def test_no_operation_changes_nothing(http: httpx.Client, path: str) -> None:
    assert http.patch(path, json=[]).json()["version"] == 1


@pytest.mark.parametrize(
    ("operations", "message"),
    [
        ({"op": "remove", "path": "/title"}, "Invalid request body"),
        ([{"op": "replace", "path": "title", "value": "x"}], "Invalid patch path: title"),
        ([{"op": "move", "path": "/title"}], "Invalid patch operation: move"),
        ([{"op": "replace", "path": "/title"}], "no value"),
        ([{"op": "replace", "path": "/version", "value": 9}], "Invalid patch path: /version"),
        ([{"op": "remove", "path": "/tags/3"}], "Invalid patch path: /tags/3"),
        ([{"op": "replace", "path": "/fields/0/value", "value": "x"}], "The item doesn't have a 0 field."),
        ([{"op": "replace", "path": "/fields/pin/id", "value": "x"}], "Invalid patch path"),
        ([{"op": "replace", "path": "/sections", "value": []}], "Invalid patch path"),
        ([{"op": "add", "path": "/fields", "value": {"type": "totp"}}], "unsupported field type: totp"),
        ([{"op": "add", "path": "/fields", "value": {"purpose": "PASSWORD"}}], "too many"),
    ],
)
def test_what_is_refused_changes_nothing(
    server: ConnectServer, http: httpx.Client, path: str, operations: object, message: str
) -> None:
    before = http.get(path).json()
    refused = http.patch(path, json=operations)
    assert (refused.status_code, message in refused.json()["message"]) == (400, True)
    assert http.get(path).json() == before
    server.connect.writes.generous = True
    assert http.patch(path, json=[{"op": "replace", "path": "/urls", "value": []}]).status_code == 200
