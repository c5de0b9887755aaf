"""What is tried with an account beside its connection: a self-test of what is done to entries, an entry by its id."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from tui import messages
from tui.commands import Command
from tui.model.errors import Denied, Locked
from tui.model.ids import AccountId
from tui.screens.choose import Choice, Choose
from tui.services import limits, self_test, self_test_entry

if TYPE_CHECKING:
    from tui.model.vault import Vault
    from tui.screens.accounts import AccountsScreen

NO_IDS = "Here all items are listed: find it with g i."
"""Why an item is not opened by its id, where the account has no such call."""


class AccountTrials:
    """Does two commands of the context "accounts", for their screen."""

    def __init__(self, screen: AccountsScreen) -> None:
        self._screen = screen
        self._session = screen.session

    def refusal(self, command: Command, account: AccountId) -> str | None:
        """Return None where a command can run now, or the sentence why not."""
        try:
            api = self._session.api(account)
        except Locked as error:
            return str(error)
        if command.id == "accounts.open_id":
            return None if api.opens_ids else NO_IDS
        refusals = [self_test.refusal(api, vault.id) for vault in self._vaults(account)]
        if not refusals:
            return "This account shows no vault in which something could be tried."
        return None if None in refusals else refusals[0]

    def action_self_test(self) -> None:
        """Put a throw-away entry through everything."""
        self._do(self._self_test())

    def action_open_id(self) -> None:
        """Open an item by its id."""
        self._do(self._open_id())

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        self._screen.run_worker(reported(), name="trial", group="account", description="try an account")

    def _vaults(self, account: AccountId) -> list[Vault]:
        return [vault for vault in self._session.catalog.vaults if vault.account == account]

    def _account(self) -> AccountId:
        account = self._screen.account
        if account is None:
            raise Denied("There is no account any more.")
        return account

    async def _self_test(self) -> None:
        account = self._account()
        vault = await self._vault(account)
        if vault is not None and await self._agreed(vault):
            self._screen.post_message(messages.ShowSelfTest(account, vault.id))

    async def _vault(self, account: AccountId) -> Vault | None:
        """Ask in which vault, where there are several that may be written."""
        api, vaults = self._session.api(account), self._vaults(account)
        refusals = [self_test.refusal(api, vault.id) for vault in vaults]
        fit = [vault for vault, why in zip(vaults, refusals, strict=True) if why is None]
        if len(fit) < 2:
            return fit[0] if fit else None
        choices = [
            Choice(str(at), vault.name, note=why or "", enabled=why is None)
            for at, (vault, why) in enumerate(zip(vaults, refusals, strict=True))
        ]
        chosen = await self._screen.app.push_screen_wait(Choose("Self-test: in which vault?", choices))
        return None if chosen is None else vaults[int(chosen)]

    async def _agreed(self, vault: Vault) -> bool:
        from tui.screens.modals import Confirm

        detail = (
            f"An entry named “{self_test_entry.NAME} …” is made in “{vault.name}”, read, compared, changed, and "
            "deleted again; where the place can, it also gets a file, and is archived. Nothing else is touched.\n"
            f"{self._costs(vault)}"
        )
        question = f"Self-test of “{self._session.name_of(vault.account)}”?"
        return await self._screen.app.push_screen_wait(Confirm(question, detail, "Begin"))

    def _costs(self, vault: Vault) -> str:
        """Say how many requests it takes, and of how many."""
        if self._session.remotes.status(vault.account) is None:
            return "It asks nobody: the store is a file on this machine."
        cost = self_test.cost(self._session.api(vault.account), vault.id)
        said = f"It takes about {cost.all} requests, {cost.writes} of which write; some services count more."
        usage = self._session.remotes.usage(vault.account)
        used = [f"{name}: {how}" for name, how, _ in limits.lines(usage)] if usage is not None else []
        return " ".join([said, *([f"Used so far – {'; '.join(used)}."] if used else [])])

    async def _open_id(self) -> None:
        from tui.screens.modals import Ask

        account = self._account()
        label = "The id that the service shows for the entry, or that somebody told you"
        text = await self._screen.app.push_screen_wait(Ask("Open by id", label, check=_missing))
        if text is None:
            return
        self._screen.say("Asking for the entry …")
        item = await self._session.api(account).open_id(text)
        self._screen.post_message(messages.ShowItem(item.ref))


def _missing(text: str) -> str | None:
    return None if text.strip() else "Type or paste the id."
