"""The screens of a session as they lie above each other: who leads to whom, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import messages
from tui.leading import screen_for

if TYPE_CHECKING:
    from tui.commands import Keymap
    from tui.guard import GuardedApp
    from tui.screens.base import BaseScreen
    from tui.services.place import Place
    from tui.services.session import Session
    from tui.widgets.status import Severity

VAULTS_DEPTH = 2
"""How many screens there are when the vault list is the topmost one: Textual's blank one is always there."""


class Stack:
    """Knows nothing of sessions but which one a screen is to show."""

    def __init__(self, app: GuardedApp, keys: Keymap) -> None:
        self._app = app
        self._keys = keys

    def screens(self) -> list[BaseScreen]:
        """Return the screens of the session, the topmost first."""
        from tui.screens.base import BaseScreen

        return [screen for screen in reversed(self._app.screen_stack) if isinstance(screen, BaseScreen)]

    def clear(self) -> None:
        """Take all of them away."""
        while len(self._app.screen_stack) > 1:
            self._app.pop_screen()

    def tell(self, sentence: str, severity: Severity) -> None:
        """Tell something on the topmost status line, or at the door."""
        from tui.screens.unlock import UnlockScreen

        if screens := self.screens():
            screens[0].say(sentence, severity)
        elif self._app.screen_stack and isinstance(self._app.screen, UnlockScreen):
            self._app.screen.tell(sentence, severity)

    def refresh_state(self) -> None:
        """Bring what is seen up to date; a screen below does so when it is seen again."""
        for screen in self.screens()[:1]:
            screen.refresh_state()

    def whereabouts(self) -> Place:
        """Return where somebody is."""
        from tui.services.place import Place

        place = Place()
        for screen in reversed(self.screens()):
            place = screen.mark(place)
        return place

    async def to_vaults(self) -> bool:
        """Leave every screen above the vault list, unless one has something that is not saved."""
        if any(screen.unsaved for screen in self.screens()):
            self.tell("Save what you are editing first, or leave it with Esc.", "warning")
            return False
        while len(self._app.screen_stack) > VAULTS_DEPTH:
            await self._app.pop_screen()
        return True

    async def back(self) -> None:
        """Leave the topmost screen, but never the vault list."""
        if len(self._app.screen_stack) > VAULTS_DEPTH:
            await self._app.pop_screen()

    async def open_vault(self, session: Session, message: messages.OpenVault) -> None:
        """Show items above the vault list."""
        from tui.screens.items import ItemsScreen
        from tui.services.finder import Request

        if await self.to_vaults():
            request = Request(message.filter, message.account, message.vault)
            ref, detail = message.ref, message.detail
            screen = ItemsScreen(session, self._keys, request, typing=message.typing, ref=ref, detail=detail)
            screen.showing.field = message.field
            await self._app.push_screen(screen)

    async def show_item(self, session: Session, message: messages.ShowItem) -> None:
        """Show an item in its list: in the one that is there, or in that of all items."""
        from tui.screens.items import ItemsScreen

        if not isinstance(self._app.screen, ItemsScreen):
            await self.open_vault(session, messages.OpenVault())
        if isinstance(self._app.screen, ItemsScreen):
            self._app.screen.show_item(message.ref)

    def lead_on(self, session: Session, message: messages.LeadOn) -> None:
        """Show what a message leads to, above the screen that is there; once however often it is asked for."""
        screen = screen_for(message, session, self._keys)
        if type(screen) is not type(self._app.screen):
            self._app.push_screen(screen)
