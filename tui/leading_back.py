"""Back to where somebody was when the lock came: the messages that lead there, one above the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui import messages

if TYPE_CHECKING:
    from tui.guard import GuardedApp
    from tui.services.place import Place
    from tui.services.session import Session

PLACES: dict[str, type[Message]] = {
    "accounts": messages.ShowAccounts,
    "audit": messages.ShowAudit,
    "due": messages.ShowDue,
    "environments": messages.ShowEnvironments,
    "generator": messages.ShowGenerator,
}
"""What leads back to a screen that is always the same."""


async def lead_back(app: GuardedApp, session: Session, place: Place) -> None:
    """Lead to what needs no account to be open yet. Raises VaultError where the drafts cannot be read."""
    if place.items:
        app.post_message(messages.OpenVault(place.account, place.vault, place.text, ref=place.ref, detail=place.detail))
    if place.draft is not None:
        for draft in await session.drafts.all():
            if draft.id == place.draft:
                app.post_message(messages.EditItem(draft))
    elif place.screen == "versions" and place.ref is not None:
        app.post_message(messages.ShowVersions(place.ref))
    elif place.screen == "references":
        app.post_message(messages.ShowReferences(place.references, ask=False))
    elif place.screen in PLACES:
        app.post_message(PLACES[place.screen]())


def lead_back_into_account(app: GuardedApp, place: Place) -> None:
    """Lead to what can be shown only once the accounts are being opened."""
    if place.screen == "access" and place.account is not None and place.vault is not None:
        app.post_message(messages.ShowVaultAccess(place.account, place.vault))
    elif place.screen == "item audit" and place.ref is not None:
        app.post_message(messages.ShowAudit(ref=place.ref))
