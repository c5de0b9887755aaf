"""A server whose every text is hostile, on every screen that shows a server: a terminal sees none of it raw."""

from __future__ import annotations

import pytest

from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal
from tests.security import sieve
from tests.security.foreign import shown_since, written_since
from tests.security.hostile import CLIPBOARD, mark
from tests.servers.connect import ConnectServer
from tests.servers.connect.hostile import fill

pytestmark = pytest.mark.security

ITEMS = 12


def look_at_items(terminal: Terminal) -> None:
    """Go through all items, with what can be opened on each."""
    terminal.press("down", "enter")
    terminal.sees("words, tag:", f"{ITEMS}")
    for _ in range(ITEMS):
        terminal.press("j", "r")
    terminal.press("g", "g")
    for key, text in (("Y", "Enter Choose"), ("S", "Esc"), ("D", "for good?"), ("#", "Tags, with commas")):
        terminal.press(key)
        terminal.sees(text)
        terminal.press("escape")
        terminal.sees_no(text if text != "Esc" else "Enter Choose")
    terminal.press("enter", "R", "G", "escape", "escape")
    terminal.sees("every vault of every")


def test_no_text_of_a_server_reaches_the_terminal_as_it_is(env: Environment) -> None:
    with ConnectServer() as server:
        vault, source = fill(server, ITEMS)
        given = {**env, "OP_CONNECT_HOST": server.url, "OP_CONNECT_TOKEN": server.token}
        with Terminal(env=given, size=(200, 60)) as terminal:
            terminal.wait_until(lambda: b"\x1b[?2026$p" in terminal.written, "it asks whether paints can be told apart")
            terminal.send(b"\x1b[?2026;2$y")
            terminal.sees("every vault of every", mark(0))
            begin = len(terminal.written)
            terminal.press("down", "i")
            terminal.sees("Esc")
            terminal.press("escape")
            terminal.press("up")
            look_at_items(terminal)
            terminal.press("g", "a", "o")
            terminal.sees("Whose log?")
            terminal.press("2")
            terminal.sees("kept by the service")
            terminal.press("escape", "g", "c")
            terminal.sees("Accounts")
            terminal.press("c")
            terminal.sees("Requests, newest first")
            server.faults.status = 500  # says a hostile sentence
            terminal.press("r")
            terminal.sees("✗")
            terminal.press("escape", "escape", "ctrl+r")
            terminal.sees("as of")
            assert terminal.code is None
            assert sieve.odd(written_since(terminal, begin)) == []
            assert terminal.screen.clipboard == []
            assert CLIPBOARD.encode() not in terminal.written
            seen = "".join(shown_since(terminal, begin))
            marks = [number for number in range(source.made) if mark(number) in seen]
            assert len(marks) > ITEMS * 4, "this would find nothing where nothing is shown"
            assert vault
            terminal.press("ctrl+q")
            assert terminal.ends() == 0
            terminal.assert_restored()
