"""The composition root: which screen follows which, and nothing more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on, work

from tui import ahead, messages
from tui.arriving import Arriving, First, Opened
from tui.asking import Asking
from tui.commands import Keymap
from tui.guard import GuardedApp
from tui.host import garbage, paths, signals
from tui.meanwhile import Meanwhile
from tui.model.errors import Denied, VaultError
from tui.services import settings as settings_file
from tui.services.closing import Closing
from tui.services.gate import Gate
from tui.stack import Stack
from tui.widgets.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.host.relaunch import Image, Notes
    from tui.services.place import Place
    from tui.services.session import Session
    from tui.services.tokens import Given
    from tui.widgets.status import Severity

HERE = Path(__file__).parent
FIRST_SHEETS = ("unlock.tcss", "vaults.tcss")
"""The style sheets of the first screens, read at once: for one that comes later all are parsed again."""

TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""By these somebody is there."""


class StrongroomApp(GuardedApp, inherit_bindings=False):
    """Strongroom. `store` is the home store's file; `first` is what to open with.

    `before` is what the process image before this one has left; for `image` see `Closing`.
    """

    TITLE = "Strongroom"

    def __init__(
        self,
        store: Path,
        *,
        demo: bool = False,
        first: First = First(),  # noqa: B008 - frozen
        before: Notes | None = None,
        image: Image | None = None,
    ) -> None:
        outputs = image.outputs if image is not None else None
        super().__init__([HERE / "app.tcss", *(HERE / "screens" / name for name in FIRST_SHEETS[demo:])], outputs)
        self._before = before
        terminal = outputs.terminal if outputs is not None else 2
        self._settings_path = paths.config_dir() / settings_file.FILE_NAME
        self.settings, problems = settings_file.load(self._settings_path)
        self._keys = Keymap(self.settings.keys)
        problems = (*problems, *(problem.sentence for problem in self._keys.problems))
        self._stack = Stack(self, self._keys)
        self._gate = Gate(store, self.write_terminal, self.tell, self._stack.refresh_state, terminal)
        self._start_demo = demo
        self._way_in = Arriving(self, self, self._gate, first, problems)
        self._asking = Asking(self)
        self._given: tuple[Given, ...] = ()
        self._seen = asyncio.Event()
        self._ahead = ahead.Ahead()
        self._way_out = Closing(self._gate, self, self.settings.lock_after, image)
        self._meanwhile = Meanwhile(self, self._way_out, self._stack.refresh_state, self.tell, self._end)
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_with(self.settings.theme if self.settings.theme in self.available_themes else THEMES[0].name)

    @property
    def notes(self) -> Notes | None:
        """What the next process image is to be told; None: there is to be none."""
        return self._way_out.notes

    @property
    def _session(self) -> Session | None:
        return self._way_out.session

    # Start

    def _begin_with(self, theme: str) -> None:
        """Have this theme from the first; as a change of theme it would have all style sheets parsed twice."""
        self.set_reactive(StrongroomApp.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def give(self, given: Sequence[Given], problem: str = "") -> None:
        """Open accounts that were given from outside, too; `problem` is told once something is open."""
        self._given = tuple(given)
        if problem:
            self._way_in.tell_later(problem)

    def on_mount(self) -> None:
        """Show the first screen; whatever else is needed loads behind it."""
        signals.when_asked_to_end(self._end)
        signals.when_asked_to_stop(self._stop, self._come_back)
        self._way_out.start()
        self._meanwhile.begin()
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))
        if self._before is not None:
            self._show_door(self._way_in.take_over(self._before))
        elif self._start_demo:
            self._way_in.look_around()
        elif not self._given or self._gate.has_store:
            self._show_door()
        if self._given:
            given, self._given = self._given, ()
            self._way_in.enter(given)

    def post_display_hook(self) -> None:
        """Something was painted. With the first screen of ours the start is over: all else may load now."""
        if not self._seen.is_set() and len(self.screen_stack) > 1:
            self._seen.set()
            garbage.settle()
            new = not (self._start_demo or self._gate.has_store)
            self._ahead.begin((*(ahead.NEW if new else ()), *ahead.NEXT))

    async def painted(self) -> None:
        """Wait until a first screen was seen; see `Hall`."""
        await self._seen.wait()

    def _show_door(self, why: str = "", *, ready: bool = True) -> None:
        from tui.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(self._way_in.entrance(why, ready=ready), self._keys))

    @on(messages.LookAround)
    def _look_around(self) -> None:
        self._way_in.look_around()

    @on(messages.UnlockStore)
    def _unlock(self, message: messages.UnlockStore) -> None:
        self._way_in.unlock(message.password)

    @on(messages.MakeStore)
    def _make(self, message: messages.MakeStore) -> None:
        self._way_in.make(message.password)

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        self.show_vaults(message.session)
        self._way_in.settle(message.session, message.place)

    # Which screen follows which

    def show_vaults(self, session: Session) -> None:
        """Show the vault list, and nothing else; see `Hall`."""
        from tui.screens.vaults import VaultsScreen

        self._way_out.opened(session)
        self._asking.attend(session)
        self._stack.clear()
        self.push_screen(VaultsScreen(session, self._keys))

    def show_door_again(self, why: str) -> None:
        """Show the door, and nothing else; see `Hall`."""
        self._way_out.session = None
        self._asking.rest()
        self._stack.clear()
        self._show_door(why)

    @on(messages.GoToVaults)
    async def _go_to_vaults(self) -> None:
        await self._stack.to_vaults()

    @on(messages.GoBack)
    async def _go_back(self, message: messages.GoBack) -> None:
        await self._stack.back()
        if message.show is not None:
            await self._show_item(messages.ShowItem(message.show))
        if message.done:
            self.tell(message.done, "success")

    @on(messages.OpenVault)
    async def _open_vault(self, message: messages.OpenVault) -> None:
        if self._session is not None:
            await self._stack.open_vault(self._session, message)

    @on(messages.ShowItem)
    async def _show_item(self, message: messages.ShowItem) -> None:
        if self._session is not None:
            await self._stack.show_item(self._session, message)

    @on(messages.LeadOn)
    def _lead_on(self, message: messages.LeadOn) -> None:
        if self._session is not None:
            self._stack.lead_on(self._session, message)

    # The end

    @on(messages.LockNow)
    def _lock(self, message: messages.LockNow) -> None:
        self._way_out.lock(message.why)

    def cover(self, why: str, *, ready: bool) -> None:
        """Show nothing but the door; see `Surface`."""
        for group in ("open", "settle", "quit", "ask", "refresh"):
            self.workers.cancel_group(self, group)
        self._asking.rest()
        self._stack.clear()
        self._show_door(why, ready=ready)

    def whereabouts(self) -> Place:
        """Return where somebody is; see `Surface`."""
        return self._stack.whereabouts()

    def _stop(self) -> None:
        """Before a stop: what cannot be cleared then is given to the keeper."""
        if self._session is not None and self._session.copied is not None:
            self._session.copied.abandon()
        self.leave_terminal()

    def _come_back(self) -> None:
        """After a stop: what is shown now depends on how long that was."""
        self._way_out.lock_if_due()
        self.take_terminal()

    async def on_event(self, event: events.Event) -> None:
        """Take an event; note that somebody is there."""
        if isinstance(event, TOUCHES):
            self._ahead.touched()
            self._asking.touched(event)
            if self._way_out.touched():
                self._stack.refresh_state()
        await super().on_event(event)

    @on(messages.QuitApp)
    @work(exclusive=True, group="quit", description="quit")
    async def _quit(self, message: messages.QuitApp) -> None:
        from tui.leaving import may_leave

        if self._session is None or not message.ask or await may_leave(self, self._session, self.tell):
            self._way_out.end(0)
            await self._way_out.leave()
            self.exit()

    def _end(self, code: int) -> None:
        """A signal asks us to end."""
        self._way_out.end(code)
        self.exit(return_code=code)

    async def on_unmount(self) -> None:
        """Whatever ended the app: nothing is left open."""
        self._ahead.end()
        await self._way_out.leave()

    @on(messages.Refresh)
    @work(exclusive=True, group="refresh", description="refresh")
    async def _refresh(self) -> None:
        self.paint_anew()  # another program may have written over it
        if self._session is not None:
            from tui.services.refreshing import read_anew

            self.tell(*await read_anew(self._session))

    @on(messages.Suspend)
    @work(exclusive=True, group="suspend", description="suspend")
    async def _suspend(self) -> None:
        if self._session is not None and self._session.copied is not None:
            await self._session.copied.clear()  # a stopped process cannot do it when the time has come
        self.action_suspend_process()

    # What is kept, told and copied

    def _keep_theme(self, name: str) -> None:
        if name == self.settings.theme:
            return
        self.settings = replace(self.settings, theme=name)
        try:
            settings_file.save_value(self._settings_path, "theme", name)
        except VaultError as error:
            self.tell(str(error), "error")

    def tell(self, sentence: str, severity: Severity) -> None:
        """Tell something on the topmost status line."""
        self._stack.tell(sentence, severity)

    def copy_to_clipboard(self, text: str) -> None:
        """Send selected plain text to the terminal, or tell why not."""
        try:
            if text and self.settings.clipboard == "none":
                raise Denied("Copying is switched off in the settings (clipboard).")
            super().copy_to_clipboard(text)
        except VaultError as error:
            self.tell(str(error), "warning")
