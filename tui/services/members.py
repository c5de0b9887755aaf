"""The members of teams: as their service lists them, or else those that were added or shared with here.

What is remembered is sealed in the home store: ids, names and addresses. Another window may do the same at the same
time: each change is made to what is kept at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.model.errors import Denied, TokenRefused
from tui.model.ids import AccountId
from tui.model.member import Member, MemberId
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.services.home import Home
    from tui.services.worker import ApiWorker

KEY = "members"
HERE = "These are the ones that were added, or shared with, from here."
NOT_LISTED = f"The service does not list its members. {HERE}"

Known = dict[AccountId, tuple[Member, ...]]
"""Who is remembered of each account."""


@dataclass(frozen=True, slots=True)
class Team:
    """The members of an account in the order of their names. `why`: the sentence why these may not be all, or ""."""

    members: tuple[Member, ...]
    why: str = ""

    @property
    def listed(self) -> bool:
        """Whether the service itself lists them."""
        return not self.why


class Members:
    """Asks for members, and remembers those of services that do not list them. Without a home store: for the run."""

    def __init__(self, home: Home | None) -> None:
        self._home = home
        self._known: Known = {}

    async def of(self, api: ApiWorker[Any]) -> Team:
        """Return the members of an account. Raises VaultError."""
        why = NOT_LISTED
        try:
            listed = await api.members()
        except TokenRefused:
            raise
        except Denied as error:
            listed, why = None, f"{error} {HERE}"
        if listed is not None:
            return Team(ordered(listed))
        return Team(ordered((await self._all()).get(api.account, ())), why)

    async def remember(self, account: AccountId, member: Member) -> None:
        """Remember a member, where there is an id; what was known of the same one stays. Raises VaultError."""

        def put(known: Known) -> Known:
            others = {one.id: one for one in known.get(account, ())}
            before = others.get(member.id, member)
            name, email, role = member.name or before.name, member.email or before.email, member.role or before.role
            others[member.id] = Member(member.id, name, email, role)
            return known | {account: tuple(others.values())}

        if member.id.text:
            await self._change(put)

    async def forget_account(self, account: AccountId) -> None:
        """Remember nobody of an account any longer. Raises VaultError."""
        if account in await self._all():
            await self._change(lambda known: {key: kept for key, kept in known.items() if key != account})

    async def _all(self) -> Known:
        if self._home is not None:
            self._known = _read(await self._home.read(lambda backend: backend.get(RecordKind.LEARNT, KEY)))
        return self._known

    async def _change(self, change: Callable[[Known], Known]) -> None:
        def changed(raw: bytes | None) -> bytes | None:
            return _written(change(_read(raw)))

        if self._home is None:
            self._known = change(self._known)
        else:
            await self._home.finish(lambda backend: backend.change(RecordKind.LEARNT, KEY, changed))


def ordered(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return members in the order of their names; those without one come last."""
    return tuple(sorted(members, key=lambda one: (not one.name.strip(), one.label.casefold(), one.id)))


def _written(known: Known) -> bytes | None:
    table = {
        account: [[one.id.raw, one.name, one.email, one.role] for one in members] for account, members in known.items()
    }
    return json.dumps(table).encode() if table else None


def _read(raw: bytes | None) -> Known:
    """Read what was sealed; what has another form is left out."""
    try:
        table = json.loads(raw or b"{}")
    except ValueError:
        return {}
    accounts = table.items() if isinstance(table, dict) else ()
    return {
        AccountId(account): tuple(member for row in rows if (member := _member(row)) is not None)
        for account, rows in accounts
        if isinstance(rows, list)
    }


def _member(row: object) -> Member | None:
    match row:
        case [str() | int() as raw, str() as name, str() as email, str() as role] if not isinstance(raw, bool):
            return Member(MemberId(str(raw), number=isinstance(raw, int)), name, email, role)
    return None
