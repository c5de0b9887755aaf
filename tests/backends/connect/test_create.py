"""New items: what is sent, what comes of it, and what is refused before anything is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.backends.connect.place import IMPATIENT, QUICK, Json, Office, config
from tests.backends.contract import content, draft
from tests.servers.connect import ConnectServer, fields, items
from tests.servers.connect.items import CATEGORIES
from tests.servers.faults import Fault
from tui.backends.connect.backend import ConnectBackend
from tui.model.account import CreateBody
from tui.model.category import category
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret

PASSWORD = Field(FieldId("password"), FieldKind.CONCEALED, "password", Secret("s3cret-p"), purpose=Purpose.PASSWORD)
USERNAME = Field(FieldId("username"), FieldKind.TEXT, "user name", "me", purpose=Purpose.USERNAME)


def new(place: Office, vault: str, kind: str = "LOGIN", *fields: Field, title: str = "New") -> Item:
    """Return an item that was never saved."""
    return Item(ItemRef(place.ref(vault, "").account, VaultId(vault), ItemId("")), title, category(kind), fields)


def field(kind: FieldKind, value: str, section: str = "") -> Field:
    """Return a field of a kind."""
    held: str | Secret = Secret(value) if kind.concealed else value
    return Field(FieldId(kind.name.lower()), kind, kind.value, held, SectionId(section) if section else None)


def sent(place: Office) -> Json:
    """Return the body of the last POST."""
    body = next(one for one in reversed(place.server.requests) if one.method == "POST").json()
    assert isinstance(body, dict)
    return body


async def test_every_category_that_can_be_made_is_made(place: Office, vault: str) -> None:
    for kind in sorted(CATEGORIES - {"DOCUMENT", "CUSTOM", "SSH_KEY"}):
        item = new(place, vault, kind, USERNAME, PASSWORD, field(FieldKind.NOTES, "a\nb"), title=f"A {kind}")
        saved = await place.backend.create(item)
        assert saved.category.id == kind
        assert {f.label: f.value for f in saved.fields if f.value} == {f.label: f.value for f in item.fields}
        purposes = {f.get("purpose") for f in sent(place)["fields"]}
        assert ("PASSWORD" in purposes) == (kind in ("LOGIN", "PASSWORD"))


@pytest.mark.parametrize("kind", ["DOCUMENT", "CUSTOM", "SSH_KEY", "CRYPTO_WALLET", "SOMETHING_NEW"])
async def test_what_connect_cannot_make_is_refused_with_the_reason(place: Office, vault: str, kind: str) -> None:
    with pytest.raises(Denied) as caught:
        await place.backend.create(new(place, vault, kind, PASSWORD))
    assert "Connect" in str(caught.value) and str(caught.value).endswith(".")
    assert place.server.count("POST") == 0


async def test_every_kind_of_field_in_and_out_of_a_section(place: Office, vault: str) -> None:
    values = {
        FieldKind.TEXT: "text",
        FieldKind.CONCEALED: "s3cret-value",
        FieldKind.OTP: "JBSWY3DPEHPK3PXP",
        FieldKind.URL: "https://x.example",
        FieldKind.EMAIL: "me@x.example",
        FieldKind.DATE: "1969-07-20",
        FieldKind.MONTH_YEAR: "2031-11",
    }
    inside = [replace(field(kind, value, "Section_1"), id=FieldId(f"in {kind}")) for kind, value in values.items()]
    item = new(place, vault, "LOGIN", USERNAME, PASSWORD, *(field(*each) for each in values.items()), *inside)
    item = replace(
        item,
        sections=(Section(SectionId("Section_1"), "More"),),
        websites=(Website("https://x.example", "home"), Website("y.example")),
        tags=("b", "a"),
        favourite=True,
    )
    saved = await place.backend.create(item)
    assert [(f.kind, f.value, f.section) for f in saved.fields if not f.empty] == [
        (f.kind, f.value, f.section) for f in item.fields
    ]
    assert (saved.sections, saved.websites, saved.tags, saved.favourite) == (
        item.sections,
        item.websites,
        ("a", "b"),
        True,
    )
    body = sent(place)
    assert body["urls"][0] == {"href": "https://x.example", "label": "home", "primary": True}
    by_type = {one["type"]: one for one in body["fields"]}
    assert by_type["DATE"]["value"] == "-14212740"  # 12:01:00 UTC of that day
    assert by_type["MONTH_YEAR"]["value"] == "203111"
    assert by_type["OTP"]["id"].startswith("TOTP_")
    assert all(one.get("purpose") is None for one in body["fields"] if "section" in one)
    assert await place.backend.item(saved.ref) == saved


async def test_a_purpose_goes_along_once_and_outside_sections(place: Office, vault: str) -> None:
    second = replace(PASSWORD, id=FieldId("second"), label="old password")
    boxed = replace(USERNAME, id=FieldId("boxed"), section=SectionId("s"))
    item = replace(new(place, vault, "LOGIN", PASSWORD, second, boxed), sections=(Section(SectionId("s"), ""),))
    saved = await place.backend.create(item)
    assert [f.label for f in saved.fields if f.purpose is Purpose.PASSWORD] == ["password"]
    assert {f.label for f in saved.fields if f.value} == {"password", "old password", "user name"}


async def test_a_field_whose_section_is_not_there_is_outside_all(place: Office, vault: str) -> None:
    lost = [replace(one, section=SectionId("nowhere")) for one in (PASSWORD, field(FieldKind.TEXT, "x"))]
    saved = await place.backend.create(new(place, vault, "LOGIN", *lost))
    assert {one.label: one.section for one in saved.fields if one.value} == {"password": None, "text": None}
    password = saved.of(Purpose.PASSWORD)
    assert password is not None and password.value == PASSWORD.value


async def test_bad_values_are_refused_before_anything_is_sent(place: Office, vault: str) -> None:
    for bad in (
        field(FieldKind.DATE, "26.11.2026"),
        field(FieldKind.MONTH_YEAR, "November"),
        field(FieldKind.TEXT, "\ud800"),
        replace(field(FieldKind.OTHER, "x"), raw_kind="ADDRESS"),
    ):
        with pytest.raises(Invalid):
            await place.backend.create(new(place, vault, "LOGIN", bad))
    assert place.server.count("POST") == 0


async def test_what_the_server_refuses_is_told_in_its_words_without_the_secret(place: Office, vault: str) -> None:
    place.server.faults.status, place.server.faults.message = 400, "bad value s3cret-p in field"
    place.server.faults.on = "POST"
    with pytest.raises(Invalid) as caught:
        await place.backend.create(new(place, vault, "LOGIN", PASSWORD))
    assert "s3cret" not in str(caught.value) and "bad value" in str(caught.value)


async def test_a_secret_is_also_hidden_as_json_writes_it(place: Office, vault: str) -> None:
    value = 's3cret-"é"\\\nx'
    for quoted in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        place.server.faults.add(Fault(on="POST", times=1, status=400, message=f"bad value {quoted} in field"))
        with pytest.raises(Invalid, match="bad value") as caught:
            await place.backend.create(new(place, vault, "LOGIN", replace(PASSWORD, value=Secret(value))))
        assert "s3cret" not in str(caught.value)


async def test_the_small_form_of_other_services(vault: str) -> None:
    with ConnectServer(dialect="login") as server:
        name = server.add_vault("Work")
        backend = ConnectBackend(config(server.url, CreateBody.LOGIN), Secret(server.token), QUICK, IMPATIENT)
        place = Office(server, backend)
        item = new(place, name, "LOGIN", USERNAME, PASSWORD)
        saved = await backend.create(item)
        assert sent(place) == {"title": "New", "login": {"username": "me", "password": "s3cret-p"}}
        username, password = saved.of(Purpose.USERNAME), saved.of(Purpose.PASSWORD)
        assert username is not None and username.value == "me"
        assert password is not None and password.value == Secret("s3cret-p")
        for more in (
            replace(item, tags=("a",)),
            replace(item, websites=(Website("x.example"),)),
            replace(item, favourite=True),
            replace(item, category=category("SECURE_NOTE")),
            replace(item, fields=(*item.fields, field(FieldKind.NOTES, "a note"))),
        ):
            with pytest.raises(Invalid, match="only logins with a title"):
                await backend.create(more)
        assert server.count("POST") == 1
        await backend.aclose()


async def test_the_notes_go_without_a_label(place: Office, vault: str) -> None:
    item = draft((await place.backend.vaults())[0])
    saved = await place.backend.create(item)
    [notes] = [one for one in sent(place)["fields"] if one.get("purpose") == "NOTES"]
    assert notes == {"type": "STRING", "purpose": "NOTES", "value": "a\nnote"}
    [raw] = [one for one in place.server.item(vault, saved.ref.item)["fields"] if one.get("purpose") == "NOTES"]
    assert raw["label"] == "notesPlain"


async def test_an_item_whose_built_in_fields_get_other_labels_is_found(
    place: Office, vault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(made: Json, *rest: Any) -> Json:
        found = fields.make(made, *rest)
        return found | ({"label": "Built-in"} if found.get("purpose") else {})

    monkeypatch.setattr(items, "make", make)
    place.server.faults.add(Fault(on="POST", times=1, reset_after=True))
    saved = await place.backend.create(draft((await place.backend.vaults())[0]))
    assert place.server.items(vault) == [saved.ref.item]
    assert saved.fields[0].label == "Built-in"


async def test_a_new_item_is_read_back_the_same(place: Office, vault: str) -> None:
    item = draft((await place.backend.vaults())[0])
    saved = await place.backend.create(item)
    assert content(await place.backend.item(saved.ref)) == content(item)
    assert saved.version == 1
