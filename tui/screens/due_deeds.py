"""What is done with passwords that are due: rotated, put off, looked at; and the policies by which they are."""

from __future__ import annotations

import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui import messages
from tui.model.titles import named
from tui.screens.modals import Choice, Choose
from tui.screens.policy_dialog import change_policies
from tui.screens.rotate_dialog import RotateDialog
from tui.services.ages import DAY
from tui.services.due_book import NEVER

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.screens.due import DueScreen

NAPS = (7, 30, 90)
"""Days for which an item can be put off."""


class DueDeeds:
    """Does it, for the screen."""

    def __init__(self, screen: DueScreen) -> None:
        self._screen = screen
        self._session = screen.session

    def action_rotate(self) -> None:
        """Rotate the marked passwords, or the one under the cursor."""
        self._do(self._rotate(self._screen.refs))

    def action_mark(self) -> None:
        """Mark the item, or no longer, and go on to the next."""
        late = self._screen.late
        if late is not None:
            self._screen.marked ^= {late.ref}
            self._screen.show()
            self._screen.list.move(1)

    def action_mark_all(self) -> None:
        """Mark all that are due, or none."""
        refs = {one.ref for one in self._screen.dues}
        self._screen.marked = set() if self._screen.marked == refs else refs
        self._screen.show()

    def action_snooze(self) -> None:
        """Ask until when, and put the items off."""
        self._do(self._snooze(self._screen.refs))

    def action_policy(self) -> None:
        """Look at the policies, make, change or drop one."""
        self._do(change_policies(self._screen))

    def action_open(self) -> None:
        """Go to the item."""
        entry = self._screen.rotation or self._screen.late
        if entry is not None:
            self._screen.post_message(messages.ShowItem(entry.ref))

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed
            if self._screen.is_running:
                self._screen.load()

        _: Worker[None] = self._screen.run_worker(
            reported(), name="deed", group="deed", description="deal with what is due"
        )

    async def _rotate(self, refs: list[ItemRef]) -> None:
        screen = self._screen
        rotation = await screen.app.push_screen_wait(RotateDialog(self._session, screen.keys.keymap, refs))
        if rotation is not None:
            screen.go_on(rotation)

    async def _snooze(self, refs: list[ItemRef]) -> None:
        if not refs:
            return
        many = f"{len(refs):,} items" if len(refs) > 1 else f"“{named(self._session.catalog.title(refs[0]))}”"
        choices = [
            *(Choice(str(days), f"for {days} days", str(at)) for at, days in enumerate(NAPS, 1)),
            Choice("never", "never again", "n", note="only for this item" if len(refs) == 1 else "only for these"),
        ]
        chosen = await self._screen.app.push_screen_wait(Choose(f"Put off {many}", choices))
        if chosen is None:
            return
        until = NEVER if chosen == "never" else time.time() + int(chosen) * DAY
        for ref in refs:
            await self._session.due.snooze(ref, until)
        how = "is not due any more" if chosen == "never" else f"is put off for {chosen} days"
        self._screen.say(f"{many} {how if len(refs) == 1 else how.replace('is', 'are', 1)}.", "success")
