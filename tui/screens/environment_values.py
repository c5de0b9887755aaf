"""What is done with the variables of an Environment: revealed for a while, copied alone or all together."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.screens.modals import Confirm

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.model.environment import Variable
    from tui.screens.environments import EnvironmentsScreen

WARNING = (
    "All values of the Environment are then on the clipboard at once and in clear, for every program that can read "
    "it, until it is cleared. Pasted into a file they stay there: keep it out of Git, and others from reading it."
)


class EnvironmentValues:
    """Reveals and copies, for the screen. All of it is written to the audit log."""

    def __init__(self, screen: EnvironmentsScreen) -> None:
        self._screen = screen
        self._seen: dict[int, tuple[str, Timer]] = {}
        """By the variable itself: several may have one name, and each shows its own value."""

    def seen(self, variable: Variable) -> str:
        """Return what is revealed of a variable's value; "" where nothing is."""
        return self._seen[id(variable)][0] if id(variable) in self._seen else ""

    def hide_all(self) -> None:
        """Conceal everything again."""
        for _, timer in self._seen.values():
            timer.stop()
        self._seen.clear()

    def action_reveal(self) -> None:
        """Reveal the value under the cursor for a while, or hide it again."""
        variable = self._screen.variable
        if variable is None:
            return
        if id(variable) in self._seen:
            self._hide(id(variable))
        elif variable.value:
            self._reveal(variable)
            self._screen.show_values()
        else:
            self._screen.say("This value is empty.")

    def action_reveal_all(self) -> None:
        """Reveal all values that are shown, or hide all again."""
        if self._seen:
            self.hide_all()
        else:
            for variable in self._screen.shown:
                if variable.value:
                    self._reveal(variable)
        self._screen.show_values()

    def _reveal(self, variable: Variable) -> None:
        session = self._screen.session
        text = session.access.reveal_apart(variable.value, variable.name, self._place())
        hide = self._screen.set_timer(session.settings.reveal_for, partial(self._hide, id(variable)))
        self._seen[id(variable)] = (text, hide)

    def _hide(self, which: int) -> None:
        seen = self._seen.pop(which, None)
        if seen is not None:
            seen[1].stop()
            self._screen.show_values()

    def action_copy(self) -> None:
        """Copy the value under the cursor."""
        self._do(self._copy())

    def action_copy_name(self) -> None:
        """Copy the name under the cursor."""
        self._do(self._copy_name())

    def action_copy_all(self) -> None:
        """Ask, then copy all variables as the text of an env file."""
        self._do(self._copy_all())

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed

        _: Worker[None] = self._screen.run_worker(
            reported(), name="copy", group="copy", exclusive=True, description="copy variables"
        )

    async def _copy(self) -> None:
        if (variable := self._screen.variable) is not None:
            copied = await self._screen.session.access.copy_apart(variable.value, variable.name, self._place())
            self._screen.say(copied.sentence, "success")

    async def _copy_name(self) -> None:
        if (variable := self._screen.variable) is not None:
            copied = await self._screen.session.access.copy_plain(variable.name, "Name")
            self._screen.say(copied.sentence, "success")

    async def _copy_all(self) -> None:
        from tui.tools import envfile

        variables, place = self._screen.read_of, self._place()
        text = envfile.written(variables)
        many = f"{len(variables):,} variable{'s' * (len(variables) != 1)}"
        question = f"Copy {many} of “{place}” as an env file?"
        if await self._screen.app.push_screen_wait(Confirm(question, WARNING, yes="Copy all")):
            copied = await self._screen.session.access.copy_apart(text, f"{many} as an env file", place)
            self._screen.say(copied.sentence, "success")

    def _place(self) -> str:
        """Return the name of the Environment, as the audit log has it."""
        return self._screen.chosen.label if self._screen.chosen is not None else ""
