"""How the value of a field is shown and how it is copied, by its kind: an address as lines, a card number in groups.

What is shown is never what is kept; what is copied is, save where a kind has a form that others expect. The rules of
a kind are loaded with the first value of it, since most items have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.field import Field, FieldKind
from tui.model.secret import DOTS, Secret

if TYPE_CHECKING:
    from tui.model.category import Category


def text(field: Field, category: Category) -> str:
    """Return a value as it is shown before anybody asked for more: secrets as dots, cards by their last digits."""
    value = field.value
    if isinstance(value, Secret):
        return DOTS if value else ""
    match field.kind:
        case FieldKind.ADDRESS:
            from tui.tools import address

            return address.lines_of(value)
        case FieldKind.CARD_NUMBER:
            from tui.tools import cards

            return cards.masked(value) if value else ""
        case FieldKind.CARD_TYPE | FieldKind.MENU:
            from tui.tools import menus

            return menus.name_of(field, category)
    return value


def asked(field: Field, value: str) -> str:
    """Return a hidden value as it is shown once it was asked for."""
    if field.kind is not FieldKind.CARD_NUMBER:
        return value
    from tui.tools import cards

    return cards.grouped(value)


def copied(field: Field) -> str | Secret:
    """Return a value as it is copied; an SSH key takes longer, see `keyfields.openssh`."""
    value = field.value
    if isinstance(value, str) and field.kind is FieldKind.CARD_NUMBER:
        from tui.tools import cards

        return cards.kept(value)
    if isinstance(value, str) and field.kind is FieldKind.ADDRESS:
        from tui.tools import address

        return address.lines_of(value)
    return value
