"""The one door for secrets: reveal and copy, each written to the audit log."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Invalid, NotFound, VaultError
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import AccountId, FieldId, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services.audit_log import AuditLog
from tui.services.clipboard import Clipboard, Copied
from tui.services.recent import Recent
from tui.services.worker import ApiWorker
from tui.tools import totp
from tui.tools.totp import OneTimePassword

NEXT_CODE = 4.0
"""With less than so many seconds left a one-time code would not survive the paste: the next one is copied."""
SEQUENCE_SECONDS = 60.0
"""The login sequence starts over after so long."""


class Target(StrEnum):
    """What can be copied of an item by one key; the value names it on the screen."""

    USERNAME = "user name"
    PASSWORD = "password"  # noqa: S105 - the name of a target
    CODE = "one-time code"
    WEBSITE = "website"
    TITLE = "title"
    ID = "item id"


@dataclass(frozen=True, slots=True)
class WebsiteAt:
    """One of the websites of an item."""

    index: int


@dataclass(slots=True)
class _Sequence:
    ref: ItemRef
    done: int
    at: float


class Access:
    """Reveals and copies. Lives on Textual's loop."""

    def __init__(
        self, api: Callable[[AccountId], ApiWorker[Any]], audit: AuditLog, clipboard: Clipboard, recent: Recent
    ) -> None:
        self._api = api
        self._audit = audit
        self._clipboard = clipboard
        self._recent = recent
        self._sequence: _Sequence | None = None

    def reveal(self, item: Item, field_id: FieldId) -> str:
        """Return the exact value of a field, and note that it was shown."""
        field = _field(item, field_id)
        self._recent.note(item.ref)
        if field.concealed:
            self._audit.record(AuditAction.REVEAL, item.ref, title=item.title, field=field.label)
        return field.value.reveal() if isinstance(field.value, Secret) else field.value

    def code(self, field: Field) -> OneTimePassword | str:
        """Return what makes the codes of a one-time password field, or the sentence why it cannot."""
        try:
            return totp.parse(field.value.reveal() if isinstance(field.value, Secret) else field.value)
        except Invalid as error:
            return str(error)

    async def copy(self, ref: ItemRef, what: Target | FieldId | WebsiteAt) -> Copied:
        """Copy one thing of an item. The text that is copied is exactly the one that is stored.

        Raises:
            NotFound: the item has no such thing.
            VaultError: the item cannot be read, or no clipboard can be reached.
        """
        item = await self._api(ref.account).item(ref)
        name, value = self._choose(item, what)
        try:
            copied = await self._clipboard.copy(value, name)
        except VaultError as error:
            self._audit.record(
                AuditAction.COPY, ref, title=item.title, field=name, detail=str(error), result=AuditResult.FAILED
            )
            raise
        self._audit.record(AuditAction.COPY, ref, title=item.title, field=name, detail=copied.route.value)
        self._recent.note(ref)
        return copied

    async def copy_generated(self, value: Secret) -> Copied:
        """Copy a generated password that belongs to no item yet."""
        copied = await self._clipboard.copy(value, "Generated password")
        self._audit.record(AuditAction.COPY, field="generated password", detail=copied.route.value)
        return copied

    async def copy_login(self, ref: ItemRef) -> Copied:
        """Copy the next step of the login: user name, then password, then one-time code, then over again."""
        item = await self._api(ref.account).item(ref)
        steps = [target for target in (Target.USERNAME, Target.PASSWORD, Target.CODE) if _has(item, target)]
        if not steps:
            raise NotFound("This item has no user name, password or one-time code to copy.")
        going = self._sequence
        fresh = going is None or going.ref != ref or time.time() - going.at > SEQUENCE_SECONDS
        done = 0 if going is None or fresh else going.done % len(steps)
        copied = await self.copy(ref, steps[done])
        self._sequence = _Sequence(ref, done + 1, time.time())
        return copied

    def _choose(self, item: Item, what: Target | FieldId | WebsiteAt) -> tuple[str, Secret | str]:
        if isinstance(what, WebsiteAt):
            if what.index < len(item.websites):
                return "Website", item.websites[what.index].url
            raise NotFound("That website is no longer in this item.")
        if what is Target.TITLE or what is Target.ID:
            return what.value.capitalize(), item.title if what is Target.TITLE else item.ref.item
        if what is Target.WEBSITE:
            if item.websites:
                return "Website", item.websites[0].url
            raise NotFound("This item has no website.")
        field = _target_field(item, what) if isinstance(what, Target) else _field(item, FieldId(what))
        if field is None or field.empty:
            name = what.value if isinstance(what, Target) else "value"
            raise NotFound(f"This item has no {name}.")
        if field.kind is FieldKind.OTP:
            return self._code_now(field)
        return (field.label or "Value").capitalize(), field.value

    def _code_now(self, field: Field) -> tuple[str, Secret]:
        otp = self.code(field)
        if isinstance(otp, str):
            raise Invalid(otp)
        now = time.time()
        left = otp.remaining(now)
        if left < NEXT_CODE:
            return f"Next one-time code (valid in {left:.0f} s)", Secret(otp.code(now + left + 0.5))
        return "One-time code", Secret(otp.code(now))


def _field(item: Item, field_id: FieldId) -> Field:
    field = item.field(field_id)
    if field is None:
        raise NotFound("That field is no longer in this item.")
    return field


def _target_field(item: Item, target: Target) -> Field | None:
    if target is Target.CODE:
        return item.otp
    if target is Target.USERNAME:
        return item.of(Purpose.USERNAME)
    concealed = (f for f in item.fields if f.kind is FieldKind.CONCEALED and not f.empty)
    return item.of(Purpose.PASSWORD) or next(concealed, None)


def _has(item: Item, target: Target) -> bool:
    field = _target_field(item, target)
    return field is not None and not field.empty
