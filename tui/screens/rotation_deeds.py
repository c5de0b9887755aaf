"""What is done with rotations that are not finished: both passwords for the site, and how it ends."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from textual.worker import Worker

from tui.host.display import display_text
from tui.model.errors import NotFound
from tui.model.item import Item
from tui.model.rotation import RotationId, Stage
from tui.screens.modals import Confirm
from tui.screens.website import offer_website
from tui.services import rotating, rotation_ends

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.model.rotation import Rotation
    from tui.model.secret import Secret
    from tui.screens.due import DueScreen

OLD, NEW = "Old password", "New password"
LOOKING = "Looking at the item first …"


class RotationDeeds:
    """Does it to the rotation under the cursor. What is revealed or copied is written to the audit log."""

    def __init__(self, screen: DueScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._seen: tuple[RotationId, str, str, Timer] | None = None

    def seen(self, rotation: Rotation) -> tuple[str, str]:
        """Return what is revealed of a rotation's old and new password; "" where nothing is."""
        return self._seen[1:3] if self._seen is not None and self._seen[0] == rotation.id else ("", "")

    def hide_all(self) -> None:
        """Conceal everything again."""
        if self._seen is not None:
            self._seen[3].stop()
            self._seen = None

    def action_reveal(self) -> None:
        """Show both passwords for a while, or hide them again."""
        rotation = self._screen.rotation
        if rotation is None:
            return
        hide = self.seen(rotation) != ("", "")
        self.hide_all()
        if not hide:
            old, new = (self._text(value, name, rotation) for value, name in ((rotation.old, OLD), (rotation.new, NEW)))
            timer = self._screen.set_timer(self._session.settings.reveal_for, self._time_is_up)
            self._seen = (rotation.id, old, new, timer)
        self._screen.show_about()

    def _text(self, value: Secret, name: str, rotation: Rotation) -> str:
        if not value:
            return "(empty)"
        return display_text(self._session.access.reveal_rotated(value, name, rotation.ref, rotation.title))

    def _time_is_up(self) -> None:
        self.hide_all()
        self._screen.show_about()

    def action_copy_new(self) -> None:
        """Copy the new password."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._copy(rotation, rotation.new, NEW))

    def action_copy_old(self) -> None:
        """Copy the old password."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._copy(rotation, rotation.old, OLD))

    def action_open_website(self) -> None:
        """Ask, and open the website of the item."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._website(rotation))

    def action_confirm(self) -> None:
        """The site has the new password: the rotation is finished."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._confirm(rotation))

    def action_again(self) -> None:
        """Try again with the same new password."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._again(rotation))

    def action_put_back(self) -> None:
        """Ask, and put the old password back into the item."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._put_back(rotation))

    def action_give_up(self) -> None:
        """Ask, and forget the new password."""
        if (rotation := self._screen.rotation) is not None:
            self._do(self._give_up(rotation))

    def _do(self, deed: Coroutine[None, None, None]) -> None:
        async def reported() -> None:
            with self._screen.reporting():
                await deed
            if self._screen.is_running:
                self._screen.go_on()

        _: Worker[None] = self._screen.run_worker(
            reported(), name="deed", group="deed", description="go on with a rotation"
        )

    async def _copy(self, rotation: Rotation, value: Secret, name: str) -> None:
        if not value:
            raise NotFound("There was no password before.")
        copied = await self._session.access.copy_rotated(value, name, rotation.ref, rotation.title)
        self._screen.say(copied.sentence, "success")

    async def _website(self, rotation: Rotation) -> None:
        item: Item = await self._session.api(rotation.ref.account).item(rotation.ref)
        if not item.websites:
            raise NotFound("This item has no website.")
        await offer_website(self._screen, item.websites[0].url)

    async def _confirm(self, rotation: Rotation) -> None:
        self._screen.say(LOOKING)
        await rotation_ends.confirm(self._session, rotation)
        self._screen.say(f"The rotation of “{rotation.name}” is finished.", "success")

    async def _again(self, rotation: Rotation) -> None:
        self._screen.say(f"Rotating “{rotation.name}” …")
        outcome = await rotating.again(self._session, rotation)
        if outcome.step is not None:
            self._session.undo.note(outcome.step)
        if outcome.error is not None:
            raise outcome.error
        self._screen.say(f"The new password of “{rotation.name}” is saved. The site needs it too.", "success")

    async def _put_back(self, rotation: Rotation) -> None:
        ask = Confirm(
            f"Put the old password back into “{rotation.name}”?",
            "The new one is kept here until you give it up. If the site has the new one already, this is wrong.",
            yes="Put it back",
        )
        if await self._screen.app.push_screen_wait(ask):
            await rotation_ends.put_back(self._session, rotation)
            self._screen.say(f"“{rotation.name}” has its old password again.", "success")

    async def _give_up(self, rotation: Rotation) -> None:
        sure = "" if rotation.stage is Stage.FAILED else f"{rotation.why}\n"
        detail = f"{sure}Both passwords are forgotten here. If the site has the new one already, copy it first (y)."
        if await self._screen.app.push_screen_wait(
            Confirm(f"Give up the rotation of “{rotation.name}”?", detail, yes="Give up")
        ):
            self._screen.say(LOOKING)
            await rotation_ends.give_up(self._session, rotation)
            self._screen.say(f"The rotation of “{rotation.name}” is given up.", "success")
