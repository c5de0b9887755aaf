"""Foreign text before and around the app: words and files of the command line, the settings, errors, the last words."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import unlock
from tests.endtoend.terminal import Terminal
from tests.security import sieve
from tests.security.foreign import UNGUARDED, unlocked, written_since
from tests.security.hostile import CLIPBOARD

pytestmark = pytest.mark.security

AWFUL = f"{CLIPBOARD}\x1b[2J\x9b2J\u202e[/][@click=app.quit]"
SHOWN = "␛]52;c;UFdORUQ=␛\\␛[2J\ufffd2J\ufffd[/][@click=app.quit]"

FIRST_COLOUR = re.compile(rb"\x1b\[[0-9;]+m")
"""With it the first paint begins."""

SETTINGS = """\
sort = "title"
"x\\u001b]52;c;UFdORUQ=\\u0007" = 1
[keys]
"items.edit" = "\\u001b]52;c;UFdORUQ=\\u0007"
"vaults.open" = ["\\u009b2J", "enter"]
"app.help" = ["?", "g \\u001b[2J[/]"]
"no.such\\u001b[2J\\u202e" = "x"
"""


@pytest.mark.parametrize(
    "args",
    [("--stroe", AWFUL), (f"--{AWFUL}",), (f"--version={AWFUL}",), (f"--demo={AWFUL}",), ("-\x1b[2J\u202e",)],
    ids=["rest", "option", "value", "flag", "letter"],
)
def test_what_is_wrong_with_the_arguments_is_told_in_safe_words(env: Environment, args: tuple[str, ...]) -> None:
    with Terminal(*args, env=env) as terminal:
        assert terminal.ends() == 2
        terminal.sees("usage: strongroom", "error:")
        assert sieve.odd(bytes(terminal.written).replace(b"\r\n", b" ")) == []


def test_words_and_the_place_of_the_store_are_shown_as_text(stocked: Stocked, env: Environment, tmp_path: Path) -> None:
    stocked.add("Mail")
    awful = tmp_path / os.fsdecode(AWFUL.replace("/", ":").encode() + b"\xff\x1b[6n")
    shutil.copyfile(stocked.path, awful)
    awful.chmod(0o600)
    with Terminal("none", "--store", awful, AWFUL, "[bold", env=env, program=UNGUARDED) as terminal:
        terminal.sees("Master password", "␛]52;c;UFdORUQ=␛\\␛[2J")
        begin = FIRST_COLOUR.search(terminal.written)
        assert begin
        unlock(terminal)
        terminal.sees("Nothing matches", SHOWN)
        terminal.press("escape", "escape", "ctrl+p")
        terminal.sees("a command, or an item")
        terminal.send(b"\x1b[200~" + AWFUL.replace("\x1b", "\x9b").encode() + b"\x1b[201~")
        terminal.sees("click=app.quit]")
        assert sieve.odd(written_since(terminal, begin.start())) == []
        assert terminal.screen.strange == []
        assert terminal.screen.clipboard == []


def test_a_store_that_cannot_be_opened_is_told_in_safe_words(env: Environment, tmp_path: Path) -> None:
    awful = tmp_path / AWFUL.replace("/", ":")
    awful.write_bytes(b"\x1b[2J" * 500)
    with Terminal("--store", awful, env=env) as terminal:
        unlock(terminal)
        terminal.sees("is not a store of")
        assert terminal.screen.strange == []
        assert terminal.screen.clipboard == []


def test_the_settings_are_told_and_shown_as_text(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail")
    (stocked.path.parent / "settings.toml").write_text(SETTINGS)
    with unlocked(env) as terminal:
        begin = len(terminal.written)
        terminal.sees("Settings: there is no “x␛]52;c;UFdORUQ=␇”")
        terminal.press("enter")
        terminal.sees("user-Mail", "␛]52;C;UFDORUQ=␇ Edit")
        terminal.press("g")
        terminal.sees("g …", "␛[2J[/] Help")
        terminal.press("escape", "?")
        terminal.sees("Keys")
        terminal.press("/")
        terminal.type("app.help")
        terminal.sees("g ␛[2j[/]")
        terminal.press("escape", "escape", "ctrl+p")
        terminal.sees("a command, or an item", "Open website")
        assert sieve.odd(written_since(terminal, begin)) == []
