"""What the tests of the item browser over a service share: the screen, keys, and what is seen and saved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.pilot import Pilot

from tests.screens.service import Service, Silent, Telling, join
from tests.screens.support import ScreenApp, open_session, press, until
from tui import messages
from tui.commands import Keymap
from tui.model.audit import AuditEvent
from tui.screens.items import ItemsScreen
from tui.services.finder import Request
from tui.services.session import Session


class BrowserApp(ScreenApp):
    """Shows the browser, and keeps what would open the editor."""

    @on(messages.EditItem)
    def keep_edit(self, message: messages.EditItem) -> None:
        """Keep a message."""
        self.kept.append(message)


@dataclass
class Desk:
    """A session with a home store and an account far away, and the app that shows their items."""

    session: Session
    app: BrowserApp
    pilot: Pilot[None]

    @property
    def screen(self) -> ItemsScreen:
        """The browser."""
        return next(one for one in self.app.screen_stack if isinstance(one, ItemsScreen))

    async def press(self, *keys: str) -> str:
        """Press keys, and return what is seen then."""
        await press(self.pilot, *keys)
        return await self.settle()

    async def settle(self) -> str:
        """Wait until nothing is under way but questions, and return what is seen."""
        await until(self.pilot, lambda: not any(worker.busy for worker in self.session.accounts))
        for _ in range(3):
            await self.pilot.pause()
        return self.app.page()

    async def sees(self, *texts: str) -> str:
        """Wait until texts are on the screen."""
        await until(self.pilot, lambda: all(text in " ".join(self.app.page().split()) for text in texts))
        return self.app.page()

    async def until_shown(self) -> None:
        """Wait until the item under the cursor is shown."""
        await until(self.pilot, lambda: self.screen.selection.shown is not None)

    async def noted(self) -> AuditEvent:
        """Return the newest event of our own log."""
        (event,) = await self.session.audit.page(None, 1)
        return event


@asynccontextmanager
async def browsing(
    tmp_path: Path,
    service: Service,
    *,
    request: Request | None = None,
    size: tuple[int, int] = (120, 36),
    backend: type[Silent] = Telling,
) -> AsyncIterator[Desk]:
    """Sit before the items of a service."""
    session = await open_session(tmp_path)
    await join(session, backend(service))
    async with at_items(session, request, size) as opened:
        if service.items:
            await opened.until_shown()
        yield opened
        service.problem = None


@asynccontextmanager
async def at_items(
    session: Session, request: Request | None = None, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Desk]:
    """Sit before the items of a session, which is closed then."""
    app = BrowserApp(ItemsScreen(session, Keymap(), request or Request()))
    async with app.run_test(size=size) as pilot:
        yield Desk(session, app, pilot)
    await session.close(exiting=True)
