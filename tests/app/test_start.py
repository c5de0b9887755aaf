"""The start: what is seen first, and that what is pressed before all is there is not lost."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.app.person import Stocked, at
from tui import ahead
from tui.model.errors import Unreachable
from tui.services.demo import making

LATE = {
    *("argon2", "cryptography", "dotenv", "httpx", "pydantic", "pyperclip", "sqlite3", "xkcdpass"),
    *("zxcvbn", "textual.widgets._text_area", "tomllib"),
    *("tui.model.item", "tui.model.edit", "tui.backends.protocol", "tui.services.access", "tui.services.clipboard"),
    *("tui.services.demo.making", "tui.services.finder", "tui.services.worker", "tui.store.store", "tui.tools.search"),
    *("tui.palette", "tui.screens.dialog", "tui.screens.editor", "tui.screens.items", "tui.screens.modals"),
}
"""What is of no use to a first screen, and long to load."""

AT_FIRST = """
import tui.__main__
import gc, json, sys
from pathlib import Path
from tui.app import StrongroomApp

class Watched(StrongroomApp):
    def post_display_hook(self):
        page = self.screen._compositor.render_strips() if self.screen.is_mounted else []
        page = "\\n".join("".join(strip.text for strip in row) for row in page)
        before = sorted(sys.modules), gc.isenabled(), page
        super().post_display_hook()
        if self._seen.is_set():
            print(json.dumps([*before, gc.isenabled(), gc.get_freeze_count()]), flush=True)
            self.exit()

Watched(Path(sys.argv[1]), demo=sys.argv[2] == "demo").run(headless=True, size=(100, 30))
"""


def first(store: Path, kind: str) -> tuple[set[str], bool, str, bool, int]:
    """Start a Strongroom, and end it when something was painted.

    Returns what was loaded by then, whether garbage was collected so far, what is seen; whether it is from now on, and
    how much is not looked at.
    """
    command = [sys.executable, "-c", AT_FIRST, str(store), kind]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ}, timeout=60)
    modules, before, page, after, frozen = json.loads(run.stdout.splitlines()[0])
    return set(modules), before, page, after, frozen


@pytest.mark.parametrize(
    ("kind", "seen", "other"),
    [
        ("demo", "Family", {"tui.screens.unlock", "tui.widgets.secret_input"}),
        ("door", "Master password", {"tui.screens.base", "tui.services.session", "tui.services.catalog"}),
        ("new", "Welcome", {"tui.screens.base", "tui.services.session", "tui.services.catalog"}),
    ],
)
def test_the_first_screen_is_painted_before_anything_else_is_loaded(
    stocked: Stocked, kind: str, seen: str, other: set[str]
) -> None:
    store = stocked.path if kind != "new" else stocked.path.with_name("none")
    loaded, collecting, page, after, frozen = first(store, kind)
    assert seen in page
    late = LATE | other
    assert not {name for name in loaded if name in late or name.partition(".")[0] in late}
    assert not collecting and after and frozen > 10_000


async def test_the_demo_can_be_read_and_opened_while_its_store_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    make = making.make

    def slowly(folder: Path | None = None, now: float | None = None) -> making.DemoPlace:
        go_on.wait(30)
        return make(folder, now)

    monkeypatch.setattr(making, "make", slowly)
    async with at(home / "s", demo=True) as person:
        page = await person.sees("Family", "Personal", "Work", "Demo", "loading")
        pressing = asyncio.create_task(person.press("j", "k", "j", "enter"))
        await person.sees("Family", "being opened")
        go_on.set()
        await pressing
        await person.sees("In an emergency")
        await person.press("escape")
        for row in (line for line in page.splitlines() if "Demo" in line):
            assert row.strip(" ▌") in await person.sees("88 items")


async def test_keys_pressed_at_once_go_where_they_would_go_later(home: Path) -> None:
    async with at(home / "s", demo=True) as person:
        await person.press("slash", *"gitf")
        await person.sees("All items  / gitf", "GitForge")


async def test_a_demo_that_cannot_be_made_shows_no_vaults_and_says_why(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def full(folder: Path | None = None, now: float | None = None) -> making.DemoPlace:
        go_on.wait(30)
        raise Unreachable("No demo can be made: the disk is full.")

    monkeypatch.setattr(making, "make", full)
    async with at(home / "s", demo=True) as person:
        await person.press("enter")
        go_on.set()
        page = await person.sees("the disk is full")
        assert "Family" not in page and "being opened" not in page
        await person.press("q")


async def test_a_program_of_which_this_is_a_part_collects_its_garbage_as_before(home: Path) -> None:
    async with at(home / "s") as person:
        await person.sees("Welcome")
        await asyncio.sleep(0.05)
        assert gc.isenabled()


def test_what_is_loaded_ahead_is_there() -> None:
    for name in (*ahead.NEW, *ahead.NEXT):
        assert find_spec(name) is not None, name


async def test_whoever_has_arrived_waits_for_no_code_that_could_be_loaded_before(stocked: Stocked) -> None:
    async with at(stocked.path) as person:
        await person.sees("Master password")
        until = time.monotonic() + 30
        while not set(ahead.NEXT) <= set(sys.modules):
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
        assert person.app.is_running
