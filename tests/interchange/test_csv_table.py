"""Reading CSV files: every encoding and delimiter that programs write, every cell as it was, every place told."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.interchange import csv_table, csv_text
from tui.interchange.csv_table import DELIMITERS, MOST_COLUMNS, MOST_ROWS, read
from tui.interchange.csv_text import MOST_BYTES, decode
from tui.model.errors import Invalid

TEXT = "title,password\nKüche,s3cret-ß€\n"


def cells(text: str) -> list[tuple[str, ...]]:
    return [record.cells for record in read(text).records]


@pytest.mark.parametrize(
    ("data", "encoding", "sure"),
    [
        (TEXT.encode(), "UTF-8", True),
        (codecs.BOM_UTF8 + TEXT.encode(), "UTF-8", True),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16", True),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16", True),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "UTF-32", True),
        (TEXT.encode("utf-16-le"), "UTF-16", False),
        (TEXT.encode("utf-16-be"), "UTF-16", False),
        (TEXT.encode("cp1252"), "Windows-1252", False),
    ],
)
def test_encodings_are_found_and_a_guess_is_said(data: bytes, encoding: str, sure: bool) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)
    assert (decoded.remark == "") is sure
    assert sure or decoded.remark.endswith(".")
    assert "s3cret" not in repr(decoded)


def test_what_windows_1252_has_no_character_for_is_latin_1() -> None:
    decoded = decode(b"a,b\n\x81\xe4,c\n")
    assert (decoded.text, decoded.encoding) == ("a,b\n\x81ä,c\n", "Latin-1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"a,b\nc,\0d\n", "NUL byte in line 2"),
        (codecs.BOM_UTF16_LE + b"a\0b", "damaged"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\0", "damaged"),
        (codecs.BOM_UTF8 + b"a,\xff", "damaged"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "KeePass"),
        (b'{"encrypted": false, "items": []}', "JSON"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_csv_file_is_said(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as raised:
        decode(data)
    assert str(raised.value).endswith(".")


def test_a_file_that_is_too_big_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "MOST_BYTES", 10)
    with pytest.raises(Invalid, match="too big"):
        decode(b"x" * 11)
    assert MOST_BYTES >= 2**20


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_delimiters_and_line_ends(delimiter: str, end: str, last: bool) -> None:
    text = end.join((delimiter.join(("name", "url", "note")), delimiter.join(("a", '"b\r\n""c"""', ""))))
    table = read(text + (end if last else ""))
    assert table.delimiter == delimiter
    assert [record.cells for record in table.records] == [("name", "url", "note"), ("a", 'b\r\n"c"', "")]
    assert [(record.row, record.line) for record in table.records] == [(1, 1), (2, 2)]


def test_commas_in_notes_do_not_hide_semicolons() -> None:
    text = 'Name;Benutzer;Kennwort;Notiz\nBank;a;b;eins, zwei, drei\nPost;c;d;"x, y"\nWeb;e;f;\n'
    assert read(text).delimiter == ";"


def test_a_spreadsheet_may_say_its_delimiter() -> None:
    table = read("sep=;\r\na,b;c\r\nd;e,f\r\n")
    assert [record.cells for record in table.records] == [("a,b", "c"), ("d", "e,f")]
    assert table.records[0].line == 2


def test_places_count_blank_lines_and_breaks_inside_quotes() -> None:
    records = read('a,b\n\n"c\nc\nc",d\n,\r\ne,f\n').records
    assert [(record.row, record.line) for record in records] == [(1, 1), (3, 3), (5, 7)]
    assert records[1].place == "Row 3 (line 3)"


def test_keepass_1_escapes_by_backslashes() -> None:
    head = '"Account","Login Name","Password","Web Site","Comments"\r\n'
    assert cells(head + r'"a","CORP\\me","q\"uote","","x\\\"y"')[1] == ("a", r"CORP\me", 'q"uote', "", r"x\"y")
    # Another program may write these names and double its quotes.
    assert cells(head + r'"a","CORP\me","q""uote","",""')[1] == ("a", r"CORP\me", 'q"uote', "", "")
    assert cells(head + '"","","","",""\r\n"a","","","",""')[1] == ("a", "", "", "", "")


def test_a_quote_inside_a_cell_is_a_quote_and_one_behind_it_is_told() -> None:
    assert cells('a,5" disk\nb,c"\n') == [("a", '5" disk'), ("b", 'c"')]
    assert [record.broken for record in read('a,b\n"c" d,e\nf,g\n').records] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("only\none\n", "one column"),
        ('a,b\nc,"d\ne,f\n', r"row 2 \(line 2\)"),
        ('a,b\n"x\ny",z\n\n"open,d\n', r"row 4 \(line 5\)"),
        ("a," * (MOST_COLUMNS + 1), "200 columns"),
    ],
)
def test_what_cannot_be_taken_apart_is_said_with_its_place(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read(text)


def test_too_many_rows_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MOST_ROWS", 1_000)
    assert len(read("a,b\n" * 1_000).records) == 1_000
    with pytest.raises(Invalid, match="more than 1,000 rows"):
        read("a,b\n" * 1_001)
    assert MOST_ROWS >= 5_000


def test_an_open_quote_takes_no_time() -> None:
    """Patterns that go back over a long text would take minutes here."""
    with pytest.raises(Invalid):
        read('a,b\nc,"' + 'x""' * 300_000)
    assert cells("a,b\n" + '"' + "\n" * 300_000 + '",c')[1][1] == "c"


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1, max_size=5)


@given(ROWS, st.sampled_from([*DELIMITERS]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_pythons_own_writer_wrote_is_read_back_and_lines_are_counted_as_it_does(
    rows: list[list[str]], delimiter: str, end: str, all_quoted: bool
) -> None:
    file = io.StringIO()
    # Python's writer quotes a CR only where its own line ends have one.
    if all_quoted or end == "\n":
        csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    else:
        csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    text = f"sep={delimiter}\n" + file.getvalue()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    next(reader)
    expected = []
    line = 2
    for row in reader:
        expected.append((line, tuple(row)))
        line = reader.line_num + 1
    assert [record.cells for record in read(text).records] == [tuple(row) for row in rows]
    assert [(record.line, record.cells) for record in read(text).records] == expected
