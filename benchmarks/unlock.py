"""The whole way from Enter behind the master password to the list that counts 100,000 items, key derivation included.

The peer opens a database of the same logins, whose key costs what its program chooses for a new one.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.figures import Figure, Missing, Row
from benchmarks.hoard import login, password
from benchmarks.peers import Absent, Peer
from benchmarks.programs import COUNT, STRONGROOM, at_home, stocked
from benchmarks.run import Run
from benchmarks.terminal import ENTER, Terminal
from tui.model.ids import VaultId
from tui.model.secret import Secret

WHAT = "unlock 100,000 items, key derivation included: Enter to the list that counts them all"
MOST = 3
"""Rounds: the peer takes long."""
DECRYPTION = "1000"
"""Milliseconds that the key of a new database is to cost, as the program's own dialog has it."""
PATIENCE = 300


def figures(run: Run) -> Iterator[Row]:
    """Unlock both by turns."""
    ours: list[list[float]] = []
    theirs: list[list[float]] = []
    name = ""
    try:
        peer, database = _peer(run)
        name = f"keepassxc-cli {peer.version} open"
    except Absent as absent:
        yield Missing(f"{WHAT} / keepassxc-cli", str(absent))
    for _ in range(min(run.rounds, MOST)):
        ours.append([_unlock(run)])
        if name:
            theirs.append([_open(peer, database)])
    yield Figure(WHAT, "ms", ours, name, theirs)


def _unlock(run: Run) -> float:
    with at_home() as env, Terminal([STRONGROOM], env={**env, "STRONGROOM_HOME": str(stocked(run))}) as terminal:
        terminal.shows("Master password")
        terminal.send(password().reveal())
        terminal.rests()
        terminal.send(ENTER)
        return terminal.shows(f"{COUNT:,} items")


def _open(peer: Peer, database: Path) -> float:
    with at_home() as env, Terminal([peer.program, "open", database], env=env) as terminal:
        terminal.shows("Enter password")
        terminal.send(password().reveal() + ENTER)
        return terminal.shows("> ")


def _peer(run: Run) -> tuple[Peer, Path]:
    """Return the peer and its database, which is made once in a run.

    Raises:
        Absent: there is no such peer, or it cannot make one.
    """
    if run.quick:
        raise Absent("making its database takes long: not with --quick")
    peer = run.peers.get("keepassxc-cli")
    exported, database = run.scratch / "logins.xml", run.scratch / "logins.kdbx"
    with exported.open("w", encoding="utf-8") as file:
        file.writelines(_xml())
    command: list[str | Path] = [peer.program, "import", "-p", "-t", DECRYPTION, exported, database]
    typed = f"{password().reveal()}\n" * 2
    try:
        with at_home() as env:
            subprocess.run(command, input=typed, env=env, text=True, check=True, timeout=PATIENCE, capture_output=True)
    except subprocess.SubprocessError as error:
        raise Absent(f"it cannot make a database of {COUNT:,} items ({type(error).__name__})") from error
    finally:
        exported.unlink()
    return peer, database


def _xml() -> Iterator[str]:
    """Yield the hoard as KeePass has it in XML."""
    yield f"<?xml version='1.0'?><KeePassFile><Meta/><Root><Group>{_uuid(0)}<Name>Private</Name>"
    for number in range(1, COUNT + 1):
        item = login(VaultId("private"), number)
        username, secret, _, notes = (
            field.value.reveal() if isinstance(field.value, Secret) else field.value for field in item.fields
        )
        values = {"UserName": username, "Password": secret, "URL": item.websites[0].url, "Notes": notes}
        strings = "".join(_string(key, str(value)) for key, value in {"Title": item.title, **values}.items())
        yield f"<Entry>{_uuid(number)}{strings}</Entry>\n"
    yield "</Group></Root></KeePassFile>"


def _string(key: str, value: str) -> str:
    return f"<String><Key>{key}</Key><Value>{escape(value)}</Value></String>"


def _uuid(number: int) -> str:
    return f"<UUID>{base64.b64encode(number.to_bytes(16, 'big')).decode()}</UUID>"
