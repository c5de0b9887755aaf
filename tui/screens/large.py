"""A value in large letters, or as a QR code: to be read, typed or scanned from another machine.

It is revealed as everywhere: through the one door, for a while. Then, when the screen is left, and when Strongroom is
locked, nothing of it stays. It is never in a message, a notification or a title.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Keymap, command
from tui.host.display import display_text
from tui.model.errors import Invalid, NotFound
from tui.model.field import Field, FieldKind
from tui.model.ids import FieldId, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.screens.base import BaseScreen
from tui.screens.modals import Confirm
from tui.screens.moving import Moving
from tui.services.place import Place
from tui.services.session import Session
from tui.tools import qr, spelling
from tui.tools.totp import OneTimePassword
from tui.widgets.footer import key_label
from tui.widgets.large_type import GROUP, LargeType

TICK = 0.5
"""Seconds between two looks at the clock."""

LETTERS, CODE = "in large letters", "as a QR code"
"""How it was shown, in the audit log."""


class LargeScreen(Moving, BaseScreen):
    """Shows the value of a field; of a one-time password its code, and as a QR code what makes its codes."""

    CSS_PATH = Path(__file__).with_name("large.tcss")

    def __init__(self, session: Session, keymap: Keymap, ref: ItemRef, field: FieldId, *, qr: bool = False) -> None:
        super().__init__(session, keymap)
        self._ref = ref
        self._field = field
        self._as_qr = qr
        self._heading = Static(id="heading", markup=False)
        self.large = LargeType()
        self._codes: OneTimePassword | None = None
        self._code = ""
        self._until: float | None = None

    def mark(self, place: Place) -> Place:
        """The item, where it is shown as everywhere."""
        return replace(place, ref=self._ref)

    def body(self) -> Iterator[Widget]:
        """Yield what it is of, and the value."""
        yield self._heading
        yield self.large

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("large", "move", "app")

    @property
    def pane(self) -> LargeType:
        """What is scrolled."""
        return self.large

    def state(self) -> str:
        """Also say how long it is seen."""
        left = "" if self._until is None else f"hides in {max(math.ceil(self._until - time.time()), 0)} s"
        return " · ".join(part for part in (left, super().state()) if part)

    def refusal(self, command: Command) -> str | None:
        """A QR code is no text to copy."""
        if command.id == "large.copy" and self._as_qr and self._codes is not None:
            return "What makes the codes is not copied; x shows the code itself."
        return super().refusal(command)

    def on_mount(self) -> None:
        """Reveal it."""
        self.set_interval(TICK, self._tick)
        self._show(as_qr=self._as_qr)

    def on_unmount(self) -> None:
        """Forget everything."""
        self._forget("")

    # Showing

    @work(exclusive=True, group="reveal", description="show large")
    async def _show(self, *, as_qr: bool) -> None:
        with self.reporting():
            item = await self.session.api(self._ref.account).item(self._ref)
            field = item.field(self._field)
            if field is None or field.empty:
                raise NotFound("That field is no longer in this item, or empty.")
            codes = self._codes_of(field)
            count = ""
            if not as_qr:
                count = self._show_letters(item, codes)
            elif codes is None or await self._agreed(item, codes):
                code = await asyncio.to_thread(qr.encode, self._secret(item, codes))
                if not self.is_running:
                    return
                self.large.show_code(code)
            else:
                if self._until is None and self._as_qr:
                    self.leave()
                return
            self._codes, self._as_qr = codes, as_qr
            self._until = time.time() + self.session.settings.reveal_for
            self._head(item, field, count)
        self.refresh_state()
        self.refresh_footer()

    def _codes_of(self, field: Field) -> OneTimePassword | None:
        if field.kind is not FieldKind.OTP:
            return None
        codes = self.session.access.code(field)
        if isinstance(codes, str):
            raise Invalid(codes)
        return codes

    def _show_letters(self, item: Item, codes: OneTimePassword | None) -> str:
        """Show the value, or the code of the moment; return how many characters the value has, as words."""
        self.large.home()
        if codes is not None:
            self._code = ""
            self._show_code(codes)
            return ""
        signs = spelling.spell(self.session.access.reveal(item, self._field, LETTERS))
        self.large.show(signs)
        return f" · {len(signs)} character{'s' if len(signs) > 1 else ''}"

    def _show_code(self, codes: OneTimePassword) -> None:
        code = codes.code(time.time())
        if code != self._code:
            self._code = code
            self.large.show(spelling.spell(code), len(code) // 2 if len(code) > GROUP else GROUP)

    async def _agreed(self, item: Item, codes: OneTimePassword) -> bool:
        """Ask, since this cannot be taken back."""
        question = f"Show what makes the codes of “{item.title}” as a QR code?"
        detail = "Whoever sees or photographs it can make these codes for ever: it moves them to another device."
        if codes.counter is not None:
            detail += " These codes are counted: two devices would soon not agree."
        return await self.app.push_screen_wait(Confirm(question, detail, yes="Show it", no="Leave it"))

    def _secret(self, item: Item, codes: OneTimePassword | None) -> Secret:
        access = self.session.access
        return access.moving(item, self._field, CODE) if codes else Secret(access.reveal(item, self._field, CODE))

    def _head(self, item: Item, field: Field, count: str) -> None:
        kind = " · what makes the codes" if self._as_qr and self._codes is not None else ""
        label = display_text(field.label) or field.kind.value
        self._heading.update(Content(f"{label} of “{display_text(item.title)}”{kind or count}"))

    # Hiding

    def _tick(self) -> None:
        if self._until is None:
            return
        if time.time() >= self._until:
            self._hide(f"Hidden again after {self.session.settings.reveal_for:.0f} s.")
        elif self._codes is not None and not self._as_qr:
            with self.reporting():
                self._show_code(self._codes)
        self.refresh_state()

    def _hide(self, why: str) -> None:
        keys = self.keys.keymap.keys(command("large.reveal"))
        self._forget("\n".join([why, *([f"{key_label(keys[0])} shows it again."] if keys else [])]))

    def _forget(self, instead: str) -> None:
        self._until, self._codes, self._code = None, None, ""
        self.large.forget(instead)

    # Keys

    def action_reveal(self) -> None:
        """Hide it, or show it again."""
        if self._until is not None:
            self._hide("Hidden.")
            self.refresh_state()
        else:
            self._show(as_qr=self._as_qr)

    def action_switch(self) -> None:
        """Go from letters to a QR code and back."""
        self._show(as_qr=not self._as_qr)

    @work(exclusive=True, group="copy", description="copy")
    async def action_copy(self) -> None:
        """Copy the value, or the code."""
        with self.reporting():
            copied = await self.session.access.copy(self._ref, self._field)
            self.say(copied.sentence, "success")
