"""The rules of vault permissions: held against 1Password's own table, and against what must hold of any set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.model.permission import Permission
from tui.tools import permissions as rules
from tui.tools.permissions import ABOUT, ALL, EDITING, LEVELS, MANAGING, NONE, VIEWING

P = Permission

TABLE = {
    P.READ_ITEMS: NONE,
    P.CREATE_ITEMS: P.READ_ITEMS,
    P.REVEAL_ITEM_PASSWORD: P.READ_ITEMS,
    P.UPDATE_ITEMS: P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.ARCHIVE_ITEMS: P.UPDATE_ITEMS | P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.DELETE_ITEMS: P.UPDATE_ITEMS | P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.UPDATE_ITEM_HISTORY: P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.IMPORT_ITEMS: P.CREATE_ITEMS | P.READ_ITEMS,
    P.EXPORT_ITEMS: P.UPDATE_ITEM_HISTORY | P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.SEND_ITEMS: P.UPDATE_ITEM_HISTORY | P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.PRINT_ITEMS: P.UPDATE_ITEM_HISTORY | P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS,
    P.MANAGE_VAULT: NONE,
}
"""The dependencies as developer.1password.com/docs/cli/vault-permissions lists them, each with all it needs."""

singles = st.sampled_from([about.permission for about in ABOUT])
anything = st.integers(0, 2**40).map(Permission)
known = st.integers(0, 2**40).map(lambda bits: Permission(bits & int(ALL)))
closed = known.map(lambda some: rules.granted(NONE, some))


def unmet(held: Permission) -> Permission:
    """Return what is missing in a set by the table."""
    missing = NONE
    for permission, needs in TABLE.items():
        if held & permission:
            missing |= rules.less(needs, held)
    return missing


def test_needs_are_those_of_the_table() -> None:
    assert {about.permission: rules.needed(about.permission) for about in ABOUT} == TABLE


def test_each_name_and_heading_is_there_once() -> None:
    for words in ([a.name for a in ABOUT], [a.short for a in ABOUT], [a.shortest for a in ABOUT]):
        assert len(set(words)) == len(ABOUT) == 12
    assert Permission(sum(Permission)) == ALL | P.RECOVER_VAULT


@given(known)
def test_all_that_is_needed_is_granted_at_once(some: Permission) -> None:
    once = rules.granted(NONE, some)
    assert not unmet(once)
    assert rules.granted(once, some) == rules.granted(NONE, once) == once


@given(known)
def test_no_more_is_granted_than_is_needed(some: Permission) -> None:
    for about in rules.each(rules.less(rules.granted(NONE, some), some)):
        assert unmet(rules.less(rules.granted(NONE, some), about.permission)), about.name


@given(closed, singles)
def test_ticking_or_unticking_leaves_no_unmet_need(held: Permission, one: Permission) -> None:
    now = rules.toggled(held, one)
    assert not unmet(now)
    assert bool(now & one) is not bool(held & one)


@given(closed, singles)
def test_no_more_is_taken_away_than_must_be(held: Permission, one: Permission) -> None:
    for about in rules.each(rules.less(held, rules.revoked(held, one) | one)):
        assert rules.needed(about.permission) & one, about.name


@given(anything, st.lists(st.sampled_from([*(about.permission for about in ABOUT), *LEVELS])))
def test_what_is_not_known_stays_whatever_is_ticked(held: Permission, ticked: list[Permission | rules.Level]) -> None:
    now = held
    for one in ticked:
        now = rules.toggled(now, one) if isinstance(one, Permission) else rules.level_toggled(now, one)
    assert rules.others(now) == rules.others(held)


@given(anything, singles)
def test_a_set_that_came_with_unmet_needs_gets_no_more_of_them(held: Permission, one: Permission) -> None:
    before = unmet(held & ALL)
    assert not rules.less(unmet(rules.toggled(held, one) & ALL), before)


@given(anything, st.sampled_from(LEVELS))
def test_a_level_is_held_whole_or_not_at_all(held: Permission, level: rules.Level) -> None:
    was = rules.level_held(held, level)
    now = rules.level_toggled(held, level)
    assert rules.level_held(now, level) is not (was is True)
    if rules.level_held(now, EDITING) and level is EDITING:
        assert rules.level_held(now, VIEWING)


def test_levels_are_all_permissions_each_in_one() -> None:
    assert Permission(sum(level.permissions for level in LEVELS)) == ALL
    assert not any(unmet(level.permissions | (level.needs.permissions if level.needs else NONE)) for level in LEVELS)
    assert rules.level_toggled(NONE, EDITING) == EDITING.permissions | VIEWING.permissions
    assert rules.level_toggled(ALL, VIEWING) == MANAGING.permissions
    assert rules.level_toggled(ALL, EDITING) == VIEWING.permissions | MANAGING.permissions
    assert rules.level_held(P.READ_ITEMS, VIEWING) is None


def test_what_goes_along_is_told_from_what_was_ticked() -> None:
    given_ = rules.granted(NONE, P.DELETE_ITEMS)
    assert rules.follows(given_, taken=False) == P.UPDATE_ITEMS | P.REVEAL_ITEM_PASSWORD | P.READ_ITEMS
    taken = rules.less(ALL, rules.revoked(ALL, P.UPDATE_ITEMS))
    assert rules.follows(taken, taken=True) == P.ARCHIVE_ITEMS | P.DELETE_ITEMS


def test_what_is_not_known_is_named_by_its_number() -> None:
    assert rules.names(P.READ_ITEMS | P.RECOVER_VAULT | Permission(0x4000_0004)) == [
        "View Items",
        "Recover Vault",
        "others (0x40000004)",
    ]
    assert rules.names(NONE) == []
