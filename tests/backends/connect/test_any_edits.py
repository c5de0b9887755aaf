"""Whatever is done to an item: what the server has then is what was meant, and what we do not model is untouched."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backends.connect.raw import odd
from tests.examples import examples
from tests.servers.connect import items as server_items
from tests.servers.connect import patch as server_patch
from tests.servers.connect import stock
from tests.servers.connect.fields import Rules
from tests.servers.connect.state import State
from tui.backends.connect import convert
from tui.backends.connect.wire import WireItem, understood
from tui.backends.connect.writing import sending
from tui.model import edit as edits
from tui.model.arrange import groups
from tui.model.change import folded
from tui.model.edit import Edit
from tui.model.field import Field, FieldKind, Section, as_kind
from tui.model.ids import AccountId, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import outcome

Json = dict[str, Any]

OF_FIELDS = (edits.RemoveField, edits.MoveField, edits.SetLabel, edits.SetKind, edits.SetValue)
WRITABLE = [
    FieldKind.TEXT,
    FieldKind.CONCEALED,
    FieldKind.OTP,
    FieldKind.URL,
    FieldKind.EMAIL,
    FieldKind.DATE,
    FieldKind.MONTH_YEAR,
    FieldKind.MENU,
]
"""The kinds that Connect has a type for; fields of others become plain texts there, see the contract."""
VALUES = {FieldKind.DATE: ["2026-11-26", "1931-01-01", ""], FieldKind.MONTH_YEAR: ["2026-11", ""]}
texts = st.sampled_from(["", "x", "a/b~c", "é", "two\nlines"])


def start() -> tuple[Json, Item]:
    """Return an odd item as the server has it, and as we read it."""
    state = State(1)
    raw = stock.fill(odd("LOGIN"), state.add_vault("Work", "USER_CREATED", "", "v" * 26), state)
    raw |= {"version": 1, "createdAt": "2021-04-10T17:20:05Z", "updatedAt": "2021-04-10T17:20:05Z"}
    ref = ItemRef(AccountId("a"), VaultId("v" * 26), ItemId(raw["id"]))
    return raw, convert.item(understood(WireItem, raw, "an item"), ref)


RAW, BASE = start()


def value_of(draw: st.DrawFn, kind: FieldKind) -> str | Secret:
    """Return a value that the kind can have."""
    return as_kind(draw(st.sampled_from(VALUES[kind])) if kind in VALUES else draw(texts), kind)


@st.composite
def of_the_item(draw: st.DrawFn, item: Item, number: int) -> Edit:
    """Return something that the editor can do to an item itself."""
    sites = draw(st.permutations(item.websites))[: draw(st.integers(0, 2))]
    sections = [Section(one.id, draw(st.sampled_from([one.label, "New"]))) for one in item.sections]
    sections += [Section(SectionId(f"Section_{number}"), "More")] if draw(st.booleans()) else []
    kind = draw(st.sampled_from(WRITABLE))
    into = draw(st.sampled_from([None, *(section.id for section in item.sections)]))
    new = Field(FieldId(f"new{number}"), kind, f"new {number}", value_of(draw, kind), into)
    everything: list[Edit] = [
        edits.SetTitle(draw(texts)),
        edits.SetFavourite(draw(st.booleans())),
        edits.SetTags(tuple(draw(st.lists(st.sampled_from("abc"), unique=True)))),
        edits.SetWebsites((*sites, Website(draw(st.sampled_from(["https://x.example", "y.example"]))))),
        edits.SetSections(tuple(draw(st.permutations(sections))[draw(st.integers(0, 1)) :])),
        edits.AddField(new, draw(st.integers(0, len(item.fields)))),
    ]
    return draw(st.sampled_from(everything))


@st.composite
def of_a_field(draw: st.DrawFn, item: Item) -> Edit:
    """Return something that the editor can do to a field of an item."""
    field = draw(st.sampled_from([field for field in item.fields if not field.fixed]))
    value = edits.SetValue(field.id, value_of(draw, field.kind))
    into = draw(st.sampled_from([None, *(section.id for section in item.sections)]))
    everything: list[Edit] = [
        value,
        edits.RemoveField(field.id),
        edits.SetKind(field.id, draw(st.sampled_from([FieldKind.TEXT, FieldKind.CONCEALED]))),
        edits.SetLabel(field.id, draw(texts)),
        edits.MoveField(field.id, into, draw(st.integers(0, len(item.fields) - 1))),
    ]
    return value if field.purpose else draw(st.sampled_from(everything))


def edit_of(item: Item, number: int) -> st.SearchStrategy[Edit]:
    """Return something that the editor can do."""
    return of_the_item(item, number) | of_a_field(item)


@st.composite
def done_to(draw: st.DrawFn, item: Item) -> list[Edit]:
    """Return what is done to an item, one after the other."""
    found: list[Edit] = []
    for number in range(draw(st.integers(1, 6))):
        found.append(draw(edit_of(edits.apply(item, found), number)))
    return found


def plain(value: Any) -> Any:
    """Return what is sent as it is on the wire."""
    return json.loads(json.dumps(value, default=lambda secret: secret.reveal()))


def built(method: str, body: object) -> Json:
    """Return what the server has after a request."""
    body = plain(body)
    changed = server_patch.apply(copy.deepcopy(RAW), body) if method == "PATCH" else body
    rules = Rules(State(2).new_id, random.Random(1))  # noqa: S311 - it makes ids
    return server_items.build(changed, "v" * 26, RAW, rules)


def within(field: Json, sections: set[SectionId]) -> Json:
    """Return a field, outside all sections where its own is none of these."""
    lost = "section" in field and field["section"]["id"] not in sections
    return {key: value for key, value in field.items() if key != "section" or not lost}


def typed(item: Item) -> list[tuple[str, object]]:
    """Return the fields of an item as a person sees them, in their order. The server has built-in ones come first."""
    shown = [
        (section.label if section else "", sorted(fields, key=lambda field: not field.purpose))
        for section, fields in groups(item)
    ]
    return [(name, [(f.label, f.kind, f.value, f.raw_kind) for f in fields]) for name, fields in shown]


@settings(max_examples=examples(100))
@given(done_to(BASE))
def test_the_server_has_what_was_meant(made: list[Edit]) -> None:
    change = folded(BASE, made)
    request = sending(change, RAW)
    assert request.base is BASE
    raw = built(request.method, request.body)
    item = convert.item(understood(WireItem, raw, "an item"), BASE.ref)
    assert outcome.holds(item, change), (request.method, request.body)
    wanted = change.wanted
    assert (item.title, item.favourite, sorted(item.tags)) == (wanted.title, wanted.favourite, sorted(wanted.tags))
    assert (item.websites, item.sections) == (wanted.websites, wanted.sections)
    assert typed(item) == typed(wanted)
    assert {key: raw.get(key) for key in ("unmodelled", "number", "files")} == {
        key: RAW.get(key) for key in ("unmodelled", "number", "files")
    }
    untouched = {field.id for field in BASE.fields} - {one.field for one in change.edits if isinstance(one, OF_FIELDS)}
    left = {section.id for section in wanted.sections}
    before = {one["id"]: within(one, left) for one in RAW["fields"] if one["id"] in untouched}
    assert {one["id"]: one for one in raw["fields"] if one["id"] in untouched} == before
