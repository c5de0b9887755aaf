"""The lines of the form of an account. They show, and are read; they know nothing of what is done with it."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.backends import registry
from tui.backends.registry import Kind, Reach
from tui.model.account import AccountConfig, CreateBody, TokenSource
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.screens.account_kinds import about, ordered
from tui.screens.account_typed import Typed
from tui.screens.form import line_input
from tui.widgets.picker import Pick, Picker
from tui.widgets.secret_input import SecretInput

SOURCES = (
    Pick(TokenSource.SEALED.name, "sealed in the store"),
    Pick(TokenSource.FILE.name, "in a file"),
    Pick(TokenSource.PROMPT.name, "asked each time"),
)
HTTP = (Pick("", "only to this machine"), Pick("yes", "also over a network of mine"))
PROXIES = (Pick("", "not used"), Pick("yes", "as the environment says"))
PLANS = (
    Pick(Plan.UNKNOWN.name, Plan.UNKNOWN.value),
    Pick(Plan.BUSINESS.name, Plan.BUSINESS.value),
    Pick(Plan.TEAMS.name, Plan.TEAMS.value),
    Pick(Plan.FAMILIES.name, "personal, Families"),
)
BODIES = (Pick(CreateBody.ITEM.name, "category and fields"), Pick(CreateBody.LOGIN.name, "a login object"))


class Fold(Static, can_focus=True):
    """Opens and closes what is below it: Space, Enter or a click."""

    class Turned(Message):
        """It was opened or closed."""

    def __init__(self, opened: bool) -> None:
        super().__init__(classes="fold")
        self.opened = opened
        self._inside = ""
        self._show()

    def tell(self, inside: str) -> None:
        """Say what is below while it is closed."""
        self._inside = inside
        self._show()

    def turn(self) -> None:
        """Open or close it."""
        self.opened = not self.opened
        self._show()
        self.post_message(self.Turned())

    def _show(self) -> None:
        note = "" if self.opened else f"  {self._inside}"
        self.update(Content.assemble(f"{'▾' if self.opened else '▸'} More", (note, "$text-muted")))

    def on_key(self, event: events.Key) -> None:
        """Turn it."""
        if event.key in ("space", "enter"):
            event.stop()
            event.prevent_default()
            self.turn()

    def on_click(self) -> None:
        """Turn it."""
        self.turn()


class AccountLines(Vertical):
    """The lines for an account as it was `before`, or for a new one, of a `kind` (its id) at first."""

    def __init__(self, before: AccountConfig | None, kind: str = "") -> None:
        super().__init__(id="lines")
        self._new = before is None
        source = before.source if before is not None else TokenSource.SEALED
        picks = [Pick(one.id, about(one).short) for one in ordered(registry.KINDS)]
        self.kind = Picker(picks, before.kind if before else kind, id="kind")
        self.url = line_input(before.url if before else "", id="url")
        self.login = line_input(
            before.login if before else "", placeholder="as the app shows it at the top left", id="login"
        )
        self.name_line = line_input(before.name if before else "", id="name")
        self.source = Picker(SOURCES, source.name, id="source")
        self.token = SecretInput(compact=True, id="token")
        self.token_file = line_input(
            before.token_file if before else "", placeholder="~/connect-token", id="token-file"
        )
        self.plan = Picker(PLANS, before.plan.name if before else "", id="plan")
        self.ca_file = line_input(before.ca_file if before else "", placeholder="those of this machine", id="ca-file")
        self.http = Picker(HTTP, "yes" if before and before.allow_http else "", id="http")
        self.proxies = Picker(PROXIES, "yes" if before and before.use_proxy else "", id="proxies")
        self.body = Picker(BODIES, before.create_body.name if before else "", id="create-body")
        typed = self.typed()
        self.fold = Fold(bool(typed.ca_file or typed.allow_http or typed.use_proxy or self.body.chosen != BODIES[0].id))
        self.note = Static(classes="note", markup=False)
        self._seen: dict[Widget, Widget] = {}

    def compose(self) -> ComposeResult:
        for label, inside in (
            ("Service", self.kind),
            ("Address", self.url),
            ("Account", self.login),
            ("Name", self.name_line),
            ("Token is", self.source),
            ("Token", self.token),
            ("Token file", self.token_file),
            ("Plan", self.plan),
            ("", self.fold),
            ("Certificates", self.ca_file),
            ("Plain http", self.http),
            ("Proxies", self.proxies),
            ("New items", self.body),
        ):
            self._seen[inside] = line = Horizontal(Static(Content(label), classes="label"), inside, classes="line")
            yield line
        yield self.note

    def on_mount(self) -> None:
        """Show the lines that count."""
        self.share()

    @property
    def reach(self) -> Reach:
        """What it takes to reach an account of the kind that is chosen."""
        return self._kind.reach

    @property
    def _kind(self) -> Kind:
        return registry.KINDS[self.kind.chosen]

    def typed(self) -> Typed:
        """Return what stands in the lines."""
        return Typed(
            self.kind.chosen,
            self.reach,
            self.url.value,
            self.name_line.value,
            TokenSource[self.source.chosen],
            Secret(self.token.value.strip()),
            self.token_file.value,
            self.ca_file.value,
            bool(self.http.chosen),
            bool(self.proxies.chosen),
            CreateBody[self.body.chosen],
            self.login.value,
            Plan[self.plan.chosen],
            self._kind.address,
        )

    @property
    def first(self) -> Input:
        """Where one begins to type. A token is pasted first, so that it never stands where it can be read."""
        match self.reach:
            case Reach.ADDRESS:
                return self.url
            case Reach.TOKEN:
                return self._token_line
            case Reach.APP:
                return self.login

    @property
    def last(self) -> Input:
        """The last line where one types, of those that are seen."""
        if self.reach is not Reach.ADDRESS:
            return self.name_line
        return self.ca_file if self.fold.opened else self._token_line

    @property
    def _token_line(self) -> Input:
        return self.token_file if self.source.chosen == TokenSource.FILE.name else self.token

    @on(Picker.Changed)
    @on(Fold.Turned)
    def share(self) -> None:
        """Show the lines that count now; what stands in the others stays there."""
        reach, in_file = self.reach, self.source.chosen == TokenSource.FILE.name
        by_address, has_token = reach is Reach.ADDRESS, reach is not Reach.APP
        shown = {
            self.kind: len(registry.KINDS) > 1,
            self.url: by_address,
            self.login: reach is Reach.APP,
            self.source: has_token,
            self.token: has_token and not in_file,
            self.token_file: has_token and in_file,
            self.plan: reach is Reach.TOKEN,
            self.fold: by_address,
            **dict.fromkeys((self.ca_file, self.http, self.proxies), by_address and self.fold.opened),
            self.body: self._kind.bodies and self.fold.opened,
        }
        for inside, visible in shown.items():
            self._seen[inside].display = visible
        self._put_name(after=self.token_file if reach is Reach.TOKEN else self.login)
        asked = self.source.chosen == TokenSource.PROMPT.name
        self.token.placeholder = "for this run" if asked else "" if self._new else "empty: the one it has"
        kind = self._kind
        self.fold.tell(f"certificates, http, proxies{', new items' * kind.bodies}")
        self.url.placeholder = kind.address or "https://connect.example:8080"
        self.note.update(Content(kind.missing() or about(kind).note))
        self.note.display = bool(kind.missing() or about(kind).note)
        self.suggest()

    def _put_name(self, *, after: Widget) -> None:
        """Have the name stand after another line, where it does not yet."""
        lines, name = list(self.children), self._seen[self.name_line]
        if lines.index(name) != lines.index(self._seen[after]) + 1:
            self.move_child(name, after=self._seen[after])

    @on(Input.Changed, "#url, #token, #login")
    def suggest(self) -> None:
        """Offer a name."""
        self.name_line.placeholder = self.typed().suggested
