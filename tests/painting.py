"""What an app paints in the tests of single screens: what is there once it is at rest, not each frame on the way there.

No terminal is there for the frames, and composing them was a third of what such a test costs. Nothing goes unpainted:
what has changed is composed when the app has come to rest, as it has before each key, when it ends, or is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context, copy_context
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from rich.console import RenderableType
from textual._compositor import ChopsUpdate, Compositor
from textual._context import active_app
from textual.app import App
from textual.screen import Screen

from tui.guard import app as guarded
from tui.guard import partial


class Owed(NamedTuple):
    """What is still to be composed on a screen. What changes meanwhile is added to the same."""

    app: App[object]
    context: Context
    compose: Callable[[], object]


_owed: dict[Compositor, Owed] = {}


def paint_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what the apps of a test paint to `paint_owed`."""
    update, shutdown = Compositor.render_update, App._shutdown

    def later(
        self: Compositor, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        if full:  # a picture is taken
            return update(self, full, screen_stack, simplify)
        _owed[self] = Owed(active_app.get(), copy_context(), lambda: update(self, screen_stack=screen_stack))
        return None

    def later_in_part(compositor: Compositor) -> ChopsUpdate | None:
        if compositor not in _owed:
            _owed[compositor] = Owed(active_app.get(), copy_context(), lambda: partial.compose(compositor))
        return None

    async def paint_first(self: App[object]) -> None:
        try:
            paint_owed(self)
        except Exception as error:  # noqa: BLE001 - as where it would have been painted
            self._handle_exception(error)
        await shutdown(self)

    _owed.clear()
    monkeypatch.setattr(Compositor, "render_update", later)
    monkeypatch.setattr(App, "_shutdown", paint_first)
    monkeypatch.setattr(guarded, "partial", SimpleNamespace(compose=later_in_part))


def paint_owed(by: App[object] | None = None) -> bool:
    """Compose what has changed on the screens that are shown, by one app or by all; return whether anything had."""
    found = [compositor for compositor, owed in _owed.items() if by is None or owed.app is by]
    for compositor in found:
        app, context, compose = _owed.pop(compositor)
        if app.screen_stack and compositor is app.screen._compositor and app.is_running:
            context.run(compose)
    return bool(found)
