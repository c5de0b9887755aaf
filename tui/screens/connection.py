"""How the service of an account is, in plain words, and the last requests that were made of it.

While it is shown the list of requests follows what is asked anyway; only r, and coming here, ask the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.backends import registry
from tui.backends.registry import Reach
from tui.commands import Keymap
from tui.host.display import display_text
from tui.model.connection import Connection, Dependency, Exchange
from tui.model.errors import Locked, VaultError
from tui.model.ids import AccountId
from tui.model.usage import Plan, Usage
from tui.screens import account_words as words
from tui.screens.base import BaseScreen
from tui.screens.moving import Moving
from tui.services import limits
from tui.services.remote_status import clock
from tui.services.session import Session
from tui.widgets.cells import fit, wrap
from tui.widgets.exchange_list import ExchangeList, ExchangeRow

EVERY = 3.0
"""Seconds between two looks at what was asked."""
SERVICE, STATUS = 18, 16
"""Cells for the name of a dependency and its own word for how it is."""

FEW = 6
"""So many dependencies are told each for itself."""
LEAST = 10
"""What is said of a dependency has at least so many cells."""

Part = tuple[str, str]

MARKS: dict[bool | None, Part] = {
    True: ("✓", "$text-success"),
    False: ("✗", "$text-error"),
    None: ("?", "$text-muted"),
}
"""How something is, and in which colour: good, bad, not known."""


class ExchangeRows:
    """Requests as rows, made where they are seen."""

    def __init__(self, exchanges: Sequence[Exchange]) -> None:
        self.exchanges = exchanges

    def __len__(self) -> int:
        return len(self.exchanges)

    def __getitem__(self, at: int, /) -> ExchangeRow:
        one = self.exchanges[at]
        return ExchangeRow(
            datetime.fromtimestamp(one.at).strftime("%H:%M:%S"),
            display_text(one.method),
            display_text(one.path),
            str(one.status) if one.status else "–",
            f"{one.seconds * 1000:,.0f}",
            display_text(one.problem),
            f"{one.received:,}" if one.received else "",
            one.status == 0 or one.status >= 300,
        )


class ConnectionScreen(Moving, BaseScreen):
    """Shows the connection of one account."""

    CSS_PATH = Path(__file__).with_name("connection.tcss")

    def __init__(self, session: Session, keymap: Keymap, account: AccountId) -> None:
        super().__init__(session, keymap)
        self.account = account
        self.exchanges: Sequence[Exchange] = ()
        self.connection: Connection | None = None
        self.asked = Static(id="asked", markup=False)
        self.report = Static(id="report", markup=False)
        self.list = ExchangeList(empty=Content("Nothing was asked of this service yet."))
        self.whole = Static(id="whole", markup=False)
        self._going_on = ""
        self._end_listening: Callable[[], None] | None = None

    def body(self) -> Iterator[Widget]:
        """Yield the heading, how the service is, the requests, and the one under the cursor whole."""
        status = self.session.remotes.status(self.account)
        name = status.config.name if status is not None else self.session.accounts.name(self.account)
        with Horizontal(id="top"):
            yield Static(Content(f"Connection of “{display_text(name)}”"), id="heading")
            yield self.asked
        with VerticalScroll(id="state", can_focus=False):
            yield self.report
        yield Static(Content("Requests, newest first; names only, no values"), id="requests")
        yield self.list
        yield self.whole

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("connection", "move", "app")

    @property
    def pane(self) -> ExchangeList:
        """Where the cursor moves."""
        return self.list

    # Reading

    def on_mount(self) -> None:
        """Ask once, and follow what is asked."""
        self.list.focus()
        self.set_interval(EVERY, self.look)
        self._end_listening = self.session.remotes.listen(self._show)
        self.action_ask()

    def on_unmount(self) -> None:
        """Follow it no longer."""
        if self._end_listening is not None:
            self._end_listening()

    @work(exclusive=True, group="ask", description="ask the service")
    async def action_ask(self) -> None:
        """Ask the service how it is."""
        self.connection, self._going_on = None, "Asking the service …"
        self._show()
        with self.reporting():
            try:
                self.connection = await self.session.remotes.connection(self.account)
            except Locked:
                self.connection = None  # the state of the account says why
        self._going_on = ""
        self._show()
        self.look()

    @work(exclusive=True, group="look", description="look at the requests")
    async def look(self) -> None:
        """Show what was asked meanwhile; the cursor stays on its request, or at the top."""
        try:
            exchanges = await self.session.remotes.exchanges(self.account)
        except VaultError:
            exchanges = ()  # how the account is says why
        if exchanges == self.exchanges:
            return
        on_it = self.exchanges[self.list.cursor] if self.list.cursor > 0 else None
        self.exchanges = exchanges
        self._show()  # what was used of the limits is another, too
        at = next((n for n, one in enumerate(exchanges) if one == on_it), 0)
        self.list.show_rows(ExchangeRows(exchanges), at)

    # What it shows

    @on(ExchangeList.Highlighted)
    def _highlighted(self, event: ExchangeList.Highlighted) -> None:
        event.stop()
        one = self.exchanges[event.index] if 0 <= event.index < len(self.exchanges) else None
        self.whole.update(Content(display_text(_whole(one)) if one is not None else ""))

    def on_resize(self) -> None:
        """Lay the report out for the new width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        if not self.query("#asked"):
            return  # the screen was left meanwhile
        asked, parts = self.connection, list[Part]()
        if asked is not None:
            parts += _report(asked, self.report.size.width)
        elif self._going_on:
            parts.append((self._going_on, "$text-muted"))
        else:
            parts += self._why_not()
        if usage := self.session.remotes.usage(self.account):
            parts += _limits(usage, self._plan_missing)
        self.report.update(Content.assemble(*parts))
        when = datetime.fromtimestamp(asked.at).strftime("asked at %H:%M:%S") if asked is not None else ""
        self.asked.update(Content(when))

    @property
    def _plan_missing(self) -> bool:
        """Whether limits would be known if the plan were."""
        status = self.session.remotes.status(self.account)
        config = status.config if status is not None else None
        return config is not None and registry.reach(config) is Reach.TOKEN and config.plan is Plan.UNKNOWN

    def _why_not(self) -> Iterator[Part]:
        """Say why the service cannot be asked: the account is not open."""
        status = self.session.remotes.status(self.account)
        if status is None:
            yield "There is no such account any more.", "$text-error"
            return
        yield f"The account is not open: {status.state.value}.\n", "bold"
        yield display_text(words.why(status)), ""
        if advice := words.advice(status):
            yield f"\nOn the accounts: {advice}", "$text-muted"


def _report(asked: Connection, width: int) -> Iterator[Part]:
    mark, ink = MARKS[asked.good]
    yield f"{mark} ", f"bold {ink}"
    yield display_text(asked.sentence), "bold"
    if facts := " · ".join(_facts(asked)):
        yield f"\n{display_text(facts)}", "$text-muted"
    if asked.dependencies:
        yield "\n", ""
    for one in _told_apart(asked.dependencies):
        yield from _dependency(one, width)


def _limits(usage: Usage, plan_missing: bool) -> Iterator[Part]:
    """Say what was asked of what is allowed."""
    for name, used, near in limits.lines(usage):
        yield f"\n  {fit(display_text(name), SERVICE)} ", "$text-muted"
        yield used, "$text-warning" if near else ""
    if usage.paused_until is not None:
        yield f"\n! It asks to wait until {clock(usage.paused_until)}.", "$text-warning"
    yield f"\n  {limits.OWN_COUNT}", "$text-muted"
    if plan_missing:
        yield f"\n  {limits.TELL_PLAN}", "$text-muted"


def _facts(asked: Connection) -> Iterator[str]:
    if name := " ".join(part for part in (asked.name, asked.version) if part):
        yield name
    if asked.seconds is not None:
        yield f"heartbeat {asked.seconds * 1000:,.0f} ms"
    if asked.vaults is not None:
        yield f"{asked.vaults:,} vault{'s' * (asked.vaults != 1)}"


def _told_apart(parts: Sequence[Dependency]) -> Sequence[Dependency]:
    """Return the parts each for itself; where they are many, those that are the same in one, behind what is bad."""
    if len(parts) <= FEW:
        return parts
    alike: dict[tuple[str, bool | None], list[str]] = {}
    for one in parts:
        if one.good is not False:
            alike.setdefault((one.status, one.good), []).append(one.service.replace("_", " "))
    return [
        *(
            Dependency(f"{len(names)} operations", status, ", ".join(names), good)
            for (status, good), names in alike.items()
        ),
        *(replace(one, service=one.service.replace("_", " ")) for one in parts if one.good is False),
    ]


def _dependency(one: Dependency, width: int) -> Iterator[Part]:
    mark, ink = MARKS[one.good]
    indent = 2 + SERVICE + 1 + STATUS + 1
    yield f"\n{mark} ", ink
    yield fit(display_text(one.service), SERVICE) + " ", ""
    yield fit(display_text(one.status), STATUS) + " ", ink
    yield ("\n" + " " * indent).join(wrap(display_text(one.sentence), max(width - indent, LEAST))), "$text-muted"


def _whole(one: Exchange) -> str:
    """Return a request in words."""
    ended = f"{one.status}" if one.status else "no answer"
    facts = [f"{one.method} {one.path}", f"{ended} after {one.seconds * 1000:,.0f} ms", f"{one.received:,} bytes"]
    return " · ".join([*facts, one.problem] if one.problem else facts)
