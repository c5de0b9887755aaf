"""Sharing items with members of the account's team: marked, shared one after the other, and what came of each.

Nothing is sent before Ctrl+S. A sharing whose answer was lost is told as not known, and never tried again by itself.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.host.display import display_text
from tui.model.errors import Denied, TokenRefused, VaultError
from tui.model.ids import ItemRef
from tui.model.member import Member, MemberId
from tui.screens import member_share_words as words
from tui.screens.dialog import Dialog, Hint
from tui.screens.member_words import matches
from tui.services.member_sharing import share_each
from tui.services.members import Team
from tui.services.session import Session
from tui.tools.share_plan import Pair, SharePlan
from tui.widgets.find_input import FindInput
from tui.widgets.line_list import LineList
from tui.widgets.member_list import MemberChoice

AROUND = 18
"""Lines that are not the list's."""
MOST = 20
"""The list has at most so many lines."""
MANY = 8
"""Of more members it is said how all of them are marked at once."""


class MemberShareDialog(Dialog[None]):
    """Lets members be marked, and shares `refs` with them; all are of one account."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("member_share.tcss")]

    def __init__(self, session: Session, refs: Sequence[ItemRef]) -> None:
        super().__init__(words.heading(refs, session.catalog.title), cancelled=None)
        self._session = session
        self._api = session.api(refs[0].account)
        self._find = FindInput("", placeholder="type to find", id="find", compact=True)
        self._list = MemberChoice(empty=Content(words.LOADING), id="members")
        self._said = Static("", id="said", markup=False)
        self._note = Static("", id="note", markup=False)
        self._plan = SharePlan(tuple(refs))
        self._team: Team | None = None
        self._shown: tuple[Member, ...] = ()
        self._sharing = self._stopped = False

    def body(self) -> Iterator[Widget]:
        """Yield the line to find with, the members, what is said of one, and what is to be known."""
        yield self._find
        yield self._list
        yield self._said
        yield self._note

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move, mark and answer."""
        if self._sharing:
            return [("Esc", "Stop")]
        if self._team is None:
            return [("Esc", "Close")]
        share = [("Ctrl+S", "Share")] if self._plan.due else []
        mark = [("Space", "Mark"), *([("Ctrl+A", "All")] if len(self._shown) > MANY else [])]
        return [("↑↓", "Move"), *mark, *share, ("Esc", "Close" if self._plan.results else "Cancel")]

    def on_mount(self) -> None:
        """Ask who there is."""
        self._find.focus()
        self._show()
        self._do(self._begin())

    def on_resize(self, event: events.Resize) -> None:
        """Give the list what there is."""
        super().on_resize(event)
        self._fit()

    def _do(self, work: Coroutine[None, None, object]) -> None:
        self.run_worker(work, name="share", group="share", exclusive=True, description="share with members")

    async def _begin(self) -> None:
        try:
            team = await self._session.members.of(self._api)
            seen, why = await self._shared_with()
        except VaultError as error:
            self._list.empty = Content("")
            self.tell(str(error))
            return
        self._team = team
        known = {one.id for one in team.members}
        others = tuple(one for one in seen or () if one.id not in known)
        told = None if seen is None else frozenset(one.id for one in seen)
        self._plan = replace(self._plan, members=(*team.members, *others), seen=told)
        notes = (words.ITSELF, team.why, "" if team.listed else words.BY_ID, why)
        self._note.update(Content(display_text(" ".join(filter(None, notes)))))
        self._show()

    async def _shared_with(self) -> tuple[Sequence[Member] | None, str]:
        """Return with whom the one item is shared, or why that is not known."""
        if len(self._plan.refs) > 1:
            return None, words.ASKED_EACH
        try:
            seen = await self._api.shared_with(self._plan.refs[0])
        except TokenRefused:
            raise
        except Denied as error:
            return None, str(error)
        return seen, "" if seen is not None else words.NOT_TOLD

    # What is seen

    @property
    def member(self) -> Member | None:
        """The member under the cursor."""
        return self._shown[self._list.cursor] if 0 <= self._list.cursor < len(self._shown) else None

    def typed(self) -> None:
        """Show only those who are looked for."""
        super().typed()
        self._show()

    def _show(self) -> None:
        """Show the members that were looked for, and one who is named by the id; the cursor stays on its member."""
        on_it = self.member
        typed = self._find.value.strip()
        found = [one for one in self._plan.members if matches(one, typed)]
        self._shown = (*found, *self._by_id(typed))
        at = next((n for n, one in enumerate(self._shown) if on_it is not None and one.id == on_it.id), 0)
        if self._team is not None:
            self._list.empty = Content(words.NOBODY_FOUND if self._plan.members else words.NOBODY_THERE)
        self._list.show_rows([words.row(self._plan, one) for one in self._shown], at)
        self._fit()
        self._describe()

    def _by_id(self, typed: str) -> Iterator[Member]:
        """Yield whoever is meant by an id that was typed, where the service does not list all."""
        if self._team is None or self._team.listed or not typed or len(typed.split()) > 1:
            return
        if all(one.id.text != typed for one in self._plan.members):
            texts = any(not one.id.number and one.id.text.isdecimal() for one in self._plan.members)
            number = typed.isascii() and typed.isdecimal() and str(int(typed)) == typed and not texts
            yield Member(MemberId(typed, number=number))

    def _fit(self) -> None:
        self._list.styles.height = max(min(len(self._shown), self.size.height - AROUND, MOST), 3)
        self.share_room_later()

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._describe()

    def _describe(self) -> None:
        """Say what came of the member under the cursor, or how many are marked."""
        member, marked = self.member, len(self._plan.marked)
        text = words.of_member(self._plan, member, self._session.catalog.title) if member is not None else ""
        if not text and self._team is not None:
            text = f"{marked:,} member{'s' * (marked != 1)} marked." if marked else words.NOBODY
        self._said.update(Content("\n".join(display_text(line) for line in text.splitlines())))
        self.share_room_later()

    # What is done

    def handle(self, key: str) -> bool:
        """Move, mark, or share."""
        match key:
            case "down" | "tab":
                self._list.move(1)
            case "up" | "shift+tab":
                self._list.move(-1)
            case "pagedown":
                self._list.page(1)
            case "pageup":
                self._list.page(-1)
            case "space":
                self._mark()
            case "ctrl+a":
                self._mark_all()
            case "ctrl+s":
                self._answer()
            case _:
                return False
        return True

    @on(Input.Submitted)
    @on(LineList.Chosen)
    def _chosen(self, event: Input.Submitted | LineList.Chosen) -> None:
        event.stop()
        self._mark()

    def _mark(self) -> None:
        """Mark the member under the cursor, or no longer."""
        member = self.member
        if member is None or self._sharing:
            return
        if not member.id.text:
            self.tell(words.NO_ID)
            return
        if self._plan.complete(member.id):
            self.tell(f"{member.label} sees it already.", "busy")
            return
        self._take(self._plan.toggled(member))

    def _mark_all(self) -> None:
        """Mark all members that are shown and do not see it yet, or none of them where all are marked."""
        open_ones = [one for one in self._shown if one.id.text and not self._plan.complete(one.id)]
        left = [one for one in open_ones if one.id not in self._plan.marked]
        if open_ones and not self._sharing:
            self._take(reduce(SharePlan.toggled, left or open_ones, self._plan))

    def _take(self, plan: SharePlan) -> None:
        """Show other marks; what was typed to find somebody has done its work."""
        self._plan = plan
        with self._find.prevent(Input.Changed):
            self._find.clear()
        self.tell("")
        self._show()

    def _answer(self) -> None:
        if self._sharing or self._team is None:
            return
        if self._plan.due:
            self._do(self._share(self._plan.due))
        else:
            self.tell(words.NOBODY)

    async def _share(self, due: tuple[tuple[ItemRef, Member], ...]) -> None:
        self._sharing, self._stopped = True, False
        tried: list[Pair] = []
        self._tell_progress(due, 0)
        try:
            async for (ref, member), result in share_each(self._session, due, lambda: self._stopped):
                tried.append((ref, member.id))
                self._plan = self._plan.ended(ref, member, result)
                self._show()
                self._tell_progress(due, len(tried))
        finally:
            self._sharing = False
        sentence, good = words.summary(self._plan, tried, len(due) - len(tried))
        problem = await self._remember(due)
        self._show()
        self.tell(f"{sentence}{problem}", "good" if good and not problem else "bad")

    def _tell_progress(self, due: tuple[tuple[ItemRef, Member], ...], at: int) -> None:
        if at < len(due) and not self._stopped:
            ref, member = due[at]
            self.tell(words.progress(at + 1, len(due), self._session.catalog.title(ref), member), "busy")

    async def _remember(self, due: tuple[tuple[ItemRef, Member], ...]) -> str:
        """Remember with whom something was shared, where the service lists nobody; return what is to be told."""
        if self._team is None or self._team.listed:
            return ""
        shared = {member.id: member for ref, member in due if (ref, member.id) in self._plan.shared}
        try:
            for member in shared.values():
                await self._session.members.remember(self._api.account, member)
        except VaultError as error:
            return f" They could not be remembered: {error}"
        return ""

    def cancel(self) -> None:
        """Leave; while something is being shared, stop after it."""
        if self._sharing:
            self._stopped = True
            self.tell("Stopping after this one …", "busy")
        else:
            super().cancel()
