"""After how long passwords are due, and what was put off: as a person wished, sealed in the home store.

Nobody is reminded of anything before a policy is made. No password is in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.services.home import Home

KEY = "due"
NEVER = float("inf")
"""An item that was put off until then is not due any more."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Passwords of items with a tag, or of a vault where `tag` is "", are due after so many days."""

    days: int
    tag: str = ""
    account: AccountId | None = None
    vault: VaultId | None = None

    @property
    def where(self) -> tuple[str, str, str]:
        """What it is about; there is one policy for each."""
        return self.tag.casefold(), self.account or "", self.vault or ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Policies, and until when items are put off (Unix seconds; `NEVER`)."""

    policies: tuple[Policy, ...] = ()
    snoozed: tuple[tuple[ItemRef, float], ...] = ()


class DueBook:
    """Keeps wishes. Without a home store they last for the run."""

    def __init__(self, home: Home | None) -> None:
        self._home = home
        self._memory = Wishes()

    @property
    def kept(self) -> bool:
        """Whether they outlive the run."""
        return self._home is not None

    async def wishes(self) -> Wishes:
        """Return all. Raises VaultError."""
        if self._home is not None:
            self._memory = _read(await self._home.read(lambda backend: backend.get(RecordKind.LEARNT, KEY)))
        return self._memory

    async def put(self, policy: Policy) -> Wishes:
        """Keep a policy, in the place of the one for the same. Raises VaultError."""
        return await self._change(lambda known: replace(known, policies=(*_others(known, policy), policy)))

    async def drop(self, policy: Policy) -> Wishes:
        """Drop a policy. Raises VaultError."""
        return await self._change(lambda known: replace(known, policies=_others(known, policy)))

    async def snooze(self, ref: ItemRef, until: float) -> Wishes:
        """Put an item off; until 0: no longer. Raises VaultError."""

        def change(known: Wishes) -> Wishes:
            others = tuple(one for one in known.snoozed if one[0] != ref)
            return replace(known, snoozed=(*others, (ref, until)) if until else others)

        return await self._change(change)

    async def forget_account(self, account: AccountId) -> None:
        """Keep nothing about an account any longer. Raises VaultError."""

        def change(known: Wishes) -> Wishes:
            return Wishes(
                tuple(one for one in known.policies if one.account != account),
                tuple(one for one in known.snoozed if one[0].account != account),
            )

        if await self.wishes() != Wishes():
            await self._change(change)

    async def _change(self, change: Callable[[Wishes], Wishes]) -> Wishes:
        made: list[Wishes] = []

        def changed(raw: bytes | None) -> bytes:
            made.append(change(_read(raw)))
            return _written(made[-1])

        if self._home is None:
            made.append(change(self._memory))
        else:
            await self._home.finish(lambda backend: backend.change(RecordKind.LEARNT, KEY, changed))
        self._memory = made[-1]
        return self._memory


def _others(known: Wishes, policy: Policy) -> tuple[Policy, ...]:
    return tuple(one for one in known.policies if one.where != policy.where)


def _written(wishes: Wishes) -> bytes:
    return json.dumps(
        {
            "policies": [[one.days, one.tag, one.account or "", one.vault or ""] for one in wishes.policies],
            "snoozed": [
                [ref.account, ref.vault, ref.item, None if until == NEVER else until] for ref, until in wishes.snoozed
            ],
        }
    ).encode()


def _read(raw: bytes | None) -> Wishes:
    """Read what was sealed; what has another form is left out."""
    try:
        table = json.loads(raw or b"{}")
    except ValueError:
        return Wishes()
    if not isinstance(table, dict):
        return Wishes()
    policies, snoozed = table.get("policies"), table.get("snoozed")
    return Wishes(
        tuple(
            _policy(*row)
            for row in (policies if isinstance(policies, list) else ())
            if _fits(row) and type(row[0]) is int and row[0] > 0 and all(isinstance(part, str) for part in row[1:])
        ),
        tuple(
            (ItemRef(AccountId(row[0]), VaultId(row[1]), ItemId(row[2])), NEVER if row[3] is None else float(row[3]))
            for row in (snoozed if isinstance(snoozed, list) else ())
            if _fits(row) and all(isinstance(part, str) for part in row[:3]) and _is_time(row[3])
        ),
    )


def _policy(days: int, tag: str, account: str, vault: str) -> Policy:
    return Policy(days, tag) if tag else Policy(days, "", AccountId(account), VaultId(vault))


def _fits(row: object) -> bool:
    return isinstance(row, list) and len(row) == 4


def _is_time(value: object) -> bool:
    return value is None or type(value) in (int, float)
