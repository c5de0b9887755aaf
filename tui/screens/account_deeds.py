"""What can be done with accounts: added, edited, tested, given another token, switched, reconnected, removed."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from tui import messages
from tui.backends import registry
from tui.commands import Command
from tui.model.errors import Locked, NotFound, VaultError
from tui.screens import account_words as words
from tui.screens.audit_offers import has_log
from tui.screens.modals import Confirm
from tui.screens.token_form import token_form
from tui.services.account_names import account_names
from tui.services.remotes import Remotes, State, Status

if TYPE_CHECKING:
    from tui.screens.accounts import AccountsScreen

OF_HOME: dict[str, str] = {
    "accounts.edit": "The store is opened by the master password alone: there is nothing to edit here.",
    "accounts.connection": "The store is a file on this machine: there is no connection to look at.",
    "accounts.test": "The store is a file on this machine: there is no connection to test.",
    "accounts.replace_token": "The store has no token. The master password is changed from the palette.",
    "accounts.open_id": "The store shows all its items: find one with g i.",
    "accounts.members": "The store is yours alone: it has no members.",
    "accounts.activity": "The log of the store is the audit log (g a).",
    "accounts.switch": "The store cannot be switched off. Ctrl+L locks it.",
    "accounts.remove": "The store is no account of a service: it cannot be removed here.",
}
"""Why something cannot be done with the home store."""


class AccountDeeds:
    """Does the commands of the context "accounts", for their screen."""

    def __init__(self, screen: AccountsScreen) -> None:
        self._screen = screen

    @property
    def _remotes(self) -> Remotes:
        return self._screen.session.remotes

    def refusal(self, command: Command) -> str | None:
        """Return None where a command can run now, or the sentence why not."""
        if command.id == "accounts.new":
            return self._refusal_to_add()
        status = self._screen.chosen
        if status is None:
            return OF_HOME.get(command.id) if self._screen.has_home else "There is no account yet."
        config = status.config
        if command.id == "accounts.edit" and not config.source.kept:
            return f"{words.origin(config)} Change it there, and start Strongroom again."
        if command.id == "accounts.replace_token" and not words.can_replace(config):
            return words.why_no_token(config)
        if config.enabled or command.id in ("accounts.edit", "accounts.switch", "accounts.remove", "accounts.test"):
            return self._refusal_to_show(command, status)
        return f"This account is switched off. {words.ADVICE[State.OFF]}"

    def _refusal_to_show(self, command: Command, status: Status) -> str | None:
        if command.id == "accounts.members":
            return self.refusal_of_members(status)
        if command.id != "accounts.activity" or has_log(self._screen.session, status.config.id):
            return None
        return "This account is not open, or its service keeps no log that can be read."

    def refusal_of_members(self, status: Status) -> str | None:
        """Return None where the members of an account can be seen, or the sentence why not."""
        try:
            api = self._screen.session.api(status.config.id)
        except Locked as error:
            return str(error)
        return None if api.has_members else "This account has no members that can be seen here."

    def _refusal_to_add(self) -> str | None:
        if not self._screen.has_home:
            return "Adding an account needs a store to keep it in. Unlock or make one first."
        return None if registry.KINDS else "This Strongroom knows no service that could be added."

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        self._screen.run_worker(reported(), name="account", group="account", description="look after an account")

    def _status(self) -> Status:
        status = self._screen.chosen
        if status is None:
            raise NotFound("There is no such account any more.")
        return status

    # The commands

    def action_new(self) -> None:
        """Add an account."""
        self._do(self._edit(None))

    def action_activity(self) -> None:
        """Show the log that the service keeps."""
        self._screen.post_message(messages.ShowAudit(self._status().config.id))

    def action_members(self) -> None:
        """Show who is in the team."""
        self._screen.post_message(messages.ShowMembers(self._status().config.id))

    def action_edit(self) -> None:
        """Edit the account."""
        self._do(self._edit(self._screen.chosen))

    def action_test(self) -> None:
        """Test the account."""
        self._do(self._test())

    def action_replace_token(self) -> None:
        """Give the account another token."""
        self._do(self._replace_token())

    def action_switch(self) -> None:
        """Switch the account on or off."""
        self._do(self._switch())

    def action_reconnect(self) -> None:
        """Look at the account now."""
        self._do(self._reconnect())

    def action_remove(self) -> None:
        """Forget the account."""
        self._do(self._remove())

    # How

    async def _edit(self, status: Status | None) -> None:
        from tui.screens.account_form import AccountForm

        kind = "" if status is not None else await self._kind()
        if kind is None:
            return
        form = AccountForm(self._remotes, status, account_names(self._screen.session), kind)
        saved = await self._screen.app.push_screen_wait(form)
        if saved is not None:
            self._screen.go_to(saved.account)
            self._screen.say(saved.sentence, "success" if saved.good else "warning")

    async def _kind(self) -> str | None:
        """Ask which kind of account it is to be, where there are several."""
        from tui.screens.account_choice import KindChoice
        from tui.screens.account_kinds import ordered

        kinds = ordered(registry.KINDS)
        if len(kinds) < 2:
            return ""
        return await self._screen.app.push_screen_wait(KindChoice(kinds))

    async def _test(self) -> None:
        config = self._status().config
        self._screen.say(f"Testing “{config.name}” …")
        try:
            connection = await self._remotes.test(config, None)
        except VaultError:
            await self._remotes.reconnect(config.id)  # so that the account shows it too
            raise
        self._screen.say(f"“{config.name}”: {words.tested(connection)}", "success" if connection.good else "warning")

    async def _replace_token(self) -> None:
        status = self._status()
        if await self._screen.app.push_screen_wait(token_form(self._screen.session, status)):
            self._screen.say(f"“{status.config.name}” takes the new token.", "success")

    async def _switch(self) -> None:
        config = self._status().config
        await self._remotes.switch(config.id, on=not config.enabled)
        done = "is switched off: it is closed, and nothing is asked of it" if config.enabled else "is switched on"
        self._screen.say(f"“{config.name}” {done}.", "success")

    async def _reconnect(self) -> None:
        if self._screen.chosen is None:
            await self._screen.session.load_home()
            self._screen.say("The store is read anew.", "success")
            return
        config = self._status().config
        self._screen.say(f"Asking “{config.name}” …")
        await self._remotes.reconnect(config.id)
        status = self._remotes.status(config.id)
        if status is not None:
            good = status.state in (State.OPEN, State.READING)
            self._screen.say(f"“{config.name}”: {words.why(status)}", "success" if good else "warning")

    async def _remove(self) -> None:
        config = self._status().config
        detail = "Nothing is deleted at the service; its token is forgotten here."
        if not config.source.kept:
            detail = f"Nothing is deleted at the service. {words.origin(config)} So the next start opens it again."
        shelf = await self._screen.session.drafts.shelf()
        left = [draft.current.title for draft in shelf.left if draft.base.ref.account == config.id]
        if left:
            detail += f" {words.unsaved(left)}"
        rotations = [one for one in await self._screen.session.rotations.all() if one.ref.account == config.id]
        if rotations:
            detail += f" {words.unfinished([one.name for one in rotations])}"
        if await self._screen.app.push_screen_wait(Confirm(f"Remove the account “{config.name}”?", detail, "Remove")):
            await self._remotes.remove(config.id)
            self._screen.say(f"The account “{config.name}” is removed.", "success")
