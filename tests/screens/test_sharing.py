"""Sharing by link: what is given away is told first, the link is copied as a secret, and nothing is made twice."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.remote_items import Desk, at_items, browsing
from tests.screens.service import DEPLOY, FAR, SHUT, Service, join, login
from tests.screens.sharer import LINK, Sharer, Sharing
from tests.screens.support import open_session, press, until
from tui import messages
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.errors import Unclear, Unreachable
from tui.model.file import FileInfo
from tui.model.ids import FileId, ItemId, ItemRef
from tui.model.item import ItemState
from tui.model.sharing import Expiry, Recipient, Share, SharePolicy
from tui.screens.items import ItemsScreen
from tui.screens.share_dialog import ShareDialog
from tui.services.clipboard import Clipboard
from tui.services.session import Session

MARA = Recipient("mara@larkmail.example")
HALDEN = Recipient("halden.example", domain=True)


def flat(page: str) -> str:
    """Return a page as one line, without the frames of dialogs."""
    return " ".join(page.replace("│", " ").split())


async def sees(opened: Desk, *texts: str) -> str:
    """Wait until texts are on the screen, wherever their lines break."""
    await until(opened.pilot, lambda: all(text in flat(opened.app.page()) for text in texts))
    return flat(opened.app.page())


@asynccontextmanager
async def sharing(tmp_path: Path, service: Sharing, *, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Desk]:
    """Sit before the items of a service that shares them."""
    session = await open_session(tmp_path)
    await join(session, Sharer(service))
    async with at_items(session, size=size) as opened:
        if not any(item.state is ItemState.ARCHIVED for item in service.items.values()):
            await opened.until_shown()
        yield opened
        service.problem = None


async def begun(opened: Desk) -> str:
    """Press L, and wait until it is known what is allowed."""
    await opened.press("L")
    await sees(opened, "Ctrl+S Make the link")
    return await opened.settle()


async def events(opened: Desk, count: int) -> list[AuditEvent]:
    """Return our own newest events, the oldest of them first."""
    return list(await opened.session.audit.page(None, count))[::-1]


def copied(sent: list[str]) -> str:
    """Return what the terminal was last asked to put on the clipboard."""
    found = [match for text in sent if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
    return base64.b64decode(found[-1][1]).decode()


def with_terminal(session: Session, sent: list[str]) -> None:
    """Give a session a clipboard whose terminal keeps what it is sent."""
    session.__dict__["clipboard"] = Clipboard(sent.append, 30, "osc52", env={})


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_link_for_anyone_is_copied_as_a_secret_and_shown_only_when_asked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    service, sent = Sharing(), list[str]()
    async with sharing(tmp_path, service, size=size) as opened:
        with_terminal(opened.session, sent)
        page = flat(await begun(opened))
        assert "Share “Deploy” by link" in page
        assert "● only these people" in page, "nobody but the named, unless that is asked for"
        assert "Name who may open the link." in page
        page = flat(await opened.press("up", "right"))
        assert "Anyone who has the link will be able to see a copy of “Deploy” as it is now, with what is" in page
        assert "concealed (password, token), user name and place, until 20" in page
        assert "Later changes of the item are not in it." in page
        assert "Undo cannot take it back: a link can only be withdrawn in 1Password." in page
        assert service.links == []
        await opened.press("ctrl+s")
        page = await sees(opened, "Link to “Deploy”", "Link sent to your terminal")
        assert service.links == [Share((), Expiry.WEEK)]
        assert copied(sent) == LINK
        assert "For anyone with the link, 7 days." in flat(page)
        assert "s3cret" not in page
        page = await opened.press("r")
        assert LINK in page
        assert LINK not in await opened.press("r")
        await opened.press("escape")
        assert isinstance(opened.app.screen, ItemsScreen)
        share, copy, reveal = await events(opened, 3)
        assert (share.action, share.result, share.ref) == (AuditAction.SHARE, AuditResult.OK, DEPLOY)
        assert share.detail == "anyone with the link, 7 days"
        assert (copy.action, copy.field, copy.title, copy.ref) == (AuditAction.COPY, "Link", "Deploy", DEPLOY)
        assert (reveal.action, reveal.field, reveal.ref) == (AuditAction.REVEAL, "Link", DEPLOY)
        assert "s3cret" not in f"{share}{copy}{reveal}"


async def test_people_are_judged_one_by_one_and_a_wrong_one_stops_it(tmp_path: Path) -> None:
    service = Sharing(strangers={"eve@else.example"})
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        page = await opened.press("=mara@larkmail.example, eve@else.example nobody")
        assert "nobody:" not in page, "it may go on"
        page = await opened.press("space")
        assert "✗ nobody: This is no e-mail address, and no domain." in page
        assert "· mara@larkmail.example" in page
        assert service.judged == [], "typing asks nothing"
        page = flat(await opened.press("ctrl+s"))
        assert "✓ mara@larkmail.example" in page
        assert "✗ eve@else.example: The account's rules do not allow this one." in page
        assert "Not all of them can be named (✗). No link was made." in page
        assert service.judged == [["mara@larkmail.example", "eve@else.example"]]
        assert service.links == []
        await opened.press("home", "ctrl+k", "=mara@larkmail.example halden.example")
        page = flat(await opened.press("enter"))
        assert "✓ everybody with an address at halden.example" in page
        assert (
            "mara@larkmail.example and everybody with an address at halden.example will be able to see a copy" in page
        )
        assert service.judged[1:] == [["halden.example"]], "who was judged is not asked for again"
        await opened.press("tab", "left", "tab", "right", "ctrl+s")
        await sees(opened, "Link to “Deploy”")
        assert service.links == [Share((MARA, HALDEN), Expiry.DAY, once=True)]
        assert len(service.judged) == 2
        (event,) = (one for one in await events(opened, 2) if one.action is AuditAction.SHARE)
        assert event.detail == "1 address and 1 domain (halden.example, larkmail.example), 1 day, one view each"


async def test_many_are_counted_and_what_is_long_is_scrolled_to(tmp_path: Path) -> None:
    service = Sharing()
    async with sharing(tmp_path, service, size=(80, 24)) as opened:
        await begun(opened)
        page = await opened.press("=" + " ".join(f"person-{n}@a-rather-long-domain.example" for n in range(9)), "enter")
        assert "✓ person-5@" in page
        assert "and 3 more" in page
        assert "until 20" not in page
        page = flat(await opened.press("pagedown"))
        assert "person-4@a-rather-long-domain.example and 4 more will be able to see" in page
        assert "until 20" in page
        assert "✓ person-0@" in await opened.press("pageup")
        await opened.press("escape")


async def test_a_domain_may_be_typed_with_its_sign(tmp_path: Path) -> None:
    service = Sharing()
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        await opened.press("=@halden.example", "ctrl+s")
        await sees(opened, "Link to “Deploy”")
        assert service.judged == [["halden.example"]]
        assert service.links == [Share((HALDEN,), Expiry.WEEK)]


async def test_nobody_named_makes_nothing(tmp_path: Path) -> None:
    service = Sharing()
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        await opened.press("= , ", "ctrl+s")
        assert service.links == []
        assert service.judged == []
        assert isinstance(opened.app.screen, ShareDialog)
        await opened.press("escape")
        assert isinstance(opened.app.screen, ItemsScreen)


async def test_only_what_the_account_allows_can_be_chosen(tmp_path: Path) -> None:
    policy = SharePolicy(Expiry.DAY, Expiry.HOUR, views=1, public=False, domains=False)
    service = Sharing(policy=policy)
    async with sharing(tmp_path, service) as opened:
        page = await begun(opened)
        assert "anyone with the link" not in page
        assert "● 1 hour   ○ 1 day" in page
        assert "7 days" not in page
        assert "as often as they like" not in page
        page = flat(await opened.press("=halden.example", "space"))
        assert "This account shares with e-mail addresses only, not with whole domains." in page
        await opened.press("home", "ctrl+k", "=mara@larkmail.example", "ctrl+s")
        await sees(opened, "Link to “Deploy”")
        assert service.links == [Share((MARA,), Expiry.HOUR, once=True)]


async def test_an_account_that_names_nobody_shares_with_anyone_only(tmp_path: Path) -> None:
    service = Sharing(policy=SharePolicy(Expiry.WEEK, Expiry.WEEK, views=5, named=False))
    async with sharing(tmp_path, service) as opened:
        page = flat(await begun(opened))
        assert "only these people" not in page
        assert "People" not in page
        assert "Anyone who has the link will be able to see" in page
        assert "at most 5 times" in page
        await opened.press("escape")
        assert service.links == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_refusal_is_told_and_nothing_can_be_made(tmp_path: Path, size: tuple[int, int]) -> None:
    sentence = "This account does not let items with files be shared: who administers it can allow that."
    service = Sharing(no_sharing=sentence)
    service.items[DEPLOY] = replace(login("Deploy"), files=(FileInfo(FileId("f"), "key.pem", 12),))
    async with sharing(tmp_path, service, size=size) as opened:
        await opened.press("L")
        page = await sees(opened, "Esc Close")
        assert sentence in page
        await opened.press("ctrl+s")
        assert service.links == []
        await opened.press("escape")
        assert isinstance(opened.app.screen, ItemsScreen)


async def test_files_are_told(tmp_path: Path) -> None:
    service = Sharing()
    service.items[DEPLOY] = replace(login("Deploy"), files=(FileInfo(FileId("f"), "key.pem", 12),))
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        assert "place and 1 file, until" in flat(await opened.press("up", "right"))


async def test_a_copy_that_fails_is_told_and_can_be_made_again(tmp_path: Path) -> None:
    service, sent = Sharing(), list[str]()
    async with sharing(tmp_path, service) as opened:
        opened.session.__dict__["clipboard"] = Clipboard(None, 30, "none", env={})
        await begun(opened)
        await opened.press("up", "right", "ctrl+s")
        page = await sees(opened, "The link is made: y copies it again, r shows it.")
        assert "Copying is switched off in the settings (clipboard)." in page
        assert "opied;" not in page
        event = await opened.noted()
        assert (event.action, event.result, event.field) == (AuditAction.COPY, AuditResult.FAILED, "Link")
        opened.session.kept.access._clipboard = Clipboard(sent.append, 30, "osc52", env={})
        await opened.press("y")
        await sees(opened, "Link sent to your terminal")
        assert copied(sent) == LINK
        assert len(service.links) == 1


async def test_a_revealed_link_hides_itself_and_the_lock_works_here(tmp_path: Path) -> None:
    async with sharing(tmp_path, Sharing()) as opened:
        opened.session.settings = replace(opened.session.settings, reveal_for=0.3)
        await begun(opened)
        await opened.press("up", "right", "ctrl+s")
        await sees(opened, "Link to “Deploy”")
        await press(opened.pilot, "r")
        await until(opened.pilot, lambda: LINK not in opened.app.page())
        await until(opened.pilot, lambda: "r Reveal" in opened.app.page())
        await opened.press("ctrl+l")
        assert any(isinstance(message, messages.LockNow) for message in opened.app.kept)
        await opened.press("escape")
        reveals = [event.action for event in await events(opened, 2)]
        assert AuditAction.REVEAL in reveals


async def test_a_lost_answer_is_told_and_never_asked_for_again(tmp_path: Path) -> None:
    service = Sharing(trouble=Unclear("The answer was lost: a link may exist. Look at 1Password.com."))
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        await opened.press("up", "right", "ctrl+s")
        page = await sees(opened, "a link may exist. Look at 1Password.com.")
        assert "Make the link" not in page
        await opened.press("ctrl+s", "ctrl+s")
        assert service.asked.count(f"share {DEPLOY.item}") == 1
        event = await opened.noted()
        assert (event.action, event.result) == (AuditAction.SHARE, AuditResult.FAILED)
        assert event.detail.startswith("anyone with the link, 7 days: The answer was lost")
        await opened.press("escape")
        assert isinstance(opened.app.screen, ItemsScreen)


async def test_trouble_before_anything_is_made_can_be_tried_again(tmp_path: Path) -> None:
    service = Sharing(trouble=Unreachable("1Password cannot be reached."))
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        await opened.press("up", "right", "ctrl+s")
        await sees(opened, "1Password cannot be reached.")
        service.trouble = None
        await opened.press("ctrl+s")
        await sees(opened, "Link to “Deploy”")
        assert service.links == [Share((), Expiry.WEEK)]


async def test_esc_leaves_while_somebody_is_judged_and_waits_while_a_link_is_made(tmp_path: Path) -> None:
    service = Sharing(judging=True, held=True)
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        await press(opened.pilot, "=mara@larkmail.example", "ctrl+s")
        page = await sees(opened, "Asking whether they may be named …")
        assert "Esc Cancel" in page
        await press(opened.pilot, "escape")
        await until(opened.pilot, lambda: isinstance(opened.app.screen, ItemsScreen))
        service.judging = False
        await begun(opened)
        await press(opened.pilot, "up", "right", "ctrl+s")
        page = await sees(opened, "Making the link …")
        assert "Esc" not in page.replace("Esc Clear", "")
        await press(opened.pilot, "escape", "ctrl+s")
        assert isinstance(opened.app.screen, ShareDialog)
        service.held = False
        await sees(opened, "Link to “Deploy”")
        assert service.links == [Share((), Expiry.WEEK)]
        await opened.press("escape")


async def test_an_item_that_was_changed_meanwhile_is_not_shared(tmp_path: Path) -> None:
    service = Sharing()
    async with sharing(tmp_path, service) as opened:
        await begun(opened)
        service.items[DEPLOY] = replace(service.items[DEPLOY], version=9)
        await opened.press("up", "right", "ctrl+s")
        await sees(opened, "This item was changed meanwhile. No link was made.")
        assert service.links == []


async def test_where_it_cannot_be_it_says_why(tmp_path: Path) -> None:
    async with browsing(tmp_path, Service()) as opened:
        page = await opened.press("L")
        assert "This account does not share items; use its service's own app." in page


async def test_in_a_vault_that_can_only_be_read_it_says_why(tmp_path: Path) -> None:
    shut = ItemRef(FAR, SHUT, ItemId("shut item"))
    async with sharing(tmp_path, Sharing(items={shut: login("Shut in", shut)})) as opened:
        assert "The token of this account may only read “Shut”." in await opened.press("L")


async def test_an_archived_item_is_not_shared(tmp_path: Path) -> None:
    service = Sharing(items={DEPLOY: replace(login("Old"), state=ItemState.ARCHIVED)})
    async with sharing(tmp_path, service) as opened:
        await opened.press("slash", "=is:archived", "enter")
        await opened.until_shown()
        assert "This item is in the archive; only items in use can be shared." in await opened.press("L")
        assert service.links == []
