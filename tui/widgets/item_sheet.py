"""An item as the lines of a sheet: nothing of it left out, concealed values as dots of constant length.

Every text of the item is foreign and passes `display_text()` here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len

from tui.host.display import display_lines, display_text
from tui.model import arrange
from tui.model.category import Category
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind
from tui.model.file import FileInfo
from tui.model.ids import FieldId
from tui.model.item import Item, ItemState
from tui.model.secret import DOTS
from tui.tools import shown as values
from tui.tools.totp import OneTimePassword
from tui.widgets.cells import wrap
from tui.widgets.exact import exact, spelled
from tui.widgets.inks import Piece
from tui.widgets.sheet import FileTarget, Sheet, WebsiteTarget, flow
from tui.widgets.sizes import size_words
from tui.widgets.times import local_time

LATE = 5
"""Seconds before its end in which a code is shown as about to change."""

LONGEST = 10_000
"""No value has more lines than this on the screen."""

_BAR = 10
_SHARED = "shared with"
_NOTHING = Piece("–", "subtle")


@dataclass(frozen=True, slots=True)
class Revealed:
    """A concealed value that is seen, until `until` in Unix seconds."""

    text: str = field(repr=False)
    until: float


Codes = Mapping[FieldId, OneTimePassword | str]
"""What makes the codes of fields; a text says why there are none, or what a reference leads to."""


def lay_out(
    item: Item,
    width: int,
    vault: str,
    codes: Codes,
    revealed: Mapping[FieldId, Revealed],
    *,
    note: str = "",
    shared: str = "",
) -> Sheet:
    """Return the lines of `item` for a pane `width` cells wide; `note` is said quietly under the title.

    `shared` says with whom it is shared, "" where that is not known.
    """
    labels = [_label(one) for one in item.fields]
    labels += [display_text(site.label) or "website" for site in item.websites]
    labels += [_kind_of(item, file) for file in item.files]
    longest = max(cell_len(label) for label in (*labels, _SHARED if shared else "created"))
    sheet = Sheet(width, min(longest, max(width // 3, 7), 24))
    _head(sheet, item, vault, note)
    for section, fields in item.grouped():
        files = [file for file in item.files if section is not None and file.section == section.id]
        if section is not None and (fields or files):
            _heading(sheet, section.label)
        for one in sorted(fields, key=arrange.is_last):  # the notes come last, wherever a service puts them
            if one.id in revealed:
                _revealed(sheet, one, revealed[one.id])
            else:
                _field(sheet, one, codes, item.category)
        _files(sheet, item, files)
    _websites(sheet, item)
    sections = {section.id for section in item.sections}
    rest = [file for file in item.files if file.section not in sections]
    if rest:
        _heading(sheet, "Files")
        _files(sheet, item, rest)
    _facts(sheet, item, shared)
    return sheet


def _head(sheet: Sheet, item: Item, vault: str, note: str) -> None:
    title = display_text(item.title)
    for line in wrap(title, sheet.whole) if title.strip() else ["no title"]:
        sheet.put(Piece(line, "title" if title.strip() else "subtle"))
    chips = [Piece(display_text(f"{item.category.mark} {item.category.name}"), "subtle")]
    if vault:
        chips.append(Piece(display_text(vault), "subtle"))
    if item.favourite:
        chips.append(Piece("★ favourite", "favourite"))
    if item.state is ItemState.ARCHIVED:
        chips.append(Piece("archived", "archived"))
    for pieces in flow(chips, sheet.whole, " · "):
        sheet.put(*pieces)
    for sentence in filter(None, (item.read_only, note)):
        for line in wrap(display_text(sentence), sheet.whole):
            sheet.put(Piece(line, "subtle"))
    sheet.put()


def _heading(sheet: Sheet, label: str) -> None:
    if sheet.lines[-1].pieces:
        sheet.put()
    *before, last = wrap(display_text(label), sheet.whole)
    for line in before:
        sheet.put(Piece(line, "section"))
    sheet.put(Piece(last, "section"), Piece(" " + "─" * (sheet.whole - cell_len(last) - 1), "rule"))


def _field(sheet: Sheet, one: Field, codes: Codes, category: Category) -> None:
    label, code = _label(one), codes.get(one.id)
    if one.empty:
        sheet.row(label, [[_NOTHING]], one.id)
    elif one.kind is FieldKind.OTP and isinstance(code, OneTimePassword):
        sheet.row(label, [[]], one.id, live=LiveCode(code))
    elif one.kind is FieldKind.OTP and isinstance(code, str):
        sheet.row(label, _text(sheet, [display_text(code)], "problem"), one.id)
    elif one.kind is FieldKind.REFERENCE and isinstance(code, str):
        sheet.row(
            label,
            [[Piece("→ ", "subtle"), *pieces] for pieces in _text(sheet, [display_text(code)], "value", 2)],
            one.id,
        )
    elif isinstance(one.value, str):
        text = values.text(one, category)
        single = one.kind in (FieldKind.URL, FieldKind.EMAIL)
        lines = [display_text(text)] if single else display_lines(text)
        sheet.row(label, _text(sheet, lines, "value"), one.id)
    elif one.kind is FieldKind.SSH_KEY and isinstance(code, str):
        sheet.row(label, [[Piece(DOTS, "concealed")], *_text(sheet, [display_text(code)], "subtle")], one.id)
    else:
        sheet.row(label, [[Piece(DOTS, "concealed")]], one.id)


def _revealed(sheet: Sheet, one: Field, shown: Revealed) -> None:
    """Add a concealed value in the clear, as many characters to a line as there is room for."""
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in _clear(one, shown.text):
        size = cell_len(piece.text)
        if used + size > sheet.room:
            lines.append([])
            used = 0
        lines[-1].append(piece)
        used += size
        if piece == ("␤", "escape"):
            lines.append([])
            used = 0
    beside = used + LiveCountdown.WIDTH <= sheet.room
    if not beside:
        lines.append([])
    sheet.row(_label(one), lines, one.id, live=LiveCountdown(shown.until, "  " if beside else ""))


def _clear(one: Field, text: str) -> Iterator[Piece]:
    """Yield the characters of a value in the clear; the spaces between the groups of a card number are none of it."""
    shown = values.asked(one, text)
    return exact(text) if shown == text else spelled(shown, "digit")


def _websites(sheet: Sheet, item: Item) -> None:
    if item.websites and sheet.lines[-1].pieces:
        sheet.put()
    for at, site in enumerate(item.websites):
        label = display_text(site.label) or "website"
        lines = _text(sheet, [display_text(site.url)], "value") if site.url else [[_NOTHING]]
        if site.autofill:
            lines += _text(sheet, [display_text(said)] if (said := _autofill(site.autofill)) else [], "subtle")
        sheet.row(label, lines, WebsiteTarget(at))


def _autofill(word: str) -> str:
    from tui.tools import autofill

    return autofill.said(word)


def _files(sheet: Sheet, item: Item, files: Sequence[FileInfo]) -> None:
    for file in files:
        lines = _text(sheet, [display_text(file.name) or "without a name"], "value")
        size = f" · {size_words(file.size)}"
        if sum(cell_len(piece.text) for piece in lines[-1]) + cell_len(size) > sheet.room:
            lines += _text(sheet, [size_words(file.size)], "subtle")
        else:
            lines[-1].append(Piece(size, "subtle"))
        sheet.row(_kind_of(item, file), lines, FileTarget(file.id))


def _kind_of(item: Item, file: FileInfo) -> str:
    return "document" if item.is_its_file(file) else "file"


def _facts(sheet: Sheet, item: Item, shared: str) -> None:
    if sheet.lines[-1].pieces:
        sheet.put()
    if item.tags:
        sheet.row("tags", flow([Piece("#" + display_text(tag), "chip") for tag in item.tags], sheet.room, "  "))
    if shared:
        sheet.row(_SHARED, _text(sheet, [display_text(shared)], "subtle"))
    if item.created:
        sheet.row("created", [[Piece(local_time(item.created), "subtle")]])
    if item.updated:
        sheet.row("updated", [[Piece(local_time(item.updated), "subtle")]])
    sheet.row("version", [[Piece(str(item.version) if item.version else "not saved yet", "subtle")]])


def _label(one: Field) -> str:
    return display_text(one.label) or one.kind.value


def _text(sheet: Sheet, lines: Sequence[str], ink: str, less: int = 0) -> list[list[Piece]]:
    """Return lines as pieces, each in as many lines as it takes with `less` cells less than there are."""
    found: list[list[Piece]] = []
    for line in lines:
        found += [[Piece(part, ink)] for part in wrap(line, max(sheet.room - less, 2))]
        if len(found) > LONGEST:
            return [*found[:LONGEST], [Piece("…", "subtle")]]
    return found


@dataclass(frozen=True, slots=True)
class LiveCode:
    """The code of the moment, with the time that is left for it."""

    otp: OneTimePassword

    def __call__(self, now: float, room: int) -> Iterator[Piece]:
        """Yield the code in groups, and as a bar and a number how long it holds."""
        try:
            code, left = self.otp.code(now), self.otp.remaining(now)
        except Invalid as error:
            yield Piece(display_text(str(error)), "problem")
            return
        ink = "code-late" if left <= LATE else "code"
        shown = grouped(code)
        yield from spelled(shown, ink)
        if math.isinf(left):
            told = f"  counter {self.otp.counter}, + for the next"
            yield from [Piece(told, "subtle")] if len(shown) + len(told) <= room else []
            return
        number = f" {math.ceil(left):>2} s"
        if len(shown) + 2 + _BAR + len(number) <= room:
            full = min(math.ceil(left / self.otp.period * _BAR), _BAR)
            yield Piece("  " + "━" * full, ink)
            yield Piece("─" * (_BAR - full), "rule")
        yield Piece(number, "code-late" if left <= LATE else "subtle")


@dataclass(frozen=True, slots=True)
class LiveCountdown:
    """How long a revealed value is still seen: until `until` (Unix seconds). `gap` is put before it."""

    WIDTH: ClassVar[int] = len("  hides in 999 s")

    until: float
    gap: str

    def __call__(self, now: float, room: int) -> Iterator[Piece]:
        """Yield the sentence."""
        yield Piece(f"{self.gap}hides in {max(math.ceil(self.until - now), 0)} s", "subtle")


def grouped(code: str) -> str:
    """Return a code as it is read aloud: 123 456, 1234 5678; a short or lettered one as it is."""
    if not code.isdecimal() or len(code) < 6:
        return code
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
