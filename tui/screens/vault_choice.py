"""In which vault something new goes: those that cannot be written are shown with the reason, and cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from tui.backends.protocol import Action
from tui.model.errors import Denied, NotFound
from tui.model.vault import Vault
from tui.screens.choose import Choice, Choose
from tui.services.session import Session


async def choose_vault(
    app: App[object], session: Session, title: str, without: Callable[[Vault], bool] = lambda vault: False
) -> Vault | None:
    """Ask for a vault that can be written, and is not `without`. None: nothing was chosen.

    Raises:
        NotFound: there is no vault.
        Denied: none of them can be written.
    """
    vaults = [vault for vault in session.catalog.vaults if not without(vault)]
    if not vaults:
        raise NotFound("There is no vault yet. Make one in the vault list (g v, then n).")
    refusals = [session.refusal(Action.CREATE, vault.account, vault.id) for vault in vaults]
    if None not in refusals:
        why = refusals[0] if len(vaults) == 1 else "None of the vaults can be written; their list (g v) says why."
        raise Denied(why or "")
    choices = [_choice(session, n, vault, why) for n, (vault, why) in enumerate(zip(vaults, refusals, strict=True))]
    chosen = await app.push_screen_wait(Choose(title, choices))
    return None if chosen is None else vaults[int(chosen)]


def _choice(session: Session, number: int, vault: Vault, refusal: str | None) -> Choice:
    several = len({one.account for one in session.catalog.vaults}) > 1
    account = session.accounts.name(vault.account) if several or not refusal else ""
    note = " · ".join(part for part in (account, refusal) if part)
    return Choice(str(number), vault.name, note=note, enabled=not refusal)
