"""The same done to several items, one after the other.

What fails holds up none of the others, and what was done is undone as a whole. Somebody can stop it between two items.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.model.errors import Denied, Locked, RateLimited, Stopped, TokenRefused, Unreachable, VaultError

if TYPE_CHECKING:
    from tui.backends.protocol import Action
    from tui.model.ids import AccountId, ItemRef
    from tui.services.session import Session
    from tui.services.undo import Step

WHOLE_ACCOUNT = (Locked, RateLimited, Stopped, TokenRefused, Unreachable)
"""What one item meets, every other one of its account would meet: these are not even tried. Each would ask a person
again who has just not approved it, or count against limits that are used up."""

UNTRIED = "Not tried, after:"
"""Begins what is said of an item that was not tried, before what was said of another one."""

Deed = Callable[["ItemRef"], Awaitable["Step | None"]]
"""Does it to one item, and returns how that is taken back; None where nothing had to be done, or nothing can be."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An item to which it could not be done, and the sentence why not. Not `tried`: others of its account failed."""

    ref: ItemRef
    title: str
    sentence: str
    tried: bool = True


@dataclass(slots=True)
class Course:
    """How far it has come. Once it is `stopped`, no further item is begun."""

    total: int
    done: list[ItemRef] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    stopped: bool = False

    @property
    def left(self) -> int:
        """How many items were not come to."""
        return self.total - len(self.done) - len(self.failed)


async def do_to_each(
    session: Session,
    action: Action,
    refs: Sequence[ItemRef],
    deed: Deed,
    *,
    course: Course,
    told: Callable[[], object],
) -> None:
    """Do it to each item that does not refuse `action`. `told` is called before each, and after the last.

    Cancelled in the midst of it, it ends after what has begun; what was done can be undone all the same.
    """
    steps: list[Step] = []
    down: dict[AccountId, VaultError] = {}
    try:
        for ref in refs:
            if course.stopped:
                break
            told()
            title = session.catalog.title(ref)
            if ref.account in down:
                course.failed.append(Failure(ref, title, f"{UNTRIED} {down[ref.account]}", tried=False))
                continue
            try:
                step = await _done(session, action, ref, deed, down)
            except VaultError as error:
                course.failed.append(Failure(ref, title, str(error)))
            else:
                course.done.append(ref)
                steps += [step] if step is not None else []
        told()
    finally:
        session.undo.note(*steps)


async def _done(
    session: Session, action: Action, ref: ItemRef, deed: Deed, down: dict[AccountId, VaultError]
) -> Step | None:
    refusal = session.refusal(action, ref.account, ref)
    if refusal is not None:
        raise Denied(refusal)
    try:
        return await deed(ref)
    except WHOLE_ACCOUNT as error:
        down[ref.account] = error
        raise
