"""One row of a CSV file, sorted: which cell is the title, which the password, and what becomes a field of its own.

Cells are kept to the last character; only titles, addresses and tags lose the spaces around them, and only notes have
their line breaks made LF. What is concealed is a `Secret` from here on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tui.interchange import csv_keeper
from tui.interchange.csv_columns import Target, plain
from tui.interchange.csv_table import Record
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, as_kind
from tui.model.ids import FieldId
from tui.model.item import Website
from tui.tools import totp

_YES = ("1", "true", "yes", "y", "x", "ja", "oui", "si", "sí", "on")
_NEXT_URL = re.compile(r",(?=[a-z][a-z0-9+.\-]*://)", re.IGNORECASE)
_BREAK = re.compile("\r\n?")
_DAY = re.compile("[12][0-9]{3}-")
_LASTPASS_NOTE = "http://sn"
_SEVERAL_URLS = ("Bitwarden", "Proton Pass")
_SINGLE = frozenset(
    (
        Target.TITLE,
        Target.USERNAME,
        Target.PASSWORD,
        Target.NOTES,
        Target.CARD_NUMBER,
        Target.CARD_HOLDER,
        Target.CARD_CODE,
        Target.CARD_EXPIRY,
    )
)
_CONCEALED = (Target.PASSWORD, Target.CARD_CODE, Target.CARD_NUMBER)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each column: its target and its label.

    `source` is the program that wrote the file, or ""; `root` is the first part of every folder, and is none itself.
    """

    targets: tuple[Target, ...]
    labels: tuple[str, ...]
    source: str = ""
    root: str = ""


@dataclass(slots=True)
class Sorted:
    """The cells of a row by what they mean. `remarks` are sentences about what could not be taken as it was meant."""

    single: dict[Target, str] = field(default_factory=dict, repr=False)
    extras: list[Field] = field(default_factory=list)
    email: tuple[str, str] | None = None
    websites: list[Website] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    folder: str = ""
    kind: str = ""
    favourite: bool = False
    archived: bool = False
    remarks: list[str] = field(default_factory=list)

    def keep(self, kind: FieldKind, label: str, value: str) -> None:
        """Make a field of its own of a value."""
        name = FieldId(f"imported{len(self.extras) + 1}")
        self.extras.append(Field(name, kind, label, as_kind(value, kind)))


def sort(record: Record, plan: Plan) -> Sorted:
    """Sort the cells of a row. Cells beyond the columns of the plan are empty, or Keeper's."""
    found = Sorted()
    for cell, target, label in zip(record.cells, plan.targets, plan.labels, strict=False):
        if cell:
            _put(found, target, label, cell, plan)
    for name, value in csv_keeper.pairs(record) if plan.source == csv_keeper.NAME else ():
        _put(found, Target.OTP if name == csv_keeper.OTP else Target.HIDDEN, name or "field", value, plan)
    if found.email is not None:
        label, address = found.email
        if Target.USERNAME in found.single or found.kind == "identity":
            found.keep(FieldKind.EMAIL, label, address)
        else:
            found.single[Target.USERNAME] = address
    return found


def _put(found: Sorted, target: Target, label: str, cell: str, plan: Plan) -> None:
    if target in _SINGLE:
        _put_single(found, target, label, cell)
        return
    match target:
        case Target.EMAIL if found.email is None:
            found.email = (label, cell)
        case Target.URL:
            _put_urls(found, cell, plan.source)
        case Target.OTP:
            _put_otp(found, label, cell)
        case Target.TAGS:
            found.tags += tags(cell)
        case Target.FOLDER:
            for path in cell.split(",") if plain(label) == "collections" else (cell,):
                _put_folder(found, path, plan)
        case Target.FAVOURITE:
            found.favourite = cell.strip().casefold() in _YES
        case Target.ARCHIVED:
            found.archived = cell.strip().casefold() in _YES or _DAY.match(cell) is not None
        case Target.TYPE:
            _put_kind(found, label, cell)
        case _:
            _put_own(found, target, label, cell)


def _put_own(found: Sorted, target: Target, label: str, cell: str) -> None:
    """Make fields of its own of a cell."""
    match target:
        case Target.FIELDS:
            for name, value, hidden in _several(label, cell):
                found.keep(FieldKind.CONCEALED if hidden else FieldKind.TEXT, name, value)
        case Target.EMAIL:
            found.keep(FieldKind.EMAIL, label, cell)
        case Target.FIELD:
            found.keep(FieldKind.TEXT, label, cell)
        case Target.HIDDEN:
            found.keep(FieldKind.CONCEALED, label, cell)


def _put_single(found: Sorted, target: Target, label: str, cell: str) -> None:
    """Give a role its value; where it has one already the cell becomes a field of its own."""
    if target is Target.NOTES:
        cell = _BREAK.sub("\n", cell)
    if target is Target.TITLE:
        cell = cell.strip()
    if not found.single.get(target):
        found.single[target] = cell
    else:
        found.keep(FieldKind.CONCEALED if target in _CONCEALED else FieldKind.TEXT, label, cell)


def _put_urls(found: Sorted, cell: str, source: str) -> None:
    if source == "LastPass" and cell == _LASTPASS_NOTE:
        found.kind = "note"
        return
    urls = _texts_of_json(cell) or (_NEXT_URL.split(cell) if source in _SEVERAL_URLS else cell.splitlines())
    known = {site.url for site in found.websites}
    for url in map(str.strip, urls):
        if url and url not in known:
            known.add(url)
            found.websites.append(Website(url))


def _put_otp(found: Sorted, label: str, cell: str) -> None:
    """Keep what makes codes, if it does; what does not is kept hidden, and that is said."""
    try:
        totp.parse(cell)
    except Invalid as error:
        found.keep(FieldKind.CONCEALED, label, cell)
        found.remarks.append(f"its one-time password makes no codes and is kept as a hidden text: {error}")
        return
    if Target.OTP not in found.single:
        found.single[Target.OTP] = cell
    else:
        found.keep(FieldKind.OTP, label, cell)


def _put_folder(found: Sorted, cell: str, plan: Plan) -> None:
    """Take a path with slashes, a second one as a tag; the root, and "none", are no folder."""
    path = cell.replace("\\", "/") if plan.source in ("LastPass", csv_keeper.NAME) else cell
    if plan.root:
        path = path.removeprefix(plan.root)
    path = path.strip().strip("/")
    if not path or path == "(none)":
        return
    if found.folder:
        found.tags.append(path)
    else:
        found.folder = path


def _put_kind(found: Sorted, label: str, cell: str) -> None:
    kind = plain(cell)
    if kind in ("login", "password", "note", "securenote", "creditcard", "card", "identity", "folder"):
        found.kind = "note" if kind == "securenote" else kind
    else:
        found.keep(FieldKind.TEXT, label, cell)


def tags(text: str) -> list[str]:
    """Return the tags of a cell: a semicolon stands between them, or else a comma."""
    parts = text.split(";" if ";" in text else ",")
    return [part.strip() for part in parts if part.strip()]


def _several(label: str, text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield name, value and whether it is hidden of each field in a cell: JSON as of NordPass, else `name: value`.

    Bitwarden writes a line for each field and does not say which of them it hides, so all are hidden. A line without
    a name goes on with the value before it.
    """
    if made := _json_fields(text):
        yield from made
        return
    name, lines = label, list[str]()
    for line in text.splitlines():
        before, colon, after = line.partition(": ")
        if not colon:
            lines.append(line)
            continue
        if lines:
            yield name, "\n".join(lines), True
        name, lines = before, [after]
    if lines:
        yield name, "\n".join(lines), True


def _json_fields(text: str) -> list[tuple[str, str, bool]]:
    made = []
    for one in _json_list(text):
        match one:
            case {"label": str(label), "value": str(value), **more}:
                made.append((label, value, more.get("type", "hidden") == "hidden"))
            case _:
                return []
    return made


def _texts_of_json(text: str) -> list[str]:
    found = _json_list(text)
    return [one for one in found if isinstance(one, str)] if all(isinstance(one, str) for one in found) else []


def _json_list(text: str) -> Sequence[object]:
    if not text.startswith("["):
        return ()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return found if isinstance(found, list) else ()
