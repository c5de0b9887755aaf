"""The access to a vault in marks and words: what is in the matrix, and what is said of the cell under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from tui.host.display import display_text
from tui.model.permission import Group, GroupId, Permission
from tui.tools import permissions as rules
from tui.tools.access_plan import AccessPlan, Elsewhere
from tui.tools.permissions import ABOUT, LEVELS, About, Level
from tui.widgets.access_matrix import Heading, Mark, MatrixRow

Column = About | Level
"""What a column of the matrix stands for."""

HELD, NOT_HELD, PART = Mark("✓"), Mark("·", "none"), Mark("part")
PART_GIVEN, PART_TAKEN = Mark("part", "given"), Mark("part", "taken")
GIVEN, TAKEN = Mark("+", "given"), Mark("−", "taken")
GIVEN_TOO, TAKEN_TOO = Mark("(+)", "follows"), Mark("(−)", "follows")

MOST_NAMES = 4
"""Of more permissions only the number is told."""

CHANGED, FAILED = Mark("•", "given"), Mark("!", "taken")


def columns(*, levels: bool) -> Sequence[Column]:
    """Return the columns: single permissions, or levels."""
    return LEVELS if levels else ABOUT


def headings(*, levels: bool) -> Sequence[Heading]:
    """Return what stands above the columns."""
    return [Heading(one.short, one.shortest) for one in columns(levels=levels)]


def covered(column: Column) -> Permission:
    """Return the permissions that a column stands for."""
    return column.permissions if isinstance(column, Level) else column.permission


def toggled(plan: AccessPlan, group: GroupId, column: Column) -> AccessPlan:
    """Return the plan with a cell ticked or unticked, and what goes along."""
    held = plan.after(group)
    if isinstance(column, Level):
        return plan.wanting(group, rules.level_toggled(held, column))
    return plan.wanting(group, rules.toggled(held, column.permission))


def rows(plan: AccessPlan, problems: Mapping[GroupId, str], *, levels: bool) -> list[MatrixRow]:
    """Return a row for each group. What is to change is marked; so is what could not be changed."""
    changing = {change.group.id for change in plan.changes}
    return [
        MatrixRow(
            display_text(group.name) or group.id,
            [mark(plan, group.id, column) for column in columns(levels=levels)],
            FAILED if group.id in problems else CHANGED if group.id in changing else Mark(""),
            "" if plan.after(group.id) else "none",
        )
        for group in plan.groups
    ]


def mark(plan: AccessPlan, group: GroupId, column: Column) -> Mark:
    """Return what stands in a cell."""
    before, after, all_ = plan.before(group), plan.after(group), covered(column)
    part, given, taken = after & all_, rules.less(after, before) & all_, rules.less(before, after) & all_
    if part and part != all_:
        return PART_GIVEN if given else PART_TAKEN if taken else PART
    if given:
        return GIVEN_TOO if _follows(plan, group, column, taken=False) else GIVEN
    if taken:
        return TAKEN_TOO if _follows(plan, group, column, taken=True) else TAKEN
    return HELD if part else NOT_HELD


def _follows(plan: AccessPlan, group: GroupId, column: Column, *, taken: bool) -> bool:
    """Whether a cell changes along with another one."""
    before, after = plan.before(group), plan.after(group)
    changed = rules.less(before, after) if taken else rules.less(after, before)
    if isinstance(column, About):
        return bool(column.permission & rules.follows(changed, taken=taken))
    if taken:
        return column.needs is not None and bool(changed & column.needs.permissions)
    return any(one.needs is column and changed & one.permissions for one in LEVELS)


def heading(vault: str, plan: AccessPlan | None, *, levels: bool) -> Content:
    """Return the lines above the matrix."""
    kind = "Levels, as 1Password Teams has them" if levels else "Single permissions, as 1Password Business has them"
    other = "single permissions" if levels else "levels"
    parts: list[tuple[str, str]] = [(f"Who has access to “{display_text(vault)}”", "bold $accent"), ("\n", "")]
    if plan is not None:
        parts.append((f"{_people(plan.base.people)}\n", ""))
    parts.append((f"{kind}; t shows {other}.", "$text-muted"))
    return Content.assemble(*parts)


def here_again(elsewhere: Sequence[Elsewhere]) -> str:
    """Return what is said where that is shown again which was ticked before."""
    names = ", ".join(f"“{one.group.name or one.group.id}”" for one in elsewhere)
    others = f" Somebody else has changed {names} meanwhile." if names else ""
    return f"What you had ticked is here again; it is not written yet.{others}"


def _people(count: int) -> str:
    if not count:
        return "Nobody has access apart from a group."
    who, have = ("1 person", "has") if count == 1 else (f"{count:,} people", "have")
    return f"{who} {have} access of their own; that can be changed in 1Password alone."


def described(plan: AccessPlan, group: Group, column: Column, problem: str) -> Content:
    """Return what is said of the cell under the cursor."""
    lines: list[Content] = [
        Content.assemble((column.name, "bold $accent"), f": {column.purpose}."),
        Content.assemble((display_text(group.name) or group.id, "bold"), f" {_state(plan, group.id, column)}"),
    ]
    if plan.before(group.id) and not plan.after(group.id):
        lines.append(Content("The group will be taken out: it loses all that it may do in this vault."))
    elif along := _along(column):
        lines.append(Content(along))
    lines.append(Content.styled(_about(plan, group), "$text-muted"))
    if problem:  # before what may be cut off
        lines.insert(2, Content.styled(display_text(problem), "$text-error"))
    return Content("\n").join(lines)


def _state(plan: AccessPlan, group: GroupId, column: Column) -> str:
    part = f"a part of it: {', '.join(rules.names(plan.after(group) & covered(column)))}."
    return {
        GIVEN: "will get it.",
        GIVEN_TOO: "will get it: it follows from something else that is granted.",
        TAKEN: "will lose it.",
        TAKEN_TOO: "will lose it: it follows from something else that is taken away.",
        HELD: "has it.",
        PART: f"has {part}",
        PART_GIVEN: f"will have {part}",
        PART_TAKEN: f"will keep {part}",
    }.get(mark(plan, group, column), "does not have it.")


def _along(column: Column) -> str:
    """Return what goes along with a column, both ways."""
    if isinstance(column, Level):
        above = next((one for one in LEVELS if one.needs is column), None)
        if column.needs is not None:
            return f"Goes with {column.needs.name}."
        return f"Goes away with it: {above.name}." if above else ""
    needs, needing = rules.needed(column.permission), rules.dependent(column.permission)
    parts = (("Needs", needs), ("Needed by", needing))
    return " ".join(f"{said} {_few(rules.names(some))}." for said, some in parts if some)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} others"


def _about(plan: AccessPlan, group: Group) -> str:
    others = rules.others(plan.after(group.id))
    parts = [group.kind, group.description, f"also {', '.join(rules.names(others))}" if others else "", group.id]
    return " · ".join(display_text(part) for part in parts if part)
