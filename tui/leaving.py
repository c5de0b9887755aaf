"""Whether Strongroom may be left: what is typed and not saved is kept or lost, and who leaves is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.guard import GuardedApp
    from tui.services.session import Session
    from tui.widgets.status import Severity


async def may_leave(app: GuardedApp, session: Session, tell: Callable[[str, Severity], None]) -> bool:
    """Return whether it may, after asking where there are drafts."""
    from tui.screens.modals import Confirm

    try:
        drafts = await session.drafts.all()
    except VaultError as error:
        tell(str(error), "error")
        return True
    if not drafts:
        return True
    names = ", ".join(f"“{draft.current.title or 'untitled'}”" for draft in drafts[:3])
    kept = "Drafts are kept and offered again." if session.drafts.kept else "They are lost when you quit."
    return await app.push_screen_wait(Confirm(f"Quit with unsaved drafts ({names})?", kept, yes="Quit"))
