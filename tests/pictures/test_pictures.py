"""What every screen looks like: compared with the pictures of before, and drawn for the README."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.person import Person
from tui.app import StrongroomApp

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


async def editor(person: Person) -> None:
    await items(person)
    await person.press("e")
    await person.sees("Edit “Alder Bank”", "websites" if person.app.size.height > 30 else "password")


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


async def audit(person: Person) -> None:
    await vaults(person)
    await person.press("g", "a")
    await person.sees("Audit log", "reveal", "refused")


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
    "filtered": filtered,
    "copy-menu": copy_menu,
    "editor": editor,
    "review": review,
    "generator": generator,
    "versions": versions,
    "audit": audit,
    "help": help_screen,
    "palette": palette,
    "locked": locked,
}

CASES = [(name, "usual", "strongroom-dark") for name in WALKS]
CASES += [(name, "small", "strongroom-dark") for name in ("vaults", "items", "revealed", "editor", "audit")]
CASES += [(name, "usual", "strongroom-light") for name in ("vaults", "items", "editor", "audit")]
CASES += [(name, "large", "strongroom-light") for name in ("items", "editor")]

README = ("vaults", "items", "editor", "audit")


def walked(name: str, theme: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Return what brings the app to a screen, and holds it still there."""

    async def walk(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        person = Person(pilot)
        await WALKS[name](person)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        drawn = ""
        while drawn != (drawn := pilot.app.export_screenshot()):
            await pilot.pause(0.3)

    return walk


@pytest.mark.parametrize(("name", "size", "theme"), CASES)
def test_picture(name: str, size: str, theme: str, snap_compare: Callable[..., bool], tmp_path: Path) -> None:
    app = StrongroomApp(tmp_path / "store", demo=True)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=walked(name, theme))


@pytest.mark.parametrize("name", README)
async def test_the_readme_shows_what_there_is(name: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    app = StrongroomApp(tmp_path / "store", demo=True)
    async with app.run_test(size=SIZES["usual"]) as pilot:
        await walked(name, "strongroom-dark")(pilot)
        drawn = app.export_screenshot()
    file = SHOWN / f"{name}.svg"
    if pytestconfig.getoption("--snapshot-update"):
        file.write_text(drawn, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn, "draw the pictures anew: pytest tests/pictures --snapshot-update"
