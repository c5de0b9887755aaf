"""Old passwords: of an item of the store, and of a service's item, whose earlier values we keep ourselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.remote_items import Desk
from tests.screens.service import DEPLOY, FAR, Service, Silent, join, login
from tests.screens.support import ScreenApp, open_session, press, until
from tui import messages
from tui.commands import Keymap
from tui.model.draft import Draft, new_draft_id
from tui.model.edit import SetValue, apply
from tui.model.field import Purpose
from tui.model.ids import HOME, FieldId, ItemId, ItemRef
from tui.model.item import Item
from tui.model.secret import DOTS, Secret
from tui.screens.old_values import OldValuesScreen
from tui.screens.versions import VersionsScreen
from tui.services.past import DEPTH
from tui.services.session import Session

PASSWORD = FieldId("password")


async def change(session: Session, ref: ItemRef, *values: str) -> Item:
    """Save other passwords, as the editor does."""
    item: Item = await session.api(ref.account).item(ref)
    for value in values:
        current = apply(item, (SetValue(PASSWORD, Secret(value)),))
        item = await session.save(Draft(new_draft_id(), item, current, 1.0))
    return item


def password(item: Item) -> object:
    """Return the password of an item."""
    field = item.of(Purpose.PASSWORD)
    return None if field is None else field.value


async def in_store(session: Session) -> ItemRef:
    vault = session.catalog.vaults[0]
    made = await session.api(HOME).create(login("Deploy", ItemRef(HOME, vault.id, ItemId(""))))
    return made.ref


@asynccontextmanager
async def looking(
    tmp_path: Path, far: bool, *values: str, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[Session, ItemRef, ScreenApp, Desk]]:
    session = await open_session(tmp_path)
    await join(session, Silent(Service()))
    ref = DEPLOY if far else await in_store(session)
    await change(session, ref, *values)
    app = ScreenApp(OldValuesScreen(session, Keymap(), ref))
    async with app.run_test(size=size) as pilot:
        yield session, ref, app, Desk(session, app, pilot)  # type: ignore[arg-type]
    await session.close(exiting=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
@pytest.mark.parametrize("far", [False, True])
async def test_old_passwords_are_dots_until_revealed(tmp_path: Path, far: bool, size: tuple[int, int]) -> None:
    async with looking(tmp_path, far, "s3cret-2", "s3cret-3", size=size) as (session, _, app, desk):
        page = await desk.sees("Old passwords of “Deploy”", DOTS, "Local" if far else "earlier versions")
        assert "s3cret" not in page
        assert page.count(DOTS) == 2
        await press(desk.pilot, "r")
        await desk.sees("s3cret-2")
        await press(desk.pilot, "r")
        assert "s3cret" not in app.page()
        await press(desk.pilot, "j", "r")
        await desk.sees("s3cret-old")
        assert "s3cret-3" not in app.page(), "the current one is no old one"
        events = [one.action for one in await session.audit.page(None, 5)]
        assert events[:2] == ["reveal", "reveal"]


@pytest.mark.parametrize("far", [False, True])
async def test_an_old_password_comes_back_and_the_one_before_is_kept(tmp_path: Path, far: bool) -> None:
    async with looking(tmp_path, far, "s3cret-2") as (session, ref, app, desk):
        await desk.sees(DOTS)
        await press(desk.pilot, "enter")
        await desk.sees("Make this old value the “password” of “Deploy” again?")
        await press(desk.pilot, "n")
        assert password(await session.api(ref.account).item(ref)) == Secret("s3cret-2")
        await press(desk.pilot, "enter", "y")
        await until(desk.pilot, lambda: bool(app.kept))
        assert isinstance(app.kept[-1], messages.GoBack)
        item = await session.api(ref.account).item(ref)
        assert password(item) == Secret("s3cret-old")
        old = [one.field.value for one in await session.past.old_values(ref)]
        assert old == [Secret("s3cret-2"), Secret("s3cret-old")]
        await session.undo.undo()
        assert password(await session.api(ref.account).item(ref)) == Secret("s3cret-2")


async def test_an_item_that_never_changed_has_none(tmp_path: Path) -> None:
    async with looking(tmp_path, True) as (_, _, _, desk):
        await desk.sees("No concealed field of this item had another value")
        await press(desk.pilot, "r")
        await desk.sees("There is no old value.")


async def test_versions_of_a_service_are_those_that_we_have_replaced(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    service = Service()
    await join(session, Silent(service))
    await change(session, DEPLOY, "s3cret-2")
    app = ScreenApp(VersionsScreen(session, Keymap(), DEPLOY))
    async with app.run_test(size=(120, 36)) as pilot:
        desk = Desk(session, app, pilot)  # type: ignore[arg-type]
        await desk.sees("(local: what Strongroom itself has changed)", "Different now")
        await press(pilot, "enter", "y")
        await until(pilot, lambda: bool(app.kept))
        assert password(service.items[DEPLOY]) == Secret("s3cret-old")
        assert len(await session.past.versions(DEPLOY)) == 3
        await session.undo.undo()
        assert password(service.items[DEPLOY]) == Secret("s3cret-2")
        assert len(await session.past.versions(DEPLOY)) == 4
    await session.close(exiting=True)


async def test_it_is_sealed_kept_fifty_deep_and_goes_with_the_account(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    await join(session, Silent(Service()))
    await change(session, DEPLOY, *(f"s3cret-{number}" for number in range(DEPTH + 5)))
    found = await session.past.old_values(DEPLOY)
    assert len(found) == DEPTH
    assert found[0].field.value == Secret(f"s3cret-{DEPTH + 3}")
    other = replace(DEPLOY, item=ItemId("other"))
    await session.past.note(login("Other", other))
    raw = (tmp_path / "home.strongroom").read_bytes()
    assert b"s3cret" not in raw
    await session.past.forget(FAR)
    assert await session.past.old_values(DEPLOY) == []
    await session.close(exiting=True)
