"""Asks for a file of this machine, and answers with it only once it was looked at."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from typing import Any

from textual import on
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from tui.model.errors import NotFound, VaultError
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.export_path import STRANGE, typed_path
from tui.screens.form import line_input
from tui.screens.path_completion import Completion, complete
from tui.services.sources import Source, look

MOST_NAMES = 12
"""So many names are shown that a path can go on with."""


class FilePrompt(Dialog[Source | None]):
    """Asks for the path of a file of at most `most` bytes; it begins with `folder`."""

    def __init__(self, heading: str, most: int, folder: str) -> None:
        super().__init__(heading, cancelled=None)
        self._most = most
        self._line = line_input(folder, id="line")

    def body(self) -> Iterator[Widget]:
        """Yield the label and the input."""
        yield shown(f"File, of at most {self._most // 10**6} MB", "label")
        yield self._line

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer and complete."""
        return [("Enter", "OK"), ("Tab", "Complete"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Begin where one types, at the end of what is there."""
        self._line.focus()
        self.call_after_refresh(self._line.action_end)

    def handle(self, key: str) -> bool:
        """Complete the path."""
        if key != "tab":
            return False
        self._do(self._complete)
        return True

    @on(Input.Submitted)
    def answer(self, event: Input.Submitted) -> None:
        """Look at the file, and answer with it."""
        event.stop()
        self._do(partial(self._look, event.value))

    def _do(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        _: Worker[None] = self.run_worker(work, group="disk", exclusive=True, description="look at the disk")

    async def _look(self, text: str) -> None:
        if not text.strip():
            self.tell("Type the path of the file.")
            return
        try:
            source = await asyncio.to_thread(looked_at, text, self._most)
        except VaultError as error:
            self.tell(str(error))
        except (RuntimeError, ValueError):
            self.tell(STRANGE)
        else:
            self.dismiss(source)

    async def _complete(self) -> None:
        typed = self._line.value
        found = await asyncio.to_thread(complete, typed)
        if self._line.value != typed:
            return  # somebody types on
        if found.text != typed:
            with self.prevent(Input.Changed):
                self._line.value = found.text
            self._line.action_end()
        self.tell(told(found), "busy" if found.names else "bad")


def looked_at(text: str, most: int) -> Source:
    """Look at the file of a path. One that is not there as it stands may be quoted, as terminals paste what is dropped.

    Blocks; raises what `look` raises, and ValueError or RuntimeError for what can be no path.
    """
    try:
        return look(typed_path(text), most)
    except NotFound:
        try:
            words = shlex.split(text)
        except ValueError:
            words = []
        if len(words) != 1 or words[0] == text.strip():
            raise
        return look(typed_path(words[0]), most)


def told(found: Completion) -> str:
    """Return what is said of how a path can go on; nothing where it is plain."""
    if not found.names:
        return "" if found.text.endswith("/") else "Nothing there begins like this."
    if len(found.names) == 1:
        return ""
    more = len(found.names) - MOST_NAMES
    return "   ".join(found.names[:MOST_NAMES]) + (f"   and {more:,} more" if more > 0 else "")
