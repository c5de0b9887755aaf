"""Inputs: a concealed one that gives nothing away, and a plain one that is safe to paste into."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from rich import cells
from rich.pretty import pretty_repr
from textual import events
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from tests.widgets.stage import on_stage
from tui.model.secret import DOTS, Secret
from tui.widgets.card_input import CardInput
from tui.widgets.plain_input import PlainInput
from tui.widgets.secret_input import SecretInput


class TwoInputs(App[None]):
    """A concealed input and an ordinary one, into which one might paste."""

    def compose(self) -> ComposeResult:
        yield SecretInput(id="secret")
        yield Input(id="other")


async def test_what_is_typed_is_shown_as_dots_and_comes_out_as_a_secret() -> None:
    secret = SecretInput()
    async with on_stage(secret, 40, 5) as show:
        await show.pilot.press(*"s3cret")
        assert secret.secret == Secret("s3cret")
        assert "••••••" in "\n".join(show.lines())
        assert "s3cret" not in "\n".join(show.lines())


@pytest.mark.parametrize("keys", [("ctrl+c",), ("ctrl+x",), ("ctrl+shift+a", "ctrl+x"), ("shift+home", "super+c")])
@pytest.mark.parametrize("shown", [False, True])
async def test_nothing_can_be_copied_or_cut(keys: tuple[str, ...], shown: bool) -> None:
    app = TwoInputs()
    async with app.run_test() as pilot:
        secret = app.query_one("#secret", SecretInput)
        secret.focus()
        await pilot.press(*"s3cret")
        secret.shown = shown
        await pilot.press("shift+home", *keys)
        assert secret.selected_text == ""
        assert app.clipboard == ""
        assert secret.value == "s3cret"
        await pilot.press("tab", "ctrl+v")
        assert app.query_one("#other", Input).value == ""


async def test_no_message_tells_the_value_by_its_repr() -> None:
    secret = SecretInput()
    async with on_stage(secret, 40, 5) as show:
        await show.pilot.press(*"s3cret", "enter")
        show.pilot.app.screen.set_focus(None)
        await show.pilot.pause()
        changed, entered, left = show.said(Input.Changed), show.said(Input.Submitted), show.said(Input.Blurred)
        assert (changed[-1].value, entered[-1].value, left[-1].value) == ("s3cret", "s3cret", "s3cret")
        for message in (*changed, *entered, *left):
            assert "s3c" not in repr(message) + str(message) + pretty_repr(message)
        assert "s3c" not in repr(secret) + pretty_repr(secret)


async def test_handlers_for_any_input_hear_it_too() -> None:
    secret = SecretInput()
    async with on_stage(secret, 40, 5) as show:
        await show.pilot.press("x")
        assert [message.control for message in show.said(Input.Changed)] == [secret]


async def test_without_the_focus_the_length_is_not_told() -> None:
    secret = SecretInput()
    async with on_stage(secret, 60, 5) as show:
        secret.value = "s3cret-of-26-characters-ab"
        show.pilot.app.screen.set_focus(None)
        await show.pilot.pause()
        assert show.lines()[1].strip(" │▊▎") == DOTS
        secret.value = "s"
        await show.pilot.pause()
        assert show.lines()[1].strip(" │▊▎") == DOTS
        secret.value = ""
        await show.pilot.pause()
        assert "•" not in show.lines()[1]


async def test_it_can_be_shown_and_what_is_shown_is_safe() -> None:
    secret = SecretInput()
    async with on_stage(secret, 60, 5) as show:
        secret.value = "s3cret\x1b]0;x\x00\n\u202eO"
        secret.shown = True
        await show.pilot.pause()
        assert "s3cret␛]0;x␀␤\ufffdO" in show.lines()[1]
        secret.shown = False
        await show.pilot.pause()
        assert "s3cret" not in show.lines()[1]
        assert secret.value == "s3cret\x1b]0;x\x00\n\u202eO"


async def test_a_key_of_many_lines_is_pasted_whole() -> None:
    secret = SecretInput()
    async with on_stage(secret) as show:
        secret.post_message(events.Paste("-----BEGIN-----\ns3cret\n-----END-----\r\n"))
        await show.pilot.pause()
        assert secret.value == "-----BEGIN-----\ns3cret\n-----END-----"
        secret.post_message(events.Paste("\n"))
        await show.pilot.pause()
        assert secret.value == "-----BEGIN-----\ns3cret\n-----END-----"


async def test_clear_leaves_nothing_behind() -> None:
    secret = SecretInput()
    async with on_stage(secret) as show:
        backwards = "kvjxqz"  # so that the search does not find itself
        await show.pilot.press(*reversed(backwards))
        await show.pilot.pause()
        assert any(backwards in text[::-1] for text in _strings_within(secret))
        secret.clear()
        await show.pilot.pause()
        show.heard.clear()
        assert [text for text in _strings_within(show.pilot.app, cells) if backwards in text[::-1]] == []


def _strings_within(*roots: object) -> Iterator[str]:
    """Yield every text that can be reached from `roots`."""
    seen: set[int] = set()
    todo: list[object] = list(roots)
    while todo:
        thing = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, str):
            yield thing
        else:
            todo.extend(gc.get_referents(thing))


async def test_focus_selects_nothing_so_that_a_letter_replaces_nothing() -> None:
    for box in (SecretInput(), PlainInput()):
        async with on_stage(box) as show:
            box.value = "s3cret"
            show.pilot.app.screen.set_focus(None)
            box.focus()
            await show.pilot.press("x")
            assert box.value == "s3cretx"


@pytest.mark.parametrize(
    ("pasted", "value"),
    [("one\ntwo\r\nthree\n", "one two three"), ("\n", ""), ("a\u2028b", "a b"), ("[b]x[/b]", "[b]x[/b]")],
)
async def test_pasted_lines_become_one(pasted: str, value: str) -> None:
    plain = PlainInput()
    async with on_stage(plain) as show:
        plain.post_message(events.Paste(pasted))
        await show.pilot.pause()
        assert plain.value == value


async def test_what_is_pasted_is_kept_exactly_and_shown_safely() -> None:
    plain = PlainInput()
    async with on_stage(plain, 60, 5) as show:
        plain.post_message(events.Paste("a\x1b[31m\u200bb"))
        await show.pilot.pause()
        assert plain.value == "a\x1b[31m\u200bb"
        assert "a␛[31m\ufffdb" in show.lines()[1]


async def test_pasting_nothing_keeps_what_is_selected() -> None:
    plain = PlainInput()
    async with on_stage(plain) as show:
        plain.value = "octocat"
        await show.pilot.press("ctrl+shift+a", "ctrl+v")
        assert plain.value == "octocat"


@pytest.mark.parametrize("kind", [PlainInput, SecretInput])
async def test_a_letter_lays_nothing_out(
    kind: type[PlainInput] | type[SecretInput], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = kind(compact=True)
    laid_out: list[str] = []
    async with on_stage(typed, 20, 3) as show:
        await show.pilot.press("a")
        monkeypatch.setattr(Screen, "_refresh_layout", lambda *_, **__: laid_out.append("a layout"))
        await show.pilot.press(*"bcdefghijklmnopqrstuvwxyz")
        assert typed.value.endswith("xyz")
        assert show.lines()[0].endswith("z" if kind is PlainInput else "•")
        assert laid_out == []


@pytest.mark.parametrize(
    ("keys", "value", "place"),
    [
        (("home", *("right",) * 4, "delete", "delete"), "1234 7812 3456 78", 4),
        (("home", *("right",) * 5, "backspace", "backspace"), "1256 7812 3456 78", 2),
        (("home", "delete"), "2345 6781 2345 678", 0),
        (("end", "backspace", "backspace", "backspace", "backspace", "backspace"), "1234 5678 123", 13),
        (("home", *("right",) * 4, "9"), "1234 9567 8123 4567 8", 6),
        (("home", *("right",) * 7, "ctrl+u"), "7812 3456 78", 0),
    ],
)
async def test_the_groups_of_a_card_number_hold_up_no_key(keys: tuple[str, ...], value: str, place: int) -> None:
    card = CardInput()
    async with on_stage(card, 40, 5) as show:
        card.value = "1234 5678 1234 5678"
        await show.pilot.press(*keys)
        assert (card.value, card.cursor_position) == (value, place)


async def test_what_is_no_card_number_is_typed_as_any_text() -> None:
    card = CardInput()
    async with on_stage(card, 40, 5) as show:
        card.value = "a b"
        await show.pilot.press("home", "right", "delete")
        assert card.value == "ab"
