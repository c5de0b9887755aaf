"""What is written to the terminal comes there whole and in order, whether it takes it at once or not."""

from __future__ import annotations

import os
import pty
import sys
import threading
from collections.abc import Iterator

import pytest

from tui.guard import driver
from tui.guard.driver import GuardedDriver


class Writer:
    """In the place of Textual's thread: keeps what is handed to it, to be written later."""

    def __init__(self) -> None:
        self.waiting: list[str | bytes] = []

    def write(self, text: str | bytes) -> None:
        self.waiting.append(text)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """A terminal of which nobody reads: what is read, and what is written to, which is stderr."""
    reading, writing = pty.openpty()
    file = os.fdopen(writing, "w", encoding="utf-8")
    monkeypatch.setattr(sys, "__stderr__", file)
    yield reading, writing
    os.close(reading)
    file.close()


def test_what_a_terminal_does_not_take_at_once_follows_in_order(ends: tuple[int, int]) -> None:
    reading, writing = ends
    made = GuardedDriver.__new__(GuardedDriver)
    lasting = made._lasting = driver._Lasting(sys.__stderr__)  # type: ignore[arg-type]
    made._queued, made._direct = 0, driver._opened_again(writing)
    assert made._direct is not None
    made._writer_thread = writer = Writer()  # type: ignore[assignment]
    texts = ["é1 ", "ü" * 300_000, " 3 ", "4 "]
    for text in texts:
        made.write(text)
    assert isinstance(writer.waiting[0], bytes), "the first was taken at once, the second in part"
    assert writer.waiting[1:] == texts[2:], "and nothing overtakes it"

    def later() -> None:
        for text in writer.waiting:
            lasting.write(text)
        lasting.flush()

    thread = threading.Thread(target=later)
    thread.start()
    whole, read = "".join(texts).encode(), b""
    while len(read) < len(whole):
        read += os.read(reading, 65536)
    thread.join()
    assert read == whole
    made.write("5")
    assert os.read(reading, 9) == b"5"
    assert len(writer.waiting) == 3
    os.close(made._direct)


def test_a_file_is_no_terminal_to_be_opened_again(tmp_path: os.PathLike[str]) -> None:
    with open(os.path.join(tmp_path, "log"), "w", encoding="utf-8") as file:
        assert driver._opened_again(file.fileno()) is None
