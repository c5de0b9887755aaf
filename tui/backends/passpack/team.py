"""The members of a Passpack team, and sharing entries with them. What the server does not tell is None, never nobody.

A member who is added and an entry that is shared are one request each: what an answer lacks is no reason for another.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.backends.http import Answer
from tui.backends.http_answer import MAYBE
from tui.backends.http_envelope import found_object
from tui.backends.http_json import document
from tui.backends.passpack import pages
from tui.backends.passpack.capabilities import NotOffered
from tui.backends.passpack.member_wire import each_once, member
from tui.backends.passpack.service import NAME, Service
from tui.backends.passpack.wire import understood
from tui.model.dialect import Operation
from tui.model.errors import Already, Conflict, Invalid, Unclear, Unreachable, VaultError
from tui.model.ids import ItemRef
from tui.model.member import Member, MemberId

_MEMBER_THERE = f"{NAME} says that somebody with this address is in the team already (status 409)."
_SHARED = f"{NAME} says that this is shared with the member already (status 409)."
_ODD = f"{NAME}'s answer is none of a service for passwords, but for instance a page for people."
_NO_ID = "The server has not told this member's id, so nothing can be shared with the member from here."


class Team:
    """See `MemberKeeper` and `MemberSharer`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def members(self) -> Sequence[Member] | None:
        """See `MemberKeeper.members`."""
        return await self._told(Operation.MEMBERS, "", "the members of the team")

    async def add_member(self, name: str, email: str) -> Member:
        """See `MemberKeeper.add_member`. The id of the member is "" where the server does not tell it."""
        dialect = self._service.dialect
        body = {dialect.field_email: email, dialect.field_name: name}
        try:
            answer = await self._service.call(Operation.ADD_MEMBER, body=body, what="the new member")
        except Conflict:
            raise Already(_MEMBER_THERE) from None
        added = self._done(answer)
        if added is None:
            added = await self._looked_up(email)
        if added is None and not understood(answer):
            raise Unclear(f"{_ODD} {MAYBE}")
        return Member(added.id if added else MemberId(""), name, email, added.role if added else "")

    async def shared_with(self, ref: ItemRef) -> Sequence[Member] | None:
        """See `MemberSharer.shared_with`."""
        return await self._told(Operation.SHARED, ref.item, "with whom this is shared")

    async def share_with(self, ref: ItemRef, member: MemberId) -> None:
        """See `MemberSharer.share_with`."""
        if not member.text:
            raise Invalid(_NO_ID)
        body = {self._service.dialect.field_member_id: member.raw}
        try:
            answer = await self._service.call(
                Operation.SHARE, id=ref.item, body=body, what="this password for this member"
            )
        except Conflict:
            raise Already(_SHARED) from None
        if not understood(answer) and not await self._is_seen_by(ref, member):
            raise Unclear(f"{_ODD} {MAYBE}")

    async def _is_seen_by(self, ref: ItemRef, member: MemberId) -> bool:
        """Whether the server tells that an entry is shared with a member."""
        try:
            found = await self.shared_with(ref) or ()
        except VaultError:
            return False
        return any(one.id.text == member.text for one in found)

    async def _told(self, operation: Operation, entry: str, what: str) -> list[Member] | None:
        found: list[Member | None] = []
        try:
            async for part in pages.elements(self._service, operation, id=entry, what=what):
                found += [member(one, self._service.dialect) for one in part]
        except NotOffered:
            return None
        return each_once(found)

    async def _looked_up(self, email: str) -> Member | None:
        """Return the member with this address, where the list can be had; that it cannot does not matter any more."""
        try:
            found = await self.members() or ()
        except VaultError:
            return None
        return next((one for one in found if one.email.casefold() == email.casefold()), None)

    def _done(self, answer: Answer) -> Member | None:
        """Return the member in an answer to what was done, None where there is none."""
        dialect = self._service.dialect
        try:
            said = document(answer.body, "")
        except Unreachable:
            return None
        keys = frozenset((dialect.field_id, dialect.field_email, dialect.field_name, dialect.field_member_id))
        return member(found_object(said, keys, dialect.envelope), dialect)
