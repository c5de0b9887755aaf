"""However Strongroom ends, the terminal is as it was before, and nothing is left open or lying about."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.app.person import Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse
from tests.endtoend.terminal import Terminal

CLEARED = ["!", " "]
"""What asks a terminal to clear its clipboard: no base64 for xterm, a blank for others."""
How = str | signal.Signals


def end(terminal: Terminal, how: How) -> int:
    """End Strongroom by a key or a signal, and return its exit code."""
    if isinstance(how, signal.Signals):
        terminal.kill(how)
    else:
        terminal.press(how)
    return terminal.ends()


def demos(env: Environment) -> list[Path]:
    """Return what demos have left."""
    return [path for name in ("TMPDIR", "XDG_RUNTIME_DIR") for path in Path(env[name]).iterdir()]


@pytest.mark.parametrize(("how", "code"), [("q", 0), (signal.SIGTERM, 143)])
def test_a_store_is_closed_and_the_clipboard_cleared(stocked: Stocked, env: Environment, how: How, code: int) -> None:
    stocked.add("Mail")
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("p")
        terminal.sees("Password sent to your terminal")
        assert terminal.screen.copied() == ["s3cret-Mail"]
        assert terminal.modes() != terminal.modes_before
        assert end(terminal, how) == code
        terminal.assert_restored()
        assert terminal.screen.copied() == ["s3cret-Mail", *CLEARED]
        assert terminal.page().strip() == ""
        assert terminal.screen.strange == []
    left = sorted(path.name for path in stocked.path.parent.iterdir())
    assert [name for name in left if not name.endswith(".counter")] == [stocked.path.name]
    assert "Mail" in stocked.titles()


@pytest.mark.parametrize(("how", "code"), [("ctrl+q", 0), (signal.SIGHUP, 129)])
def test_a_demo_leaves_nothing(env: Environment, home: Path, how: How, code: int) -> None:
    with Terminal("--demo", env=env) as terminal:
        terminal.sees("Family", "Work", "88 items")
        assert demos(env)
        terminal.press("enter", "p")
        terminal.sees("Password sent to your terminal")
        assert end(terminal, how) == code
        terminal.assert_restored()
        assert terminal.screen.copied()[1:] == CLEARED
        assert terminal.screen.strange == []
    assert demos(env) == []
    assert not home.exists()


@pytest.mark.soak
def test_a_signal_at_any_moment_of_the_start_leaves_the_terminal_as_it_was(
    env: Environment, soak_scale: SoakScale
) -> None:
    rounds = soak_scale(20)
    for number in range(rounds):
        how = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)[number % 4]
        with Terminal("--demo", env=env) as terminal:
            terminal.wait_until(lambda: not terminal.echoes, "what is typed ahead is hidden")
            time.sleep(number / rounds * 1.5)
            assert end(terminal, how) == 128 + how
            terminal.assert_restored()
            assert b"Traceback" not in terminal.written
        assert demos(env) == []


def test_a_lost_connection_ends_it_and_keeps_what_was_typed(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail")
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type("Larkmail")
        terminal.sees("Larkmail")
        terminal.hang_up()
        assert terminal.ends() == 129
    with stocked.opened() as store:
        assert [draft.current.title for draft in store.drafts()] == ["Larkmail"]
    assert not stocked.path.with_name(f"{stocked.path.name}-wal").exists()


def test_a_lost_terminal_of_which_nobody_tells_ends_it_too(stocked: Stocked, env: Environment) -> None:
    with Terminal(env=env) as terminal:
        browse(terminal)
        terminal.disown()
        terminal.hang_up()
        assert terminal.ends() == 129
    assert not stocked.path.with_name(f"{stocked.path.name}-wal").exists()


def test_bytes_that_are_no_text_end_nothing(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail")
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("/")
        terminal.send(b"caf\xe9\xff\xfe")
        terminal.sees("/ caf\N{REPLACEMENT CHARACTER}")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
