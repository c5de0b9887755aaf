"""The command palette: one provider, of the commands that can run now and of items.

One, since Textual keeps providers in a set, and two would come in another order at every start. Titles are shown, never
interpreted; Textual's own commands (screenshots among them) are not in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Input

from tui import messages
from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.keynames import key_names
from tui.model.category import category
from tui.services.finder import Found, Request
from tui.services.session import Session
from tui.tools.marking import spans

ITEMS = 20
"""No more items than this are offered."""
LEAVING = 0.5
"""Seconds that keys wait at most for the palette to be gone, once something was chosen."""
CLOSING = 0.06
"""Seconds until a chosen command runs. For 0.05 Textual paints nothing, and forgets what a new screen lays out anew."""

# How well a command fits goes before how well an item does, save for what only its help or scattered letters say.
_BEGINS, _BEGINS_WORD, _HAS = 5.0, 4.0, 3.0
_ITEM = 2.0
_HELP, _SCATTERED = 1.0, 0.5


class Pressed(Protocol):
    """The keys of a screen."""

    keymap: Keymap


@runtime_checkable
class CommandScreen(Protocol):
    """A screen from which the palette can be opened."""

    session: Session
    keys: Pressed

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts whose commands are live, the innermost first."""

    def live_commands(self) -> list[Command]:
        """Return the commands that can run now."""

    def perform(self, command: Command) -> None:
        """Run a command."""

    @property
    def app(self) -> App[object]:
        """Return the app that shows it."""


@runtime_checkable
class KeyHolder(Protocol):
    """An app whose keys wait their turn."""

    def beginning(self) -> AbstractContextManager[None]:
        """Hold keys back until the workers that are started meanwhile have ended, or ask something."""


class Palette(CommandPalette):
    """Textual's palette with our provider, from which one can lock and quit as from anywhere."""

    DEFAULT_CSS = """
    Palette {
        & > Vertical { width: 76; max-width: 100%; background: $surface; }
        & #--input { border: round $accent; padding: 0 1; }
        & #--input.--list-visible { border-bottom: none; }
        & SearchIcon { display: none; }
        & CommandList { border: round $accent; border-top: none; scrollbar-size-vertical: 1; }
        & CommandList > .option-list--option { text-style: none; padding: 0 1; }
        & CommandList > .option-list--option-highlighted { background: $accent 22%; color: $foreground; }
        & > .command-palette--highlight { color: $accent; text-style: bold; }
    }
    """

    def __init__(self, keymap: Keymap) -> None:
        super().__init__([Everything], placeholder="a command, or an item")
        self._keymap = keymap

    def on_key(self, event: events.Key) -> None:
        """Lock and quit."""
        if event.key in self._keymap.keys(command("app.lock")):
            self.post_message(messages.LockNow())
        elif event.key in self._keymap.keys(command("app.exit")):
            self.post_message(messages.QuitApp(ask=False))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose once all that was typed was searched for, not among what fitted before.

        What is typed after a choice is held back: it is for what the command shows, not for the screen below.
        """
        if self._searching():
            event.stop()
            event.prevent_default()
            _hold(self.app, self._searched(event))
        elif self.query_one(CommandList).highlighted is not None:
            _hold(self.app, self._left())

    def _searching(self) -> bool:
        return any(one.node is self and not one.is_finished for one in self.app.workers)

    async def _searched(self, event: Input.Submitted) -> None:
        while self._searching():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.005)
        if self.is_attached:
            self.post_message(Input.Submitted(event.input, event.value))

    async def _left(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVING):
                while self.app.screen is self:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.005)


def open_palette(screen: Screen[None]) -> None:
    """Open the palette over a screen, unless it is open."""
    if isinstance(screen, CommandScreen) and not CommandPalette.is_open(screen.app):
        screen.app.push_screen(Palette(screen.keys.keymap))


class Everything(Provider):
    """Finds commands, and items by the same search as the item list."""

    async def discover(self) -> Hits:
        """Yield every command that can run now, the innermost context first."""
        caller = self.screen
        if isinstance(caller, CommandScreen):
            for one in offered(caller):
                yield DiscoveryHit(self._command_line(caller, one, ()), partial(run, caller, one), text=one.title)

    async def search(self, query: str) -> Hits:
        """Yield what fits `query`."""
        caller = self.screen
        if not isinstance(caller, CommandScreen):
            return
        for one in offered(caller):
            score, places = fit(query, one)
            if score:
                line = self._command_line(caller, one, places)
                yield Hit(score, line, partial(run, caller, one), text=one.title)
        session = caller.session
        found = await session.finder.find(session.catalog.snapshot, Request(query, recent=session.recent.refs))
        for rank, row in enumerate(found.rows[:ITEMS]):
            ref = found.snapshot.ref(row)
            show = partial(self.screen.post_message, messages.ShowItem(ref))
            title = found.snapshot.columns.titles[row] or "untitled"
            line = self._item_line(found, row, title, session.place_of(ref), near=rank >= found.exact)
            yield Hit(_ITEM - rank / 1000, line, show, text=title)

    def _command_line(self, caller: CommandScreen, one: Command, places: Sequence[tuple[int, int]]) -> Content:
        keys = key_names(caller.keys.keymap.keys(one))
        title = self._marked(one.title, places)
        return Content.assemble(("› ", "dim"), title, (f"  {keys}", "$accent"), (f"\n  {one.help}", "dim"))

    def _item_line(self, found: Found, row: int, title: str, place: str, *, near: bool) -> Content:
        columns, words = found.snapshot.columns, found.words
        subtitle = columns.usernames[row] or columns.hosts[row]
        mark = category(columns.category[row]).mark
        return Content.assemble(
            (f"{mark} ", "dim"),
            self._marked(title, spans(title, words, near=near) if words else ()),
            "\n  ",
            self._marked(subtitle, spans(subtitle, words, near=near) if words else (), "dim"),
            ((" · " if subtitle else "") + f"in {display_text(place)}", "dim"),
        )

    def _marked(self, text: str, places: Sequence[tuple[int, int]], style: str = "") -> Content:
        content = Content.styled(display_text(text), style)
        for begin, end in places:
            content = content.stylize(self.match_style or Style(underline=True), begin, end)
        return content


def run(caller: CommandScreen, one: Command) -> None:
    """Run a command on the screen below, as soon as the palette is gone; keys wait for it."""
    _hold(caller.app, _run(caller, one))


async def _run(caller: CommandScreen, one: Command) -> None:
    await asyncio.sleep(CLOSING)
    caller.perform(one)


def _hold(app: App[object], work: Coroutine[None, None, None]) -> None:
    """Do something while keys wait."""
    with app.beginning() if isinstance(app, KeyHolder) else nullcontext():
        app.run_worker(work, group="palette", description="palette")


def offered(caller: CommandScreen) -> list[Command]:
    """Return the commands to offer, the innermost first: those that can run now, save what is nothing but a key."""
    order = caller.contexts()
    live = [one for one in caller.live_commands() if one.palette and one.id != "app.palette"]
    return sorted(live, key=lambda one: order.index(one.context))


def fit(query: str, one: Command) -> tuple[float, Sequence[tuple[int, int]]]:
    """Return how well a command fits what was typed (0: not at all), and which characters of its title do."""
    typed, title = query.casefold(), one.title.casefold()
    at = title.find(typed)
    if at >= 0:
        begins = at == 0 or not title[at - 1].isalnum()
        return (_BEGINS if at == 0 else _BEGINS_WORD if begins else _HAS), [(at, at + len(typed))]
    if typed in one.help.casefold():
        return _HELP, ()
    if len(typed) < len(title):
        score, places = FuzzySearch().match(typed, title)
        if score and places[0] == 0:
            return _SCATTERED, [(place, place + 1) for place in places]
    return 0.0, ()
