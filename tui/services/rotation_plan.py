"""What a rotation will do, before it is done: which field, the new password, and how it is made."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.action import Action
from tui.model.errors import Denied, Invalid, VaultError
from tui.model.field import FieldKind, Purpose
from tui.model.ids import FieldId
from tui.model.item import ItemState
from tui.tools.generator import RandomRecipe, generate

if TYPE_CHECKING:
    from tui.model.field import Field
    from tui.model.ids import AccountId, ItemRef
    from tui.model.item import Item
    from tui.model.secret import Secret
    from tui.services.session import Session
    from tui.tools.generator import Recipe
    from tui.tools.ruled_recipe import RuledRecipe

ARCHIVED = "This item is in the archive; only passwords in use are rotated."
SSH_KEY = "An SSH key is no password: make a new key in the editor, and put its public part where the old one is."
NOTHING = "This item has no password field to rotate."

TRIES = 50
"""So often another password is made where it is the one of before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The new value of one field; `recipe` is how it was made, None where a person chose it in the generator."""

    item: Item
    field: Field
    new: Secret
    recipe: Recipe | RuledRecipe | None


def password_of(item: Item) -> Field:
    """Return the field that is rotated. Raises Denied with the reason where there is none."""
    if item.state is ItemState.ARCHIVED:
        raise Denied(ARCHIVED)
    if item.read_only:
        raise Denied(item.read_only)
    field = item.of(Purpose.PASSWORD) or item.field(FieldId("password"))
    if field is None or field.kind is not FieldKind.CONCEALED:
        keys = any(one.kind is FieldKind.SSH_KEY for one in item.fields)
        raise Denied(SSH_KEY if keys else NOTHING)
    return field


async def read(session: Session, refs: Sequence[ItemRef]) -> dict[ItemRef, Item | VaultError]:
    """Return each item as it is now, or why it cannot be read or rotated; one request for many where that can be."""
    found: dict[ItemRef, Item | VaultError] = {}
    accounts: dict[AccountId, list[ItemRef]] = {}
    for ref in refs:
        accounts.setdefault(ref.account, []).append(ref)
    for account, some in accounts.items():
        api = session.api(account)
        try:
            read: Sequence[Item | VaultError] = (
                [await api.current(some[0])] if len(some) == 1 else await api.items_of(some)
            )
        except VaultError as error:
            read = [error] * len(some)
        found.update(zip(some, (_checked(session, one) for one in read), strict=True))
    return {ref: found[ref] for ref in refs}


def _checked(session: Session, item: Item | VaultError) -> Item | VaultError:
    if isinstance(item, VaultError):
        return item
    try:
        password_of(item)
    except Denied as error:
        return error
    refusal = session.refusal(Action.ROTATE, item.ref.account, item.ref)
    return Denied(refusal) if refusal is not None else item


async def planned(session: Session, item: Item) -> Plan:
    """Return a plan with a new password, made by the recipe that was used last in the vault of the item."""
    recipe = await session.recipes.of((item.ref.account, item.ref.vault)) or RandomRecipe()
    return await made(item, recipe)


async def made(item: Item, recipe: Recipe | RuledRecipe) -> Plan:
    """Return a plan with a new password by a recipe: never the one that the item has."""
    field = password_of(item)
    for _ in range(TRIES):
        new = await asyncio.to_thread(generate, recipe)
        if new != field.value:
            return Plan(item, field, new, recipe)
    raise Invalid("This recipe makes the same password again and again; choose another one.")
