"""Copying from the item browser: single keys, the login sequence, and the copy menu."""

from __future__ import annotations

from tui.commands import command
from tui.host.display import display_text
from tui.model.errors import NotFound
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import FieldId, ItemRef
from tui.model.item import Item
from tui.screens.base import BaseScreen
from tui.screens.modals import Choice, Choose
from tui.screens.selection import Selection
from tui.services.access import Target, WebsiteAt

REFERENCE = Choice("reference", "secret reference …", "r")

Wanted = Target | FieldId | WebsiteAt


class Copying:
    """Copies things of the item under the cursor, and says what came of it."""

    def __init__(self, screen: BaseScreen, selection: Selection) -> None:
        self._screen = screen
        self._selection = selection

    def copy(self, what: Wanted, ref: ItemRef | None = None) -> None:
        """Copy one thing; of another item than the one under the cursor, where `ref` is given."""
        ref = ref or self._selection.ref
        if ref is not None:
            self._screen.run_worker(self._copy(ref, what), name="copy", group="copy", description="copy")

    def action_copy_password(self) -> None:
        """Copy the password."""
        self.copy(Target.PASSWORD)

    def action_copy_username(self) -> None:
        """Copy the user name."""
        self.copy(Target.USERNAME)

    def action_copy_code(self) -> None:
        """Copy the one-time code."""
        self.copy(Target.CODE)

    def action_copy_website(self) -> None:
        """Copy the website."""
        self.copy(Target.WEBSITE)

    def action_copy_login(self) -> None:
        """Copy the next step of the login sequence."""
        self._screen.run_worker(self._login(), name="copy", group="copy", description="copy")

    def action_copy_menu(self) -> None:
        """Ask what to copy."""
        self._screen.run_worker(self._menu(), name="copy menu", group="copy", description="copy menu")

    async def _copy(self, ref: ItemRef, what: Wanted) -> None:
        screen = self._screen
        with screen.reporting():
            copied = await screen.session.access.copy(ref, what)
            screen.say(copied.sentence, "success")

    async def _login(self) -> None:
        screen, ref = self._screen, self._selection.ref
        if ref is None:
            return
        with screen.reporting():
            copied = await screen.session.access.copy_login(ref)
            screen.say(f"{copied.sentence} · P goes on", "success")

    async def _menu(self) -> None:
        screen, ref = self._screen, self._selection.ref
        if ref is None:
            return
        with screen.reporting():
            entries = menu(await screen.session.api(ref.account).item(ref))
            choices = [*(choice for choice, _ in entries), REFERENCE]
            chosen = await screen.app.push_screen_wait(Choose("Copy", choices))
            if chosen == REFERENCE.id and ref == self._selection.ref:  # else the cursor is on another item by now
                screen.perform(command("items.copy_reference"))
            elif chosen == REFERENCE.id:
                raise NotFound("This item is no longer under the cursor.")
            elif chosen is not None:
                await self._copy(ref, next(wanted for choice, wanted in entries if choice.id == chosen))


def menu(item: Item) -> list[tuple[Choice, Wanted]]:
    """Return what can be copied of an item, each with its letter; values are not shown."""
    found: list[tuple[Choice, Wanted]] = []
    numbers = iter("123456789")
    taken: set[str] = set()
    for field in item.fields:
        if not field.empty:
            letter = _letter(field)
            key = letter if letter and letter not in taken else next(numbers, "")
            taken.add(key)
            found.append((Choice(f"field {field.id}", display_text(field.label) or field.kind.value, key), field.id))
    for index, site in enumerate(item.websites):
        key = "w" if index == 0 else next(numbers, "")
        found.append((Choice(f"website {index}", "website", key, note=site.host), WebsiteAt(index)))
    found.append((Choice("title", "title", "i"), Target.TITLE))
    found.append((Choice("id", "item id", "d"), Target.ID))
    found.append((Choice("vault id", "vault id", "v"), Target.VAULT_ID))
    return found


def _letter(field: Field) -> str:
    if field.kind is FieldKind.OTP:
        return "t"
    return {Purpose.USERNAME: "u", Purpose.PASSWORD: "p", Purpose.NOTES: "n"}.get(field.purpose, "")
