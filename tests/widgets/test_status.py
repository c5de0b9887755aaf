"""The status line."""

from __future__ import annotations

import pytest

from tests.widgets.stage import on_stage
from tui.widgets.status import Severity, StatusLine


@pytest.mark.parametrize(
    ("severity", "line"), [("info", " Done."), ("success", " ✓ Done."), ("warning", " ! Done."), ("error", " ✗ Done.")]
)
async def test_every_kind_of_message_has_a_sign_of_its_own(severity: Severity, line: str) -> None:
    status = StatusLine()
    async with on_stage(status, 40, 5) as show:
        status.say("Done.", severity)
        await show.pilot.pause()
        assert show.lines() == [line]
        assert (status.text, status.severity) == ("Done.", severity)


async def test_the_state_stands_at_the_right_where_there_is_room() -> None:
    status = StatusLine()
    async with on_stage(status, 40, 5) as show:
        status.state = "home · 62 items"
        await show.pilot.pause()
        assert show.strips()[0].text == " " * 24 + "home · 62 items "
        status.say("Copied.", "success")
        await show.pilot.pause()
        assert show.strips()[0].text == " ✓ Copied." + " " * 14 + "home · 62 items "
        status.say("Copied the password.")
        await show.pilot.pause()
        assert show.lines()[0] == " Copied the password.   home · 62 items"
        status.say("Copied the password of it.")
        await show.pilot.pause()
        assert show.lines()[0] == " Copied the password of it."
        status.clear()
        await show.pilot.pause()
        assert show.lines()[0].strip() == "home · 62 items"


async def test_a_message_goes_after_its_time_and_an_error_stays() -> None:
    status = StatusLine()
    async with on_stage(status, 40, 5) as show:
        status.say("Copied.", "success", seconds=0.1)
        await show.until(lambda lines: lines == [""])
        status.say("It failed.", "error", seconds=0.1)
        await show.pilot.pause(0.3)
        assert show.lines() == [" ✗ It failed."]
        status.say("Copied.", "success", seconds=0.1)
        status.say("And this stays.")
        await show.pilot.pause(0.3)
        assert show.lines() == [" And this stays."]


async def test_an_error_is_read_whole_and_anything_else_stays_on_one_line() -> None:
    sentence = "This store was put back from an older time, and nothing was written."
    status = StatusLine()
    async with on_stage(status, 40, 10) as show:
        status.say(sentence, "error")
        await show.pilot.pause()
        assert status.size.height == 2
        assert " ".join(line.strip() for line in show.lines()) == "✗ " + sentence
        status.say(sentence)
        await show.pilot.pause()
        assert status.size.height == 1
        assert show.lines() == [" This store was put back from an older…"]
        status.say(sentence * 9, "error")
        await show.pilot.pause()
        assert status.size.height == 3
        assert show.lines()[-1].endswith("…")


async def test_foreign_text_is_made_safe_and_never_markup() -> None:
    status = StatusLine()
    async with on_stage(status, 60, 5) as show:
        status.say("[bold]x[/] \x1b]52;c;eA==\x07", "error")
        status.state = "\x1b[2J\u202e[/]"
        await show.pilot.pause()
        assert show.lines() == [" ✗ [bold]x[/] ␛]52;c;eA==␇" + " " * 25 + "␛[2J\ufffd[/]"]


async def test_what_cannot_wait_is_shown_at_once_and_the_message_comes_back() -> None:
    status = StatusLine()
    async with on_stage(status, 40, 5) as show:
        status.say("This store was put back from an older time, and nothing was written.", "error")
        status.notice = "Locks in 9 s; any key keeps it open"
        await show.pilot.pause()
        assert show.lines() == [" ! Locks in 9 s; any key keeps it open"]
        status.say("It failed.", "error")
        await show.pilot.pause()
        assert show.lines() == [" ! Locks in 9 s; any key keeps it open"]
        status.notice = ""
        await show.pilot.pause()
        assert show.lines() == [" ✗ It failed."]
