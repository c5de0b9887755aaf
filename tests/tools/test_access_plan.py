"""A plan of who may do what: what it changes, what of it stays when the access is read anew, what others did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.model.permission import Group, GroupAccess, GroupId, Permission, VaultAccess
from tui.tools.access_plan import AccessChange, AccessPlan
from tui.tools.permissions import NONE

P = Permission
DEVELOPERS, OWNERS, NIGHT = (Group(GroupId(name.casefold()), name) for name in ("Developers", "Owners", "Night shift"))
ALL = (DEVELOPERS, OWNERS, NIGHT)


def access(**rights: Permission) -> VaultAccess:
    """Return the access of groups by the first word of their names."""
    by_name = {group.name.split()[0].casefold(): group for group in ALL}
    return VaultAccess(tuple(GroupAccess(by_name[name], some) for name, some in rights.items()))


SEEN = access(developers=P.READ_ITEMS, owners=P.READ_ITEMS | P.MANAGE_VAULT)

rights = st.integers(0, 255).map(Permission)
accesses = st.lists(st.sampled_from(ALL), unique=True).flatmap(
    lambda groups: st.tuples(*(rights.filter(bool) for _ in groups)).map(
        lambda some: VaultAccess(tuple(GroupAccess(group, one) for group, one in zip(groups, some, strict=True)))
    )
)
wishes = st.lists(st.tuples(st.sampled_from(ALL), rights))


def planned(base: VaultAccess, wanted: list[tuple[Group, Permission]]) -> AccessPlan:
    """Return a plan in which each wish was made, one after the other."""
    plan = AccessPlan(base)
    for group, some in wanted:
        plan = (plan if group in plan.groups else plan.adding(group)).wanting(group.id, some)
    return plan


def test_what_is_ticked_and_unticked_again_is_no_change() -> None:
    plan = AccessPlan(SEEN).wanting(DEVELOPERS.id, P.READ_ITEMS | P.PRINT_ITEMS)
    assert plan.changes == (AccessChange(DEVELOPERS, P.READ_ITEMS, P.READ_ITEMS | P.PRINT_ITEMS),)
    assert plan.wanting(DEVELOPERS.id, P.READ_ITEMS).changes == ()


def test_a_change_says_what_is_granted_and_what_is_taken_away() -> None:
    change = AccessChange(OWNERS, P.READ_ITEMS | P.RECOVER_VAULT, P.READ_ITEMS | P.CREATE_ITEMS)
    assert change.described == "granted: Create Items; taken away: Recover Vault"
    assert AccessChange(OWNERS, P.READ_ITEMS, NONE).described == "taken away: View Items; no access any more"


def test_an_added_group_is_no_change_before_it_may_do_something_and_goes_without_a_trace() -> None:
    plan = AccessPlan(SEEN).adding(NIGHT)
    assert plan.groups == (DEVELOPERS, OWNERS, NIGHT) and plan.changes == ()
    assert plan.wanting(NIGHT.id, P.READ_ITEMS).changes == (AccessChange(NIGHT, NONE, P.READ_ITEMS),)
    gone = plan.wanting(NIGHT.id, P.READ_ITEMS).without(NIGHT.id)
    assert gone.groups == (DEVELOPERS, OWNERS) and gone.changes == ()


def test_that_nobody_could_manage_the_vault_any_more_is_noticed() -> None:
    assert AccessPlan(SEEN).without(OWNERS.id).leaves_no_manager
    assert not AccessPlan(SEEN).without(DEVELOPERS.id).leaves_no_manager
    assert not AccessPlan(SEEN).without(OWNERS.id).wanting(DEVELOPERS.id, P.MANAGE_VAULT).leaves_no_manager
    assert not AccessPlan(access(developers=P.READ_ITEMS)).without(DEVELOPERS.id).leaves_no_manager


def test_what_others_did_meanwhile_is_told_only_where_we_want_to_change_something() -> None:
    plan = AccessPlan(SEEN).wanting(DEVELOPERS.id, P.READ_ITEMS | P.PRINT_ITEMS)
    fresh = access(developers=P.READ_ITEMS | P.CREATE_ITEMS, owners=P.READ_ITEMS)
    (found,) = plan.elsewhere(fresh)
    assert (found.group, found.seen, found.now) == (DEVELOPERS, P.READ_ITEMS, P.READ_ITEMS | P.CREATE_ITEMS)
    assert plan.on(fresh).changes == (
        AccessChange(DEVELOPERS, P.READ_ITEMS | P.CREATE_ITEMS, P.READ_ITEMS | P.PRINT_ITEMS),
    )


def test_a_group_that_lost_its_access_meanwhile_is_still_shown_with_what_is_wanted() -> None:
    plan = AccessPlan(SEEN).wanting(DEVELOPERS.id, P.READ_ITEMS | P.PRINT_ITEMS).on(access(owners=P.READ_ITEMS))
    assert plan.groups == (OWNERS, DEVELOPERS)
    assert plan.changes == (AccessChange(DEVELOPERS, NONE, P.READ_ITEMS | P.PRINT_ITEMS),)


@given(accesses, accesses, wishes)
def test_over_what_was_read_anew_only_what_is_not_there_yet_is_changed(
    seen: VaultAccess, fresh: VaultAccess, wanted: list[tuple[Group, Permission]]
) -> None:
    plan = planned(seen, wanted)
    after = {change.group.id: change.after for change in plan.changes}
    now = {one.group.id: one.permissions for one in fresh.groups}
    again = plan.on(fresh)
    assert {change.group.id: change.after for change in again.changes} == {
        group: some for group, some in after.items() if now.get(group, NONE) != some
    }
    assert all(again.before(group.id) == now.get(group.id, NONE) for group in again.groups)


@given(accesses, wishes)
def test_when_all_is_written_nothing_is_left(seen: VaultAccess, wanted: list[tuple[Group, Permission]]) -> None:
    plan = planned(seen, wanted)
    after = {group.id: plan.after(group.id) for group in plan.groups}
    for change in plan.changes:
        plan = plan.written(change)
    assert plan.changes == ()
    assert {one.group.id: one.permissions for one in plan.base.groups} == {
        group: some for group, some in after.items() if some
    }
