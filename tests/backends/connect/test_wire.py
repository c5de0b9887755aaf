"""Whatever a server sends: an answer that is read, or a VaultError that quotes nothing of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.backends.connect import convert, rows
from tui.backends.connect.wire import (
    Wire,
    WireField,
    WireHealth,
    WireItem,
    WireRequest,
    WireVault,
    document,
    read,
)
from tui.model.errors import VaultError
from tui.model.field import FieldKind, Purpose
from tui.model.ids import AccountId, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.tools.mended import as_seconds

MODELS: list[type[Wire]] = [WireItem, WireVault, WireRequest, WireHealth, WireField]
REF = ItemRef(AccountId("a"), VaultId("v"), ItemId("i"))
KEYS = [*(alias for model in MODELS for alias in model.model_fields), "createdAt", "updatedAt", "contentVersion", "x"]

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("s3cret-value")
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)

HOSTILE = [
    b"",
    b"\xff\xfe",
    b"<html>s3cret</html>",
    b'{"id": "s3cret',
    b'{"id": NaN, "x": "s3cret"}',
    b'{"title": "\\ud800 s3cret"}',
    b'{"version": ' + b"9" * 5000 + b"}",
    b'{"fields": ' + b"[" * 100_000,
    b'{"fields": [' + b'{"section":' * 300 + b"1" + b"}" * 300 + b"]}",
    b'"s3cret"',
    b"[]",
    b"null",
    b"7",
]


def item_of(raw: object) -> Item:
    """Return the item that an answer is read to."""
    return convert.item(read(WireItem, json.dumps(raw).encode("utf-8", "surrogatepass"), "an item"), REF)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=40)
@given(body=st.binary(max_size=64) | values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_an_answer_or_news(model: type[Wire], body: bytes) -> None:
    try:
        found = read(model, body, "it")
    except VaultError as error:
        assert error.__cause__ is error.__context__ is None
        assert str(error).endswith(".")
    else:
        assert not isinstance(found, WireField) or {type(found.value), type(found.totp)} == {Secret}


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("model", MODELS)
def test_a_hostile_answer_is_news_without_a_word_of_it(model: type[Wire], body: bytes) -> None:
    try:
        read(model, body, "it")
    except VaultError as error:
        assert "s3cret" not in str(error) and error.__context__ is None
    try:
        document(body, "it")
    except VaultError as error:
        assert "s3cret" not in str(error) and error.__context__ is None


@given(values)
def test_any_json_becomes_an_item_and_a_row(raw: object) -> None:
    body = json.dumps({"id": "i", "fields": [raw], "sections": [raw], "urls": [raw], "files": [raw], "tags": [raw]})
    try:
        found = convert.item(read(WireItem, body.encode(), "an item"), REF)
    except VaultError:
        return
    assert len({field.id for field in found.fields}) == len(found.fields)
    assert next(group for group, _ in found.grouped()) is None
    row = rows.summary({"id": "i", "title": raw, "urls": raw, "tags": raw, "version": raw}, REF.account, REF.vault)
    assert row is not None and row.ref == REF


def test_the_keys_of_early_2022_are_read() -> None:
    found = item_of({"id": "i", "created_at": "2021-04-10T17:20:05.98944527Z", "updated_at": "2021-04-10T17:20:06Z"})
    assert found.created == pytest.approx(1618075205.98944, abs=1e-4)
    assert found.updated == 1618075206.0
    vault = read(WireVault, b'{"id":"v","content_version":3,"attribute_version":2}', "a vault")
    assert (vault.content_version, vault.attribute_version) == (3, 2)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2021-04-10T17:20:05Z", 1618075205.0),
        ("2021-04-10T17:20:05.5Z", 1618075205.5),
        ("2021-04-10T17:20:05.123456789Z", 1618075205.123456),
        ("2021-04-10T19:20:05+02:00", 1618075205.0),
        ("2021-04-10t17:20:05z", 1618075205.0),
        (" 2021-04-10T17:20:05Z ", 1618075205.0),
        ("0001-01-01T00:00:00Z", 0.0),
        ("9999-99-99T00:00:00Z", 0.0),
        ("yesterday", 0.0),
        ("", 0.0),
        (None, 0.0),
        (17, 0.0),
    ],
)
def test_times_are_read_leniently(text: object, seconds: float) -> None:
    assert as_seconds(text) == pytest.approx(seconds, abs=1e-5)


def test_fields_that_are_odd_all_survive() -> None:
    found = item_of(
        {
            "id": "i",
            "fields": [
                {"id": "same", "label": "one", "value": "1"},
                {"id": "same", "label": "two", "value": "2"},
                {"label": "no id", "value": "3"},
                {"label": "no id either", "value": 4},
                {"id": "lost", "section": {"id": "nowhere"}, "value": None},
                {"id": "null", "section": None, "purpose": "", "type": "string", "value": "x"},
                None,
                7,
                "text",
            ],
            "sections": [{"id": "s"}, {"id": "s", "label": "again"}, {"label": "no id"}, None],
        }
    )
    assert [field.label for field in found.fields] == ["one", "two", "no id", "no id either", "", ""]
    assert [field.value for field in found.fields] == ["1", "2", "3", "4", "", "x"]
    assert [field.id for field in found.fields][:4] == ["same", "same#2", "#2", "#3"]
    assert [(section.id, section.label) for section in found.sections] == [("s", "")]
    assert sum(len(fields) for _, fields in found.grouped()) == 6


def test_purposes_decide_before_types() -> None:
    found = item_of(
        {
            "id": "i",
            "category": "login",
            "fields": [
                {"id": "username", "purpose": "USERNAME", "type": "EMAIL", "value": "me"},
                {"id": "password", "purpose": "PASSWORD", "type": "STRING", "value": "s3cret-pass"},
                {"id": "notesPlain", "purpose": "NOTES", "type": "STRING", "value": "a"},
            ],
        }
    )
    kinds = [(field.purpose, field.kind, field.raw_kind) for field in found.fields]
    assert kinds == [
        (Purpose.USERNAME, FieldKind.EMAIL, ""),
        (Purpose.PASSWORD, FieldKind.CONCEALED, ""),
        (Purpose.NOTES, FieldKind.NOTES, ""),
    ]
    assert found.category.id == "LOGIN"


def test_a_value_that_might_be_a_secret_is_one() -> None:
    for raw_kind in ("HOLOGRAM", "UNKNOWN", "SSHKEY", "", "CONCEALED", "OTP", "TOTP"):
        wire = read(WireField, json.dumps({"type": raw_kind, "value": "s3cret-x"}).encode(), "a field")
        field = convert.field(wire, FieldId("f"))
        assert isinstance(field.value, Secret) or raw_kind == ""
        assert "s3cret" not in repr(wire)
    whole = read(WireItem, b'{"fields":[{"value":"s3cret-x","passwordDetails":{"history":["s3cret-old"]}}]}', "an item")
    assert "s3cret" not in repr(whole)


@pytest.mark.parametrize(
    ("raw_kind", "text", "kind", "value"),
    [
        ("DATE", "1764158460", FieldKind.DATE, "2025-11-26"),
        ("DATE", "-86400", FieldKind.DATE, "1969-12-31"),
        ("DATE", "2025-11-26", FieldKind.DATE, "2025-11-26"),
        ("DATE", "2025-11-26T10:00:00Z", FieldKind.DATE, "2025-11-26"),
        ("DATE", "", FieldKind.DATE, ""),
        ("DATE", "99999999999999999999", FieldKind.OTHER, "99999999999999999999"),
        ("DATE", "999999999999", FieldKind.OTHER, "999999999999"),
        ("DATE", "soon", FieldKind.OTHER, "soon"),
        ("MONTH_YEAR", "202511", FieldKind.MONTH_YEAR, "2025-11"),
        ("MONTH_YEAR", "2025/11", FieldKind.MONTH_YEAR, "2025-11"),
        ("MONTH_YEAR", "2025-11", FieldKind.MONTH_YEAR, "2025-11"),
        ("MONTH_YEAR", "", FieldKind.MONTH_YEAR, ""),
        ("MONTH_YEAR", "202513", FieldKind.OTHER, "202513"),
        ("month_year", "202512", FieldKind.MONTH_YEAR, "2025-12"),
    ],
)
def test_days_and_months(raw_kind: str, text: str, kind: FieldKind, value: str) -> None:
    wire = read(WireField, json.dumps({"type": raw_kind, "value": text}).encode(), "a field")
    field = convert.field(wire, FieldId("f"))
    assert (field.kind, field.value) == (kind, value)
    assert field.raw_kind == ("" if kind is not FieldKind.OTHER else raw_kind)


def test_states() -> None:
    assert item_of({"id": "i", "state": "ARCHIVED"}).state is ItemState.ARCHIVED
    assert item_of({"id": "i", "state": "ACTIVE"}).state is ItemState.ACTIVE
    row = rows.summary({"id": "i", "state": "archived"}, REF.account, REF.vault)
    assert row is not None and row.archived
    assert rows.summary({"id": "i", "state": "DELETED"}, REF.account, REF.vault) is None


def test_a_private_key_is_concealed_whatever_the_server_calls_it() -> None:
    fields = [
        {"id": "private_key", "type": "STRING", "value": "s3cret-key"},
        {"id": "public_key", "value": "ssh-ed25519"},
    ]
    found = item_of({"id": "i", "category": "SSH_KEY", "fields": fields})
    assert [field.concealed for field in found.fields] == [True, False]
    assert found.read_only and "s3cret" not in repr(found)
