"""Adding somebody to a team by name and e-mail address. What was typed stays where it cannot be done.

One request is made for each time it is wanted. Where its answer is lost nothing more is sent from here: whoever adds
somebody again has looked at the list before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.widgets import Input

from tui.model.errors import Unclear, VaultError
from tui.model.member import Member
from tui.screens import member_words as words
from tui.screens.dialog import Hint
from tui.screens.form import FormField, Lines, line_input
from tui.services.worker import ApiWorker

FIELDS = (FormField("name", "Name"), FormField("email", "E-mail address"))
DETAIL = "Strongroom sends no mail to this address; the service may."


class MemberForm(Lines[Member | None]):
    """Answers with the member who was added. `members` are those that are known already."""

    def __init__(self, api: ApiWorker[Any], team: str, members: Sequence[Member]) -> None:
        super().__init__(f"Add a member to “{team}”", FIELDS, None, DETAIL, "Add")
        self._api = api
        self._members = members
        self._adding = False
        self.lost = False
        """The answer was lost: the member may be there."""

    def line(self, field: FormField) -> Input:
        """Return a plain input."""
        return line_input("", id=field.name)

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move and answer."""
        if self._adding:
            return []
        return [("Esc", "Close and look")] if self.lost else super().hints()

    def cancel(self) -> None:
        """Leave, unless somebody is being added just now: then it is worth waiting for."""
        if not self._adding:
            super().cancel()

    def answer(self) -> None:
        """Add the member, unless something is wrong with what was typed."""
        if self._adding or self.lost:
            return
        name, email = (line.value.strip() for line in self.inputs)
        problem = words.problem(name, email, self._members)
        if problem is None:
            self.run_worker(self._add(name, email), name="add", group="add", description="add a member")
            return
        self.tell(problem)
        self.inputs[0 if not name else 1].focus()

    async def _add(self, name: str, email: str) -> None:
        self._hold(True)
        self.tell(f"Adding {name} …", "busy")
        try:
            member = await self._api.add_member(name, email)
        except VaultError as error:
            self.lost = isinstance(error, Unclear)
            self._hold(False)
            self.tell(f"{name} {words.LOST} {error}" if self.lost else str(error))
            if not self.lost:
                self.inputs[-1].focus()
        else:
            self.dismiss(member)

    def _hold(self, held: bool) -> None:
        self._adding = held
        for line in self.inputs:
            line.disabled = held or self.lost
