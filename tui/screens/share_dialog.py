"""Sharing an item by link: for whom and for how long, and what that gives away, before anything is made.

Nothing is sent before Ctrl+S. A link that may exist although its answer was lost is told, and never asked for again.
"""

from __future__ import annotations

import time
from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.host.display import display_text
from tui.model.errors import Unclear, VaultError
from tui.model.ids import ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.model.sharing import Expiry, Share, SharePolicy
from tui.screens import share_words
from tui.screens.dialog import Dialog, Hint, shown
from tui.screens.share_people import People
from tui.services.session import Session
from tui.widgets.picker import Pick, Picker

ANYONE, NAMED = "anyone", "named"
FREE, ONCE = "free", "once"


class Shared(NamedTuple):
    """A link that was made, and what it is."""

    link: Secret
    share: Share


class ShareDialog(Dialog[Shared | None]):
    """Answers with the link once it is made. What the account allows is asked first."""

    CSS_PATH = [Path(__file__).with_name("modals.tcss"), Path(__file__).with_name("share.tcss")]

    def __init__(self, session: Session, ref: ItemRef) -> None:
        super().__init__(f"Share “{session.catalog.title(ref)}” by link", cancelled=None)
        self._api = session.api(ref.account)
        self._ref = ref
        self._form = Vertical(id="form")
        self._summary = Static("", id="summary", markup=False)
        self._told = ""
        self._parts: _Parts | None = None
        self._ahead = ""
        self._busy = False
        self._making = False
        self._over = False

    def body(self) -> Iterator[Widget]:
        """Yield the place of the form, which comes when it is known what is allowed."""
        yield self._form

    def hints(self) -> Sequence[Hint]:
        """Return the keys that move, change and answer."""
        if self._making:
            return []
        if self._parts is None or self._over:
            return [("Esc", "Close")]
        return [("Tab ↑↓", "Move"), ("←→", "Change"), ("Ctrl+S", "Make the link"), ("Esc", "Cancel")]

    def on_mount(self) -> None:
        """Ask what is allowed."""
        self.tell("Asking what this account allows …", "busy")
        self._do(self._begin())

    def _do(self, work: Coroutine[None, None, object]) -> None:
        self.run_worker(work, name="share", group="share", exclusive=True, description="share an item")

    async def _begin(self) -> None:
        try:
            item = await self._api.current(self._ref)
            policy = await self._api.share_policy(item)
        except VaultError as error:
            self.tell(str(error))
            return
        people = People(policy, lambda given: self._api.recipients(policy, given))
        parts = _Parts(item, policy, people)
        await self._form.mount(*parts.lines(), self._summary, shown(share_words.FINAL, "detail"))
        self.set_focus(parts.first)  # at once: what is typed from now on is for it
        self._parts = parts
        if parts.named and self._ahead:
            parts.people.line.insert_text_at_cursor(self._ahead)
        self.tell("")
        self._look()

    # What is typed before it is known what is allowed: half of an address would name a whole domain

    def on_key(self, event: events.Key) -> None:
        """Keep it for the line where one begins."""
        if self._parts is None and (event.is_printable or event.key == "backspace"):
            self._ahead = self._ahead[:-1] if event.key == "backspace" else self._ahead + (event.character or "")
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Keep it, too."""
        if self._parts is None:
            self._ahead += " ".join(event.text.split())

    # What is chosen

    def handle(self, key: str) -> bool:
        """Move between the lines, scroll what is long, or make the link."""
        match key:
            case "down" | "tab":
                self.focus_next()
            case "up" | "shift+tab":
                self.focus_previous()
            case "pagedown":
                self.scroll.scroll_page_down()
            case "pageup":
                self.scroll.scroll_page_up()
            case "ctrl+s":
                self.answer()
            case _:
                return False
        return True

    def typed(self) -> None:
        """Somebody else is named, or not yet."""
        super().typed()
        self._look(typing=True)

    @on(Picker.Changed)
    def chosen(self, event: Picker.Changed) -> None:
        """Say what that comes to."""
        event.stop()
        self.tell("")
        self._look()

    @on(Input.Submitted)
    def check(self, event: Input.Submitted) -> None:
        """Enter asks whether those who are named may be."""
        event.stop()
        if self._parts is not None and not self._busy:
            self._do(self._check(self._parts))

    def _look(self, *, typing: bool = False) -> None:
        parts = self._parts
        if parts is None:
            return
        parts.people_line.display = parts.named
        parts.people.look(typing=typing)
        share = parts.share
        text = share_words.NOBODY
        if share.recipients or not parts.named:
            text = share_words.summary(parts.item, parts.policy, share, time.time())
        if text != self._told:
            self._told = text
            self._summary.update(Content(display_text(text)))
        self.call_after_refresh(self._share_room)

    async def _check(self, parts: _Parts) -> bool:
        """Return whether all who are named may be; tell what is wrong. Meanwhile nothing can be changed."""
        self._hold(True)
        self.tell("Asking whether they may be named …", "busy")
        try:
            good = await parts.people.check()
            problem = "" if good else share_words.WRONG if parts.people.line.value.strip() else share_words.NOBODY
        except VaultError as error:
            good, problem = False, str(error)
        self._hold(False)
        self._look()
        self.tell(problem)
        parts.people.line.focus()
        return good

    # Making it

    def cancel(self) -> None:
        """Leave, unless the link is being made just now: then it is worth waiting for."""
        if not self._making:
            super().cancel()

    def answer(self) -> None:
        """Make the link."""
        if self._parts is not None and not self._busy and not self._over:
            self._do(self._make(self._parts))

    async def _make(self, parts: _Parts) -> None:
        if parts.named and not await self._check(parts):
            return
        share, self._making = parts.share, True
        if parts.named and not share.recipients:
            raise AssertionError("a link for nobody would be one for anybody")
        self._hold(True)
        self.tell("Making the link …", "busy")
        try:
            link = await self._api.share(parts.item, parts.policy, share)
        except VaultError as error:
            self._making, self._over = False, isinstance(error, Unclear)
            self._hold(False)
            self.tell(str(error))
            if not self._over:
                parts.first.focus()
        else:
            self.dismiss(Shared(link, share))

    def _hold(self, held: bool) -> None:
        self._busy = held
        self._form.disabled = held or self._over


class _Parts:
    """The lines of the form, as far as there is something to choose."""

    def __init__(self, item: Item, policy: SharePolicy, people: People) -> None:
        self.item = item
        self.policy = policy
        self.people = people
        self.people_line = _line("People", people)
        whom = [Pick(NAMED, "only these people")] * policy.named + [
            Pick(ANYONE, "anyone with the link")
        ] * policy.public
        self._whom = Picker(whom, NAMED, id="whom")
        self._expiry = Picker([Pick(one, one.value) for one in policy.expiries], policy.usual, id="expiry")
        views = [Pick(FREE, "as often as they like" if policy.views is None else f"at most {policy.views} times")]
        self._views = Picker([*views * (policy.views != 1), Pick(ONCE, "once")], FREE, id="views")

    @property
    def named(self) -> bool:
        """Whether only those who are named may open the link."""
        return self._whom.chosen == NAMED

    @property
    def share(self) -> Share:
        """What is chosen."""
        people = self.people.named if self.named else ()
        return Share(people, Expiry(self._expiry.chosen), once=self._views.chosen == ONCE)

    @property
    def first(self) -> Widget:
        """Where one begins."""
        return self.people.line if self.named else self._expiry

    def lines(self) -> Iterator[Widget]:
        """Yield the lines."""
        yield _line("Who", self._whom)
        yield self.people_line
        yield _line("How long", self._expiry)
        yield _line("Views", self._views)


def _line(label: str, widget: Widget) -> Widget:
    return Horizontal(shown(label, "label"), widget, classes="line")
