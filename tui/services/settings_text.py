"""The text of the settings file: read, parsed, complained of, and with one value set in its place.

What a value means is not known here. The parser is loaded only where there is something to parse.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tui.host.display import display_text

Value = str | int | float | bool

SIZE_LIMIT = 1_000_000
"""Bytes. No settings file is so long; a device or a wrong link might be."""


def read(path: Path) -> str:
    """Return the text of the file, line ends as they are. Raises OSError and UnicodeDecodeError."""
    if path.exists() and not path.is_file():  # a pipe would keep us waiting for ever
        raise OSError(errno.EINVAL, "not a file")
    with path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise OSError(errno.EFBIG, "too long")
    return data.decode()


def parsed(text: str) -> dict[str, Any]:
    """Parse TOML. Its parser is loaded here: most have no settings file, and start without."""
    import tomllib

    return tomllib.loads(text)


def exact(text: str) -> dict[str, Any]:
    """Parse TOML such that what is written alike is alike."""
    import tomllib

    return tomllib.loads(text, parse_float=str)  # else a nan would not equal itself


def as_toml(value: Value) -> str:
    """Write a value as TOML, whose basic strings are JSON's but for DEL."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def complaint(error: Exception) -> str:
    """Return what is wrong with a text that is not TOML, within a sentence."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    import tomllib

    return (
        display_text(str(error)[:200]) if isinstance(error, tomllib.TOMLDecodeError) else "a number in it is too long"
    )


def candidates(text: str, name: str, value: str) -> Iterable[str]:
    """Yield the text with a value in each place where it may belong, the likeliest first; `exact` tells which it is."""
    old = (
        rf"""^([ \t]*["']?{name}["']?[ \t]*=[ \t]*)"""
        r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^#\r\n]*?)"""
        r"""[ \t]*(?:#[^\r\n]*)?\r?$"""
    )
    for match in re.finditer(old, text, re.MULTILINE):
        yield text[: match.start(2)] + value + text[match.end(2) :]
    for match in re.finditer(rf"^#[ \t]*{name}[ \t]*=[^\n]*\n", text, re.MULTILINE):
        yield f"{text[: match.end()]}{name} = {value}\n{text[match.end() :]}"
    yield f"{name} = {value}\n{text}"
