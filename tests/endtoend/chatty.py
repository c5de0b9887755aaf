"""A Strongroom with a native library that writes over the screen: in the editor F3 has it do so."""

from __future__ import annotations

import ctypes

from tui.__main__ import main
from tui.screens.editor_fields import FieldDeeds

NOISE = b"panicked at native/src/lib.rs:1"


def chatter(deeds: FieldDeeds) -> None:
    """Write past Python, to output and errors, as often as it is asked for; say when that is done."""
    libc = ctypes.CDLL(None)
    for fd in (1, 2):
        libc.write(fd, NOISE, len(NOISE))
    deeds._screen.say("It was written")


if __name__ == "__main__":
    FieldDeeds.action_add_section = chatter  # type: ignore[method-assign, assignment]
    main()
