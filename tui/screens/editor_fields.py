"""What the editor can do to fields and sections: add, rename, retype, move, remove."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING

from tui.model import arrange
from tui.model.edit import Edit, RemoveField, SetKind, SetLabel, SetValue, apply
from tui.model.field import Field, FieldKind, Purpose, Section, as_kind
from tui.model.ids import FieldId, SectionId
from tui.model.item import Item
from tui.screens.modals import Ask, Choice, Choose
from tui.tools import address, keyfields
from tui.widgets.field_row import FieldRow, SectionHeading
from tui.widgets.form_row import RowKey

if TYPE_CHECKING:
    from tui.screens.editor import EditorScreen

KINDS = {
    FieldKind.TEXT: ("Text", "t"),
    FieldKind.CONCEALED: ("Concealed", "c"),
    FieldKind.OTP: ("One-time password", "o"),
    FieldKind.URL: ("Website address", "u"),
    FieldKind.EMAIL: ("E-mail address", "e"),
    FieldKind.NOTES: ("Text of several lines", "n"),
    FieldKind.DATE: ("Date", "d"),
    FieldKind.MONTH_YEAR: ("Month and year", "m"),
    FieldKind.PHONE: ("Phone number", "p"),
    FieldKind.ADDRESS: ("Address", "a"),
    FieldKind.CARD_NUMBER: ("Card number", "#"),
    FieldKind.CARD_TYPE: ("Card type", ""),
    FieldKind.REFERENCE: ("Another item of the vault", "i"),
}
"""The kinds that can be chosen, with their keys."""

NO_SECTION, NEW_SECTION = "none", "new"


class FieldDeeds:
    """Asks what is to be done to the field or section with the cursor, and has the editor do it."""

    def __init__(self, screen: EditorScreen) -> None:
        self._screen = screen

    def action_add_field(self) -> None:
        """Add a field behind the one with the cursor."""
        self._do(self._add())

    def action_add_section(self) -> None:
        """Add a section behind the one with the cursor."""
        self._do(self._add_section())

    def action_field_menu(self) -> None:
        """Choose what to do to the field or section with the cursor."""
        row = self._screen.form.here
        if isinstance(row, SectionHeading):
            self._do(self._section_menu(SectionId(row.key.id)))
        elif isinstance(row, FieldRow):
            self._do(self._field_menu(row.field.id))

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        self._screen.collect()
        self._screen.run_worker(reported(), name="deed", group="deed", description="change fields")

    async def _choose(self, title: str, choices: list[Choice]) -> str | None:
        return await self._screen.app.push_screen_wait(Choose(title, choices))

    async def _ask(self, title: str, value: str = "") -> str | None:
        answer = await self._screen.app.push_screen_wait(Ask(title, "Name", value, check=_named))
        return None if answer is None else answer.strip()

    # Adding

    async def _add(self) -> None:
        item = self._screen.item
        missing = [field for field in item.category.template if item.field(field.id) is None]
        choices = [Choice(f"={field.id}", field.label.capitalize(), note="as in a new item") for field in missing]
        choices += [Choice(kind.value, name, key) for kind, (name, key) in KINDS.items()]
        if item.category.id == keyfields.SSH_KEY and not missing and keyfields.key_field(item) is None:
            choices.append(Choice(FieldKind.SSH_KEY.value, "SSH key", "s"))
        chosen = await self._choose("Add a field", choices)
        if chosen is None:
            return
        after, section = self._place()
        template = next((field for field in missing if f"={field.id}" == chosen), None)
        edits: list[Edit] = []
        if template is not None:
            edits = _section_of(template, item)
            edit = arrange.add_field(apply(item, edits), template, None)
        else:
            label = await self._ask("What is the field called?")
            if label is None:
                return
            kind = FieldKind(chosen)
            field = Field(FieldId(uuid.uuid4().hex), kind, label, as_kind("", kind), section=section)
            edit = arrange.add_field(item, field, after)
        await self._screen.edit([*edits, edit], RowKey("field", edit.field.id))

    def _place(self) -> tuple[FieldId | None, SectionId | None]:
        """Return behind which field, and in which section, something new belongs."""
        row = self._screen.form.here
        if isinstance(row, SectionHeading):
            return None, SectionId(row.key.id)
        if isinstance(row, FieldRow):
            for section, fields in arrange.groups(self._screen.item):
                if any(field.id == row.field.id for field in fields):
                    return row.field.id, section.id if section is not None else None
        return None, None

    async def _add_section(self) -> None:
        section = await self._new_section()
        if section is not None:
            await self._screen.edit([self._added(section)], RowKey("section", section.id))

    async def _new_section(self) -> Section | None:
        label = await self._ask("What is the section called?")
        return None if label is None else Section(SectionId(uuid.uuid4().hex), label)

    def _added(self, section: Section) -> Edit:
        sections = self._screen.item.sections
        behind = self._place()[1] or (sections[-1].id if sections else None)
        return arrange.add_section(self._screen.item, section, behind)

    # A field

    async def _field_menu(self, field_id: FieldId) -> None:
        item = self._screen.item
        field = item.field(field_id)
        if field is None:
            return
        last = arrange.is_last(field)
        note = "notes come last" if last else ""
        choices = [
            Choice("rename", "Rename", "r"),
            Choice("retype", "Another kind", "k", self._why_not_retype(field), not self._why_not_retype(field)),
            Choice("up", "Move up", "u", note, not last and arrange.move_field(item, field_id, -1) is not None),
            Choice("down", "Move down", "d", note, not last and arrange.move_field(item, field_id, 1) is not None),
            Choice("section", "Into a section", "s", note, not last),
            Choice("remove", "Remove", "x"),
        ]
        deeds: dict[str, Callable[[Field], Awaitable[None]]] = {
            "rename": self._rename,
            "retype": self._retype,
            "up": lambda field: self._move(field, -1),
            "down": lambda field: self._move(field, 1),
            "section": self._into_section,
            "remove": self._remove,
        }
        chosen = await self._choose(field.label or "Field", choices)
        if chosen is not None:
            await deeds[chosen](field)

    def _why_not_retype(self, field: Field) -> str:
        if field.kind is FieldKind.SSH_KEY:
            return "a private key stays one"
        return "" if field.purpose is Purpose.NONE else f"it is the {field.purpose.value} of the item"

    async def _rename(self, field: Field) -> None:
        label = await self._ask("What is the field called?", field.label)
        if label is not None:
            await self._screen.edit([SetLabel(field.id, label)])

    async def _retype(self, field: Field) -> None:
        kinds = [(kind, name, key) for kind, (name, key) in KINDS.items() if kind is not field.kind]
        chosen = await self._choose("What kind of field is it?", [Choice(k.value, name, key) for k, name, key in kinds])
        if chosen is not None:
            edits: list[Edit] = [SetKind(field.id, FieldKind(chosen))]
            if field.kind is FieldKind.ADDRESS and isinstance(field.value, str):
                edits.append(SetValue(field.id, address.lines_of(field.value)))
            await self._screen.edit(edits, RowKey("field", field.id))

    async def _move(self, field: Field, step: int) -> None:
        edit = arrange.move_field(self._screen.item, field.id, step)
        if edit is not None:
            await self._screen.edit([edit], RowKey("field", field.id))

    async def _into_section(self, field: Field) -> None:
        sections = self._screen.item.sections
        choices = [Choice(NO_SECTION, "No section")]
        choices += [Choice(f"={section.id}", section.label or "section without a name") for section in sections]
        chosen = await self._choose("Into which section?", [*choices, Choice(NEW_SECTION, "New section …", "n")])
        if chosen is None:
            return
        if chosen == NEW_SECTION:
            section = await self._new_section()
            if section is not None:
                await self._screen.edit([self._added(section)])
                await self._put(field, section.id)
        else:
            await self._put(field, None if chosen == NO_SECTION else SectionId(chosen.removeprefix("=")))

    async def _put(self, field: Field, section: SectionId | None) -> None:
        edit = arrange.put_into(self._screen.item, field.id, section)
        await self._screen.edit([edit], RowKey("field", field.id))

    async def _remove(self, field: Field) -> None:
        await self._screen.edit([RemoveField(field.id)], self._neighbour(RowKey("field", field.id)))
        self._screen.say(f"“{field.label}” goes when you save. Leave with Esc and discard to keep it.")

    def _neighbour(self, gone: RowKey) -> RowKey:
        keys = list(self._screen.form.rows)
        place = keys.index(gone) if gone in keys else 0
        return keys[place + 1] if place + 1 < len(keys) else RowKey("title")

    # A section

    async def _section_menu(self, section_id: SectionId) -> None:
        item = self._screen.item
        section = next((section for section in item.sections if section.id == section_id), None)
        if section is None:
            return
        filled = any(field.section == section_id for field in item.fields)
        choices = [
            Choice("rename", "Rename", "r"),
            Choice("up", "Move up", "u", enabled=arrange.move_section(item, section_id, -1) is not None),
            Choice("down", "Move down", "d", enabled=arrange.move_section(item, section_id, 1) is not None),
            Choice("remove", "Remove the heading", "x", "its fields stay" if filled else ""),
        ]
        if filled:
            choices.append(Choice("all", "Remove with its fields", "X"))
        chosen = await self._choose(section.label or "Section", choices)
        key = RowKey("section", section_id)
        if chosen == "rename":
            label = await self._ask("What is the section called?", section.label)
            if label is not None:
                await self._screen.edit([arrange.rename_section(item, section_id, label)], key)
        elif chosen in ("up", "down"):
            edit = arrange.move_section(item, section_id, -1 if chosen == "up" else 1)
            await self._screen.edit([edit] if edit is not None else [], key)
        elif chosen is not None:
            edits = arrange.remove_section(item, section_id, with_fields=chosen == "all")
            await self._screen.edit(edits, self._neighbour(key))


def _section_of(template: Field, item: Item) -> list[Edit]:
    """Return the edit that adds the section in which the category has this field, where the item lacks it."""
    if template.section is None or any(section.id == template.section for section in item.sections):
        return []
    section = next((one for one in item.category.sections if one.id == template.section), None)
    last = item.sections[-1].id if item.sections else None
    return [arrange.add_section(item, section, last)] if section is not None else []


def _named(answer: str) -> str | None:
    return None if answer.strip() else "It needs a name."
