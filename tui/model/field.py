"""A field of an item: a label, a kind, and a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.model.ids import FieldId, SectionId
from tui.model.secret import Secret


class FieldKind(StrEnum):
    """What a field holds. OTHER is shown as text, kept as it came, and not editable."""

    TEXT = "text"
    CONCEALED = "concealed"
    OTP = "one-time password"
    URL = "url"
    EMAIL = "e-mail"
    NOTES = "notes"
    OTHER = "other"

    @property
    def concealed(self) -> bool:
        """Whether values of this kind are `Secret`s."""
        return self in (FieldKind.CONCEALED, FieldKind.OTP)

    @property
    def editable(self) -> bool:
        """Whether the editor has an input for this kind."""
        return self is not FieldKind.OTHER


class Purpose(StrEnum):
    """What a field is for, where its item's category gives it a part to play."""

    NONE = ""
    USERNAME = "username"
    PASSWORD = "password"  # noqa: S105 - the name of a purpose
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of fields."""

    id: SectionId
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One value of an item.

    `value` is a `Secret` exactly when the kind is concealed; one of kind OTHER may hold either. `raw_kind` is the
    service's own word for a kind of field that we do not model (then `kind` is OTHER).
    """

    id: FieldId
    kind: FieldKind
    label: str
    value: str | Secret
    section: SectionId | None = None
    purpose: Purpose = Purpose.NONE
    raw_kind: str = ""

    def __post_init__(self) -> None:
        if self.kind.concealed and not isinstance(self.value, Secret):
            raise TypeError("a concealed field holds a Secret")

    @property
    def concealed(self) -> bool:
        """Whether the value is a `Secret`, shown as dots until asked for."""
        return isinstance(self.value, Secret)

    @property
    def empty(self) -> bool:
        """Whether there is no value."""
        return not self.value


def as_kind(value: str | Secret, kind: FieldKind) -> str | Secret:
    """Return `value` as a field of `kind` holds it: a `Secret` where it is concealed, else text; OTHER keeps it."""
    if kind is FieldKind.OTHER:
        return value
    if kind.concealed:
        return value if isinstance(value, Secret) else Secret(value)
    return value.reveal() if isinstance(value, Secret) else value
