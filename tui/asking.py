"""Asks a person for what an account needs: a token in place, or an approval elsewhere. What is typed stays as it is.

One thing is asked after the other, never while somebody types (a dialog would get half of a word), and never over
another dialog.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from textual import events

from tui.host.display import display_text
from tui.services.remote_status import State

if TYPE_CHECKING:
    from tui.guard import GuardedApp
    from tui.model.ids import AccountId
    from tui.services.remote_status import Status
    from tui.services.session import Session
    from tui.widgets.status import Severity

PAUSE = 1.5
"""Seconds without a key after which nobody is typing."""

MOMENT = 0.25
"""Seconds that an approval may take without being told: it may be there at once. So long no key may be pressed."""

AT_ONCE = 3.0
"""A dialog that waits so few seconds after something was asked for probably waits for that."""


class Asking:
    """Asks, one account after the other, once each time; who declines finds the account greyed."""

    def __init__(self, app: GuardedApp) -> None:
        self._app = app
        self._session: Session | None = None
        self._touched = self._typed = 0.0
        self._turn = asyncio.Lock()
        self._waiting: set[AccountId] = set()
        self._approving: set[AccountId] = set()

    def attend(self, session: Session) -> None:
        """Ask for the accounts of this session from now on, also for those that needed a token before."""
        self._session = session
        self._waiting.clear()
        self._approving.clear()
        session.remotes.on_token_needed = self._needed
        session.remotes.on_approval = self._approve
        for status in session.remotes.statuses:
            if status.needed:
                self._needed(status)

    def rest(self) -> None:
        """Ask for nothing any more: the session is locked, however long it takes to close."""
        if self._session is not None:
            self._session.remotes.on_token_needed = None
            self._session.remotes.on_approval = None
        self._session = None

    def touched(self, event: events.Event) -> None:
        """A key was pressed, or something like it."""
        self._touched = time.monotonic()
        if isinstance(event, events.Paste) or (isinstance(event, events.Key) and self._types(event)):
            self._typed = self._touched
        if self._session is not None:
            self._session.remotes.touched()

    def _types(self, event: events.Key) -> bool:
        """Whether a key goes into a text."""
        focused = self._app.screen.focused if self._app.screen_stack else None
        return event.is_printable and focused is not None and focused.check_consume_key(event.key, event.character)

    # A token

    def _needed(self, status: Status) -> None:
        account = status.config.id
        if account not in self._waiting:
            self._waiting.add(account)
            self._app.run_worker(self._ask(account), name="ask", group="ask", description="ask for a token")

    async def _ask(self, account: AccountId) -> None:
        session = self._session
        async with self._turn:
            await self._quiet()
            status = session.remotes.status(account) if session is not None else None
            if session is None or status is None or not status.needed:
                self._waiting.discard(account)
                return
            from tui.screens.token_form import token_form

            given = await self._app.push_screen_wait(token_form(session, status))
            self._waiting.discard(account)
            name = f"“{display_text(status.config.name)}”"
            if given:
                self._tell(f"{name} takes the new token.", "success")
            else:
                left = (
                    "stays as it was read last. T in the accounts (g c) asks for its token again, and so does saving."
                )
                self._tell(f"{name} {left}", "warning")

    async def _quiet(self) -> None:
        """Wait until nobody types, and no other dialog is open."""
        from tui.screens.base import BaseScreen

        left = 0.1
        while left > 0 or not isinstance(self._app.screen, BaseScreen):
            await asyncio.sleep(max(left, 0.05))
            left = PAUSE - (time.monotonic() - self._touched)

    # An approval

    def _approve(self, status: Status) -> None:
        account = status.config.id
        if account not in self._approving:
            self._approving.add(account)
            self._app.run_worker(self._wait(account), name="ask", group="ask", description="wait for an approval")

    async def _wait(self, account: AccountId) -> None:
        session = self._session
        try:
            async with self._turn:
                if session is not None and await self._free(session, account):
                    await self._show(session, account)
        finally:
            self._approving.discard(account)

    async def _free(self, session: Session, account: AccountId) -> bool:
        """Wait until nobody types and no other dialog is open; return whether it still waits for a person then."""
        from tui.screens.base import BaseScreen

        began, told, left = time.monotonic(), False, MOMENT
        while left > 0 or not isinstance(self._app.screen, BaseScreen):
            await asyncio.sleep(max(left, 0.05))
            now = time.monotonic()
            left = max(PAUSE - (now - self._typed), MOMENT - (now - self._touched))
            status = self._approves(session, account)
            if status is None:
                return False
            told = told or (now < began + AT_ONCE and self._tell_inside(status))
        return True

    def _tell_inside(self, status: Status) -> bool:
        """Where a dialog waits for an answer it says what a person has to do for that; return whether one does."""
        from tui.screens.dialog import Dialog

        screen = self._app.screen
        if not (isinstance(screen, Dialog) and screen.busy):
            return False
        screen.tell(status.sentence, "busy")
        return True

    def _approves(self, session: Session, account: AccountId) -> Status | None:
        """Return the account where it waits for a person now."""
        status = session.remotes.status(account) if session is self._session else None
        return status if status is not None and status.state is State.APPROVING else None

    async def _show(self, session: Session, account: AccountId) -> None:
        from tui.screens.approval import Answer, Approval

        status = self._approves(session, account)
        if status is None:
            return
        answer = await self._app.push_screen_wait(Approval(session.remotes, status))
        name = f"“{display_text(status.config.name)}”"
        if answer is Answer.GIVEN_UP:
            session.remotes.give_up(account)
            self._tell(
                f"{name} is waited for no longer; using it asks again, and so does r in the accounts (g c).", "warning"
            )
        elif answer is Answer.ASIDE:
            self._tell(f"{name} waits in the background; r in the accounts (g c) shows it again.", "info")

    def _tell(self, sentence: str, severity: Severity) -> None:
        from tui.screens.base import BaseScreen

        screen = next((s for s in reversed(self._app.screen_stack) if isinstance(s, BaseScreen)), None)
        if screen is not None:
            screen.say(sentence, severity)
