"""No control of foreign origin reaches the terminal: hostile texts through the lists, the item and the audit log.

Every byte that is written is looked at; every text carries a mark, so that none counts that was never on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.app.person import Stocked
from tests.conftest import SoakScale
from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal
from tests.security import sieve
from tests.security.foreign import (
    Counts,
    Filled,
    fill,
    leaf_through,
    leaf_through_rows,
    shown_since,
    unlocked,
    written_since,
)
from tests.security.hostile import Hostile, marks

pytestmark = pytest.mark.security

ROUNDS = 10
"""Of 10,000 texts each."""
SETTINGS = 'reveal_for = 3600\nsort = "title"\n'


@dataclass(frozen=True, slots=True)
class Measured:
    """What does not belong to what was written, the marks that were seen, and how many there were to see."""

    odd: list[str]
    seen: set[int]
    texts: int


def browse_everything(terminal: Terminal, filled: Filled) -> None:
    """See every vault, every item, everything of the item with most in it, and the audit log."""
    terminal.sees(filled.vaults[0], f"{len(filled.items):,} items")
    leaf_through_rows(terminal, "Work")
    terminal.press("g", "g", "enter")
    terminal.sees(filled.items[0], "/ ")
    leaf_through_rows(terminal, filled.items[-1])
    terminal.press("g", "g")
    terminal.sees("★ favourite")
    terminal.press("enter")
    terminal.sees("Copy field")
    terminal.press("R")
    terminal.sees("hides in")
    leaf_through(terminal, lambda page: "  version  " in page)
    terminal.press("g", "a")
    terminal.sees("Audit log", "When")
    leaf_through_rows(terminal, filled.oldest)


def measured(stocked: Stocked, env: Environment, counts: Counts, seed: int, *layers: str) -> Measured:
    """Fill a store, page through all of it without some layers of the guards, and look at what was written."""
    (stocked.path.parent / "settings.toml").write_text(SETTINGS)
    source = Hostile(seed)
    filled = fill(stocked, source, counts)
    with unlocked(env, *layers) as terminal:
        begin = len(terminal.written)
        browse_everything(terminal, filled)
        data = written_since(terminal, begin)
        seen = {number for page in shown_since(terminal, begin) for number in marks(page)}
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()
    return Measured(sieve.odd(data), seen, source.made)


@pytest.mark.soak
def test_no_control_of_hostile_texts_reaches_the_terminal(
    stocked: Stocked, env: Environment, soak_scale: SoakScale
) -> None:
    made = 0
    for seed in range(soak_scale(ROUNDS)):
        found = measured(stocked, env, Counts(), seed)
        assert found.odd == [], f"seed {seed}"
        assert len(found.seen) > found.texts * 0.97, f"seed {seed}: too few of {found.texts} were seen"
        assert len(found.seen) >= 10_000
        made += found.texts
        with stocked.opened() as store:
            for vault in store.vaults():
                store.delete_vault(vault.id)
            stocked.vault = store.create_vault("Work").id
    assert made >= 10_000


FEW = Counts().divided(20)


@pytest.mark.parametrize("layer", ["strips", "text"])
def test_each_guard_is_enough_without_the_other(stocked: Stocked, env: Environment, layer: str) -> None:
    found = measured(stocked, env, FEW, 100, layer)
    assert found.odd == []


def test_without_both_guards_the_measurement_fails(stocked: Stocked, env: Environment) -> None:
    (stocked.path.parent / "settings.toml").write_text(SETTINGS)
    fill(stocked, Hostile(100), FEW)
    with unlocked(env, "text", "strips") as terminal:
        # What is on the screen is of no use now: what was written to it tells when a key may follow.
        for key, written in (("enter", b"user name"), ("enter", b"Copy field"), ("R", b"hides in")):
            terminal.press(key)
            terminal.wait_until(lambda written=written: written in terminal.written, f"{written!r} is shown")  # type: ignore[misc]
        kinds = sieve.kinds(sieve.odd(written_since(terminal, terminal.written.index(b"All items"))))
    assert min(kinds[kind] for kind in ("clipboard", "sequence", "C1", "direction", "control")) > 0, kinds
