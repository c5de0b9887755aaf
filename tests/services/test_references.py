"""Secret references among what is open: what is built leads back to its field, what leads nowhere is told precisely."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.services.conftest import Opened
from tests.services.support import field, login
from tui.model.errors import Invalid, NotFound
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import HOME, FieldId, SectionId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services import references
from tui.tools.reference import parse

SEED = "JBSWY3DPEHPK3PXP"
ADMIN = Section(SectionId("admin"), "Admin")


async def make(opened: Opened, title: str = "Mail", *more: Field, sections: tuple[Section, ...] = ()) -> Item:
    item = login(opened.vault, title, otp=SEED)
    item = replace(item, fields=(*item.fields, *more), sections=sections)
    saved = await opened.session.api(HOME).create(item)
    await opened.session.load()
    return saved


async def test_names_are_used_and_lead_back(opened: Opened) -> None:
    deep = replace(field("key", "s3cret-deep", FieldKind.CONCEALED), section=ADMIN.id)
    item = await make(opened, "Mail", deep, sections=(ADMIN,))
    for one, text in ((item.fields[1], "op://Work/Mail/password"), (item.fields[3], "op://Work/Mail/Admin/key")):
        assert await references.build(opened.session, item, one) == text
        lead = await references.follow(opened.session, text)
        assert (lead.item.ref, lead.field.id) == (item.ref, one.id)
    assert (await references.follow(opened.session, "op://WORK/MAIL/admin/KEY")).section == ADMIN


async def test_a_title_that_is_not_alone_goes_by_its_id(opened: Opened) -> None:
    first, second = await make(opened), await make(opened, "mail")
    text = await references.build(opened.session, first, first.fields[1])
    assert parse(text).item == first.ref.item
    assert (await references.follow(opened.session, text)).item.ref == first.ref
    with pytest.raises(Invalid, match="2 items in “Work” are called “Mail”"):
        await references.follow(opened.session, "op://Work/Mail/password")
    await opened.session.api(HOME).archive(second.ref, second.title)
    assert (await references.follow(opened.session, "op://Work/Mail/password")).item.ref == first.ref


async def test_a_vault_that_is_not_alone_goes_by_its_id(opened: Opened) -> None:
    item = await make(opened)
    home = opened.session.home
    assert home is not None
    await home.create_vault("work")
    await opened.session.load()
    text = await references.build(opened.session, item, item.fields[1])
    assert parse(text).vault == opened.vault
    assert (await references.follow(opened.session, text)).item.ref == item.ref
    with pytest.raises(Invalid, match="2 vaults are called “Work”, in Home"):
        await references.follow(opened.session, "op://Work/Mail/password")


async def test_an_archived_item_has_none_and_is_not_found(opened: Opened) -> None:
    item = await make(opened)
    await opened.session.api(HOME).archive(item.ref, item.title)
    archived = await opened.session.api(HOME).item(item.ref)
    with pytest.raises(Invalid, match="An archived item answers to no reference"):
        await references.build(opened.session, archived, archived.fields[1])
    with pytest.raises(NotFound, match="“Mail” in “Work” is in the archive"):
        await references.follow(opened.session, "op://Work/Mail/password")


async def test_forms_fit_their_kinds(opened: Opened) -> None:
    item = await make(opened)
    text = await references.build(opened.session, item, item.fields[2], attribute="otp")
    assert text == "op://Work/Mail/otp?attribute=otp"
    assert (await references.follow(opened.session, text)).reference.attribute == "otp"
    with pytest.raises(Invalid, match="Only a one-time password has an attribute; “password” is a concealed field"):
        await references.follow(opened.session, "op://Work/Mail/password?attribute=otp")
    with pytest.raises(Invalid, match="Only a private SSH key has an ssh-format"):
        await references.follow(opened.session, "op://Work/Mail/password?ssh-format=openssh")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("op://Prod/Mail/password", "No vault that is open has the name or id “Prod”"),
        ("op://Work/Post/password", "The vault “Work” has no item with the name or id “Post”"),
        ("op://Work/Mail/pin", "There is no field in the item “Mail” with the name or id “pin”"),
        ("op://Work/Mail/Nowhere/password", "There is no section in “Mail” with the name or id “Nowhere”"),
        ("op://Work/Mail", "this has 2 parts"),
        ("op://Work/Mail/twice", "2 things answer to “twice”: field in the item “Mail”. Write its section too"),
    ],
)
async def test_what_does_not_match_is_said(opened: Opened, text: str, why: str) -> None:
    deep = replace(field("b", "s3cret-b", FieldKind.CONCEALED), label="twice", section=ADMIN.id)
    also = Field(FieldId("a"), FieldKind.CONCEALED, "twice", Secret("s3cret-a"), purpose=Purpose.NONE)
    await make(opened, "Mail", deep, also, sections=(ADMIN,))
    with pytest.raises((Invalid, NotFound)) as told:
        await references.follow(opened.session, text)
    assert why in str(told.value)
    assert "s3cret" not in str(told.value)


async def test_a_vault_is_named_by_its_id_too(opened: Opened) -> None:
    item = await make(opened)
    text = f"op://{opened.vault}/{item.ref.item}/password"
    assert (await references.follow(opened.session, text)).field.id == "password"
