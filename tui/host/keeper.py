"""The keeper: a process of our own around pyperclip, so that no clipboard program can block, spoil or name a secret.

Run as a program it reads one request on stdin ("copy", or "clear" with a keyed digest; nothing secret is ever in its
arguments or environment), answers one word on stdout and ends. It says "ok" only after reading the clipboard back.
Imported, it says how to be run. It imports nothing of ours, because it runs where only its own file is known.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

READ_BACK_SECONDS = 0.6
"""An X server learns of a new owner a moment after the program that copies has returned."""

_PROGRAMS = ("copy_wl", "copy_xclip", "copy_xsel", "copy_osx_pbcopy", "copy_osx_pyobjc", "copy_wsl")
"""Ways of pyperclip that take the text by stdin and outlive us. Klipper's has the secret in its arguments, Qt's dies
with the process."""

_KEPT_VARIABLES = (
    "PATH",
    "HOME",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "XAUTHORITY",
    "LANG",
    "WSL_INTEROP",  # without it WSL starts no Windows program
)


class Answer(StrEnum):
    """What the keeper says."""

    OK = "ok"
    CHANGED = "changed"
    """The clipboard holds something else by now, and was left alone."""
    NO_PROGRAM = "no program"
    NOT_KEPT = "not kept"
    """Read back, the clipboard does not hold what was put there."""
    FAILED = "failed"
    HUNG = "hung"
    """Said by the one who waited for an answer."""


def command() -> tuple[str, ...]:
    """Return the command line of the keeper: this very file, and the folder where pyperclip was found.

    Isolated mode, so that neither the working directory nor PYTHON* variables have a say in what is imported.
    """
    from importlib.util import find_spec

    spec = find_spec("pyperclip")
    origin = spec.origin if spec is not None else None
    places = (str(Path(origin).parent.parent),) if origin else ()
    return (sys.executable, "-I", str(Path(__file__).resolve()), *places)


def environment(env: Mapping[str, str], platform: str) -> dict[str, str]:
    """Return what of an environment the keeper, and the clipboard program it starts, may know."""
    kept = {name: env[name] for name in _KEPT_VARIABLES if name in env}
    if "PATH" in kept:
        absolute = (place for place in kept["PATH"].split(os.pathsep) if os.path.isabs(place))
        kept["PATH"] = os.pathsep.join(absolute)
    if platform == "darwin":
        kept["LC_CTYPE"] = "UTF-8"  # else pbcopy takes the text for Mac Roman
    return kept


def digest(key: bytes, text: bytes) -> bytes:
    """Return the keyed digest by which a copied text is known again."""
    import hmac

    return hmac.digest(key, text, "sha256")


def main() -> int:
    """Answer one request; 0 if the answer is "ok"."""
    sys.path.extend(sys.argv[1:])
    out = os.dup(1)
    request = sys.stdin.buffer.read()
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # what the clipboard program inherits, and keeps open for as long as it lives
        os.dup2(null, fd)
    answer = _answer(request)
    if answer not in (Answer.OK, Answer.CHANGED):
        _end_programs()
    os.write(out, answer.value.encode() + b"\n")
    return 0 if answer is Answer.OK else 1


def _answer(request: bytes) -> Answer:
    import hmac

    import pyperclip

    verb, _, body = request.partition(b"\n")
    copy, paste = pyperclip.determine_clipboard()
    if getattr(copy, "__name__", "") not in _PROGRAMS:
        return Answer.NO_PROGRAM
    try:
        if verb == b"copy":
            copy(body.decode())
            return _read_back(paste, body)
        key, expected = (bytes.fromhex(part) for part in body.decode().split())
        if not hmac.compare_digest(digest(key, _held(paste)), expected):
            return Answer.CHANGED
        copy("")
        return _read_back(paste, b"")
    except (OSError, RuntimeError, subprocess.SubprocessError):  # pyperclip's own errors are RuntimeErrors
        return Answer.FAILED


def _read_back(paste: Callable[[], str], expected: bytes) -> Answer:
    """Wait until the clipboard holds what is expected."""
    deadline = time.monotonic() + READ_BACK_SECONDS
    while _held(paste) != expected:
        if time.monotonic() > deadline:
            return Answer.NOT_KEPT
        time.sleep(0.02)
    return Answer.OK


def _held(paste: Callable[[], str]) -> bytes:
    """Return what the clipboard holds, as UTF-8. What is no text (a picture) is nothing that we have put there."""
    try:
        return paste().encode()
    except UnicodeError:
        return b"\xff"


def _end_programs() -> None:
    """End a clipboard program that may hold the text although it is not to be found on the clipboard."""
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
