"""Items for the model's tests: Hypothesis strategies, and content as something that can be compared."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tui.model.category import LOGIN
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind
from tui.model.ids import AccountId, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemSummary, Website
from tui.model.secret import Secret

REF = ItemRef(AccountId("home"), VaultId("v"), ItemId("i"))
SECTIONS = [None, *map(SectionId, ("s1", "s2", "s3", "gone"))]

texts = st.text(alphabet="ab[/]\x1b\ud800é", max_size=3)
kinds = st.sampled_from(FieldKind)


odd_texts = st.text(st.one_of(st.characters(), st.sampled_from("\\\n\t\x00e\ud800\udc00")), max_size=5)
"""Texts with all that means something where texts are kept together."""

summaries = st.builds(
    ItemSummary,
    ref=odd_texts.map(lambda name: replace(REF, item=ItemId(name))),
    title=odd_texts,
    category=odd_texts,
    username=odd_texts,
    host=odd_texts,
    tags=st.lists(odd_texts | st.just(""), max_size=3).map(tuple),
    favourite=st.booleans(),
    archived=st.booleans(),
    has_otp=st.booleans(),
    updated=st.floats(allow_nan=False, allow_infinity=False),
    version=st.integers(0, 2**63 - 1),
    syncing=st.booleans(),
)
"""Rows of the vault of `REF`."""


@st.composite
def fields(draw: st.DrawFn, field_id: str) -> Field:
    kind = draw(kinds)
    value: str | Secret = as_kind(draw(texts), kind)
    if kind is FieldKind.OTHER and draw(st.booleans()):
        value = Secret("s3cret-" + draw(texts))
    return Field(
        FieldId(field_id),
        kind,
        draw(st.sampled_from(["", "user name", "[b]"])),
        value,
        section=draw(st.sampled_from(SECTIONS)),
        purpose=draw(st.sampled_from(Purpose)) if draw(st.booleans()) else Purpose.NONE,
        raw_kind=draw(st.sampled_from(["GENDER", "FILE"])) if draw(st.booleans()) else "",
    )


@st.composite
def items(draw: st.DrawFn) -> Item:
    names = draw(st.lists(st.sampled_from("abcdef"), unique=True))
    sections = draw(st.lists(st.sampled_from(["s1", "s2", "s3"]), unique=True))
    return Item(
        REF,
        draw(texts),
        LOGIN,
        fields=tuple(draw(fields(name)) for name in names),
        sections=tuple(Section(SectionId(name), draw(st.sampled_from(["", "Work", "Home"]))) for name in sections),
        websites=tuple(Website(draw(texts)) for _ in range(draw(st.integers(0, 2)))),
        tags=tuple(draw(st.lists(texts, max_size=2))),
        favourite=draw(st.booleans()),
        version=draw(st.integers(0, 3)),
    )


@st.composite
def changed(draw: st.DrawFn, item: Item) -> Item:
    """Return `item` with some parts as in another one: what a person does to it."""
    other = draw(items())
    mixed = {field.id: field for field in (*item.fields, *other.fields)}
    taken = {field.id: field for field in item.fields}
    for field in other.fields:
        if draw(st.booleans()):
            taken[field.id] = mixed[field.id]
    if draw(st.booleans()):
        taken = {key: field for key, field in taken.items() if draw(st.booleans())}
    order = draw(st.permutations(list(taken))) if draw(st.booleans()) else list(taken)
    return replace(
        item,
        title=other.title if draw(st.booleans()) else item.title,
        tags=other.tags if draw(st.booleans()) else item.tags,
        websites=other.websites if draw(st.booleans()) else item.websites,
        sections=other.sections if draw(st.booleans()) else item.sections,
        favourite=draw(st.booleans()),
        fields=tuple(taken[key] for key in order),
    )


def content(item: Item) -> tuple[object, ...]:
    """Return what edits can change. Secrets compare by value."""
    return item.title, item.favourite, item.tags, item.websites, item.sections, item.fields


def login(**values: object) -> Item:
    """Return a login as it lies in a vault, version 1."""
    filled = tuple(replace(field, value=as_kind(str(values.get(field.id, "")), field.kind)) for field in LOGIN.template)
    return Item(REF, str(values.get("title", "GitHub")), LOGIN, fields=filled, version=1)
