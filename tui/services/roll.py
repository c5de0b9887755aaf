"""The accounts that are followed, by id: taken in, looked up, told about, and let go at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tui.model.errors import NotFound, VaultError

if TYPE_CHECKING:
    from tui.model.account import AccountConfig
    from tui.model.ids import AccountId
    from tui.model.secret import Secret
    from tui.services.following import Following, Surroundings


class Roll:
    """They stand in the order in which they were taken in. Lives on Textual's loop."""

    def __init__(self, around: Callable[[], Surroundings]) -> None:
        self._around = around
        self._known: dict[AccountId, Following] = {}
        self._listeners: list[Callable[[], None]] = []
        self._closed = self._ending = False

    def __iter__(self) -> Iterator[Following]:
        return iter(tuple(self._known.values()))

    def get(self, account: AccountId) -> Following | None:
        """Return an account, or None where it is not followed."""
        return self._known.get(account)

    def one(self, account: AccountId) -> Following:
        """Return an account. Raises NotFound where it is not followed any more."""
        one = self._known.get(account)
        if one is None:
            raise NotFound("There is no such account any more.")
        return one

    def begin(self, config: AccountConfig, token: Secret | None) -> None:
        """Follow an account from now on; nothing begins once it is shut."""
        if not self._closed:
            from tui.services.following import Following

            around = self._around()
            around.catalog.reserve(config.id)
            self._known[config.id] = Following(config, token, around)
            self.tell()

    def drop(self, account: AccountId) -> None:
        """Have an account no longer; it is not ended."""
        del self._known[account]

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` whenever one of them is otherwise; returns what ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def tell(self) -> None:
        """One of them is otherwise."""
        for listener in tuple(self._listeners):
            listener()

    def heard(self, account: AccountId, error: VaultError | None) -> None:
        """A call to an account ended, well (None) or not."""
        one = self._known.get(account)
        if one is not None:
            one.heard(error)

    def prompted(self, account: AccountId) -> None:
        """An account asks a person elsewhere, or does no longer."""
        one = self._known.get(account)
        if one is not None:
            one.prompted()
            if self._ending:
                one.give_up()

    def ending(self) -> None:
        """The end begins: nothing waits for a person any more, now or later."""
        self._ending = True
        for one in self:
            one.give_up()

    def shut(self) -> None:
        """The end has come: nothing begins any more."""
        self.ending()
        self._closed = True

    async def end(self) -> None:
        """Follow none of them any more, and tell nobody."""
        known, self._known = tuple(self._known.values()), {}
        self._listeners.clear()
        for one in known:
            await one.end()
