"""What is concealed gives nothing to copy, to cut, to drag or to write down, whatever the environment says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.app.person import MASTER, Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import ROOT, Terminal
from tests.endtoend.test_secrets import files_with

pytestmark = pytest.mark.security

SHIFT_END, SHIFT_HOME = b"\x1b[1;2F", b"\x1b[1;2H"
TYPED = "s3cret-that-was-typed"


def hostile(folder: Path) -> Environment:
    """Return what somebody may have set who wants to know what is typed."""
    log = str(folder / "log")
    return {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_LOG": log,
        "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
        "TEXTUAL_DRIVER": "tests.security.nowhere:Driver",
        "TEXTUAL_PRESS": "q",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
        "TEXTUAL_SHOW_RETURN": "1",
        "TEXTUAL_ALLOW_SIGNALS": "1",
        "SSLKEYLOGFILE": log,
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONDEVMODE": "1",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONWARNINGS": "always",
    }


def drag(terminal: Terminal, row: int, begin: int, end: int) -> None:
    """Drag the mouse over a part of a row of the screen, counted from 0."""
    for code, column, final in ((0, begin, "M"), (32, (begin + end) // 2, "M"), (32, end, "M"), (0, end, "m")):
        terminal.send(f"\x1b[<{code};{column + 1};{row + 1}{final}".encode())


def place(page: str, text: str) -> tuple[int, int]:
    """Return the row and the column of a text on the screen."""
    row = next(number for number, line in enumerate(page.splitlines()) if text in line)
    return row, page.splitlines()[row].index(text)


def test_nothing_concealed_can_be_taken_out(stocked: Stocked, env: Environment, tmp_path: Path) -> None:
    stocked.add("Mail")
    cwd = tmp_path / "cwd"
    cwd.mkdir()
    with Terminal(env={**env, **hostile(cwd), "PYTHONPATH": str(ROOT)}, cwd=cwd) as terminal:
        terminal.sees("Master password")
        terminal.type(MASTER)
        for keys in (SHIFT_HOME, b"\x03", b"\x18"):  # select, copy, cut
            terminal.send(keys)
        terminal.press("enter")
        terminal.sees("All items", "Work")
        terminal.press("enter")
        terminal.sees("user-Mail")
        terminal.press("r")
        row, column = place(terminal.sees("s3cret-Mail"), "s3cret-Mail")
        drag(terminal, row, column - 10, column + 12)
        terminal.press("ctrl+c")
        drag(terminal, row - 3, 0, column + 12)
        terminal.press("ctrl+c", "r")
        terminal.sees_no("s3cret-Mail")

        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type(f"Title\tme\t{TYPED}")
        terminal.sees("•" * len(TYPED))
        for shown in (False, True):
            if shown:
                terminal.press("ctrl+t")
                row, column = place(terminal.sees(TYPED), TYPED)
                drag(terminal, row, column, column + len(TYPED))
                terminal.press("ctrl+c")
            terminal.send(SHIFT_HOME)
            terminal.press("ctrl+c", "ctrl+x")
            terminal.press("up", "ctrl+v")
            terminal.type("!")
            terminal.sees("me!" if not shown else "me!!")
            terminal.press("down")
        terminal.sees("•" * len(TYPED))
        assert terminal.screen.copied() == []
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
        assert terminal.screen.strange == []
        assert terminal.page().strip() == "", "something is told, of tasks and how they were called for instance"
    assert list(cwd.iterdir()) == []
    assert files_with(tmp_path, [MASTER, TYPED, "s3cret-Mail"]) == []


def test_what_is_plain_can_be_copied_so_that_the_above_means_something(stocked: Stocked, env: Environment) -> None:
    with Terminal(env=env) as terminal:
        browse(terminal)
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type("Title")
        terminal.sees("Title")
        terminal.send(SHIFT_HOME)
        terminal.press("ctrl+c")
        terminal.wait_until(lambda: terminal.screen.copied() == ["Title"], "it is copied")


def test_what_is_plain_is_not_copied_where_the_settings_switch_that_off(
    stocked: Stocked, env: Environment, home: Path
) -> None:
    (home / "settings.toml").write_text('clipboard = "none"\n')
    with Terminal(env=env) as terminal:
        browse(terminal)
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type("Title")
        terminal.sees("Title")
        terminal.send(SHIFT_HOME)
        terminal.press("ctrl+c")
        terminal.sees("Copying is switched off in the settings (clipboard).")
        assert terminal.screen.copied() == []


def test_what_no_terminal_takes_is_told_and_ends_nothing(stocked: Stocked, env: Environment) -> None:
    with Terminal(env=env) as terminal:
        browse(terminal)
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.send(b"\x1b[200~" + b"long" * 20_000 + b"\x1b[201~")
        terminal.sees("longlong")
        terminal.send(SHIFT_HOME)
        terminal.press("ctrl+c")
        terminal.sees("longer than the 74,994 bytes that terminals take")
        assert terminal.screen.copied() == []


def test_modules_of_the_folder_where_it_is_started_are_not_run(
    stocked: Stocked, env: Environment, tmp_path: Path
) -> None:
    script = tmp_path / "bin" / "strongroom"
    script.parent.mkdir()
    script.write_text("from tui.__main__ import main\nmain()\n")  # as whoever installs it writes it
    env["PYTHONPATH"] = str(ROOT)
    stocked.add("Mail")
    cwd, run = tmp_path / "cwd", tmp_path / "was run"
    trap = f"open({str(run)!r}, 'a').write(__name__)\n"
    for name in ("tui", "textual", "rich"):
        (cwd / name).mkdir(parents=True)
        (cwd / name / "__init__.py").write_text(trap)
        (cwd / name / "__main__.py").write_text(trap)
    for name in ("pyperclip", "sitecustomize", "usercustomize", "platformdirs", "json", "select", "signal"):
        (cwd / f"{name}.py").write_text(trap)
    before = sorted(cwd.rglob("*"))
    with Terminal(env=env, program=(sys.executable, str(script)), cwd=cwd) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("p")
        terminal.sees("Password sent to your terminal")
        terminal.press("ctrl+l")  # begins the same program anew
        unlock(terminal)
        terminal.sees("user-Mail")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
    assert not run.exists(), run.read_text()
    assert sorted(cwd.rglob("*")) == before
    with Terminal("--version", env=env, program=(sys.executable, "-m", "tui"), cwd=cwd) as terminal:
        terminal.ends()
    assert run.exists(), "the trap does not work"
