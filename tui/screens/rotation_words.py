"""What is said of rotations. What comes from outside is made safe here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.host.display import display_text
from tui.model.rotation import Rotation, Stage
from tui.model.secret import DOTS
from tui.model.titles import named
from tui.screens.reference_words import seen_lines
from tui.services.ages import Age
from tui.widgets.rotation_lists import DueRow
from tui.widgets.times import local_time

if TYPE_CHECKING:
    from tui.services.due import Due
    from tui.services.due_book import Policy
    from tui.services.session import Session

STATES = {
    Stage.PREPARED: "under way",
    Stage.SENT: "not known yet",
    Stage.SAVED: "saved; the site needs it",
    Stage.UNKNOWN: "not known",
    Stage.FAILED: "not saved",
}
SIGNS = {Stage.SAVED: "✓", Stage.FAILED: "✗"}
NEXT = {
    Stage.PREPARED: "It has begun in this or another window.",
    Stage.SENT: "It is looked at as soon as its account is open (g c).",
    Stage.SAVED: "Now change it on the site: o opens it, Y copies the old password, y the new one. Then press d.",
    Stage.UNKNOWN: "r shows both passwords. a tries again with the same new one; D gives it up.",
    Stage.FAILED: "a tries again with the same new password; D gives it up and forgets it.",
}
WHY_AGE = "Age alone is a weak reason to change a good password: nothing is ever forced, and you make the policies."
NOTHING = (
    "Nothing is due, and no rotation waits for its site.\n\n"
    "T in an item list rotates a password: a new one is made and saved, the old one kept until the site has it.\n"
    "p makes a policy: passwords of a vault, or with a tag, are then listed here after so many days.\n\n" + WHY_AGE
)
NOTHING_DUE = (
    "Nothing is due by your policies, and no rotation waits for its site.\n"
    "Passwords are counted from their items' last change: one may be older than that. p shows the policies."
)
NOT_KEPT = "There is no store: rotations and policies are forgotten when Strongroom is locked or ends."


def rotation_row(session: Session, rotation: Rotation) -> DueRow:
    """Return the row of a rotation that is not finished."""
    return DueRow(
        SIGNS.get(rotation.stage, "?"),
        display_text(session.catalog.title(rotation.ref) or rotation.name),
        STATES[rotation.stage],
        local_time(rotation.at),
        display_text(session.place_of(rotation.ref)),
        "",
        bad=rotation.stage in (Stage.FAILED, Stage.UNKNOWN),
    )


def due_row(session: Session, due: Due, now: float, *, marked: bool) -> DueRow:
    """Return the row of a password that is due."""
    late = int(due.late(now) // 86_400)
    state = "due today" if not late else f"due for {late:,} day{'s' * (late != 1)}"
    return DueRow(
        "•" if marked else "",
        named(session.catalog.title(due.ref)),
        state,
        local_time(due.age.since),
        display_text(session.place_of(due.ref)),
        display_text(policy_where(session, due.policy)),
    )


def policy_where(session: Session, policy: Policy) -> str:
    """Return what a policy is about, as words."""
    if policy.tag:
        return f"#{policy.tag}"
    known = (one for one in session.catalog.vaults if (one.account, one.id) == (policy.account, policy.vault))
    vault = next(known, None)
    return vault.name if vault is not None else "a vault that is not open"


def rotation_about(rotation: Rotation, old: str, new: str) -> Content:
    """Return all that is known of a rotation; `old` and `new` are what is revealed of its passwords, "": dots."""
    why = f"\n{display_text(rotation.why)}" if rotation.why else ""
    return Content.assemble(
        (display_text(rotation.name), "bold"),
        (f"  {display_text(rotation.label)}, begun {local_time(rotation.at)}", "dim"),
        ("\nOld  ", "dim"),
        _value(old),
        ("\nNew  ", "dim"),
        _value(new),
        why,
        f"\n{NEXT[rotation.stage]}",
    )


def _value(seen: str) -> str:
    return "\n     ".join(seen_lines(seen)) if seen else DOTS


def due_about(session: Session, due: Due, age: Age | None, now: float) -> Content:
    """Return all that is known of a password that is due; `age` as it was looked up, None: not yet."""
    known = age or due.age
    sure = "" if known.exact else " (the item's last change; the password may be older)"
    return Content.assemble(
        (named(session.catalog.title(due.ref)), "bold"),
        f"\nThe password is {known.words(now)} old, since {local_time(known.since)}{sure}.",
        f"\nPolicy: {display_text(policy_where(session, due.policy))}, {due.policy.days:,} days. "
        "T rotates it, z puts it off.",
        (f"\n{WHY_AGE}", "dim"),
    )


def nothing(ageless: int) -> str:
    """Return what is said where nothing is due; `ageless`: of so many passwords no age is known."""
    if not ageless:
        return NOTHING_DUE
    whose, when = ("its", "it was") if ageless == 1 else ("their", "they were")
    about = f"{ageless:,} of the items that your policies are about can never be due"
    return f"{NOTHING_DUE}\n\n{about}: {whose} service does not tell when {when} changed."


def counted(rotations: int, dues: int, ageless: int = 0) -> str:
    """Return how much there is to do, and of how many passwords that is not known."""
    parts = []
    if rotations:
        parts.append(f"{rotations:,} not finished")
    if dues:
        parts.append(f"{dues:,} due")
    if ageless:
        parts.append(f"{ageless:,} of no known age")
    return " · ".join(parts)
