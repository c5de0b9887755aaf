"""Variables as the text of an env file: what python-dotenv reads of it is exactly what they are.

Nothing is quoted that needs no quotes, and lines in single quotes mean the same to a shell where that can be. Two
things have no other way than python-dotenv's own: of what looks like ${NAME}, which it would replace even in quotes,
the dollar is written as `${:-$}` (a variable without a name, and so with its default); and what ends with a backslash
before the closing quote, which older versions take for an escaped quote, is parted from it by `${:-}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.model.errors import Invalid
from tui.model.secret import Secret

if TYPE_CHECKING:
    from tui.model.environment import Variable

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./:@%+,=\\-]*\\")
"""What ends with a backslash, and needs quotes for nothing else."""
_PLAIN_NAME = re.compile(r"[^=#\s'][^=#\s]*")
_QUOTED_NAME = re.compile(r"[^'\r]+")
_BACKSLASHES = re.compile(r"\\{2,}|\\(?='|\Z)")
"""Those that would be read as fewer, or as part of an escape, in single quotes."""


def written(variables: Iterable[Variable]) -> Secret:
    """Return the text, a variable after the other. Raises `Invalid` where a name cannot be written."""
    return Secret("".join(f"{_name(one.name)}={_value(one.value.reveal())}\n" for one in variables))


def _name(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name) and not name.startswith("\ufeff"):
        return name
    if not name:
        raise Invalid("A variable without a name cannot stand in an env file. Copy the values one by one.")
    if not _QUOTED_NAME.fullmatch(name):
        raise Invalid(f"The variable “{name}” has a name that cannot stand in an env file. Copy the values one by one.")
    return f"'{name}'"


def _value(value: str) -> str:
    if _PLAIN.fullmatch(value) or _PLAIN_PATH.fullmatch(value):
        return value
    value = value.replace("${", "${:-$}{")
    if "\r" in value:  # a file is read with other line ends than it has
        value = value.replace("\\", r"\\").replace('"', r"\"").replace("\r", r"\r")
        return f'"{_parted(value)}"'
    value = _BACKSLASHES.sub(lambda found: found[0] * 2, value).replace("'", r"\'")
    return f"'{_parted(value)}'"


def _parted(value: str) -> str:
    return value + "${:-}" if value.endswith("\\") else value
