"""The programs that are run in a terminal, each at home in a folder of its own: they read nothing of yours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory

from benchmarks import hoard
from benchmarks.peers import Peer
from benchmarks.run import Run
from benchmarks.terminal import ENTER, SIZE, Terminal
from tui.model.secret import Secret
from tui.store.store import Store

STRONGROOM = Path(sys.executable).with_name("strongroom")
FLOOR = (sys.executable, "-P", str(Path(__file__).with_name("floor.py")))
"""The least that Textual can do."""
COUNT = 100_000

_KEPT = ("PATH", "LANG", "LC_ALL")


def environment(home: Path) -> dict[str, str]:
    """Return all of the environment for a program at home in a folder."""
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    for name in ("tmp", "run"):
        (home / name).mkdir(mode=0o700, exist_ok=True)
    return env | {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": env.get("LANG", "C.UTF-8"),
    }


@contextmanager
def at_home() -> Iterator[dict[str, str]]:
    """Have an empty home, and yield its environment."""
    with TemporaryDirectory(prefix="strongroom-benchmark-") as home:
        yield environment(Path(home))


def stocked(run: Run, count: int = COUNT) -> Path:
    """Return the folder with a store of so many logins, for STRONGROOM_HOME. It is made once in a run."""
    home = run.scratch / f"store of {count}"
    if not home.exists():
        making = home.with_suffix(".making")
        making.mkdir(mode=0o700)
        if count:
            hoard.make(making / "home.strongroom", count)
        else:
            store = Store.create(making / "home.strongroom", hoard.password(), state_dir=making / "state")
            store.create_vault("Private")
            store.close()
        making.rename(home)
    return home


@contextmanager
def unlocked(store: Path, count: int, size: tuple[int, int] = SIZE) -> Iterator[Terminal]:
    """Run Strongroom, unlock a store that `stocked` made, and have all its items listed."""
    with at_home() as env, Terminal([STRONGROOM], env={**env, "STRONGROOM_HOME": str(store)}, size=size) as terminal:
        list_all(terminal, count)
        yield terminal


def list_all(terminal: Terminal, count: int) -> None:
    """Unlock the store and list all its items."""
    master: Secret = hoard.password()
    terminal.shows("Master password")
    terminal.send(master.reveal() + ENTER)
    terminal.shows(f"{count:,} items" if count else "Private")
    terminal.send(ENTER)
    terminal.shows("has:otp")
    terminal.rests(0.5)


def lines(count: int = COUNT) -> str:
    """Return the same logins as lines, for a program that finds lines: title, user name, website and tags."""
    from tui.model.ids import VaultId

    items = (hoard.login(VaultId("private"), number) for number in range(count))
    return "".join(
        f"{item.title} {item.fields[0].value} {item.websites[0].url} {' '.join(item.tags)}\n" for item in items
    )


@contextmanager
def finding(fzf: Peer, run: Run, size: tuple[int, int] = SIZE) -> Iterator[Terminal]:
    """Run fzf over the same logins as lines."""
    path = run.scratch / "lines"
    if not path.exists():
        path.write_text(lines(), encoding="utf-8")
    with at_home() as env:
        env |= {"FZF_DEFAULT_COMMAND": f"cat {quote(str(path))}", "SHELL": "/bin/sh"}
        command: list[str | Path] = [fzf.program, "--layout=reverse", "--bind=home:first,ctrl-d:half-page-down"]
        with Terminal(command, env=env, size=size) as it:
            it.shows(f"{COUNT}/{COUNT}")
            it.rests()
            yield it
