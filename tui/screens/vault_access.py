"""Who has access to a vault: its groups and what each may do, ticked here, and written only when that is asked for.

Before anything is written it is read anew, so that nobody's change is overwritten unseen; what could not be written
stays ticked, with the reason. What is ticked is sealed at once, and here again after a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.action import Action
from tui.model.errors import VaultError
from tui.model.permission import Group, GroupId
from tui.model.usage import Plan
from tui.screens import access_words as words
from tui.screens.access_writing import write
from tui.screens.base import BaseScreen
from tui.screens.modals import Ask, Confirm
from tui.screens.moving import Moving
from tui.tools.access_plan import AccessPlan
from tui.widgets.access_matrix import AccessMatrix
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from tui.model.ids import AccountId, VaultId
    from tui.model.permission import VaultAccess
    from tui.services.place import Place
    from tui.services.session import Session

CHANGES = frozenset(f"access.{name}" for name in ("tick", "add_group", "remove_group", "save"))
LOADING = Content("Reading who has access …")
NOBODY = Content("No group has access to this vault yet.\nPress n to add one by its id.")
WHERE_IDS_ARE = (
    "Its id: 26 letters and digits. 1Password gives no list of groups to other programs. Its command-line tool shows "
    "the ids (op group list); on 1Password.com look at the end of the address of the group's page."
)


class VaultAccessScreen(Moving, BaseScreen):
    """A matrix of groups and permissions, and below it what the cell under the cursor means."""

    CSS_PATH = Path(__file__).with_name("vault_access.tcss")

    def __init__(self, session: Session, keymap: Keymap, account: AccountId, vault: VaultId) -> None:
        super().__init__(session, keymap)
        self.account, self.vault = account, vault
        self.plan: AccessPlan | None = None
        self.problems: dict[GroupId, str] = {}
        """Why something could not be written, by group."""
        self.writing = False
        status = session.remotes.status(account)
        self.levels = status is not None and status.config.plan in (Plan.TEAMS, Plan.FAMILIES)
        self.matrix = AccessMatrix(empty=LOADING, id="matrix")
        self._heading = Static(id="heading", markup=False)
        self._said = Static(id="said", markup=False)

    @property
    def name_of_vault(self) -> str:
        """The name of the vault; "" where it is gone."""
        vault = self.session.catalog.vault(self.account, self.vault)
        return vault.name if vault is not None else ""

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the matrix, and what is said of a cell."""
        yield self._heading
        yield self.matrix
        yield self._said

    def mark(self, place: Place) -> Place:
        """The access to this vault."""
        return replace(place, screen="access", account=self.account, vault=self.vault)

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("access", "move", "app")

    @property
    def pane(self) -> AccessMatrix:
        """Where the cursor moves."""
        return self.matrix

    @property
    def group(self) -> Group | None:
        """The group under the cursor."""
        groups = self.plan.groups if self.plan is not None else ()
        return groups[self.matrix.cursor] if 0 <= self.matrix.cursor < len(groups) else None

    @property
    def unsaved(self) -> bool:
        """Whether something is ticked that is not written."""
        return self.plan is not None and bool(self.plan.changes)

    def state(self) -> str:
        """Return how many groups are changed, before what every screen says."""
        count = len(self.plan.changes) if self.plan is not None else 0
        own = f"{count} group{'s' * (count != 1)} changed, not written" if count else ""
        return " · ".join(part for part in (own, super().state()) if part)

    def refusal(self, command: Command) -> str | None:
        """Also ask the account, and look at what is under the cursor."""
        if command.context == "access" and self.writing:
            return "The changes are being written just now."
        if command.id in CHANGES and self.plan is None:
            return "Who has access is not read yet."
        if command.id in CHANGES and (why := self.session.refusal(Action.CHANGE_ACCESS, self.account, self.vault)):
            return why
        if command.id in ("access.tick", "access.remove_group", "access.undo") and self.group is None:
            return "There is no group under the cursor."
        if command.id == "access.save" and not self.unsaved:
            return "Nothing is changed."
        return super().refusal(command)

    # Reading

    def on_mount(self) -> None:
        """Read who has access."""
        self.matrix.focus()
        self.show()
        self.load()

    @work(exclusive=True, group="load", description="read who has access")
    async def load(self) -> None:
        """Read who has access; what is ticked stays ticked."""
        self.matrix.empty = LOADING
        try:
            await self.session.remotes.arrived(self.account)
            access = await self.session.api(self.account).vault_access(self.vault)
        except VaultError as error:
            self.say(str(error), "error")
            self.matrix.empty = Content(f"{display_text(str(error))}\nr tries again, Esc goes back.")
            return
        self.matrix.empty = NOBODY
        before = self.plan or await self._kept(access)
        self.adopt(before.on(access) if before is not None else AccessPlan(access))

    async def _kept(self, access: VaultAccess) -> AccessPlan | None:
        """Return what was ticked before, and say that it is here again."""
        kept = await self.session.ticks.kept(self.account, self.vault)
        if kept is not None and kept.on(access).changes:
            self.say(words.here_again(kept.elsewhere(access)), "warning")
        return kept

    def adopt(self, plan: AccessPlan) -> None:
        """Show a plan. What went wrong with groups that are not changed any more is forgotten."""
        changing = {change.group.id for change in plan.changes}
        self.plan = plan
        self.session.ticks.note(self.account, self.vault, plan)
        self.problems = {group: why for group, why in self.problems.items() if group in changing}
        self.show()

    def show(self, at: GroupId | None = None) -> None:
        """Show everything anew, with the cursor on group `at`, or where it was."""
        on = at or (self.group.id if self.group is not None else None)
        if self.plan is not None:
            ids = [group.id for group in self.plan.groups]
            cursor = ids.index(on) if on in ids else self.matrix.cursor
            rows = words.rows(self.plan, self.problems, levels=self.levels)
            self.matrix.show_rows(words.headings(levels=self.levels), rows, cursor)
        self._describe()
        self.refresh_state()
        self.refresh_footer()

    def refresh_state(self) -> None:
        """Also show the name of the vault, which may be read only now."""
        super().refresh_state()
        self._heading.update(words.heading(self.name_of_vault, self.plan, levels=self.levels))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._describe()
        self.refresh_footer()

    def _describe(self) -> None:
        group, plan = self.group, self.plan
        if group is None or plan is None:
            self._said.update("")
            return
        column = words.columns(levels=self.levels)[self.matrix.column]
        self._said.update(words.described(plan, group, column, self.problems.get(group.id, "")))

    # Commands

    def action_left(self) -> None:
        """One column to the left."""
        self.matrix.move_column(-1)

    def action_right(self) -> None:
        """One column to the right."""
        self.matrix.move_column(1)

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("access.tick"))

    def action_tick(self) -> None:
        """Tick or untick the cell under the cursor, with what goes along."""
        if self.plan is not None and self.group is not None:
            column = words.columns(levels=self.levels)[self.matrix.column]
            self.adopt(words.toggled(self.plan, self.group.id, column))

    def action_undo(self) -> None:
        """Let the group under the cursor be as it was."""
        if self.plan is not None and self.group is not None:
            self.adopt(self.plan.wanting(self.group.id, self.plan.before(self.group.id)))

    def action_switch(self) -> None:
        """Show single permissions, or levels."""
        self.levels = not self.levels
        self.matrix.go_to_column(0)
        self.show()

    def action_reload(self) -> None:
        """Read who has access anew."""
        self.say("Reading anew …")
        self.load()

    @work(description="add a group")
    async def action_add_group(self) -> None:
        """Ask for the id of a group, and add it."""
        answer = await self.app.push_screen_wait(Ask("Add a group", WHERE_IDS_ARE, check=_is_id))
        if answer is None or self.plan is None:
            return
        wanted = GroupId(answer.strip())
        with self.reporting():
            if all(group.id != wanted for group in self.plan.groups):
                group = await self.session.api(self.account).group(wanted)
                self.adopt(self.plan.adding(group))
                self.say(f"Tick what “{group.name}” may do; nothing is written before Ctrl+S.")
            self.show(wanted)

    @work(description="take out a group")
    async def action_remove_group(self) -> None:
        """Ask, then have the group under the cursor taken out."""
        group = self.group
        if group is None or self.plan is None:
            return
        if self.plan.before(group.id):
            question = f"Take “{group.name}” out of “{self.name_of_vault}”?"
            detail = "Its people lose all that they may do through this group. It is written with Ctrl+S, not yet."
            if not await self.app.push_screen_wait(Confirm(question, detail, yes="Take out")):
                return
        self.adopt(self.plan.without(group.id))

    @work(exclusive=True, group="write", description="write who has access")
    async def action_save(self) -> None:
        """Read anew, show what will change, ask, and write it."""
        self.writing = True
        self.workers.cancel_group(self, "load")  # it would bring back an older state
        try:
            with self.reporting():
                await write(self)
        finally:
            self.writing = False
            self.show()

    def action_back(self) -> None:
        """Leave; asks first if something is not written."""
        self._unless_unsaved(self.leave)

    def action_quit(self) -> None:
        """Leave Strongroom; asks first if something is not written."""
        self._unless_unsaved(super().action_quit)

    @work(exclusive=True, group="leave", description="leave who has access")
    async def _unless_unsaved(self, go: Callable[[], None]) -> None:
        """Go, unless something is ticked and one would rather stay."""
        if self.plan is not None and self.unsaved:
            names = ", ".join(f"“{change.group.name}”" for change in self.plan.changes[:3])
            detail = f"What you ticked is then forgotten: {names}{' …' if len(self.plan.changes) > 3 else ''}"
            if not await self.app.push_screen_wait(Confirm("Leave without writing it?", detail, yes="Leave")):
                return
            self.session.ticks.note(self.account, self.vault, None)
        go()


def _is_id(text: str) -> str | None:
    if not text.strip():
        return "Give the id of a group."
    return "An id has no spaces in it; a group's name is not its id." if len(text.split()) > 1 else None
