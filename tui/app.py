"""The composition root: which screen follows which, and nothing more."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from tui import messages
from tui.commands import Keymap
from tui.guard import GuardedApp
from tui.host import boot, paths
from tui.host.signals import when_asked_to_end
from tui.model.audit import AuditAction
from tui.model.errors import VaultError, WrongPassword
from tui.model.secret import Secret
from tui.screens.base import BaseScreen
from tui.screens.unlock import Door, Entrance, UnlockScreen
from tui.services import settings as settings_file
from tui.services.clipboard import Clipboard
from tui.services.finder import Request
from tui.services.home import Home, make_store, new_home, open_store, warnings
from tui.services.session import Session
from tui.widgets.status import Severity
from tui.widgets.themes import THEMES

if TYPE_CHECKING:
    from tui.services.demo import DemoPlace

VAULTS_DEPTH = 2
"""How many screens there are when the vault list is the topmost one: Textual's blank one is always there."""

POLL = 1.0
"""Seconds between two looks at whether another Strongroom wrote to the store."""


class StrongroomApp(GuardedApp):
    """Strongroom. `store` is the home store's file; `words` is the filter to open with."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "Strongroom"

    def __init__(self, store: Path, *, demo: bool = False, words: str = "") -> None:
        super().__init__()
        self._store = store
        self._start_demo = demo
        self._demo: DemoPlace | None = None
        self._words = words
        self._settings_path = paths.config_dir() / settings_file.FILE_NAME
        self._settings, self._problems = settings_file.load(self._settings_path)
        self._keys = Keymap(self._settings.keys)
        self._session: Session | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._settings.theme if self._settings.theme in self.available_themes else THEMES[0].name

    # Start

    def on_mount(self) -> None:
        """Show the first screen; whatever else is needed loads behind it."""
        when_asked_to_end(self._end)
        self.set_interval(POLL, self._poll)
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))
        if self._start_demo:
            self._look_around()
        else:
            self.push_screen(UnlockScreen(self._entrance(), self._keys))
        self.call_after_refresh(_settle_memory)

    def _entrance(self) -> Entrance:
        if self._demo is not None:
            return Entrance(Door.DEMO, "Demo", self._demo.password.reveal())
        return Entrance(Door.STORE if self._store.exists() else Door.NEW, str(self._store))

    @on(messages.LookAround)
    def _look_around(self) -> None:
        session = self._begin()
        self._show_vaults(session)
        self._open_demo(session)

    @work(description="open the demo")
    async def _open_demo(self, session: Session) -> None:
        from tui.services.demo import make

        try:
            self._demo = await asyncio.to_thread(make, now=time.time())
        except VaultError as error:
            self._tell(str(error), "error")
            return
        await self._enter(session, self._opener(self._demo.path, self._demo.state_dir, self._demo.password), "Demo")

    # Opening the store

    def _begin(self) -> Session:
        settings = self._settings
        clipboard = Clipboard(
            self.write_terminal, settings.clear_clipboard_after, settings.clipboard, self._refresh_state
        )
        return Session(settings, clipboard, self._tell, self._refresh_state)

    def _opener(self, path: Path, state: Path, password: Secret) -> Callable[[Home], Awaitable[None]]:
        return lambda home: open_store(home, path, state, password, self._settings.keep_versions)

    @on(messages.UnlockStore)
    def _unlock(self, message: messages.UnlockStore) -> None:
        place = self._demo
        path, state = (place.path, place.state_dir) if place else (self._store, paths.state_dir())
        self._open_behind(self._opener(path, state, message.password), "Demo" if place else "Home")

    @on(messages.MakeStore)
    def _make(self, message: messages.MakeStore) -> None:
        async def opener(home: Home) -> None:
            paths.private_dir(self._store.parent)
            await make_store(home, self._store, paths.state_dir(), message.password)
            await home.create_vault("Personal")

        self._open_behind(opener, "Home")

    @work(exclusive=True, group="open", description="open the store")
    async def _open_behind(self, opener: Callable[[Home], Awaitable[None]], name: str) -> None:
        session = self._begin()
        screen = self.screen
        try:
            await self._enter(session, opener, name)
        except VaultError as error:
            if isinstance(screen, UnlockScreen):
                screen.refuse(str(error), wrong_password=isinstance(error, WrongPassword))

    async def _enter(self, session: Session, opener: Callable[[Home], Awaitable[None]], name: str) -> None:
        home = new_home(session.written, session.activity)
        try:
            await opener(home)
        except VaultError:
            await home.aclose()
            raise
        session.adopt(home, name)
        session.audit.hold()
        session.audit.record(AuditAction.UNLOCK)
        await session.recent.load()
        if self._session is not session:
            self._show_vaults(session)
        self._after_opening(session, home)

    @work(description="load")
    async def _after_opening(self, session: Session, home: Home) -> None:
        try:
            await session.load()
            await home.finish(lambda backend: backend.verify())
            session.audit.release()
            for sentence in (*self._problems, *(p.sentence for p in self._keys.problems), *warnings(home)):
                self._tell(sentence, "warning")
            if self._words:
                self.post_message(messages.OpenVault(filter=self._words))
            await self._offer_drafts(session)
        except VaultError as error:
            self._tell(str(error), "error")

    async def _offer_drafts(self, session: Session) -> None:
        drafts = await session.drafts.all()
        if drafts:
            from tui.screens.drafts import offer

            chosen = await self.push_screen_wait(offer(drafts))
            for draft in drafts:
                if draft.id == chosen:
                    self.post_message(messages.EditItem(draft))

    # Which screen follows which

    def _show_vaults(self, session: Session) -> None:
        from tui.screens.vaults import VaultsScreen

        self._session = session
        self._clear_screens()
        self.push_screen(VaultsScreen(session, self._keys))

    @on(messages.GoToVaults)
    async def _go_to_vaults(self) -> None:
        while len(self.screen_stack) > VAULTS_DEPTH:
            await self.pop_screen()

    @on(messages.GoBack)
    async def _go_back(self, message: messages.GoBack) -> None:
        if len(self.screen_stack) > VAULTS_DEPTH:
            await self.pop_screen()
        if message.done:
            self._tell(message.done, "success")

    @on(messages.OpenVault)
    async def _open_vault(self, message: messages.OpenVault) -> None:
        from tui.screens.items import ItemsScreen

        session = self._session
        if session is not None:
            await self._go_to_vaults()
            request = Request(message.filter, message.account, message.vault)
            await self.push_screen(ItemsScreen(session, self._keys, request, typing=message.typing))

    @on(messages.ShowItem)
    async def _show_item(self, message: messages.ShowItem) -> None:
        from tui.screens.items import ItemsScreen

        if not isinstance(self.screen, ItemsScreen):
            await self._open_vault(messages.OpenVault())
        if isinstance(self.screen, ItemsScreen):
            self.screen.show_item(message.ref)

    @on(messages.EditItem)
    def _edit_item(self, message: messages.EditItem) -> None:
        from tui.screens.editor import EditorScreen

        self._push(lambda session: EditorScreen(session, self._keys, message.draft))

    @on(messages.ShowVersions)
    def _show_versions(self, message: messages.ShowVersions) -> None:
        from tui.screens.versions import VersionsScreen

        self._push(lambda session: VersionsScreen(session, self._keys, message.ref))

    @on(messages.ShowAudit)
    def _show_audit(self) -> None:
        from tui.screens.audit import AuditScreen

        self._push(lambda session: AuditScreen(session, self._keys))

    @on(messages.ShowGenerator)
    def _show_generator(self) -> None:
        from tui.screens.generator import GeneratorScreen

        self._push(lambda session: GeneratorScreen(session, self._keys))

    def _push(self, make: Callable[[Session], BaseScreen]) -> None:
        if self._session is not None:
            screen = make(self._session)
            if type(screen) is not type(self.screen):
                self.push_screen(screen)

    def _clear_screens(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    # The end

    @on(messages.LockNow)
    @work(exclusive=True, group="lock", description="lock")
    async def _lock(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._clear_screens()
            self.push_screen(UnlockScreen(self._entrance(), self._keys))
            await session.close(exiting=False)

    @on(messages.QuitApp)
    @work(exclusive=True, group="quit", description="quit")
    async def _quit(self, message: messages.QuitApp) -> None:
        if self._session is None or not message.ask or await self._may_quit(self._session):
            await self._leave()
            self.exit()

    def _end(self, code: int) -> None:
        """A signal asks us to end."""
        self.exit(return_code=code)

    async def on_unmount(self) -> None:
        """Whatever ended the app: nothing is left open."""
        await self._leave()

    async def _leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close(exiting=True)
        place, self._demo = self._demo, None
        if place is not None:
            from tui.services.demo import cleanup

            cleanup(place)

    async def _may_quit(self, session: Session) -> bool:
        from tui.screens.modals import Confirm

        drafts = await session.drafts.all()
        if not drafts:
            return True
        names = ", ".join(f"“{draft.current.title or 'untitled'}”" for draft in drafts[:3])
        kept = "Drafts are kept and offered again." if session.drafts.kept else "They are lost when you quit."
        return await self.push_screen_wait(Confirm(f"Quit with unsaved drafts ({names})?", kept, yes="Quit"))

    @on(messages.Refresh)
    @work(exclusive=True, group="poll", description="refresh")
    async def _refresh(self) -> None:
        session = self._session
        if session is not None:
            try:
                await session.load()
                self._tell("Everything is read anew.", "success")
            except VaultError as error:
                self._tell(str(error), "error")

    @on(messages.Suspend)
    def _suspend(self) -> None:
        boot.restore_echo()
        self.action_suspend_process()
        boot.hide_echo()

    # What goes on meanwhile

    @work(exclusive=True, group="poll", description="look for changes")
    async def _poll(self) -> None:
        session = self._session
        if session is None or session.home is None or session.catalog.loading:
            return
        try:
            if await session.home.changed():
                await session.load()
        except VaultError as error:
            self._tell(str(error), "error")

    def _keep_theme(self, name: str) -> None:
        if name == self._settings.theme:
            return
        self._settings = replace(self._settings, theme=name)
        try:
            settings_file.save_value(self._settings_path, "theme", name)
        except VaultError as error:
            self._tell(str(error), "error")

    def _tell(self, sentence: str, severity: Severity) -> None:
        screen = next((s for s in reversed(self.screen_stack) if isinstance(s, BaseScreen)), None)
        if screen is not None:
            screen.say(sentence, severity)
        elif isinstance(self.screen, UnlockScreen):
            self.screen.tell(sentence, severity)

    def _refresh_state(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.refresh_state()


def _settle_memory() -> None:
    """What was loaded until the first paint stays; from now on garbage is collected without looking at it."""
    gc.collect()
    gc.freeze()
    gc.enable()
