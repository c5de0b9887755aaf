"""One event of a service's audit log, by whatever names its things have: what is understood, kept, and not shown."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.backends.passpack import audit_words as words
from tui.backends.passpack.audit_wire import LONGEST, PAIRS, UNTOLD, event
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.tools.discretion import NOT_SHOWN

REF = ItemRef(AccountId("team"), VaultId("passwords"), ItemId("1001"))
AT = datetime(2026, 11, 27, 10, 0, 0, tzinfo=UTC).timestamp()
TIME = "2026-11-27T10:00:00Z"


def told(**row: object) -> AuditEvent:
    """Return an event from the keys of a row."""
    return event(row, REF)


@pytest.mark.parametrize(
    "row",
    [
        {"timestamp": TIME, "user": "ada@x.example", "action": "view", "ip_address": "192.0.2.7", "user_agent": "App"},
        {"time": AT, "actor": "ada@x.example", "event": "viewed", "ip": "192.0.2.7", "client": "App"},
        {"createdAt": AT * 1000, "performedBy": {"email": "ada@x.example"}, "eventType": "password.viewed"}
        | {"remoteAddr": "192.0.2.7", "device": {"name": "App"}},
        {"Date-Time": TIME, "Username": "ada@x.example", "TYPE": "READ", "session": {"ip": "192.0.2.7", "app": "App"}},
        {"at": str(int(AT)), "who": {"login": "ada@x.example"}, "activity": {"type": "accessed"}}
        | {"context": {"clientIp": "192.0.2.7", "userAgent": "App"}},
    ],
)
def test_names_differ_and_the_event_is_the_same(row: dict[str, object]) -> None:
    found = event(row, REF)
    assert (found.at, found.actor, found.action, found.ip, found.client, found.ref) == (
        AT,
        "ada@x.example",
        AuditAction.READ,
        "192.0.2.7",
        "App",
        REF,
    )


def test_the_words_of_the_service_stay_beside_ours() -> None:
    assert [
        (told(action=word).deed, told(action=word).word) for word in ("password.viewed", "Unshared", "autofill")
    ] == [
        ("read", "password.viewed"),
        ("Unshared", "Unshared"),
        ("autofill", "autofill"),
    ]


@pytest.mark.parametrize(
    ("word", "action"),
    [
        ("create", AuditAction.CREATE),
        ("PASSWORD_UPDATED", AuditAction.EDIT),
        ("entryDeleted", AuditAction.DELETE),
        ("password made visible", AuditAction.REVEAL),
        ("copied", AuditAction.COPY),
        ("share", AuditAction.SHARE),
        ("rotated", AuditAction.ROTATE),
        ("added member", AuditAction.OTHER),
        ("share failed", AuditAction.OTHER),
        ("", AuditAction.OTHER),
    ],
)
def test_what_words_mean(word: str, action: AuditAction) -> None:
    assert told(action=word).action is action


@pytest.mark.parametrize(
    ("row", "result", "detail"),
    [
        ({}, AuditResult.UNTOLD, ""),
        ({"result": "SUCCESS"}, AuditResult.OK, ""),
        ({"success": True}, AuditResult.OK, ""),
        ({"success": False}, AuditResult.FAILED, ""),
        ({"allowed": False}, AuditResult.REFUSED, ""),
        ({"outcome": "Access denied"}, AuditResult.REFUSED, ""),
        ({"status": 204}, AuditResult.OK, ""),
        ({"status": "403"}, AuditResult.REFUSED, ""),
        ({"status": 500, "error": "no disk"}, AuditResult.FAILED, "no disk"),
        ({"result": "perhaps", "message": "by night"}, AuditResult.OTHER, "perhaps · by night"),
    ],
)
def test_how_it_ended(row: dict[str, object], result: AuditResult, detail: str) -> None:
    found = event(row, REF)
    assert (found.result, found.detail) == (result, detail)


def test_who_it_was_is_told_as_far_as_it_is_known() -> None:
    assert told(user={"id": 7, "name": "Ada", "email": "ada@x.example"}).actor == "Ada <ada@x.example>"
    assert told(user={"id": 7}).actor == "7"
    assert told(user_id=7).actor == "7"
    assert told(user={}, email="ada@x.example").actor == "ada@x.example"
    assert told().actor == UNTOLD


def test_unknown_keys_are_kept_raw_with_their_places() -> None:
    found = told(timestamp=TIME, geo={"country": "CH", "city": None}, tags=["a", 2], risk=0.5, vpn=False)
    assert dict(found.raw) == {"geo.country": "CH", "tags": "a, 2", "risk": "0.5", "vpn": "no"}
    assert told(timestamp=TIME, password_id=1001, entry_id="1001").raw == ()


def test_no_value_that_may_be_a_secret_is_kept() -> None:
    rows: list[dict[str, object]] = [
        {"password": "s3cret-1"},
        {"new_password": "s3cret-1", "oldPassword": "s3cret-1"},
        {"changes": {"password": {"old": "s3cret-1", "new": "s3cret-1"}}},
        {"changes": [{"field": "password", "old": "s3cret-1", "new": "s3cret-1"}]},
        {"changes": {"password": ["s3cret-1", "s3cret-1"]}},
        {"before": {"title": "s3cret-1"}, "after": "s3cret-1"},
        {"details": {"api": {"token": "s3cret-1"}}},
        {"message": "password changed from 's3cret-1'"},
        {"message": 'sent {"password": "s3cret-1"}'},
        {"user": "https://max:s3cret-1@example.com"},
        {"action": "password=s3cret-1"},
        {"user_agent": "Authorization: Bearer s3cret-1"},
        {"pin": 1234, "secret": {"any": {"thing": "s3cret-1"}}},
        {"entry": '{"password":"s3cret-1"}'},
        {"resource_title": "token: s3cret-1", "field": "password: s3cret-1", "id": "key/token=s3cret-1"},
    ]
    for row in rows:
        found = repr(event(row, REF))
        assert "s3cret" not in found and "1234" not in found, row
        assert NOT_SHOWN in found, row


@pytest.mark.parametrize(
    "row",
    [
        {"field": "password", "was": "s3cret-a", "is": "s3cret-b"},
        {"from": "s3cret-a", "to": "s3cret-b"},
        {"changes": [{"attribute": "password", "previous": "s3cret-a", "current": "s3cret-b"}]},
        {"message": "password set to s3cret-a"},
    ],
)
def test_no_value_is_kept_that_is_known_by_its_neighbours(row: dict[str, object]) -> None:
    assert "s3cret" not in repr(told(**row))
    assert NOT_SHOWN in repr(told(**row))


def test_what_is_no_object_is_an_event_all_of_it_raw() -> None:
    assert event("10:00 ada viewed it", REF).raw == (("entry", "10:00 ada viewed it"),)
    assert event(17, REF).raw == (("entry", "17"),)


def test_a_flood_is_cut() -> None:
    found = event({"time": AT} | {f"part{number}": "x" * 9999 for number in range(1000)}, REF)
    assert len(found.raw) == PAIRS + 1
    assert max(len(text) for _, text in found.raw) == LONGEST
    deep: object = "bottom"
    for _ in range(500):
        deep = {"down": deep}
    assert event({"x": deep}, REF).raw == (("x.down.down.down", "…"),)


NAMES = st.sampled_from(
    [*words.TIMES, *words.ACTORS, *words.ACTIONS, *words.RESULTS, *words.ADDRESSES, *words.CLIENTS, *words.DETAILS]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_anything_is_an_event(raw: object) -> None:
    found = event(raw, REF)
    assert math.isfinite(found.at)
    assert found.ref == REF
    json.dumps([found.actor, found.word, found.ip, found.client, found.detail, found.raw]).encode("utf-8")
