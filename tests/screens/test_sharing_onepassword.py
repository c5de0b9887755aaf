"""Sharing by link with the SDK underneath: by keys, to what 1Password has then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

pytest.importorskip("onepassword")

from tests.backends.onepassword.place import ACCOUNT, opened
from tests.screens.remote_items import Desk, at_items
from tests.screens.service import join
from tests.screens.support import open_session
from tests.screens.test_sharing import begun, copied, sees, with_terminal
from tests.servers.onepassword import OnePassword, words
from tui.model.audit import AuditAction, AuditResult
from tui.screens.share_dialog import ShareDialog

SENT = "Link sent to your terminal"


@asynccontextmanager
async def at_the_desk(tmp_path: Path, op: OnePassword, sent: list[str]) -> AsyncIterator[Desk]:
    """Sit before the one item of an account."""
    session = await open_session(tmp_path)
    await join(session, opened(op), account=ACCOUNT, name="Team")
    with_terminal(session, sent)
    async with at_items(session) as opened_desk:
        await opened_desk.until_shown()
        yield opened_desk


def stocked(op: OnePassword) -> tuple[str, str]:
    """Put an item with a secret and a file in; return vault and item."""
    vault = op.add_vault("Work")
    field = {"id": "password", "title": "password", "fieldType": "Concealed", "value": "s3cret-mail"}
    item = op.add_item(vault, {"title": "Mail", "category": "Login", "fields": [field]})
    return vault, item


async def test_two_addresses_and_a_wrong_one(tmp_path: Path) -> None:
    sent: list[str] = []
    with OnePassword() as op:
        stocked(op)
        async with at_the_desk(tmp_path, op, sent) as desk:
            await begun(desk)
            await desk.press("=mara@larkmail.example jon@halden.example eve@bücher.example", "ctrl+s")
            await sees(desk, "✓ mara@larkmail.example", "✗ eve@bücher.example", "No link was made.")
            assert op.links == []
            await desk.press(
                "home", "ctrl+k", "=mara@larkmail.example jon@halden.example", "tab", "tab", "right", "ctrl+s"
            )
            page = await sees(desk, "Link to “Mail”", SENT)
            (link,) = op.links
            assert [one["parameters"]["email"] for one in link["recipients"]] == [
                "mara@larkmail.example",
                "jon@halden.example",
            ]
            assert (link["expiry"], link["once"]) == ("SevenDays", True)
            assert copied(sent) == link["link"]
            assert "s3cret" not in page
            assert link["link"] in (await desk.press("r")).replace("\n", "")
            await desk.press("escape")


async def test_a_public_link_that_the_account_forbids_cannot_be_chosen(tmp_path: Path) -> None:
    with OnePassword() as op:
        stocked(op)
        op.account.policy = {"allowedTypes": ["Authenticated"], "maxExpiry": "OneDay", "defaultExpiry": "OneHour"}
        async with at_the_desk(tmp_path, op, []) as desk:
            page = await begun(desk)
            assert "anyone with the link" not in page
            assert "7 days" not in page
            await desk.press("=mara@larkmail.example", "ctrl+s")
            await sees(desk, "Link to “Mail”")
            assert [link["expiry"] for link in op.links] == ["OneHour"]
            await desk.press("escape")


async def test_files_that_may_not_be_shared(tmp_path: Path) -> None:
    with OnePassword() as op:
        op.add_file(*stocked(op), "key.pem", b"s3cret-key")
        op.account.policy = {"files": {"allowed": False, "maxSize": 0}}
        async with at_the_desk(tmp_path, op, []) as desk:
            await desk.press("L")
            await sees(desk, "The account's rules do not allow items with files to be shared", "Esc Close")
            await desk.press("ctrl+s", "escape")
            assert op.links == []


async def test_a_lost_answer(tmp_path: Path) -> None:
    with OnePassword() as op:
        stocked(op)
        op.lose("ItemsSharesCreate")
        async with at_the_desk(tmp_path, op, []) as desk:
            await begun(desk)
            await desk.press("up", "right", "ctrl+s")
            await sees(desk, "there may be a link to this item that nobody has seen", "1Password.com", "Esc Close")
            await desk.press("ctrl+s")
            assert isinstance(desk.app.screen, ShareDialog)
            assert op.requests.count("ItemsSharesCreate") == 1
            event = await desk.noted()
            assert (event.action, event.result) == (AuditAction.SHARE, AuditResult.FAILED)
            await desk.press("escape")


async def test_a_missing_permission_is_told_and_the_key_greyed(tmp_path: Path) -> None:
    with OnePassword() as op:
        vault, _ = stocked(op)
        op.allow(vault, words.EVERYTHING & ~words.SEND)
        async with at_the_desk(tmp_path, op, []) as desk:
            await desk.press("L")
            await sees(desk, "A service account is given the permission to share items when it is made.", "Esc Close")
            await desk.press("escape")
            before = op.requests
            await desk.press("L")
            await sees(desk, "The account's token may not share items in this vault.")
            assert not isinstance(desk.app.screen, ShareDialog)
            assert op.requests == before, "what was refused is not asked for again"


async def test_what_is_typed_before_it_is_known_what_is_allowed_is_kept_whole(tmp_path: Path) -> None:
    with OnePassword() as op:
        stocked(op)
        async with at_the_desk(tmp_path, op, []) as desk:
            op.hold("ItemsSharesGetAccountPolicy")
            await desk.pilot.press("L")
            await sees(desk, "Asking what this account allows")
            await desk.pilot.press(*"mara@exx", "backspace", *"ample.com")
            op.heal()
            page = await sees(desk, "Ctrl+S Make the link", "People mara@example.com")
            assert "everybody" not in page.casefold()
            await desk.press("=, jon@halden.example")
            await sees(desk, "People mara@example.com, jon@halden.example")
