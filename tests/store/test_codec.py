"""Records as bytes: exact there and back, and strict about what they do not know."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.category import CATEGORIES, category
from tui.model.draft import Draft
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.file import FileInfo
from tui.model.ids import AccountId, DraftId, FieldId, FileId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.store.codec import decode_draft, decode_event, decode_item, encode_draft, encode_event, encode_item
from tui.store.named import pack, unpack

texts = st.text(
    st.one_of(st.characters(), st.sampled_from("\ud800\udc00\ud83d\ude00\x00\x1b\r\n\u2028\u0085")), max_size=8
)
times = st.floats(allow_nan=False, allow_infinity=False)
refs = st.builds(ItemRef, texts.map(AccountId), texts.map(VaultId), texts.map(ItemId))
concealed = st.builds(
    Field,
    id=texts.map(FieldId),
    kind=st.sampled_from([kind for kind in FieldKind if kind.concealed]),
    label=texts,
    value=texts.map(Secret),
    section=st.none() | texts.map(SectionId),
    purpose=st.sampled_from(Purpose),
)
plain = st.builds(
    Field,
    id=texts.map(FieldId),
    kind=st.sampled_from([kind for kind in FieldKind if not kind.concealed]),
    label=texts,
    value=texts | texts.map(Secret),
    section=st.none() | texts.map(SectionId),
    purpose=st.sampled_from(Purpose),
    raw_kind=texts,
)
items = st.builds(
    Item,
    ref=refs,
    title=texts,
    category=(st.sampled_from(sorted(CATEGORIES)) | texts).map(category),
    fields=st.lists(concealed | plain, max_size=4).map(tuple),
    sections=st.lists(st.builds(Section, texts.map(SectionId), texts), max_size=3).map(tuple),
    websites=st.lists(st.builds(Website, texts, texts, texts), max_size=3).map(tuple),
    tags=st.lists(texts, max_size=3).map(tuple),
    favourite=st.booleans(),
    state=st.sampled_from(ItemState),
    created=times,
    updated=times,
    version=st.integers(0, 2**63 - 1),
    files=st.lists(
        st.builds(FileInfo, texts.map(FileId), texts, st.integers(), st.none() | texts.map(SectionId)), max_size=2
    ).map(tuple),
    read_only=texts,
)
events = st.builds(
    AuditEvent,
    at=times,
    actor=texts,
    action=st.sampled_from(AuditAction),
    result=st.sampled_from(AuditResult),
    ref=st.none() | refs,
    title=texts,
    vault_name=texts,
    field=texts,
    detail=texts,
    serial=st.integers(1, 2**40),
)


@given(items)
def test_an_item_comes_back_exactly(item: Item) -> None:
    assert decode_item(encode_item(item)) == item


@given(st.builds(Draft, texts.map(DraftId), items, items, times))
@settings(max_examples=50)
def test_a_draft_comes_back_exactly(draft: Draft) -> None:
    assert decode_draft(encode_draft(draft)) == draft


@given(events, st.binary(min_size=32, max_size=32))
@settings(max_examples=50)
def test_an_event_comes_back_with_the_digest_before_it(event: AuditEvent, before: bytes) -> None:
    assert decode_event(encode_event(event, before), event.serial) == (event, before)


@given(texts, st.binary(max_size=600))
def test_a_named_record_comes_back_exactly(name: str, value: bytes) -> None:
    assert unpack(pack(name, value)) == (name, value)
    assert len(pack(name, value)) % 256 == 0


@given(st.binary(max_size=40))
def test_a_named_record_is_read_whole_or_refused(plain: bytes) -> None:
    try:
        name, value = unpack(plain)
    except (Invalid, UnicodeDecodeError):
        return
    assert pack(name, value).startswith(plain.rstrip(b"\0"))


SIMPLE = Item(
    ItemRef(AccountId("a"), VaultId("v"), ItemId("i")),
    "GitHub",
    category("LOGIN"),
    fields=(Field(FieldId("p"), FieldKind.CONCEALED, "password", Secret("s3cret-1")),),
)


@pytest.mark.parametrize(
    "change",
    [
        {"shares": []},
        {"state": "frozen"},
        {"version": "1"},
        {"version": True},
        {"favourite": 0},
        {"title": None},
        {"tags": [1]},
        {"ref": ["a", "v"]},
        {"sections": [["s"]]},
        {"websites": {}},
        {"fields": [{"id": "p"}]},
        {"fields": ["p"]},
        {"files": [["f", "name", 1]]},
        {"files": [["f", "name", "1", None]]},
        {"files": [["f", "name", True, None]]},
        {"files": {}},
        {"read_only": True},
    ],
    ids=str,
)
def test_what_a_newer_strongroom_wrote_is_refused_whole(change: dict[str, object]) -> None:
    known = json.loads(encode_item(SIMPLE))
    with pytest.raises(Invalid, match="newer Strongroom"):
        decode_item(json.dumps({**known, **change}).encode())


def test_files_and_the_reason_not_to_edit_are_only_written_where_there_are_any() -> None:
    assert not json.loads(encode_item(SIMPLE)).keys() & {"files", "read_only"}
    file = FileInfo(FileId("f"), "key.pem", 12, SectionId("s"))
    known = json.loads(encode_item(replace(SIMPLE, files=(file,), read_only="It stays as it is.")))
    assert (known["files"], known["read_only"]) == ([["f", "key.pem", 12, "s", 262144]], "It stays as it is.")


def test_files_in_pieces_of_another_size_are_of_a_newer_strongroom_and_drafts_have_no_pieces() -> None:
    item = replace(SIMPLE, files=(FileInfo(FileId("f"), "key.pem", 12),))
    known, typed = json.loads(encode_item(item)), json.loads(encode_draft(Draft(DraftId("d"), item, item, 1.0)))
    assert typed["current"]["files"] == [["f", "key.pem", 12, None]]
    for end in ([], [None], [1024], [262144, 1]):
        changed = {**known, "files": [["f", "key.pem", 12, None, *end]]}
        with pytest.raises(Invalid, match="newer Strongroom"):
            decode_item(json.dumps(changed).encode())
    with pytest.raises(Invalid, match="newer Strongroom"):
        decode_draft(json.dumps({**typed, "current": known}).encode())


def test_an_event_of_a_newer_strongroom_is_told_in_its_own_words() -> None:
    known = json.loads(encode_event(AuditEvent(1.0, "ada", AuditAction.COPY, title="GitHub", detail="why"), bytes(32)))
    event, _ = decode_event(json.dumps({**known, "action": "lend"}).encode(), 7)
    assert (event.action, event.result, event.detail) == (AuditAction.OTHER, AuditResult.OK, "lend · why")
    assert (event.title, event.serial) == ("GitHub", 7)
    event, _ = decode_event(json.dumps({**known, "action": "lend", "result": "partly", "detail": ""}).encode(), 7)
    assert (event.action, event.result, event.detail) == (AuditAction.OTHER, AuditResult.OTHER, "lend · partly")
    assert not event.result.bad
    with pytest.raises(Invalid, match="newer Strongroom"):
        decode_event(json.dumps({**known, "action": 1}).encode(), 7)
    with pytest.raises(Invalid, match="newer Strongroom"):
        decode_event(json.dumps({**known, "share": "x"}).encode(), 7)


@pytest.mark.parametrize(
    ("kind", "raw_kind", "held", "read"),
    [
        ("text", "PHONE", "text", (FieldKind.PHONE, "")),
        ("text", "MENU", "text", (FieldKind.MENU, "")),
        ("text", "GENDER", "text", (FieldKind.MENU, "GENDER")),
        ("text", "CREDIT_CARD_NUMBER", "text", (FieldKind.CARD_NUMBER, "")),
        ("text", "CREDIT_CARD_TYPE", "text", (FieldKind.CARD_TYPE, "")),
        ("other", "ADDRESS", "text", (FieldKind.ADDRESS, "ADDRESS")),
        ("other", "REFERENCE", "text", (FieldKind.REFERENCE, "REFERENCE")),
        ("other", "FILE", "text", (FieldKind.FILE, "FILE")),
        ("other", "SSHKEY", "secret", (FieldKind.SSH_KEY, "SSHKEY")),
        ("concealed", "SSHKEY", "secret", (FieldKind.SSH_KEY, "")),
        ("other", "SSHKEY", "text", (FieldKind.OTHER, "SSHKEY")),
        ("concealed", "PHONE", "secret", (FieldKind.CONCEALED, "PHONE")),
        ("text", "HOLOGRAM", "text", (FieldKind.TEXT, "HOLOGRAM")),
        ("url", "PHONE", "text", (FieldKind.URL, "PHONE")),
    ],
)
def test_what_the_first_stores_had_no_kind_for_is_read_as_it_was_meant(
    kind: str, raw_kind: str, held: str, read: tuple[FieldKind, str]
) -> None:
    known = json.loads(encode_item(SIMPLE))
    field = {name: value for name, value in known["fields"][0].items() if name != "secret"}
    field |= {"kind": kind, "raw_kind": raw_kind, held: "s3cret-value"}
    (found,) = decode_item(json.dumps({**known, "fields": [field]}).encode()).fields
    assert (found.kind, found.raw_kind) == read
    assert found.value == (Secret("s3cret-value") if held == "secret" else "s3cret-value")
    assert decode_item(encode_item(replace(SIMPLE, fields=(found,)))).fields == (found,)


def test_a_field_of_a_newer_kind_is_refused() -> None:
    known = json.loads(encode_item(SIMPLE))
    for key, value in (("kind", "passkey"), ("purpose", "pin"), ("extra", 1)):
        field = {**known["fields"][0], key: value}
        with pytest.raises(Invalid, match="newer Strongroom"):
            decode_item(json.dumps({**known, "fields": [field]}).encode())
    with pytest.raises(Invalid, match="newer Strongroom"):
        decode_event(b"[]", 1)


@given(st.binary(max_size=30) | st.text(max_size=30).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for read in (decode_item, decode_draft):
        with pytest.raises(Invalid):
            read(data)


def test_a_deeply_nested_record_is_refused() -> None:
    with pytest.raises(Invalid):
        decode_item(b"[" * 100_000)


def test_a_time_that_is_no_number_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid, match="time"):
        encode_draft(Draft(DraftId("d"), SIMPLE, SIMPLE, float("nan")))
