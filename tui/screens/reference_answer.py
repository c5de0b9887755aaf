"""What 1Password itself makes of the reference in a dialog: asked by a key, shown for a while, copied."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import Worker

from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.secret import DOTS
from tui.screens.dialog import Dialog, Hint
from tui.screens.reference_words import choose_resolver, seen_lines
from tui.services import resolving
from tui.services.resolving import Answer

if TYPE_CHECKING:
    from tui.services.session import Session

T = TypeVar("T")


class ReferenceAnswer:
    """Asks for one reference at a time, for a dialog. `shown` is where the answer stands; `on_change`: another does."""

    def __init__(self, dialog: Dialog[T], session: Session, on_change: Callable[[], None]) -> None:
        self.shown = Static(id="answer", markup=False)
        self.shown.display = False
        self._dialog = dialog
        self._session = session
        self._on_change = on_change
        self._name = self._wanted = ""
        self._answer: Answer | None = None
        self._seen = ""
        self._said = Content()
        self._hiding: Timer | None = None

    @property
    def good(self) -> bool:
        """Whether the reference was asked for, and resolves."""
        return self._answer is not None and self._answer.value is not None

    def hints(self) -> Sequence[Hint]:
        """Return the keys that work now."""
        if not resolving.resolvers(self._session):
            return []
        more: list[Hint] = [("Ctrl+T", "Hide" if self._seen else "Show"), ("Ctrl+Y", "Copy")] if self.good else []
        return [("Ctrl+S", "Ask 1Password"), *more]

    def handle(self, key: str, text: str) -> bool:
        """Do what a key means; return whether it meant something."""
        match key:
            case "ctrl+s":
                self._do(self._ask(resolving.bare(text)))
            case "ctrl+t":
                self._switch()
            case "ctrl+y":
                self._do(self._copy())
            case _:
                return False
        return True

    def clear(self) -> None:
        """Forget what was answered, and what is asked for just now."""
        self._answer, self._wanted, self._said = None, "", Content()
        self._hide()

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            try:
                await deed
            except VaultError as error:
                self._tell(str(error), "$text-error")

        _: Worker[None] = self._dialog.run_worker(
            reported(), name="answer", group="answer", exclusive=True, description="ask where a reference leads"
        )

    async def _ask(self, text: str) -> None:
        if not text:
            return
        self.clear()
        self._wanted, answer = text, None
        try:
            account = await choose_resolver(self._dialog.app, self._session, [text])
            if account is None:
                return
            self._name = self._session.name_of(account)
            self._say(Content(f"Asking “{display_text(self._name)}” …"))
            (answer,) = await resolving.ask(self._session, account, [text])
        except VaultError as error:
            answer = Answer(text, problem=str(error))
        if self._wanted == text:
            self._answer = answer
            self._show()

    def _switch(self) -> None:
        """Show the value for a while, or hide it again."""
        answer = self._answer
        if self._seen:
            self._hide()
        elif answer is not None and answer.value is not None:
            self._seen = self._session.access.reveal_apart(answer.value, "", answer.text)
            self._hiding = self._dialog.set_timer(self._session.settings.reveal_for, self._hide)
            self._show()

    def _hide(self) -> None:
        if self._hiding is not None:
            self._hiding.stop()
        self._seen, self._hiding = "", None
        self._show()

    async def _copy(self) -> None:
        answer = self._answer
        if answer is not None and answer.value is not None:
            copied = await self._session.access.copy_apart(answer.value, "Value", answer.text)
            self._tell(copied.sentence, "$text-success")

    def _tell(self, sentence: str, ink: str) -> None:
        """Say something below the answer, as long as that stands there."""
        self._said = Content.assemble(("\n" + display_text(sentence), ink))
        self._show()

    def _show(self) -> None:
        answer, name = self._answer, display_text(self._name)
        if answer is None:
            said = Content()
        elif answer.problem:
            said = Content.assemble(("✗ ", "$text-error"), display_text(answer.problem))
        else:
            value = "\n".join(seen_lines(self._seen)) if self._seen else DOTS
            said = Content.assemble(("✓ ", "$text-success"), f"“{name}” resolves it\n", (value, "bold"), self._said)
        self._say(said)

    def _say(self, said: Content) -> None:
        self.shown.update(said)
        self.shown.display = bool(said.plain)
        self._on_change()
        self._dialog.share_room_later()
