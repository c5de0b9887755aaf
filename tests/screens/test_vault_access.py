"""Who has access to a vault: ticked by keys, shown before it is written, written group by group."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.accessing import (
    DEVELOPERS,
    NIGHT,
    OTHERS,
    OWNERS,
    SEEING,
    P,
    Team,
    desk,
    row,
    team,
)
from tests.screens.support import until
from tests.screens.test_accounts import Desk, words
from tui import messages
from tui.model.action import Action
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Denied, NotFound, RateLimited, Unclear, Unreachable
from tui.model.permission import GroupId
from tui.model.usage import Plan
from tui.tools import permissions as rules
from tui.tools.permissions import NONE, VIEWING

__all__ = ["team"]

COLUMN = {about.permission: at for at, about in enumerate(rules.ABOUT)}


async def tick(opened: Desk, permission: P) -> str:
    """Go to a permission's column from the first one, tick it, and go back."""
    steps = COLUMN[permission]
    return await opened.press(*["l"] * steps, "space", *["h"] * steps)


async def write(opened: Desk, key: str = "enter") -> None:
    """Have what is ticked written."""
    await opened.press("ctrl+s")
    await opened.sees("Change who has access to “Infra”?")
    await opened.press(key)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_every_group_is_shown_with_all_that_it_may_do(tmp_path: Path, team: Team, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size) as opened:
        page = await opened.sees("Developers", "Owners")
        assert row(page, "Developers") == ["✓", "✓"] + ["·"] * 10
        assert row(page, "Owners") == ["✓"] * 12
        assert "3 people have access of their own; that can be changed in 1Password alone." in words(page)
        assert "View Items: see the items of the vault." in page and "Developers has it." in page
        page = await opened.press("j", *["right"] * 11)
        assert "Manage Vault: give and take access" in page and "Owners has it." in page
        assert "also Recover Vault, others (0x40000000)" in page


async def test_ticking_ticks_what_is_needed_and_nothing_is_sent_before_it_is_confirmed(
    tmp_path: Path, team: Team
) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        page = await tick(opened, P.DELETE_ITEMS)
        assert row(page, "Developers") == ["✓", "✓", "·", "·", "(+)", "·", "+", "·", "·", "·", "·", "·"]
        assert "1 group changed, not written" in page
        assert team.written == []
        await opened.press("ctrl+s")
        page = words(await opened.sees("Change who has access to “Infra”?"))
        assert "Developers + granted: Edit Items, Delete Items" in page and "taken away" not in page
        assert "May then: View Items, View and Copy Passwords, Edit Items, Delete Items" in page
        assert "replaced by exactly this" in page
        await opened.press("escape")
        assert team.written == []
        await write(opened)
        page = await opened.sees("Written: “Developers”.")
        assert team.written == [(DEVELOPERS.id, SEEING | P.UPDATE_ITEMS | P.DELETE_ITEMS)]
        assert row(page, "Developers") == ["✓", "✓", "·", "·", "✓", "·", "✓", "·", "·", "·", "·", "·"]


async def test_the_audit_log_has_vault_and_group_and_what_changed(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.REVEAL_ITEM_PASSWORD)
        await tick(opened, P.CREATE_ITEMS)
        await write(opened)
        await opened.sees("Written: “Developers”.")
        event = (await opened.session.audit.page())[0]
        assert (event.action, event.result) == (AuditAction.CHANGE_ACCESS, AuditResult.OK)
        assert (event.vault_name, event.field) == ("Infra", "Developers")
        assert event.detail == "granted: Create Items; taken away: View and Copy Passwords"


async def test_unticking_unticks_what_needs_it_and_bits_that_nobody_knows_stay(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Owners")
        await opened.press("j")
        page = await tick(opened, P.UPDATE_ITEM_HISTORY)
        assert row(page, "Owners") == ["✓", "✓", "−", "✓", "✓", "✓", "✓", "✓", "(−)", "(−)", "(−)", "✓"]
        await write(opened)
        await opened.sees("Written: “Owners”.")
        ((group, written),) = team.written
        gone = P.UPDATE_ITEM_HISTORY | P.EXPORT_ITEMS | P.SEND_ITEMS | P.PRINT_ITEMS
        assert group == OWNERS.id and written == rules.less(rules.ALL, gone) | P.RECOVER_VAULT | OTHERS


async def test_what_was_ticked_for_a_group_can_be_forgotten(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.MANAGE_VAULT)
        page = await opened.press("u")
        assert row(page, "Developers") == ["✓", "✓"] + ["·"] * 10
        page = await opened.press("ctrl+s")
        assert "Nothing is changed." in page


async def test_levels_are_granted_whole_with_the_one_below(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, plan=Plan.TEAMS) as opened:
        page = await opened.sees("viewing", "editing", "managing")
        assert row(page, "Developers") == ["part", "·", "·"]
        assert "Developers has a part of it: View Items, View and Copy Passwords." in page
        page = await opened.press("l", "space")
        assert row(page, "Developers") == ["(+)", "+", "·"]
        await write(opened)
        await opened.sees("Written: “Developers”.")
        assert team.written == [(DEVELOPERS.id, rules.less(rules.ALL, P.MANAGE_VAULT))]
        page = await opened.press("t")
        assert row(page, "Developers") == ["✓"] * 11 + ["·"]


async def test_a_level_of_which_only_a_part_is_granted_or_left_is_not_shown_as_whole(
    tmp_path: Path, team: Team
) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.DELETE_ITEMS)
        await opened.press("j")
        await tick(opened, P.EXPORT_ITEMS)
        page = await opened.press("t", "l")
        assert row(page, "Developers") == ["part", "part", "·"]
        assert row(page, "Owners") == ["✓", "part", "✓"]
        assert "Owners will keep a part of it: Create Items" in page and "Export Items" not in page
        page = await opened.press("k")
        assert "Developers will have a part of it: Edit Items, Delete Items." in page


async def test_the_plan_decides_how_permissions_are_shown_at_first(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, plan=Plan.UNKNOWN) as opened:
        await opened.sees("history", "Single permissions")
        await opened.press("t")
        await opened.sees("viewing", "Levels, as 1Password Teams")


async def test_a_group_is_added_by_its_id(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        page = words(await opened.press("n"))
        assert "Add a group" in page and "op group list" in page
        await opened.press(f"=  {NIGHT.id} ", "enter")
        page = await opened.sees("Night shift", "Tick what “Night shift” may do")
        assert row(page, "Night shift") == ["·"] * 12
        await opened.press("space")
        await write(opened)
        await opened.sees("Written: “Night shift”.")
        assert team.written == [(NIGHT.id, P.READ_ITEMS)]


async def test_an_id_that_is_none_is_told_and_adds_nothing(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        page = await opened.press("n", "=Night shift", "enter")
        assert "a group’s name is not its id" in page.replace("'", "’")
        await opened.press("escape", "n", "=nobody", "enter")
        await opened.sees("There is no such group.")
        assert "Developers" in opened.app.page() and "not written" not in opened.app.page()


async def test_a_group_is_taken_out_after_a_question(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        page = await opened.press("D")
        assert "Take “Developers” out of “Infra”?" in page
        await opened.press("n")
        assert "not written" not in opened.app.page()
        page = await opened.press("D", "y")
        assert "will be taken out" in page
        await write(opened)
        page = await opened.sees("Written: “Developers”.")
        assert team.written == [(DEVELOPERS.id, NONE)]
        assert DEVELOPERS.id not in team.rights


async def test_what_others_changed_meanwhile_is_never_overwritten_unseen(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.DELETE_ITEMS)
        team.rights[DEVELOPERS.id] = P.READ_ITEMS | P.CREATE_ITEMS
        await opened.press("ctrl+s")
        page = words(await opened.sees("Somebody else changed this since you looked"))
        assert "when you looked: View Items, View and Copy Passwords" in page
        assert "now: View Items, Create Items" in page
        assert "yours: View Items, View and Copy Passwords, Edit Items, Delete Items" in page
        assert "taken away: Create Items" in page
        page = await opened.press("enter")
        assert "Read this first." in page and team.written == []
        await opened.press("escape")
        page = await opened.sees("(+)")
        assert team.written == []
        assert row(page, "Developers")[3] == "−"
        await write(opened)
        await opened.sees("Written: “Developers”.")
        assert team.written == [(DEVELOPERS.id, SEEING | P.UPDATE_ITEMS | P.DELETE_ITEMS)]


async def test_what_others_have_done_already_is_not_written_again(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        team.rights[DEVELOPERS.id] = SEEING | P.CREATE_ITEMS
        await opened.press("ctrl+s")
        await opened.sees("Nothing is left to write.")
        assert team.written == []


async def test_that_no_group_could_manage_the_vault_is_told_and_a_stray_enter_does_not_do_it(
    tmp_path: Path, team: Team
) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Owners")
        await opened.press("j")
        await tick(opened, P.MANAGE_VAULT)
        await opened.press("ctrl+s")
        assert "Afterwards no group may manage this vault" in words(await opened.sees("Afterwards"))
        await opened.press("enter")
        assert team.written == []
        await opened.press("y")
        await opened.sees("Written: “Owners”.")
        assert team.written == [(OWNERS.id, rules.less(rules.ALL, P.MANAGE_VAULT) | P.RECOVER_VAULT | OTHERS)]


async def test_what_could_not_be_written_stays_ticked_with_the_reason(tmp_path: Path, team: Team) -> None:
    team.fails[DEVELOPERS.id] = NotFound("1Password does not find the access of the group.")
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        await opened.press("j")
        await tick(opened, P.PRINT_ITEMS)
        await write(opened)
        page = await opened.sees("Written: “Owners”. 1 group not")
        assert [group for group, _ in team.written] == [OWNERS.id]
        assert row(page, "Developers")[3] == "+"
        page = await opened.press("k")
        assert "Not written: 1Password does not find the access of the group." in words(page)
        events = await opened.session.audit.page()
        assert [(event.field, event.result) for event in events[:2]] == [
            ("Owners", AuditResult.OK),
            ("Developers", AuditResult.FAILED),
        ]
        team.fails.clear()
        await write(opened)
        await opened.sees("Written: “Developers”.")
        assert team.rights[DEVELOPERS.id] == SEEING | P.CREATE_ITEMS


async def test_after_a_limit_the_others_are_not_tried(tmp_path: Path, team: Team) -> None:
    team.fails[DEVELOPERS.id] = RateLimited("1Password asks to wait.")
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        await opened.press("j")
        await tick(opened, P.PRINT_ITEMS)
        await write(opened)
        await opened.sees("Nothing is written. 2 groups not")
        assert team.written == []
        assert "Not tried, after: 1Password asks to wait." in words(opened.app.page())


async def test_of_a_lost_answer_it_is_not_said_that_nothing_was_written(tmp_path: Path, team: Team) -> None:
    team.fails[DEVELOPERS.id] = Unclear("1Password did not answer. Whether it was done is not known.")
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        await write(opened)
        page = await opened.sees("Whether “Developers” was written is not known: r tells.")
        assert "Nothing is written" not in page and "Not written" not in page
        assert "1Password did not answer. Whether it was done is not known." in words(page)
        team.rights[DEVELOPERS.id] |= P.CREATE_ITEMS  # it was
        await opened.press("r")
        await until(opened.pilot, lambda: "1 group changed" not in opened.app.page())


async def test_leaving_asks_where_something_is_not_written(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        page = await opened.press("escape")
        assert "Leave without writing it?" in page and "“Developers”" in page
        await opened.press("n")
        page = await opened.press("q")
        assert "Leave without writing it?" in page
        await opened.press("n")
        assert opened.app.kept == []
        await opened.press("escape", "y")
        assert [type(message) for message in opened.app.kept] == [messages.GoBack]
        assert team.written == []


async def test_reading_anew_keeps_what_is_ticked(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        team.rights[NIGHT.id] = P.READ_ITEMS
        await opened.press("r")
        page = await opened.sees("Night shift")
        assert row(page, "Developers")[3] == "+"


async def test_a_vault_without_groups_says_how_to_add_one(tmp_path: Path, team: Team) -> None:
    team.rights.clear()
    team.people = 1
    async with desk(tmp_path, (80, 24)) as opened:
        told = ("No group has access to this vault yet.", "Press n to add one by its id.")
        await opened.sees(*told, "1 person has access of their own")
        page = await opened.press("space")
        assert "There is no group under the cursor." in page


async def test_an_access_that_cannot_be_read_is_told_and_can_be_tried_again(tmp_path: Path, team: Team) -> None:
    team.reading = Unreachable("1Password does not answer.")
    async with desk(tmp_path) as opened:
        await opened.sees("1Password does not answer.", "r tries again, Esc goes back.")
        page = await opened.press("space")
        assert "Who has access is not read yet." in page
        team.reading = None
        await opened.press("r")
        await opened.sees("Developers")


async def test_while_it_is_refused_it_can_be_seen_and_says_why_it_cannot_be_changed(tmp_path: Path, team: Team) -> None:
    team.service.refusals[Action.CHANGE_ACCESS] = "A service account changes this only in vaults that it made itself."
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        page = await opened.press("space")
        assert "only in vaults that it made itself" in page
        assert row(page, "Developers") == ["✓", "✓"] + ["·"] * 10


async def test_a_write_that_is_refused_is_told_in_the_log_as_refused(tmp_path: Path, team: Team) -> None:
    team.fails[DEVELOPERS.id] = Denied("You may not manage this vault.")
    async with desk(tmp_path) as opened:
        await opened.sees("Developers")
        await tick(opened, P.CREATE_ITEMS)
        await write(opened)
        await opened.sees("Nothing is written. 1 group not")
        assert "You may not manage this vault." in words(opened.app.page())
        event = (await opened.session.audit.page())[0]
        assert event.result is AuditResult.REFUSED
        assert event.detail == "granted: Create Items: You may not manage this vault."


async def test_a_narrow_window_scrolls_the_columns(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, (50, 20)) as opened:
        page = await opened.sees("Developers", "view")
        assert "mng" not in page
        page = await opened.press(*["l"] * 11)
        assert "mng" in page and " view " not in page
        page = await opened.press("j", "space")
        assert row(page, "Owners")[-1] == "−"


async def test_a_click_moves_to_a_cell_and_a_second_one_ticks_it(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path) as opened:
        page = await opened.sees(
            "Developers", "people have access of their own", "t shows levels."
        )  # then all is in its place
        lines = page.splitlines()
        y = next(at for at, line in enumerate(lines) if "Developers" in line)
        cell = next(line for line in lines if "create" in line).index("create") + 1, y
        await opened.pilot.click(offset=cell)
        await until(opened.pilot, lambda: "Create Items:" in opened.app.page())
        await opened.pilot.click(offset=cell)
        await until(opened.pilot, lambda: row(opened.app.page(), "Developers")[3] == "+")


async def test_names_of_groups_cannot_disguise_themselves(tmp_path: Path, team: Team) -> None:
    evil = GroupId("gr" + "e" * 24)
    team.groups[evil] = type(NIGHT)(evil, "Own\x1b[31mers\u202e", "[bold]x[/bold]", "custom\x07")
    team.rights[evil] = VIEWING.permissions
    async with desk(tmp_path) as opened:
        page = await opened.sees("Developers")
        assert "\x1b" not in page and "\u202e" not in page
        page = await opened.press("G")
        assert "[bold]x[/bold]" in page and "\x07" not in page
