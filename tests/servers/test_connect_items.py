"""What the server makes of an item that is sent to it, and what it refuses: in the words of the real one."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from tests.servers import openapi
from tests.servers.connect import ConnectServer, totp

Json = dict[str, Any]


def body(vault: str, *fields: Json, **more: object) -> Json:
    """Return the body of a new login."""
    return {"vault": {"id": vault}, "category": "LOGIN", "title": "Bank", "fields": list(fields), **more}


def create(server: ConnectServer, http: httpx.Client, *fields: Json, **more: object) -> httpx.Response:
    """Create an item in a new vault."""
    vault = server.add_vault("Work")
    return http.post(f"/v1/vaults/{vault}/items", json=body(vault, *fields, **more))


def fields(answer: httpx.Response) -> dict[str, Json]:
    """Return the fields of an answered item by id."""
    assert answer.status_code == 200, answer.text
    return {field["id"]: field for field in answer.json()["fields"]}


def test_built_in_fields_are_added_and_come_first(server: ConnectServer, http: httpx.Client) -> None:
    made = create(
        server,
        http,
        {"label": "Site", "type": "url", "value": "https://bank.example"},
        {"purpose": "PASSWORD", "type": "STRING", "value": "s3cret-1"},
        {"purpose": "USERNAME", "label": "user", "value": "wendy"},
        tags=["z", "a"],
        trashed=False,
        favorite=False,
    )
    assert list(fields(made))[:3] == ["username", "password", "notesPlain"]
    assert fields(made)["username"] == {
        "id": "username", "label": "user", "purpose": "USERNAME", "type": "STRING", "value": "wendy"
    }  # fmt: skip
    password = fields(made)["password"]
    assert (password["label"], password["type"]) == ("password", "CONCEALED")
    assert password["entropy"] > 0
    assert fields(made)["notesPlain"] == {
        "id": "notesPlain", "label": "notesPlain", "purpose": "NOTES", "type": "STRING"
    }  # fmt: skip
    assert made.json()["fields"][3]["type"] == "URL"
    item = made.json()
    assert (item["tags"], item["version"], len(item["id"])) == (["a", "z"], 1, 26)
    assert not {"favorite", "trashed", "sections", "urls", "files"} & set(item)
    assert item["createdAt"].endswith("Z")
    openapi.check(server)


def test_values_are_generated(server: ConnectServer, http: httpx.Client) -> None:
    recipe = {"length": 12, "characterSets": ["LETTERS", "DIGITS"], "excludeCharacters": "abc123"}
    made = create(
        server,
        http,
        {"purpose": "PASSWORD", "generate": True, "recipe": recipe},
        {"id": "key", "type": "CONCEALED", "generate": True},
        {"id": "mine", "type": "CONCEALED", "value": "s3cret-mine", "generate": True},
    )
    password = fields(made)["password"]
    assert len(password["value"]) == 12
    assert password["value"].isalnum()
    assert not set(password["value"]) & set("abc123")
    assert password["passwordDetails"]["generated"] is True
    assert not {"generate", "recipe"} & set(password)
    assert len(fields(made)["key"]["value"]) == 32
    assert fields(made)["mine"]["value"] == "s3cret-mine"


@pytest.mark.parametrize(
    "recipe", [{"length": 65}, {"length": 0}, {"characterSets": ["RUNES"]}, {"excludeCharacters": "aa"}]
)
def test_a_recipe_has_limits(server: ConnectServer, http: httpx.Client, recipe: Json) -> None:
    made = create(server, http, {"purpose": "PASSWORD", "generate": True, "recipe": recipe})
    assert (made.status_code, made.json()["message"][:14]) == (400, "Invalid recipe")


def test_dates_come_back_as_seconds_and_months_without_a_slash(server: ConnectServer, http: httpx.Client) -> None:
    sent = (
        {"id": "day", "type": "DATE", "value": "2026-01-02"},
        {"id": "second", "type": "DATE", "value": "1767355260"},
        {"id": "month", "type": "MONTH_YEAR", "value": "2027/03"},
        {"id": "plain", "type": "MONTH_YEAR", "value": "202704"},
    )
    made = {name: field.get("value") for name, field in fields(create(server, http, *sent)).items()}
    assert (made["day"], made["second"], made["month"], made["plain"]) == (
        "1767312000", "1767355260", "202703", "202704"
    )  # fmt: skip
    server.connect.writes.in_zone(3600)  # a server east of Greenwich has the day before
    assert fields(create(server, http, *sent))["day"]["value"] == "1767308400"


def test_a_one_time_password_has_its_code(server: ConnectServer, http: httpx.Client) -> None:
    made = create(server, http, {"type": "OTP", "label": "code", "value": "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"})
    field = list(fields(made).values())[-1]
    assert field["id"].startswith("TOTP_")
    assert len(field["totp"]) == 6
    assert field["totp"].isdecimal()


@pytest.mark.parametrize(
    ("seed", "digest", "codes"),
    [  # RFC 6238, appendix B
        (b"12345678901234567890", "SHA1", ("94287082", "07081804", "65353130")),
        (b"12345678901234567890123456789012", "SHA256", ("46119246", "68084774", "77737706")),
        (b"1234567890" * 6 + b"1234", "SHA512", ("90693936", "25091201", "47863826")),
    ],
)
def test_the_codes_are_those_of_the_standard(seed: bytes, digest: str, codes: tuple[str, ...]) -> None:

    uri = f"otpauth://totp/x?secret={base64.b32encode(seed).decode()}&algorithm={digest}&digits=8"
    assert tuple(totp.code(uri, at) for at in (59, 1111111109, 20000000000)) == codes


def test_what_is_no_seed_has_no_code() -> None:
    assert [totp.code(text, 0) for text in ("", "1!", "otpauth://totp/x", "otpauth://totp/x?secret=AA&period=0")] == [
        ""
    ] * 4


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (
            {"fields": [{"type": "TOTP", "value": "x"}]},
            "details.sections[0].fields[0] has unsupported field type: totp",
        ),
        ({"sections": [{"id": "a"}, {"id": "a"}]}, "details.sections[1] has non-unique name"),
        (
            {"fields": [{"purpose": "PASSWORD"}, {"purpose": "PASSWORD"}]},
            'Validation: (too many "password" fields in Apply()), You can only use one "password" field.',
        ),
        (
            {"fields": [{"type": "MONTH_YEAR", "value": "03/2027"}]},
            "values for field type monthYear must be in YYYYMM or YYYY/MM format",
        ),
        ({"sections": [{"id": "a"}], "fields": [{"purpose": "PASSWORD", "section": {"id": "a"}}]}, "invalid section"),
        ({"fields": [{"section": {"id": "nowhere"}}]}, "invalid section"),
        ({"fields": [{"section": "nowhere"}]}, "invalid section"),
        ({"fields": [{"id": "a"}, {"id": "a"}]}, "non-unique id"),
        ({"fields": [{"id": "code", "type": "OTP", "value": "AA"}]}, "does not start with TOTP_"),
        ({"category": "DOCUMENT"}, "Items of category DOCUMENT cannot be created"),
        ({"category": "CUSTOM"}, "Items of category CUSTOM cannot be created"),
        ({"category": "SPACESHIP"}, "Invalid item category"),
        ({"category": "PASSWORD"}, "The item doesn't have a password field."),
        ({"fields": [{"value": 3}]}, "Invalid request body"),
        ({"tags": "a"}, "Invalid request body"),
        ({"urls": [{"label": "x"}]}, "Invalid request body"),
        ({"login": {"username": "wendy", "password": "s3cret-1"}, "category": None}, "Invalid item category"),
    ],
)
def test_the_validator_refuses(server: ConnectServer, http: httpx.Client, sent: Json, message: str) -> None:
    refused = create(server, http, **sent)
    assert refused.status_code == 400
    assert message in refused.json()["message"]


def test_a_key_is_spoilt_when_it_is_sent(server: ConnectServer, http: httpx.Client) -> None:
    made = create(server, http, {"id": "private_key", "type": "SSHKEY", "value": "s3cret-key"}, category="SSH_KEY")
    assert fields(made)["private_key"]["type"] == "STRING"


def test_put_replaces_everything(server: ConnectServer, http: httpx.Client) -> None:
    made = create(
        server,
        http,
        {"purpose": "PASSWORD", "value": "s3cret-1"},
        {"id": "pin", "type": "CONCEALED", "value": "s3cret-2", "section": {"id": "more"}},
        {"id": "site", "type": "URL", "value": "https://bank.example"},
        sections=[{"id": "more", "label": "More"}],
    ).json()
    path = f"/v1/vaults/{made['vault']['id']}/items/{made['id']}"
    server.add_file(made["vault"]["id"], made["id"], "a.txt", b"a")
    whole = http.get(path).json()
    changed = http.put(path, json=whole | {"title": "Bank 2"}).json()
    assert {**changed, "updatedAt": "", "version": 2} == {**whole, "updatedAt": "", "title": "Bank 2"}
    assert changed["version"] == 3

    less = changed | {"fields": [field for field in changed["fields"] if field["id"] == "pin"], "files": []}
    after = http.put(path, json=less).json()
    assert [field["id"] for field in after["fields"]] == ["username", "password", "notesPlain", "pin"]
    assert "value" not in after["fields"][1]
    assert "files" not in after
    openapi.check(server)


def test_put_demotes_a_password_without_its_purpose(server: ConnectServer, http: httpx.Client) -> None:
    made = create(server, http, {"purpose": "PASSWORD", "value": "s3cret-1"}).json()
    for field in made["fields"]:
        field.pop("purpose")
    after = http.put(f"/v1/vaults/{made['vault']['id']}/items/{made['id']}", json=made).json()
    assert "value" not in next(field for field in after["fields"] if field.get("purpose") == "PASSWORD")
    demoted = next(field for field in after["fields"] if field.get("value") == "s3cret-1")
    assert demoted["section"] == {"id": "add more"}


def test_put_keeps_what_it_cannot_change(server: ConnectServer, http: httpx.Client) -> None:
    made = create(server, http, {"id": "pin", "type": "CONCEALED", "value": "s3cret-1"}, color="blue").json()
    path = f"/v1/vaults/{made['vault']['id']}/items/{made['id']}"
    wish = [{"id": "pin", "type": "OTP", "value": "s3cret-1"}]
    after = http.put(path, json=made | {"fields": wish, "version": 70, "createdAt": "2020-01-01T00:00:00Z"}).json()
    assert (after["fields"][-1]["type"], after["version"], after["createdAt"]) == ("CONCEALED", 2, made["createdAt"])
    assert after["color"] == "blue"
    assert http.put(path, json=made | {"category": "DATABASE"}).status_code == 400


def test_old_passwords_are_remembered(server: ConnectServer, http: httpx.Client) -> None:
    made = create(server, http, {"purpose": "PASSWORD", "value": "s3cret-1"}).json()
    path = f"/v1/vaults/{made['vault']['id']}/items/{made['id']}"
    for value in ("s3cret-2", "s3cret-2", "s3cret-3"):
        http.patch(path, json=[{"op": "replace", "path": "/fields/password/value", "value": value}])
    details = fields(http.get(path))["password"]["passwordDetails"]
    assert details["history"] == ["s3cret-2", "s3cret-1"]


def test_the_second_dialect(http: httpx.Client) -> None:
    with ConnectServer(dialect="login", prefix="/api") as server:
        vault = server.add_vault("Work")
        headers = {"Authorization": f"Bearer {server.token}"}
        sent = {"title": "Bank", "login": {"username": "wendy", "password": "s3cret-1"}}
        made = http.post(f"{server.url}/v1/vaults/{vault}/items", json=sent, headers=headers).json()
        assert (made["category"], made["title"]) == ("LOGIN", "Bank")
        assert [field.get("value") for field in made["fields"]] == ["wendy", "s3cret-1", None]
        refused = http.post(f"{server.url}/v1/vaults/{vault}/items", json=body(vault), headers=headers)
        assert refused.status_code == 400
        assert http.get(f"{server.url}/heartbeat").text == "."
        outside = f"http://127.0.0.1:{server.port}/heartbeat"
        assert http.get(outside).status_code == 404
