"""What every screen has: a session, keys by context, a status line, a footer, and one place where errors are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tui import messages
from tui.commands import COMMANDS, Command, Keymap
from tui.guard import GuardedApp
from tui.model.errors import VaultError
from tui.screens.hints import continuations, hints
from tui.screens.house import House
from tui.screens.keys import Keys
from tui.screens.ways import Ways
from tui.screens.working import Working
from tui.services.limits import near
from tui.services.remote_status import summed
from tui.widgets.footer import KeyFooter
from tui.widgets.status import Severity, StatusLine

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.services.place import Place
    from tui.services.session import Session

LASTING: dict[Severity, float] = {"info": 8.0, "success": 12.0, "warning": 40.0}
"""Seconds until a message goes; errors stay until the next."""

AT_ONCE = frozenset(
    f"app.{name}" for name in ("back", "exit", "help", "quit", "redraw", "settings", "suspend", "theme", "vaults")
)
"""What needs no store; so does whatever moves the cursor. The rest waits until the one that is expected is open."""

WAIT = "A moment: the store is being opened …"


class BaseScreen(Screen[None]):
    """A whole screen. Subclasses give `body()` and `contexts()`, and an `action_…` for each of their commands."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__()
        self.session = session
        self.keys = Keys(keymap)
        self.status = StatusLine()
        self.footer = KeyFooter()
        self._leaving = False
        self._working = Working(self.refresh_state)
        self._keys_due = False
        self.ways = Ways(self)
        self.parts: tuple[object, ...] = (self, House(self), self.ways)
        """Who does the commands: the first of these with a fitting `action_…`."""

    def compose(self) -> ComposeResult:
        """Yield what there is. How wide it is there is known by now: it need not be laid out once more for that."""
        fitting = [name for least, name in sorted(self.HORIZONTAL_BREAKPOINTS or ()) if least <= self.app.size.width]
        self.add_class(*fitting[-1:], update=False)
        yield from self.body()
        yield self.status
        yield self.footer

    def body(self) -> Iterator[Widget]:
        """Yield the widgets above the status line."""
        raise AssertionError(f"{type(self).__name__} shows nothing")

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts whose commands are live now, the innermost first."""
        return ("app",)

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost, or left as a draft, if this screen were left for another."""
        return False

    def mark(self, place: Place) -> Place:
        """Return the place of the screen below, with what is to be found again of this one after a lock."""
        return place

    def refusal(self, command: Command) -> str | None:
        """Return None where a command can run now, or the sentence why not."""
        if self.doer(command) is None:
            return "That cannot be done on this screen."
        return self.ways.refusal(command)

    def doer(self, command: Command) -> Callable[[], object] | None:
        """Return what does a command, or None where nobody does."""
        methods = (getattr(part, f"action_{command.action}", None) for part in self.parts)
        return next((method for method in methods if method is not None), None)

    def state(self) -> str:
        """Return what stands at the right of the status line."""
        parts = ["working …" if self._working.long else ""]
        parts += [summed(self.session.remotes.statuses), near(self.session.remotes)]
        if (clipboard := self.session.copied) is not None:
            parts.append(clipboard.state())
        return " · ".join(part for part in parts if part)

    # Keys

    @property
    def typing(self) -> bool:
        """Whether the focus is where text is typed."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    def on_key(self, event: events.Key) -> None:
        """Resolve the key; what means nothing here goes on to Textual."""
        found = self.keys.feed(event, self.contexts(), typing=self.typing)
        if found is None:
            return
        event.stop()
        event.prevent_default()
        if isinstance(found, Command):
            self.perform(found)
        self.refresh_footer(found if not isinstance(found, Command) else ())

    def perform(self, command: Command) -> None:
        """Run a command, or say why it cannot run now. It waits for a store that is just being opened."""
        if self.session.expecting and command.id not in AT_ONCE and command.context != "move":
            self.say(WAIT)
            with self._beginning():
                self.run_worker(self._perform_then(command), group="then", description="wait for the store")
            return
        refusal = self.refusal(command)
        if refusal is not None:
            self.say(refusal, "warning")
        elif (run := self.doer(command)) is not None:
            with self._beginning():
                run()

    async def _perform_then(self, command: Command) -> None:
        await self.session.arrived()
        if self.status.text == WAIT:
            self.status.clear()
        if self.is_current and self.session.home is not None:
            self.perform(command)

    def _beginning(self) -> AbstractContextManager[None]:
        """Hold back the keys that follow until what is begun meanwhile has ended."""
        return self.app.beginning() if isinstance(self.app, GuardedApp) else nullcontext()

    def live_commands(self) -> list[Command]:
        """Return the commands that can run now, for palette and help."""
        contexts = self.contexts()
        return [c for c in COMMANDS if c.context in contexts and self.refusal(c) is None]

    # What it shows

    def on_mount(self) -> None:
        """Begin to follow the focus and the state."""
        self.watch(self, "focused", self._focus_moved)
        self.refresh_state()

    def on_unmount(self) -> None:
        """There is nobody to tell any more."""
        self._working.stop()

    def _focus_moved(self) -> None:
        self.refresh_footer()

    def on_screen_resume(self) -> None:
        """Bring footer and state up to date when the screen is seen again."""
        self.refresh_footer()
        self.refresh_state()

    def refresh_footer(self, begun: Sequence[Command] = ()) -> None:
        """Show the keys that work now, once what was done is seen; how a sequence `begun` can go on, at once."""
        if begun:
            self._keys_due = False
            so_far = " ".join(self.keys.typed)
            self.footer.show_continuations(so_far, continuations(self.keys.keymap, so_far, begun, self.refusal))
        elif not self._keys_due:
            self._keys_due = self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        if not self._keys_due or self.keys.typed or not self.is_running:
            return
        self._keys_due = False
        self.footer.show(hints(self.keys.keymap, self.contexts(), self.refusal, typing=self.typing))

    def refresh_state(self) -> None:
        """Bring the right of the status line up to date."""
        if self.is_mounted:
            self._working.look(any(worker.busy for worker in self.session.accounts))
            self.status.notice = self.session.notice
            self.status.state = self.state()

    def say(self, sentence: str, severity: Severity = "info") -> None:
        """Tell something on the status line."""
        self.status.say(sentence, severity, LASTING.get(severity))

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Tell a `VaultError` on the status line, and go on. Everything else is a bug and passes."""
        try:
            yield
        except VaultError as error:
            self.say(str(error), "error")
            self.refresh_footer()  # what is refused is greyed from now on

    # Commands that work anywhere

    def leave(self, done: str = "", show: ItemRef | None = None) -> None:
        """Leave this screen, once however often it is asked for; say a sentence on the one below, and show an item."""
        if not self._leaving:
            self._leaving = True
            self.post_message(messages.GoBack(done, show))

    def action_back(self) -> None:
        """Leave this screen."""
        self.leave()

    def action_lock(self) -> None:
        """Lock now."""
        self.post_message(messages.LockNow())

    def action_quit(self) -> None:
        """Leave Strongroom, asking first."""
        self.post_message(messages.QuitApp(ask=True))

    def action_exit(self) -> None:
        """Leave Strongroom at once."""
        self.post_message(messages.QuitApp(ask=False))

    def action_suspend(self) -> None:
        """Cover the screen and go back to the shell."""
        self.post_message(messages.Suspend())

    def action_refresh(self) -> None:
        """Read everything anew."""
        self.post_message(messages.Refresh())

    def action_redraw(self) -> None:
        """Paint the whole screen again, whatever the terminal shows."""
        if isinstance(self.app, GuardedApp):
            self.app.paint_anew()

    def action_help(self) -> None:
        """Show every key that works here."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keys.keymap, self.contexts()))

    def action_palette(self) -> None:
        """Find a command or an item."""
        from tui.palette import open_palette

        open_palette(self)

    def on_key_footer_pressed(self, event: KeyFooter.Pressed) -> None:
        """A key was clicked on the footer."""
        event.stop()
        self.app.simulate_key(event.key)


def focused_within(screen: BaseScreen, node: DOMNode) -> bool:
    """Whether the focus is on `node` or in it."""
    return screen.focused is not None and node in screen.focused.ancestors_with_self
