"""What would meet every item of an account is met once: the others are not even tried."""

from __future__ import annotations

import pytest

from tests.services.conftest import Opened
from tui.backends.protocol import Action
from tui.model.errors import Denied, Locked, NotApproved, RateLimited, TokenRefused, Unclear, Unreachable, VaultError
from tui.model.ids import HOME, ItemId, ItemRef, VaultId
from tui.services.bulk import Course, do_to_each
from tui.services.undo import Step

REFS = [ItemRef(HOME, VaultId("v"), ItemId(name)) for name in "abc"]


@pytest.mark.parametrize(
    ("error", "tried"),
    [
        (NotApproved("You did not approve it."), 1),  # each other would ask a person again
        (RateLimited("Too many."), 1),
        (TokenRefused("No."), 1),
        (Unreachable("No answer."), 1),
        (Unclear("The answer was lost."), 1),
        (Locked("Closed."), 1),
        (Denied("Not this one."), 3),
    ],
)
async def test_after_it_the_others_of_the_account_are_not_tried(opened: Opened, error: VaultError, tried: int) -> None:
    asked: list[ItemRef] = []

    async def deed(ref: ItemRef) -> Step | None:
        asked.append(ref)
        raise error

    course = Course(len(REFS))
    await do_to_each(opened.session, Action.ARCHIVE, REFS, deed, course=course, told=lambda: None)
    assert asked == REFS[:tried]
    assert [one.ref for one in course.failed] == REFS
    assert [(one.tried, one.sentence) for one in course.failed] == [(True, str(error))] * tried + [
        (False, f"Not tried, after: {error}")
    ] * (3 - tried), "what is said of one item is not said of others"
