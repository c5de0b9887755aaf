"""Who takes a key: the widget with the focus, or where nothing in it does anything with keys, the first around it.

Textual hands a key to the focused widget, which hands it to the one around it, and so on: each time it waits for its
turn. Those who would only hand it on are passed over, as long as nothing waits for them that came before the key.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

NAMES = ("_decorated_handlers", "_forward_event")
"""What is used here of a widget."""


def taker(app: App[Any]) -> Widget | None:
    """Return who takes the next key: None where that is for Textual to say."""
    screen = app.screen
    if screen.maximized is not None:
        return None
    node: MessagePump | None = app.focused
    while isinstance(node, Widget) and not isinstance(node, Screen):
        if node.message_queue_size or node.disabled or not _deaf(type(node)):
            return node if node is not app.focused else None
        node = node._parent
    return screen if node is screen else None


@cache
def _deaf(kind: type[MessagePump]) -> bool:
    """Whether widgets of this class hand every key on."""
    own = [part for part in kind.__mro__ if part is not Widget]
    named = any(name in vars(part) for part in own for name in ("on_key", "_on_key", "handle_key"))
    decorated = any(issubclass(events.Key, told) for part in own for told in vars(part).get("_decorated_handlers", ()))
    return not named and not decorated and not any(name.lstrip("_").startswith("key_") for name in dir(kind))
