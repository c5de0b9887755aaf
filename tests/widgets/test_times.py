"""Times as people read them."""

from __future__ import annotations

import time

import pytest

from tui.widgets.times import local_time, short_time


def test_what_was_today_is_told_by_its_time_and_all_else_by_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = time.mktime((2026, 11, 26, 12, 0, 0, 0, 0, -1))
    monkeypatch.setattr(time, "time", lambda: noon)
    assert local_time(noon - 60) == "2026-11-26 11:59"
    assert short_time(noon - 60) == "11:59"
    assert short_time(noon - 86_400) == "2026-11-25"
    assert short_time(noon + 86_400) == "2026-11-27"
    assert [short_time(never) for never in (None, 0.0, 1e300)] == ["–", "–", "–"]
