"""Who a link is for: one line to type in, and under it a remark for each who is named there.

A slip is told while one types. Whether somebody may be named, the service is asked once, when that is wanted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.sharing import Recipient, SharePolicy
from tui.screens.form import line_input
from tui.screens.share_words import meant
from tui.tools import recipients

Judged = Recipient | VaultError
"""Who is meant, or why nobody can be."""

Ask = Callable[[Sequence[str]], Awaitable[Sequence[Judged]]]
"""Asks the service for each who is meant."""

MOST = 6
"""So many remarks are seen; what is wrong comes first."""


class People(Vertical):
    """Takes addresses and domains as they are typed or pasted. `ask` asks the service."""

    def __init__(self, policy: SharePolicy, ask: Ask) -> None:
        super().__init__()
        self._policy = policy
        self._ask = ask
        self._answers: dict[str, Judged] = {}
        self.line = line_input("", placeholder=_placeholder(policy), id="people")
        self._remarks = Static("", id="remarks", markup=False)
        self._remarks.display = False
        self._told = Content()

    def compose(self) -> ComposeResult:
        yield self.line
        yield self._remarks

    @property
    def named(self) -> tuple[Recipient, ...]:
        """Those who are named and may be, as far as that is known."""
        return tuple(one for _, one in self._judged() if isinstance(one, Recipient))

    def look(self, *, typing: bool = False) -> None:
        """Say what is known of each by now; `typing`: the last one may not be whole yet."""
        judged = self._judged()
        if typing and judged and isinstance(judged[-1][1], VaultError) and self.line.value.endswith(judged[-1][0]):
            judged.pop()
        judged.sort(key=lambda pair: isinstance(pair[1], Recipient))
        lines = [self._remark(*pair) for pair in judged[:MOST]]
        if len(judged) > MOST:
            lines.append(Content.styled(f"  and {len(judged) - MOST} more", "dim"))
        remarks = Content("\n").join(lines)
        if remarks != self._told:
            self._told = remarks
            self._remarks.update(remarks)
            self._remarks.display = bool(lines)

    async def check(self) -> bool:
        """Ask the service for those it has not judged yet; return whether all who are named may be, and any is.

        Raises:
            VaultError: it could not be asked.
        """
        fresh = {text: one for text, one in self._judged() if isinstance(one, Recipient) and text not in self._answers}
        if fresh:
            answers = await self._ask([one.text for one in fresh.values()])
            self._answers.update(zip(fresh, answers, strict=True))
        self.look()
        judged = self._judged()
        return bool(judged) and all(isinstance(one, Recipient) for _, one in judged)

    def _judged(self) -> list[tuple[str, Judged]]:
        """Return each part of the line with the service's judgement, or else with ours."""
        return [(text, self._answers.get(text) or self._form(text)) for text in recipients.split(self.line.value)]

    def _form(self, text: str) -> Judged:
        try:
            return recipients.understood(text, self._policy)
        except VaultError as error:
            return error

    def _remark(self, text: str, judged: Judged) -> Content:
        if isinstance(judged, VaultError):
            return Content.assemble(("✗ ", "$text-error"), (f"{display_text(text)}: {display_text(str(judged))}", ""))
        sign = ("✓ ", "$text-success") if text in self._answers else ("· ", "dim")
        return Content.assemble(sign, (display_text(meant(judged)), ""))


def _placeholder(policy: SharePolicy) -> str:
    kinds = [("mara@example.com", policy.emails), ("example.com", policy.domains)]
    return ", ".join(example for example, allowed in kinds if allowed)
