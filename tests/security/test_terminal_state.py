"""Whatever is on the screen, and however it ends: the terminal is as it was, and the exit code says how it ended."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.app.person import MASTER, Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import APP, Terminal
from tests.security.story import Step, tell

pytestmark = pytest.mark.security

BREAKING = (sys.executable, str(Path(__file__).with_name("bomb.py")))
UNLOCK = [("", "Enter unlock"), (MASTER, ""), ("[enter]", "Find  n New vault")]
ITEMS = [*UNLOCK, ("[enter]", "user-Mail")]
EDITOR = [*ITEMS, ("nl", "New Login"), ("Typed", "Typed")]

SCENES: dict[str, Sequence[tuple[str, str]]] = {
    "welcome": [("", "Welcome")],
    "new store": [("", "Welcome"), ("[enter]", "Enter"), ("s3cret-new", "")],
    "unlock": [("", "Enter unlock"), ("s3cret", "••")],
    "vaults": UNLOCK,
    "new vault": [*UNLOCK, ("n", "New vault")],
    "items": ITEMS,
    "detail": [*ITEMS, ("[enter]r", "Copy field")],
    "filter": [*ITEMS, ("/mai", "/ mai")],
    "copy menu": [*ITEMS, ("Y", "Enter Choose")],
    "delete": [*ITEMS, ("D", "for good")],
    "editor": EDITOR,
    "field menu": [*EDITOR, ("[down][down][f2]", "Rename")],
    "panel": [*EDITOR, ("[down][down][ctrl+g]", "Use it")],
    "review": [*EDITOR, ("[ctrl+s]", "Save this new item")],
    "unsaved": [*EDITOR, ("[escape]", "draft")],
    "generator": [*UNLOCK, ("gp", "bits")],
    "versions": [*ITEMS, ("H", "Versions of")],
    "audit": [*UNLOCK, ("ga", "unlock  ")],
    "event": [*UNLOCK, ("ga", "unlock  "), ("[enter]", "Close")],
    "help": [*ITEMS, ("?", "In the item list")],
    "palette": [*UNLOCK, ("[ctrl+p]", "a command, or")],
    "locked": [*UNLOCK, ("[ctrl+l]", "Enter unlock")],
}
"""How to come to each screen, and to whatever can lie over one."""

NEW = ("welcome", "new store")
"""These are seen where there is no store yet."""

WAYS: dict[str, int] = {
    "key": 0,
    "error": 1,
    "SIGINT": 130,
    "SIGTERM": 143,
    "SIGHUP": 129,
    "SIGQUIT": 131,
    "hang-up": 129,
    "hang-up, untold": 129,
}
"""How it ends, with the exit code."""

GONE_SECONDS = 2.0
"""Seconds after which nothing is left of a Strongroom that has lost its terminal."""
BUSY_SECONDS = 2.0
"""Seconds more, for a machine that has other things to do."""


def end(terminal: Terminal, way: str) -> None:
    """End it, in one of the ways."""
    match way:
        case "key":
            terminal.press("ctrl+q")
        case "error":
            terminal.kill(signal.SIGUSR1)  # then the next look at the clock fails
        case "hang-up":
            terminal.hang_up()
        case "hang-up, untold":
            terminal.disown()
            terminal.hang_up()
        case _:
            terminal.kill(signal.Signals[way])


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
def test_the_terminal_is_as_it_was_and_the_exit_code_tells_why(
    way: str, env: Environment, stocked: Stocked, tmp_path: Path, soak_scale: SoakScale
) -> None:
    stocked.add("Mail", "Bank")
    home = stocked.path.parent
    kept = copytree(home, tmp_path / "kept")
    names = list(SCENES)
    if soak_scale(len(SCENES)) < len(SCENES):
        names = [names[list(WAYS).index(way) * 3 % len(names)]]
    for name in names:
        rmtree(home, ignore_errors=True)
        if name not in NEW:
            copytree(kept, home)
        program = (*BREAKING, str(tmp_path / "report"), "meanwhile.py", "_look", "0") if way == "error" else APP
        with Terminal(env=env, program=program) as terminal:
            tell(terminal, Step(name, SCENES[name]))
            assert terminal.modes() != terminal.modes_before
            begin = time.monotonic()
            end(terminal, way)
            assert terminal.ends() == WAYS[way], name
            if way.startswith("hang-up"):
                assert time.monotonic() - begin < GONE_SECONDS + BUSY_SECONDS, name
            else:
                terminal.assert_restored()
            assert b"Traceback" not in terminal.written


@pytest.mark.soak
def test_a_save_that_was_begun_is_finished_or_offered_again(
    env: Environment, stocked: Stocked, soak_scale: SoakScale
) -> None:
    rounds = soak_scale(20)
    for number in range(rounds):
        title = f"Saved {number}"
        with Terminal(env=env) as terminal:
            tell(terminal, Step("save", [*UNLOCK, ("[enter]", "/ ")]))
            tell(terminal, Step("save", [("nl", "New Login"), (title, title), ("[ctrl+s]", "Save this new item")]))
            terminal.press("enter")
            time.sleep(number / rounds * 0.1)  # where in the save it comes is what is varied here
            how = (signal.SIGTERM, signal.SIGHUP)[number % 2]
            terminal.kill(how)
            assert terminal.ends() == 128 + how
            terminal.assert_restored()
        with stocked.opened() as store:
            store.verify()
            store.verify_audit()
            drafts = [draft.current.title for draft in store.drafts()]
            for draft in store.drafts():
                store.drop_draft(draft.id)
        assert (title in stocked.titles()) is (title not in drafts), "it is there twice, or lost"
