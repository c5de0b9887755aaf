"""What is told before a link is made: whom it is for, what is in it, and until when."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.screens.service import login
from tui.model.category import SECURE_NOTE
from tui.model.field import Field, FieldKind
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.model.sharing import Expiry, Recipient, Share, SharePolicy
from tui.screens import share_words

FREE = SharePolicy(Expiry.MONTH, Expiry.WEEK)
MARA, HALDEN = Recipient("mara@larkmail.example"), Recipient("halden.example", domain=True)


@pytest.mark.parametrize(
    ("recipients", "told"),
    [
        ((), "Anyone who has the link"),
        ((MARA,), "mara@larkmail.example"),
        ((HALDEN,), "Everybody with an address at halden.example"),
        ((MARA, HALDEN), "mara@larkmail.example and everybody with an address at halden.example"),
        (tuple(Recipient(f"p{n}@x.example") for n in range(7)), "p0@x.example, p1@x.example, p2@x.example, "
         "p3@x.example, p4@x.example and 2 more"),
    ],
)  # fmt: skip
def test_readers(recipients: tuple[Recipient, ...], told: str) -> None:
    assert share_words.readers(recipients) == told


def test_what_is_in_it_is_told_by_name_and_never_by_value() -> None:
    item = replace(
        login("Deploy"),
        websites=(Website("https://a.example"), Website("https://b.example")),
        files=(FileInfo(FileId("f"), "key.pem", 12),),
    )
    told = share_words.contents(item)
    assert told == "with what is concealed (password, token), user name, place, 2 websites and 1 file"
    assert "s3cret" not in told


def test_much_is_counted_what_is_empty_left_out_and_nothing_told_as_that() -> None:
    codes = tuple(Field(FieldId(f"c{n}"), FieldKind.CONCEALED, f"code {n}", Secret("s3cret-c")) for n in range(7))
    card = Field(FieldId("card"), FieldKind.CARD_NUMBER, "number", "4111111111111111")
    empty = Field(FieldId("empty"), FieldKind.TEXT, "empty", "")
    nameless = Field(FieldId("nameless"), FieldKind.NOTES, "", "text")
    item = replace(login("Codes"), fields=(nameless, card, empty, *codes))
    told = share_words.contents(item)
    assert told == "with what is concealed (number, code 0, code 1, code 2, code 3, 3 more fields) and notes"
    assert share_words.contents(Item(item.ref, "Bare", SECURE_NOTE)) == "which has nothing but its title"


@pytest.mark.parametrize(
    ("policy", "share", "told"),
    [
        (FREE, Share((), Expiry.HOUR), "and place, until 2026-09-21 15:13."),
        (FREE, Share((), Expiry.DAY, once=True), "and place, once, until 2026-09-22 14:13."),
        (FREE, Share((MARA,), Expiry.DAY, once=True), "and place, once each, until 2026-09-22 14:13."),
        (replace(FREE, views=5), Share((), Expiry.WEEK), "and place, at most 5 times, until 2026-09-28 14:13."),
    ],
)
def test_how_often_and_until_when(
    monkeypatch: pytest.MonkeyPatch, policy: SharePolicy, share: Share, told: str
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        assert share_words.summary(login("Deploy"), policy, share, 1_790_000_000.0).endswith(told)
    finally:
        monkeypatch.undo()
        time.tzset()
