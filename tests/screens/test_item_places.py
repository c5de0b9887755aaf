"""What the item browser does where an account is far away: deletes for good, has no archive, and cannot write all."""

from __future__ import annotations

from pathlib import Path

from tests.screens.remote_items import Desk, browsing
from tests.screens.service import DEPLOY, FAR, OPS, SHUT, Service, login
from tests.services.support import login as home_login
from tui import messages
from tui.backends.protocol import Action
from tui.commands import command
from tui.model.ids import HOME, ItemId, ItemRef
from tui.screens.item_copying import menu
from tui.screens.modals import TypedConfirm
from tui.services.finder import Request

IN_SHUT = ItemRef(FAR, SHUT, ItemId("shut item"))


def flat(page: str) -> str:
    """Return a page as one line, without the frames of dialogs."""
    return " ".join(page.replace("│", " ").split())


def drafted(opened: Desk) -> ItemRef:
    """Return where the item goes that the editor was opened on."""
    edit = next(message for message in opened.app.kept if isinstance(message, messages.EditItem))
    return edit.draft.current.ref


async def test_deleting_tells_that_it_is_for_good_and_wants_the_title_typed(tmp_path: Path) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        page = flat(await opened.press("D"))
        assert "Delete “Deploy” for good?" in page
        assert "The service deletes it at once and for good; this account has no archive." in page
        assert "Do not count on finding it under “Recently Deleted”" in page
        assert "press d" not in page
        await opened.press("=deploy", "enter")
        assert isinstance(opened.app.screen, TypedConfirm)
        await opened.press("home", "ctrl+k", "=Deploy", "enter")
        await opened.sees("Deleted “Deploy”.")
        assert service.items == {}


async def test_at_home_it_is_told_as_ever(tmp_path: Path) -> None:
    async with browsing(tmp_path, Service(items={})) as opened:
        vault = opened.session.catalog.vaults[0]
        await opened.session.api(HOME).create(home_login(vault.id, "Mail"))
        await opened.sees("user-Mail")
        page = flat(await opened.press("D"))
        assert "The item and all its earlier versions are gone for good. To put it away instead, press d." in page


async def test_what_the_account_has_not_is_told_with_what_to_do(tmp_path: Path) -> None:
    async with browsing(tmp_path, Service()) as opened:
        assert "no archive: keep the item, or delete it for good (D)." in flat(await opened.press("d"))
        assert "no archive; look for the item in its service's own app." in flat(await opened.press("A"))
        api = opened.session.api(FAR)
        assert api.refusal(Action.CREATE_VAULT, None) == (
            "This account cannot make or change vaults; use its service's own app."
        )
        assert api.refusal(Action.ATTACH_FILE, DEPLOY) == (
            "This account takes no files, and changes none; use its service's own app."
        )


async def test_both_ids_can_be_copied(tmp_path: Path) -> None:
    async with browsing(tmp_path, Service()) as opened:
        page = await opened.press("Y")
        assert "item id" in page
        assert "vault id" in page
        await opened.press("v")
        await opened.sees("Vault id sent to your terminal")
        item = await opened.session.api(FAR).item(DEPLOY)
        letters = [choice.key for choice, _ in menu(item) if choice.key]
        assert len(letters) == len(set(letters))


# Where something new goes


async def test_a_new_item_can_go_into_every_vault_that_can_be_written(tmp_path: Path) -> None:
    async with browsing(tmp_path, Service()) as opened:
        page = flat(await opened.press("n"))
        assert "New item in which vault?" in page
        assert "Far · The token of this account may only read “Shut”." in page
        assert "Work Home" in page
        assert "Ops Far" in page
        await opened.press("j", "enter")
        await opened.press("l")
        assert (drafted(opened).account, drafted(opened).vault) == (FAR, OPS)


async def test_in_a_vault_that_cannot_be_written_new_says_why(tmp_path: Path) -> None:
    service = Service(items={DEPLOY: login("Deploy"), IN_SHUT: login("Closed", IN_SHUT)})
    async with browsing(tmp_path, service, request=Request("", FAR, SHUT)) as opened:
        assert "The token of this account may only read “Shut”." in flat(await opened.press("n"))
        assert opened.app.kept == []


async def test_a_copy_of_what_can_only_be_read_goes_elsewhere(tmp_path: Path) -> None:
    service = Service(items={IN_SHUT: login("Closed", IN_SHUT)})
    async with browsing(tmp_path, service) as opened:
        opened.screen.perform(command("items.duplicate"))
        await opened.sees("Duplicate into which vault?")
        await opened.press("enter")
        assert drafted(opened).account == HOME
    async with browsing(tmp_path / "other", Service()) as opened:
        opened.screen.perform(command("items.duplicate"))
        await opened.settle()
        assert (drafted(opened).account, drafted(opened).vault) == (FAR, OPS)


async def test_a_copy_goes_without_files_and_that_is_told_first(tmp_path: Path) -> None:
    service = Service()
    service.attach("key.pem", b"x")
    async with browsing(tmp_path, service) as opened:
        opened.screen.perform(command("items.duplicate"))
        await opened.sees("Duplicate “Deploy” without its files?")
        await opened.press("n")
        assert opened.app.kept == []
        opened.screen.perform(command("items.duplicate"))
        await opened.sees("Duplicate “Deploy” without its files?")
        await opened.press("y")
        assert (drafted(opened).account, drafted(opened).vault) == (FAR, OPS)
