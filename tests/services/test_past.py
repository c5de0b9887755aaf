"""What we keep of the items of services: it goes with the account, and a store that cannot take it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.screens.remote import account, service, session_with
from tests.screens.service import DEPLOY, Service, Silent, join
from tests.services.conftest import Opened
from tests.services.support import login
from tui.model.errors import Unreachable
from tui.model.field import Purpose
from tui.model.ids import ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services.past import replaced
from tui.store.naming import RecordKind

__all__ = ["service"]


def far(title: str, number: int = 1) -> Item:
    item = login(VaultId("infra"), title)
    return replace(item, ref=ItemRef(account().id, VaultId("infra"), ItemId(title)), version=number, updated=number)


@pytest.mark.usefixtures("service")
async def test_removing_an_account_forgets_what_was_kept_of_it(tmp_path: Path) -> None:
    session = await session_with(tmp_path, account())
    home = session.home
    assert home is not None
    await session.past.note(far("Mail"))
    assert [name for name, _ in await home.read(lambda b: b.each(RecordKind.LEARNT)) if name.startswith("past/")]
    await session.remotes.remove(account().id)
    assert not [name for name, _ in await home.read(lambda b: b.each(RecordKind.LEARNT)) if name.startswith("past/")]
    await session.close(exiting=True)


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("failing", ["environments", "due"])
async def test_what_cannot_be_forgotten_is_told_and_the_rest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    session = await session_with(tmp_path, account())
    told: list[str] = []
    monkeypatch.setattr(session.kept, "_warn", told.append)
    home = session.home
    assert home is not None

    async def full(*_: object) -> None:
        raise Unreachable("The disk is full.")

    await session.past.note(far("Mail"))
    monkeypatch.setattr(getattr(session, failing), "forget_account", full)
    await session.remotes.remove(account().id)
    assert told == ["Not all that was kept of the account could be forgotten: The disk is full."]
    assert not [name for name, _ in await home.read(lambda b: b.each(RecordKind.LEARNT)) if name.startswith("past/")]
    await session.close(exiting=True)


@pytest.mark.usefixtures("service")
async def test_what_cannot_be_kept_is_told_and_fails_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = await session_with(tmp_path, account())
    told: list[str] = []
    monkeypatch.setattr(session.past, "_warn", told.append)

    async def full(*_: object) -> None:
        raise Unreachable("The disk is full.")

    monkeypatch.setattr(session.home, "finish", full)
    await session.past.note(far("Mail"))
    assert told == ["How “Mail” was before could not be kept: The disk is full."]
    monkeypatch.undo()
    await session.close(exiting=True)


async def test_no_old_value_is_lost_where_versions_are_counted_anew(opened: Opened) -> None:
    session, there = opened.session, Service()
    await join(session, Silent(there))
    now = there.items[DEPLOY]
    for value, number in (("s3cret-1", 7), ("s3cret-2", 1), ("s3cret-2", 1), ("s3cret-3", 1)):
        await session.past.note(with_password(now, value, number))
    there.items[DEPLOY] = with_password(now, "s3cret-now", 1)
    old = await session.past.old_values(DEPLOY)
    assert [one.field.value for one in old] == [Secret(f"s3cret-{one}") for one in (3, 2, 1)]
    numbers = [one.version for one in await session.past.versions(DEPLOY)]
    assert numbers == [1, 0, -1, -2]
    first = await session.past.version(DEPLOY, -2)
    assert Secret("s3cret-1") in [field.value for field in first.fields]


def with_password(item: Item, value: str, number: int) -> Item:
    fields = (replace(one, value=Secret(value)) if one.purpose is Purpose.PASSWORD else one for one in item.fields)
    return replace(item, fields=tuple(fields), version=number)


def test_only_what_later_versions_have_no_more_is_old() -> None:
    first, second = far("Mail", 1), far("Mail", 2)
    third = replace(second, version=3, updated=3.0, fields=second.fields[:1])
    assert replaced([third, second, first]) == replaced([third, second])
    (old,) = replaced([third, second, first])
    assert (old.item.version, old.field.value, old.until) == (2, Secret("s3cret-Mail"), 3.0)
