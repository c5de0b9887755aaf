"""Which groups will get and lose what, before it is written.

Where somebody else changed one of them meanwhile, or nobody in a group could manage the vault any more, Enter is not
enough: a stray one must not do that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.host.display import display_text
from tui.model.permission import Permission
from tui.screens.dialog import Dialog, Hint, shown
from tui.tools import permissions as rules
from tui.tools.access_plan import AccessPlan, Elsewhere

REPLACED = "What a group may do in the vault is replaced by exactly this, for everybody in the group."
NO_MANAGER = (
    "Afterwards no group may manage this vault: you may lose the right to change its access yourself. Owners of the "
    "account, and people who have that right of their own, still have it."
)


class AccessReview(Dialog[bool]):
    """Shows what a plan changes; answers whether to write it. `elsewhere` is what others changed meanwhile."""

    def __init__(self, vault: str, plan: AccessPlan, elsewhere: Sequence[Elsewhere]) -> None:
        super().__init__(f"Change who has access to “{display_text(vault)}”?", cancelled=False)
        self._plan = plan
        self._elsewhere = elsewhere
        self._grave = bool(elsewhere) or plan.leaves_no_manager

    def body(self) -> Iterator[Widget]:
        """Yield what was changed by others, what will change, and what that means."""
        if self._elsewhere:
            yield shown("Somebody else changed this since you looked:", "question danger")
            yield Static(Content("\n").join([_elsewhere(one) for one in self._elsewhere]), id="elsewhere")
        for change in self._plan.changes:
            parts: list[tuple[str, str]] = [(display_text(change.group.name) or change.group.id, "bold")]
            parts += [("\n+ granted: ", "$text-success"), (_names(change.granted), "")] if change.granted else []
            parts += [("\n− taken away: ", "$text-error"), (_names(change.taken), "")] if change.taken else []
            then = f"May then: {_names(change.after)}" if change.after else "Has no access any more."
            yield Static(Content.assemble(*parts, (f"\n  {then}", "$text-muted")), classes="label gap")
        yield shown(REPLACED, "detail")
        if self._plan.leaves_no_manager:
            yield shown(NO_MANAGER, "question danger")

    def hints(self) -> Sequence[Hint]:
        """Return the keys that answer."""
        return [("y" if self._grave else "Enter", "Write"), ("↑↓", "Scroll"), ("Esc", "Back")]

    def handle(self, key: str) -> bool:
        """Write, or scroll a long list."""
        match key:
            case "y":
                self.dismiss(True)
            case "enter" | "ctrl+s":
                if self._grave:
                    self.tell("Read this first. y writes it, Esc goes back.")
                else:
                    self.dismiss(True)
            case _:
                return self.scrolled(key)
        return True


def _elsewhere(one: Elsewhere) -> Content:
    return Content.assemble(
        (display_text(one.group.name) or one.group.id, "bold"),
        f"\n  when you looked: {_names(one.seen)}\n  now: {_names(one.now)}\n  yours: {_names(one.wanted)}",
    )


def _names(permissions: Permission) -> str:
    return ", ".join(rules.names(permissions)) or "nothing"
