"""What every screen looks like: compared with the pictures of before, and drawn for the README."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from tests.app.person import Person
from tests.pictures.conftest import NOW
from tests.screens.remote import TOKEN, URL, account
from tests.screens.service import FAR
from tests.screens.team import PRODUCTION
from tests.settling import wait_for_idle
from tui import messages
from tui.app import StrongroomApp
from tui.backends.registry import KINDS
from tui.host import paths
from tui.model.account import AccountConfig, TokenSource
from tui.model.environment import EnvironmentId
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.screens.account_choice import KindChoice
from tui.screens.account_kinds import ordered
from tui.screens.base import BaseScreen
from tui.services.environments import Known

SHOWN = Path(__file__).parents[2] / "screenshots"
SIZES = {"small": (80, 24), "usual": (120, 36), "large": (200, 60)}

Walk = Callable[[Person], Awaitable[None]]


async def vaults(person: Person) -> None:
    await person.sees("Family", "Work", "88 items")


async def items(person: Person) -> None:
    await vaults(person)
    await person.press("enter")
    await person.sees("Alder Bank", "88")
    if person.app.size.width >= 100:
        await person.sees("one-time password")


async def revealed(person: Person) -> None:
    await items(person)
    await person.press("enter")
    await person.sees("••••••••")
    await person.press("j", "r")
    await person.sees("hides in")


async def large(person: Person) -> None:
    await items(person)
    await person.press("X")
    await person.sees("25 characters", "capital Tango", "hides in")


async def large_code(person: Person) -> None:
    await items(person)
    await person.press("x")
    await person.sees("password of “Alder Bank”", "hides in")


async def filtered(person: Person) -> None:
    await items(person)
    await person.press("slash")
    await person.type("mara bank")
    await person.sees("Alder Bank")
    await person.sees_no("Beacon")
    await person.press("enter")


async def copy_menu(person: Person) -> None:
    await items(person)
    await person.press("c")
    await person.sees("item id")


async def references(person: Person) -> None:
    await items(person)
    await person.press("C")
    await person.sees("Copy the reference to", "…/one-time password?attribute=otp")


async def reference(person: Person) -> None:
    await vaults(person)
    await person.press("g", "r")
    await person.sees("Follow a secret reference")
    await person.type("op://Personal/Alder Bank/one-time password?attribute=otp")
    await person.sees("the code of the moment")


async def editor(person: Person) -> None:
    await items(person)
    await person.press("e")
    await person.sees("Edit “Alder Bank”", "websites" if person.app.size.height > 30 else "password")


async def found(person: Person, words: str) -> None:
    """Go to the fields of the one item that is found by words."""
    await items(person)
    await person.press("slash")
    await person.type(words)
    await person.sees_no("Beacon")
    await person.press("enter")
    await person.press("enter")


async def card(person: Person) -> None:
    await found(person, "alder card")
    await person.sees("•••• 1111", "→ Alder Bank", "Visa")


async def key(person: Person) -> None:
    await found(person, "deploy key")
    await person.sees("Ed25519, 256 bits", "→ Jump host")


async def card_editor(person: Person) -> None:
    await card(person)
    await person.press("e")
    await person.sees("Edit “Alder card”", "•••• •••• •••• 1111", "→ Alder Bank")


async def address_editor(person: Person) -> None:
    await found(person, "mara lindqvist")
    await person.press("e")
    await person.sees("Edit “Mara Lindqvist”", "street")


async def key_editor(person: Person) -> None:
    await key(person)
    await person.press("e")
    await person.sees("Edit “Deploy key”", "This is made of the private key.", "→ Jump host")


async def review(person: Person) -> None:
    await editor(person)
    await person.type("-2")
    await person.press("down", "ctrl+g")
    await person.sees("bits")
    await person.press("enter")
    await person.sees_no("bits")
    await person.press("ctrl+s")
    await person.sees("Save these changes?", "mara.lindqvist-2")


async def generator(person: Person) -> None:
    await vaults(person)
    await person.press("g", "p")
    await person.sees("bits")


async def versions(person: Person) -> None:
    await items(person)
    await person.press("H")
    await person.sees("Versions")


async def old_values(person: Person) -> None:
    await items(person)
    await person.press("O")
    await person.sees("Old passwords of", "2025-")
    await person.press("j", "r")


async def rotating(person: Person) -> None:
    await items(person)
    await person.press("space", "space", "T")
    await person.sees("Rotate 2 passwords", "days", "Ctrl+S Rotate")
    await person.press("r")
    await person.sees("Made by:")


async def due(person: Person) -> None:
    await rotating(person)
    await person.press("ctrl+s")
    await person.sees("1 saved.")
    await person.press("enter")
    await person.sees("1 not finished")
    await person.press("p", "v")
    await person.sees("Passwords of which vault?")
    await person.press("enter")
    await person.sees("Policy for “Family”")
    await person.press("enter")
    await person.sees("due for", "The policy is kept.")
    await person.press("r")
    await person.sees_no("New  ••••••••")


async def nothing_due(person: Person) -> None:
    await vaults(person)
    await person.press("g", "d")
    await person.sees("Nothing is due", "Age alone")


async def moved(person: Person) -> None:
    await items(person)
    await person.press("m", "enter")
    await person.sees("Move “Alder Bank” to “Family”")


EXPORT = """name,url,username,password,note,otpauth,team
Tessel print,https://tessel.example,mara.lindqvist,s3cret-tessel-1,,,Design
Harbour ferry,https://ferry.example/login,mara@larkmail.example,s3cret-ferry-2,"season ticket,
runs out in May",,
Print room,,frontdesk,s3cret-print-3,,not a seed!,Office
Tessel print,https://tessel.example,mara.lindqvist,s3cret-tessel-1,,,Design
Old wiki,https://wiki.example,"mara"x,s3cret-wiki-5,,,
Lindqvist cabin,https://cabin.example,mara,s3cret-cabin-6,,,
"""


async def importing(person: Person) -> None:
    await vaults(person)
    path = paths.private_dir(paths.data_dir()) / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    screen = person.app.screen
    assert isinstance(screen, BaseScreen)
    vault = screen.session.catalog.vaults[-1]
    screen.post_message(messages.ShowImport(path, vault.account, vault.id))
    await person.sees("4 items to import")
    await person.press("tab", "p")
    await person.sees("Row 4")


async def audit(person: Person) -> None:
    await vaults(person)
    await person.press("g", "a")
    await person.sees("Audit log", "reveal", "refused")


async def connected(person: Person, *accounts: AccountConfig) -> None:
    """Add accounts to what is open, and go to them."""
    await vaults(person)
    screen = person.app.screen
    assert isinstance(screen, BaseScreen)
    for config in accounts:
        await screen.session.remotes.add(config, Secret(TOKEN))
    await screen.session.remotes.read_all()
    await person.press("g", "c")


def given(days: int) -> float:
    """Return when a token was given that is so many days old."""
    return NOW - days * 86_400


async def accounts(person: Person) -> None:
    await connected(
        person,
        account("Halden team", token_since=given(12)),
        account("Workshop", "https://workshop.invalid/v1", token_since=given(131)),
        account("Old office", "https://10.20.0.7:8443", token_since=given(48), enabled=False),
    )
    await person.sees("Halden team", "offline", "switched off")
    await person.press("j", "j")
    await person.sees("Its token is 131 days old")


async def connection(person: Person) -> None:
    await connected(person, account("Halden team", token_since=given(12)))
    await person.sees("Halden team")
    await person.press("j", "c")
    await person.sees("Everything works", "/heartbeat")


async def ways_in(person: Person) -> None:
    await connected(person)
    kinds = ordered({kind.id: replace(kind, missing=str) for kind in KINDS.values()})
    person.app.push_screen(KindChoice(kinds, {}))
    await person.sees("which way in?", "Over SSH")
    await person.press("down")
    await person.sees("requests per hour and day")


async def share(person: Person) -> None:
    await connected(person, AccountConfig(FAR, "sharing", "Halden", URL, TokenSource.SEALED))
    await person.sees("Halden", "connect.example")
    await person.press("g", "i")
    await person.sees("Alder Bank")
    await person.press("slash")
    await person.type("harbour portal")
    await person.sees("Harbour portal")
    await person.sees_no("Alder Bank")
    await person.press("enter", "L")
    await person.sees("Ctrl+S Make the link")
    await person.type("jon@halden.example, larkmail.example, mara@")
    await person.press("enter")
    await person.sees("✓ everybody", "✗ mara@")


MEMBERS = AccountConfig(FAR, "members", "Halden", URL, TokenSource.SEALED)


async def members(person: Person) -> None:
    await connected(person, MEMBERS)
    await person.sees("Halden", "connect.example")
    await person.press("j", "m")
    await person.sees("Members of “Halden”", "6 members")
    await person.press("j", "j")


async def new_member(person: Person) -> None:
    await members(person)
    await person.press("n")
    await person.type("Eskil Brandt")
    await person.press("tab")
    await person.type("eskil@halden")
    await person.press("ctrl+s")
    await person.sees("This is no e-mail address")


async def share_with(person: Person) -> None:
    await connected(person, MEMBERS)
    await person.sees("Halden", "connect.example")
    await person.press("g", "i")
    await person.sees("Alder Bank")
    await person.press("slash")
    await person.type("harbour portal")
    await person.sees("Harbour portal")
    await person.sees_no("Alder Bank")
    await person.press("enter", "L")
    await person.sees("Share “Harbour portal” with members", "Mira Castellane")
    await person.press("down", "down", "space")


async def shared_with(person: Person) -> None:
    await share_with(person)
    await person.press("up", "up", "space", *["down"] * 4, "space", "ctrl+s")
    await person.sees("Not shared: Wendy Moss")


async def link(person: Person) -> None:
    await share(person)
    await person.press("up", "right", "ctrl+s")
    await person.sees("Link to", "y Copy")
    await person.press("r")
    await person.sees("https://share.service.example")


async def access(person: Person) -> None:
    await connected(person, account("Halden team", plan=Plan.BUSINESS, kind="teams"))
    await person.sees("Halden team")
    await person.press("g", "v")
    await person.sees("Infra")
    await person.press("G", "a")
    await person.sees("Who has access to “Team”", "Developers")
    await person.press("j", *["l"] * 8, "space", "k", *["h"] * 2, "space")
    await person.sees("(+)", "−", "2 groups changed")


async def access_review(person: Person) -> None:
    await access(person)
    await person.press("ctrl+s")
    await person.sees("Change who has access to “Team”?")


async def levels(person: Person) -> None:
    await access(person)
    await person.press("t")
    await person.sees("viewing", "editing", "managing")


TEAM = replace(account("Halden team"), kind="team")
KNOWN = (
    Known(TEAM.id, EnvironmentId(PRODUCTION), "Portal, production"),
    Known(TEAM.id, EnvironmentId("wm3fzpb5tchavcxqgk4mlzbvpy"), "Portal, staging"),
)


async def environments(person: Person) -> None:
    await connected(person, TEAM)
    screen = person.app.screen
    assert isinstance(screen, BaseScreen)
    for one in KNOWN:
        await screen.session.environments.put(one)
    await person.press("g", "e")
    await person.sees("Portal, production", "Enter reads the variables.")
    await person.press("enter")
    await person.sees("DATABASE_URL", "TLS_KEY")
    await person.press("G", "r")
    await person.sees("BEGIN PRIVATE KEY")


async def no_environments(person: Person) -> None:
    await connected(person, TEAM)
    await person.press("g", "e")
    await person.sees("No Environment is remembered yet.")


async def asked(person: Person) -> None:
    await connected(person, TEAM)
    await person.press("g", "R")
    await person.sees("Paste references here")
    lines = [
        "op://Infra/Harbour portal/password",
        "op://Infra/Deploy key/private key?ssh-format=openssh",
        "op://Infra/Habour portal/password",
        "op://Infra/Mail & calendar/password",
    ]
    person.app.post_message(events.Paste("\n".join(lines)))
    await person.sees("2 of 4 resolve")
    await person.press("j", "j")
    await person.sees("The vault has no such item.")


async def asked_one(person: Person) -> None:
    await connected(person, TEAM)
    await person.sees("Halden team")
    await person.press("g", "v")
    await person.sees("Infra")
    await person.press("g", "r")
    await person.sees("Follow a secret reference")
    await person.type("op://Infra/Harbour portal/password")
    await person.sees("has no item with the name")
    await person.press("ctrl+s")
    await person.sees("resolves it")


async def help_screen(person: Person) -> None:
    await items(person)
    await person.press("question_mark")
    await person.sees("Keys")


async def palette(person: Person) -> None:
    await items(person)
    await person.press("ctrl+p")
    await person.type("bank")
    await person.sees("mara.lindqvist · in Personal")


async def locked(person: Person) -> None:
    await vaults(person)
    await person.press("ctrl+l")
    await person.sees("The demo is locked")


WALKS: dict[str, Walk] = {
    "vaults": vaults,
    "items": items,
    "revealed": revealed,
    "large": large,
    "large-code": large_code,
    "filtered": filtered,
    "card": card,
    "key": key,
    "copy-menu": copy_menu,
    "references": references,
    "reference": reference,
    "editor": editor,
    "card-editor": card_editor,
    "key-editor": key_editor,
    "review": review,
    "generator": generator,
    "versions": versions,
    "old-values": old_values,
    "rotating": rotating,
    "due": due,
    "nothing-due": nothing_due,
    "move": moved,
    "import": importing,
    "audit": audit,
    "accounts": accounts,
    "connection": connection,
    "ways-in": ways_in,
    "share": share,
    "link": link,
    "members": members,
    "new-member": new_member,
    "share-with": share_with,
    "shared-with": shared_with,
    "access": access,
    "access-review": access_review,
    "access-levels": levels,
    "environments": environments,
    "no-environments": no_environments,
    "asked": asked,
    "asked-one": asked_one,
    "help": help_screen,
    "palette": palette,
    "locked": locked,
    "address-editor": address_editor,
}

CASES = [(name, "usual", "strongroom-dark") for name in WALKS]
CASES += [(name, "small", "strongroom-dark") for name in ("vaults", "items", "revealed", "large", "editor", "audit")]
CASES += [(name, "usual", "strongroom-light") for name in ("vaults", "items", "large", "editor", "audit")]
CASES += [(name, "large", "strongroom-light") for name in ("items", "large", "editor", "key-editor")]
CASES += [("address-editor", "small", "strongroom-dark"), ("card", "usual", "strongroom-light")]

CASES += [("ways-in", "small", "strongroom-light")]
CASES += [("share", "small", "strongroom-dark"), ("share", "usual", "strongroom-light")]
CASES += [("members", "small", "strongroom-light"), ("shared-with", "usual", "strongroom-light")]
CASES += [("shared-with", "small", "strongroom-dark"), ("new-member", "small", "strongroom-light")]
CASES += [("access", "small", "strongroom-light"), ("access", "usual", "strongroom-light")]
CASES += [("access", "small", "strongroom-dark"), ("access-review", "small", "strongroom-light")]
CASES += [("import", "small", "strongroom-dark"), ("import", "large", "strongroom-light")]
CASES += [("old-values", "small", "strongroom-light"), ("move", "usual", "strongroom-light")]
CASES += [("rotating", "small", "strongroom-light"), ("rotating", "usual", "strongroom-light")]
CASES += [("due", "small", "strongroom-dark"), ("due", "usual", "strongroom-light")]

CASES += [("environments", "small", "strongroom-dark"), ("environments", "usual", "strongroom-light")]
CASES += [("asked", "small", "strongroom-light"), ("no-environments", "small", "strongroom-light")]

README = ("vaults", "items", "editor", "audit", "accounts")


def walked(name: str, theme: str, drawings: list[str]) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what brings the app to a screen, holds it still there, and draws it."""

    async def walk(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        person = Person(pilot)
        await WALKS[name](person)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        shown: list[Strip] = []
        while shown != (shown := person.rows()):
            await wait_for_idle(0.3)
        if name in README:
            drawings.append(pilot.app.export_screenshot())

    return walk


@pytest.mark.parametrize(("name", "size", "theme"), CASES)
def test_picture(
    *,
    name: str,
    size: str,
    theme: str,
    snap_compare: Callable[..., bool],
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    drawings: list[str] = []
    app = StrongroomApp(tmp_path / "store", demo=True)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=walked(name, theme, drawings))
    if (size, theme) == ("usual", "strongroom-dark") and name in README:
        the_readme_shows(name, drawings[-1], draw=pytestconfig.getoption("--snapshot-update"))


def the_readme_shows(name: str, drawn: str, *, draw: bool) -> None:
    """Check that the README's picture is this one; or make it this one."""
    file = SHOWN / f"{name}.svg"
    if draw:
        file.write_text(drawn, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn, "draw the pictures anew: pytest tests/pictures --snapshot-update"
