"""The benchmarks' own terminal reads what programs paint, answers them, and tells what a key costs."""

from __future__ import annotations

import sys
from pathlib import Path
from select import select

import pytest

from benchmarks import processes
from benchmarks.answers import Answers
from benchmarks.screen import Screen
from benchmarks.terminal import NeverCame, Terminal

PROGRAM = """
import os, sys, termios, tty
modes = termios.tcgetattr(0)
tty.setraw(0)
os.write(1, b"\\x1b[?2026$p")
asked = b""
while not asked.endswith(b"y"):
    asked += os.read(0, 100)
os.write(1, b"\\x1b[2J\\x1b[3;5Hready " + asked[1:])
while True:
    key = os.read(0, 1)
    os.write(1, b"\\x1b[5;1Hkey " + key)
"""


@pytest.fixture
def program(tmp_path: Path) -> list[str]:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return [sys.executable, "-I", "-S", str(path)]


def test_a_program_is_answered_seen_and_pressed(program: list[str]) -> None:
    with Terminal(program, env={}, size=(40, 6)) as terminal:
        assert terminal.shows("ready [?2026;2$y") > 0
        assert terminal.page().splitlines()[2].startswith("    ready")
        pressed = terminal.press("k")
        assert 0 < pressed.first <= pressed.last
        assert pressed.size == len("\x1b[5;1Hkey k")
        assert "key k" in terminal.page()
        assert processes.memory(terminal.pid) > 1
        with pytest.raises(NeverCame, match="'lost' never came"):
            terminal.shows("lost", seconds=0.1)


def test_what_was_written_before_a_key_is_not_its_answer(program: list[str]) -> None:
    with Terminal(program, env={}, size=(40, 6)) as terminal:
        terminal.shows("ready")
        terminal.send("k")
        assert select([terminal._master], [], [], 20)[0]
        assert terminal.press("j").size == len("\x1b[5;1Hkey j")


def test_what_is_waited_for_will_not_come_from_a_program_that_has_ended() -> None:
    with Terminal([sys.executable, "-I", "-S", "-c", "print('short')"], env={}) as terminal:
        assert terminal.shows("short")
        with pytest.raises(NeverCame, match="'long' never came"):
            terminal.shows("long")


def test_questions_are_answered_also_in_pieces() -> None:
    answers = Answers(80, 24)
    assert answers.to(b"text \x1b[c\x1b[6n") == b"\x1b[?62;22c\x1b[1;1R"
    assert answers.to(b"\x1b]11;") == b""
    assert answers.to(b"?\x07") == b"\x1b]11;rgb:1111/1111/1111\x1b\\"
    assert answers.to(b"\x1b[18t\x1b[?u") == b"\x1b[8;24;80t\x1b[?0u"
    assert answers.to(b"\x1b[31mred") == b""


def test_strange_sequences_are_not_printed() -> None:
    screen = Screen(20, 2)
    screen.feed(b"a\x1b[>4;2m\x1b[?2026$p\x1b[<u\x1b]8;;x\x1b\\\x1bP>|q\x1b\\b\x1b[?20")
    screen.feed(b"26h\x1b[38:2:1:2:3mc\xe2\x96")
    screen.feed(b"\x8c")
    assert screen.page().split() == ["abc▌"]
