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
from tui.model.errors import Invalid, NotFound
from tui.model.ids import HOME, FieldId, ItemRef
from tui.model.item import Item
from tui.model.secret import Secret
from tui.services import access as access_module
from tui.services.access import Target, WebsiteAt
from tui.tools import totp

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
