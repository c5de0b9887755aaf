"""A new user, guided only by the screen, from the first store to the audit log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.person import MASTER, at, unlocked
from tests.app.test_items import SEED, copied, terminal
from tui.tools import totp

__all__ = ["terminal"]


async def test_from_the_first_store_to_the_audit_log(home: Path, terminal: list[str]) -> None:
    store = home / "home.strongroom"
    async with at(store) as person:
        await person.sees("Make a store here")
        await person.press("enter")
        await person.type(MASTER)
        await person.press("enter")
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("Personal")
        await person.press("enter")
        await person.sees("Press n to make the first one.")
        await person.press("n", "l")
        await person.sees("New Login", "one-time password")
        await person.type("Larkmail")
        await person.press("tab")
        await person.type("mara")
        await person.press("tab", "ctrl+g")
        await person.sees("Generate", "bits")
        await person.press("enter")
        await person.sees("New Login", "••••••••")
        await person.press("tab")
        await person.type(SEED)
        await person.sees("ok, 6 digits, 30 s")
        await person.press("ctrl+s")
        await person.sees("Save this new item?")
        await person.press("enter")
        await person.sees("Saved “Larkmail”.", "version  1")
        await person.press("q")

    async with unlocked(store) as person:
        await person.press("slash")
        await person.type("lar")
        await person.sees("Larkmail", "mara")
        await person.press("enter", "u")
        await person.sees("User name sent")
        assert copied(terminal) == "mara"
        await person.press("p")
        await person.sees("Password sent")
        password = copied(terminal)
        assert len(password) == 20
        await person.press("t")
        await person.sees("ne-time code")
        assert copied(terminal).isdigit()
        assert len(copied(terminal)) == totp.parse(SEED).digits
        await person.press("e")
        await person.sees("title", "Larkmail")
        await person.press("up")
        await person.type(" at work")
        await person.press("ctrl+s")
        await person.sees("“Larkmail” → “Larkmail at work”")
        await person.press("enter")
        await person.sees("Saved “Larkmail at work”.", "version  2")
        await person.press("H")
        await person.sees("Versions", "Larkmail at work", "Larkmail")
        await person.press("j", "enter")
        await person.sees("Restore")
        await person.press("y")
        await person.sees("version  3")
        await person.sees_no("Larkmail at work")
        await person.press("p")
        await person.sees("Password sent")
        assert copied(terminal) == password
        await person.press("g", "a")
        page = await person.sees("unlock", "copy", "edit", "create", "Larkmail")
        assert password not in page


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_every_screen_opens_in_small_and_large_terminals(home: Path, size: tuple[int, int]) -> None:
    async with at(home / "s", demo=True, size=size) as person:
        await person.sees("Family", "Work")
        await person.press("g", "a")
        await person.sees("reveal")
        await person.press("escape", "g", "p")
        await person.sees("bits")
        await person.press("escape", "g", "i")
        await person.sees("Alder Bank")
        await person.press("e")
        await person.sees("title")
        await person.press("escape", "question_mark")
        await person.sees("Keys")
        await person.press("escape", "ctrl+p")
        await person.type("audit")
        await person.sees("Audit log")
