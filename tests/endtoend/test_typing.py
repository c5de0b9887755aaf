"""Whoever types faster than the screen, or through a slow line, is understood as if they had waited."""

from __future__ import annotations

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse, vaults
from tests.endtoend.terminal import Terminal


def test_what_is_typed_or_pasted_into_a_filter_is_no_command_of_the_list(stocked: Stocked, env: Environment) -> None:
    stocked.add("Mail", "Bank", "Delta")
    with Terminal(env=env) as terminal:
        vaults(terminal)
        terminal.type("gi/del")
        terminal.sees("/ del", "user-Delta")
        terminal.sees_no("user-Mail")
        terminal.type("\rpP")
        terminal.sees("Username sent to your terminal")
        assert terminal.screen.copied() == ["s3cret-Delta", "user-Delta"]
        terminal.press("escape")
        terminal.sees("user-Mail")
        terminal.type("gvgi/\x1b[200~ban\x1b[201~")
        terminal.sees("/ ban", "user-Bank")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
    assert stocked.titles() == ["Bank", "Delta", "Mail"]


def test_a_whole_item_is_typed_at_once(stocked: Stocked, env: Environment) -> None:
    with Terminal(env=env) as terminal:
        browse(terminal)
        terminal.type("nlLarkmail\tmara\ts3cret-typed\x13\r")
        terminal.sees("Saved “Larkmail”.")
        terminal.type("Da\x7fLarkmail\r")
        terminal.sees("Deleted")
        terminal.type("npPassword\ts3cret-other\x13\rq")
        assert terminal.ends() == 0
    assert stocked.titles() == ["Password"]
