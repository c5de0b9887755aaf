"""`kill -9` while passwords are rotated: at the next unlock it is told, and both passwords are there."""

from __future__ import annotations

import signal

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, unlock
from tests.endtoend.terminal import Terminal
from tests.services.rotating import password
from tui.model.rotation import Rotation
from tui.model.secret import Secret
from tui.store.naming import RecordKind
from tui.store.rotations import decode_rotations


def kept(stocked: Stocked) -> tuple[Rotation, ...]:
    """Return the rotations in the store, as another process reads them."""
    with stocked.opened() as store:
        raw = store.get(RecordKind.LEARNT, "rotations")
        return decode_rotations(raw) if raw is not None else ()


def test_what_was_rotated_when_it_was_killed_is_told_and_finished(stocked: Stocked, env: Environment) -> None:
    refs = stocked.add("Bank", "Mail")
    with Terminal(env=env) as terminal:
        browse(terminal, "user-Bank")
        terminal.press("V", "T")
        terminal.sees("Rotate 2 passwords", "Ctrl+S Rotate")
        terminal.press("ctrl+s")
        terminal.sees("2 saved.")
        terminal.kill(signal.SIGKILL)
        assert terminal.ends() == -signal.SIGKILL
    known = {one.ref: one for one in kept(stocked)}
    for ref, title in zip(refs, ("Bank", "Mail"), strict=True):
        assert known[ref].old == Secret(f"s3cret-{title}")
        assert known[ref].new == password(stocked.item(ref))
    with Terminal(env=env) as terminal:
        unlock(terminal)
        terminal.sees("2 rotations are not finished (g d).")
        terminal.press("g", "d")
        terminal.sees("Due for rotation", "2 not finished", "Then press d.")
        terminal.press("r")
        terminal.sees("Old  s3cret-Bank")
        terminal.press("d")
        terminal.sees("is finished", "1 not finished")
    assert len(kept(stocked)) == 1
