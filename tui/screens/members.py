"""The members of an account's team: who they are, and adding somebody. What the service does not tell is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import Command, Keymap
from tui.host.display import display_text
from tui.model.action import Action
from tui.model.errors import VaultError
from tui.model.ids import AccountId
from tui.model.member import Member, MemberId
from tui.screens import member_words as words
from tui.screens.base import BaseScreen
from tui.screens.filtering import Filtering
from tui.screens.member_form import MemberForm
from tui.screens.moving import Moving
from tui.services.members import Team
from tui.services.session import Session
from tui.widgets.line_list import LineList
from tui.widgets.member_list import MemberList
from tui.widgets.plain_input import PlainInput

NO_ID = "The service has not told the id, so nothing can be shared with this member yet."


class MembersScreen(Moving, BaseScreen):
    """Lists the members of one account."""

    CSS_PATH = Path(__file__).with_name("members.tcss")

    def __init__(self, session: Session, keymap: Keymap, account: AccountId) -> None:
        super().__init__(session, keymap)
        self.account = account
        self.list = MemberList(empty=Content(words.LOADING))
        self.filter = PlainInput(placeholder="filter: name or address", compact=True, id="filter")
        self.filtering = Filtering(self.filter, self.list)
        self.parts = (*self.parts, self.filtering)
        self._count = Static(id="count", markup=False)
        self._about = Static(id="about", markup=False)
        self.team: Team | None = None
        self.shown: tuple[Member, ...] = ()
        """The members that the filter leaves."""
        self._problem = ""

    @property
    def name_of_team(self) -> str:
        """The name of the account."""
        return self.session.name_of(self.account)

    def body(self) -> Iterator[Widget]:
        """Yield the heading, the filter, the list, and what is to be known of it."""
        with Horizontal(id="top"):
            yield Static(Content(display_text(f"Members of “{self.name_of_team}”")), id="heading")
            yield Static("/ ", id="slash")
            yield self.filter
            yield self._count
        yield self.list
        yield self._about

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of where the focus is."""
        if self.focused is self.filter:
            return ("filter", "members", "app")
        return ("members", "move", "app")

    @property
    def pane(self) -> MemberList:
        """Where the cursor moves."""
        return self.list

    @property
    def member(self) -> Member | None:
        """The member under the cursor."""
        return self.shown[self.list.cursor] if 0 <= self.list.cursor < len(self.shown) else None

    def refusal(self, command: Command) -> str | None:
        """Also ask the account, and whether the members are read."""
        if command.id == "members.new":
            if why := self.session.refusal(Action.ADD_MEMBER, self.account, None):
                return why
            if self.team is None and not self._problem:
                return "Who is in the team is not read yet."
        return super().refusal(command)

    # Reading

    def on_mount(self) -> None:
        """Ask who is in the team."""
        self.list.focus()
        self._show()
        self.load()

    @work(exclusive=True, group="load", description="ask for members")
    async def load(self, at: MemberId | None = None) -> None:
        """Ask who is in the team, and put the cursor on somebody; who was there before stays until it is known."""
        try:
            self.team = await self.session.members.of(self.session.api(self.account))
            self._problem = ""
        except VaultError as error:
            self._problem = str(error)
            self.say(str(error), "error")
        self._show(at)

    def _show(self, at: MemberId | None = None) -> None:
        """Show the members that the filter leaves, with the cursor on somebody, or where it was."""
        on_it = at or (self.member.id if self.member is not None else None)
        members = self.team.members if self.team is not None else ()
        self.shown = tuple(one for one in members if words.matches(one, self.filter.value))
        cursor = next((n for n, one in enumerate(self.shown) if one.id == on_it), max(self.list.cursor, 0))
        self.list.empty = words.empty(self.team, self._problem if self.team is None else "")
        self.list.show_rows([words.row(one) for one in self.shown], cursor)
        self._count.update(Content(words.count(self.team, len(self.shown))))
        self._about.update(Content(display_text(self.team.why)) if self.team is not None else "")
        self._about.display = self.team is not None and not self.team.listed
        self.refresh_footer()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()

    # Commands

    @work(description="add a member")
    async def action_new(self) -> None:
        """Add somebody to the team."""
        with self.reporting():
            api = self.session.api(self.account)
            members = self.team.members if self.team is not None else ()
            form = MemberForm(api, self.name_of_team, members)
            added = await self.app.push_screen_wait(form)
            if added is None:
                if form.lost:
                    self.load()
                return
            if self.team is None or not self.team.listed:
                await self.session.members.remember(self.account, added)
            more = "" if added.id.text else f" {NO_ID}"
            self.say(f"{added.label} is added to “{self.name_of_team}”.{more}", "success" if not more else "warning")
            self.filter.value = ""
            self.load(added.id)

    def action_reload(self) -> None:
        """Ask anew who is in the team."""
        self.say("Asking anew …")
        self.load()

    def action_back(self) -> None:
        """From a filter to none, from there to where one came from."""
        if not self.filtering.left():
            super().action_back()
