"""The generator: what the recipe says is what is made; what was made is remembered, but not shown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.screens.editing import editing, filled_login
from tests.screens.support import ScreenApp, open_session, until
from tui.commands import Keymap
from tui.model.audit import AuditAction
from tui.model.ids import HOME, FieldId, VaultId
from tui.model.secret import DOTS, Secret
from tui.screens.generator import GeneratorScreen
from tui.services.generated import MOST, Generated
from tui.services.recipes import KEY, Recipes
from tui.services.session import Session
from tui.store.naming import RecordKind
from tui.tools.generator import LOOKALIKES, MemorableRecipe, RandomRecipe


@dataclass
class Bench:
    pilot: Pilot[None]
    app: ScreenApp
    session: Session
    screen: GeneratorScreen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        while any(worker.group == "generate" and not worker.is_finished for worker in self.app.workers):
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    @property
    def made(self) -> str:
        value = self.screen.generator.value
        assert value is not None
        return value.reveal()


@asynccontextmanager
async def generating(tmp_path: Path, size: tuple[int, int] = (100, 40)) -> AsyncIterator[Bench]:
    session = await open_session(tmp_path)
    screen = GeneratorScreen(session, Keymap())
    app = ScreenApp(screen)
    try:
        async with app.run_test(size=size) as pilot:
            bench = Bench(pilot, app, session, screen)
            await bench.press()
            yield bench
    finally:
        await session.close(exiting=True)


async def test_a_random_one_is_shown_with_its_strength(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        page = bench.app.page()
        assert bench.made in page
        assert len(bench.made) == 20
        assert "131 bits: random, 20 characters" in page
        assert "strong" in page


async def test_the_length_is_typed_or_pushed(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("down", "3", "2")
        assert len(bench.made) == 32
        await bench.press("left", "left")
        assert len(bench.made) == 30
        await bench.press("l")
        assert len(bench.made) == 31


async def test_classes_are_switched_and_given_a_least_number(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("down", "down", "space", "down", "space", "down", "space")
        assert not any(char.isalnum() for char in bench.made)
        await bench.press("7", "down", "space")
        assert bench.made.isdigit()
        assert "at least 7" in bench.app.page()


async def test_lookalikes_are_left_out(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("down", "9", "9", "G", "up", "space")
        assert len(bench.made) == 99
        assert not set(bench.made) & set(LOOKALIKES)


async def test_characters_of_ones_own_are_left_out_and_remembered(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        assert "nothing else" in bench.app.page()
        await bench.press("x")
        await until(bench.pilot, lambda: "All that are never wanted" in bench.app.page())
        await bench.press(*"abcdefghijklmno", "space", *"aA0", "enter")
        await until(bench.pilot, lambda: "k l m n o A 0   (x: others)" in bench.app.page())
        for _ in range(20):
            await bench.press("r")
            assert not set(bench.made) & set("abcdefghijklmnoA0")
        await bench.press("G", "right", "space")
        assert bench.screen.generator.form.recipe == RandomRecipe(exclude="abcdefghijklmnoA0"), "it is not turned away"
        await bench.press("x")
        await until(bench.pilot, lambda: "All that are never wanted" in bench.app.page())
        await bench.press("ctrl+u", *"0123456789", "enter")
        await until(bench.pilot, lambda: "No digits are left" in bench.app.page())


async def test_words(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("right")
        assert len(bench.made.split("-")) == 4
        await bench.press("down", "6", "down", "right", "right", "down", "space", "down", "space")
        words = bench.made.split(".")
        assert len(words) == 6
        assert all(word[0].isupper() for word in words)
        assert sum(char.isdigit() for char in bench.made) == 1
        assert "bits: 6 words" in bench.app.page()


async def test_a_pin(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("right", "right", "down", "8")
        assert bench.made.isdigit()
        assert len(bench.made) == 8
        assert "27 bits: PIN, 8 digits" in bench.app.page()


async def test_each_kind_remembers_its_recipe(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("down", "9", "up", "right", "left")
        assert len(bench.made) == 9


async def test_what_cannot_be_made_is_said(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("down", "3")
        page = bench.app.page()
        assert "3 characters are too few" in page
        assert bench.screen.generator.value is None
        await bench.press("y")
        assert "There is no password to copy." in bench.app.page()
        await bench.press("right")
        assert len(bench.made) == 4


def offered(bench: Bench, title: str) -> bool:
    """Whether the footer offers something: only the key of what can be done now is bold."""
    parts = list(bench.screen.footer.render_line(0))
    keys = [key for key, what in pairwise(parts) if what.text == f" {title}"]
    return any(key.style is not None and bool(key.style.bold) for key in keys)


async def test_the_footer_offers_to_copy_as_soon_as_there_is_something(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await until(bench.pilot, lambda: offered(bench, "Copy"))
        await bench.press("down", "3")
        await until(bench.pilot, lambda: not offered(bench, "Copy"))
        await bench.press("right")
        await until(bench.pilot, lambda: offered(bench, "Copy"))


async def test_another_one_and_the_earlier_ones_as_dots(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        first = bench.made
        await bench.press("r")
        assert bench.made != first
        page = bench.app.page()
        assert first not in page
        assert DOTS in page
        await bench.press("e")
        await bench.press("enter")
        assert bench.made == first


async def test_copying_is_told_and_written_down(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        made = bench.made
        await bench.press("y")
        await bench.pilot.pause(0.1)
        assert "Generated password sent to your terminal" in bench.app.page()
        assert [one.value for one in bench.session.generated.all] == [Secret(made)]
        await bench.session.audit.flush()
        home = bench.session.home
        assert home is not None
        events = await home.read(lambda backend: backend.audit_page())
    assert [(event.action, event.field) for event in events][:1] == [(AuditAction.COPY, "generated password")]
    assert made not in repr(events)


async def test_it_fits_a_small_terminal(tmp_path: Path) -> None:
    async with generating(tmp_path, (80, 24)) as bench:
        page = bench.app.page()
        assert bench.made in page
        assert "Leave out" in page
        assert "Again" in page


async def test_the_mouse_turns_and_switches(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        form = bench.screen.pane
        await bench.pilot.click(form, offset=(18, 1))
        await bench.press()
        assert form.cursor == 1
        assert "1 characters are too few" in bench.app.page()
        await bench.pilot.click(form, offset=(57, 1))
        await bench.press()
        assert len(bench.made) == 128
        await bench.pilot.click(form, offset=(20, 5))
        await bench.press()
        assert bench.made.isalnum()


async def test_the_panel_puts_it_into_the_field_with_the_cursor_only(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("ctrl+g")
        await desk.sees("Put the cursor into a password or another concealed field first.")
        await desk.press("down", "ctrl+g")
        await desk.sees("131 bits")
        await desk.press("down", "2", "4")
        await desk.sees("random, 24 characters")
        await desk.press("r", "enter")
        password = FieldId("password")
        await desk.until(lambda: _length(desk.screen.item.field(password)) == 24)
        await desk.until(lambda: desk.label == "password")
        assert len(desk.screen.draft.edits) == 1
        before = desk.screen.item
        await desk.press("ctrl+g")
        await desk.sees("random, 24 characters")
        await desk.press("escape", "down", "ctrl+g")
        await desk.sees("comes from the site")
        assert desk.screen.item == before


async def test_the_rules_of_a_site_are_followed_instead_of_the_recipe(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("s", *"maxlength: 12; required: digit; allowed: [abc]")
        assert "12 characters, 24 bits." not in bench.app.page()
        assert re.search(r"12 characters, \d+ bits\.", bench.app.page())
        await bench.press("enter")
        assert set(bench.made) <= set("abc0123456789")
        assert len(bench.made) == 12
        page = bench.app.page()
        assert "bits: by a site's rules, 12 characters" in page
        assert "Site rules: maxlength: 12" in page
        assert "Small letters" not in page
        await bench.press("left", "left")
        assert len(bench.made) == 10
        await bench.press("right", "right", "right")
        assert len(bench.made) == 12, "no longer than the site takes"
        await bench.press("s", "ctrl+u", "enter")
        assert len(bench.made) == 20
        page = bench.app.page()
        assert "Small letters" in page
        assert "Site rules:" not in page
        await bench.press("down", "9")
        assert len(bench.made) == 9, "the form has the keys again"


async def test_rules_that_are_none_are_said_beside_them(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        before = bench.made
        await bench.press("s", *"minlength: x", "enter")
        assert "The value of minlength must be a whole number." in bench.app.page()
        await bench.press("escape")
        assert bench.made == before


async def test_the_panel_follows_rules_too(tmp_path: Path) -> None:
    async with editing(tmp_path, filled_login, saved=True) as desk:
        await desk.press("down", "ctrl+g")
        await desk.sees("131 bits")
        await desk.press("s", *"maxlength: 7; required: digit", "enter")
        await desk.sees("by a site's rules, 7 characters")
        await desk.press("enter")
        await desk.until(lambda: _length(desk.screen.item.field(FieldId("password"))) == 7)


async def test_the_recipe_that_was_used_is_there_again(tmp_path: Path) -> None:
    async with generating(tmp_path) as bench:
        await bench.press("right", "down", "7", "y")
        await bench.pilot.pause(0.1)
        assert await bench.session.recipes.of(None) == MemorableRecipe(words=7)
        await bench.session.recipes.flush()
        assert await Recipes(bench.session.home).of(None) == MemorableRecipe(words=7)
        assert await Recipes(bench.session.home).of((HOME, VaultId("other"))) is None


@pytest.mark.parametrize(
    "raw", [b"[]", b"x", b'{"": 1}', b'{"": {"kind": "pin", "length": "6"}}', b'{"": {"kind": "pin", "length": 0}}']
)
async def test_recipes_that_cannot_be_read_are_none(tmp_path: Path, raw: bytes) -> None:
    async with generating(tmp_path) as bench:
        home = bench.session.home
        assert home is not None
        await home.finish(lambda backend: backend.put(RecordKind.LEARNT, KEY, raw))
        assert await Recipes(home).of(None) is None


def _length(field: object) -> int:
    value = getattr(field, "value", None)
    return len(value.reveal()) if isinstance(value, Secret) else 0


def test_only_the_last_are_remembered_each_once() -> None:
    generated = Generated()
    for number in range(MOST + 5):
        generated.note(Secret(f"s3cret-{number}"), "random")
    generated.note(Secret("s3cret-10"), "random")
    assert len(generated.all) == MOST
    assert generated.all[0].value == Secret("s3cret-10")
    assert sum(made.value == Secret("s3cret-10") for made in generated.all) == 1
    assert "s3cret" not in repr(generated.all)
