"""A bug ends Strongroom in order: nothing typed is lost, the terminal is as before, and no value is printed."""

from __future__ import annotations

import sys

import pytest

from tests.app.person import Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import Terminal

CRASHING = (sys.executable, "-m", "tests.endtoend.crashing")


PLACES = ("worker", "render", "task", "timer", "callback", "thread", "store")


def test_a_bug_prints_where_it_is_and_what_was_typed_is_offered(stocked: Stocked, env: Environment) -> None:
    crash(stocked, env, "handler")
    with Terminal(env=env) as terminal:
        unlock(terminal)
        terminal.sees("You left something unsaved", "typed for the handler")


@pytest.mark.soak
def test_wherever_a_bug_is_it_is_told_without_a_value(
    stocked: Stocked, env: Environment, soak_scale: SoakScale
) -> None:
    for place in PLACES[: soak_scale(20)]:
        crash(stocked, env, place)


def crash(stocked: Stocked, env: Environment, place: str) -> None:
    """Come to the bug in this place while something is typed, and see how that ends."""
    with Terminal(place, env=env, program=CRASHING) as terminal:
        browse(terminal)
        terminal.press("n", "l")
        terminal.sees("New Login")
        terminal.type(f"typed for the {place}")
        terminal.sees(f"typed for the {place}")
        terminal.send(b"\x1bOR")
        assert terminal.ends() == 1
        terminal.assert_restored()
        terminal.sees("Strongroom has crashed", "builtins.RuntimeError", "builtins.ValueError", "in fail")
        assert "crashing.py:" in terminal.page().replace("\n", "")
        assert b"s3cret" not in terminal.written
    with stocked.opened() as store:
        (draft,) = store.drafts()
        assert draft.current.title == f"typed for the {place}"
        if place != "handler":
            store.drop_draft(draft.id)


def test_a_bug_before_the_app_begins_is_told_alike(env: Environment) -> None:
    with Terminal("start", env=env, program=CRASHING) as terminal:
        assert terminal.ends() == 1
        terminal.assert_restored()
        terminal.sees("Strongroom has crashed", "builtins.RuntimeError", "in fail", "in run")
        assert b"s3cret" not in terminal.written
