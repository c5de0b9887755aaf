"""What the places have in common where 1Password itself is asked for secret references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import App
from textual.widget import Widget

from tui.host.display import display_text
from tui.model.errors import Denied
from tui.model.ids import AccountId
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.modals import Choice, Choose
from tui.screens.ways import NO_RESOLVER
from tui.services import resolving
from tui.services.session import Session
from tui.widgets.plain_area import PlainArea

MOST_LINES = 5
"""So many lines of a value are seen at once."""


def seen_lines(text: str) -> list[str]:
    """Return a value, or a sentence, in lines that can be shown; of many, the first."""
    lines = [display_text(line) for line in text.splitlines()]
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"… and {more:,} line{'s' * (more > 1)} more"]


async def choose_resolver(app: App[None], session: Session, texts: Sequence[str]) -> AccountId | None:
    """Return the account to ask for `texts`: the only one there is, or the one that is chosen.

    Raises:
        Denied: there is none.
    """
    accounts = resolving.resolvers(session, texts)
    if not accounts:
        raise Denied(NO_RESOLVER)
    if len(accounts) == 1:
        return accounts[0]
    choices = [Choice(account, session.name_of(account)) for account in accounts]
    chosen = await app.push_screen_wait(Choose("Ask which account?", choices))
    return AccountId(chosen) if chosen is not None else None


class Lines(Dialog[str | None]):
    """Answers with a text of several lines."""

    def __init__(self) -> None:
        super().__init__("Ask 1Password for references", cancelled=None)
        self._area = PlainArea(placeholder="op://vault/item/field", classes="lines")

    def body(self) -> Iterator[Widget]:
        """Yield the text."""
        yield shown("One a line; lines of an env file will do", "label")
        yield self._area

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("Ctrl+S", "Ask"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin where one types."""
        self._area.focus()

    def handle(self, key: str) -> bool:
        """Answer."""
        if key == "ctrl+s":
            self.dismiss(self._area.text)
        return key == "ctrl+s"
