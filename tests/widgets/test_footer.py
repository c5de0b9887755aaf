"""The line of keys."""

from __future__ import annotations

import pytest

from tests.widgets.stage import on_stage
from tui.commands import COMMANDS
from tui.widgets.footer import KeyFooter, KeyHint, key_label

HINTS = [
    KeyHint("p", "Password"),
    KeyHint("t", "Code", enabled=False),
    KeyHint("m", "Move"),
    KeyHint("ctrl+p", "Commands"),
]


@pytest.mark.parametrize(
    ("keys", "label"),
    [
        ("p", "p"),
        ("P", "P"),
        ("?", "?"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("ctrl+g", "^G"),
        ("ctrl+shift+a", "^Shift+A"),
        ("shift+tab", "Shift+Tab"),
        ("g v", "g v"),
        ("g g", "g g"),
        ("escape", "Esc"),
        ("pagedown", "PgDn"),
        ("f1", "F1"),
        ("+", "+"),
        ("*", "*"),
    ],
)
def test_keys_are_written_as_people_write_them(keys: str, label: str) -> None:
    assert key_label(keys) == label


def test_every_key_we_bind_has_a_short_label() -> None:
    for keys in (keys for command in COMMANDS for keys in command.keys):
        assert 0 < len(key_label(keys)) <= 9


async def test_keys_are_shown_with_what_they_do() -> None:
    footer = KeyFooter()
    async with on_stage(footer, 60, 3) as show:
        footer.show(HINTS)
        await show.pilot.pause()
        assert show.lines() == [" p Password  t Code  m Move  ^P Commands"]
        styles = {segment.text.strip(): segment.style for segment in show.strips()[0]}
        assert styles["t"] == styles["Code"] != styles["Password"]
        assert styles["p"] == styles["^P"] != styles["t"]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (40, " p Password  t Code  m Move  ^P Commands"),
        (39, " p Password  t Code  m Move"),
        (10, ""),
        (11, " p Password"),
    ],
)
async def test_only_whole_hints_are_shown(width: int, line: str) -> None:
    footer = KeyFooter()
    async with on_stage(footer, width, 3) as show:
        footer.show(HINTS)
        await show.pilot.pause()
        assert show.lines() == [line]


async def test_a_sequence_that_was_begun_shows_how_it_goes_on() -> None:
    footer = KeyFooter()
    async with on_stage(footer, 60, 3) as show:
        footer.show(HINTS)
        footer.show_continuations("g", [KeyHint("g v", "Vaults"), KeyHint("g g", "Top")])
        await show.pilot.pause()
        assert show.lines() == [" g …  v Vaults  g Top"]
        await show.pilot.click(KeyFooter, offset=(8, 0))
        assert [message.key for message in show.said(KeyFooter.Pressed)] == ["g v"]
        footer.show(HINTS)
        await show.pilot.pause()
        assert show.lines()[0].startswith(" p Password")


async def test_all_that_a_sequence_can_become_is_shown_however_narrow_the_terminal() -> None:
    footer = KeyFooter()
    async with on_stage(footer, 24, 5) as show:
        footer.show(HINTS)
        footer.show_continuations("g", [KeyHint("g v", "Vaults"), KeyHint("g c", "Accounts"), KeyHint("g g", "Top")])
        await show.pilot.pause()
        assert show.lines() == [" g …  v Vaults", "      c Accounts  g Top"]
        await show.pilot.click(KeyFooter, offset=(8, 1))
        assert [message.key for message in show.said(KeyFooter.Pressed)] == ["g c"]
        footer.show(HINTS)
        await show.pilot.pause()
        assert len(show.lines()) == 1


async def test_a_click_presses_the_key_also_a_disabled_one() -> None:
    footer = KeyFooter()
    async with on_stage(footer, 60, 3) as show:
        footer.show(HINTS)
        for x in (0, 1, 10, 11, 13, 18, 27, 38, 50):
            await show.pilot.click(KeyFooter, offset=(x, 0))
        assert [message.key for message in show.said(KeyFooter.Pressed)] == ["p", "p", "t", "t", "ctrl+p"]
