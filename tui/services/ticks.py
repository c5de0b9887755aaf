"""What is ticked in who has access to a vault and not written yet: sealed at once, until it is written or given up.

So it is there again after a lock, and after an end that nobody asked for. What the groups could do when it was ticked
is kept with it: whoever goes on is told where that is something else by then.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tui.model.errors import VaultError
from tui.model.permission import Group, GroupAccess, GroupId, Permission, VaultAccess
from tui.services import background
from tui.store.naming import RecordKind
from tui.tools.access_plan import AccessPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.backends.local.backend import LocalBackend
    from tui.model.ids import AccountId, VaultId
    from tui.services.home import Home

KEY = "access"


class Ticks:
    """Keeps plans, one for each vault. Without a home store they last for the session."""

    def __init__(self, home: Home | None, on_problem: Callable[[str], None]) -> None:
        self._home = home
        self._on_problem = on_problem
        self._memory: dict[str, Any] = {}
        self._waiting: dict[str, Any] = {}
        self._task: asyncio.Task[None] | None = None

    async def kept(self, account: AccountId, vault: VaultId) -> AccessPlan | None:
        """Return what is ticked in a vault and not written; None: nothing, or nothing that can be read."""
        name = _name(account, vault)
        known = self._memory | self._waiting
        if name not in known and self._home is not None:
            try:
                known = await self._home.read(_sealed)
            except VaultError:
                return None  # the check of the whole store tells what is wrong with it
        return _plan(known.get(name))

    def note(self, account: AccountId, vault: VaultId, plan: AccessPlan | None) -> None:
        """Keep a plan in place of the vault's earlier one; without a change in it none is kept. Returns at once."""
        self._waiting[_name(account, vault)] = _table(plan) if plan is not None and plan.changes else None
        if self._task is None or self._task.done():
            self._task = background.begin(self.flush(), "ticks")

    async def forget_account(self, account: AccountId) -> None:
        """Keep nothing of an account any longer. Raises VaultError."""
        known = self._memory | (await self._home.read(_sealed) if self._home is not None else {})
        self._waiting |= {name: None for name in known if json.loads(name)[0] == account}
        await self.flush()

    async def flush(self) -> None:
        """Seal what is not sealed yet. What cannot be stays in memory, which is told."""
        while self._waiting:
            noted, self._waiting = self._waiting, {}
            self._memory |= noted
            if self._home is None:
                continue
            try:
                await self._home.finish(self.seal)
            except VaultError as error:
                self._on_problem(f"What you tick is not kept over a lock: {error}")
            else:
                sealed = {name for name, table in noted.items() if self._memory.get(name) is table}
                self._memory = {name: table for name, table in self._memory.items() if name not in sealed}

    async def seal(self, backend: LocalBackend) -> None:
        """Put what is not sealed yet beside what is. Called on the store's thread."""
        before = await _sealed(backend)
        after = {name: table for name, table in (before | self._memory | self._waiting).items() if table is not None}
        if after != before:
            await backend.put(RecordKind.LEARNT, KEY, json.dumps(after).encode())


async def _sealed(backend: LocalBackend) -> dict[str, Any]:
    """Return what is sealed by vault; nothing where it has another form."""
    try:
        found = json.loads(await backend.get(RecordKind.LEARNT, KEY) or b"{}")
        return {name: table for name, table in found.items() if len(json.loads(name)) == 2}
    except (ValueError, TypeError, AttributeError):
        return {}


def _name(account: AccountId, vault: VaultId) -> str:
    return json.dumps([account, vault])


def _table(plan: AccessPlan) -> dict[str, object]:
    """Return what is kept of a plan: the groups that are to be changed, what they could do, and what they are to."""
    return {
        "groups": [
            [
                change.group.id,
                change.group.name,
                change.group.description,
                change.group.kind,
                change.before,
                change.after,
            ]
            for change in plan.changes
        ]
    }


def _plan(table: object) -> AccessPlan | None:
    """Read what was kept; None where it has another form, or there is nothing."""
    try:
        rows = [
            (Group(GroupId(str(row[0])), str(row[1]), str(row[2]), str(row[3])), Permission(row[4]), Permission(row[5]))
            for row in table["groups"]  # type: ignore[index]
        ]
    except (ValueError, TypeError, LookupError):
        return None
    seen = VaultAccess(tuple(GroupAccess(group, before) for group, before, _ in rows if before))
    wanted = {group.id: after for group, _, after in rows}
    return AccessPlan(seen, wanted, tuple(group for group, before, _ in rows if not before)) if rows else None
