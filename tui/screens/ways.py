"""The ways from every screen to every other that is always the same, and what each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import messages

if TYPE_CHECKING:
    from tui.commands import Command
    from tui.screens.base import BaseScreen

NO_ENVIRONMENTS = (
    "No account that is open has Environments. 1Password accounts have them, opened by a service account’s token or "
    "by the desktop app (g c adds one)."
)
NO_RESOLVER = "No account that is open resolves references itself; 1Password accounts opened without a server do."
RESOLVING = ("references", "ask_references")


class Ways:
    """Leads on, for one screen."""

    def __init__(self, screen: BaseScreen) -> None:
        self._screen = screen

    def refusal(self, command: Command) -> str | None:
        """Return None where an open account has what a command needs, or the sentence that none has it."""
        accounts = self._screen.session.accounts
        if command.action == "environments" and not any(one.has_environments for one in accounts):
            return NO_ENVIRONMENTS
        if command.action in RESOLVING and not any(one.resolves for one in accounts):
            return NO_RESOLVER
        return None

    def action_vaults(self) -> None:
        """Go to the vault list."""
        self._screen.post_message(messages.GoToVaults())

    def action_items(self) -> None:
        """Go to all items."""
        self._screen.post_message(messages.OpenVault())

    def action_favourites(self) -> None:
        """Go to the favourites."""
        self._screen.post_message(messages.OpenVault(filter="is:fav "))

    def action_audit(self) -> None:
        """Go to the audit log."""
        self._screen.post_message(messages.ShowAudit())

    def action_accounts(self) -> None:
        """Go to the accounts."""
        self._screen.post_message(messages.ShowAccounts())

    def action_about(self) -> None:
        """Go to what is to be known of Strongroom itself."""
        self._screen.post_message(messages.ShowAbout())

    def action_environments(self) -> None:
        """Go to the Environments."""
        self._screen.post_message(messages.ShowEnvironments())

    def action_due(self) -> None:
        """Go to what is due for rotation."""
        self._screen.post_message(messages.ShowDue())

    def action_generator(self) -> None:
        """Go to the generator."""
        self._screen.post_message(messages.ShowGenerator())

    def action_reference(self) -> None:
        """Ask for a secret reference, and go where it leads."""
        from tui.screens.reference_dialog import follow_one

        follow_one(self._screen)

    def action_references(self) -> None:
        """Go to where 1Password is asked for several references."""
        self._screen.post_message(messages.ShowReferences())
