"""From the door to the vault list, and back to where somebody was when the lock came."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.message import Message

from tui import messages
from tui.host.display import display_text
from tui.leading_back import lead_back, lead_back_into_account
from tui.model.errors import TokenRefused, VaultError, WrongPassword
from tui.model.secret import Secret
from tui.services.account_names import account_named, account_names

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.guard import GuardedApp
    from tui.host.relaunch import Notes
    from tui.screens.unlock import Entrance
    from tui.services.gate import Gate
    from tui.services.place import Place
    from tui.services.session import Session
    from tui.services.settings import Settings
    from tui.services.tokens import Given
    from tui.widgets.status import Severity

LOOK = 0.05
"""Seconds between two looks whether a dialog has its answer."""


class Opened(Message):
    """A session was opened: a message, so that no screen descends from the worker that knew the password."""

    def __init__(self, session: Session, place: Place | None) -> None:
        super().__init__()
        self.session = session
        self.place = place


class First(NamedTuple):
    """What to open with: a filter, and the name of an account to show alone."""

    words: str = ""
    account: str = ""


class Hall(Protocol):
    """Where one arrives."""

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        ...

    def show_vaults(self, session: Session) -> None:
        """Show the vault list of a session, and nothing else."""
        ...

    async def painted(self) -> None:
        """Wait until a first screen was seen."""
        ...

    def show_door_again(self, why: str) -> None:
        """Nothing was opened: show the door, and why."""
        ...

    def tell(self, sentence: str, severity: Severity) -> None:
        """Tell something on the status line."""
        ...


class Arriving:
    """Opens sessions. `first` is what to open with, `problems` are told once something is open."""

    def __init__(self, app: GuardedApp, hall: Hall, gate: Gate, first: First, problems: Iterable[str]) -> None:
        self._app = app
        self._hall = hall
        self._gate = gate
        self._first = first
        self._given: tuple[Given, ...] = ()
        self._problems = tuple(problems)

    def tell_later(self, problem: str) -> None:
        """Tell a sentence once something is open."""
        self._problems = (*self._problems, problem)

    # The door

    def entrance(self, why: str, *, ready: bool = True) -> Entrance:
        """Return what the first screen is told; `why` says why it is locked, for `ready` see `Entrance`."""
        from tui.screens.unlock import Door, Entrance

        if self._gate.demo is not None:
            return Entrance(Door.DEMO, "Demo", self._gate.demo.password.reveal(), why, ready)
        store = self._gate.store
        if self._gate.outside and not self._gate.has_store:
            return Entrance(Door.TOKEN, self._gate.outside[0].shown, why=why, ready=ready)
        if self._gate.has_store:
            return Entrance(Door.STORE, str(store), why=why, ready=ready)
        return Entrance(Door.NEW, str(store), why=why or " ".join(self._problems), ready=ready)

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
        _: Worker[None] = self._app.run_worker(
            self._look_around, exclusive=True, group="open", description="open the demo"
        )

    def unlock(self, password: Secret) -> None:
        """Open what is there: the store, or the account whose token this is."""
        if self._gate.outside and not self._gate.has_store and self._gate.demo is None:
            given = self._gate.outside[0].with_token(password)
            self._begin(lambda session: self._gate.enter(session, given))
        else:
            self._begin(lambda session: self._gate.unlock(session, password))

    def enter(self, given: Sequence[Given]) -> None:
        """Open accounts that were given from outside: at once where there is no store, else once that is open."""
        self._problems = (*self._problems, *(warning for one in given for warning in one.warnings))
        self._gate.outside = tuple(one.outside for one in given)
        if self._gate.has_store:
            self._given = tuple(given)
        elif given:
            first, *rest = given
            self._given = tuple(rest)
            _: Worker[None] = self._app.run_worker(
                partial(self._enter, first), exclusive=True, group="open", description="open an account"
            )

    async def _enter(self, given: Given) -> None:
        session = self._gate.begin(self._hall.settings)
        self._hall.show_vaults(session)
        try:
            place = await self._gate.enter(session, given)
        except TokenRefused as error:
            self._hall.show_door_again(str(error))
        except VaultError as error:
            self._hall.tell(str(error), "error")
        else:
            self.settle(session, place)

    def make(self, password: Secret) -> None:
        """Make a store, and open it."""
        self._begin(lambda session: self._gate.make(session, password))

    def _begin(self, way: Callable[[Session], Awaitable[Place | None]]) -> None:
        _: Worker[None] = self._app.run_worker(
            partial(self._open, way), exclusive=True, group="open", description="open the store"
        )

    async def _look_around(self) -> None:
        session, now = self._gate.begin(self._hall.settings), time.time()
        self._gate.foresee(session, now)
        self._hall.show_vaults(session)
        await self._hall.painted()
        try:
            await self._gate.look_around(session, now)
        except VaultError as error:
            self._hall.tell(str(error), "error")
        else:
            self.settle(session)

    async def _open(self, way: Callable[[Session], Awaitable[Place | None]]) -> None:
        session, screen = self._gate.begin(self._hall.settings), self._app.screen
        try:
            place = await way(session)
        except VaultError as error:
            from tui.screens.unlock import UnlockScreen

            if isinstance(screen, UnlockScreen):
                screen.refuse(str(error), wrong_password=isinstance(error, WrongPassword))
        else:
            self._app.post_message(Opened(session, place))

    # What follows behind the vault list

    def settle(self, session: Session, place: Place | None = None) -> None:
        """Lead back to `place`, read and check everything, and tell what is odd."""
        _: Worker[None] = self._app.run_worker(
            partial(self._settle, session, place), exclusive=True, group="settle", description="read and check"
        )

    async def _settle(self, session: Session, place: Place | None) -> None:
        try:
            if place is not None:
                await lead_back(self._app, session, place)
                await self._led()
            self._ask_for_given(session)
            odd = await self._gate.settle(session, lambda: self._open_given(session))
            await self._answered()
            if place is None:
                self._open_first(session)
            else:
                lead_back_into_account(self._app, place)
            if told := (*self._problems, *odd):
                self._hall.tell(" ".join(told), "warning")
            if place is None or place.draft is None:
                await self._led()
                await self._offer_drafts(session)
        except VaultError as error:
            if session.home is None or session.home.backend is not None:  # else it was locked meanwhile
                self._hall.tell(str(error), "error")

    def _ask_for_given(self, session: Session) -> None:
        """After a lock the tokens of the accounts that were given from outside are asked for."""
        if self._gate.demo is None and not self._given:
            for outside in self._gate.outside:
                session.remotes.open_given(outside.with_token(Secret("")))

    def _open_given(self, session: Session) -> None:
        """Open the accounts that were given from outside and are not open yet.

        One that the store keeps, too, would show everything twice and use up its limits twice: it is not opened again.
        """
        given, self._given = self._given, ()
        for one in given if self._gate.demo is None else ():
            if name := session.remotes.known_as(one):
                self._gate.outside = tuple(outside for outside in self._gate.outside if outside != one.outside)
                self.tell_later(f"“{display_text(name)}” has the token from the {one.source.value} already: used once.")
            else:
                session.remotes.open_given(one)

    def _open_first(self, session: Session) -> None:
        """Open what was asked for on the command line."""
        name, words = self._first.account, self._first.words
        if not name:
            if words:
                self._app.post_message(messages.OpenVault(filter=words))
            return
        account = account_named(session, name)
        if account is None:
            names = ", ".join(f"“{known}”" for known in account_names(session))
            self._hall.tell(f"There is no account called “{name}”. There is {names}.", "warning")
        else:
            self._app.post_message(messages.OpenVault(account, filter=words))

    async def _led(self) -> None:
        """Wait until the screens that were asked for are there: one that came later would cover what is asked above."""
        there = asyncio.Event()
        self._app.call_later(there.set)
        await there.wait()

    async def _answered(self) -> None:
        """Wait until no dialog is open: a screen would lie above it, or take it away before it has its answer."""
        from tui.screens.base import BaseScreen

        while self._app.screen_stack and not isinstance(self._app.screen, BaseScreen):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(LOOK)

    async def _offer_drafts(self, session: Session) -> None:
        drafts = await session.drafts.all()
        if drafts:
            from tui.screens.drafts import offer

            chosen = await self._app.push_screen_wait(offer(drafts))
            for draft in drafts:
                if draft.id == chosen:
                    self._app.post_message(messages.EditItem(draft))
