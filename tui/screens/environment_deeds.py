"""What is done with the Environments that are remembered: add one by its id, name it, forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.model.environment import EnvironmentId
from tui.model.ids import AccountId
from tui.screens.environment_words import WHERE
from tui.screens.modals import Ask, Choice, Choose, Confirm, Form, FormField
from tui.screens.ways import NO_ENVIRONMENTS
from tui.services.environments import Known

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tui.screens.environments import EnvironmentsScreen
    from tui.services.session import Session


def with_environments(session: Session) -> list[AccountId]:
    """Return the accounts that are open and have Environments."""
    return [worker.account for worker in session.accounts if worker.has_environments]


class EnvironmentDeeds:
    """Does it, for the screen."""

    def __init__(self, screen: EnvironmentsScreen) -> None:
        self._screen = screen
        self._session = screen.session

    def refusal(self) -> str | None:
        """Return None where an Environment can be added, or the sentence why not."""
        return None if with_environments(self._session) else NO_ENVIRONMENTS

    def action_new(self) -> None:
        """Ask for an id and a name, remember them, and read the variables."""
        self._do(self._new())

    def action_rename(self) -> None:
        """Ask for another name."""
        self._do(self._rename())

    def action_forget(self) -> None:
        """Ask, then forget the Environment under the cursor."""
        self._do(self._forget())

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        _: Worker[None] = self._screen.run_worker(
            reported(), name="deed", group="deed", description="look after the Environments"
        )

    async def _new(self) -> None:
        account = await self._account()
        if account is None:
            return
        fields = [FormField("id", "Id"), FormField("name", "Name, as you like")]
        form = Form("Add an Environment", fields, check=_checked, submit="Add", detail=WHERE)
        answer = await self._screen.app.push_screen_wait(form)
        if answer is None:
            return
        wanted = Known(account, EnvironmentId(answer["id"].strip()), answer["name"].strip())
        before = next((one for one in self._screen.known if one.key == wanted.key), None)
        if before is not None and not wanted.name:
            wanted = before
        self._screen.take(await self._session.environments.put(wanted), wanted)
        self._screen.read(wanted)

    async def _account(self) -> AccountId | None:
        """Return the account that is meant: the only one that has Environments, or the one that is chosen."""
        accounts = with_environments(self._session)
        if len(accounts) == 1:
            return accounts[0]
        choices = [Choice(account, self._session.name_of(account)) for account in accounts]
        chosen = await self._screen.app.push_screen_wait(Choose("An Environment of which account?", choices))
        return AccountId(chosen) if chosen is not None else None

    async def _rename(self) -> None:
        known = self._screen.chosen
        if known is None:
            return
        name = await self._screen.app.push_screen_wait(Ask("Rename Environment", "Name, as you like", known.name))
        if name is not None:
            self._screen.take(await self._session.environments.rename(known, name.strip()), known)
            self._screen.say("Saved.", "success")

    async def _forget(self) -> None:
        known = self._screen.chosen
        if known is None:
            return
        detail = f"Only its id and its name here are forgotten; in 1Password nothing changes.\nId {known.id}"
        if await self._screen.app.push_screen_wait(Confirm(f"Forget “{known.label}”?", detail, yes="Forget")):
            self._screen.take(await self._session.environments.forget(known))
            self._screen.say(f"“{known.label}” is forgotten here.", "success")


def _checked(answer: dict[str, str]) -> str | None:
    identifier = answer["id"].strip()
    if not identifier:
        return "The id is needed: nothing lists Environments."
    return "An id is one word, such as abcdefghijklmnopqrstuvwxyz." if len(identifier.split()) > 1 else None
