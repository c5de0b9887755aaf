"""The bytes of a text file as text: which encoding it has is found, and where it had to be guessed that is said.

Bytes are decoded strictly: what does not fit is never replaced, it raises `Invalid`.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from tui.model.errors import Invalid

MOST_BYTES = 32 * 2**20
"""A larger file is refused."""

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# How files of other kinds begin, that people take for the right one.
_OTHERS = (
    (b"PK\x03\x04", "This is a ZIP archive (1PUX files and spreadsheets are such); export a CSV file instead."),
    (b"\x03\xd9\xa2\x9a", "This is a KeePass database; export it as a CSV file first."),
    (b"%PDF", "This is a PDF file; export a CSV file instead."),
    (b"<?xml", "This is an XML file; export a CSV file instead."),
    (b"{", "This looks like a JSON file; export a CSV file instead."),
)
_SAMPLE = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, the name of its encoding, and a sentence where the encoding is a guess."""

    text: str = field(repr=False)
    encoding: str
    remark: str = ""


def decode(data: bytes) -> Decoded:
    """Return the text of a file.

    Raises:
        Invalid: the file is empty, too big, no text, or of another kind.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(f"This file is too big: at most {MOST_BYTES // 2**20} MiB can be read at once.")
    found = _decoded(data)
    if not found.text.strip():
        raise Invalid("This file is empty.")
    at = found.text.find("\0")
    if at >= 0:
        line = found.text.count("\n", 0, at) + 1
        raise Invalid(f"This file is no text: there is a NUL byte in line {line}.")
    return found


def _decoded(data: bytes) -> Decoded:
    for beginning, sentence in _OTHERS:
        if data[:64].lstrip().startswith(beginning):
            raise Invalid(sentence)
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding, name), name)
    if wide := _without_mark(data):
        return Decoded(
            _strictly(data, wide, "UTF-16"), "UTF-16", "The file does not say its encoding; it reads as UTF-16."
        )
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _one_byte(data)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid(f"This file says that it is {name}, but it is not: it may be damaged or cut off.") from None


def _without_mark(data: bytes) -> str:
    """Return the name of UTF-16 where it is clear without a mark: every other byte of Latin text is NUL."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or len(sample) < 4 or (even and odd):
        return ""
    clear = len(sample) // 2 * 0.6
    return "utf-16-le" if odd > clear else "utf-16-be" if even > clear else ""


def _one_byte(data: bytes) -> Decoded:
    """Read what is no UTF-8 as Windows-1252, or as Latin-1 where that has no character for a byte."""
    for encoding, name in (("cp1252", "Windows-1252"), ("latin-1", "Latin-1")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text, name, f"The file is no UTF-8; it was read as {name}. Look at letters with accents.")
    raise AssertionError("Latin-1 reads any byte")
