"""Which keys the footer of a screen shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.commands import COMMANDS, Command, Keymap
from tui.widgets.footer import KeyHint

HELP_PLACE = 5
"""Where Help stands among the hints, so that it is seen in 80 columns too."""

Refusal = Callable[[Command], str | None]


def hints(keymap: Keymap, contexts: Sequence[str], refusal: Refusal, *, typing: bool) -> list[KeyHint]:
    """Return the keys that work now: of the innermost context first, of the whole app last."""
    live = [c for c in COMMANDS if c.context in contexts and c.footer and (not typing or c.in_inputs)]
    live.sort(key=lambda c: (contexts.index(c.context) == len(contexts) - 1, -c.footer))
    help_ = next((c for c in live if c.id == "app.help"), None)
    if help_ is not None and len(live) > HELP_PLACE:
        live.remove(help_)
        live.insert(HELP_PLACE, help_)
    works = [(c, [key for key in keymap.keys(c) if len(key) > 1 or not typing]) for c in live]
    return [KeyHint(keys[0], c.title, refusal(c) is None) for c, keys in works if keys]


def continuations(keymap: Keymap, so_far: str, begun: Sequence[Command], refusal: Refusal) -> list[KeyHint]:
    """Return the keys by which a sequence that was begun can go on, each once: it is for the innermost context."""
    rests: dict[str, Command] = {}
    for command in begun:
        for keys in keymap.keys(command):
            if keys.startswith(so_far):
                rests.setdefault(keys.removeprefix(so_far + " "), command)
    return [KeyHint(key, command.title, refusal(command) is None) for key, command in rests.items()]
