"""`kill -9` while somebody types: the draft is offered again, and nothing acknowledged is lost."""

from __future__ import annotations

import signal
import time
from itertools import cycle

import pytest

from tests.app.person import Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import Terminal

PROMISE = 1.0 + 2.0
"""Seconds: what has been on the screen for longer than this is in the draft. On a busy machine all takes longer."""
ENOUGH = 6
"""How many letters there must be of that."""


def type_until_killed(terminal: Terminal) -> tuple[str, str]:
    """Type at a good pace, then kill; return all that was typed, and what of it must be kept."""
    shown: list[tuple[float, str]] = []
    typed = ""
    letters = cycle("abcdefghijklmnopqrstuvwxyz")
    while len(shown) < ENOUGH or time.monotonic() - shown[ENOUGH - 1][0] < PROMISE:
        typed += next(letters)
        assert len(typed) < 80, "what is typed is not shown in time"
        terminal.type(typed[-1])
        time.sleep(0.06 if len(shown) < ENOUGH else 0.15)
        if typed in terminal.page():
            shown.append((time.monotonic(), typed))
    terminal.kill(signal.SIGKILL)
    killed = time.monotonic()
    assert terminal.ends() == -signal.SIGKILL
    return typed, max((text for at, text in shown if killed - at > PROMISE), default="")


def check_kept(text: str, typed: str, kept: str) -> None:
    """Check that a draft has what it must have, and nothing that was not typed."""
    assert kept, "the test typed for too short a time"
    assert text.startswith(kept), f"{text!r} lacks some of {kept!r}"
    assert typed.startswith(text)


@pytest.mark.soak
def test_a_new_item_that_was_being_typed_is_offered_again(
    stocked: Stocked, env: Environment, soak_scale: SoakScale
) -> None:
    stocked.add("Mail")
    expected = ["Mail"]
    for number in range(soak_scale(10)):
        with Terminal(env=env) as terminal:
            browse(terminal, "user-Mail")
            terminal.press("n", "l")
            terminal.sees("New Login")
            terminal.type(f"Saved {number}")
            terminal.press("ctrl+s")
            terminal.sees("Save this new item?")
            terminal.press("enter")
            terminal.sees(f"Saved “Saved {number}”.")
            terminal.press("n", "l")
            terminal.sees("New Login")
            typed, kept = type_until_killed(terminal)
        (draft,) = drafts(stocked)
        check_kept(draft, typed, kept)
        with Terminal(env=env) as terminal:
            unlock(terminal)
            terminal.sees("You left something unsaved", draft, "new item")
            terminal.press("enter")
            terminal.sees("New Login", draft)
            terminal.type("somebody")
            terminal.press("ctrl+s")
            terminal.sees("Save this new item?", draft, "somebody")
            terminal.press("enter")
            terminal.sees(f"Saved “{draft}”.")
        expected += [f"Saved {number}", draft]
        assert stocked.titles() == sorted(expected)
        assert drafts(stocked) == []


def test_an_edit_that_was_being_typed_is_offered_again(stocked: Stocked, env: Environment) -> None:
    (ref,) = stocked.add("Mail")
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("e")
        terminal.sees("Edit “Mail”")
        terminal.press("up")
        typed, kept = type_until_killed(terminal)
    assert stocked.item(ref).title == "Mail"
    (draft,) = drafts(stocked)
    check_kept(draft.removeprefix("Mail"), typed, kept)
    with Terminal(env=env) as terminal:
        unlock(terminal)
        terminal.sees("You left something unsaved", "edit")
        terminal.press("enter")
        terminal.sees("Edit “Mail”", draft)
        terminal.press("ctrl+s")
        terminal.sees("“Mail” → “Mail")
        terminal.press("enter")
        terminal.sees("Saved “Mail")
    assert stocked.item(ref).title == draft
    assert stocked.item(ref).version == 2
    assert drafts(stocked) == []


def drafts(stocked: Stocked) -> list[str]:
    """Return the titles of the drafts in the store."""
    with stocked.opened() as store:
        store.verify()
        return [draft.current.title for draft in store.drafts()]
