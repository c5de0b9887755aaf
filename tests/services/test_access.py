"""Copying and revealing: exact bytes, true words, and an event for each."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import replace

import pytest

from tests.services.conftest import Opened
from tests.services.support import login
from tui.model.audit import AuditAction, AuditResult
from tui.model.errors import Invalid, NotFound, VaultError
from tui.model.field import Field, FieldKind
from tui.model.ids import HOME, FieldId, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services import access as access_module
from tui.services.access import Target, WebsiteAt
from tui.tools import sshkey, totp
from tui.tools.address import Address

SEED = "JBSWY3DPEHPK3PXP"


def last_copy(opened: Opened) -> str:
    """Return what the terminal was last asked to put on the clipboard."""
    found = [match for text in opened.sent if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
    return base64.b64decode(found[-1][1]).decode()


async def make(opened: Opened, title: str = "Mail", otp: str = SEED) -> Item:
    return await opened.session.api(HOME).create(login(opened.vault, title, otp=otp))


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (Target.USERNAME, "user-Mail"),
        (Target.PASSWORD, "s3cret-Mail"),
        (Target.WEBSITE, "https://mail.example.com/login"),
        (Target.TITLE, "Mail"),
        (FieldId("password"), "s3cret-Mail"),
        (WebsiteAt(0), "https://mail.example.com/login"),
    ],
)
async def test_what_is_copied_is_what_is_stored(
    opened: Opened, what: Target | FieldId | WebsiteAt, expected: str
) -> None:
    item = await make(opened)
    copied = await opened.session.access.copy(item.ref, what)
    assert last_copy(opened) == expected
    assert expected not in copied.sentence
    assert "copied" not in copied.sentence.casefold(), "nothing answers over OSC 52: it is sent, not copied"


async def test_ids_are_copied_to_the_letter(opened: Opened) -> None:
    item = await make(opened)
    for what, expected in ((Target.ID, item.ref.item), (Target.VAULT_ID, item.ref.vault)):
        await opened.session.access.copy(item.ref, what)
        assert last_copy(opened) == expected


async def test_a_value_with_every_kind_of_character_is_copied_exactly(opened: Opened) -> None:
    nasty = "s3cret-\t\x1b[31m \u202e🙂 e\u0301\n"
    item = login(opened.vault, "Odd")
    item = replace(item, fields=(item.fields[0], replace(item.fields[1], value=Secret(nasty))))
    saved = await opened.session.api(HOME).create(item)
    await opened.session.access.copy(saved.ref, Target.PASSWORD)
    assert last_copy(opened) == nasty


async def test_a_code_about_to_expire_is_replaced_by_the_next_and_said(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await make(opened)
    otp = totp.parse(SEED)
    monkeypatch.setattr(time, "time", lambda: 1_000_000_017.0)  # 3 s before a period ends
    copied = await opened.session.access.copy(item.ref, Target.CODE)
    assert last_copy(opened) == otp.code(1_000_000_020.0)
    assert "Next one-time code (valid in 3 s)" in copied.sentence
    monkeypatch.setattr(time, "time", lambda: 1_000_000_001.0)
    await opened.session.access.copy(item.ref, Target.CODE)
    assert last_copy(opened) == otp.code(1_000_000_001.0)


async def test_a_seed_that_cannot_be_read_gives_a_sentence_and_never_a_code(opened: Opened) -> None:
    item = await make(opened, otp="not a seed!")
    before = list(opened.sent)
    with pytest.raises(Invalid):
        await opened.session.access.copy(item.ref, Target.CODE)
    assert opened.sent == before


async def test_the_login_sequence_goes_round_and_starts_over_with_another_item(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000_001.0
    monkeypatch.setattr(time, "time", lambda: now)
    mail, bank = await make(opened), await make(opened, "Bank", otp="")
    code = totp.parse(SEED).code(now)

    async def step(ref: ItemRef) -> str:
        await opened.session.access.copy_login(ref)
        return last_copy(opened)

    assert [await step(mail.ref) for _ in range(4)] == ["user-Mail", "s3cret-Mail", code, "user-Mail"]
    assert [await step(bank.ref) for _ in range(3)] == ["user-Bank", "s3cret-Bank", "user-Bank"]
    assert await step(mail.ref) == "user-Mail"
    now += access_module.SEQUENCE_SECONDS + 1
    assert await step(mail.ref) == "user-Mail", "after a minute it starts over"


async def test_what_is_missing_is_said(opened: Opened) -> None:
    item = await make(opened, otp="")
    with pytest.raises(NotFound, match="no one-time code"):
        await opened.session.access.copy(item.ref, Target.CODE)
    with pytest.raises(NotFound):
        await opened.session.access.copy(item.ref, WebsiteAt(5))


async def test_reveals_and_copies_are_in_the_audit_log_and_values_are_not(opened: Opened) -> None:
    item = await make(opened)
    assert opened.session.access.reveal(item, FieldId("password")) == "s3cret-Mail"
    await opened.session.access.copy(item.ref, Target.PASSWORD)
    events = await opened.session.audit.page()
    assert [event.action for event in events[:3]] == [AuditAction.COPY, AuditAction.REVEAL, AuditAction.CREATE]
    assert all(event.result is AuditResult.OK and event.ref == item.ref for event in events[:3])
    assert "s3cret" not in repr(events)


async def test_codes_and_plain_fields_are_not_noted_as_revealed(opened: Opened) -> None:
    item = await make(opened)
    assert opened.session.access.reveal(item, FieldId("username")) == "user-Mail"
    code = opened.session.access.code(item.fields[2])
    assert not isinstance(code, str)
    assert code.code(time.time()) == totp.parse(SEED).code(time.time())
    assert [event.action for event in await opened.session.audit.page()][:1] == [AuditAction.CREATE]


async def test_a_card_an_address_and_a_key_are_copied_in_the_form_that_others_take(opened: Opened) -> None:
    key = sshkey.generate()
    where = Address("1 Main St", "Springfield", "IL", "62701")
    fields = (
        Field(FieldId("card"), FieldKind.CARD_NUMBER, "card", "4111 1111 1111 1111"),
        Field(FieldId("where"), FieldKind.ADDRESS, "where", where.text),
        Field(FieldId("key"), FieldKind.SSH_KEY, "key", key.pkcs8),
        Field(FieldId("odd"), FieldKind.SSH_KEY, "odd", Secret("s3cret no key")),
        Field(FieldId("phone"), FieldKind.PHONE, "phone", "+1 (555) 01"),
    )
    item = replace(login(opened.vault, "Mail"), fields=fields)
    saved = await opened.session.api(HOME).create(item)
    wanted = {"card": "4111111111111111", "where": "1 Main St\nSpringfield, IL 62701", "odd": "s3cret no key"}
    for name, text in (wanted | {"phone": "+1 (555) 01"}).items():
        await opened.session.access.copy(saved.ref, FieldId(name))
        assert last_copy(opened) == text
    for what in (FieldId("key"), Target.PASSWORD):
        await opened.session.access.copy(saved.ref, what)
        assert last_copy(opened).startswith("-----BEGIN OPENSSH PRIVATE KEY-----")
        assert sshkey.read(last_copy(opened)).fingerprint == key.fingerprint


async def test_what_moves_codes_names_its_item_and_is_in_the_audit_log(opened: Opened) -> None:
    item = await make(opened)
    uri = opened.session.access.moving(item, FieldId("otp"), "as a QR code")
    assert totp.parse(uri.reveal()).code(59.0) == totp.parse(SEED).code(59.0)
    assert uri.reveal().startswith("otpauth://totp/Mail:user-Mail?")
    (event, *_) = await opened.session.audit.page()
    assert (event.action, event.field, event.detail) == (AuditAction.REVEAL, "otp", "as a QR code")
    named = f"otpauth://totp/Post:someone?secret={SEED}&issuer=Post"
    again = await make(opened, "Named", otp=named)
    assert totp.parse(opened.session.access.moving(again, FieldId("otp"), "").reveal()) == totp.parse(named)


async def test_a_seed_that_cannot_be_read_is_moved_nowhere(opened: Opened) -> None:
    item = await make(opened, otp="not a seed!")
    with pytest.raises(Invalid):
        opened.session.access.moving(item, FieldId("otp"), "as a QR code")
    assert [event.action for event in await opened.session.audit.page()][:1] == [AuditAction.CREATE]


async def test_what_is_no_secret_takes_the_place_of_one_and_stays(opened: Opened) -> None:
    item = await make(opened)
    await opened.session.access.copy(item.ref, Target.PASSWORD)
    assert opened.session.clipboard.state()
    copied = await opened.session.access.copy_plain("op://Work/Mail/password", "Reference")
    assert (last_copy(opened), copied.clears_at) == ("op://Work/Mail/password", None)
    assert opened.session.clipboard.state() == ""
    before = list(opened.sent)
    await opened.session.clipboard.clear()
    assert opened.sent == before


async def test_a_link_to_an_item_is_copied_as_a_secret_and_noted(opened: Opened) -> None:
    item, link = await make(opened), Secret("https://share.example/s#s3cret-link")
    copied = await opened.session.access.copy_link(link, item.ref, item.title)
    assert last_copy(opened) == link.reveal()
    assert copied.clears_at is not None, "it is cleared as other secrets are"
    assert opened.session.access.reveal_link(link, item.ref, item.title) == link.reveal()
    assert opened.session.recent.refs[0] == item.ref
    reveal, copy, *_ = await opened.session.audit.page()
    assert (copy.action, copy.field, copy.title, copy.ref) == (AuditAction.COPY, "Link", "Mail", item.ref)
    assert (reveal.action, reveal.field, reveal.title, reveal.ref) == (AuditAction.REVEAL, "Link", "Mail", item.ref)
    assert "s3cret" not in f"{copied}{reveal}{copy}"


async def test_a_link_that_cannot_be_copied_is_noted_as_that(opened: Opened) -> None:
    item = await make(opened)
    with pytest.raises(VaultError, match="nothing to copy"):
        await opened.session.access.copy_link(Secret(""), item.ref, item.title)
    (event, *_) = await opened.session.audit.page()
    assert (event.action, event.result, event.field) == (AuditAction.COPY, AuditResult.FAILED, "Link")


async def test_what_belongs_to_no_item_is_revealed_and_copied_with_its_place(opened: Opened) -> None:
    access = opened.session.access
    assert access.reveal_apart(Secret("s3cret-url"), "DATABASE_URL", "Production") == "s3cret-url"
    copied = await access.copy_apart(Secret("s3cret-url"), "DATABASE_URL", "Production")
    assert last_copy(opened) == "s3cret-url"
    assert "s3cret" not in copied.sentence
    with pytest.raises(Invalid, match="EMPTY is empty"):
        await access.copy_apart(Secret(""), "EMPTY", "Production")
    events = list(await opened.session.audit.page())[:3]
    assert [(one.action, one.result, one.title, one.field) for one in events] == [
        (AuditAction.COPY, AuditResult.FAILED, "Production", "EMPTY"),
        (AuditAction.COPY, AuditResult.OK, "Production", "DATABASE_URL"),
        (AuditAction.REVEAL, AuditResult.OK, "Production", "DATABASE_URL"),
    ]
    assert "s3cret" not in repr(events)
