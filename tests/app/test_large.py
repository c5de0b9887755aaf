"""A value shown large, by keys: in letters with their names, as a QR code, for a while."""

from __future__ import annotations

import base64
import gc
import re
import time
from collections.abc import Iterator

import pytest

from tests.app.person import Person, Stocked, unlocked
from tests.services.support import login
from tui.app import StrongroomApp
from tui.model.audit import AuditAction, AuditEvent
from tui.model.secret import Secret
from tui.tools import qr, totp
from tui.tools.spelling import Sign, spell

SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Keep what the app writes to the terminal beside its pictures."""
    sent: list[str] = []
    monkeypatch.setattr(StrongroomApp, "write_terminal", lambda self, sequence: sent.append(sequence))
    yield sent


async def browse(person: Person, *texts: str) -> None:
    """Open all items."""
    await person.press("enter")
    await person.sees("words, tag:", *texts)


def revealed(stocked: Stocked) -> list[AuditEvent]:
    """Return what the audit log has of reveals, newest first."""
    with stocked.opened() as store:
        return [event for event in store.audit() if event.action is AuditAction.REVEAL]


async def test_a_password_is_spelled_large_and_gone_with_esc(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("X")
        page = await person.sees("password of “Mail” · 11 characters", "sierra, three, charlie", "hides in")
        assert "capital Mike" in page
        assert "s3cret-Mail" not in page, "the letters are drawn"
        await person.press("escape")
        await person.sees("user-Mail", "••••••••")
        assert "capital Mike" not in person.page()
    assert [(event.field, event.detail) for event in revealed(stocked)] == [("password", "in large letters")]


async def test_it_hides_itself_and_is_shown_again_by_key(stocked: Stocked) -> None:
    stocked.add("Mail")
    (stocked.path.parent / "settings.toml").write_text("reveal_for = 1\n")
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("X")
        await person.sees("capital Mike")
        page = await person.sees("Hidden again after 1 s.", "r shows it again")
        assert "Mike" not in page
        await person.press("r")
        await person.sees("capital Mike")
    assert len(revealed(stocked)) == 2


async def test_the_lock_takes_it_away(stocked: Stocked) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("X")
        await person.sees("capital Mike")
        await person.press("ctrl+l")
        page = await person.sees("Locked")
        assert "Mike" not in page
        gc.collect()
        assert not [one for one in gc.get_objects() if isinstance(one, Sign)], "its characters are held by nobody"


async def test_a_qr_code_and_the_letters_are_two_sides_of_it(stocked: Stocked, terminal: list[str]) -> None:
    stocked.add("Mail")
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("x")
        await person.sees(*(line.strip() for line in qr.encode(Secret("s3cret-Mail")).lines() if line.strip()))
        await person.press("x")
        await person.sees("capital Mike")
        await person.press("y")
        await person.sees("Password sent")
        found = [match for text in terminal if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
        assert base64.b64decode(found[-1][1]) == b"s3cret-Mail"
        title = [text for text in terminal if "\x1b]0;" in text or "\x1b]2;" in text]
        assert not [one for one in title if "s3cret" in one]
    assert [event.detail for event in revealed(stocked)] == ["in large letters", "as a QR code"]


async def test_a_code_is_large_and_live(stocked: Stocked, monkeypatch: pytest.MonkeyPatch) -> None:
    stocked.add("Mail", otp=SEED)
    otp = totp.parse(SEED)
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("l", "j", "j", "X")
        await person.sees("otp of “Mail”", "hides in")
        now = time.time()
        codes = [otp.code(now + seconds) for seconds in (-30, 0, 30)]
        spelled = [", ".join(sign.reading for sign in spell(code[:3])) for code in codes]
        assert any(one in person.page() for one in spelled)
    assert revealed(stocked) == []


async def test_what_makes_the_codes_is_shown_only_after_a_yes(stocked: Stocked) -> None:
    stocked.add("Mail", otp=SEED)
    async with unlocked(stocked.path, size=(140, 50)) as person:
        await browse(person, "user-Mail")
        await person.press("l", "j", "j", "x")
        await person.sees("can make these codes for ever")
        await person.press("n")
        await person.sees("user-Mail", "words, tag:")
        assert revealed(stocked) == []
        await person.press("x")
        await person.sees("can make these codes for ever")
        await person.press("y")
        uri = totp.uri(totp.OneTimePassword(totp.parse(SEED).seed, label="user-Mail", issuer="Mail"))
        page = await person.sees(*(line.strip() for line in qr.encode(uri).lines() if line.strip()))
        assert "what makes the codes" in page
        await person.press("y")
        await person.sees("What makes the codes is not copied")
    assert [(event.field, event.detail) for event in revealed(stocked)] == [("otp", "as a QR code")]


async def test_an_empty_field_is_told(stocked: Stocked) -> None:
    with stocked.opened() as store:
        item = login(stocked.vault, "Mail")
        store.create_item(item)
    async with unlocked(stocked.path) as person:
        await browse(person, "user-Mail")
        await person.press("l", "j", "j", "X")
        await person.sees("There is no value here to show large.")
