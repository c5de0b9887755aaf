"""Keys: what the command table promises, and what is told about keys that a person chose badly."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tui.screens
from tui.commands import COMMANDS, CONTEXT_TITLES, Command, Keymap, command, spelled
from tui.host.display import display_text
from tui.keynames import key_name, key_names
from tui.keysdoc import render_keys

DOCUMENT = Path(__file__).parents[1] / "docs" / "keys.md"


def sentences(rebound: dict[str, tuple[str, ...]]) -> list[str]:
    return [problem.sentence for problem in Keymap(rebound).problems]


def test_our_own_keys_have_no_problems() -> None:
    assert Keymap().problems == ()


def test_every_command_is_named_once_in_a_context_with_a_title() -> None:
    ids = [one.id for one in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert {one.context for one in COMMANDS} == set(CONTEXT_TITLES)
    assert all(one.title and one.help.endswith(".") for one in COMMANDS)


def test_a_command_without_a_key_is_in_the_palette() -> None:
    assert [one.id for one in COMMANDS if not one.keys and not one.palette] == []


def test_what_works_while_typing_types_nothing() -> None:
    typed = [(one.id, key) for one in COMMANDS if one.in_inputs for key in one.keys if len(key) == 1]
    assert [one for one in typed if one not in MAY_TYPE] == []


MAY_TYPE = [("app.help", "?"), ("app.palette", ":"), ("generator.again", "g"), ("generator.copy", "y")]
"""Printable keys of commands that work in inputs too: an input takes the character before anyone asks for a command."""


def test_a_key_of_ones_own_takes_the_place_of_ours() -> None:
    keymap = Keymap({"items.edit": ("E",)})
    assert keymap.problems == ()
    assert keymap.resolve(["E"], ("items", "app"), typing=False) == command("items.edit")
    assert keymap.resolve(["e"], ("items", "app"), typing=False) == []


def test_a_command_can_be_switched_off() -> None:
    assert Keymap({"items.delete": ()}).resolve(["D"], ("items", "app"), typing=False) == []


def test_sequences_go_on_key_by_key() -> None:
    keymap = Keymap()
    begun = keymap.resolve(["g"], ("vaults", "move", "app"), typing=False)
    assert not isinstance(begun, Command)
    assert {"app.vaults", "app.audit", "move.top"} <= {one.id for one in begun}
    assert keymap.resolve(["g", "a"], ("vaults", "move", "app"), typing=False) == command("app.audit")
    assert keymap.resolve(["g", "!"], ("vaults", "move", "app"), typing=False) == []


def test_the_innermost_context_has_the_key() -> None:
    keymap = Keymap()
    assert keymap.resolve(["escape"], ("filter", "items", "app"), typing=True) == command("filter.clear")
    assert keymap.resolve(["escape"], ("items", "app"), typing=False) == command("app.back")


def test_while_typing_only_what_is_meant_for_inputs_works() -> None:
    keymap = Keymap()
    assert keymap.resolve(["q"], ("filter", "items", "app"), typing=True) == []
    assert keymap.resolve(["ctrl+l"], ("filter", "items", "app"), typing=True) == command("app.lock")


def test_a_clash_is_told_with_both_commands_and_who_has_the_key() -> None:
    (sentence,) = sentences({"items.edit": ("p",)})
    assert sentence == "Settings, keys: “p” is both items.copy_password and items.edit; items.copy_password has it."


def test_the_same_key_in_two_contexts_is_no_clash() -> None:
    assert sentences({"vaults.new_vault": ("p",)}) == []


def test_a_sequence_that_a_shorter_key_hides_is_told() -> None:
    found = sentences({"app.refresh": ("g",)})
    assert "Settings, keys: “g” (app.refresh) hides “g a” (app.audit)." in found
    assert len(found) == sum(key.startswith("g ") for one in COMMANDS if one.context == "app" for key in one.keys)


@pytest.mark.parametrize(
    ("written", "meant"), [("items.edti", "items.edit"), ("edit", "items.edit"), ("item.edit", "items.edit")]
)
def test_a_command_that_does_not_exist_is_told_with_the_nearest(written: str, meant: str) -> None:
    assert sentences({written: ("E",)}) == [f"Settings, keys: there is no command “{written}”; did you mean “{meant}”?"]


def test_a_command_like_none_of_ours_is_told_too() -> None:
    assert sentences({"\x1b[31mqqqq": ("E",)}) == [
        "Settings, keys: there is no command “␛[31mqqqq”; the help (?) shows the ids."
    ]


@pytest.mark.parametrize(
    ("written", "key"),
    [("Esc", "escape"), ("Ctrl+S", "ctrl+s"), ("PgDn", "pagedown"), ("F2", "f2"), (" ", "space"), ("g  V", "g V")],
)
def test_keys_may_be_written_as_people_do(written: str, key: str) -> None:
    assert spelled(written) == key
    assert Keymap({"items.edit": (written,)}).keys(command("items.edit")) == (key,)


@given(
    st.dictionaries(
        st.sampled_from([one.id for one in COMMANDS]) | st.text(max_size=9), st.lists(st.text()), max_size=4
    )
)
def test_no_settings_file_breaks_the_keys(rebound: dict[str, list[str]]) -> None:
    keymap = Keymap(rebound)
    for one in COMMANDS:
        assert isinstance(key_names(keymap.keys(one)), str)
    assert all(display_text(problem.sentence) == problem.sentence for problem in keymap.problems)


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+s", "Ctrl+S"),
        ("up", "↑"),
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("g v", "g v"),
        ("G", "G"),
        ("shift+tab", "Shift+Tab"),
        ("pagedown", "PgDn"),
        ("f1", "F1"),
        ("space", "Space"),
        ("ctrl++", "Ctrl++"),
        ("+", "+"),
        ("\x1b", "␛"),
    ],
)
def test_keys_are_shown_as_people_read_them(key: str, shown: str) -> None:
    assert key_name(key) == shown


def test_the_document_of_keys_is_made_from_the_table() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == render_keys(), (
        "docs/keys.md is stale; make it anew: python -m tui.keysdoc > docs/keys.md"
    )


def test_every_command_is_done_by_some_screen() -> None:
    modules = [importlib.import_module(one.name) for one in pkgutil.iter_modules(tui.screens.__path__, "tui.screens.")]
    classes = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    missing = [one.id for one in COMMANDS if not any(hasattr(cls, f"action_{one.action}") for cls in classes)]
    assert missing == []
