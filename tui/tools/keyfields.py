"""The fields of an SSH key: the private one, and those that say what is known of it, which follow it.

They have the ids of 1Password's own. Reading a key can take seconds, so what calls `sshkey` is for a thread.
"""

from __future__ import annotations

from tui.model import arrange
from tui.model.edit import AddField, Edit, SetValue
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.tools import sshkey
from tui.tools.sshkey import SshKey

SSH_KEY = "SSH_KEY"
"""The one category whose items have a key."""

DERIVED = {"public_key": "public key", "fingerprint": "fingerprint", "key_type": "key type"}
"""The labels of the fields that say what is known of a key, by their ids."""

_OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----"
_NAMES = {"ed25519": "Ed25519", "rsa": "RSA", "ecdsa": "ECDSA"}


def key_field(item: Item) -> Field | None:
    """Return the field of an item with its private key, or None."""
    return next((field for field in item.fields if field.kind is FieldKind.SSH_KEY), None)


def is_derived(field: Field, item: Item) -> bool:
    """Whether a field says what is known of the key of its item."""
    return field.id in DERIVED and field.kind is FieldKind.TEXT and key_field(item) is not None


def put(item: Item, field_id: FieldId, key: SshKey | None) -> tuple[Edit, ...]:
    """Return the edits that give a field a key, or none, and make what is known of it say the same."""
    said = {
        "public_key": key.public if key else "",
        "fingerprint": key.fingerprint if key else "",
        "key_type": f"{_NAMES[key.kind.value]}, {key.bits} bits" if key else "",
    }
    edits: list[Edit] = [SetValue(field_id, key.openssh if key else Secret(""))]
    private = item.field(field_id)
    behind = field_id
    for name, label in DERIVED.items():
        known = item.field(FieldId(name))
        if known is not None:
            edits.append(SetValue(known.id, said[name]))
        elif key is not None:
            section = private.section if private is not None else None
            field = Field(FieldId(name), FieldKind.TEXT, label, said[name], section)
            places = sum(isinstance(edit, AddField) for edit in edits)
            edits.append(AddField(field, arrange.add_field(item, field, behind).index + places))
    return tuple(edits)


def untold(item: Item) -> Field | None:
    """Return the private key of an item that does not say what is known of it."""
    key = key_field(item)
    return key if key is not None and not key.empty and item.field(FieldId("fingerprint")) is None else None


def told(value: Secret) -> str:
    """Return what is known of a private key in a few words, or why nothing is."""
    try:
        key = sshkey.read(value)
    except Invalid as error:
        return str(error)
    return f"{_NAMES[key.kind.value]}, {key.bits} bits · {key.fingerprint}"


def is_same(one: Secret, other: Secret) -> bool:
    """Whether two private keys are one, in whatever format each is."""
    if one == other:
        return True
    try:
        return sshkey.read(one).pkcs8 == sshkey.read(other).pkcs8
    except Invalid:
        return False


def openssh(value: Secret) -> Secret:
    """Return a private key as OpenSSH takes it; one that cannot be read stays as it is."""
    if value.reveal().lstrip().startswith(_OPENSSH):
        return value
    try:
        return sshkey.read(value).openssh
    except Invalid:
        return value
