"""A value that the service generates: a recipe that can be sent, what happens told first, and the new item shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.remote_items import Desk, browsing
from tests.screens.service import DEPLOY, SHUT, Service, login
from tests.screens.support import until
from tui.backends.protocol import Action
from tui.model.audit import AuditAction, AuditResult
from tui.model.category import SECURE_NOTE
from tui.model.errors import Unreachable
from tui.model.ids import HOME, FieldId, ItemRef
from tui.model.recipe import ServerRecipe
from tui.model.secret import Secret
from tui.screens.items import ItemsScreen
from tui.screens.modals import Confirm
from tui.screens.recipe_dialog import RecipeDialog


def value(service: Service, field: str) -> Secret | str:
    """Return a field as the service has it."""
    found = service.items[DEPLOY].field(FieldId(field))
    assert found is not None
    return found.value


async def closed(opened: Desk) -> None:
    """Wait until every dialog is gone."""
    await until(opened.pilot, lambda: isinstance(opened.app.screen, ItemsScreen))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_password_gets_a_value_nobody_has_seen(tmp_path: Path, size: tuple[int, int]) -> None:
    service = Service()
    async with browsing(tmp_path, service, size=size) as opened:
        page = await opened.press("ctrl+g")
        assert "Generate “password” on the server" in page
        assert isinstance(opened.app.screen, RecipeDialog)
        page = await opened.press("ctrl+s")
        assert isinstance(opened.app.screen, Confirm)
        assert "Give “password” of “Deploy” a new value?" in page
        assert "32 characters: letters, digits and symbols." in page
        assert "The server makes a new value; the old one stays in its history." in page
        assert service.recipes == []
        await opened.press("y")
        await opened.sees("The server made a new value for “password” of “Deploy”.")
        assert service.recipes == [ServerRecipe()]
        assert value(service, "password") == Secret("s3cret-" + "m" * 25)
        await until(opened.pilot, lambda: opened.screen.selection.shown == service.items[DEPLOY])
        assert "s3cret" not in opened.app.page()
        event = await opened.noted()
        assert (event.action, event.result, event.ref) == (AuditAction.GENERATE, AuditResult.OK, DEPLOY)


async def test_the_concealed_field_under_the_cursor_is_meant(tmp_path: Path) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        await opened.press("tab", "j", "j")
        assert "Generate “token”" in await opened.press("ctrl+g")
        await opened.press("escape", "j")
        assert "Generate “password”" in await opened.press("ctrl+g"), "on a plain field the password is meant"
        await opened.press("escape", "k", "ctrl+g", "ctrl+s", "y")
        await opened.sees("The server made a new value for “token”")
        assert value(service, "token") == Secret("s3cret-" + "m" * 25)
        assert value(service, "password") == Secret("s3cret-old")


async def test_a_recipe_by_keys_and_the_last_one_is_offered_again(tmp_path: Path) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        await opened.press("ctrl+g", "home", "ctrl+k", "=20", "tab", "tab", "down", "space", "tab", "=lI1", "enter")
        page = await opened.sees("20 characters: letters and digits, without l I 1.")
        assert "s3cret" not in page
        await opened.press("y")
        await closed(opened)
        assert service.recipes == [ServerRecipe(20, symbols=False, exclude="lI1")]
        page = await opened.press("ctrl+g")
        assert "lI1" in page
        assert " 20 " in page


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("home", "ctrl+k", "=0"), "The length must be a number from 1 to 64."),
        (("home", "ctrl+k", "=65"), "The length must be a number from 1 to 64."),
        (("home", "ctrl+k", "=٣"), "The length must be a number from 1 to 64."),
        (("home", "ctrl+k"), "The length must be a number from 1 to 64."),
        (("tab", "space", "tab", "space", "tab", "space"), "Choose at least one kind of characters."),
        (("tab", "tab", "tab", "tab", "=abca"), "“a” is to be left out twice; type it once."),
    ],
)
async def test_a_recipe_that_cannot_be_sent_is_told(tmp_path: Path, keys: tuple[str, ...], told: str) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        page = await opened.press("ctrl+g", *keys, "ctrl+s")
        assert told in page
        assert isinstance(opened.app.screen, RecipeDialog)
        await opened.press("escape")
        assert service.recipes == []


async def test_no_and_esc_change_nothing(tmp_path: Path) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        await opened.press("ctrl+g", "ctrl+s", "n")
        await opened.press("ctrl+g", "ctrl+s", "escape")
        await opened.press("ctrl+g", "escape")
        assert service.recipes == []


async def test_a_conflict_is_told_and_the_other_item_shown(tmp_path: Path) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        await opened.press("ctrl+g", "ctrl+s")
        service.items[DEPLOY] = replace(service.items[DEPLOY], title="Deploy anew", version=9)
        await opened.press("y")
        await opened.sees("This item was changed at the service meanwhile.")
        await until(opened.pilot, lambda: opened.screen.selection.shown == service.items[DEPLOY])
        assert service.recipes == []


async def test_trouble_is_told(tmp_path: Path) -> None:
    service = Service()
    async with browsing(tmp_path, service) as opened:
        await opened.press("ctrl+g", "ctrl+s")
        service.problem = Unreachable("The service does not answer.")
        await opened.press("y")
        await opened.sees("The service does not answer.")


async def test_where_it_cannot_be_it_says_why(tmp_path: Path) -> None:
    shut = ItemRef(DEPLOY.account, SHUT, DEPLOY.item)
    note = replace(login("Note"), category=SECURE_NOTE, fields=())
    service = Service(items={shut: login("Deploy", shut)})
    async with browsing(tmp_path, service) as opened:
        assert "The token of this account may only read “Shut”." in await opened.press("ctrl+g")
        refusal = opened.session.refusal(Action.GENERATE, HOME, opened.session.catalog.vaults[0].id)
        assert refusal == "This account does not generate by itself: edit the item, and generate there."
    async with browsing(tmp_path / "other", Service(items={DEPLOY: note})) as opened:
        assert "no password, nor another concealed field" in await opened.press("ctrl+g")
