"""Moving in by a CSV file: bytes become a preview, and what was looked at and corrected there becomes items.

All or nothing: whoever takes the items gets every row but those left out by name. The file itself is never kept, and
no password of it is in what a preview prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tui.interchange import csv_columns, csv_keeper, csv_looks, csv_table, csv_text
from tui.interchange.csv_columns import Target
from tui.interchange.csv_items import item
from tui.interchange.csv_row import Plan, sort
from tui.interchange.csv_table import Record
from tui.model.errors import Invalid
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemSummary

_SAMPLE = 200
_ROOT = "Everything is in the group {}, the root of the database, which becomes no folder."


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its place from 0, its name, what it becomes, and in how many rows it has something."""

    index: int
    name: str
    target: Target
    filled: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken: the item that it becomes, and of what it is a second one.

    `row` and `line` count from 1 in the file. `folder` is where it was, as a path with slashes. Same means the same
    title, user name and website: `same_as_row` is an earlier row (0: none), `same_as` an item that is there already.
    """

    row: int
    line: int
    item: Item
    folder: str = ""
    same_as_row: int = 0
    same_as: ItemRef | None = None

    @property
    def duplicate(self) -> bool:
        """Whether it is a second one of something."""
        return bool(self.same_as_row or self.same_as)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be told of a row, in a sentence. `fatal`: nothing can be made of it."""

    row: int
    line: int
    sentence: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become. `source` is the program that wrote it, or ""; `remarks` are about the whole file."""

    source: str
    encoding: str
    delimiter: str
    header: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def mapping(self) -> dict[int, Target]:
        """What each column becomes; changed, it is given to `preview` again."""
        return {column.index: column.target for column in self.columns}

    @property
    def unreadable(self) -> frozenset[int]:
        """The rows of which nothing can be made."""
        return frozenset(problem.row for problem in self.problems if problem.fatal)

    @property
    def duplicates(self) -> frozenset[int]:
        """The rows that are a second one of something."""
        return frozenset(row.row for row in self.rows if row.duplicate)

    def items(self, account: AccountId, vault: VaultId, leave_out: Collection[int] = ()) -> tuple[Item, ...]:
        """Return the items of all rows but those left out, for a vault.

        Raises:
            Invalid: there is a row of which nothing can be made and which is not left out, or no row is left.
        """
        first = next((one for one in self.problems if one.fatal and one.row not in leave_out), None)
        if first is not None:
            raise Invalid(f"{first.sentence} Leave it out, or mend the file.")
        place = ItemRef(account, vault, ItemId(""))
        taken = tuple(replace(row.item, ref=place) for row in self.rows if row.row not in leave_out)
        if not taken:
            raise Invalid("No row is left to be taken.")
        return taken


def preview(
    data: bytes,
    mapping: Mapping[int, Target] | None = None,
    *,
    existing: Iterable[ItemSummary] = (),
    header: bool | None = None,
    keep_unknown: bool = True,
    folder_tags: bool = True,
) -> Preview:
    """Return what a file would become.

    Args:
        data: the file.
        mapping: what columns become, where the guess is wrong; those not named keep their guess.
        existing: what is there already, to find duplicates.
        header: whether the first row holds the names of the columns; None: found out.
        keep_unknown: whether columns that are not known become fields of their own.
        folder_tags: whether the folder becomes a tag.

    Raises:
        Invalid: the file is no CSV file that can be read, or has nothing in it.
    """
    decoded = csv_text.decode(data)
    table = csv_table.read(decoded.text)
    named = csv_looks.is_header(table.records[0].cells) if header is None else header
    records = table.records[1:] if named else table.records
    if not records:
        raise Invalid("There are the names of columns in this file, and no rows.")
    source, names = _names(table.records, named)
    columns = _columns(names, records, bool(named or source), keep_unknown, mapping or {})
    targets, root = tuple(column.target for column in columns), _root(records, columns, source)
    plan = Plan(targets, tuple(column.name for column in columns), source, root)
    rows, problems = _rows(records, plan, folder_tags)
    return Preview(
        source,
        decoded.encoding,
        csv_table.DELIMITERS[table.delimiter],
        named,
        columns,
        _with_duplicates(rows, existing),
        problems,
        tuple(filter(None, (decoded.remark, _ROOT.format(root) if root else ""))),
    )


def _names(records: Sequence[Record], named: bool) -> tuple[str, tuple[str, ...]]:
    """Return the program that wrote the file, or "", and the names of the columns.

    Where there are none they are numbered, as many as most rows have.
    """
    if named:
        names = tuple(name.strip() or f"column {at}" for at, name in enumerate(records[0].cells, 1))
        source = csv_columns.source(names)
        return source, names[: len(csv_keeper.NAMES)] if source == csv_keeper.NAME else names
    if csv_keeper.fits(records):
        return csv_keeper.NAME, csv_keeper.NAMES
    width, _ = Counter(len(record.cells) for record in records).most_common(1)[0]
    return "", tuple(f"column {at}" for at in range(1, width + 1))


def _root(records: Sequence[Record], columns: Sequence[Column], source: str) -> str:
    """Return the group that all others are in: KeePassXC begins each path with its root, which has any name."""
    groups = [column.index for column in columns if column.target is Target.FOLDER]
    if source != "KeePassXC" or not groups:
        return ""
    firsts = {record.cells[at].partition("/")[0] for record in records for at in groups if at < len(record.cells)}
    return firsts.pop() if len(firsts) == 1 else ""


def _columns(
    names: Sequence[str], records: Sequence[Record], named: bool, keep_unknown: bool, mapping: Mapping[int, Target]
) -> tuple[Column, ...]:
    if not all(0 <= index < len(names) for index in mapping):
        raise Invalid(f"This file has {len(names)} columns; something else was chosen for another one.")
    samples = [[record.cells[at] for record in records[:_SAMPLE] if at < len(record.cells)] for at in range(len(names))]
    known = [csv_columns.by_name(name) for name in names] if named else []
    if not any(known):
        guessed = csv_looks.guess(samples)
        if not keep_unknown:
            guessed = [Target.IGNORE if target is Target.HIDDEN else target for target in guessed]
    else:
        guessed = [
            target or _unknown(name, sample, keep_unknown)
            for target, name, sample in zip(known, names, samples, strict=True)
        ]
    return tuple(
        Column(
            at, name, mapping.get(at, guessed[at]), sum(1 for one in records if at < len(one.cells) and one.cells[at])
        )
        for at, name in enumerate(names)
    )


def _unknown(name: str, sample: Sequence[str], keep: bool) -> Target:
    if not keep:
        return Target.IGNORE
    return Target.HIDDEN if csv_columns.hides(name) or csv_looks.secretive(sample) else Target.FIELD


def _rows(records: Sequence[Record], plan: Plan, folder_tags: bool) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for record in records:
        if sentence := _unreadable(record, plan):
            problems.append(Problem(record.row, record.line, sentence, fatal=True))
            continue
        found = sort(record, plan)
        if found.kind == "folder":
            problems.append(Problem(record.row, record.line, f"{record.place} is a folder and no item."))
            continue
        made = item(found, record.row, folder_tags)
        problems += (Problem(record.row, record.line, f"{record.place}: {one}") for one in found.remarks)
        rows.append(Row(record.row, record.line, made, found.folder))
    return tuple(rows), tuple(problems)


def _unreadable(record: Record, plan: Plan) -> str:
    """Return the sentence why nothing can be made of a row, or ""."""
    width = len(plan.targets)
    if record.broken:
        return f"{record.place} has text behind the closing quote of a cell, so its cells cannot be told apart."
    if plan.source == csv_keeper.NAME and csv_keeper.paired(record):
        return ""
    if len(record.cells) < width or any(record.cells[width:]):
        return f"{record.place} has {len(record.cells)} columns and not {width}."
    return ""


def _with_duplicates(rows: Sequence[Row], existing: Iterable[ItemSummary]) -> tuple[Row, ...]:
    there = {_key(summary): summary.ref for summary in existing}
    first: dict[tuple[str, str, str], int] = {}
    found: list[Row] = []
    for row in rows:
        key = _key(row.item.summary())
        found.append(replace(row, same_as_row=first.get(key, 0), same_as=there.get(key)))
        first.setdefault(key, row.row)
    return tuple(found)


def _key(summary: ItemSummary) -> tuple[str, str, str]:
    return summary.title.strip().casefold(), summary.username.casefold(), summary.host.casefold()
