"""The ways to a clipboard: the platform's own, through the keeper, and the terminal's, by OSC 52.

The platform's is read back, so that "copied" is true. The terminal's gives no answer: a text is "sent" there, no more.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tui.host import keeper
from tui.host.keeper import Answer
from tui.model.errors import Invalid

TIME_LIMIT = 2.0
"""A clipboard that has not answered after so many seconds is given up."""
WSL_TIME_LIMIT = 8.0
"""There PowerShell has to start before anything can be read back."""
OSC52_LIMIT = 74_994
"""Bytes of UTF-8. In base64, with what is around it, this is the 100,000 bytes that terminals take as one sequence."""


class Route(StrEnum):
    """Where a copied text goes."""

    NATIVE = "native"
    OSC52 = "osc52"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """By this a copied text is known again, without keeping it: a random key, and the digest under that key."""

    key: bytes = field(repr=False)
    digest: bytes = field(repr=False)


_REASONS = {
    Answer.NO_PROGRAM: "no clipboard program was found: install wl-clipboard (Wayland) or xclip (X11)",
    Answer.NOT_KEPT: "the clipboard did not take it: perhaps its display cannot be reached",
    Answer.FAILED: "the clipboard program failed",
    Answer.HUNG: "the clipboard did not answer in time",
}


def choose_route(env: Mapping[str, str], platform: str, setting: str = "auto") -> Route:
    """Return the route to take; `platform` is as in `sys.platform`, `setting` a Route's value or "auto".

    Over SSH the native clipboard is the remote machine's, where nobody can paste: it is taken only where the setting
    says so (X11 forwarding makes it the right one).
    """
    if setting != "auto":
        return Route(setting)
    if any(env.get(name) for name in ("SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT")):
        return Route.OSC52
    here = platform == "darwin" or is_wsl(env) or any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return Route.NATIVE if here else Route.OSC52


def is_wsl(env: Mapping[str, str]) -> bool:
    """Whether this is Linux inside Windows, whose clipboard is reached through Windows programs."""
    return bool(env.get("WSL_DISTRO_NAME") or env.get("WSL_INTEROP"))


def encoded(text: str) -> bytes:
    """Return the text as it goes to a clipboard.

    Raises:
        Invalid: it is not valid Unicode.
    """
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Invalid(
            "What was to be copied holds half a character (a lone surrogate), which no clipboard takes."
        ) from None


def osc52(text: str) -> str:
    """Return the control sequence that asks the terminal to put `text` on its clipboard.

    Raises:
        Invalid: the text is too long, or is not valid Unicode.
    """
    data = encoded(text)
    if len(data) > OSC52_LIMIT:
        raise Invalid(f"What was to be copied is longer than the {OSC52_LIMIT:,} bytes that terminals take.")
    return _osc52(base64.b64encode(data).decode())


def osc52_clear() -> str:
    """Return the sequences that ask the terminal to empty its clipboard.

    xterm clears on what is no base64; terminals that ignore that get a single space instead of the text.
    """
    return _osc52("!") + _osc52(base64.b64encode(b" ").decode())


def terminal_caveat(env: Mapping[str, str]) -> str:
    """Return what stands between us and the terminal's clipboard, or an empty text."""
    if env.get("TMUX"):
        return "tmux: only with `set-clipboard on`, which keeps a copy"
    if env.get("STY"):
        return "GNU screen does not pass it on"
    return ""


def reason(answer: Answer) -> str:
    """Return why the native clipboard failed, as a clause that starts with a small letter."""
    return _REASONS[answer]


async def copy_native(text: bytes, env: Mapping[str, str], platform: str) -> Answer:
    """Put UTF-8 text on the platform's clipboard; `Answer.OK` only after it was read back."""
    return await _ask(b"copy\n" + text, env, platform)


async def clear_native(mark: Mark, env: Mapping[str, str], platform: str) -> Answer:
    """Empty the platform's clipboard if it still holds the text of this mark; else `Answer.CHANGED`."""
    return await _ask(f"clear\n{mark.key.hex()} {mark.digest.hex()}".encode(), env, platform)


def mark(text: bytes) -> Mark:
    """Return a mark of this text, under a key of its own."""
    key = os.urandom(32)
    return Mark(key, keeper.digest(key, text))


async def _ask(request: bytes, env: Mapping[str, str], platform: str) -> Answer:
    """Run the keeper with one request. Out of time or cancelled, it ends with every program that it has started."""
    try:
        process = await asyncio.create_subprocess_exec(
            *keeper.command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd="/",
            env=keeper.environment(env, platform),
            start_new_session=True,
        )
    except OSError:
        return Answer.FAILED
    try:
        async with asyncio.timeout(WSL_TIME_LIMIT if is_wsl(env) else TIME_LIMIT):
            said, _ = await process.communicate(request)
    except TimeoutError:
        return Answer.HUNG
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.communicate()
    word = said.decode().strip()
    return Answer(word) if word in list(Answer) else Answer.FAILED


def _osc52(payload: str) -> str:
    return f"\x1b]52;c;{payload}\x07"
