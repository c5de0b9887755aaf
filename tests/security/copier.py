"""The clipboard of Strongroom in a process of its own, without the rest: `copier.py SOCKET SECONDS [SETTING]`.

It connects to SOCKET, tells its number, and then answers each line it is told there with one line: "copy TEXT",
"clear", "abandon", "state", "exec" (another program in its place), "leave" (clear and end).
"""

from __future__ import annotations

import asyncio
import os
import sys

from tui.host import boot
from tui.model.errors import VaultError
from tui.model.secret import Secret
from tui.services.clipboard import Clipboard


def write(sequence: str) -> None:
    """Write to the terminal, as Textual does."""
    sys.stderr.write(sequence)
    sys.stderr.flush()


async def answer(clipboard: Clipboard, verb: str, rest: str) -> str:
    """Do what is asked; return what there is to say."""
    match verb:
        case "copy":
            try:
                return (await clipboard.copy(Secret(rest), "password")).sentence
            except VaultError as error:
                return f"{type(error).__name__}: {error}"
        case "clear" | "leave":
            return await clipboard.clear()
        case "abandon":
            clipboard.abandon()
    return clipboard.state()


async def main(path: str, seconds: str, *, setting: str = "auto", clear_terminal: bool = True) -> None:
    """Serve until told to leave."""
    clipboard = Clipboard(write, float(seconds), setting, clear_terminal=clear_terminal)
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"%d\n" % os.getpid())
    while line := (await reader.readline()).decode():
        verb, _, rest = line.rstrip("\n").partition(" ")
        said = await answer(clipboard, verb, rest)
        writer.write(said.encode() + b"\n")
        await writer.drain()
        if verb == "exec":
            os.execv("/bin/sleep", ["sleep", "60"])  # noqa: S606 - this is what is to be tried
        if verb == "leave":
            break


if __name__ == "__main__":
    boot.prepare()
    boot.restore_echo()
    path, seconds, *more = sys.argv[1:]
    asyncio.run(main(path, seconds, setting=(more or ["auto"])[0], clear_terminal="kept" not in more))
