"""docs/store-format.md is true: its vectors hold, and a reader written from it reads what Strongroom writes."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.contract import every_kind
from tests.store import reader
from tests.store.lines import forms, make_old
from tests.store.places import PASSWORD, Place, attach, disturb, furnish, login, pages, place_in
from tui.model.edit import SetTitle
from tui.model.field import Field, as_kind
from tui.model.ids import HOME, FieldId, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.store import header, segment, sql
from tui.store.codec import decode_draft, decode_item, encode_item
from tui.store.keys import Keys
from tui.store.manifest import Manifest
from tui.store.named import unpack
from tui.store.naming import RecordKey, RecordKind, id_text
from tui.tools import address
from tui.tools.address import Address

DOCUMENT = (Path(__file__).parents[2] / "docs" / "store-format.md").read_text(encoding="utf-8")

texts = st.text(st.one_of(st.characters(), st.sampled_from('{}":,\n\\')), max_size=6)


@dataclass(frozen=True)
class Vectors:
    """The vectors of the document."""

    values: dict[str, str]
    subkeys: dict[str, str]
    record: dict[str, str]
    piece: dict[str, str]
    manifest: dict[str, str | int]

    def raw(self, name: str) -> bytes:
        """A value that is written in hexadecimal."""
        return bytes.fromhex(self.values[name])


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    found = json.loads(_block("json", "Test vectors"))
    return Vectors(found, found["subkeys"], found["record"], found["piece"], found["manifest"])


def _block(language: str, after: str) -> str:
    _, _, rest = DOCUMENT.partition(f"## {after}\n")
    match = re.search(rf"```{language}\n(.*?)\n```", rest, re.DOTALL)
    assert match is not None
    return match[1]


def test_the_schema_is_the_documents() -> None:
    assert _block("sql", "The file").splitlines() == list(sql.SCHEMA.values())


def test_the_vectors_hold_for_the_second_implementation(vectors: Vectors) -> None:
    slot = json.loads(vectors.values["header"])["slots"][0]
    assert reader.password_key(vectors.values["password"], slot) == vectors.raw("key encryption key")
    key, store = reader.data_key(vectors.values["header"].encode(), vectors.values["password"])
    assert (key, reader.base32(store)) == (vectors.raw("data key"), vectors.values["store"])
    keys = reader.subkeys(key, store)
    assert {name: getattr(keys, name).hex() for name in vectors.subkeys} == vectors.subkeys
    record = vectors.record
    where = (int(record["kind"]), bytes.fromhex(record["id"]), int(record["version"]), int(record["part"]))
    assert where[1] == reader.named_id(keys, where[0], record["name"])
    seal = bytes.fromhex(record["seal"])
    plain = reader.record(keys, store, where, seal, bytes.fromhex(record["body"]))
    assert reader.named(plain) == (record["name"], record["value"].encode())
    assert reader.entry(keys, where, seal) == vectors.raw("entry")
    piece = vectors.piece
    where = (9, bytes.fromhex(piece["id"]), int(piece["file"], 16), int(piece["part"]))
    plain = reader.record(keys, store, where, bytes.fromhex(piece["seal"]), bytes.fromhex(piece["body"]))
    contents = reader.Contents({where: plain}, {}, keys, store)
    assert reader.file(contents, where[1], [piece["file"], "key.pem", piece["size"], None, 262144]) == b"s3cret-file"
    found = reader.manifest(keys, store, bytes.fromhex(str(vectors.manifest["stored"])))
    for name in ("counter", "count", "events", "sealed"):
        assert found[name] == int(vectors.manifest[name])


def test_the_vectors_hold_for_strongroom(vectors: Vectors) -> None:
    head = header.decode(vectors.values["header"].encode())
    assert head.encode().decode() == vectors.values["header"]
    assert id_text(head.store) == vectors.values["store"]
    key = header.unwrap(head, Secret(vectors.values["password"]))
    assert key == vectors.raw("data key")
    keys, record = Keys(key, head.store), vectors.record
    where = RecordKey(
        int(record["kind"]), keys.name(int(record["kind"]), record["name"]), int(record["version"]), int(record["part"])
    )
    assert where.id == bytes.fromhex(record["id"])
    seal, body = bytes.fromhex(record["seal"]), bytes.fromhex(record["body"])
    assert unpack(keys.open_record(where, seal, body) or b"") == (record["name"], record["value"].encode())
    assert keys.entry(where, seal) == int.from_bytes(vectors.raw("entry"), "big")
    piece = vectors.piece
    there = RecordKey(RecordKind.FILE, bytes.fromhex(piece["id"]), int(piece["file"], 16), int(piece["part"]))
    plain = keys.open_record(there, bytes.fromhex(piece["seal"]), bytes.fromhex(piece["body"]))
    assert plain == piece["content"].encode().ljust(256, b"\0")
    manifest = Manifest.decode(keys.open_manifest(bytes.fromhex(str(vectors.manifest["stored"]))) or b"")
    assert (manifest.counter, manifest.count, manifest.events, manifest.sealed) == (5, 1, 0, 9)
    assert (manifest.sum, manifest.header) == (keys.entry(where, seal), header.digest(head.encode()))


def test_the_overview_of_the_document_is_read_and_written_so() -> None:
    vector = json.loads(_block("json", "Test vectors"))["overview"]
    plain, told = bytes.fromhex(vector["columns"]), [(*row[:5], tuple(row[5]), *row[6:]) for row in vector["rows"]]
    assert reader.overview(plain) == told
    page = segment.decode(plain, HOME, VaultId("v"))
    assert [(row.ref.item, *(getattr(row, name) for name in row.__slots__[1:-1])) for row in page] == told
    assert segment.encode(page) == plain


@pytest.fixture
def sample(tmp_path: Path) -> Place:
    """The whole store that the document holds."""
    place = place_in(tmp_path)
    place.path.write_bytes(gzip.decompress(base64.b64decode(_block("text", "Test vectors"))))
    place.path.chmod(0o600)
    return place


def test_the_store_of_the_document_opens(sample: Place, vectors: Vectors) -> None:
    store = sample.open(Secret(vectors.values["password"]))
    store.verify()
    store.verify_audit()
    (vault,) = store.vaults()
    assert (vault.name, vault.description, vault.items) == ("Private", "of the document", 1)
    (summary,) = pages(store, vault.id)
    assert (summary.title, summary.username, summary.version) == ("Hub", "me@example.org", 2)
    assert [one.title for one in store.versions(summary.ref)] == ["Hub", "GitHub"]
    password = store.item(summary.ref).field(FieldId("password"))
    assert password is not None
    assert password.value == Secret("s3cret-one")
    assert store.get(RecordKind.ACCOUNT, "work") == b"s3cret-token"
    assert [one.detail for one in store.audit()] == ["second", "first"]
    assert forms(store) == [b"["], "it is of the time before columns"
    store.update(summary.ref, [SetTitle("Hub again")], 2)
    assert forms(store) == [b"\x01"]
    store.create_vault("and can be written")
    store.verify()
    assert [one.title for one in pages(store, vault.id)] == ["Hub again"]
    store.close()


def test_the_second_implementation_reads_the_store_of_the_document(sample: Place, vectors: Vectors) -> None:
    found = reader.read(sample.path, vectors.values["password"])
    (item,) = [json.loads(plain) for plain in found.of(3).values()]
    assert (item["title"], item["fields"][1]["secret"]) == ("Hub", "s3cret-one")
    assert [json.loads(plain)["detail"] for plain in found.of(6).values()] == ["first", "second"]
    assert [reader.named(plain) for plain in found.of(7).values()] == [("work", b"s3cret-token")]


@pytest.mark.parametrize("rotated", [False, True])
@pytest.mark.parametrize("old", [False, True], ids=["columns", "lines and columns"])
def test_the_second_implementation_reads_what_strongroom_writes(place: Place, rotated: bool, old: bool) -> None:
    store = place.open()
    furnish(store)
    if old:
        make_old(store)
        store.create_item(login(store.create_vault("Newer").id))
    disturb(store)
    attach(store, store.create_item(login(store.vaults()[0].id)), "big", bytes(range(256)) * 2100)
    if old:
        make_old(store)
        store.create_item(login(store.vaults()[0].id))
        assert set(forms(store)) == {b"[", b"\x01"}
    if rotated:
        store.rotate_keys(PASSWORD)
    found = reader.read(place.path, PASSWORD.reveal())
    assert found.manifest["counter"] == store.counter()
    assert len({where[0] for where in found.records}) == len(RecordKind)
    assert all(len(plain) % 256 == 0 for plain in found.records.values())
    for vault in store.vaults():
        (raw,) = [plain for where, plain in found.of(1).items() if reader.base32(where[1]) == vault.id]
        told = json.loads(raw)
        assert (told["name"], told["active"], told["updated"]) == (vault.name, vault.items, vault.updated)
        assert _lines(found, vault.id) == {
            (one.ref.item, one.title, one.host, one.archived, one.version) for one in pages(store, vault.id)
        }
        for summary in pages(store, vault.id):
            for one in store.versions(summary.ref):
                then = store.version(summary.ref, one.version)
                assert _item(found, summary.ref.item, one.version) == _typed(then)
                assert _files(found, summary.ref.item, one.version) == [
                    (file.name, b"".join(store.files.read(summary.ref, file.id))) for file in then.files
                ]
    drafts = [decode_draft(reader.named(plain)[1]) for plain in found.of(5).values()]
    assert sorted(draft.id for draft in drafts) == [draft.id for draft in store.drafts()]
    assert sorted(reader.named(plain) for plain in found.of(7).values()) == list(store.each(RecordKind.ACCOUNT))
    store.close()


def _lines(found: reader.Contents, vault: str) -> set[tuple[object, ...]]:
    told: set[tuple[object, ...]] = set()
    for (_, id_, _, part), plain in found.of(2).items():
        if reader.base32(id_) == vault:
            for row in reader.overview(plain):
                assert [where[3] for where in found.of(3) if where[1] == reader.unbase32(str(row[0]))] == [part]
                told.add((row[0], row[1], row[4], row[7], row[10]))
    return told


def _item(found: reader.Contents, item: str, version: int) -> list[tuple[str, str]]:
    told = _json(found, item, version)
    return [(field["label"], field.get("secret", field.get("text"))) for field in told["fields"]]


def _files(found: reader.Contents, item: str, version: int) -> list[tuple[str, bytes]]:
    entries = _json(found, item, version).get("files", [])
    return [(entry[1], reader.file(found, reader.unbase32(item), entry)) for entry in entries]


def _json(found: reader.Contents, item: str, version: int) -> dict[str, Any]:
    where = (reader.unbase32(item), version)
    (plain,) = [plain for key, plain in found.records.items() if key[0] in (3, 4) and key[1:3] == where]
    told: dict[str, Any] = json.loads(plain)
    return told


def _typed(item: Item) -> list[tuple[str, str]]:
    values = ((field.label, field.value) for field in item.fields)
    return [(label, value.reveal() if isinstance(value, Secret) else value) for label, value in values]


def test_the_second_implementation_knows_every_kind_of_field(place: Place) -> None:
    store = place.open()
    vault = store.create_vault("Kinds")
    values = every_kind(vault, "another item")
    fields = tuple(Field(FieldId(kind.name), kind, kind.value, as_kind(text, kind)) for kind, text in values.items())
    saved = store.create_item(replace(login(vault.id), fields=fields))
    store.close()
    told = _json(reader.read(place.path, PASSWORD.reveal()), saved.ref.item, saved.version)["fields"]
    assert [(reader.kind(one), one.get("secret", one.get("text"))) for one in told] == [
        (kind.value, text) for kind, text in values.items()
    ]
    (where,) = (one["text"] for one in told if reader.kind(one) == "address")
    assert Address(**(reader.parts_of(where) or {})).text == where


@given(texts | st.builds(Address, texts, texts, texts, texts, texts).map(lambda one: one.text))
def test_the_second_implementation_reads_the_same_addresses(text: str) -> None:
    parts, known = reader.parts_of(text), address.read(text)
    assert (parts is None) == (known is None)
    assert parts is None or Address(**parts) == known


@pytest.mark.parametrize("word", ["PHONE", "GENDER", "ADDRESS", "SSHKEY", "FILE", "HOLOGRAM", ""])
@pytest.mark.parametrize("kind", ["text", "concealed", "other", "url"])
@pytest.mark.parametrize("held", ["text", "secret"])
def test_the_second_implementation_reads_the_first_stores_alike(kind: str, word: str, held: str) -> None:
    if kind == "concealed" and held == "text":
        return  # no store has that
    known = json.loads(encode_item(login(VaultId("v"))))
    field = {"id": "f", "kind": kind, "label": "", held: "x", "section": None, "purpose": "", "raw_kind": word}
    (found,) = decode_item(json.dumps({**known, "fields": [field]}).encode()).fields
    assert reader.kind(field) == found.kind.value
