"""What goes on with several items at a time: how far it is stands on the status line, Esc stops it between two."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.widget import Widget

from tui.backends.protocol import Action
from tui.host.display import display_text
from tui.model.ids import ItemRef
from tui.screens.base import BaseScreen
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.selection import Selection
from tui.services.bulk import Course, Deed, Failure, do_to_each
from tui.services.session import Session

EVERY = 0.1
"""Seconds between two words of how far it is."""
UNDO = "U undoes it."
MOST_TOLD = 50
"""So many reasons are listed."""
MOST_NAMED = 4
"""So many items are named that share a reason."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of it: what is being done, what was done, and more where nothing failed."""

    doing: str
    done: str
    more: str = ""


class Batch:
    """Does something to items of a selection; the mark of each goes as it is done. `show_marks` is called at the end.

    Names in what it says are shown, never interpreted.
    """

    def __init__(self, screen: BaseScreen, selection: Selection, show_marks: Callable[[], None]) -> None:
        self._screen = screen
        self._selection = selection
        self._show_marks = show_marks
        self._course: Course | None = None
        self._doing = ""
        self._told = 0.0

    def free(self) -> bool:
        """Return whether something can begin; if not, say what goes on."""
        if self._course is not None:
            self._screen.say(f"{self._doing} is not at its end yet; Esc stops it.", "warning")
        return self._course is None

    def stop(self) -> bool:
        """Begin no further item, and return whether there was something to stop."""
        if self._course is None or self._course.stopped:
            return False
        self._course.stopped = True
        return True

    async def run(self, words: Words, action: Action, refs: Sequence[ItemRef], deed: Deed) -> None:
        """Do it to each, and say what came of it."""
        session = self._screen.session
        self._course, self._doing = Course(len(refs)), words.doing
        course, titles = self._course, {ref: session.catalog.title(ref) for ref in refs[:2]}
        try:
            await do_to_each(session, action, refs, deed, course=course, told=self._tell)
        except asyncio.CancelledError:
            session.tell(f"{words.doing}: left off after {len(course.done):,} of {course.total:,} items.", "warning")
            raise
        finally:
            self._course = None
            self._selection.marked.difference_update(course.done)
        self._show_marks()
        await self._conclude(course, words, titles)

    def _tell(self) -> None:
        """Say how far it is, now and then, and take the marks of what is done."""
        course = self._course
        if course is None or course.total == 1 or time.monotonic() < self._told + EVERY:
            return
        self._told = time.monotonic()
        self._selection.marked.difference_update(course.done)
        at = course.total - course.left
        self._screen.say(f"{self._doing} … {at:,} of {course.total:,}. Esc stops it.")

    async def _conclude(self, course: Course, words: Words, titles: dict[ItemRef, str]) -> None:
        name = counted(course.done, titles)
        if course.failed:
            rest = f"{words.done} {name}." if course.done else ""
            first = course.failed[0]
            what = f"“{first.title}”: {first.sentence}" if course.total > 1 else first.sentence
            if len(course.failed) > 1:
                what = f"{len(course.failed):,} of {course.total:,} items failed, and stay marked."
            self._screen.say(f"{what} {rest}".strip(), "error")
            self._screen.refresh_footer()  # what is refused is greyed from now on
            if len(course.failed) > 1:
                await self._screen.app.push_screen_wait(Failures(course.failed, rest))
        elif course.stopped and course.left:
            self._screen.say(f"Stopped. {words.done} {name}; {course.left:,} of {course.total:,} are left.", "warning")
        else:
            self._screen.say(f"{words.done} {name}. {words.more}".strip(), "success")


def way_back(session: Session, refs: Sequence[ItemRef]) -> str:
    """Return what is said of how items come out of the archive again."""
    one_each = {ref.account: ref for ref in refs}.values()
    refusals = (session.refusal(Action.RESTORE, ref.account, ref) for ref in one_each)
    return next((why for why in refusals if why is not None), UNDO)


def counted(refs: Sequence[ItemRef], titles: dict[ItemRef, str]) -> str:
    """Return the title of a single item, or how many there are."""
    title = titles.get(refs[0], "") if len(refs) == 1 else ""
    return f"“{title}”" if title else "it" if len(refs) == 1 else f"{len(refs):,} items"


class Failures(Dialog[None]):
    """Tells which items something could not be done to, and why."""

    def __init__(
        self, failed: Sequence[Failure], rest: str, heading: str = "These stay as they were, and marked"
    ) -> None:
        super().__init__(heading, cancelled=None)
        self._failed = failed
        self._rest = rest

    def body(self) -> Iterator[Widget]:
        """Yield a line for each, or for those in a row that share a reason."""
        yield shown("\n".join(told(self._failed)))
        if self._rest:
            yield shown(self._rest, "detail")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that leave."""
        return [("Enter", "Close"), ("↑↓", "Scroll"), ("Esc", "Close")]

    def handle(self, key: str) -> bool:
        """Leave, or scroll."""
        match key:
            case "enter":
                self.dismiss(None)
            case "down" | "j":
                self.scroll.scroll_down()
            case "up" | "k":
                self.scroll.scroll_up()
            case _:
                return False
        return True


def told(failed: Sequence[Failure]) -> list[str]:
    """Return what is said of items that failed, those in a row with one reason together."""
    runs = [(reason, [*run]) for reason, run in groupby(failed, lambda one: one.sentence)]
    lines = [f"{_names(run)}: {reason}" for reason, run in runs[:MOST_TOLD]]
    more = sum(len(run) for _, run in runs[MOST_TOLD:])
    return [*lines, f"… and {more:,} more."] if more else lines


def _names(failed: Sequence[Failure]) -> str:
    """Return the names of items, of many the first ones."""
    several = len(failed) > MOST_NAMED
    names = [f"“{display_text(one.title) or 'untitled'}”" for one in failed[: MOST_NAMED - 1 if several else None]]
    return f"{', '.join(names)} and {len(failed) - len(names):,} more" if several else ", ".join(names)
