"""The keeper: processes of our own for the clipboard, so that no program of it can block, spoil or name a secret.

Run as a program it reads one request on stdin, and nothing secret is ever in its arguments or environment. "copy" and
"clear" (with a keyed digest) answer one word on stdout and end; it says "ok" only after reading the clipboard back.
"wait" outlives the app, to clear what others have copied: see `tui.host.waiting`. Imported, it says how to be run.
"""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from types import FrameType

READ_BACK_SECONDS = 0.6
"""An X server learns of a new owner a moment after the program that copies has returned."""

OWN_LIMIT = 10.0
"""Seconds after which a copy ends itself, should nobody be left who gives it up."""

_PROGRAMS = ("copy_xclip", "copy_xsel", "copy_osx_pbcopy", "copy_osx_pyobjc", "copy_wsl")
"""Ways of pyperclip that take the text by stdin and outlive us. Klipper's has the secret in its arguments, Qt's dies
with the process. None of them can mark the text for clipboard managers; for Wayland we have a way of our own."""

_SELECTION = ("xclip", "-selection", "clipboard", "-o")
_POWERSHELL = (
    "$ErrorActionPreference = 'Stop'; "
    "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([string](Get-Clipboard -Raw)))"
)
_READERS = {
    "copy_xclip": _SELECTION,
    "copy_xsel": ("xsel", "--clipboard", "--output"),
    "copy_osx_pbcopy": ("pbpaste",),
    "copy_wsl": ("powershell.exe", "-noprofile", "-command", _POWERSHELL),
}
"""What reads where these have copied. pyperclip's own ways take a program that failed for an empty clipboard."""
_TYPES = {"copy_xclip": (*_SELECTION, "-t", "TARGETS")}
"""What tells of which types that is which the clipboard holds, where a program of these can."""
_OURS = {b"UTF8_STRING", b"STRING", b"text/plain", b"text/plain;charset=utf-8"}
"""The types that a text of ours has, at one clipboard or another."""
_NOTHING = (b" not available", b"No selection", b"Nothing is copied")
"""What xclip 0.13 and wl-paste 2.0 to 2.2 say of an empty clipboard; neither has an exit code of its own for that."""
_NO_TEXT = b"\xff"
"""Stands for whatever is no text, and so not ours."""

Copy = Callable[[bytes], None]
Paste = Callable[[], bytes]


class UnreadableError(Exception):
    """Nobody can say what the clipboard holds."""


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
    places = (_above(origin, 2),) if origin else ()
    return (sys.executable, "-I", os.path.realpath(__file__), *places)


def digest(key: bytes, text: bytes) -> bytes:
    """Return the keyed digest by which a copied text is known again."""
    import hmac

    return hmac.digest(key, text, "sha256")


def main() -> int:
    """Answer one request; 0 if the answer is "ok" or "changed"."""
    request = sys.stdin.buffer.read()
    verb, _, body = request.partition(b"\n")
    if verb == b"wait":
        sys.path.append(_above(os.path.realpath(__file__), 3))
        from tui.host import waiting

        return waiting.main(body)
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, OWN_LIMIT)
    sys.path.extend(sys.argv[1:])
    out = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # what the clipboard program inherits, and keeps open for as long as it lives
        os.dup2(null, fd)
    answer = _answer(verb, body)
    if answer not in (Answer.OK, Answer.CHANGED):
        _end_programs()
    os.write(out, answer.value.encode() + b"\n")
    return 0 if answer in (Answer.OK, Answer.CHANGED) else 1


def _answer(verb: bytes, body: bytes) -> Answer:
    import hmac

    deed, _, kind = verb.partition(b" ")
    try:
        programs = _wayland() if kind == b"wayland" else _platform()
        if programs is None:
            return Answer.NO_PROGRAM
        copy, paste = programs
        if deed == b"copy":
            copy(body)
            return _read_back(paste, body)
        key, expected = (bytes.fromhex(part) for part in body.decode().split())
        if not hmac.compare_digest(digest(key, paste()), expected):
            return Answer.CHANGED
        copy(b"")
        return _read_back(paste, b"")
    except (OSError, RuntimeError, subprocess.SubprocessError, UnreadableError):  # pyperclip's are RuntimeErrors
        return Answer.FAILED


def _platform() -> tuple[Copy, Paste] | None:
    import pyperclip

    copy, paste = pyperclip.determine_clipboard()
    name = getattr(copy, "__name__", "")
    if name not in _PROGRAMS:
        return None

    def held() -> bytes:
        if name not in _READERS:
            return (paste() or "").encode(
                errors="surrogatepass"
            )  # pyobjc's runs no program, and says None where there is no text
        found = _read(_READERS[name], _TYPES.get(name, ()))
        return _decoded(found) if name == "copy_wsl" else found

    return lambda text: copy(text.decode()), held


def _wayland() -> tuple[Copy, Paste] | None:
    """Return wl-clipboard's ways. Where wl-copy can, it marks a text, so that clipboard managers keep no copy.

    It keeps what it offers in a file of its own, which only the user can read, until the clipboard is cleared.
    """
    from shutil import which

    putting, getting = which("wl-copy"), which("wl-paste")
    if putting is None or getting is None:
        return None

    def said(*command: str) -> bytes:
        return subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout  # noqa: S603 - found on our PATH

    def copy(text: bytes) -> None:
        """Whether it worked is seen by reading back. What is started here stays, and so gets no pipe of ours."""
        marked = ("--sensitive",) if b"--sensitive" in said(putting, "--help") else ()
        how = ("--type", "text/plain", *marked) if text else ("--clear",)
        subprocess.run((putting, *how), input=text, check=False)  # noqa: S603 - found on our PATH

    def held() -> bytes:
        return _read((getting, "--no-newline", "--type", "text"), (getting, "--list-types"))

    return copy, held


def _read(reader: Sequence[str], types: Sequence[str]) -> bytes:
    """Return what the clipboard holds, by the program that reads it, and the one that tells its types.

    Raises:
        UnreadableError: the program failed, and it is not for want of a text.
    """
    asked = subprocess.run(reader, capture_output=True, check=False)  # noqa: S603 - found on our PATH
    if asked.returncode == 0:
        return asked.stdout
    told = subprocess.run(types, capture_output=True, check=False) if types else asked  # noqa: S603 - so is this
    if told.returncode == 0 and not _OURS.intersection(told.stdout.split(b"\n")):
        return _NO_TEXT
    if told.returncode and any(words in told.stderr for words in _NOTHING):
        return b""
    raise UnreadableError


def _decoded(answer: bytes) -> bytes:
    try:
        return base64.b64decode(answer)
    except ValueError:
        raise UnreadableError from None


def _read_back(paste: Paste, expected: bytes) -> Answer:
    """Wait until the clipboard holds what is expected."""
    deadline = time.monotonic() + READ_BACK_SECONDS
    while True:
        with contextlib.suppress(UnreadableError):
            if paste() == expected:
                return Answer.OK
        if time.monotonic() > deadline:
            return Answer.NOT_KEPT
        time.sleep(0.02)


def _end_programs() -> None:
    """End a clipboard program that may hold the text although it is not to be found on the clipboard."""
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)


def _give_up(number: int, frame: FrameType | None) -> None:
    """End with every program that was started."""
    os.killpg(0, signal.SIGKILL) if os.getpgrp() == os.getpid() else os._exit(1)


def _above(path: str, levels: int) -> str:
    for _ in range(levels):
        path = os.path.dirname(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
