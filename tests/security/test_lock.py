"""Locking: in time whatever the terminal and the clock do, with nothing left in memory, and the way back."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.person import MASTER, Stocked
from tests.conftest import SOAK_ONLY
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import Terminal
from tests.security.memory import copies
from tests.services.support import field, login
from tui.host.relaunch import COVER, LEAVE, VARIABLE
from tui.model.audit import AuditAction
from tui.model.field import FieldKind

pytestmark = pytest.mark.security

LATE = 1.0
"""Seconds after its deadline within which the lock must come."""
SLACK = 4.0
"""Seconds more where other tests have the machine: what is asked of a run that has it alone is `LATE`."""


@pytest.fixture
def late(pytestconfig: pytest.Config) -> float:
    """Return how late a lock may be."""
    return LATE if pytestconfig.getoption("-m") == "soak" else LATE + SLACK


def lock_after(stocked: Stocked, seconds: float) -> None:
    """Write the setting."""
    (stocked.path.parent / "settings.toml").write_text(f"lock_after = {seconds}\n")


def locks(stocked: Stocked) -> list[float]:
    """Return when it was locked, from the audit log, the newest first."""
    with stocked.opened() as store:
        return [event.at for event in store.audit(limit=20) if event.action is AuditAction.LOCK]


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait without the terminal's help."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to this"
        time.sleep(0.02)


def began_anew(pid: int) -> bool:
    """Whether the process executes a fresh image."""
    with suppress(OSError):
        return b"STRONGROOM_NEXT=" in Path(f"/proc/{pid}/environ").read_bytes()
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_after_the_lock_no_secret_is_in_memory(stocked: Stocked, env: Environment) -> None:
    values = [f"s3cret-{number:02}-of-many" for number in range(50)]
    fields = tuple(field(f"f{number}", value, FieldKind.CONCEALED) for number, value in enumerate(values))
    with stocked.opened() as store:
        store.create_item(replace(login(stocked.vault, "Many"), fields=fields))
    stocked.add("Mail")
    wanted = [MASTER, "s3cret-Mail", *values]
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("p")
        terminal.sees("Password sent to your terminal")
        terminal.press("G")
        terminal.sees("f0  ••••")
        terminal.press("enter", "R")
        terminal.sees("s3cret-00-of-many")
        pid = terminal.pid
        before = copies(pid, wanted)
        assert before[MASTER] > 0
        assert min(before[value] for value in values) > 0, "this would not find a secret where there is one"
        terminal.press("ctrl+l")
        terminal.sees("Master password", "Locked.")
        assert terminal.pid == pid
        assert terminal.code is None
        after = copies(pid, wanted)
        assert {text: count for text, count in after.items() if count} == {}
        unlock(terminal)
        terminal.sees("f0  ••••")
        assert copies(pid, wanted)[MASTER] > 0
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


def test_the_way_back_leads_to_where_one_was_and_is_told_nobody(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail", "Mailbox", "Bank")
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Bank")
        terminal.press("/")
        terminal.type("mailb")
        terminal.sees("user-Mailbox", "/ mailb")
        terminal.press("enter", "e")
        terminal.sees("Edit “Mailbox”")
        terminal.type("-wordtyped")
        terminal.sees("-wordtyped", "not saved")
        terminal.press("ctrl+l")
        terminal.sees("Master password", "Locked.")
        told = b"".join(Path(f"/proc/{terminal.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
        assert b"wordtyped" not in told
        assert b"mailb" not in told.lower().replace(bytes(stocked.path.parent), b"")
        unlock(terminal)
        terminal.sees("Edit “Mailbox”", "user-Mailbox-wordtyped", "not saved")
        terminal.press("ctrl+s", "enter")
        terminal.sees("Saved “Mailbox”", "/ mailb", "user-Mailbox-wordtyped")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
        assert terminal.screen.strange == []


def test_nobody_there_locks_it_after_a_notice(stocked: Stocked, env: Environment, late: float) -> None:
    stocked.add("Mail")
    lock_after(stocked, 8)
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type("Half")
        last = time.time()
        terminal.sees("Half")
        terminal.sees("Locks in ", "any key keeps it open")
        time.sleep(1)
        terminal.type("w")
        last, before = time.time(), last
        terminal.sees("Halfw")
        covered(terminal)
        took = time.time() - last
        assert 8 - 0.1 <= took <= 8 + late
        assert took + last - before > 8 + 0.5, "the second key did not put it off"
        terminal.sees("Master password", "Locked after 8 seconds without a key.")
        unlock(terminal)
        terminal.sees("New Login", "Halfw")


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_terminal_that_hangs_puts_nothing_off(stocked: Stocked, env: Environment, late: float) -> None:
    stocked.add("Mail")
    lock_after(stocked, 5)
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("r")
        terminal.sees("s3cret-Mail")
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type("typed")
        last = time.time()
        terminal.sees("typed")
        with terminal.stalled():
            for columns in (110, 120) * 15:
                terminal.resize(columns, 36)
                time.sleep(0.06)
            until(lambda: began_anew(terminal.pid))
            assert time.time() - last <= 5 + late + SLACK  # the start of the new image is in it
            assert 5 - 0.1 <= locks(stocked)[0] - last <= 5 + late
            until(lambda: not any(copies(terminal.pid, [MASTER, "s3cret-Mail"]).values()))
        terminal.sees("Master password", "Locked after 5 seconds without a key.")
        assert LEAVE.encode() in terminal.written, "the loop was not stuck at all"
        unlock(terminal)
        terminal.sees("New Login", "typed")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


def test_a_process_that_was_stopped_shows_nothing_more(stocked: Stocked, env: Environment, late: float) -> None:
    stocked.add("Mail")
    lock_after(stocked, 6)
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail", "https://mail.example.com")
        settle(terminal)
        terminal.kill(signal.SIGSTOP)
        terminal.stops(1)
        time.sleep(6)
        so_far = len(terminal.written)
        terminal.type("fg\r")
        went_on = time.time()
        terminal.sees("Master password", "Locked")
        assert locks(stocked)[0] - went_on <= late
        assert b"user-Mail" not in terminal.written[so_far:]
        unlock(terminal)
        terminal.sees("user-Mail")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


def covered(terminal: Terminal) -> None:
    """Wait until what was shown is covered, by the app or by the end of its process image."""
    terminal.wait_until(lambda: any(sign in terminal.written for sign in (b"Locking", COVER.encode())), "it is covered")


def settle(terminal: Terminal) -> None:
    """Wait until nothing more than a line is painted."""
    before = -1000
    while len(terminal.written) - before > 200:
        before = len(terminal.written)
        time.sleep(0.3)


JUMPS = {"+3600s": (60, "Locked, since the machine was asleep"), "-3600s": (12, "Locked after 12 seconds")}
"""After how long it locks, and what it says then."""


@pytest.mark.parametrize("offset", JUMPS)
def test_a_jump_of_the_clock(stocked: Stocked, env: Environment, late: float, offset: str) -> None:
    after, why = JUMPS[offset]
    stocked.add("Mail")
    lock_after(stocked, after)
    shift = stocked.path.with_name("shift")
    shift.write_text("+0s")
    clock = {
        "LD_PRELOAD": str(program("libfaketime.so.1")),
        "FAKETIME_TIMESTAMP_FILE": str(shift),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with Terminal(env={**env, **clock}) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("j")
        last = time.monotonic()
        shift.write_text(offset)
        covered(terminal)
        took = time.monotonic() - last
        first, last_moment = (0, late) if offset[0] == "+" else (after - 0.1, after + late)
        assert first <= took <= last_moment
        terminal.sees("Master password", why)


def program(name: str) -> Path:
    """Return where the library is that gives a process a clock of its own."""
    found = next(Path("/usr/lib").glob(f"*/faketime/{name}"), None)
    if found is None:
        complaint = "needs Debian's faketime"
        if os.environ.get("CI"):
            pytest.fail(complaint)
        pytest.skip(complaint)
    return found


def test_a_demo_goes_on_and_ends_with_the_last_image(env: Environment) -> None:
    with Terminal("--demo", env=env) as terminal:
        terminal.sees("Family", "88 items")
        (folder,) = demos(env)
        for _ in range(2):
            terminal.press("ctrl+l")
            terminal.sees("The demo is locked", "Locked.")
            assert demos(env) == [folder]
            terminal.type("open sesame\r")
            terminal.sees("Family", "88 items")
        assert len(os.listdir(f"/proc/{terminal.pid}/fd")) < 40
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert demos(env) == []
        terminal.assert_restored()
    with Terminal("--demo", env=env) as terminal:
        terminal.sees("Family", "88 items")
        terminal.press("ctrl+l")
        terminal.sees("The demo is locked", "Locked.")
        terminal.kill(signal.SIGTERM)
        assert terminal.ends() == 143
        assert demos(env) == []
        terminal.assert_restored()


def demos(env: Environment) -> list[Path]:
    """Return what demos have left."""
    return [path for name in ("TMPDIR", "XDG_RUNTIME_DIR") for path in Path(env[name]).glob("strongroom-demo-*")]


@pytest.mark.parametrize(
    "value",
    ["7", "\x1b]52;c;eA==\x07"]
    + [pytest.param(value, marks=SOAK_ONLY) for value in ("0", "1", "99999", "-1", "x", "\N{FULLWIDTH DIGIT NINE}")],
)
def test_a_variable_that_is_not_ours_is_nothing(stocked: Stocked, env: Environment, value: str) -> None:
    with Terminal(env={**env, VARIABLE: value}) as terminal:
        page = terminal.sees("Master password")
        assert "Locked" not in page
        assert terminal.screen.strange == []
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


@pytest.mark.parametrize(("number", "delay"), [(signal.SIGTERM, 0.0), (signal.SIGTERM, 0.1), (signal.SIGTSTP, 0.0)])
def test_a_signal_while_it_starts_anew(
    stocked: Stocked, env: Environment, number: signal.Signals, delay: float
) -> None:
    with Terminal(env=env) as terminal:
        browse(terminal)
        terminal.press("ctrl+l")
        terminal.wait_until(lambda: COVER.encode() in terminal.written, "the next image begins")
        time.sleep(delay)
        terminal.kill(number)
        if number is signal.SIGTERM:
            assert terminal.ends() == 143
        else:
            terminal.stops(1)
        terminal.assert_restored()


@pytest.mark.parametrize("how", ["term", "quit"])
def test_who_is_asked_to_end_during_a_lock_does_not_begin_anew(stocked: Stocked, env: Environment, how: str) -> None:
    with Terminal(env=env) as terminal:
        browse(terminal)
        with sqlite3.connect(stocked.path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")  # the lock has to wait with what it writes
            terminal.press("ctrl+l")
            terminal.sees("Locking …")
            if how == "term":
                terminal.kill(signal.SIGTERM)
            else:
                terminal.press("ctrl+q")
            time.sleep(0.3)
            other.execute("ROLLBACK")
        other.close()
        assert terminal.ends() == (143 if how == "term" else 0)
        terminal.assert_restored()
        assert COVER.encode() not in terminal.written


@pytest.mark.parametrize("key", ["ctrl+l", "ctrl+q"])
def test_a_key_that_locks_or_quits_does_so_though_the_terminal_hangs(
    stocked: Stocked, env: Environment, key: str
) -> None:
    stocked.add("Mail")
    lock_after(stocked, 0)
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("r")
        terminal.sees("s3cret-Mail")
        with terminal.stalled():
            for columns in (110, 120):
                terminal.resize(columns, 36)
                time.sleep(0.06)
            pid = terminal.pid
            terminal.press(key)
            if key == "ctrl+l":
                until(lambda: began_anew(pid))
                until(lambda: not any(copies(pid, [MASTER, "s3cret-Mail"]).values()))
            else:
                until(lambda: not runs(pid))
        if key == "ctrl+q":
            assert terminal.ends() == 0
            assert terminal.modes() == terminal.modes_before
        else:
            terminal.sees("Master password", "Locked.")


def runs(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    return False


def test_a_lock_while_the_demo_is_made_waits_for_it(env: Environment) -> None:
    with Terminal("--demo", env=env) as terminal:
        terminal.wait_until(lambda: bool(demos(env)), "the demo is begun")
        terminal.press("ctrl+l")
        terminal.sees("The demo is locked.")
        terminal.press("open sesame", "enter")
        terminal.sees("Family", "88 items")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert demos(env) == []


def test_where_the_program_is_gone_it_ends_locked_and_says_so(stocked: Stocked, env: Environment) -> None:
    code = "import sys; from tui.__main__ import main; sys.executable = '/nowhere/python'; main()"
    with Terminal(env=env, program=(sys.executable, "-c", code)) as terminal:
        browse(terminal)
        terminal.press("ctrl+l")
        assert terminal.ends() == 1
        terminal.sees("Strongroom is locked, and has ended, since it cannot be started anew: No such file")
        terminal.assert_restored()
