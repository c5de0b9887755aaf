"""What is done at each clipboard: the desktop's, through the keeper; tmux's; the terminal's own, by OSC 52.

The desktop's is read back, so that "copied" is true. The terminal's gives no answer: a text is "sent" there, no more.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.host import keeper, programs, tmux
from tui.host.keeper import Answer
from tui.host.routes import Route, Seat, is_wsl
from tui.model.errors import Invalid

TIME_LIMIT = 2.0
"""A clipboard that has not answered after so many seconds is given up."""
WSL_TIME_LIMIT = 8.0
"""There PowerShell has to start before anything can be read back."""
OSC52_LIMIT = 74_994
"""Bytes of UTF-8. In base64, with what is around it, this is the 100,000 bytes that terminals take as one sequence."""
SCREEN_LIMIT = 500
"""Bytes of UTF-8. GNU screen 4.9 prints a longer sequence on the screen, in its base64."""

_EMPTY = b" "
"""What is put in the place of a text: terminals and tmux ignore an empty one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """By this a copied text is known again, without keeping it: a random key, and the digest under that key."""

    key: bytes = field(repr=False)
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of ours may lie."""

    route: Route
    seat: Seat = field(hash=False)
    mark: Mark

    @property
    def spot(self) -> tuple[str, ...]:
        """What a later copy to the same clipboard has in common with this one."""
        names = {Route.NATIVE: "DISPLAY", Route.WAYLAND: "WAYLAND_DISPLAY", Route.TMUX: "TMUX"}
        return self.route.value, self.seat.env.get(names.get(self.route, ""), "")


_DESKTOP_REASONS = {
    Answer.NO_PROGRAM: "no clipboard program was found: install wl-clipboard (Wayland) or xclip (X11)",
    Answer.NOT_KEPT: "the clipboard did not take it: perhaps its display cannot be reached",
    Answer.FAILED: "the clipboard program failed",
    Answer.HUNG: "the clipboard did not answer in time",
}
_TMUX_REASONS = {
    Answer.FAILED: "tmux did not take it: it may be older than 3.2",
    Answer.HUNG: "tmux did not answer in time",
}


def reason(route: Route, answer: Answer) -> str:
    """Return why this clipboard failed, as a clause that starts with a small letter."""
    return (_TMUX_REASONS if route is Route.TMUX else _DESKTOP_REASONS).get(answer, _DESKTOP_REASONS[Answer.FAILED])


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


def mark(text: bytes) -> Mark:
    """Return a mark of this text, under a key of its own."""
    key = os.urandom(32)
    return Mark(key, keeper.digest(key, text))


# By a sequence


def osc52(text: str) -> str:
    """Return the control sequence that asks the terminal to put `text` on its clipboard.

    Raises:
        Invalid: the text is too long, or is not valid Unicode.
    """
    return sequence(Route.OSC52, encoded(text))


def sequence(route: Route, text: bytes) -> str:
    """Return the control sequence that asks the terminal to put UTF-8 text on its clipboard.

    Raises:
        Invalid: the text is too long.
    """
    if len(text) > OSC52_LIMIT:
        raise Invalid(f"What was to be copied is longer than the {OSC52_LIMIT:,} bytes that terminals take.")
    if route is Route.SCREEN and len(text) > SCREEN_LIMIT:
        raise Invalid(f"What was to be copied is longer than the {SCREEN_LIMIT} bytes that GNU screen passes on.")
    return _wrapped(route, base64.b64encode(text).decode())


def clearing_sequence(route: Route = Route.OSC52) -> str:
    """Return the sequences that ask the terminal to empty its clipboard.

    xterm clears on what is no base64; terminals that ignore that get a single space instead of the text.
    """
    return _wrapped(route, "!") + _wrapped(route, base64.b64encode(_EMPTY).decode())


def _wrapped(route: Route, payload: str) -> str:
    plain = f"\x1b]52;c;{payload}\x07"
    return f"\x1bP{plain}\x1b\\" if route is Route.SCREEN else plain


# By a program


@dataclass(frozen=True, slots=True)
class Call:
    """A program to be run: what it is given on stdin, what it knows of the environment, how many seconds it has."""

    command: tuple[str, ...]
    given: bytes = field(repr=False)
    env: Mapping[str, str]
    seconds: float


async def copy(route: Route, text: bytes, seat: Seat) -> Answer:
    """Put UTF-8 text on a clipboard. `Answer.OK` only after it was read back, or from tmux, which was sent it."""
    return await _answer(route, _call(route, f"copy {route.value}", text, seat))


async def clear(place: Place) -> Answer:
    """Empty a clipboard. One that can be read and holds something else by now is left alone: `Answer.CHANGED`."""
    return await _answer(place.route, clearing_call(place))


def clearing_call(place: Place) -> Call:
    """Return the program that empties a clipboard."""
    told = f"{place.mark.key.hex()} {place.mark.digest.hex()}".encode() if place.route.reads_back else _EMPTY
    return _call(place.route, f"clear {place.route.value}", told, place.seat)


def _call(route: Route, verb: str, body: bytes, seat: Seat) -> Call:
    env = programs.environment(seat.env, seat.platform)
    if route is Route.TMUX:
        return Call(tmux.loading(), body, env, tmux.TIME_LIMIT)
    if route is Route.NATIVE:
        env.pop("WAYLAND_DISPLAY", None)
    elif "XDG_RUNTIME_DIR" in env:
        env["TMPDIR"] = env["XDG_RUNTIME_DIR"]  # where wl-copy keeps what it offers, if it lets that be chosen
    seconds = WSL_TIME_LIMIT if is_wsl(seat.env) else TIME_LIMIT
    return Call(keeper.command(), verb.encode() + b"\n" + body, env, seconds)


async def _answer(route: Route, call: Call) -> Answer:
    try:
        code, said = await programs.run(call.command, call.given, call.env, call.seconds)
    except TimeoutError:  # which is an OSError, too
        return Answer.HUNG
    except OSError:
        return Answer.FAILED
    if route is Route.TMUX:
        return Answer.FAILED if code else Answer.OK
    word = said.decode().strip()
    return Answer(word) if word in list(Answer) else Answer.FAILED
