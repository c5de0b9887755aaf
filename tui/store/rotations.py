"""Rotations as JSON bytes, and back, exactly."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.errors import Invalid
from tui.model.ids import AccountId, FieldId, ItemId, ItemRef, VaultId
from tui.model.rotation import Rotation, RotationId, Stage
from tui.model.secret import Secret
from tui.store.jsonform import NEWER, Fields, dumps, loads


def encode_rotations(rotations: Sequence[Rotation]) -> bytes:
    """Return rotations as JSON bytes."""
    return dumps({"rotations": [_rotation(one) for one in rotations]})


def decode_rotations(data: bytes) -> tuple[Rotation, ...]:
    """Read what `encode_rotations` wrote.

    Raises:
        Invalid: a newer Strongroom wrote it.
    """
    fields = Fields(loads(data))
    rotations = fields.each("rotations", _read)
    fields.done()
    return rotations


def _rotation(one: Rotation) -> dict[str, object]:
    return {
        "id": one.id,
        "ref": [one.ref.account, one.ref.vault, one.ref.item],
        "title": one.title,
        "field": one.field,
        "label": one.label,
        "old": one.old.reveal(),
        "new": one.new.reveal(),
        "at": one.at,
        "stage": one.stage.value,
        "why": one.why,
    }


def _read(value: object) -> Rotation:
    fields = Fields(value)
    ref = fields.take("ref", list)
    if len(ref) != 3 or not all(isinstance(part, str) for part in ref):
        raise Invalid(NEWER)
    try:
        stage = Stage(fields.take("stage", str))
    except ValueError:
        raise Invalid(NEWER) from None
    rotation = Rotation(
        id=RotationId(fields.take("id", str)),
        ref=ItemRef(AccountId(ref[0]), VaultId(ref[1]), ItemId(ref[2])),
        title=fields.take("title", str),
        field=FieldId(fields.take("field", str)),
        label=fields.take("label", str),
        old=Secret(fields.take("old", str)),
        new=Secret(fields.take("new", str)),
        at=fields.take("at", float),
        stage=stage,
        why=fields.take("why", str),
    )
    fields.done()
    return rotation
