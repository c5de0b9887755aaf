"""Many writes, a server that lags and a network that fails at random: what was told is what is true."""

from __future__ import annotations

import random

import pytest

from tests.backends.connect.place import ACCOUNT, Office
from tests.backends.contract import draft
from tests.conftest import SoakScale
from tests.servers.faults import Fault
from tui.model.edit import Edit, SetTags, SetTitle, SetValue
from tui.model.errors import Conflict, NotFound, Unclear, VaultError
from tui.model.field import Purpose
from tui.model.ids import ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.model.vault import Vault


def trouble(dice: random.Random) -> Fault | None:
    """Return something that goes wrong once, or nothing."""
    on = dice.choice(["POST", "PUT", "PATCH", "DELETE", "GET"])
    return dice.choice(
        [
            None,
            None,
            None,
            Fault(on=on, times=1, reset_before=True),
            Fault(on=on, times=1, reset_after=True),
            Fault(on=on, times=1, drop=True),
            Fault(on=on, times=1, truncate=True),
            Fault(on=on, times=1, html=502),
            Fault(on=on, times=dice.randint(1, 2), status={"DELETE": 500, "GET": 503}.get(on, 409)),
        ]
    )


class Story:
    """What a person does, and what they were told came of it."""

    def __init__(self, place: Office, vault: str, dice: random.Random) -> None:
        self.place = place
        self.vault = vault
        self.dice = dice
        self.known: dict[ItemRef, Item] = {}

    async def step(self, number: int) -> None:
        """Do something, and compare what was told of it with what is true."""
        before = {name: self.place.server.item(self.vault, name) for name in self.place.server.items(self.vault)}
        self.place.server.forget()
        ref = self.dice.choice(list(self.known)) if self.known and self.dice.random() < 0.8 else None
        try:
            if ref is None:
                await self.make(number)
            elif self.dice.random() < 0.2:
                await self.place.backend.delete(ref)
                del self.known[ref]
                assert ref.item not in self.place.server.items(self.vault)
            else:
                await self.edit(ref, number)
        except Unclear:
            raise AssertionError("on a network that fails once, all can be found out") from None
        except (Conflict, NotFound):
            raise AssertionError("there was nobody else") from None
        except VaultError:
            after = {name: self.place.server.item(self.vault, name) for name in self.place.server.items(self.vault)}
            assert after == before  # it was said not to be done, and is not

    async def make(self, number: int) -> None:
        """Make an item; one that seems not to have been made is not there."""
        there = set(self.place.server.items(self.vault))
        try:
            item = await self.place.backend.create(draft(Vault(ACCOUNT, VaultId(self.vault), ""), f"{number}"))
        except Unclear as error:
            assert "seems not to have been made" in str(error)
            assert set(self.place.server.items(self.vault)) == there
        else:
            self.known[item.ref] = item
            assert set(self.place.server.items(self.vault)) == there | {item.ref.item}
        assert self.place.server.count("POST") <= 1

    async def edit(self, ref: ItemRef, number: int) -> None:
        """Change an item in one way or another."""
        password = self.known[ref].of(Purpose.PASSWORD)
        assert password is not None
        edits: list[Edit] = [
            SetTitle(f"{number}"),
            SetTags((f"tag {number}",)),
            SetValue(password.id, Secret(f"s3cret-{number}")),
        ]
        chosen = self.dice.sample(edits, self.dice.randint(1, 3))
        item = await self.place.backend.update(ref, chosen, self.known[ref].version)
        self.known[ref] = item
        raw = self.place.server.item(self.vault, ref.item)
        assert (raw["version"], raw["title"], tuple(raw["tags"])) == (item.version, item.title, item.tags)
        [held] = [field["value"] for field in raw["fields"] if field.get("purpose") == "PASSWORD"]
        password = item.of(Purpose.PASSWORD)
        assert password is not None and password.value == Secret(held)
        assert await self.place.backend.item(ref) == item


@pytest.mark.parametrize("seed", range(4))
async def test_what_was_told_is_true(place: Office, vault: str, seed: int, soak_scale: SoakScale) -> None:
    dice = random.Random(seed)  # noqa: S311 - a story that can be told again
    story = Story(place, vault, dice)
    for number in range(soak_scale(200)):
        place.server.faults.clear()
        place.server.faults.lag = dice.choice([0, 0, 0, 0.03, 0.1])
        place.server.faults.old_version = dice.random() < 0.5
        fault = trouble(dice)
        if fault is not None:
            place.server.faults.add(fault)
        await story.step(number)
    place.server.faults.clear()
    rows = {row.ref: row async for page in place.backend.items(VaultId(vault)) for row in page}
    assert {ref: row.title for ref, row in rows.items()} == {ref: item.title for ref, item in story.known.items()}
