"""Two Strongrooms on one store, each in a terminal of its own."""

from __future__ import annotations

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse
from tests.endtoend.terminal import Terminal
from tui.model.ids import FieldId
from tui.model.secret import Secret


def test_what_one_saves_appears_in_the_other_and_both_edits_are_kept(stocked: Stocked, env: Environment) -> None:
    (ref,) = stocked.add("Mail")
    with Terminal(env=env) as one, Terminal(env=env) as other:
        browse(one, "user-Mail")
        browse(other, "user-Mail")
        one.press("n", "l")
        one.sees("New Login")
        one.type("Elsewhere")
        one.press("ctrl+s", "enter")
        one.sees("Saved “Elsewhere”.")
        other.sees("Elsewhere")

        for terminal, password in ((one, "s3cret-of-one"), (other, "s3cret-of-other")):
            terminal.press("g", "g")
            terminal.press("j" if "Elsewhere" in first_row(terminal) else "k")
            terminal.sees("user-Mail")
            terminal.press("e")
            terminal.sees("Edit “Mail”")
            terminal.press("down")
            terminal.type(password)
        one.press("ctrl+s", "enter")
        one.sees("Saved “Mail”.")
        other.press("ctrl+s", "enter")
        page = other.sees("This item was changed meanwhile", "password", "mine", "theirs")
        assert "s3cret" not in page
        assert stocked.item(ref).version == 2
        other.press("m", "enter")
        other.sees("Saved “Mail”.")
        for terminal in (one, other):
            terminal.press("q")
            assert terminal.ends() == 0
    with stocked.opened() as store:
        store.verify()
        store.verify_audit()
        values = [store.version(ref, info.version).field(FieldId("password")) for info in store.versions(ref)]
        assert [field and field.value for field in values] == [
            Secret("s3cret-Mails3cret-of-other"),
            Secret("s3cret-Mails3cret-of-one"),
            Secret("s3cret-Mail"),
        ]
        assert store.drafts() == []


def first_row(terminal: Terminal) -> str:
    """Return the first row of the list."""
    return terminal.page().splitlines()[3]
