"""Where a secret reference leads: typed or pasted, followed at once among what is open, and gone to.

Where 1Password resolves references itself, it can be asked too. Several lines that are pasted go to a
list of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import messages
from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.secret import DOTS
from tui.screens.base import BaseScreen
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.reference_answer import ReferenceAnswer
from tui.services import references, resolving
from tui.services.references import Lead
from tui.services.session import Session
from tui.widgets.cells import fit
from tui.widgets.plain_input import PlainInput

PAUSE = 0.1
"""Seconds without a key until a reference is followed."""
LABEL = 10


def follow_one(screen: BaseScreen) -> None:
    """Ask for a reference, and go where it leads."""

    async def ask() -> None:
        lead = await screen.app.push_screen_wait(ReferenceDialog(screen.session))
        if isinstance(lead, Several):
            screen.post_message(messages.ShowReferences(lead.texts))
        elif lead is not None:
            ref = lead.item.ref
            screen.post_message(messages.OpenVault(ref.account, ref.vault, ref=ref, detail=True, field=lead.field.id))

    screen.run_worker(ask(), name="reference", group="reference", exclusive=True, description="follow a reference")


@dataclass(frozen=True, slots=True)
class Several:
    """References that were pasted at once."""

    texts: tuple[str, ...]


class ReferenceLine(PlainInput):
    """The line for a reference. What is pasted goes to `pasted` first, which returns whether it took it."""

    def __init__(self, pasted: Callable[[str], bool]) -> None:
        super().__init__("", "op://vault/item/field", id="reference", compact=True)
        self._pasted = pasted

    def on_paste(self, event: events.Paste) -> None:
        """Take what is pasted, unless it is for somebody else."""
        if self._pasted(event.text):
            event.prevent_default()
            event.stop()
        else:
            super().on_paste(event)


class ReferenceDialog(Dialog[Lead | Several | None]):
    """Answers with where the reference leads, or with several that are to be asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__("Follow a secret reference", cancelled=None)
        self._session = session
        self._line = ReferenceLine(self._take_several)
        self._facts = Static(id="facts", markup=False)
        self._facts.display = False
        self._answer = ReferenceAnswer(self, session, self._tell_problem)
        self._lead: Lead | None = None
        self._problem = ""

    def body(self) -> Iterator[Widget]:
        """Yield the line, and where it leads."""
        yield shown("A reference such as op://Work/Mail/password", "label")
        yield self._line
        yield self._facts
        yield self._answer.shown

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("Enter", "Go there"), *self._answer.hints(), ("Esc", "Close")]

    def handle(self, key: str) -> bool:
        """Ask 1Password, or do something with what it answered."""
        return self._answer.handle(key, self._line.value)

    def _take_several(self, text: str) -> bool:
        """Leave with the references of a text where there are several, and somebody to ask for them."""
        texts = resolving.listed(text)
        if len(texts) < 2 or not resolving.resolvers(self._session):
            return False
        self.dismiss(Several(tuple(texts)))
        return True

    def on_mount(self) -> None:
        """Begin where one types."""
        self._line.focus()

    def typed(self) -> None:
        """Follow what stands there now."""
        self._lead = None
        self._answer.clear()
        self._follow(pause=True)

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Go there."""
        event.stop()
        if self._lead is not None:
            self.dismiss(self._lead)
        elif event.value.strip():
            self._follow(pause=False)

    def _follow(self, *, pause: bool) -> None:
        self.run_worker(
            self._look(pause=pause), name="follow", group="follow", exclusive=True, description="follow a reference"
        )

    async def _look(self, *, pause: bool) -> None:
        if pause:
            await asyncio.sleep(PAUSE)
        text = self._line.value.strip().strip("\"'")
        lead, problem = None, ""
        if text:
            try:
                lead = await references.follow(self._session, text)
            except VaultError as error:
                problem = str(error)
        self._lead = lead
        self._facts.update(self._found(lead) if lead is not None else Content())
        self._facts.display = lead is not None
        self._problem = problem
        self._tell_problem()

    def _tell_problem(self) -> None:
        """Say why it is not found among what is open; that is not so bad where 1Password resolves it."""
        self.tell(self._problem, "busy" if self._answer.good else "bad")

    def _found(self, lead: Lead) -> Content:
        section = "" if lead.section is None else lead.section.label or lead.section.id
        facts = {
            "account": self._session.name_of(lead.vault.account),
            "vault": lead.vault.name,
            "item": lead.item.title,
            "section": section,
            "field": lead.field.label or lead.field.id,
            "value": _value(lead),
        }
        lines = [
            Content.assemble((fit(label, LABEL), "dim"), (display_text(text), "bold"))
            for label, text in facts.items()
            if text
        ]
        return Content("\n").join(lines)


def _value(lead: Lead) -> str:
    """Return what is there, in words."""
    if lead.field.empty:
        return "empty"
    if lead.reference.attribute:
        return f"{DOTS}  the code of the moment"
    if lead.reference.ssh_format:
        return f"{DOTS}  as OpenSSH takes it"
    return f"{DOTS}  {lead.field.kind.value}"
