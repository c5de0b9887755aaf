"""A service of a team with members, in memory; what it tells and how it goes is set by the test."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.screens.service import Service, Telling
from tui.model.errors import Already, Denied, VaultError
from tui.model.ids import ItemRef
from tui.model.member import Member, MemberId

ANN = Member(MemberId("7", number=True), "Ann Sørli", "ann@halden.example", "owner")
BO = Member(MemberId("12", number=True), "Bo Ek", "bo@halden.example", "read/write")
WENDY = Member(MemberId("31", number=True), "Wendy Moss", "wendy@larkmail.example", "read only")


@dataclass
class TeamService(Service):
    """Who is in the team, and who sees what."""

    team: list[Member] = field(default_factory=lambda: [WENDY, BO, ANN])
    shares: dict[ItemRef, list[MemberId]] = field(default_factory=dict)
    lists: bool = True
    """It tells who is in the team."""
    tells: bool = True
    """It tells with whom an item is shared."""
    without_ids: bool = False
    """It does not tell the ids of those who are added."""
    trouble: dict[MemberId, VaultError] = field(default_factory=dict)
    """How it ends to share something with a member."""
    adding: VaultError | None = None
    """How the next adding ends."""
    held: bool = False
    """Writes go on only when this is over."""
    sent: list[tuple[ItemRef, MemberId]] = field(default_factory=list)
    """What was to be shared with whom, in this order."""


class TeamPlace(Telling):
    """The backend over it."""

    def __init__(self, service: TeamService) -> None:
        super().__init__(service)
        self._team = service

    async def members(self) -> Sequence[Member] | None:
        """See `MemberKeeper`."""
        self._team.ask("members")
        return list(self._team.team) if self._team.lists else None

    async def add_member(self, name: str, email: str) -> Member:
        """See `MemberKeeper`."""
        self._team.ask(f"add {name} {email}")
        await self._gate()
        if self._team.adding is not None:
            raise self._team.adding
        if any(one.email == email for one in self._team.team):
            raise Already("The service says that somebody with this address is in the team already.")
        added = Member(MemberId(str(100 + len(self._team.team)), number=True), name, email)
        self._team.team.append(added)
        return Member(MemberId(""), name, email) if self._team.without_ids else added

    async def shared_with(self, ref: ItemRef) -> Sequence[Member] | None:
        """See `MemberSharer`."""
        self._team.ask(f"shared {ref.item}")
        if not self._team.tells:
            return None
        known = {one.id: one for one in self._team.team}
        return [known.get(one, Member(one)) for one in self._team.shares.get(ref, [])]

    async def share_with(self, ref: ItemRef, member: MemberId) -> None:
        """See `MemberSharer`."""
        self._team.ask(f"share {ref.item} {member.text}")
        self._team.sent.append((ref, member))
        await self._gate()
        if member in self._team.trouble:
            raise self._team.trouble[member]
        if self._team.lists and member not in [one.id for one in self._team.team]:
            raise Denied("There is no such member.")
        seen = self._team.shares.setdefault(ref, [])
        if member in seen:
            raise Already("The service says that this is shared with the member already.")
        seen.append(member)

    async def _gate(self) -> None:
        while self._team.held:
            await asyncio.sleep(0.005)
