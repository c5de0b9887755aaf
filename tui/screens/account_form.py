"""The form of an account, new or old. It is tested before it is kept, and whatever fails, all that was typed stays.

A token that is kept is never shown: the form begins without one, and an empty line means the one there is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from tui.backends import registry
from tui.model.account import AccountConfig, TokenSource
from tui.model.connection import Connection
from tui.model.errors import Denied, Invalid, VaultError
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.screens import account_words as words
from tui.screens.account_lines import AccountLines
from tui.screens.account_typed import configured, new_account_id, same_place
from tui.screens.dialog import Dialog, Hint
from tui.screens.modals import Confirm
from tui.services.remotes import Remotes, Status
from tui.widgets.picker import Picker


@dataclass(frozen=True, slots=True)
class Saved:
    """The account that was kept, and what is to be said of it."""

    account: AccountId
    sentence: str
    good: bool = True


class AccountForm(Dialog[Saved | None]):
    """Edits the account of `status`, or makes one of a `kind` (its id). `taken`: the names there are."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("account_form.tcss")]

    def __init__(self, remotes: Remotes, status: Status | None, taken: Iterable[str], kind: str = "") -> None:
        self._before = status.config if status is not None else None
        super().__init__(f"Edit “{self._before.name}”" if self._before else "New account", cancelled=None)
        self._remotes = remotes
        self._new = new_account_id()
        self._taken = [name for name in taken if self._before is None or name != self._before.name]
        self.lines = AccountLines(self._before, kind)
        self._first = self.lines.typed()
        self._trying: Worker[None] | None = None
        self._keeping = False

    def body(self) -> Iterator[Widget]:
        """Yield the lines."""
        yield self.lines

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move, choose, test and save."""
        if self._trying is not None:
            return [("Esc", "Stop")]
        return [("Tab", "Next"), ("←→", "Choose"), ("Ctrl+T", "Test"), ("Ctrl+S", "Save"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin where one types first."""
        self.lines.first.focus()

    def handle(self, key: str) -> bool:
        """Move, test or save."""
        match key:
            case "enter" if isinstance(self.focused, Input):
                return False  # the input tells
            case "down" | "enter":
                self.focus_next()
            case "up":
                self.focus_previous()
            case "ctrl+t":
                self._begin(self._test())
            case "ctrl+s":
                self._begin(self._save())
            case _:
                return False
        return True

    @on(Input.Submitted)
    def advance(self, event: Input.Submitted) -> None:
        """Enter goes to the next line, and saves in the last one."""
        event.stop()
        if event.input is self.lines.last:
            self._begin(self._save())
        else:
            self.focus_next()

    @on(Input.Changed)
    @on(Picker.Changed)
    def forget_result(self, event: Input.Changed | Picker.Changed) -> None:
        """What was said may be no longer so."""
        event.stop()
        self.tell("")

    def cancel(self) -> None:
        """Stop what is tried; leave, and ask first where something was typed."""
        if self._keeping:
            return
        if self._trying is not None:
            self._trying.cancel()
        elif self.lines.typed() == self._first:
            super().cancel()
        else:
            self.run_worker(self._leave(), group="leave", description="leave the form")

    async def _leave(self) -> None:
        question = Confirm("Leave without saving what you typed?", yes="Leave")
        if await self.app.push_screen_wait(question):
            self.dismiss(None)

    # Testing and saving

    def _begin(self, deed: Coroutine[None, None, None]) -> None:
        if self._trying is not None:
            deed.close()
            return

        async def told() -> None:
            focused = self.focused
            self.scroll.disabled = True
            try:
                await deed
            except VaultError as error:
                self.tell(str(error))
            except asyncio.CancelledError:
                self.tell("")
                raise
            finally:
                self._trying = None
                self.scroll.disabled = False
                if focused is not None and self.is_current:
                    focused.focus()
                self._share_room()

        self.tell("")
        self._trying = self.run_worker(told(), name="try", group="try", description="try an account")

    async def _test(self) -> None:
        connection = await self._try(self._config(), self.lines.typed().given)
        self.tell(words.tested(connection), "good" if connection.good else "bad")

    def _config(self) -> AccountConfig:
        return configured(self.lines.typed(), self._before, self._taken, self._new)

    async def _try(self, config: AccountConfig, token: Secret | None) -> Connection:
        asking = f"Asking {words.goes_to(config)} …"

        def prompted(sentence: str) -> None:
            if self._trying is not None:
                self.tell(sentence or asking, "busy")

        self.tell(asking, "busy")
        return await self._remotes.test(config, token, prompted)

    async def _save(self) -> None:
        config, token = self._config(), self.lines.typed().given
        if config == self._before and token is None:
            self.dismiss(Saved(config.id, "Nothing was changed."))
            return
        connection: Connection | None = None
        if self._worth_a_test(config, token):
            try:
                connection = await self._try(config, token)
            except (Denied, Invalid):
                raise
            except VaultError as error:
                if not await self._keep_all_the_same(str(error), config):
                    raise
        self._keeping = True
        try:
            await (self._remotes.change(config, token) if self._before else self._remotes.add(config, token))
        finally:
            self._keeping = False
        self.dismiss(self._saved(config, connection))

    def _worth_a_test(self, config: AccountConfig, token: Secret | None) -> bool:
        """Whether a test could tell something: not where only the name is another, or there is no token yet."""
        if token is None and self._before is not None and same_place(config, self._before):
            return False
        return token is not None or self._before is not None or config.source is not TokenSource.PROMPT

    async def _keep_all_the_same(self, problem: str, config: AccountConfig) -> bool:
        later = "tried again by itself" if registry.polls(config) else "tried again when you ask for it"
        detail = f"{problem}\nIt is kept as it is typed, and {later}."
        return await self.app.push_screen_wait(Confirm("Keep it all the same?", detail, yes="Keep"))

    def _saved(self, config: AccountConfig, connection: Connection | None) -> Saved:
        done = f"“{config.name}” is {'changed' if self._before else 'added'}."
        if connection is None:
            return Saved(config.id, done)
        return Saved(config.id, f"{done} {words.tested(connection)}", connection.good)
