"""What a move of the cursor costs: what it shows, and neither a layout nor another style anywhere."""

from __future__ import annotations

import pytest
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from tests.app.person import Stocked, unlocked


@pytest.mark.parametrize("columns", [80, 120])
async def test_a_move_lays_nothing_out_and_styles_nothing(
    stocked: Stocked, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    stocked.add("Bank", "Garden", "Mail")
    called: list[str] = []
    async with unlocked(stocked.path, size=(columns, 30)) as person:
        await person.press("enter")
        await person.sees("words, tag:", "user-Bank")
        await person.press("down", "down", "up")  # all that there is to be shown has been shown once
        await person.pilot.pause(0.2)
        for kind, name in ((Screen, "_refresh_layout"), (Stylesheet, "update_nodes")):
            monkeypatch.setattr(kind, name, lambda *_, name=name, **__: called.append(name))
        await person.press("down", "up", "up")
        await person.sees("▌ ◉ Bank")
        await person.pilot.pause(0.2)
        monkeypatch.undo()
        assert called == []
