"""The settings: a file that the user writes, read before the first paint.

Nothing in it can stop the start: what is wrong is told, and its default taken. Saving changes one value and leaves
every other byte of the file as the user wrote it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.host.display import display_text
from tui.host.paths import write_private
from tui.model.errors import Invalid, Unreachable
from tui.services import settings_text as text_of
from tui.services.settings_text import Value

if TYPE_CHECKING:
    from tui.model.dialect import Dialect

FILE_NAME = "settings.toml"
MOST_PARTS = 4
"""No command's id has so many parts; a key that has is told as it is."""

CLIPBOARD_ROUTES = ("auto", "native", "wayland", "tmux", "screen", "osc52", "none")
SORT_ORDERS = ("recent", "title", "updated", "category")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. Times are in seconds; `keys` maps a command's id to its keys, none to switch it off.

    For `passpack` see `dialects.read`.
    """

    theme: str = "strongroom-dark"
    clear_clipboard_after: float = 30
    lock_after: float = 300
    reveal_for: float = 20
    keep_versions: int = 50
    clipboard: str = "auto"
    clear_terminal_clipboard: bool = True
    sort: str = "recent"
    half_page_scrolling: bool = False
    refresh_every: float = 30
    token_reminder_days: int = 90
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passpack: Mapping[str, Dialect] = field(default_factory=dict)


class _Entry(NamedTuple):
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
    "clear_clipboard_after": _number(0, 3600)._replace(
        help="Clear the clipboard so many seconds after copying. 0: never by time, only on lock and on exit.",
    ),
    "lock_after": _number(0, 86_400)._replace(
        help="Lock after so many seconds without a key, and after sleep. 0: only by key."
    ),
    "reveal_for": _number(1, 3600)._replace(help="Hide a revealed value again after so many seconds."),
    "keep_versions": _number(0, 10_000, whole=True)._replace(help="Keep so many earlier versions of each item."),
    "clipboard": _one_of(CLIPBOARD_ROUTES)._replace(
        help="How to copy: the desktop's own clipboard (native; wayland), through tmux, GNU screen or the terminal\n"
        "(osc52), not at all (none), or what fits (auto): over SSH never this machine's own clipboard.",
    ),
    "clear_terminal_clipboard": _Entry(
        "Clear also a clipboard that cannot be read (tmux, screen, osc52), whatever is on it by then.",
        "true or false",
        lambda value: isinstance(value, bool),
    ),
    "sort": _one_of(SORT_ORDERS)._replace(
        help="How items are sorted at first: recently used, title, change, category."
    ),
    "half_page_scrolling": _Entry(
        "Scroll lists by half a page when the cursor leaves the view: less to send over a slow line.",
        "true or false",
        lambda value: isinstance(value, bool),
    ),
    "refresh_every": _number(0, 86_400)._replace(
        help="Ask services on the network every so many seconds whether something changed. 0: only by key.\n"
        "1Password’s service accounts and its desktop app are only ever asked by key.",
    ),
    "token_reminder_days": _number(0, 10_000, whole=True)._replace(
        help="Remind of tokens that were given to Strongroom more than so many days ago. 0: never.",
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
        table = text_of.parsed(text_of.read(path))
    except FileNotFoundError:
        return Settings(), ()
    except OSError as error:
        return Settings(), (f"Settings cannot be read, so the defaults are used: {error.strerror or error} ({path}).",)
    except (ValueError, RecursionError) as error:
        return Settings(), (f"Settings are not TOML, so the defaults are used: {text_of.complaint(error)} ({path}).",)
    problems: list[str] = []
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name == "keys":
            values["keys"] = _keys(value, problems)
        elif name == "passpack":
            from tui.services import dialects

            values["passpack"] = dialects.read(value, problems)
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
        text = text_of.read(path)
    except FileNotFoundError:
        text = render_default()
    except OSError as error:
        raise Unreachable(f"The settings cannot be read: {error.strerror or error} ({path}).") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"The setting was not saved: {path} is not UTF-8 text.") from error
    write_private(path, _with_value(text, name, value))


def render_default() -> str:
    """Return a settings file that says what can be set, with every default commented out."""
    from tui.services import dialects

    parts = ["# Settings of Strongroom. Take away the # before a line to change it.\n"]
    for name, entry in _ENTRIES.items():
        comment = "".join(f"# {line}\n" for line in entry.help.split("\n"))
        parts.append(f"{comment}# May be {entry.expects}.\n# {name} = {_default(name)}\n")
    return "\n".join((*parts, _KEYS_HELP, dialects.HELP))


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

    near = difflib.get_close_matches(name[:80], [*_ENTRIES, "keys", "passpack"], 1)
    return f"Settings: there is no {_shown(name)}." + (f" Is {near[0]} meant?" if near else "")


def _shown(name: str) -> str:
    return f"“{display_text(name[:40])}”"


def _default(name: str) -> str:
    return text_of.as_toml(getattr(Settings(), name))


def _with_value(text: str, name: str, value: Value) -> str:
    """Return the file with one value set: in its old place, below its commented default, or at the top."""
    written = text_of.as_toml(value)
    try:
        wanted = {**text_of.exact(text), **text_of.exact(f"{name} = {written}")}
    except (ValueError, RecursionError) as error:
        raise Invalid(f"The setting was not saved, since the file is not TOML: {text_of.complaint(error)}.") from error
    for candidate in text_of.candidates(text, name, written):
        try:
            if text_of.exact(candidate) == wanted:
                return candidate
        except ValueError:  # this was not the place: part of a longer string or list, say
            continue
    raise Invalid(
        f"The setting was not saved: {name} is written over several lines in the file; please change it there."
    )
