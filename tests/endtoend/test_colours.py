"""Terminals with few colours or none, at the smallest size."""

from __future__ import annotations

import pytest

from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal

GREYS = {"30", "37", "90", "97", "40", "47", "100", "107"}


@pytest.mark.parametrize("changes", [{"TERM": "linux"}, {"TERM": "xterm", "NO_COLOR": "1"}], ids=["linux", "none"])
def test_it_is_usable_in_80_columns(env: Environment, changes: dict[str, str]) -> None:
    with Terminal("--demo", env={**env, "COLORTERM": "", **changes}, size=(80, 24)) as terminal:
        terminal.sees("Family", "Personal", "Work")
        terminal.press("g", "i")
        terminal.sees("Alder Bank")
        terminal.press("/")
        terminal.type("larkm")
        page = terminal.sees("/ larkm", "Larkmail")
        assert "Alder Bank" not in page
        terminal.press("enter", "enter")
        terminal.sees("••••••••")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
        assert terminal.screen.strange == []
        used = {number for colour in terminal.screen.colours for number in colour.split(";")}
        assert not {"38", "48"} & used, "more than 16 colours"
        if "NO_COLOR" in changes:
            assert {number for number in used if int(number or 0) >= 30} <= GREYS
        else:
            assert not {number for number in used if int(number or 0) >= 30} <= GREYS
