"""Nothing that an app shows in a test goes unpainted, although not every frame is."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.painting import paint_at_rest


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    paint_at_rest(monkeypatch)


class Broken(Static):
    """Shows a number, but no odd one."""

    composed = 0

    def show(self, number: int) -> None:
        self.number = number
        self.refresh()
        self.screen._dirty_widgets.add(self)
        self.screen._on_timer_update()  # as a sixtieth of a second later

    def render(self) -> str:
        Broken.composed += 1
        number = getattr(self, "number", 0)
        if number % 2:
            raise ArithmeticError
        return str(number)


class Shown(App[None]):
    """One of these."""

    def compose(self) -> ComposeResult:
        yield Broken()


async def test_what_is_painted_is_what_is_there_at_rest() -> None:
    app = Shown()
    async with app.run_test() as pilot:
        await pilot.pause()
        before = Broken.composed
        for number in (1, 3, 4):
            app.query_one(Broken).show(number)
        assert Broken.composed == before
        await pilot.pause()
        assert Broken.composed == before + 1


async def test_what_cannot_be_painted_fails_at_rest() -> None:
    app = Shown()
    with pytest.raises(ArithmeticError):
        async with app.run_test() as pilot:
            app.query_one(Broken).show(1)
            await pilot.pause()


async def test_what_cannot_be_painted_fails_at_the_end() -> None:
    app = Shown()
    with pytest.raises(ArithmeticError):
        async with app.run_test() as pilot:
            await pilot.pause()
            app.query_one(Broken).show(1)
