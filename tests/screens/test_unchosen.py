"""What came to the top by itself, and how long nobody can have chosen it."""

from __future__ import annotations

from tests.widgets.stage import on_stage
from tests.widgets.test_line_list import Numbers
from tui.model.ids import HOME, ItemId, ItemRef, VaultId
from tui.screens.unchosen import SECONDS, Unchosen

FIRST, SECOND = (ItemRef(HOME, VaultId("private"), ItemId(name)) for name in ("first", "second"))


async def test_what_is_at_the_top_can_be_chosen_after_a_while_and_by_any_move() -> None:
    numbers, now = Numbers(), [100.0]
    unchosen = Unchosen(numbers, lambda: now[0])
    async with on_stage(numbers):
        numbers.show(3)
        assert not unchosen(FIRST)  # it was not said to have come
        unchosen.came(FIRST)
        assert unchosen(FIRST)
        assert not unchosen(SECOND)
        now[0] += SECONDS / 2
        unchosen.came(FIRST)  # once more, where it was: it is seen since before
        now[0] += SECONDS / 2
        assert not unchosen(FIRST)
        unchosen.came(SECOND)
        assert unchosen(SECOND)
        numbers.home()
        assert not unchosen(SECOND)
        unchosen.came(FIRST)
        numbers.move(1)
        numbers.move(-1)
        assert not unchosen(FIRST)
        unchosen.came(SECOND)
        unchosen.chosen()
        assert not unchosen(SECOND)
