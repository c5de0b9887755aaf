"""What is said where items are shared with members: of each member, of what came of it, and of what is not told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.host.display import display_text
from tui.model.ids import ItemRef
from tui.model.member import Member
from tui.model.titles import named
from tui.tools.share_plan import Ending, Pair, Result, SharePlan
from tui.widgets.member_list import ChoiceRow

LOADING = "Asking who is in the team, and who sees it …"
ITSELF = "Who it is shared with sees the item itself with its password, and its later changes."
NOT_TOLD = "The service does not tell with whom it is shared already."
ASKED_EACH = "Who sees which of them already is told as each is shared."
BY_ID = "A member who is not in the list can be named by the id: type it."
NOBODY = "Mark with Space with whom it is to be shared."
NOBODY_THERE = "There is nobody to choose yet. Type the id of a member, or add somebody: g c, then m."
NOBODY_FOUND = "No member has these words."
NO_ID = "The service has not told this member's id, so nothing can be shared with them from here."
TOLD = 3
"""So many ways in which it ended are told."""
NAMED = 4
"""So many members or items are named in a sentence."""

DONE, MARKED, UNKNOWN = (f"member-choice--{name}" for name in ("done", "marked", "unknown"))
BAD = "column-list--bad"

WORDS = {
    Ending.DONE: "shared",
    Ending.ALREADY: "was shared already",
    Ending.REFUSED: "not shared",
    Ending.UNKNOWN: "not known whether it is shared",
    Ending.UNTRIED: "not shared",
}


ENDED = {
    Ending.DONE: "shared now",
    Ending.ALREADY: "sees it already",
    Ending.REFUSED: "not shared",
    Ending.UNKNOWN: "not known",
    Ending.UNTRIED: "not shared",
}


def heading(refs: Sequence[ItemRef], title: Callable[[ItemRef], str]) -> str:
    """Return what is to be shared."""
    return (
        f"Share “{named(title(refs[0]))}” with members" if len(refs) == 1 else f"Share {len(refs):,} items with members"
    )


def row(plan: SharePlan, member: Member) -> ChoiceRow:
    """Return the row of a member."""
    nameless = "no name" if member.email else member.label
    name, email = display_text(member.name.strip() or nameless), display_text(member.email)
    return ChoiceRow(*_sign(plan, member), name, email, _said(plan, member))


def _sign(plan: SharePlan, member: Member) -> tuple[str, str]:
    endings = [result.ending for result in plan.of(member.id).values()]
    if plan.complete(member.id):
        return "✓", DONE
    if Ending.UNKNOWN in endings:
        return "?", UNKNOWN
    if Ending.REFUSED in endings or Ending.UNTRIED in endings:
        return "✗", BAD
    return ("●", MARKED) if member.id in plan.marked else ("", "")


def _said(plan: SharePlan, member: Member) -> str:
    known = plan.of(member.id)
    again = " · again" if member.id in plan.marked else ""
    if len(plan.refs) > 1 and known:
        return f"{sum(result.ending.shared for result in known.values()):,} of {len(plan.refs):,} shared{again}"
    ending = next((result.ending for result in known.values()), None)
    if ending is not None:
        return f"{ENDED[ending]}{again}"
    if again:
        return "to be shared"
    return "not told" if plan.seen is None and len(plan.refs) == 1 else ""


def of_member(plan: SharePlan, member: Member, title: Callable[[ItemRef], str]) -> str:
    """Return what came of the sharing with a member, a line for each way it ended; what went wrong comes first."""
    known = plan.of(member.id)
    if len(plan.refs) == 1:
        return next((result.why for result in known.values()), "")
    alike: dict[Result, list[str]] = {}
    for ref, result in sorted(known.items(), key=lambda pair: pair[1].ending.shared):
        key = Result(result.ending) if result.ending.shared else result
        alike.setdefault(key, []).append(f"“{named(title(ref))}”")
    lines = [f"{listed(names)} – {_ended(result)}" for result, names in alike.items()]
    more = [f"and {len(lines) - TOLD:,} more"] if len(lines) > TOLD else []
    return "\n".join([*lines[:TOLD], *more])


def _ended(result: Result) -> str:
    return f"{WORDS[result.ending]}: {result.why}" if result.why else f"{WORDS[result.ending]}."


def progress(at: int, total: int, title: str, member: Member) -> str:
    """Return how far it is."""
    return f"Sharing {at:,} of {total:,}: “{named(title)}” with {member.label} …"


def summary(plan: SharePlan, tried: Sequence[Pair], left: int) -> tuple[str, bool]:
    """Return what came of what was tried, and whether all went well. `left`: so many were not come to."""
    parts = [_part(plan, plan.with_ending(ending, tried), sentence) for ending, sentence in _ENDED]
    parts.append(f"{left:,} left, since it was stopped." if left else "")
    good = not left and not any(plan.with_ending(ending, tried) for ending in _BAD)
    return " ".join(filter(None, parts)), good


_ENDED = (
    (Ending.DONE, "Shared with {}."),
    (Ending.ALREADY, "Shared already: {}."),
    (Ending.UNKNOWN, "Not known: {} (?): look before sharing it again."),
    (Ending.REFUSED, "Not shared: {} (✗): move there to see why; Ctrl+S tries again."),
    (Ending.UNTRIED, "Not tried: {}."),
)
_BAD = (Ending.UNKNOWN, Ending.REFUSED, Ending.UNTRIED)


def _part(plan: SharePlan, pairs: Sequence[Pair], sentence: str) -> str:
    """Return a sentence with the members it is about, and of how many items where there are several."""
    if not pairs:
        return ""
    ids = {member for _, member in pairs}
    who = _members([one for one in plan.members if one.id in ids])
    items = "" if len(plan.refs) == 1 else f"{len(pairs):,} × " if len(ids) < len(pairs) else ""
    return sentence.format(f"{items}{who}")


def _members(members: Sequence[Member]) -> str:
    """Return members as a sentence has them."""
    return listed([one.label for one in members])


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them, the first few of many."""
    more = [f"{len(names) - NAMED:,} more"] if len(names) > NAMED else []
    *first, last = [*names[:NAMED], *more]
    return f"{', '.join(first)} and {last}" if first else last
