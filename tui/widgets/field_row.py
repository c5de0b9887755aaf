"""A row of the editor's form for one field: an input by its kind, a hint, and the strength of a password in focus."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_lines, display_text
from tui.model.category import Category
from tui.model.edit import Edit, SetValue
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind
from tui.model.item import Item
from tui.model.secret import Secret
from tui.tools import cards, dates, hints, shown
from tui.tools.strength import Strength
from tui.widgets.address_box import AddressBox
from tui.widgets.card_input import CardInput
from tui.widgets.form_row import FormRow, RowKey
from tui.widgets.key_box import KeyBox
from tui.widgets.plain_area import PlainArea
from tui.widgets.plain_input import PlainInput
from tui.widgets.secret_input import SecretInput
from tui.widgets.strength_meter import StrengthMeter

PLACEHOLDERS = {
    FieldKind.OTP: "otpauth://… or the seed that the site shows",
    FieldKind.URL: "https://…",
    FieldKind.EMAIL: "name@example.com",
    FieldKind.DATE: "YYYY-MM-DD",
    FieldKind.MONTH_YEAR: "YYYY-MM",
    FieldKind.PHONE: "+1 555 0100",
    FieldKind.MENU: "F5 shows what is usual",
    FieldKind.CARD_TYPE: "F5 shows what is usual",
    FieldKind.REFERENCE: "F5 chooses the item",
}


class FieldRow(FormRow):
    """A field that can be edited."""

    DEFAULT_CSS: ClassVar[str] = """
    FieldRow StrengthMeter { display: none; margin-left: 1; }
    FieldRow:focus-within StrengthMeter.-shown { display: block; }
    """

    def __init__(self, field: Field, category: Category) -> None:
        super().__init__(
            RowKey("field", field.id), shown_label(field), input_for(field), SetValue(field.id, field.value)
        )
        self.field = field
        self.meter = StrengthMeter()
        self.say(hints.hint(field, category))

    def held(self) -> str | Secret:
        """Return what stands in the input, as its kind is kept."""
        match self.inside:
            case CardInput():
                return self.inside.number
            case AddressBox():
                return self.inside.text
            case KeyBox():
                return self.inside.secret
        return super().held()

    def edit(self, item: Item, held: str | Secret) -> Edit:
        """Return another value."""
        return SetValue(self.field.id, held)

    def on_descendant_blur(self) -> None:
        """Conceal again what was shown while the cursor was here, and write a date as it is kept."""
        if isinstance(self.inside, SecretInput):
            self.inside.shown = False
        elif isinstance(self.inside, PlainInput) and self.field.kind in dates.DATED and self.touched:
            with suppress(Invalid):
                self.inside.value = dates.normal(self.inside.value, self.field.kind)

    def rate(self, strength: Strength | None) -> None:
        """Show how hard the value is to guess; None shows nothing."""
        self.meter.show(strength)
        self.meter.set_class(strength is not None, "-shown")
        if strength is not None and not self.meter.is_attached:
            self.mount(self.meter)


class KeptRow(FormRow):
    """A field that has no input: shown, and kept as it is, with the reason."""

    DEFAULT_CSS: ClassVar[str] = """
    KeptRow .kept { padding-left: 1; color: $text-muted; }
    KeptRow:ansi .kept { text-style: dim; }
    """

    def __init__(self, field: Field, category: Category, why: str) -> None:
        lines = display_lines(shown.text(field, category))
        inside = Static(Content("\n".join(lines) or "empty"), classes="kept")
        super().__init__(RowKey("field", field.id), shown_label(field), inside, SetValue(field.id, field.value))
        self.say(hints.Hint(why))

    def held(self) -> str | Secret:
        """Return nothing: what is shown is not what is kept."""
        return ""


class SectionHeading(Static, can_focus=True):
    """The heading of a section, where the cursor can stand; it says then what it can be used for."""

    DEFAULT_CSS: ClassVar[str] = """
    SectionHeading {
        height: 1;
        margin-bottom: 1;
        color: $text-accent;
        text-style: bold;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus { background: $accent 22%; }
        &:ansi:focus { text-style: reverse; }
    }
    """

    def __init__(self, section_id: str, label: str) -> None:
        super().__init__(classes="section")
        self.key = RowKey("section", section_id)
        self._label, self._told = "", False
        self.rename(label)

    def rename(self, label: str) -> None:
        """Show another label."""
        self._label = display_text(label) or "section without a name"
        self._tell(self._told)

    def on_focus(self) -> None:
        """The cursor came."""
        self._tell(True)

    def on_blur(self) -> None:
        """The cursor went."""
        self._tell(False)

    def _tell(self, use: bool) -> None:
        self._told = use
        said = Content(f"── {self._label} ──")
        if use:
            said = said.append(Content("  F2 renames, moves or removes it"))
        self.update(said)


def input_for(field: Field) -> Widget:
    """Return the input for a field of this kind, filled."""
    value = field.value
    if isinstance(value, Secret):
        if field.kind is FieldKind.SSH_KEY:
            return KeyBox(value)
        return SecretInput(value.reveal(), placeholder=PLACEHOLDERS.get(field.kind, ""), compact=True)
    if field.kind is FieldKind.ADDRESS:
        return AddressBox(value)
    if field.kind is FieldKind.CARD_NUMBER:
        return CardInput(cards.grouped(value), compact=True)
    if field.kind is FieldKind.NOTES or "\n" in value:
        return PlainArea(value, classes="-notes")
    return PlainInput(value, placeholder=PLACEHOLDERS.get(field.kind, ""), compact=True)


def shown_label(field: Field) -> str:
    """Return what a field is called in the form."""
    return display_text(field.label) or field.kind.value
