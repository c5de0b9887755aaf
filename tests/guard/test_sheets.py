"""The sheet of a screen is read when the screen is first shown; what was parsed before is not parsed again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.color import Color
from textual.css import stylesheet
from textual.screen import Screen
from textual.widgets import Static

from tui.guard.app import GuardedApp


class Second(Screen[None]):
    """A screen whose sheet is a file."""

    def compose(self) -> ComposeResult:
        yield Static("second")


async def test_no_sheet_is_parsed_again_for_that_of_another_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "second.tcss"
    sheet.write_text("Second Static { color: #123456; }\n")
    monkeypatch.setattr(Second, "CSS_PATH", sheet)
    parsed: Counter[str] = Counter()
    parse = vars(stylesheet)["parse"]

    def counted(scope: str, css: str, *rest: Any, **named: Any) -> Any:
        parsed[css] += 1
        return parse(scope, css, *rest, **named)

    app = GuardedApp([])
    async with app.run_test() as pilot:
        monkeypatch.setattr(stylesheet, "parse", counted)
        for _ in range(2):
            await app.push_screen(Second())
            await pilot.pause()
            assert app.screen.query_one(Static).styles.color == Color.parse("#123456")
            app.pop_screen()
            await pilot.pause()
    assert parsed[sheet.read_text()] == 1
    assert set(parsed.values()) == {1}
    assert not any("ToastRack" in css for css in parsed)
