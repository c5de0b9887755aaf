"""Keys written the way people read them. What is stored and matched is always Textual's own name."""

from __future__ import annotations

from collections.abc import Iterable

from tui.host.display import display_text

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "slash": "/",
}


def key_name(sequence: str) -> str:
    """Return a key, or a sequence of them, for people: "ctrl+s" is Ctrl+S, "g v" stays g v."""
    return " ".join(_one(key) for key in sequence.split(" "))


def key_names(sequences: Iterable[str]) -> str:
    """Return all the keys of a command for people, with spaces between them wide enough to tell sequences apart."""
    return "  ".join(key_name(sequence) for sequence in sequences)


def _one(key: str) -> str:
    if len(key) == 1:
        return display_text(key)
    *modifiers, last = key.split("+")
    if modifiers and not last:  # the plus itself: "ctrl++"
        modifiers, last = modifiers[:-1], "+"
    name = _NAMES.get(last, last.upper() if len(last) == 1 and modifiers else last.capitalize())
    return display_text("+".join((*(modifier.capitalize() for modifier in modifiers), name)))
