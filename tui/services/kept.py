"""What is kept in the home store beside its vaults, and the door for secrets: each is loaded when it is first used."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from tui.model.errors import VaultError, WrongPassword

if TYPE_CHECKING:
    from tui.model.ids import AccountId
    from tui.model.item import Item
    from tui.model.secret import Secret
    from tui.services.access import Access
    from tui.services.audit_log import AuditLog
    from tui.services.clipboard import Clipboard
    from tui.services.drafts import Drafts
    from tui.services.due_book import DueBook
    from tui.services.environments import Environments
    from tui.services.home import Home
    from tui.services.members import Members
    from tui.services.past import Past
    from tui.services.recent import Recent
    from tui.services.recipes import Recipes
    from tui.services.rotations import Rotations
    from tui.services.ticks import Ticks
    from tui.services.worker import ApiWorker


T = TypeVar("T")


class Kept:
    """Audit log, drafts and what was used last, in `home`; None: nowhere but in memory."""

    def __init__(
        self,
        home: Home | None,
        api: Callable[[AccountId], ApiWorker[Any]],
        clipboard: Callable[[], Clipboard],
        warn: Callable[[str], None],
    ) -> None:
        self.home = home
        self._api = api
        self._clipboard = clipboard
        self._warn = warn

    @cached_property
    def audit(self) -> AuditLog:
        """Who did what."""
        from tui.services.audit_log import AuditLog

        return AuditLog(self.home, _actor(), self._warn)

    @cached_property
    def drafts(self) -> Drafts:
        """What is being typed."""
        from tui.services.drafts import Drafts

        return Drafts(self.home, self._warn)

    @cached_property
    def past(self) -> Past:
        """What items were before."""
        from tui.services.past import Past

        return Past(self.home, self._api, self._warn)

    @cached_property
    def recent(self) -> Recent:
        """Which items were used last."""
        from tui.services.recent import Recent

        return Recent(self.home)

    @cached_property
    def recipes(self) -> Recipes:
        """By which recipe passwords were made last."""
        from tui.services.recipes import Recipes

        return Recipes(self.home)

    @cached_property
    def environments(self) -> Environments:
        """Which Environments are remembered."""
        from tui.services.environments import Environments

        return Environments(self.home)

    @cached_property
    def rotations(self) -> Rotations:
        """Which rotations are not done with."""
        from tui.services.rotations import Rotations

        return Rotations(self.home)

    @cached_property
    def due(self) -> DueBook:
        """After how long passwords are to be looked at again."""
        from tui.services.due_book import DueBook

        return DueBook(self.home)

    @cached_property
    def members(self) -> Members:
        """Who is in the teams of services that do not list their members."""
        from tui.services.members import Members

        return Members(self.home)

    @cached_property
    def ticks(self) -> Ticks:
        """What is ticked in who has access, and not written."""
        from tui.services.ticks import Ticks

        return Ticks(self.home, self._warn)

    @cached_property
    def access(self) -> Access:
        """The one door for secrets."""
        from tui.services.access import Access

        return Access(self._api, self.audit, self._clipboard(), self.recent)

    async def taken_back(self, before: Item) -> None:
        """An edit of an item was taken back: what it had made is kept."""
        await self.past.note(before)
        await self.rotations.taken_back(before)

    async def forget_account(self, account: AccountId) -> None:
        """What was kept of a removed account goes with it: all that can; what could not is told."""
        keepers = (self.environments, self.members, self.ticks, self.rotations, self.due)
        for forget in (self.past.forget, *(keeper.forget_account for keeper in keepers)):
            try:
                await forget(account)
            except VaultError as error:
                self._warn(f"Not all that was kept of the account could be forgotten: {error}")

    async def rekey(self, old: Secret, new: Secret) -> None:
        """What is sealed under the token of an account is sealed under its new one; that it cannot be is told."""
        if self.home is None:
            return
        try:
            await self.home.finish(lambda backend: backend.change_password(old, new))
        except WrongPassword:
            return  # another Strongroom has done it
        except VaultError as error:
            self._warn(f"What you type stays sealed under the earlier token: {error}")


class Keeping(Protocol):
    """What has something kept: in another place once a store is open."""

    kept: Kept


class Part(Generic[T]):
    """One part of what is kept now, as an attribute of what has it."""

    def __init__(self, part: Callable[[Kept], T]) -> None:
        self._part = part

    def __get__(self, owner: Keeping, cls: type[Keeping] | None = None) -> T:
        return self._part(owner.kept)


def _actor() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
