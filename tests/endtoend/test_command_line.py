"""The command line: what starts, what refuses with a sentence, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import tui
from tests.app.person import MASTER, Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import unlock
from tests.endtoend.terminal import APP, ROOT, Terminal


def run(env: Environment, *args: str) -> subprocess.CompletedProcess[str]:
    """Run Strongroom with nothing that is a terminal."""
    command = [*APP, *args]
    return subprocess.run(
        command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def test_version_and_help_need_no_terminal(env: Environment) -> None:
    version = run(env, "--version")
    assert (version.returncode, version.stdout) == (0, f"strongroom {tui.__version__}\n")
    told = run(env, "--help")
    assert told.returncode == 0
    for word in ("WORDS", "--demo", "--store", "--version"):
        assert word in told.stdout
    wrong = run(env, "--stroe", "x")
    assert wrong.returncode == 2
    assert "unrecognized arguments: --stroe" in wrong.stderr


def test_without_any_terminal_a_sentence_goes_to_the_errors(env: Environment) -> None:
    ended = run(env)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("Strongroom needs a terminal")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("redirection", ["</dev/null", ">out", "2>out", "<&-", "2>&-", ">&-"])
def test_with_a_part_of_a_terminal_it_is_told_where_it_is_seen(
    env: Environment, tmp_path: Path, redirection: str
) -> None:
    command = f"cd {tmp_path} && exec {sys.executable} -m tui {redirection}"
    with Terminal("-c", command, env={**env, "PYTHONPATH": str(ROOT)}, program=("/bin/sh",)) as terminal:
        assert terminal.ends() == 2
        terminal.assert_restored()
        terminal.sees("Strongroom needs a terminal")
        assert len(terminal.page().split()) == 12


def test_words_are_the_filter_to_open_with(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail", "Bank", "Bank of trees")
    with Terminal("bank", "tre", env=env) as terminal:
        unlock(terminal)
        page = terminal.sees("/ bank tre", "user-Bank of trees")
        assert "user-Mail" not in page


def told(terminal: Terminal, sentence: str) -> bool:
    """Whether a sentence is on the card, however it is broken into lines."""
    return sentence in " ".join(terminal.page().replace("│", " ").split())


def make(terminal: Terminal) -> None:
    """Ask for a new store."""
    terminal.sees("Welcome")
    terminal.press("enter")
    for _ in range(2):
        terminal.type(MASTER)
        terminal.press("enter")


ODD = {
    "directory": "is not a file",
    "loop": "is a symbolic link",
    "long": "cannot be reached",
    "symlink": "is a symbolic link",
    "garbage": "is not a store of",
    "empty": "is empty",
    "device": "is not a file",
}


def odd(kind: str, folder: Path, stocked: Stocked) -> Path:
    """Make an odd place for a store."""
    path = folder / f"odd {kind}"
    match kind:
        case "directory":
            path.mkdir()
        case "symlink":
            path.symlink_to(stocked.path)
        case "garbage":
            path.write_bytes(os.urandom(5000))
        case "empty":
            path.touch()
        case "device":
            return Path("/dev/null")
        case "long":
            return folder / ("a" * 300)
        case "loop":
            path.symlink_to(path)
    return path


@pytest.mark.soak
def test_what_is_no_store_is_a_sentence_on_the_screen(
    stocked: Stocked, env: Environment, tmp_path: Path, soak_scale: SoakScale
) -> None:
    for kind, sentence in list(ODD.items())[: soak_scale(20)]:
        with Terminal("--store", odd(kind, tmp_path, stocked), env=env) as terminal:
            unlock(terminal)
            terminal.wait_until(partial(told, terminal, sentence), f"{kind}: {sentence}")
            assert "Master password" in terminal.page()
            terminal.press("ctrl+q")
            assert terminal.ends() == 0
            terminal.assert_restored()
            assert terminal.screen.strange == []


def test_a_store_cannot_be_made_below_a_file(env: Environment, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Terminal("--store", tmp_path / "file" / "store", env=env) as terminal:
        make(terminal)
        terminal.sees("cannot be made")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0


def test_a_store_is_made_where_nothing_was_yet(env: Environment, tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / os.fsdecode(b"\xff\x1b]52;c;aGk=\x07.strongroom")
    with Terminal("--store", path, env=env) as terminal:
        make(terminal)
        terminal.sees("Personal", "All items")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.screen.strange == []
        assert terminal.screen.clipboard == []
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == path.parent.parent.stat().st_mode & 0o777 == 0o700
