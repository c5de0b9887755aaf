"""The dialog that asks for another token of an account: it says where the token goes, and tries it."""

from __future__ import annotations

from tui.model.account import TokenSource
from tui.screens import account_words as words
from tui.screens.modals import FormField, PasswordForm, Passwords
from tui.services.remote_status import Status
from tui.services.session import Session


def token_form(session: Session, status: Status) -> PasswordForm:
    """Return the dialog; the token that there is stays until the new one was seen to work."""
    config = status.config

    async def attempt(typed: Passwords) -> None:
        await session.remotes.replace_token(config.id, typed["token"])

    kept = "sealed in your store" if config.source is TokenSource.SEALED else "kept for this run only"
    goes = f"It goes to {words.goes_to(config)} and is {kept}."
    tested = "It is tested before it replaces the one there is now."
    return PasswordForm(
        f"Token for “{config.name}”",
        [FormField("token", "Token", trimmed=True)],
        attempt,
        busy="Asking the service …",
        detail="\n".join((status.sentence, goes) if status.stale else (goes, tested)),
        check=lambda typed: None if typed["token"] else "Type or paste the token.",
        submit="Try it",
    )
