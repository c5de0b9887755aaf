"""A self-test of an account, step by step: what was tried, what came of it, and how long that took.

Leaving the screen stops the test; its entry is removed all the same, and where that fails it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual import work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.ids import AccountId, VaultId
from tui.screens.base import BaseScreen
from tui.services import self_test_words as words
from tui.services.self_test import Mark, SelfTest, Step
from tui.services.session import Session
from tui.widgets.cells import fit, wrap

NAME, TIME, LEAST = 30, 9, 16
"""Cells for the name of a step and its time; what is said has at least so many."""

MARKS = {
    Mark.WAITING: ("·", "$text-muted"),
    Mark.BUSY: ("…", "$text-accent"),
    Mark.GOOD: ("✓", "$text-success"),
    Mark.BAD: ("✗", "$text-error"),
    Mark.LEFT_OUT: ("–", "$text-muted"),
}

Part = tuple[str, str]


class SelfTestScreen(BaseScreen):
    """Runs a test in a vault of an account, and shows it."""

    CSS_PATH = Path(__file__).with_name("self_test.tcss")

    def __init__(self, session: Session, keymap: Keymap, account: AccountId, vault: VaultId) -> None:
        super().__init__(session, keymap)
        self._account = account
        self._vault = vault
        self._test: SelfTest | None = None
        self._result = Static(id="result", markup=False)
        self._steps = Static(id="steps", markup=False)

    @property
    def where(self) -> str:
        """The account, and the vault in it."""
        vault = self.session.catalog.vault(self._account, self._vault)
        return f"“{self.session.name_of(self._account)}”" + (f", vault “{vault.name}”" if vault else "")

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the steps, and how it ended."""
        with Horizontal(id="top"):
            yield Static(Content(display_text(f"Self-test of {self.where}")), id="heading")
        with VerticalScroll(id="course", can_focus=False):
            yield self._steps
        yield self._result

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("self_test", "app")

    def refusal(self, command: Command) -> str | None:
        """Also look how far the test is."""
        under_way = self._test is not None and not self._test.over
        if command.id == "self_test.stop" and not under_way:
            return "Nothing is under way."
        if command.id == "self_test.again" and under_way:
            return "The test is under way."
        return super().refusal(command)

    def on_mount(self) -> None:
        """Begin at once: it was asked before."""
        self.action_again()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        if self._test is not None:
            self._test.stop()

    def on_resize(self) -> None:
        """Lay the steps out for the new width."""
        self.call_after_refresh(self._show)

    # Commands

    @work(exclusive=True, group="self-test", description="test an account")
    async def action_again(self) -> None:
        """Begin the test."""
        with self.reporting():
            vault = self.session.catalog.vault(self._account, self._vault)
            api = self.session.api(self._account)
            if vault is None:
                self.say("The vault is not there any more.", "warning")
                return
            self._test = test = SelfTest(api, vault, self._show)
            try:
                await self.session.to_the_end(test.run(), f"Self-test of {self.where}")
            except VaultError as error:
                self.say(str(error), "error")

    def action_stop(self) -> None:
        """Stop after the step that is under way, and remove the entry."""
        if self._test is not None:
            self._test.stop()

    @work(exclusive=True, group="copy", description="copy the result")
    async def action_copy(self) -> None:
        """Copy the result as plain text."""
        if self._test is not None:
            with self.reporting():
                copied = await self.session.access.copy_plain(words.report(self._test, self.where), "Result")
                self.say(copied.sentence, "success")

    def action_back(self) -> None:
        """Stop what is under way, at the first time; leave."""
        if self._test is None or self._test.over or self._test.stopping:
            super().action_back()
        else:
            self._test.stop()

    # What it shows

    def _show(self) -> None:
        if self._test is None or not self.query("#steps"):
            return
        width = max(self._steps.size.width - NAME - TIME - 6, LEAST)
        parts = [part for step in self._test.steps for part in _lines(step, width)]
        self._steps.update(Content.assemble(*parts))
        ink = "$text-error" if self._test.left else "$text-success" if self._test.good else ""
        self._result.update(Content.assemble((display_text(words.summary(self._test)), f"bold {ink}".strip())))
        self.refresh_footer()


def _lines(step: Step, width: int) -> Iterator[Part]:
    """Yield a step: its mark, its name, how long it took, and what came of it."""
    mark, ink = MARKS[step.mark]
    indent = "\n" + " " * (NAME + TIME + 6)
    yield f"{mark} ", f"bold {ink}"
    yield fit(step.name, NAME) + " ", "$text-muted" if step.mark in (Mark.WAITING, Mark.LEFT_OUT) else ""
    yield fit(words.seconds(step.seconds), TIME, right=True) + "   ", "$text-muted"
    said = indent.join(wrap(display_text(step.sentence), width))
    yield said + "\n", "$text-error" if step.mark is Mark.BAD else "$text-muted"
