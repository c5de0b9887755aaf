"""Modals: each answers what was chosen, Esc cancels, and from within each one can lock and quit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import work
from textual.pilot import Pilot

from tests.screens.support import ScreenApp, open_session, press, until
from tui import messages
from tui.commands import Keymap
from tui.model.errors import Unreachable, WrongPassword
from tui.model.secret import Secret
from tui.screens.audit import AuditScreen
from tui.screens.modals import (
    Ask,
    Choice,
    Choose,
    Confirm,
    Dialog,
    Form,
    FormField,
    PasswordForm,
    Passwords,
    TypedConfirm,
)

HOSTILE = "[b]bold[/b] [/] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 漢字 \u202e"


class AskingApp(ScreenApp):
    """Asks one thing, and keeps the answer."""

    def __init__(self, modal: Dialog[Any]) -> None:
        super().__init__()
        self.modal = modal
        self.answers: list[object] = []

    def on_mount(self) -> None:
        """Ask."""
        self.ask(self.modal)

    @work(description="ask")
    async def ask(self, modal: Dialog[Any]) -> None:
        """Wait for the answer."""
        self.answers.append(await self.push_screen_wait(modal))


@asynccontextmanager
async def asking(modal: Dialog[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[AskingApp, Pilot[None]]]:
    app = AskingApp(modal)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
        await pilot.pause()


async def answer(modal: Dialog[Any], *keys: str) -> list[object]:
    async with asking(modal) as (app, pilot):
        await press(pilot, *keys)
        return app.answers


LETTERS = [
    Choice("password", "Password", "p", "concealed"),
    Choice("json", "As JSON", "j"),
    Choice("code", "One-time code", "t", "This item has no one-time code.", enabled=False),
    Choice("[b]", "[b]", "k"),
]
MANY = [Choice(f"theme-{number}", f"Theme {number}", note="dark" if number % 2 else "light") for number in range(30)]
KEYED = [Choice(f"field-{number}", f"Field {number}", key="p" if number == 3 else "") for number in range(20)]


def name_needed(texts: dict[str, str]) -> str | None:
    return None if texts["name"] else "A vault needs a name."


def vault_form() -> Form:
    return Form("New vault", [FormField("name", "Name"), FormField("note", "Note", "private")], name_needed)


class Safe:
    """Something with a password, which is changed if the old one is right."""

    def __init__(self) -> None:
        self.password = Secret("s3cret-right")
        self.tried: list[Passwords] = []
        self.full = False
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def change(self, typed: Passwords) -> None:
        self.tried.append(typed)
        await self.may_end.wait()
        if typed["old"] != self.password:
            raise WrongPassword("That is not the password.")
        if self.full:
            raise Unreachable("The disk is full.")
        self.password = typed["new"]

    def form(self) -> PasswordForm:
        fields = [FormField("old", "Old"), FormField("new", "New")]
        return PasswordForm(
            "Change", fields, self.change, busy="Changing …", check=lambda typed: None if typed["new"] else "Type one."
        )


def path_ask() -> Ask:
    return Ask("Export", "New file", "/tmp/a", check=lambda text: None if text.endswith("b") else "It must end in b.")  # noqa: S108


ALL: list[tuple[str, Callable[[], Dialog[Any]], object]] = [
    ("confirm", lambda: Confirm(HOSTILE, HOSTILE * 40), False),
    ("typed", lambda: TypedConfirm(HOSTILE, HOSTILE, HOSTILE), False),
    ("ask", lambda: Ask(HOSTILE, HOSTILE, HOSTILE), None),
    ("passwords", lambda: Safe().form(), False),
    (
        "password",
        lambda: PasswordForm(HOSTILE, [FormField("a", HOSTILE)], Safe().change, busy="", detail=HOSTILE),
        False,
    ),
    ("choose", lambda: Choose(HOSTILE, [Choice("x", HOSTILE, "x", HOSTILE)]), None),
    ("choose long", lambda: Choose("Theme", MANY), None),
    ("form", lambda: Form(HOSTILE, [FormField("a", HOSTILE, HOSTILE), FormField("b", "b")]), None),
]
EVERY = pytest.mark.parametrize(("make", "cancelled"), [case[1:] for case in ALL], ids=[case[0] for case in ALL])


@EVERY
async def test_lock_and_quit_work_from_within_and_escape_cancels(
    make: Callable[[], Dialog[Any]], cancelled: object
) -> None:
    async with asking(make()) as (app, pilot):
        await press(pilot, "ctrl+l", "ctrl+q")
        lock, leave = app.kept
        assert isinstance(lock, messages.LockNow)
        assert isinstance(leave, messages.QuitApp)
        assert not leave.ask
        assert app.answers == []
        await press(pilot, "escape")
        assert app.answers == [cancelled]


@EVERY
async def test_a_modal_is_never_wider_than_it_may_and_tells_its_keys(
    make: Callable[[], Dialog[Any]], cancelled: object
) -> None:
    async with asking(make()) as (app, pilot):
        for width, height in ((80, 24), (40, 14), (200, 60)):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda: "Esc Cancel" in app.page() and len(app.page().splitlines()) <= height)  # noqa: B023
            lines = app.page().splitlines()
            assert len(lines) <= height
            assert max(cell_len(line.strip()) for line in lines) <= min(72, width)
            assert "\x1b" not in app.page()
            assert "s3cret" not in app.page()


async def test_foreign_text_is_shown_to_the_letter() -> None:
    async with asking(Confirm("Delete [b]x[/b] [/]?")) as (app, _pilot):
        assert "Delete [b]x[/b] [/]?" in app.page()


async def test_the_lock_key_of_ones_own_works_in_modals_too(tmp_path: Path) -> None:
    session = await open_session(tmp_path)
    app = ScreenApp(AuditScreen(session, Keymap({"app.lock": ("f12",)})))
    async with app.run_test() as pilot:
        app.push_screen(Confirm("Sure?"))
        await pilot.pause()
        await press(pilot, "ctrl+l")
        assert app.kept == []
        await press(pilot, "f12")
        assert isinstance(app.kept[0], messages.LockNow)
    await session.close(exiting=True)


async def test_confirm() -> None:
    async with asking(Confirm("Archive?", "It can be brought back.", "Archive")) as (app, pilot):
        await press(pilot, "x")
        assert app.answers == []
        for keys, wanted in ("y", True), ("n", False), ("enter", False), ("right enter", True), ("tab enter", True):
            await press(pilot, *keys.split())
            assert app.answers.pop() is wanted, keys
            app.ask(Confirm("Archive?", "It can be brought back.", "Archive"))
            await pilot.pause()


async def test_a_click_answers() -> None:
    async with asking(Confirm("Archive?", yes="Archive")) as (app, pilot):
        await pilot.click("#yes")
        await pilot.pause()
        assert app.answers == [True]


async def test_a_long_detail_can_be_read_to_its_end() -> None:
    async with asking(Confirm("Sure?", "\n".join(f"line {number}" for number in range(50)))) as (app, pilot):
        assert "line 49" not in app.page()
        await press(pilot, *["pagedown"] * 5)
        assert "line 49" in app.page()
        assert "Esc Cancel" in app.page()


async def test_what_cannot_be_undone_needs_the_text_itself() -> None:
    async with asking(TypedConfirm("Delete?", "My  Mail", yes="Delete")) as (app, pilot):
        await press(pilot, "=My mail", "enter")
        assert app.answers == []
        assert "That is not the same text. Nothing was done." in app.page()
        await press(pilot, "home", "ctrl+k", "=My Mail", "enter")
        assert app.answers == [True]


async def test_enter_alone_never_deletes_not_even_what_has_no_title() -> None:
    assert await answer(TypedConfirm("Delete?", "  \u200b"), "enter") == []
    assert await answer(TypedConfirm("Delete?", "  \u200b"), "=delete", "enter") == [True]


async def test_ask_tells_what_is_wrong_until_it_is_right() -> None:
    async with asking(path_ask()) as (app, pilot):
        await press(pilot, "enter")
        assert "It must end in b." in app.page()
        await press(pilot, "b")
        assert "It must end in b." not in app.page()
        await press(pilot, "enter")
        assert app.answers == ["/tmp/ab"]  # noqa: S108


async def test_of_a_long_text_the_end_is_seen_first() -> None:
    async with asking(Ask("Export", "New file", "/" + "directory/" * 20 + "name.csv")) as (app, pilot):
        await until(pilot, lambda: "directory/name.csv" in app.page())


async def test_a_password_is_asked_for_as_dots_and_never_answered() -> None:
    safe = Safe()
    async with asking(safe.form()) as (app, pilot):
        await press(pilot, "=s3cret-right", "enter", "=s3cret-new")
        assert "s3cret" not in app.page()
        await press(pilot, "enter")
        await until(pilot, lambda: app.answers == [True])
    assert safe.password == Secret("s3cret-new")
    assert "s3cret" not in repr(safe.tried)


async def test_a_wrong_password_is_asked_for_again_and_the_rest_stays() -> None:
    safe = Safe()
    async with asking(safe.form()) as (app, pilot):
        await press(pilot, "=s3cret-wrong", "enter", "=s3cret-new", "enter")
        await until(pilot, lambda: "That is not the password." in app.page())
        assert app.answers == []
        await press(pilot, "=s3cret-right", "ctrl+s")
        await until(pilot, lambda: app.answers == [True])
    assert safe.password == Secret("s3cret-new")


async def test_what_else_goes_wrong_is_told_and_can_be_tried_again() -> None:
    safe = Safe()
    safe.full = True
    async with asking(safe.form()) as (app, pilot):
        await press(pilot, "=s3cret-right", "enter", "enter")
        assert "Type one." in app.page()
        await press(pilot, "=s3cret-new", "enter")
        await until(pilot, lambda: "The disk is full." in app.page())
        safe.full = False
        await press(pilot, "enter")
        await until(pilot, lambda: app.answers == [True])


async def test_what_is_being_done_is_said_and_neither_left_nor_done_twice() -> None:
    safe = Safe()
    safe.may_end.clear()
    async with asking(safe.form()) as (app, pilot):
        await press(pilot, "=s3cret-right", "enter", "=s3cret-new", "enter")
        await until(pilot, lambda: "Changing …" in app.page())
        await press(pilot, "enter", "ctrl+s", "escape", "x")
        assert app.answers == []
        assert len(safe.tried) == 1
        safe.may_end.set()
        await until(pilot, lambda: app.answers == [True])
    assert safe.password == Secret("s3cret-new")


async def test_choose_by_letter_or_by_arrows() -> None:
    async with asking(Choose("Copy", LETTERS)) as (app, pilot):
        for keys, wanted in {
            "p": "password",
            "j": "json",
            "enter": "password",
            "down enter": "json",
            "down down enter": "[b]",
            "down up enter": "password",
        }.items():
            await press(pilot, *keys.split())
            assert app.answers.pop() == wanted, keys
            app.ask(Choose("Copy", LETTERS))
            await pilot.pause()


async def test_j_and_k_move_where_no_choice_has_them() -> None:
    assert await answer(Choose("Theme", MANY[:5]), "j", "j", "k", "enter") == ["theme-1"]


async def test_what_cannot_be_chosen_says_why() -> None:
    async with asking(Choose("Copy", LETTERS)) as (app, pilot):
        await press(pilot, "t")
        assert app.answers == []
        assert app.page().count("This item has no one-time code.") == 2


async def test_typing_in_a_long_list_filters_it() -> None:
    async with asking(Choose("Theme", MANY)) as (app, pilot):
        await press(pilot, "=dark 17")
        assert "Theme 17" in app.page()
        assert "Theme 15" not in app.page()
        await press(pilot, "enter")
        assert app.answers == ["theme-17"]


async def test_where_nothing_fits_enter_does_nothing() -> None:
    async with asking(Choose("Theme", MANY)) as (app, pilot):
        await press(pilot, "=zzz", "enter")
        assert "Nothing is called that." in app.page()
        assert app.answers == []


async def test_a_long_list_with_letters_filters_after_a_slash() -> None:
    assert await answer(Choose("Copy", KEYED), "p") == ["field-3"]
    assert await answer(Choose("Copy", KEYED), "/", "=17", "enter") == ["field-17"]


async def test_a_form_is_filled_in_line_by_line() -> None:
    assert await answer(vault_form(), "=Work", "enter", "= own", "enter") == [{"name": "Work", "note": "private own"}]


@pytest.mark.parametrize("on", ["tab", "down"])
async def test_a_form_can_be_saved_from_any_line(on: str) -> None:
    assert await answer(vault_form(), on, "x", "shift+tab", "=Work", "ctrl+s") == [{"name": "Work", "note": "privatex"}]


async def test_a_form_tells_what_is_wrong_and_keeps_what_was_typed() -> None:
    async with asking(vault_form()) as (app, pilot):
        await press(pilot, "tab", "x", "ctrl+s")
        assert app.answers == []
        assert "A vault needs a name." in app.page()
        await press(pilot, "up", "W", "ctrl+s")
        assert app.answers == [{"name": "W", "note": "privatex"}]
