"""What is said of members: in their list, and of somebody who is to be added."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from tui.host.display import display_text
from tui.model.member import Member
from tui.services.members import Team
from tui.tools.recipients import is_address
from tui.widgets.member_list import MemberRow

LOADING = "Asking who is in the team …"
NOBODY = "Nobody is in this team yet.\nn adds somebody by name and e-mail."
NOBODY_KNOWN = (
    "Nobody was added or shared with from here yet.\nn adds somebody by name and e-mail. L on an item shares it."
)
NOBODY_FOUND = "No member has these words. Esc clears the filter."
AGAIN = "r tries again, Esc goes back."
LOST = "may have been added; look before adding again."


def row(member: Member) -> MemberRow:
    """Return the row of a member."""
    texts = (member.name.strip() or "no name", member.email, member.role, member.id.text or "not told")
    return MemberRow(*map(display_text, texts))


def matches(member: Member, typed: str) -> bool:
    """Whether a member has all the words that were typed, in the name, address, role or id."""
    said = f"{member.name} {member.email} {member.role} {member.id.text}".casefold()
    return all(word in said for word in typed.casefold().split())


def count(team: Team | None, shown: int) -> str:
    """Return how many members there are, and how many of them are shown."""
    if team is None:
        return ""
    total = len(team.members)
    said = f"{total:,} member{'s' * (total != 1)}"
    return f"{shown:,} of {said}" if shown < total else said


def empty(team: Team | None, problem: str) -> Content:
    """Return what is said where no member is shown."""
    if problem:
        return Content(f"{display_text(problem)}\n{AGAIN}")
    if team is None:
        return Content(LOADING)
    if team.members:
        return Content(NOBODY_FOUND)
    return Content(NOBODY if team.listed else NOBODY_KNOWN)


def problem(name: str, email: str, members: Iterable[Member]) -> str | None:
    """Return the sentence why somebody cannot be added like this, or None."""
    if not name:
        return "Give the name of the new member."
    if not email:
        return "Give the e-mail address of the new member."
    if not is_address(email):
        return "This is no e-mail address: it has one @, something before it, and a domain with a dot behind it."
    there = next((one for one in members if one.email.casefold() == email.casefold()), None)
    return None if there is None else f"{there.label} has this address, and is a member already."
