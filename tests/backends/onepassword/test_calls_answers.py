"""Answers of 1Password's core that are none: told as such, without a word of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.meter import Meter
from tui.backends.onepassword.opening import Opening
from tui.model.errors import Unclear, Unreachable
from tui.model.secret import Secret

pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")


class Garbler:
    """A way into a core that answers what is no JSON, or panics."""

    def __init__(self, answer: str | Exception) -> None:
        self.answer = answer

    async def begin(self, config: Mapping[str, object]) -> int:
        """Let everybody in."""
        return 1

    async def ask(self, request: str) -> str:
        """Answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def aclose(self, client: int | None) -> None:
        """There is nothing to let go of."""

    def when_prompted(self, tell: Callable[[], None]) -> None:
        """Nobody is asked."""

    def prompting(self) -> str:
        """Nobody is asked."""
        return ""

    def give_up(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize("answer", ["", "{", "s3cret", "[" * 300_000, RuntimeError("s3cret panic"), ValueError()])
async def test_an_answer_that_is_not_understood(answer: str | Exception) -> None:
    calls = Calls(Opening(lambda: Garbler(answer), Secret("s3cret-token")), Meter())
    for name, kind in (("ItemsGet", Unreachable), ("ItemsFilesRead", Unreachable), ("ItemsPut", Unclear)):
        with pytest.raises(kind) as told:
            await calls.ask(name, {"notes": "s3cret"}, "the item")
        assert type(told.value) is kind
        assert "s3cret" not in str(told.value)
    await calls.aclose()
