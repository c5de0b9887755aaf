"""Sharing items with members of a team, one after the other: how each ended is told, and no write is made twice.

After an error that all the others would meet they are not tried.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import TYPE_CHECKING

from tui.backends.protocol import Action
from tui.model.errors import (
    Already,
    Denied,
    Locked,
    RateLimited,
    Stopped,
    TokenRefused,
    Unclear,
    Unreachable,
    VaultError,
)
from tui.tools.share_plan import Ending, Result

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.model.member import Member
    from tui.services.session import Session

ENDS = (Locked, RateLimited, Stopped, TokenRefused, Unreachable)
"""What one of them meets, every other one of the account would meet; but for a lost answer, which is of one alone."""

Due = tuple["ItemRef", "Member"]
"""An item, and with whom it is to be shared."""


async def share_each(
    session: Session, due: Iterable[Due], stopped: Callable[[], bool]
) -> AsyncIterator[tuple[Due, Result]]:
    """Share one after the other; yield how each ended. Once it is `stopped` the rest is left alone."""
    end: VaultError | None = None
    for one in due:
        if stopped():
            return
        if end is not None:
            yield one, Result(Ending.UNTRIED, f"Not tried, after: {end}")
            continue
        try:
            await _share(session, *one)
        except Already as error:
            result = Result(Ending.ALREADY, str(error))
        except Unclear as error:
            result = Result(Ending.UNKNOWN, str(error))
        except VaultError as error:
            end = error if isinstance(error, ENDS) else None
            result = Result(Ending.REFUSED, str(error))
        else:
            result = Result(Ending.DONE)
        yield one, result


async def _share(session: Session, ref: ItemRef, member: Member) -> None:
    if (why := session.refusal(Action.SHARE, ref.account, ref)) is not None:
        raise Denied(why)
    await session.api(ref.account).share_with(ref, member, session.catalog.title(ref))
