"""What the tests of the services share: a cheap key derivation, and items."""

from __future__ import annotations

from tui.model.category import LOGIN
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.store.cost import FLOOR

__all__ = ["FLOOR", "field", "login"]


def field(name: str, value: str, kind: FieldKind = FieldKind.TEXT, purpose: Purpose = Purpose.NONE) -> Field:
    """Return a field labelled by its id."""
    return Field(FieldId(name), kind, name, Secret(value) if kind.concealed else value, purpose=purpose)


def login(vault: VaultId, title: str, *, otp: str = "", tags: tuple[str, ...] = (), favourite: bool = False) -> Item:
    """Return a new login whose values carry its title."""
    fields = [
        field("username", f"user-{title}", purpose=Purpose.USERNAME),
        field("password", f"s3cret-{title}", FieldKind.CONCEALED, Purpose.PASSWORD),
    ]
    if otp:
        fields.append(field("otp", otp, FieldKind.OTP))
    host = "".join(filter(str.isalnum, title.casefold())) or "host"
    return Item(
        ItemRef(HOME, vault, ItemId("")),
        title,
        LOGIN,
        tuple(fields),
        websites=(Website(f"https://{host}.example.com/login"),),
        tags=tags,
        favourite=favourite,
    )
