"""Items, drafts and audit events as JSON bytes, and back, exactly."""

from __future__ import annotations

from typing import TypeVar

from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.category import category
from tui.model.draft import Draft
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, Section, of_word
from tui.model.file import FileInfo
from tui.model.ids import AccountId, DraftId, FieldId, FileId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, ItemState, Website
from tui.model.secret import Secret
from tui.store.jsonform import NEWER, Fields, dumps, loads
from tui.store.pieces import PIECE_BYTES

_ONCE = (FieldKind.TEXT, FieldKind.CONCEALED, FieldKind.OTHER)
"""What fields were called in the first stores whose kinds had no names of their own."""

Word = TypeVar("Word", AuditAction, AuditResult)


def encode_item(item: Item) -> bytes:
    """Return an item as JSON bytes. Its files are ours: in pieces."""
    return dumps(_item(item, pieces=True))


def decode_item(data: bytes) -> Item:
    """Read what `encode_item` wrote.

    Raises:
        Invalid: a newer Strongroom wrote it.
    """
    return _read_item(loads(data), pieces=True)


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
    """Read what `encode_event` wrote: the event, and the digest of the one before.

    A word for action or result that we do not know begins the detail: an event is shown, and never written again.
    """
    fields = Fields(loads(data))
    ref = fields.maybe("ref", list)
    action, done = _known(AuditAction, fields.take("action", str))
    result, ended = _known(AuditResult, fields.take("result", str))
    try:
        before = bytes.fromhex(fields.take("before", str))
        event = AuditEvent(
            at=fields.take("at", float),
            actor=fields.take("actor", str),
            action=action,
            result=result,
            ref=None if ref is None else _read_ref(ref),
            title=fields.take("title", str),
            vault_name=fields.take("vault", str),
            field=fields.take("field", str),
            detail=" · ".join(filter(None, (done, ended, fields.take("detail", str)))),
            serial=serial,
        )
    except ValueError:
        raise Invalid(NEWER) from None
    fields.done()
    return event, before


def _known(words: type[Word], word: str) -> tuple[Word, str]:
    """Return what a word means; one that we do not know means OTHER, and is returned too."""
    try:
        return words(word), ""
    except ValueError:
        return words("other"), word


def _item(item: Item, *, pieces: bool = False) -> dict[str, object]:
    encoded: dict[str, object] = {
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
    if item.files:
        more = [PIECE_BYTES] if pieces else []
        encoded["files"] = [[file.id, file.name, file.size, file.section, *more] for file in item.files]
    if item.read_only:
        encoded["read_only"] = item.read_only
    return encoded


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


def _read_item(value: object, *, pieces: bool = False) -> Item:
    fields = Fields(value)
    read_file = _read_file_in_pieces if pieces else _read_file
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
            files=fields.each("files", read_file) if fields.has("files") else (),
            read_only=fields.take("read_only", str) if fields.has("read_only") else "",
        )
    except ValueError:
        raise Invalid(NEWER) from None
    fields.done()
    return item


def _read_field(value: object) -> Field:
    fields = Fields(value)
    held: str | Secret = Secret(fields.take("secret", str)) if fields.has("secret") else fields.take("text", str)
    kind, raw_kind = _kind(FieldKind(fields.take("kind", str)), fields.take("raw_kind", str), held)
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
        raw_kind=raw_kind,
    )
    fields.done()
    return field


def _kind(kind: FieldKind, raw_kind: str, held: str | Secret) -> tuple[FieldKind, str]:
    """Return the kind of a field. The first stores had fewer, and a service's word beside one of those."""
    known = of_word(raw_kind) if kind in _ONCE else None
    if known is None or known[0].concealed is not isinstance(held, Secret):
        return kind, raw_kind
    return (known[0], "") if kind is FieldKind.CONCEALED else known


def _read_ref(value: object) -> ItemRef:
    account, vault, item = _texts(value, 3)
    return ItemRef(AccountId(account), VaultId(vault), ItemId(item))


def _read_section(value: object) -> Section:
    section, label = _texts(value, 2)
    return Section(SectionId(section), label)


def _read_website(value: object) -> Website:
    return Website(*_texts(value, 3))


def _read_file(value: object) -> FileInfo:
    if not isinstance(value, list) or len(value) != 4 or type(value[2]) is not int:
        raise Invalid(NEWER)
    section = None if value[3] is None else SectionId(_text(value[3]))
    return FileInfo(FileId(_text(value[0])), _text(value[1]), value[2], section)


def _read_file_in_pieces(value: object) -> FileInfo:
    if not isinstance(value, list) or value[4:] != [PIECE_BYTES]:
        raise Invalid(NEWER)
    return _read_file(value[:4])


def _texts(value: object, count: int) -> list[str]:
    if not isinstance(value, list) or len(value) != count:
        raise Invalid(NEWER)
    return [_text(element) for element in value]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid(NEWER)
    return value
