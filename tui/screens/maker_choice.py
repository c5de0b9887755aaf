"""In which account a new vault is made, and for whom: asked for only where there is something to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.host.display import display_text
from tui.model.action import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

    from tui.model.ids import AccountId
    from tui.model.vault import Vault
    from tui.services.session import Session


def makers(session: Session, first: AccountId | None = None) -> Sequence[AccountId]:
    """Return the open accounts in which a vault can be made, `first` before the others if it is one."""
    own = [session.own_store.account] if session.own_store is not None else []
    accounts = [*own, *(status.config.id for status in session.remotes.statuses)]
    able = [one for one in accounts if session.refusal(Action.CREATE_VAULT, one, None) is None]
    return sorted(able, key=lambda one: one != first)


async def choose_maker(app: App[object], session: Session, first: AccountId | None) -> AccountId | None:
    """Return the account for a new vault, asked for where several can make one. None: nothing was chosen."""
    able = makers(session, first)
    if len(able) < 2:
        return able[0] if able else None
    from tui.screens.choose import Choice, Choose

    choices = [Choice(one, session.name_of(one), note=_kind(session, one)) for one in able]
    chosen = await app.push_screen_wait(Choose("Make the vault in which account?", choices))
    return next((one for one in able if one == chosen), None)


def _kind(session: Session, account: AccountId) -> str:
    from tui.backends.registry import KINDS

    status = session.remotes.status(account)
    kind = KINDS.get(status.config.kind) if status is not None else None
    return kind.name if kind is not None else "on this machine" if status is None else ""


async def make_vault(
    app: App[object], session: Session, account: AccountId, name: str, description: str
) -> Vault | None:
    """Make a vault; where its administrators may manage it or not that is asked before. None: nothing was chosen."""
    api = session.api(account)
    if not api.has_admins:
        return await api.create_vault(name, description)
    from tui.screens.choose import Choice, Choose

    choices = [
        Choice("usual", "As is usual in the account", "u"),
        Choice("yes", "Administrators may manage it", "m", "they can give themselves access to it"),
        Choice("no", "Administrators may not", "n", "if you lose access, they cannot help"),
    ]
    chosen = await app.push_screen_wait(Choose(f"Who may manage the new vault “{display_text(name)}”?", choices))
    if chosen in (None, "usual"):
        return await api.create_vault(name, description) if chosen else None
    return await api.create_vault_for(name, description, admins=chosen == "yes")
