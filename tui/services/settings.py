"""The settings: a file that the user writes, read before the first paint.

Nothing in it can stop the start: what is wrong is told, and its default taken. Saving changes one value and leaves
every other byte of the file as the user wrote it.
"""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tui.host.display import display_text
from tui.host.paths import write_private
from tui.model.errors import Invalid, Unreachable

FILE_NAME = "settings.toml"
MOST_PARTS = 4
"""No command's id has so many parts; a key that has is told as it is."""

SIZE_LIMIT = 1_000_000
"""Bytes. No settings file is so long; a device or a wrong link might be."""

CLIPBOARD_ROUTES = ("auto", "native", "wayland", "tmux", "screen", "osc52", "none")
SORT_ORDERS = ("recent", "title", "updated", "category")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. Times are in seconds; `keys` maps a command's id to its keys, none to switch it off."""

    theme: str = "strongroom-dark"
    clear_clipboard_after: float = 30
    lock_after: float = 300
    reveal_for: float = 20
    keep_versions: int = 50
    clipboard: str = "auto"
    clear_terminal_clipboard: bool = True
    sort: str = "recent"
    half_page_scrolling: bool = False
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """One setting: what the file says about it, what it may be, and the check of that."""

    help: str
    expects: str
    accepts: Callable[[object], bool]


def _number(low: int, high: int, *, whole: bool = False) -> _Entry:
    def accepts(value: object) -> bool:
        kind = int if whole else (int, float)
        return isinstance(value, kind) and not isinstance(value, bool) and low <= value <= high

    return _Entry("", f"a {'whole ' if whole else ''}number from {low} to {high}", accepts)


def _one_of(choices: tuple[str, ...]) -> _Entry:
    return _Entry("", " or ".join(f'"{choice}"' for choice in choices), lambda value: value in choices)


_ENTRIES: dict[str, _Entry] = {
    "theme": _Entry(
        "The theme: strongroom-dark, strongroom-light, or one of Textual's.",
        "a name in quotes",
        lambda value: isinstance(value, str) and value != "" and value.isprintable(),
    ),
    "clear_clipboard_after": replace(
        _number(0, 3600),
        help="Clear the clipboard so many seconds after copying. 0: never by time, only on lock and on exit.",
    ),
    "lock_after": replace(
        _number(0, 86_400), help="Lock after so many seconds without a key, and after sleep. 0: only by key."
    ),
    "reveal_for": replace(_number(1, 3600), help="Hide a revealed value again after so many seconds."),
    "keep_versions": replace(_number(0, 10_000, whole=True), help="Keep so many earlier versions of each item."),
    "clipboard": replace(
        _one_of(CLIPBOARD_ROUTES),
        help="How to copy: the desktop's own clipboard (native; wayland), through tmux, GNU screen or the terminal\n"
        "(osc52), not at all (none), or what fits (auto): over SSH never this machine's own clipboard.",
    ),
    "clear_terminal_clipboard": _Entry(
        "Clear also a clipboard that cannot be read (tmux, screen, osc52), whatever is on it by then.",
        "true or false",
        lambda value: isinstance(value, bool),
    ),
    "sort": replace(
        _one_of(SORT_ORDERS), help="How items are sorted at first: recently used, title, change, category."
    ),
    "half_page_scrolling": _Entry(
        "Scroll lists by half a page when the cursor leaves the view: less to send over a slow line.",
        "true or false",
        lambda value: isinstance(value, bool),
    ),
}

_KEYS_HELP = """\
# Your own keys: a command's id and a key, or a list of keys; [] switches the command off. The help (?) shows the ids.
# Keys are named as in Textual (a, E, ctrl+s, f2, space); a sequence is written with spaces ("g v").
# [keys]
# "items.edit" = "E"
# "app.audit" = ["g a", "f6"]
"""


def load(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """Read the settings. The second part are sentences about what is wrong, none of which stops the start.

    A file that does not exist is no error.
    """
    try:
        table = tomllib.loads(_read(path))
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (f"Settings cannot be read, so the defaults are used: {error.strerror or error} ({path}).",)
    except (ValueError, RecursionError) as error:
        return Settings(), (f"Settings are not TOML, so the defaults are used: {_complaint(error)} ({path}).",)
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name == "keys":
            values["keys"] = _keys(value, problems)
        elif name not in _ENTRIES:
            problems.append(_unknown(name))
        elif not _ENTRIES[name].accepts(value):
            problems.append(f"Settings: {name} must be {_ENTRIES[name].expects}; {_default(name)} is used instead.")
        else:
            values[name] = value
    return replace(Settings(), **values), tuple(problems)


def there(path: Path) -> bool:
    """Return whether there is a settings file, or something else in its place."""
    return os.path.lexists(path)


def save_value(path: Path, name: str, value: Value) -> None:
    """Write one setting into the file, which is made where it is missing; all else in it stays as it is.

    Raises:
        Invalid: there is no such setting, it cannot have this value, or the file is not TOML as it stands.
        Unreachable: the file cannot be written.
    """
    entry = _ENTRIES.get(name)
    if entry is None or not entry.accepts(value):
        raise Invalid(f"The setting {name} must be {entry.expects}." if entry else _unknown(name))
    try:
        text = _read(path)
    except FileNotFoundError:
        text = render_default()
    except OSError as error:
        raise Unreachable(f"The settings cannot be read: {error.strerror or error} ({path}).") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"The setting was not saved: {path} is not UTF-8 text.") from error
    write_private(path, _with_value(text, name, value))


def render_default() -> str:
    """Return a settings file that says what can be set, with every default commented out."""
    parts = ["# Settings of Strongroom. Take away the # before a line to change it.\n"]
    for name, entry in _ENTRIES.items():
        comment = "".join(f"# {line}\n" for line in entry.help.split("\n"))
        parts.append(f"{comment}# May be {entry.expects}.\n# {name} = {_default(name)}\n")
    return "\n".join((*parts, _KEYS_HELP))


def _keys(value: object, problems: list[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        problems.append("Settings: keys must be a table, written as [keys].")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name, keys in _flat(value, ""):
        wanted = (keys,) if isinstance(keys, str) else keys
        if isinstance(wanted, tuple | list) and all(isinstance(key, str) for key in wanted):
            found[name] = tuple(" ".join(key.split()) for key in wanted if key.strip())
        else:
            problems.append(f"Settings, keys: {_shown(name)} must be a key or a list of keys, in quotes.")
    return found


def _flat(table: Mapping[str, object], prefix: str) -> Iterable[tuple[str, object]]:
    """Read `items.edit = "E"` like `"items.edit" = "E"`: without quotes TOML takes it for a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict) and prefix.count(".") < MOST_PARTS:
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _unknown(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name[:80], [*_ENTRIES, "keys"], 1)
    return f"Settings: there is no {_shown(name)}." + (f" Is {near[0]} meant?" if near else "")


def _shown(name: str) -> str:
    return f"“{display_text(name[:40])}”"


def _default(name: str) -> str:
    return _toml(getattr(Settings(), name))


def _toml(value: Value) -> str:
    """Write a value as TOML, whose basic strings are JSON's but for DEL."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _complaint(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8 text"
    if isinstance(error, tomllib.TOMLDecodeError):
        return display_text(str(error)[:200])
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number in it is too long"


def _read(path: Path) -> str:
    """Return the text of the file, line ends as they are. Raises OSError and UnicodeDecodeError."""
    if path.exists() and not path.is_file():  # a pipe would keep us waiting for ever
        raise OSError(errno.EINVAL, "not a file")
    with path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise OSError(errno.EFBIG, "too long")
    return data.decode()


def _with_value(text: str, name: str, value: Value) -> str:
    """Return the file with one value set: in its old place, below its commented default, or at the top."""
    written = _toml(value)
    try:
        wanted = {**_parsed(text), **_parsed(f"{name} = {written}")}
    except (ValueError, RecursionError) as error:
        raise Invalid(f"The setting was not saved, since the file is not TOML: {_complaint(error)}.") from error
    for candidate in _candidates(text, name, written):
        try:
            if _parsed(candidate) == wanted:
                return candidate
        except ValueError:  # this was not the place: part of a longer string or list, say
            continue
    raise Invalid(
        f"The setting was not saved: {name} is written over several lines in the file; please change it there."
    )


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=str)  # else a nan would not equal itself


def _candidates(text: str, name: str, value: str) -> Iterable[str]:
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
