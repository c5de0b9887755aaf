"""Copying secret references from the item browser: to a field, to one of the fields of an item, to those of many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from tui import messages
from tui.host.display import display_text
from tui.model.errors import Invalid, VaultError
from tui.model.field import Field, FieldKind
from tui.model.ids import HOME, ItemRef
from tui.model.item import Item
from tui.screens.base import BaseScreen, focused_within
from tui.screens.item_revealing import password_of
from tui.screens.modals import Choice, Choose
from tui.screens.selection import Selection
from tui.services import references, resolving
from tui.widgets.item_detail import ItemDetail

AT_A_TIME = 8
"""So many items are asked for at once."""


class Way(NamedTuple):
    """A reference that can be made: of which field, and in what form its value is to come."""

    field: Field
    attribute: str = ""
    ssh_format: str = ""

    @property
    def label(self) -> str:
        """What it leads to, in words."""
        form = {"otp": "its code", "openssh": "as OpenSSH takes it"}.get(self.attribute or self.ssh_format, "")
        name = display_text(self.field.label) or self.field.kind.value
        return f"{name}, {form}" if form else name


class Referring:
    """Copies references. They are no secrets, so they stay on the clipboard."""

    def __init__(
        self,
        screen: BaseScreen,
        selection: Selection,
        detail: ItemDetail,
        arrived: Callable[[], Awaitable[Item | None]],
    ) -> None:
        self._screen = screen
        self._selection = selection
        self._detail = detail
        self._arrived = arrived

    def action_copy_reference(self) -> None:
        """Copy the reference to the field under the cursor, to one that is chosen, or those of all marked items."""
        self._screen.run_worker(self._refer(), name="copy", group="copy", exclusive=True, description="copy reference")

    def action_ask_references(self) -> None:
        """Ask the account itself where the references of all marked items, or of the one under the cursor, lead."""
        self._screen.run_worker(
            self._ask_for(), name="refer", group="refer", exclusive=True, description="ask where references lead"
        )

    async def _ask_for(self) -> None:
        with self._screen.reporting():
            session = self._screen.session
            if self._selection.marked:
                refs = [ref for ref in self._selection.refs if session.api(ref.account).resolves]
                refs = [ref for ref in refs if ref.account == refs[0].account][: resolving.MOST]
                items = await session.api(refs[0].account).items_of(refs) if refs else []
                made = [await self._made_first(one) if isinstance(one, Item) else one for one in items]
            elif (item := await self._arrived()) is not None:
                refs = [item.ref] if session.api(item.ref.account).resolves else []
                made = [await self._made(item, way) for one in _fields(item) for way in ways_to(one)]
            else:
                return
            texts = tuple(one for one in made if isinstance(one, str))
            if not refs:
                raise Invalid("1Password can be asked only for references to its own items.")
            if not texts:
                raise Invalid(f"There is no reference to ask for: {made[0] if made else 'the item has no value.'}")
            self._screen.post_message(messages.ShowReferences(texts, refs[0].account))

    async def _refer(self) -> None:
        inside = focused_within(self._screen, self._detail)
        with self._screen.reporting():
            if self._selection.marked and not inside:
                await self._copy_all(self._selection.refs)
            elif (item := await self._arrived()) is not None:
                await self._copy_one(item, self._under_cursor(item) if inside else None)

    def _under_cursor(self, item: Item) -> Field:
        target = self._detail.cursor_target
        field = item.field(target) if isinstance(target, str) else None
        if field is None:
            raise Invalid("References lead to fields; websites and files have none here.")
        return field

    async def _copy_one(self, item: Item, field: Field | None) -> None:
        session = self._screen.session
        ways = ways_to(field) if field is not None else [way for one in _fields(item) for way in ways_to(one)]
        if not ways:
            raise Invalid("This item has no field with a value to refer to.")
        made = [await self._made(item, way) for way in ways]
        text, at = made[0], 0
        if len(ways) > 1:
            choices = [_choice(at, way, text) for at, (way, text) in enumerate(zip(ways, made, strict=True))]
            chosen = await self._screen.app.push_screen_wait(Choose("Copy the reference to", choices))
            if chosen is None:
                return
            at = int(chosen)
            text = made[at]
        if isinstance(text, VaultError):
            raise text
        copied = await session.access.copy_plain(text, "Reference")
        self._screen.say(f"{text}{_whose(item.ref)} · {copied.sentence}", "success")

    async def _made(self, item: Item, way: Way) -> str | VaultError:
        try:
            return await references.build(self._screen.session, item, way.field, way.attribute, way.ssh_format)
        except VaultError as error:
            return error

    async def _copy_all(self, refs: Sequence[ItemRef]) -> None:
        """Copy a line for the password of each; say what was left out, and why the first was."""
        lines: list[str] = []
        left_out: list[str] = []
        for at in range(0, len(refs), AT_A_TIME):
            if at:
                self._screen.say(f"References: {at:,} of {len(refs):,} items …")
            for one in await asyncio.gather(*map(self._of_item, refs[at : at + AT_A_TIME])):
                if isinstance(one, str):
                    lines.append(one)
                else:
                    left_out.append(str(one))
        if not lines:
            raise Invalid(f"No reference was copied: {left_out[0] if left_out else 'no item is marked.'}")
        many = f"{len(lines):,} references" if len(lines) > 1 else "1 reference"
        copied = await self._screen.session.access.copy_plain("\n".join(lines), many)
        more = f" · {len(left_out):,} left out: {left_out[0]}" if left_out else ""
        self._screen.say(f"{copied.sentence}{more}", "warning" if left_out else "success")

    async def _of_item(self, ref: ItemRef) -> str | VaultError:
        try:
            item = await self._screen.session.api(ref.account).item(ref)
        except VaultError as error:
            return error
        return await self._made_first(item)

    async def _made_first(self, item: Item) -> str | VaultError:
        """Return the reference to what is meant of an item where no field is."""
        field = next(iter(_fields(item)), None)
        return await self._made(item, Way(field)) if field is not None else Invalid(f"“{item.title}” has no value.")


def ways_to(field: Field) -> list[Way]:
    """Return the forms in which the value of a field can be referred to; the one that is used most comes first."""
    match field.kind:
        case FieldKind.OTP:
            return [Way(field, attribute="otp"), Way(field)]
        case FieldKind.SSH_KEY:
            return [Way(field, ssh_format="openssh"), Way(field)]
    return [Way(field)]


def _fields(item: Item) -> list[Field]:
    """Return the fields with a value: the password first."""
    first = password_of(item)
    return sorted((one for one in item.fields if not one.empty), key=lambda one: one.id != first)


def _choice(at: int, way: Way, text: str | VaultError) -> Choice:
    """Return a choice; of its reference it tells what follows the item, which all have in common."""
    note = "…/" + text.removeprefix("op://").split("/", 2)[2] if isinstance(text, str) else str(text)
    return Choice(str(at), way.label, note=note, enabled=isinstance(text, str))


def _whose(ref: ItemRef) -> str:
    return " (Strongroom's own: 1Password cannot follow it)" if ref.account == HOME else ""
