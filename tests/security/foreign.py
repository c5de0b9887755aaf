"""A store full of hostile texts, and somebody who pages through all of it in a real terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.app.person import Stocked
from tests.endtoend.scenes import unlock
from tests.endtoend.screen import Screen
from tests.endtoend.terminal import Terminal
from tests.security.hostile import Hostile
from tui.model.audit import AuditAction, AuditEvent
from tui.model.category import LOGIN
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret

UNGUARDED = (sys.executable, "-m", "tests.security.unguarded")
SIZE = (200, 60)
PAINTING = "?2026"
"""The switch that is on while a paint is under way."""
END_OF_PAINT = b"\x1b[?2026l"
PAGES = 400
"""No list here has so many pages: who turns more is lost."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each are put into a store. In all `texts` hostile texts."""

    vaults: int = 60
    items: int = 1600
    fields: int = 1000
    sections: int = 150
    tags: int = 300
    websites: int = 200
    notes: int = 3600
    events: int = 500

    @property
    def texts(self) -> int:
        """How many texts that makes, each on a surface where it is seen whole or by its beginning."""
        one = 2 * self.fields + self.sections + self.tags + 2 * self.websites + self.notes
        return 2 * self.vaults + 3 * self.items // 2 + one + 3 * self.events

    def divided(self, by: int) -> Counts:
        """Return so many times fewer of each, at least a few."""
        return Counts(*(max(2, getattr(self, name) // by) for name in self.__slots__))


@dataclass
class Filled:
    """What was put into a store: the marks by where they are, and how to find the last of each."""

    items: list[str] = field(default_factory=list)
    vaults: list[str] = field(default_factory=list)
    oldest: str = ""


def fill(stocked: Stocked, source: Hostile, counts: Counts) -> Filled:
    """Put hostile texts into everything that a store has."""
    filled = Filled()
    with stocked.opened() as store:
        big = laden(stocked.vault, source, counts)
        items = [_row(stocked.vault, source, number) for number in range(counts.items - 1)]
        store.create_items([big, *items])
        for _ in range(counts.vaults):
            name = source.text()
            filled.vaults.append(name[:8])
            store.create_vault(name, source.text())
        events = [_event(source, number) for number in range(counts.events)]
        filled.oldest = events[0].actor[:8]
        store.append(events)
        filled.items = [item.title[:8] for item in (big, *items)]
    return filled


def laden(vault: VaultId, source: Hostile, counts: Counts) -> Item:
    """Return an item with hostile texts in everything that an item has."""
    title = source.text()
    sections = tuple(Section(SectionId(f"s{n}"), source.text()) for n in range(counts.sections))
    fields = [
        Field(FieldId("username"), FieldKind.TEXT, "user name", source.text(), purpose=Purpose.USERNAME),
        Field(FieldId("password"), FieldKind.CONCEALED, "password", Secret(source.text()), purpose=Purpose.PASSWORD),
        *(_field(source, n, sections) for n in range(counts.fields)),
        Field(
            FieldId("notes"),
            FieldKind.NOTES,
            "notes",
            "\n".join(text.replace("\n", "\x0b").replace("\r", "\x0c") for text in source.texts(counts.notes)),
            purpose=Purpose.NOTES,
        ),
    ]
    websites = tuple(Website(source.text(), source.text()) for _ in range(counts.websites))
    tags = tuple(source.texts(counts.tags))
    return Item(ItemRef(HOME, vault, ItemId("")), title, LOGIN, tuple(fields), sections, websites, tags, True)


def _field(source: Hostile, number: int, sections: tuple[Section, ...]) -> Field:
    kind = (
        *(FieldKind.CONCEALED, FieldKind.TEXT, FieldKind.URL, FieldKind.EMAIL, FieldKind.CONCEALED, FieldKind.OTHER),
        *(FieldKind.PHONE, FieldKind.MENU, FieldKind.ADDRESS, FieldKind.CARD_TYPE, FieldKind.REFERENCE, FieldKind.FILE),
    )
    chosen = kind[number % len(kind)]
    value = source.text()
    return Field(
        FieldId(f"f{number}"),
        chosen,
        source.text(),
        Secret(value) if chosen.concealed else value,
        section=sections[number % len(sections)].id,
        raw_kind=source.payload(number) if chosen is FieldKind.OTHER else "",
    )


def _row(vault: VaultId, source: Hostile, number: int) -> Item:
    """Return an item that has little: its row shows a user name, or else what of an address can be taken for a host."""
    title, text = source.text(), source.text() if number % 2 else ""
    name = Field(FieldId("username"), FieldKind.TEXT, "user name", text, purpose=Purpose.USERNAME)
    sites = (Website(f"https://{source.payload(number)}"),)
    return Item(ItemRef(HOME, vault, ItemId("")), title, LOGIN, (name,), websites=sites, tags=(source.payload(number),))


def _event(source: Hostile, number: int) -> AuditEvent:
    actor, what, detail = source.texts(3)
    title, label, vault = ((what, "", ""), ("", what, ""), ("", "", what))[number % 3]
    at = 1_790_000_000.0 + number
    return AuditEvent(at, actor, AuditAction.EDIT, title=title, field=label, vault_name=vault, detail=detail)


# Paging


@contextmanager
def unlocked(
    env: Mapping[str, str], *layers: str, size: tuple[int, int] = SIZE, args: Iterable[str | Path] = ()
) -> Iterator[Terminal]:
    """Sit down before an unlocked Strongroom, some layers of its guards taken away."""
    with Terminal(",".join(layers) or "none", *args, env=env, size=size, program=UNGUARDED) as terminal:
        terminal.wait_until(lambda: b"\x1b[?2026$p" in terminal.written, "it asks whether paints can be told apart")
        terminal.send(b"\x1b[?2026;2$y")
        unlock(terminal)
        terminal.sees("All items")
        yield terminal


def written_since(terminal: Terminal, begin: int) -> bytes:
    """Return what was written since, up to the last sequence, which may not be all there yet, and its line's begin.

    A character of which a part had come before is left out.
    """
    data = bytes(terminal.written[begin:])
    whole = next((at for at in range(min(3, len(data))) if data[at] & 0xC0 != 0x80), 3)
    data = data[whole:]
    return data[: data.rfind(b"\x1b")].rstrip(b"\r\n")


def shown_since(terminal: Terminal, begin: int) -> Iterator[str]:
    """Yield every page that was on the screen since then, paint by paint: what it shows already is not written again.

    The window must still have its size.
    """
    screen = Screen(terminal.screen.columns, terminal.screen.rows)
    paints = bytes(terminal.written).split(END_OF_PAINT)
    before = len(bytes(terminal.written[:begin]).split(END_OF_PAINT)) - 1
    for number, paint in enumerate(paints):
        screen.feed(paint)
        if number >= before:
            yield screen.page()


def leaf_through(terminal: Terminal, is_last: Callable[[str], bool]) -> None:
    """Turn page after page until the last is seen."""
    _leaf_through(terminal, still, is_last)


def leaf_through_rows(terminal: Terminal, last: str) -> None:
    """Turn page after page of a list until the cursor is on the last row."""
    _leaf_through(terminal, row, lambda line: last in line)


def _leaf_through(terminal: Terminal, part: Callable[[str], str], is_last: Callable[[str], bool]) -> None:
    for _ in range(PAGES):
        before = part(painted(terminal))
        if is_last(before):
            return
        terminal.send(b"\x1b[6~")
        terminal.wait_until(lambda before=before: part(painted(terminal)) not in ("", before), "a page is turned")  # type: ignore[misc]
    raise AssertionError(f"the end never came\n{terminal.page()}")


def painted(terminal: Terminal) -> str:
    """Return what is on the screen, "" while it is being painted."""
    return "" if PAINTING in terminal.screen.switches else terminal.page()


def row(page: str) -> str:
    """Return the row under the cursor of a list, without what stands beside the list; "" where there is none."""
    return next((line.partition("▏")[0] for line in page.splitlines() if line.lstrip().startswith("▌")), "")


def still(page: str) -> str:
    """Return a page without the lines in which something counts."""
    return "\n".join(line for line in page.splitlines() if "hides in" not in line)
