"""Rotating passwords: what is new is made and looked at first, then saved one after the other.

Nothing is sent before Ctrl+S. The new passwords are dots until one is asked for; that is written to the audit log.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path

from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Keymap
from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.ids import ItemRef
from tui.model.rotation import RotationId
from tui.model.titles import named
from tui.screens import rotate_words
from tui.screens.dialog import Dialog, Hint
from tui.screens.rotate_run import Plans, Run
from tui.services.rotation_plan import Plan
from tui.services.session import Session
from tui.widgets.line_list import LineList
from tui.widgets.rotation_lists import PlanList
from tui.widgets.strength_meter import StrengthMeter

MOST_SEEN = 8
"""So many items are seen at a time."""


class RotateDialog(Dialog[RotationId | None]):
    """Answers with a rotation that waits for its site, the first of them; None where nothing was saved."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("rotate.tcss")]

    def __init__(self, session: Session, keymap: Keymap, refs: Sequence[ItemRef]) -> None:
        super().__init__(rotate_words.heading([named(session.catalog.title(ref)) for ref in refs]), cancelled=None)
        self._session = session
        self._keymap = keymap
        self._plans = Plans(session, refs)
        self._list = PlanList()
        self._about = Static("", id="about", markup=False)
        self._meter = StrengthMeter()
        self._seen: dict[ItemRef, tuple[str, Timer]] = {}
        self._run: Run | None = None
        self._busy = True

    def body(self) -> Iterator[Widget]:
        """Yield the items, and what is known of the one under the cursor."""
        yield self._list
        yield self._meter
        yield self._about

    def hints(self) -> Sequence[Hint]:
        """Return the keys that work now."""
        if self._run is not None and not self._run.over:
            return [("Esc", "Stop after this one")]
        if self._run is not None:
            return [("Enter", "What remains to be done" if self._run.first else "Close"), ("Esc", "Close")]
        if not self._plans.ready or self._busy:
            return [("Esc", "Cancel")]
        return [
            ("r", "Reveal"),
            ("a", "Another one"),
            ("g", "Choose in the generator"),
            ("Ctrl+S", "Rotate"),
            ("Esc", "Cancel"),
        ]

    def on_mount(self) -> None:
        """Read the items, and make new passwords."""
        self._list.can_focus = False
        self._list.styles.height = min(len(self._plans.refs), MOST_SEEN) + 1
        self._meter.display = False
        self.tell(rotate_words.READING, "busy")
        self._do(self._begin())

    def on_unmount(self) -> None:
        """Show nothing any longer."""
        self._hide_all()

    def _do(self, work: Coroutine[None, None, object]) -> None:
        self.run_worker(work, name="rotate", group="rotate", exclusive=True, description="rotate passwords")

    async def _begin(self) -> None:
        await self._plans.read()
        self._busy = False
        self._show(0)
        self.tell(rotate_words.refused(self._plans))
        await self._plans.look_up_ages()
        self._show()

    # What is seen

    @property
    def _at(self) -> ItemRef:
        return self._plans.refs[max(self._list.cursor, 0)]

    @on(LineList.Highlighted)
    def moved(self, event: LineList.Highlighted) -> None:
        """Another item is under the cursor."""
        event.stop()
        self._show_about()

    def _show(self, cursor: int | None = None) -> None:
        outcomes = self._run.outcomes if self._run is not None else {}
        rows = [
            rotate_words.row(self._session, self._plans, ref, self._seen.get(ref, ("",))[0], outcomes.get(ref))
            for ref in self._plans.refs
        ]
        self._list.show_rows(rows, max(self._list.cursor, 0) if cursor is None else cursor)
        self._show_about()
        self.share_room_later()

    def _show_about(self) -> None:
        plan = self._plans.of(self._at)
        before = plan is not None and self._run is None
        self._meter.display = before
        self._meter.show(self._plans.strength(self._at) if before else None)
        self._about.update(rotate_words.about(self._plans, self._at, self._seen.get(self._at, ("",))[0], self._run))
        self.share_room_later()

    # Keys

    def handle(self, key: str) -> bool:
        """Move, reveal, make others, rotate."""
        if key in ("down", "j", "up", "k"):
            self._list.move(1 if key in ("down", "j") else -1)
        elif key in ("pagedown", "pageup"):
            self._list.page(1 if key == "pagedown" else -1)
        elif self._run is not None and self._run.over and key == "enter":
            self.dismiss(self._run.first)
        elif self._run is None and self._plans.ready and not self._busy:
            return self._before(key)
        else:
            return False
        return True

    def _before(self, key: str) -> bool:
        match key:
            case "r" | "space":
                self._reveal()
            case "a":
                self._do(self._again())
            case "g":
                self._do(self._choose())
            case "ctrl+s":
                self._do(self._rotate())
            case _:
                return False
        return True

    def cancel(self) -> None:
        """Leave; while it goes on, begin no further item."""
        if self._run is None:
            super().cancel()
        elif self._run.over:
            self.dismiss(self._run.first)
        else:
            self._run.stop()
            self.tell(rotate_words.STOPPING, "busy")

    def _reveal(self) -> None:
        """Show the new password under the cursor for a while, or hide it again."""
        ref, plan = self._at, self._plans.of(self._at)
        if ref in self._seen:
            self._hide(ref)
        elif plan is not None:
            text = self._session.access.reveal_rotated(plan.new, rotate_words.NEW, ref, plan.item.title)
            hide = self.set_timer(self._session.settings.reveal_for, lambda: self._hide(ref))
            self._seen[ref] = (display_text(text), hide)
            self._show()

    def _hide(self, ref: ItemRef) -> None:
        seen = self._seen.pop(ref, None)
        if seen is not None:
            seen[1].stop()
            self._show()

    def _hide_all(self) -> None:
        for _, timer in self._seen.values():
            timer.stop()
        self._seen.clear()

    async def _again(self) -> None:
        """Make another password for the item under the cursor."""
        self._hide_all()
        self.tell("")
        try:
            await self._plans.make(self._at)
        except VaultError as error:
            self.tell(str(error))
        self._show()

    async def _choose(self) -> None:
        """Choose a password in the generator; for several items its recipe, and each gets its own password."""
        from tui.screens.generator_panel import GeneratorPanel

        self._hide_all()
        where = (self._at.account, self._at.vault)
        panel = GeneratorPanel(self._keymap, self._session.generated, self._session.recipes, where)
        value = await self.app.push_screen_wait(panel)
        recipe = panel.generator.recipe
        self.tell("")
        try:
            if value is not None and len(self._plans.ready) == 1:
                self._plans.take(self._plans.ready[0], value, recipe)
            elif value is not None and recipe is not None:
                await self._plans.make_all(recipe)
        except VaultError as error:
            self.tell(str(error))
        self._show()

    # Doing it

    async def _rotate(self) -> None:
        self._hide_all()
        plans: list[Plan] = self._plans.ready
        self._run = run = Run(self._session, plans, self._on_progress)
        self._show()
        await run.go()
        self._show(0)
        self.tell(rotate_words.ended(run), "good" if not run.failed else "bad")

    def _on_progress(self) -> None:
        if self._run is not None and self.is_running:
            self.tell(rotate_words.progress(self._run), "busy")
            self._show()
