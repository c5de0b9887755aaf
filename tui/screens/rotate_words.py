"""What the dialog for rotating says. What comes from outside is made safe here."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.host.display import display_text
from tui.model.errors import VaultError
from tui.model.rotation import Stage
from tui.model.titles import named
from tui.tools.ruled_recipe import RuledRecipe
from tui.widgets.knobs import described
from tui.widgets.rotation_lists import PlanRow

if TYPE_CHECKING:
    from tui.model.ids import ItemRef
    from tui.screens.rotate_run import Plans, Run
    from tui.services.rotating import Outcome
    from tui.services.session import Session
    from tui.tools.generator import Recipe

READING = "Reading what there is, and making new passwords …"
STOPPING = "Stopping after this one …"
NEW = "new password"
LONG = 20
"""A password of more characters is shown whole below the list."""
SAFE = "The old password is kept, sealed, until you say that the site has the new one."
RUN_ONLY = "There is no store: the old password is kept only until Strongroom is locked or ends."


def heading(titles: Sequence[str]) -> str:
    """Return what is going to be done."""
    return f"Rotate the password of “{titles[0]}”" if len(titles) == 1 else f"Rotate {len(titles):,} passwords"


def refused(plans: Plans) -> str:
    """Return how many items get no new password, and why where it is the only one."""
    if not plans.refused:
        return ""
    if len(plans.refs) == 1:
        return str(next(iter(plans.refused.values())))
    return f"{len(plans.refused):,} of {len(plans.refs):,} items get no new password; the list says why."


def row(session: Session, plans: Plans, ref: ItemRef, seen: str, outcome: Outcome | VaultError | None) -> PlanRow:
    """Return the row of an item; `seen` is what is revealed of its new password."""
    title, plan, why = named(session.catalog.title(ref)), plans.of(ref), plans.refused.get(ref)
    if why is not None or isinstance(outcome, VaultError):
        return PlanRow(title, sign="✗", outcome=display_text(str(why or outcome)), bad=True)
    if outcome is not None:
        saved = outcome.rotation.stage is Stage.SAVED
        said = "saved" if saved else f"{outcome.rotation.stage.value}: {outcome.rotation.why}"
        return PlanRow(title, sign="✓" if saved else "✗", outcome=display_text(said), bad=not saved)
    if plan is None:
        return PlanRow(title, age="…")
    judged, age = plans.strength(ref), plans.ages.get(ref)
    words = age.words(time.time()) if age is not None else ""
    return PlanRow(title, judged.word if judged is not None else "", words, seen)


def about(plans: Plans, ref: ItemRef, seen: str, run: Run | None) -> Content:
    """Return more on the item under the cursor."""
    plan, why = plans.of(ref), plans.refused.get(ref)
    outcome = run.outcomes.get(ref) if run is not None else None
    if why is not None:
        return Content(display_text(str(why)) if len(plans.refs) > 1 else "")
    if outcome is not None:
        return Content(display_text(str(outcome) if isinstance(outcome, VaultError) else outcome.rotation.why))
    if plan is None or run is not None:
        return Content("")
    recipe = "chosen in the generator" if plan.recipe is None else _recipe(plan.recipe)
    shown = (f"{seen}\n", "bold") if len(seen) > LONG else ("", "")
    return Content.assemble(shown, (f"Made by: {recipe}\n{SAFE if plans.kept else RUN_ONLY}", "dim"))


def _recipe(recipe: Recipe | RuledRecipe) -> str:
    if isinstance(recipe, RuledRecipe):
        return f"the site's rules, {recipe.length} characters"
    return described(recipe)


def progress(run: Run) -> str:
    """Return how far it is."""
    at = run.course.total - run.course.left
    many = f" {min(at + 1, run.course.total):,} of {run.course.total:,}" if run.course.total > 1 else ""
    return STOPPING if run.course.stopped else f"Rotating{many} …"


def ended(run: Run) -> str:
    """Return what came of it."""
    parts = []
    if run.saved:
        parts.append(f"{run.saved:,} saved. The site needs the new password too: Enter shows what remains.")
    if run.failed:
        parts.append(f"{run.failed:,} not saved, or not known to be.")
    if run.untried:
        parts.append(f"{run.untried:,} not tried after that.")
    if run.course.left:
        parts.append(f"Stopped: {run.course.left:,} were not begun.")
    return " ".join(parts)
