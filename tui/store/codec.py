"""Items, drafts and audit events as JSON bytes, and back, exactly."""

from __future__ import annotations

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.category import category
from tui.model.draft import Draft
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import AccountId, DraftId, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.store.jsonform import NEWER, Fields, dumps, loads


def encode_item(item: Item) -> bytes:
    """Return an item as JSON bytes."""
    return dumps(_item(item))


def decode_item(data: bytes) -> Item:
    """Read what `encode_item` wrote.

    Raises:
        Invalid: a newer Strongroom wrote it.
    """
    return _read_item(loads(data))


def encode_draft(draft: Draft) -> bytes:
    """Return a draft as JSON bytes."""
    return dumps({"id": draft.id, "base": _item(draft.base), "current": _item(draft.current), "at": draft.at})


def decode_draft(data: bytes) -> Draft:
    """Read what `encode_draft` wrote."""
    fields = Fields(loads(data))
    base, current = _read_item(fields.take("base", dict)), _read_item(fields.take("current", dict))
    draft = Draft(DraftId(fields.take("id", str)), base, current, fields.take("at", float))
    fields.done()
    return draft


def encode_event(event: AuditEvent, before: bytes) -> bytes:
    """Return an audit event with the digest of the one before. The serial is in the record's address."""
    return dumps(
        {
            "before": before.hex(),
            "at": event.at,
            "actor": event.actor,
            "action": event.action.value,
            "result": event.result.value,
            "ref": None if event.ref is None else _ref(event.ref),
            "title": event.title,
            "vault": event.vault_name,
            "field": event.field,
            "detail": event.detail,
        }
    )


def decode_event(data: bytes, serial: int) -> tuple[AuditEvent, bytes]:
    """Read what `encode_event` wrote: the event, and the digest of the one before."""
    fields = Fields(loads(data))
    ref = fields.maybe("ref", list)
    try:
        before = bytes.fromhex(fields.take("before", str))
        event = AuditEvent(
            at=fields.take("at", float),
            actor=fields.take("actor", str),
            action=AuditAction(fields.take("action", str)),
            result=AuditResult(fields.take("result", str)),
            ref=None if ref is None else _read_ref(ref),
            title=fields.take("title", str),
            vault_name=fields.take("vault", str),
            field=fields.take("field", str),
            detail=fields.take("detail", str),
            serial=serial,
        )
    except ValueError:
        raise Invalid(NEWER) from None
    fields.done()
    return event, before


def _item(item: Item) -> dict[str, object]:
    return {
        "ref": _ref(item.ref),
        "title": item.title,
        "category": item.category.id,
        "fields": [_field(field) for field in item.fields],
        "sections": [[section.id, section.label] for section in item.sections],
        "websites": [[site.url, site.label, site.autofill] for site in item.websites],
        "tags": list(item.tags),
        "favourite": item.favourite,
        "state": item.state.value,
        "created": item.created,
        "updated": item.updated,
        "version": item.version,
    }


def _field(field: Field) -> dict[str, object]:
    value = field.value
    held = {"secret": value.reveal()} if isinstance(value, Secret) else {"text": value}
    return {
        "id": field.id,
        "kind": field.kind.value,
        "label": field.label,
        **held,
        "section": field.section,
        "purpose": field.purpose.value,
        "raw_kind": field.raw_kind,
    }


def _ref(ref: ItemRef) -> list[str]:
    return [ref.account, ref.vault, ref.item]


def _read_item(value: object) -> Item:
    fields = Fields(value)
    try:
        item = Item(
            ref=_read_ref(fields.take("ref", list)),
            title=fields.take("title", str),
            category=category(fields.take("category", str)),
            fields=fields.each("fields", _read_field),
            sections=fields.each("sections", _read_section),
            websites=fields.each("websites", _read_website),
            tags=fields.each("tags", _text),
            favourite=fields.take("favourite", bool),
            state=ItemState(fields.take("state", str)),
            created=fields.take("created", float),
            updated=fields.take("updated", float),
            version=fields.take("version", int),
        )
    except ValueError:
        raise Invalid(NEWER) from None
    fields.done()
    return item


def _read_field(value: object) -> Field:
    fields = Fields(value)
    held: str | Secret = Secret(fields.take("secret", str)) if fields.has("secret") else fields.take("text", str)
    kind = FieldKind(fields.take("kind", str))
    if kind.concealed and not isinstance(held, Secret):
        raise Invalid(NEWER)
    section = fields.maybe("section", str)
    field = Field(
        id=FieldId(fields.take("id", str)),
        kind=kind,
        label=fields.take("label", str),
        value=held,
        section=None if section is None else SectionId(section),
        purpose=Purpose(fields.take("purpose", str)),
        raw_kind=fields.take("raw_kind", str),
    )
    fields.done()
    return field


def _read_ref(value: object) -> ItemRef:
    account, vault, item = _texts(value, 3)
    return ItemRef(AccountId(account), VaultId(vault), ItemId(item))


def _read_section(value: object) -> Section:
    section, label = _texts(value, 2)
    return Section(SectionId(section), label)


def _read_website(value: object) -> Website:
    return Website(*_texts(value, 3))


def _texts(value: object, count: int) -> list[str]:
    if not isinstance(value, list) or len(value) != count:
        raise Invalid(NEWER)
    return [_text(element) for element in value]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid(NEWER)
    return value
