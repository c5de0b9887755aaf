"""Why something cannot be done to the items of the browser: the account says so, the item, or there is none."""

from __future__ import annotations

from itertools import islice

from tui.backends.protocol import Action
from tui.commands import Command
from tui.model.errors import Denied, Locked
from tui.model.item import Item
from tui.screens.selection import Selection
from tui.services import rotation_plan
from tui.services.columns import ARCHIVED
from tui.services.session import Session
from tui.widgets.item_detail import ItemDetail
from tui.widgets.sheet import FileTarget

SAVE_FILE = "Press S to save this file, f for what else can be done with it."

NEEDS: dict[str, Action] = {
    "items.edit": Action.EDIT,
    "items.favourite": Action.FAVOURITE,
    "items.tags": Action.EDIT,
    "items.archive": Action.ARCHIVE,
    "items.restore": Action.RESTORE,
    "items.delete": Action.DELETE,
    "items.move": Action.MOVE,
    "items.save_file": Action.SAVE_FILE,
    "items.next_code": Action.EDIT,
    "items.attach_file": Action.ATTACH_FILE,
    "items.replace_file": Action.REPLACE_FILE,
    "items.remove_file": Action.REMOVE_FILE,
    "items.server_generate": Action.GENERATE,
    "items.share": Action.SHARE,
    "items.rotate": Action.ROTATE,
    "items.item_audit": Action.AUDIT,
}

CHANGES = (
    Action.EDIT,
    Action.FAVOURITE,
    Action.GENERATE,
    Action.ATTACH_FILE,
    Action.REPLACE_FILE,
    Action.REMOVE_FILE,
)
"""What an item that can only be read refuses by itself."""
ALONE = (
    "items.edit",
    "items.next_code",
    "items.attach_file",
    "items.replace_file",
    "items.remove_file",
    "items.share",
    "items.item_audit",
)
"""What is done to the item under the cursor, whatever is marked."""
WITHOUT = ("items.filter", "items.sort", "items.undo")
"""What needs no item."""
OWN_LOG = "What was done here is in the audit log (g a)."
"""Where else to look, where a service tells nothing of an item."""
ASKED = 100
"""Of so many marked items is asked whether something can be done to them; each is asked of again before it is done."""


class Refusals:
    """Knows why a command of the browser cannot run now."""

    def __init__(self, session: Session, selection: Selection, detail: ItemDetail) -> None:
        self._session = session
        self._selection = selection
        self._detail = detail

    def of(self, command: Command) -> str | None:
        """Return the sentence why not, or None where nothing is known against it."""
        if command.id == "items.new":
            return self._of_new()
        if command.context == "move" or command.id in WITHOUT:
            return None
        if command.context in ("items", "list", "detail") and self._selection.ref is None:
            return "There is no item under the cursor."
        if command.id in ("detail.copy_field", "detail.follow") and isinstance(self._detail.cursor_target, FileTarget):
            return SAVE_FILE
        action = NEEDS.get(command.id)
        why = None if action is None else self._of_action(action, alone=self._is_alone(command))
        return f"{why} {OWN_LOG}" if why is not None and action is Action.AUDIT else why

    def _is_alone(self, command: Command) -> bool:
        """Whether it is done to the item under the cursor, whatever is marked: by link one item is shared at a time."""
        ref = self._selection.ref
        if command.id != "items.share" or ref is None:
            return command.id in ALONE
        try:
            return not self._session.api(ref.account).shares_with_members
        except Locked:
            return True

    def _of_action(self, action: Action, *, alone: bool) -> str | None:
        """Return why this cannot be done to any of the marked items, or to the one under the cursor."""
        ref = self._selection.ref
        if ref is not None and (alone or not self._selection.marked):
            return self._session.refusal(action, ref.account, ref) or self._of_shown(action)
        refusals = [self._session.refusal(action, one.account, one) for one in islice(self._selection.marked, ASKED)]
        return refusals[0] if refusals and all(refusals) else None

    def _of_shown(self, action: Action) -> str | None:
        """Return why this cannot be done to the item under the cursor, as far as it says so itself."""
        shown, ref = self._selection.shown, self._selection.ref
        row = self._session.catalog.row(ref) if ref is not None else None
        archived = row is not None and self._session.catalog.snapshot.has(row, ARCHIVED)
        if action is Action.ROTATE:
            return _unrotatable(shown, archived=archived)
        if action in CHANGES and shown is not None:
            return shown.read_only or None
        if action is Action.RESTORE and not archived:
            return "This item is not in the archive."
        if action is Action.SHARE and archived:
            return "This item is in the archive; only items in use can be shared."
        if action is Action.ARCHIVE and archived:
            return "This item is in the archive already; A brings it back, D deletes it for good."
        return None

    def _of_new(self) -> str | None:
        """Return why no item can be made in the vault that is listed, if it is one."""
        request = self._selection.request
        if request.account is None or request.vault is None:
            return None
        return self._session.refusal(Action.CREATE, request.account, request.vault)


def _unrotatable(shown: Item | None, *, archived: bool) -> str | None:
    """Return why the password of an item cannot be rotated, as far as it says so itself."""
    if shown is None:
        return rotation_plan.ARCHIVED if archived else None
    try:
        rotation_plan.password_of(shown)
    except Denied as error:
        return str(error)
    return None
