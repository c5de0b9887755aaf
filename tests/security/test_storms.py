"""More than a person does: windows of one cell, and resizes and pastes by the hundred thousand, end nothing."""

from __future__ import annotations

import random
import secrets

import pytest

from tests.app.person import Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse
from tests.endtoend.terminal import Terminal

pytestmark = pytest.mark.security

PASTE = 200_000
"""Bytes."""
ESCAPES = "\x1b]52;c;UFdORUQ=\x07\x1b[2J\x1b[?1049l\x9b31m\x1b[201"
"""Sequences that must not come back to the terminal, the last of them almost the end of what is pasted."""
SIZES = ((1, 1), (120, 36), (2, 1), (1, 60), (300, 3), (19, 7), (80, 24))


def paste(terminal: Terminal, text: str) -> None:
    """Paste a text, as a terminal does."""
    terminal.send(b"\x1b[200~")
    data = text.encode()
    for begin in range(0, len(data), 1000):
        terminal.send(data[begin : begin + 1000])
    terminal.send(b"\x1b[201~")


@pytest.mark.soak
def test_no_size_of_the_window_ends_anything(stocked: Stocked, env: Environment, soak_scale: SoakScale) -> None:
    stocked.add("Mail")
    chance = random.Random(1)  # noqa: S311
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        screens = [("", "escape"), ("g a", "escape"), ("?", "escape"), ("Y", "escape"), ("n l", "escape")]
        for keys, back in screens[: soak_scale(50)]:
            terminal.press(*keys.split())
            for _ in range(soak_scale(200)):
                terminal.resize(*chance.choice(SIZES))
            terminal.resize(1, 1)
            terminal.resize(120, 36)
            terminal.wait_until(lambda: len(terminal.page().split()) > 20, "it is painted anew")
            terminal.press(back)
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


@pytest.mark.soak
@pytest.mark.parametrize("place", ["filter", "title", "password", "notes"])
def test_a_large_paste_full_of_escape_sequences_is_text(
    place: str, stocked: Stocked, env: Environment, soak_scale: SoakScale
) -> None:
    stocked.add("Mail")
    secret = f"s3cret-{secrets.token_hex(4)}"
    text = f"{secret} {ESCAPES} " * (soak_scale(PASTE) // 60)
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        if place == "filter":
            terminal.press("/")
        else:
            terminal.press("n", "l")
            terminal.sees("New Login")
        terminal.press(*["down"] * {"filter": 0, "title": 0, "password": 2, "notes": 6}[place])
        paste(terminal, text)
        word = secret.rpartition("-")[2]  # lines break anywhere
        terminal.wait_until(lambda: "•••" in terminal.page() or word in terminal.page(), "it is there", seconds=60)
        terminal.press("ctrl+q")
        assert terminal.ends(seconds=60) == 0
        terminal.assert_restored()
        assert terminal.screen.strange == []
        assert terminal.screen.copied() == []


@pytest.mark.parametrize("term", ["dumb", "", "vt100"])
def test_a_terminal_that_can_do_little_gets_a_sensible_end(env: Environment, term: str) -> None:
    with Terminal(env={**env, "TERM": term, "COLORTERM": ""}, size=(80, 24)) as terminal:
        terminal.sees("Welcome")
        terminal.send(b"\xff\xfe")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
