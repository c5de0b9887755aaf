"""docs/store-format.md is true: its vectors hold, and a reader written from it reads what Strongroom writes."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.store import reader
from tests.store.places import PASSWORD, Place, disturb, furnish, pages, place_in
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.store import header, sql
from tui.store.codec import decode_draft
from tui.store.keys import Keys
from tui.store.manifest import Manifest
from tui.store.named import unpack
from tui.store.naming import RecordKey, RecordKind, id_text

DOCUMENT = (Path(__file__).parents[2] / "docs" / "store-format.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Vectors:
    """The vectors of the document."""

    values: dict[str, str]
    subkeys: dict[str, str]
    record: dict[str, str]
    manifest: dict[str, str | int]

    def raw(self, name: str) -> bytes:
        """A value that is written in hexadecimal."""
        return bytes.fromhex(self.values[name])


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    found = json.loads(_block("json", "Test vectors"))
    return Vectors(found, found["subkeys"], found["record"], found["manifest"])


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
    manifest = Manifest.decode(keys.open_manifest(bytes.fromhex(str(vectors.manifest["stored"]))) or b"")
    assert (manifest.counter, manifest.count, manifest.events, manifest.sealed) == (5, 1, 0, 9)
    assert (manifest.sum, manifest.header) == (keys.entry(where, seal), header.digest(head.encode()))


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
    store.create_vault("and can be written")
    store.verify()
    store.close()


def test_the_second_implementation_reads_the_store_of_the_document(sample: Place, vectors: Vectors) -> None:
    found = reader.read(sample.path, vectors.values["password"])
    (item,) = [json.loads(plain) for plain in found.of(3).values()]
    assert (item["title"], item["fields"][1]["secret"]) == ("Hub", "s3cret-one")
    assert [json.loads(plain)["detail"] for plain in found.of(6).values()] == ["first", "second"]
    assert [reader.named(plain) for plain in found.of(7).values()] == [("work", b"s3cret-token")]


@pytest.mark.parametrize("rotated", [False, True])
def test_the_second_implementation_reads_what_strongroom_writes(place: Place, rotated: bool) -> None:
    store = place.open()
    furnish(store)
    disturb(store)
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
                assert _item(found, summary.ref.item, one.version) == _typed(store.version(summary.ref, one.version))
    drafts = [decode_draft(reader.named(plain)[1]) for plain in found.of(5).values()]
    assert sorted(draft.id for draft in drafts) == [draft.id for draft in store.drafts()]
    assert sorted(reader.named(plain) for plain in found.of(7).values()) == list(store.each(RecordKind.ACCOUNT))
    store.close()


def _lines(found: reader.Contents, vault: str) -> set[tuple[object, ...]]:
    told: set[tuple[object, ...]] = set()
    for (_, id_, _, part), plain in found.of(2).items():
        if reader.base32(id_) == vault:
            for line in plain.rstrip(b" ").splitlines():
                row = json.loads(line)
                assert [where[3] for where in found.of(3) if where[1] == reader.unbase32(row[0])] == [part]
                told.add((row[0], row[1], row[4], row[7], row[10]))
    return told


def _item(found: reader.Contents, item: str, version: int) -> list[tuple[str, str]]:
    raw = reader.unbase32(item)
    (plain,) = [plain for where, plain in found.records.items() if where[0] in (3, 4) and where[1:3] == (raw, version)]
    return [(field["label"], field.get("secret", field.get("text"))) for field in json.loads(plain)["fields"]]


def _typed(item: Item) -> list[tuple[str, str]]:
    values = ((field.label, field.value) for field in item.fields)
    return [(label, value.reveal() if isinstance(value, Secret) else value) for label, value in values]
