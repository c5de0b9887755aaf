"""Drafts that were left behind: offered after unlocking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tui.model.draft import Draft
from tui.screens.modals import Choice, Choose

LATER = "later"


def offer(drafts: Sequence[Draft]) -> Choose:
    """Return the question which draft to go on with; the answer is a draft's id, or `LATER`."""
    choices = [Choice(draft.id, draft.current.title or "untitled", note=_note(draft)) for draft in drafts]
    return Choose("You left something unsaved. Go on with it?", [*choices, Choice(LATER, "Not now; keep it", "n")])


def _note(draft: Draft) -> str:
    when = datetime.fromtimestamp(draft.at).strftime("%Y-%m-%d %H:%M")
    return f"{'new item' if draft.is_new else 'edit'}, {when}"
