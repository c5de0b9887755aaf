"""What the access to a vault is to become, beside what it was when it was read; nothing is changed here.

Only groups that would end up with other permissions than they have are changes: ticked and unticked again is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tui.model.permission import Group, GroupAccess, GroupId, Permission, VaultAccess
from tui.tools import permissions as rules
from tui.tools.permissions import NONE


@dataclass(frozen=True, slots=True)
class AccessChange:
    """What one group may do now, and what it is to be."""

    group: Group
    before: Permission
    after: Permission

    @property
    def granted(self) -> Permission:
        """What it may do in addition."""
        return rules.less(self.after, self.before)

    @property
    def taken(self) -> Permission:
        """What it may do no longer."""
        return rules.less(self.before, self.after)

    @property
    def described(self) -> str:
        """What is changed, in words."""
        parts = (("granted", self.granted), ("taken away", self.taken))
        said = [f"{verb}: {', '.join(rules.names(some))}" for verb, some in parts if some]
        return "; ".join(said) + ("; no access any more" if not self.after else "")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A group that we want to change, and somebody else has changed since we looked."""

    group: Group
    seen: Permission
    now: Permission
    wanted: Permission


@dataclass(frozen=True, slots=True)
class AccessPlan:
    """The access as it was read, and as it is `wanted` for groups where that is another.

    `added` are groups that were named here and had no access then.
    """

    base: VaultAccess
    wanted: Mapping[GroupId, Permission] = field(default_factory=dict)
    added: tuple[Group, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups with access, then those that were added."""
        inside = {one.group.id for one in self.base.groups}
        return (*(one.group for one in self.base.groups), *(one for one in self.added if one.id not in inside))

    def before(self, group: GroupId) -> Permission:
        """Return what a group may do."""
        return next((one.permissions for one in self.base.groups if one.group.id == group), NONE)

    def after(self, group: GroupId) -> Permission:
        """Return what a group is to be allowed."""
        return self.wanted.get(group, self.before(group))

    @property
    def changes(self) -> tuple[AccessChange, ...]:
        """What is to be changed, group by group."""
        all_ = (AccessChange(group, self.before(group.id), self.after(group.id)) for group in self.groups)
        return tuple(change for change in all_ if change.before != change.after)

    @property
    def leaves_no_manager(self) -> bool:
        """Whether some group can manage the vault now, and none could then."""
        manages = Permission.MANAGE_VAULT
        groups = [group.id for group in self.groups]
        now = any(self.before(group) & manages for group in groups)
        return now and not any(self.after(group) & manages for group in groups)

    def wanting(self, group: GroupId, permissions: Permission) -> AccessPlan:
        """Return the plan with other permissions for a group."""
        wanted = {one: some for one, some in self.wanted.items() if one != group}
        if permissions != self.before(group):
            wanted[group] = permissions
        return replace(self, wanted=wanted)

    def adding(self, group: Group) -> AccessPlan:
        """Return the plan with one more group, which may do nothing yet."""
        return replace(self, added=(*self.added, group))

    def without(self, group: GroupId) -> AccessPlan:
        """Return the plan with a group that may do nothing any more; one that was only added is gone."""
        added = tuple(one for one in self.added if one.id != group)
        return replace(self, added=added).wanting(group, NONE)

    def on(self, fresh: VaultAccess) -> AccessPlan:
        """Return the plan over what was read anew: what is wanted stays, as far as that is not there by now."""
        plan = replace(self, base=fresh, added=self._kept(fresh))
        for group, permissions in self.wanted.items():
            plan = plan.wanting(group, permissions)
        return plan

    def written(self, change: AccessChange) -> AccessPlan:
        """Return the plan after a change was made."""
        others = tuple(one for one in self.base.groups if one.group.id != change.group.id)
        now = (GroupAccess(change.group, change.after),) if change.after else ()
        places = {group.id: at for at, group in enumerate(self.groups)}
        groups = sorted((*others, *now), key=lambda one: places[one.group.id])
        added = tuple(one for one in self.added if one.id != change.group.id)
        plan = replace(self, base=replace(self.base, groups=tuple(groups)), added=added)
        return plan.wanting(change.group.id, change.after)

    def elsewhere(self, fresh: VaultAccess) -> tuple[Elsewhere, ...]:
        """Return the groups to be changed that may do something else by now than when they were read."""
        now = {one.group.id: one.permissions for one in fresh.groups}
        return tuple(
            Elsewhere(change.group, change.before, now.get(change.group.id, NONE), change.after)
            for change in self.changes
            if now.get(change.group.id, NONE) not in (change.before, change.after)
        )

    def _kept(self, fresh: VaultAccess) -> tuple[Group, ...]:
        """Return the groups to be shown that have no access now: those added, and those that lost it meanwhile."""
        inside = {one.group.id for one in fresh.groups}
        lost = (one for one in self.groups if self.wanted.get(one.id))
        named = {one.id: one for one in (*self.added, *lost)}
        return tuple(one for one in named.values() if one.id not in inside)
