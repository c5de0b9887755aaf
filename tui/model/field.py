"""A field of an item: a label, a kind, and a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.model.secret import Secret

if TYPE_CHECKING:
    from tui.model.ids import FieldId, SectionId


class FieldKind(StrEnum):
    """What a field holds. OTHER is shown as text, kept as it came, and not editable.

    A DATE is a text like 2026-11-26, a MONTH_YEAR one like 2026-11. An ADDRESS has its parts as `tools.address` writes
    them, or is a plain text where only that is known. A CARD_NUMBER is its digits. A REFERENCE is the id of an item in
    the same vault. An SSH_KEY is a private key as text. A FILE says what a service says of it. Each may be empty.
    """

    TEXT = "text"
    CONCEALED = "concealed"
    OTP = "one-time password"
    URL = "url"
    EMAIL = "e-mail"
    NOTES = "notes"
    DATE = "date"
    MONTH_YEAR = "month and year"
    PHONE = "phone"
    MENU = "menu"
    ADDRESS = "address"
    CARD_NUMBER = "card number"
    CARD_TYPE = "card type"
    REFERENCE = "reference"
    SSH_KEY = "SSH key"
    FILE = "file"
    OTHER = "other"

    @property
    def concealed(self) -> bool:
        """Whether values of this kind are `Secret`s."""
        return self in (FieldKind.CONCEALED, FieldKind.OTP, FieldKind.SSH_KEY)

    @property
    def editable(self) -> bool:
        """Whether the editor has an input for this kind."""
        return self not in (FieldKind.OTHER, FieldKind.FILE)


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
    service's own word for the kind where ours says less: for kinds that we do not model (then `kind` is OTHER), for
    those that are edited as another one (a gender as a menu), and for values that it gives in a form that cannot be
    given back (see `fixed`).
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
    def hidden(self) -> bool:
        """Whether the value is not shown whole until asked for: a `Secret`, or the number of a card."""
        return self.concealed or self.kind is FieldKind.CARD_NUMBER

    @property
    def fixed(self) -> bool:
        """Whether the value can only be kept as it came."""
        return not self.kind.editable or (self.kind in _IN_ITS_OWN_FORM and bool(self.raw_kind))

    @property
    def empty(self) -> bool:
        """Whether there is no value."""
        return not self.value


_IN_ITS_OWN_FORM = (FieldKind.ADDRESS, FieldKind.REFERENCE, FieldKind.SSH_KEY)

_OF_WORDS = {
    "PHONE": (FieldKind.PHONE, ""),
    "MENU": (FieldKind.MENU, ""),
    "GENDER": (FieldKind.MENU, "GENDER"),
    "CREDIT_CARD_NUMBER": (FieldKind.CARD_NUMBER, ""),
    "CREDIT_CARD_TYPE": (FieldKind.CARD_TYPE, ""),
    "ADDRESS": (FieldKind.ADDRESS, "ADDRESS"),
    "REFERENCE": (FieldKind.REFERENCE, "REFERENCE"),
    "SSHKEY": (FieldKind.SSH_KEY, "SSHKEY"),
    "FILE": (FieldKind.FILE, "FILE"),
}


def of_word(word: str) -> tuple[FieldKind, str] | None:
    """Return the kind that 1Password's word for one means, and the `raw_kind` of a field that came with it; or None."""
    return _OF_WORDS.get(word)


def freed(field: Field) -> Field:
    """Return a field as one that is made anew: no service has its value in a form of its own any more."""
    return replace(field, raw_kind="") if field.fixed and field.kind.editable else field


def as_kind(value: str | Secret, kind: FieldKind) -> str | Secret:
    """Return `value` as a field of `kind` holds it: a `Secret` where it is concealed, else text; OTHER keeps it."""
    if kind is FieldKind.OTHER:
        return value
    if kind.concealed:
        return value if isinstance(value, Secret) else Secret(value)
    return value.reveal() if isinstance(value, Secret) else value
