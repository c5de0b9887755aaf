"""What every screen has: a session, keys by context, a status line, a footer, and one place where errors are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from textual import events
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui import messages
from tui.commands import COMMANDS, Command, Keymap
from tui.guard import GuardedApp
from tui.model.errors import VaultError
from tui.screens.house import House
from tui.services.place import Place
from tui.services.session import Session
from tui.widgets.footer import KeyFooter, KeyHint
from tui.widgets.status import Severity, StatusLine

LASTING: dict[Severity, float] = {"info": 8.0, "success": 12.0, "warning": 40.0}
"""Seconds until a message goes; errors stay until the next."""

HELP_PLACE = 5
"""Where Help stands among the hints of the footer, so that it is seen in 80 columns too."""


class Keys:
    """Turns keys into commands for one screen: sequences, contexts, and whether somebody is typing text."""

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self.typed: list[str] = []

    def feed(self, event: events.Key, contexts: Sequence[str], *, typing: bool) -> Command | Sequence[Command] | None:
        """Take one key: the command it completes, the commands it begins, or None where it means nothing here."""
        names = [event.key]
        if event.character and event.is_printable:
            names.insert(0, event.character if event.character != " " else "space")
        for name in names:
            found = self.keymap.resolve([*self.typed, name], contexts, typing=typing)
            if isinstance(found, Command):
                self.typed = []
                return found
            if found:
                self.typed.append(name)
                return found
        pending, self.typed = bool(self.typed), []
        return () if pending else None


class BaseScreen(Screen[None]):
    """A whole screen. Subclasses give `body()` and `contexts()`, and an `action_…` for each of their commands."""

    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__()
        self.session = session
        self.keys = Keys(keymap)
        self.status = StatusLine()
        self.footer = KeyFooter()
        self._leaving = False
        self.parts: tuple[object, ...] = (self, House(self))
        """Who does the commands: the first of these with a fitting `action_…`."""

    def compose(self) -> ComposeResult:
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
        return None if self.doer(command) is not None else "That cannot be done on this screen."

    def doer(self, command: Command) -> Callable[[], object] | None:
        """Return what does a command, or None where nobody does."""
        methods = (getattr(part, f"action_{command.action}", None) for part in self.parts)
        return next((method for method in methods if method is not None), None)

    def state(self) -> str:
        """Return what stands at the right of the status line."""
        parts = ["working …" if any(worker.busy for worker in self.session.accounts) else ""]
        parts.append(self.session.clipboard.state())
        return " · ".join(part for part in parts if part)

    # Keys

    @property
    def typing(self) -> bool:
        """Whether the focus is where text is typed."""
        return isinstance(self.focused, Input | TextArea)

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
        """Run a command, or say why it cannot run now."""
        refusal = self.refusal(command)
        if refusal is not None:
            self.say(refusal, "warning")
        elif (run := self.doer(command)) is not None:
            with self.app.beginning() if isinstance(self.app, GuardedApp) else nullcontext():
                run()

    def live_commands(self) -> list[Command]:
        """Return the commands that can run now, for palette and help."""
        contexts = self.contexts()
        return [c for c in COMMANDS if c.context in contexts and self.refusal(c) is None]

    # What it shows

    def on_mount(self) -> None:
        """Begin to follow the focus and the state."""
        self.watch(self, "focused", self._focus_moved)
        self.refresh_state()

    def _focus_moved(self) -> None:
        self.refresh_footer()

    def on_screen_resume(self) -> None:
        """Bring footer and state up to date when the screen is seen again."""
        self.refresh_footer()
        self.refresh_state()

    def refresh_footer(self, begun: Sequence[Command] = ()) -> None:
        """Show the keys that work now; after the first key of a sequence, how it can go on."""
        keymap = self.keys.keymap
        if begun:
            so_far = " ".join(self.keys.typed)
            rests = [(c, k.removeprefix(so_far + " ")) for c in begun for k in keymap.keys(c) if k.startswith(so_far)]
            hints = [KeyHint(key, c.title, self.refusal(c) is None) for c, key in rests]
            self.footer.show_continuations(so_far, hints)
            return
        contexts = self.contexts()
        live = [c for c in COMMANDS if c.context in contexts and c.footer and (not self.typing or c.in_inputs)]
        live.sort(key=lambda c: (contexts.index(c.context) == len(contexts) - 1, -c.footer))
        help_ = next((c for c in live if c.id == "app.help"), None)
        if help_ is not None and len(live) > HELP_PLACE:
            live.remove(help_)
            live.insert(HELP_PLACE, help_)
        works = [(c, [key for key in keymap.keys(c) if len(key) > 1 or not self.typing]) for c in live]
        shown = [(command, keys) for command, keys in works if keys]
        self.footer.show([KeyHint(keys[0], c.title, self.refusal(c) is None) for c, keys in shown])

    def refresh_state(self) -> None:
        """Bring the right of the status line up to date."""
        if self.is_mounted:
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

    # Commands that work anywhere

    def leave(self, done: str = "") -> None:
        """Leave this screen, once however often it is asked for, and say a sentence on the one below."""
        if not self._leaving:
            self._leaving = True
            self.post_message(messages.GoBack(done))

    def action_back(self) -> None:
        """Leave this screen."""
        self.leave()

    def action_vaults(self) -> None:
        """Go to the vault list."""
        self.post_message(messages.GoToVaults())

    def action_items(self) -> None:
        """Go to all items."""
        self.post_message(messages.OpenVault())

    def action_favourites(self) -> None:
        """Go to the favourites."""
        self.post_message(messages.OpenVault(filter="is:fav "))

    def action_audit(self) -> None:
        """Go to the audit log."""
        self.post_message(messages.ShowAudit())

    def action_generator(self) -> None:
        """Go to the generator."""
        self.post_message(messages.ShowGenerator())

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
        """Paint the whole screen again."""
        self.refresh(layout=True)

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
