"""A link that was made: copied at once as a secret, and shown only where that is asked for.

It is nowhere else: not in a store, a log or a sentence. When this is closed Strongroom does not have it any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.ids import ItemRef
from tui.model.secret import DOTS
from tui.screens.dialog import Dialog, Hint
from tui.screens.share_dialog import Shared
from tui.services.session import Session
from tui.widgets.generated_text import GeneratedText

LEFT = "Nobody was told of it: send it yourself. Strongroom does not keep it; closed, it is gone from here."


class LinkDialog(Dialog[None]):
    """Copies the link, also again; reveals it for a while."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("share.tcss")]

    def __init__(self, session: Session, ref: ItemRef, title: str, shared: Shared) -> None:
        super().__init__(f"Link to “{title}”", cancelled=None)
        self._session = session
        self._ref = ref
        self._title = title
        self._link = shared.link
        self._about = Content(display_text(f"For {shared.share.described}."))
        self._dots = Static(DOTS, id="dots", markup=False)
        self._clear = GeneratedText(id="link")
        self._hiding: Timer | None = None

    def body(self) -> Iterator[Widget]:
        """Yield the link, concealed, and what is to be known of it."""
        yield self._dots
        yield self._clear
        yield Static(self._about, classes="gap", markup=False)
        yield Static(LEFT, classes="detail", markup=False)

    def hints(self) -> Sequence[Hint]:
        """Return the keys that copy, show and leave."""
        return [("y", "Copy"), ("r", "Reveal" if self._hiding is None else "Hide"), ("Enter Esc", "Close")]

    def on_mount(self) -> None:
        """Copy it."""
        self._clear.display = False
        self._copy()

    def on_unmount(self) -> None:
        """Show it no longer."""
        self._clear.show("")

    def handle(self, key: str) -> bool:
        """Copy it again, show or hide it, or leave."""
        match key:
            case "y":
                self._copy()
            case "r" | "space":
                self._reveal() if self._hiding is None else self._hide()
            case "enter" | "q":
                self.dismiss(None)
            case _:
                return False
        return True

    def _copy(self) -> None:
        self.run_worker(self._put(), name="copy", group="copy", exclusive=True, description="copy")

    async def _put(self) -> None:
        """Copy it, and say by which way, or why not: then it can still be copied again, or read."""
        try:
            copied = await self._session.access.copy_link(self._link, self._ref, self._title)
        except VaultError as error:
            self.tell(f"{error} The link is made: y copies it again, r shows it.")
        else:
            self.tell(copied.sentence, "good")

    def _reveal(self) -> None:
        self._clear.show(self._session.access.reveal_link(self._link, self._ref, self._title))
        self._hiding = self.set_timer(self._session.settings.reveal_for, self._hide)
        self._turn()

    def _hide(self) -> None:
        if self._hiding is not None:
            self._hiding.stop()
        self._hiding = None
        self._clear.show("")
        self._turn()

    def _turn(self) -> None:
        self._dots.display = self._hiding is None
        self._clear.display = self._hiding is not None
        self.call_after_refresh(self._share_room)
