"""How items of other places fit an entry: what is lost is refused, what is not secret goes into the notes, told."""

from __future__ import annotations

from dataclasses import replace

from tests.backends.contract import draft
from tests.backends.passpack.place import ACCOUNT, new, opened, team
from tests.servers.passpack import PasspackServer
from tui.backends.passpack import create
from tui.backends.passpack.convert import VAULT
from tui.backends.protocol import Fit
from tui.model.category import CATEGORIES, SECURE_NOTE
from tui.model.field import Field, FieldKind, Section, as_kind
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId, SectionId
from tui.model.item import Item, ItemState, Website
from tui.model.vault import Vault
from tui.tools.sameness import differences


def field(kind: FieldKind, label: str, value: str, section: SectionId | None = None) -> Field:
    return Field(FieldId(label), kind, label, as_kind(value, kind), section)


async def kept(server: PasspackServer, item: Item) -> tuple[str, ...]:
    """Save an item as it fits, and return what is different then."""
    fits = create.fit(item)
    assert not fits.refused
    wanted = fits.becomes or item
    async with team(server) as place:
        saved = await place.backend.create(wanted)
        return differences(wanted, await place.backend.current(saved.ref))


async def test_a_login_fits_as_it_is(server: PasspackServer) -> None:
    assert create.fit(new(notes="of the team")) == Fit()
    assert await kept(server, new(notes="of the team")) == ()


async def test_what_is_not_secret_goes_into_the_notes(server: PasspackServer) -> None:
    section = Section(SectionId("s"), "More")
    item = replace(
        new(notes="of the team"),
        websites=(Website("https://mail.example"), Website("https://post.example")),
        tags=("work", "code"),
        favourite=True,
        sections=(section,),
    )
    item = replace(
        item,
        fields=(
            *item.fields,
            field(FieldKind.TEXT, "customer", "4711"),
            field(FieldKind.DATE, "since", "2026-01-02", section.id),
            field(FieldKind.OTP, "empty", ""),
        ),
    )
    fits = create.fit(item)
    assert fits.changed == (
        "it is no favourite there",
        "its websites go into the notes",
        "its tags go into the notes",
        "the field “customer” goes into the notes",
        "the field “since” goes into the notes",
        "its sections are left out",
    )
    assert fits.becomes is not None
    notes = fits.becomes.field(FieldId("notes"))
    assert notes is not None
    assert notes.value == "\n".join(
        [
            "of the team",
            "Website: https://mail.example",
            "Website: https://post.example",
            "Tags: work, code",
            "customer: 4711",
            "More / since: 2026-01-02",
        ]
    )
    assert await kept(server, item) == ()


async def test_what_is_secret_and_has_no_place_is_refused(server: PasspackServer) -> None:
    for hidden in (
        field(FieldKind.OTP, "one-time password", "s3cretABCDEFGH"),
        field(FieldKind.CONCEALED, "PIN", "s3cret-1234"),
        field(FieldKind.CARD_NUMBER, "card", "4111111111111111"),
    ):
        item = new()
        fits = create.fit(replace(item, fields=(*item.fields, hidden)))
        assert f"“{hidden.label}”" in fits.refused and fits.refused.endswith(".")
    assert "one-time password" in create.fit(draft(Vault(ACCOUNT, VAULT, ""))).refused


async def test_other_categories_become_logins(server: PasspackServer) -> None:
    note = Item(
        new().ref, "Wifi", SECURE_NOTE, tuple(replace(one, value="of the team") for one in SECURE_NOTE.template)
    )
    fits = create.fit(note)
    assert fits.changed == ("it becomes a Login instead of a Secure Note",)
    for kind in CATEGORIES.values():
        fits = create.fit(Item(new().ref, kind.name, kind, kind.template, kind.sections))
        assert not fits.refused and (fits.becomes is None) == (kind.id == "LOGIN")


async def test_files_and_the_archive_are_refused(server: PasspackServer) -> None:
    file = FileInfo(FileId("f"), "deed.pdf", 7)
    assert create.fit(replace(new(), files=(file,))).refused.endswith("and no files.")
    assert create.fit(replace(new(), state=ItemState.ARCHIVED)).refused


async def test_what_a_server_adds_by_itself_is_no_difference(server: PasspackServer) -> None:
    async with team(server) as place:
        item = new()
        saved = await place.backend.create(item)
        server.touch(saved.ref.item, owner="wendy", team={"id": 7})
        assert differences(item, await place.backend.current(saved.ref)) == ()


async def test_the_backend_says_the_same(server: PasspackServer) -> None:
    backend = opened(server)
    assert backend.fit(new()) == Fit()
    await backend.aclose()
