"""The one door for secrets: reveal and copy, each written to the audit log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Invalid, NotFound, VaultError
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import AccountId, FieldId, ItemRef
from tui.model.secret import Secret
from tui.tools import totp

if TYPE_CHECKING:
    from tui.model.item import Item
    from tui.services.audit_log import AuditLog
    from tui.services.clipboard import Clipboard, Copied
    from tui.services.recent import Recent
    from tui.services.worker import ApiWorker
    from tui.tools.totp import OneTimePassword

NEXT_CODE = 4.0
"""With less than so many seconds left a one-time code would not survive the paste: the next one is copied."""
SEQUENCE_SECONDS = 60.0
"""The login sequence starts over after so long."""
LINK = "Link"
"""What a link by which others see an item is called on the status line and in the audit log."""


class Target(StrEnum):
    """What can be copied of an item by one key; the value names it on the screen."""

    USERNAME = "user name"
    PASSWORD = "password"  # noqa: S105 - the name of a target
    CODE = "one-time code"
    WEBSITE = "website"
    TITLE = "title"
    ID = "item id"
    VAULT_ID = "vault id"


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

    def reveal(self, item: Item, field_id: FieldId, how: str = "") -> str:
        """Return the exact value of a field, and note that it was shown, and `how`."""
        field = _field(item, field_id)
        self._recent.note(item.ref)
        if field.hidden:
            self._audit.record(AuditAction.REVEAL, item.ref, title=item.title, field=field.label, detail=how)
        return _text(field.value)

    def reveal_apart(self, value: Secret, name: str, place: str) -> str:
        """Return a value that belongs to no item, such as a variable's, and note that it was shown. `place` has it."""
        self._audit.record(AuditAction.REVEAL, title=place, field=name)
        return _text(value)

    def code(self, field: Field) -> OneTimePassword | str:
        """Return what makes the codes of a one-time password field, or the sentence why it cannot."""
        try:
            return totp.parse(_text(field.value))
        except Invalid as error:
            return str(error)

    def moving(self, item: Item, field_id: FieldId, how: str) -> Secret:
        """Return the URI by which another device makes the same codes, and note that it was shown, and `how`.

        One that names nobody is given the title and the user name of the item. Raises Invalid, NotFound.
        """
        otp = self.code(_field(item, field_id))
        if isinstance(otp, str):
            raise Invalid(otp)
        user = item.username
        name = user.value if user is not None and isinstance(user.value, str) else ""
        if not otp.label:
            otp = replace(otp, label=name or item.title, issuer=otp.issuer or (item.title if name else ""))
        self._recent.note(item.ref)
        self._audit.record(
            AuditAction.REVEAL, item.ref, title=item.title, field=_field(item, field_id).label, detail=how
        )
        return totp.uri(otp)

    async def copy(self, ref: ItemRef, what: Target | FieldId | WebsiteAt) -> Copied:
        """Copy one thing of an item: exactly the text that is stored, save where its kind is used in another form.

        A card number has no spaces then, an address has lines, and a private SSH key is as OpenSSH takes it.

        Raises:
            NotFound: the item has no such thing.
            VaultError: the item cannot be read, or no clipboard can be reached.
        """
        item = await self._api(ref.account).item(ref)
        name, value = self._choose(item, what)
        if isinstance(value, Secret) and _is_key(item, value):
            from tui.tools import keyfields

            value = await asyncio.to_thread(keyfields.openssh, value)
        return await self._put(value, name, ref, item.title)

    async def _put(self, value: Secret | str, name: str, ref: ItemRef, title: str) -> Copied:
        """Copy something of an item, and note how that went."""
        try:
            copied = await self._clipboard.copy(value, name)
        except VaultError as error:
            self._audit.record(
                AuditAction.COPY, ref, title=title, field=name, detail=str(error), result=AuditResult.FAILED
            )
            raise
        self._audit.record(AuditAction.COPY, ref, title=title, field=name, detail=copied.route.value)
        self._recent.note(ref)
        return copied

    async def copy_link(self, link: Secret, ref: ItemRef, title: str) -> Copied:
        """Copy a link by which others see an item: it is as secret as the item. Raises VaultError."""
        return await self._put(link, LINK, ref, title)

    def reveal_link(self, link: Secret, ref: ItemRef, title: str) -> str:
        """Return such a link in the clear, and note that it was shown."""
        self._recent.note(ref)
        self._audit.record(AuditAction.REVEAL, ref, title=title, field=LINK)
        return link.reveal()

    async def copy_old(self, item: Item, field_id: FieldId) -> Copied:
        """Copy a value of an earlier version: exactly the text that is stored. Raises VaultError."""
        field = _field(item, field_id)
        name = f"Old {field.label or field.kind.value}"
        copied = await self._clipboard.copy(field.value, name)
        detail = f"{copied.route.value}, version {item.version}"
        self._audit.record(AuditAction.COPY, item.ref, title=item.title, field=name, detail=detail)
        self._recent.note(item.ref)
        return copied

    def reveal_rotated(self, value: Secret, name: str, ref: ItemRef, title: str) -> str:
        """Return the old or the new password of a rotation, and note that it was shown."""
        self._recent.note(ref)
        self._audit.record(AuditAction.REVEAL, ref, title=title, field=name)
        return _text(value)

    async def copy_rotated(self, value: Secret, name: str, ref: ItemRef, title: str) -> Copied:
        """Copy the old or the new password of a rotation. Raises VaultError."""
        return await self._put(value, name, ref, title)

    async def copy_apart(self, value: Secret, name: str, place: str) -> Copied:
        """Copy a value that belongs to no item: exactly that text. `place` has it. Raises VaultError."""
        try:
            copied = await self._clipboard.copy(value, name)
        except VaultError as error:
            self._audit.record(AuditAction.COPY, title=place, field=name, detail=str(error), result=AuditResult.FAILED)
            raise
        self._audit.record(AuditAction.COPY, title=place, field=name, detail=copied.route.value)
        return copied

    async def copy_generated(self, value: Secret) -> Copied:
        """Copy a generated password that belongs to no item yet."""
        copied = await self._clipboard.copy(value, "Generated password")
        self._audit.record(AuditAction.COPY, field="generated password", detail=copied.route.value)
        return copied

    async def copy_plain(self, text: str, name: str) -> Copied:
        """Copy what is no secret, such as a link: it is not cleared, and the audit log has no use for it."""
        return await self._clipboard.copy(text, name, lasting=True)

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
        known = {Target.TITLE: item.title, Target.ID: item.ref.item, Target.VAULT_ID: item.ref.vault}
        if isinstance(what, Target) and what in known:
            return what.value.capitalize(), known[what]
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
        from tui.tools import shown

        return (field.label or "Value").capitalize(), shown.copied(field)

    def _code_now(self, field: Field) -> tuple[str, Secret]:
        otp = self.code(field)
        if isinstance(otp, str):
            raise Invalid(otp)
        now = time.time()
        left = otp.remaining(now)
        if left < NEXT_CODE:
            return f"Next one-time code (valid in {left:.0f} s)", Secret(otp.code(now + left + 0.5))
        return "One-time code", Secret(otp.code(now))


def _text(value: Secret | str) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _is_key(item: Item, value: Secret) -> bool:
    return any(field.kind is FieldKind.SSH_KEY and field.value is value for field in item.fields)


def _field(item: Item, field_id: FieldId) -> Field:
    field = item.field(field_id)
    if field is None:
        raise NotFound("That field is no longer in this item.")
    return field


def _target_field(item: Item, target: Target) -> Field | None:
    if target is Target.CODE:
        return item.otp
    if target is Target.USERNAME:
        return item.username
    concealed = (f for f in item.fields if f.kind in (FieldKind.CONCEALED, FieldKind.SSH_KEY) and not f.empty)
    return item.of(Purpose.PASSWORD) or next(concealed, None)


def _has(item: Item, target: Target) -> bool:
    field = _target_field(item, target)
    return field is not None and not field.empty
