"""What the Environments screen says of an Environment and its variables. What comes from outside is made safe here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.content import Content

from tui.host.display import display_text
from tui.screens.reference_words import seen_lines
from tui.widgets.environment_lists import EnvironmentRow

if TYPE_CHECKING:
    from tui.model.environment import Variable
    from tui.screens.environment_readings import Reading
    from tui.services.environments import Known

WHERE = (
    "Its id is in the 1Password app for the desktop: Developer > View Environments > Manage environment. Copy the id "
    "there."
)
NONE = f"No Environment is remembered yet.\nPress n to add one by its id.\n\n{WHERE}"
UNREAD = "Enter reads the variables. That is one request to 1Password."
READ_ONLY = "Read-only: variables are changed in 1Password itself."
NO_NAME = "(no name)"
NOT_KEPT = "There is no store: these are forgotten when Strongroom ends."


def row(known: Known, account: str, reading: Reading, *, going_on: bool) -> EnvironmentRow:
    """Return the row of an Environment. `going_on`: it is being read just now."""
    count = "reading …" if going_on else "✗" if reading.problem else f"{len(reading.variables):,}" if reading.at else ""
    return EnvironmentRow(
        display_text(known.label), display_text(account), count, display_text(known.id), bool(reading.problem)
    )


def about(known: Known, reading: Reading) -> Content:
    """Return what stands above the variables."""
    when = time.strftime("  read at %H:%M:%S", time.localtime(reading.at)) if reading.at else ""
    return Content.assemble((display_text(known.label), "bold"), (when, "dim"))


def why_none(reading: Reading, refusal: str | None, *, going_on: bool) -> str:
    """Return why no variables are shown. `refusal`: the sentence why they cannot be read now."""
    if going_on:
        return "Reading …"
    if not reading.at:
        return reading.problem or refusal or UNREAD
    return "No variable is called that." if reading.variables else "This Environment has no variables."


def name_of(variable: Variable) -> str:
    """Return what a variable is called, as it may be shown."""
    return display_text(variable.name) or NO_NAME


def whole(variable: Variable, seen: str) -> Content:
    """Return a variable by its whole name, with what is revealed of its value."""
    lines = "".join(f"\n{line}" for line in seen_lines(seen))
    return Content.assemble((name_of(variable), "bold"), lines)
