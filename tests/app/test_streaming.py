"""A list that comes in slowly: what is there can be used at once, how much it is stands below, and nothing jumps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from tests.app.person import Person, Stocked, unlocked
from tui.backends.local.backend import LocalBackend
from tui.model.ids import VaultId
from tui.model.item import ItemSummary
from tui.screens import unchosen
from tui.services import catalog


class Gate:
    """Lets items of the store through, one page each."""

    def __init__(self) -> None:
        self.open = 0

    def narrow(self, backend: LocalBackend, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        """What `LocalBackend.items` does, but slowly."""

        async def pages() -> AsyncIterator[Sequence[ItemSummary]]:
            rows = [row for page in backend._store.summaries(vault) for row in page]
            for number, row in enumerate(rows):
                while number >= self.open:
                    await asyncio.sleep(0.005)
                yield [row]

        return pages()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Slow the store down; tell of new rows soon."""
    made = Gate()

    def items(backend: LocalBackend, vault: VaultId) -> AsyncIterator[Sequence[ItemSummary]]:
        return made.narrow(backend, vault)

    monkeypatch.setattr(LocalBackend, "items", items)
    monkeypatch.setattr(catalog, "LATEST", 0.05)
    yield made
    made.open = 1_000_000


async def browse(person: Person) -> None:
    await person.press("enter")
    await person.sees("words, tag:")


async def test_rows_are_used_while_others_come_and_the_cursor_stays_on_its_item(stocked: Stocked, gate: Gate) -> None:
    stocked.add("Mail", "Post", "Garden", "Bank", "Airline", "Zoo")
    async with unlocked(stocked.path) as person:
        await person.sees("loading 0 …")
        await browse(person)
        await person.sees("Loading …")
        gate.open = 2
        await person.sees("loading 2 …", "Mail", "Post")
        await person.press("down")
        await person.sees("user-Post")  # the item under the cursor, beside the list
        gate.open = 5
        page = await person.sees("loading 5 …", "Airline", "Bank", "Garden")
        assert "user-Post" in page, "what came before it in the list moved the cursor to another item"
        await person.press("up")
        await person.sees("user-Mail")
        gate.open = 6
        await person.sees("Zoo")
        page = await person.sees_no("loading")
        assert "user-Mail" in page


async def test_a_search_finds_what_has_come_and_then_what_comes(stocked: Stocked, gate: Gate) -> None:
    stocked.add("Mail", "Post", "Larkmail")
    async with unlocked(stocked.path) as person:
        await browse(person)
        gate.open = 1
        await person.sees("loading 1 …", "Mail")
        await person.press("slash")
        await person.type("mail")
        gate.open = 3
        page = await person.sees("Larkmail")
        assert "Post" not in page


async def test_the_cursor_moves_also_while_a_place_is_looked_for(stocked: Stocked, gate: Gate) -> None:
    names = [f"Item {number:02}" for number in range(20)]
    stocked.add(*names)
    gate.open = 10
    async with unlocked(stocked.path) as person:
        await browse(person)
        await person.sees("loading 10 …", "Item 09")
        for number in range(1, 10):
            gate.open += 1
            await person.press("down")
            await person.sees(f"user-Item {number:02}")
        gate.open = 20
        await person.sees_no("loading")
        await person.sees("user-Item 09")


async def test_the_cursor_stays_at_the_top_where_nobody_can_have_chosen(
    stocked: Stocked, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchosen, "SECONDS", 60)
    stocked.add("Mail", "Post", "Garden", "Bank", "Airline")
    async with unlocked(stocked.path) as person:
        await browse(person)
        gate.open = 2
        await person.sees("loading 2 …", "user-Mail")
        gate.open = 4
        await person.sees("loading 4 …", "user-Bank")
        await person.press("up")  # it is there already: now the item is meant that is seen there
        gate.open = 5
        page = await person.sees("Airline")
        assert "user-Bank" in page
        page = await person.sees_no("loading")
        assert "user-Bank" in page


async def test_the_cursor_stays_on_what_was_seen_at_the_top_for_a_while(
    stocked: Stocked, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchosen, "SECONDS", 0)
    stocked.add("Mail", "Garden", "Bank")
    async with unlocked(stocked.path) as person:
        await browse(person)
        gate.open = 1
        await person.sees("loading 1 …", "user-Mail")
        gate.open = 3
        await person.sees("Bank")
        page = await person.sees_no("loading")
        assert "user-Mail" in page
