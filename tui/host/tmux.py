"""tmux: who sits before it now, and what its terminal's clipboard is given.

A pane's environment is of the day when it was opened, so tmux itself is asked. What is copied goes through a buffer of
a random name, which is gone in the same breath.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tui.host import programs

TIME_LIMIT = 2.0
"""Seconds. A tmux that has not answered by then is given up."""

ASKED = ("SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")
"""What depends on where one sits. All but WAYLAND_DISPLAY are among those that tmux takes over when it is attached."""

_QUESTION = ("display-message", "-p", "client=#{client_tty} #{client_termname}", ";", "show-messages", "-T", ";")
_HEADING = re.compile(r"Terminal \d+: (\S+) for (\S+), ")


@dataclass(frozen=True, slots=True)
class Attached:
    """Whoever uses a tmux session now: the environment of their terminal (None: not set there), and that terminal."""

    environment: Mapping[str, str | None]
    terminal: str
    """Its TERM; empty where nobody is attached."""
    takes_clipboard: bool
    """Whether tmux knows how that terminal is sent a text for its clipboard."""
    tty: str = ""
    """Where that terminal is, as a path."""


async def ask(env: Mapping[str, str], platform: str) -> Attached | None:
    """Return who is attached to the session whose pane we are in, or None where tmux does not say."""
    try:
        code, said = await programs.run(
            ("tmux", *_QUESTION, "show-environment"), b"", programs.environment(env, platform), TIME_LIMIT
        )
    except (OSError, TimeoutError):
        return None
    return parse(said.decode(errors="replace")) if code == 0 else None


def parse(answer: str) -> Attached:
    """Read tmux's answers: its client, the capabilities of all its terminals, and the session's environment."""
    client, takes, environment, heading = "", True, dict[str, str | None](), ""
    terminal = ""
    for line in answer.splitlines():
        name, _, value = line.partition("=")
        if name == "client" and not terminal:
            client, _, terminal = value.partition(" ")
        elif found := _HEADING.match(line):
            heading = found[2]
        elif " Ms: " in line and heading == client:
            takes = "[missing]" not in line
        elif name in ASKED:
            environment[name] = value
        elif line.removeprefix("-") in ASKED:
            environment[line.removeprefix("-")] = None
    return Attached(environment, terminal, takes, client)


def loading() -> tuple[str, ...]:
    """Return the command that sends its stdin to the clipboard of tmux's terminal, and keeps no copy."""
    name = f"strongroom-{os.urandom(8).hex()}"
    return ("tmux", "load-buffer", "-w", "-b", name, "-", ";", "delete-buffer", "-b", name)
