"""From the door to the vault list, and back to where somebody was when the lock came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from textual.message import Message

from tui import messages
from tui.guard import GuardedApp
from tui.host.relaunch import Notes
from tui.model.errors import VaultError, WrongPassword
from tui.model.secret import Secret
from tui.screens.unlock import Door, Entrance, UnlockScreen
from tui.services.gate import Gate
from tui.services.place import Place
from tui.services.session import Session
from tui.services.settings import Settings
from tui.widgets.status import Severity


class Opened(Message):
    """A session was opened: a message, so that no screen descends from the worker that knew the password."""

    def __init__(self, session: Session, place: Place | None) -> None:
        super().__init__()
        self.session = session
        self.place = place


class Hall(Protocol):
    """Where one arrives."""

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        ...

    def show_vaults(self, session: Session) -> None:
        """Show the vault list of a session, and nothing else."""
        ...

    def tell(self, sentence: str, severity: Severity) -> None:
        """Tell something on the status line."""
        ...


class Arriving:
    """Opens sessions. `words` is the filter to open with, `problems` are told once something is open."""

    def __init__(self, app: GuardedApp, hall: Hall, gate: Gate, words: str, problems: Iterable[str]) -> None:
        self._app = app
        self._hall = hall
        self._gate = gate
        self._words = words
        self._problems = tuple(problems)

    # The door

    def entrance(self, why: str, *, ready: bool = True) -> Entrance:
        """Return what the first screen is told; `why` says why it is locked, for `ready` see `Entrance`."""
        if self._gate.demo is not None:
            return Entrance(Door.DEMO, "Demo", self._gate.demo.password.reveal(), why, ready)
        store = self._gate.store
        return Entrance(Door.STORE if self._gate.has_store else Door.NEW, str(store), why=why, ready=ready)

    def take_over(self, before: Notes) -> str:
        """Go on from another process image; return what the door says then."""
        try:
            self._gate.take_over(before)
        except VaultError as error:
            return str(error)
        return before.why

    # The ways in

    def look_around(self) -> None:
        """Make a demo, and open it."""
        self._app.run_worker(self._look_around(), exclusive=True, group="open", description="open the demo")

    def unlock(self, password: Secret) -> None:
        """Open what is there."""
        self._begin(lambda session: self._gate.unlock(session, password))

    def make(self, password: Secret) -> None:
        """Make a store, and open it."""
        self._begin(lambda session: self._gate.make(session, password))

    def _begin(self, way: Callable[[Session], Awaitable[Place | None]]) -> None:
        self._app.run_worker(self._open(way), exclusive=True, group="open", description="open the store")

    async def _look_around(self) -> None:
        session = self._gate.begin(self._hall.settings)
        self._hall.show_vaults(session)
        try:
            await self._gate.look_around(session)
        except VaultError as error:
            self._hall.tell(str(error), "error")
        else:
            self.settle(session)

    async def _open(self, way: Callable[[Session], Awaitable[Place | None]]) -> None:
        session, screen = self._gate.begin(self._hall.settings), self._app.screen
        try:
            place = await way(session)
        except VaultError as error:
            if isinstance(screen, UnlockScreen):
                screen.refuse(str(error), wrong_password=isinstance(error, WrongPassword))
        else:
            self._app.post_message(Opened(session, place))

    # What follows behind the vault list

    def settle(self, session: Session, place: Place | None = None) -> None:
        """Lead back to `place`, read and check everything, and tell what is odd."""
        self._app.run_worker(self._settle(session, place), exclusive=True, group="settle", description="read and check")

    async def _settle(self, session: Session, place: Place | None) -> None:
        try:
            if place is not None:
                await self._lead_back(session, place)
            odd = await self._gate.settle(session)
            if self._words and place is None:
                self._app.post_message(messages.OpenVault(filter=self._words))
            if told := (*self._problems, *odd):
                self._hall.tell(" ".join(told), "warning")
            if place is None or place.draft is None:
                await self._offer_drafts(session)
        except VaultError as error:
            if session.home is not None and session.home.backend is not None:  # else it was locked meanwhile
                self._hall.tell(str(error), "error")

    async def _offer_drafts(self, session: Session) -> None:
        drafts = await session.drafts.all()
        if drafts:
            from tui.screens.drafts import offer

            chosen = await self._app.push_screen_wait(offer(drafts))
            for draft in drafts:
                if draft.id == chosen:
                    self._app.post_message(messages.EditItem(draft))

    async def _lead_back(self, session: Session, place: Place) -> None:
        if place.items:
            self._app.post_message(
                messages.OpenVault(place.account, place.vault, place.text, ref=place.ref, detail=place.detail)
            )
        if place.draft is not None:
            for draft in await session.drafts.all():
                if draft.id == place.draft:
                    self._app.post_message(messages.EditItem(draft))
        elif place.screen == "versions" and place.ref is not None:
            self._app.post_message(messages.ShowVersions(place.ref))
        elif place.screen in ("audit", "generator"):
            self._app.post_message(messages.ShowAudit() if place.screen == "audit" else messages.ShowGenerator())
