"""Every other surface that shows foreign text, one after the other in a real terminal, with the worst of titles."""

from __future__ import annotations

import pytest

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal
from tests.security import sieve
from tests.security.foreign import painted, unlocked, written_since
from tests.security.hostile import CLASSES, CLIPBOARD, mark
from tui.model.category import category
from tui.model.draft import Draft
from tui.model.edit import SetTitle, SetValue
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import HOME, DraftId, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret

pytestmark = pytest.mark.security

TITLES = (
    f"{CLIPBOARD}\x1b[2J\x1b]0;x\x07\x1b[?1049l\x9d52;c;UFdORUQ=\x9c\u202egro\u2066",
    "[/][@click=app.quit]x[/][bold $t] a\nb\rc\x00\x7f\t\x0bd\x85\u2028" + "e\u0301\u0301\u0301" * 9 + "\\",
)
"""No title may be so long that its end is not seen."""


def awful(vault: VaultId, title: str) -> Item:
    """Return an item with a field for every class; each label and value, section, tag and address is hostile."""
    payloads = [payloads[-1][:60] for payloads in CLASSES.values()]
    kinds = (FieldKind.TEXT, FieldKind.CONCEALED, FieldKind.URL, FieldKind.EMAIL)
    sections = tuple(Section(SectionId(f"s{n}"), payload) for n, payload in enumerate(payloads[::6]))
    fields = [
        Field(FieldId("username"), FieldKind.TEXT, "user name", CLIPBOARD, purpose=Purpose.USERNAME),
        Field(FieldId("password"), FieldKind.CONCEALED, "pass", Secret("\n".join(payloads)), purpose=Purpose.PASSWORD),
        Field(
            FieldId("otp"), FieldKind.OTP, payloads[0], Secret(f"otpauth://totp/{CLIPBOARD}?secret=JBSWY3DPEHPK3PXP")
        ),
        Field(FieldId("bad"), FieldKind.OTP, payloads[1], Secret(CLIPBOARD)),
        Field(FieldId("other"), FieldKind.OTHER, payloads[2], payloads[3], raw_kind=payloads[4]),
        Field(FieldId("notes"), FieldKind.NOTES, "notes", "\n".join(payloads), purpose=Purpose.NOTES),
    ]
    for number, payload in enumerate(payloads):
        kind = kinds[number % len(kinds)]
        section = sections[number % len(sections)].id if number % 3 else None
        value = Secret(payload) if kind.concealed else payload
        fields.append(Field(FieldId(f"f{number}"), kind, payload, value, section=section))
    ref = ItemRef(HOME, vault, ItemId(""))
    websites = (Website(f"https://{CLIPBOARD}", CLIPBOARD), Website(f"https://a.example/{payloads[5]}", payloads[6]))
    return Item(ref, title, category("AWFUL_[/]\x1b[2J"), tuple(fields), sections, websites, tuple(payloads[:12]))


def edit_and_clash(terminal: Terminal, stocked: Stocked, item: Item) -> None:
    """Edit the item while another process does the same: editor, review, conflict, and what is said then."""
    terminal.press("e")
    terminal.sees("Edit “", "user name")
    terminal.press("down", "ctrl+t", "up", "up")
    terminal.type("!")
    terminal.press(*["down"] * 9)
    terminal.send(b"\x1bOQ")  # F2
    terminal.sees("Another kind")
    terminal.press("escape")
    terminal.sees_no("Another kind")
    terminal.press("ctrl+s")
    terminal.sees("Save these changes?")
    with stocked.opened() as store:
        now = store.item(item.ref)
        theirs = (SetTitle(now.title + CLIPBOARD), SetValue(FieldId("username"), "\x9b2J[/]"))
        store.update(now.ref, theirs, now.version)
    terminal.press("enter")
    terminal.sees("This item was changed meanwhile", "theirs")
    terminal.press("r", "M", "enter")
    terminal.sees("Saved “")


def look_at_modals(terminal: Terminal) -> None:
    """Open whatever shows an item's texts in a box, and leave it again."""
    for key, text in (("Y", "Enter Choose"), ("D", "for good?"), ("#", "Tags, with commas"), ("H", "Versions of “")):
        terminal.press(key)
        terminal.sees(text)
        terminal.press("escape")
        terminal.sees_no(text)
    for key, text in (
        ("o", "can only be copied"),
        ("*", "Favourite: “"),
        ("d", "Archived “"),
        ("U", "Undone: Restored"),
    ):
        terminal.press(key)
        terminal.sees(text)


def look_from_afar(terminal: Terminal, number: int) -> None:
    """Find the item in the palette, and what happened to it in the audit log."""
    terminal.press("ctrl+p")
    terminal.sees("a command, or an item")
    terminal.type(mark(number)[1:7])
    terminal.sees("in Work")
    terminal.press("escape", "g", "a")
    terminal.sees("Audit log", "edit")
    terminal.press("enter")
    terminal.sees("Entry")
    terminal.press("enter", "escape")
    terminal.sees_no("Audit log")


def test_every_surface_shows_hostile_titles_as_text(stocked: Stocked, env: Environment) -> None:
    (stocked.path.parent / "settings.toml").write_text('sort = "title"\n')
    titles = [mark(number) + payload for number, payload in enumerate(TITLES)]
    with stocked.opened() as store:
        items = store.create_items([awful(stocked.vault, title) for title in titles])
        for item in items:
            store.save_draft(Draft(DraftId(f"d{item.title[:8]}"), item, item, 1_790_000_000.0))
    with unlocked(env) as terminal:
        begin = len(terminal.written)
        page = terminal.sees("You left something unsaved", mark(len(items) - 1))
        assert "␛]52" in page
        assert "[/][@click=app.quit]x" in page
        terminal.press("escape", "enter")
        terminal.sees("/ ", mark(0))
        for number, item in enumerate(items):
            terminal.press("g", "g", *["j"] * number)  # the cursor does not stay on what was archived
            terminal.wait_until(lambda n=number: mark(n) in under_cursor(terminal), "the cursor is on the item")  # type: ignore[misc]
            edit_and_clash(terminal, stocked, item)
            look_at_modals(terminal)
            look_from_afar(terminal, number)
        assert sieve.odd(written_since(terminal, begin)) == []
        assert terminal.screen.clipboard == []
        assert terminal.code is None
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        terminal.assert_restored()


def under_cursor(terminal: Terminal) -> str:
    """Return the row under the cursor."""
    return next((line for line in painted(terminal).splitlines() if line.lstrip().startswith("▌")), "")


def giant(vault: VaultId, title: str, fields: int, note: str) -> Item:
    """Return an item that is too long for any screen."""
    filled = [Field(FieldId(f"f{n}"), FieldKind.CONCEALED, f"{n}\x9b", Secret(CLIPBOARD)) for n in range(fields)]
    filled.append(Field(FieldId("n"), FieldKind.NOTES, "notes", note, purpose=Purpose.NOTES))
    return Item(ItemRef(HOME, vault, ItemId("")), title, category("LOGIN"), tuple(filled))


def test_giants_are_shown_too(stocked: Stocked, env: Environment) -> None:
    (stocked.path.parent / "settings.toml").write_text('sort = "title"\n')
    with stocked.opened() as store:
        store.create_item(giant(stocked.vault, f"A{CLIPBOARD * 6000}", 1, ""))
        store.create_item(giant(stocked.vault, "B note", 1, f"{CLIPBOARD}\n[/]\x9b2J\u202e" * 330_000))
        store.create_item(giant(stocked.vault, "C fields", 5000, ""))
    with unlocked(env) as terminal:
        begin = len(terminal.written)
        terminal.sees("3 items")
        terminal.press("enter")
        terminal.sees("C fields", "A␛]52;c;UFdORUQ=␛\\", " 0\ufffd  ••••••••")
        terminal.press("j")
        terminal.sees("notes  ␛]52;c;UFdORUQ=␛\\")
        terminal.press("j")
        terminal.sees(" 20\ufffd  ••••••••")
        terminal.press("enter")
        terminal.sees("Copy field")
        terminal.press("R")
        terminal.sees("hides in")
        terminal.press("G")
        terminal.sees("4999\ufffd  ␛]52;c;UFdORUQ=␛\\", "version")
        assert sieve.odd(written_since(terminal, begin)) == []
