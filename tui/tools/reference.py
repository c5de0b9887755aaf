"""Secret references, `op://vault/item[/section]/field`: read and built. Never one that could mean something else.

A name stands in one where it is allowed and no other thing answers to it; elsewhere the id does, which 1Password takes
just as well. `parse` takes what 1Password's SDK takes, except parts without a name: they lead to nothing.
The rules are those of developer.1password.com/docs/cli/secret-reference-syntax, as the SDK's core has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.item import Item

_SCHEME = "op://"
_ALLOWED = "A–Z, a–z, 0–9, space, hyphen, underscore and full stop"
_STRANGE = re.compile(r"[^A-Za-z0-9 _.\-]")
_ID_LIKE = re.compile(r"[a-z0-9]{26}", re.IGNORECASE)
_SHAPE = "A secret reference is op://vault/item/field or op://vault/item/section/field"
_VALUES = {"attribute": ("otp", "totp"), "ssh-format": ("openssh",)}


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where a value is, each part by name or id, exactly as written. Raises `Invalid` where it could not be written.

    `attribute` is "", "otp" or "totp" (the code instead of the seed); `ssh_format` is "" or "openssh".
    """

    vault: str
    item: str
    field: str
    section: str | None = None
    attribute: str = ""
    ssh_format: str = ""

    def __post_init__(self) -> None:
        for part in fields(self)[:4]:
            _check(part.name, getattr(self, part.name))
        if self.attribute and self.ssh_format:
            raise Invalid("A secret reference takes one parameter, attribute or ssh-format, and not both.")
        for name, value in (("attribute", self.attribute), ("ssh-format", self.ssh_format)):
            if value and value not in _VALUES[name]:
                raise Invalid(f"The {name} of a secret reference can only be {' or '.join(_VALUES[name])}.")

    def __str__(self) -> str:
        """Return the reference as text, which `parse` reads back to an equal value."""
        parts = [self.vault, self.item, *([] if self.section is None else [self.section]), self.field]
        query = f"?attribute={self.attribute}" if self.attribute else ""
        query = f"?ssh-format={self.ssh_format}" if self.ssh_format else query
        return _SCHEME + "/".join(parts) + query


def parse(text: str) -> SecretReference:
    """Read a secret reference; nothing is trimmed or completed. Raises `Invalid`."""
    if not text.startswith(_SCHEME):
        raise Invalid(f"{_SHAPE}; this does not begin with op:// in small letters.")
    path, mark, query = text.removeprefix(_SCHEME).partition("?")
    parts = path.split("/")
    if len(parts) not in (3, 4):
        raise Invalid(f"{_SHAPE}; this has {len(parts)} part{'s' if len(parts) > 1 else ''}.")
    name, _, value = query.partition("=")
    if mark and (name not in _VALUES or value not in _VALUES[name]):
        raise Invalid(
            "After the ? of a secret reference there can only be attribute=otp, attribute=totp or ssh-format=openssh."
        )
    return SecretReference(
        vault=parts[0],
        item=parts[1],
        section=parts[2] if len(parts) == 4 else None,
        field=parts[-1],
        attribute=value if name == "attribute" else "",
        ssh_format=value if name == "ssh-format" else "",
    )


def folded(name: str) -> str:
    """Return what two names share that a reference cannot tell apart: references do not mind case."""
    return " ".join(name.split()).casefold()


def build(
    item: Item,
    field: Field,
    vault: str = "",
    *,
    vault_alone: bool = False,
    title_alone: bool = False,
    attribute: str = "",
    ssh_format: str = "",
) -> str:
    """Return the reference to a field of an item.

    `vault` is the vault's name; `vault_alone` says that no other vault has a name that is `folded` to the same, and
    `title_alone` that no other item in the vault has such a title. What is not known to be alone goes by its id.
    Raises `Invalid` with the reason where no reference would lead there for certain.
    """
    if attribute and field.kind is not FieldKind.OTP:
        raise Invalid("Only a one-time password has an attribute otp; this field has none.")
    if ssh_format and field.kind is not FieldKind.SSH_KEY:
        raise Invalid("Only a private SSH key has an ssh-format; this field has none.")
    section = next((one for one in item.sections if one.id == field.section and one.id), None)
    return str(
        SecretReference(
            vault=_chosen("vault", vault if vault_alone else "", item.ref.vault, ()),
            item=_chosen("item", item.title if title_alone else "", item.ref.item, ()),
            section=None if section is None else _section(section, item),
            field=_field(field, section, item),
            attribute=attribute,
            ssh_format=ssh_format,
        )
    )


def _section(section: Section, item: Item) -> str:
    others = [name for one in item.sections if one is not section for name in (one.id, one.label)]
    return _chosen("section", section.label, section.id, others)


def _field(field: Field, section: Section | None, item: Item) -> str:
    """Return name or id of a field. Without a section in front, fields of every section answer to it; files do, too."""
    others: list[str] = []
    for one in item.fields:
        if one is not field and (section is None or one.section == section.id):
            others += (one.id, one.label)
    for file in item.files:
        if section is None or file.section == section.id:
            others += (file.id, file.name)
    # What notes are called depends on where they are shown.
    label = "" if field.purpose is Purpose.NOTES else field.label
    return _chosen("field", label, field.id, others)


def _chosen(what: str, name: str, identifier: str, others: Iterable[str]) -> str:
    """Return the name if it can stand in a reference and nothing else answers to it, else the id."""
    taken = {folded(other) for other in others}
    plain = name.strip() == name and not _STRANGE.search(name) and not _ID_LIKE.fullmatch(name)
    if name and plain and folded(name) not in taken:
        return name
    if folded(identifier) in taken:
        raise Invalid(
            f"Something else in this item is called what this {what} is, so no reference tells the two apart."
        )
    if not identifier or identifier.strip() != identifier or _STRANGE.search(identifier):
        raise Invalid(f"The {what} has no name and no id that can stand in a secret reference.")
    return identifier


def _check(what: str, part: str | None) -> None:
    """Raise `Invalid` unless a part can stand in a reference. It is told by its place, never by what it says."""
    if part is None:
        return
    if not part.strip():
        raise Invalid(f"The {what} of the secret reference is empty, so it leads to nothing.")
    if "${" in part:
        raise Invalid(f"The {what} of the secret reference has a variable in it; put its value there first.")
    found = _STRANGE.search(part)
    if found:
        raise Invalid(
            f"Character {found.start() + 1} of the {what} cannot stand in a secret reference, which has "
            f"only {_ALLOWED}; write the {what}'s id instead of its name."
        )
