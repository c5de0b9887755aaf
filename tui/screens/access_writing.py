"""Writing who has access, group by group: what is written is said, what is not stays ticked with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.errors import Locked, RateLimited, Stopped, TokenRefused, Unclear, Unreachable, VaultError
from tui.screens.access_review import AccessReview

if TYPE_CHECKING:
    from tui.screens.vault_access import VaultAccessScreen
    from tui.tools.access_plan import AccessChange

ENDS = (Locked, RateLimited, Stopped, TokenRefused, Unreachable)
"""After one of these the other groups are not tried: it would go the same way."""


async def write(screen: VaultAccessScreen) -> None:
    """Read anew, show what will change, and write it where that is agreed. Raises VaultError before it is shown."""
    if screen.plan is None:
        return
    screen.say("Reading who has access now …")
    fresh = await screen.session.api(screen.account).vault_access(screen.vault)
    elsewhere = screen.plan.elsewhere(fresh)
    screen.status.clear()
    screen.adopt(screen.plan.on(fresh))
    if not screen.plan.changes:
        screen.say("Somebody has made the same changes meanwhile. Nothing is left to write.", "success")
        return
    if await screen.app.push_screen_wait(AccessReview(screen.name_of_vault, screen.plan, elsewhere)):
        await _write_all(screen, screen.plan.changes)


async def _write_all(screen: VaultAccessScreen, changes: tuple[AccessChange, ...]) -> None:
    screen.problems = {}
    done: list[str] = []
    doubtful: list[str] = []
    for at, change in enumerate(changes):
        screen.say(f"Writing {at + 1} of {len(changes)}: “{change.group.name}” …")
        try:
            await _write(screen, change)
        except VaultError as error:
            if isinstance(error, Unclear):
                doubtful.append(f"“{change.group.name}”")
                screen.problems[change.group.id] = str(error)
                continue
            screen.problems[change.group.id] = f"Not written: {error}"
            if isinstance(error, ENDS):
                screen.problems |= {one.group.id: f"Not tried, after: {error}" for one in changes[at + 1 :]}
                break
        else:
            done.append(f"“{change.group.name}”")
        screen.show()
    _tell(screen, done, doubtful)


async def _write(screen: VaultAccessScreen, change: AccessChange) -> None:
    api = screen.session.api(screen.account)
    name, detail = screen.name_of_vault, change.described
    await api.set_access(screen.vault, change.group, change.after, name, detail)
    if screen.plan is not None:
        screen.adopt(screen.plan.written(change))


def _tell(screen: VaultAccessScreen, done: list[str], doubtful: list[str]) -> None:
    told = [f"Written: {', '.join(done)}." if done else "" if doubtful else "Nothing is written."]
    if doubtful:
        told.append(f"Whether {', '.join(doubtful)} was written is not known: r tells.")
    if count := len(screen.problems) - len(doubtful):
        told.append(f"{count} group{'s' * (count != 1)} not: move there to see why (marked !).")
    screen.say(" ".join(filter(None, told)), "error" if screen.problems else "success")
