"""What the item pane shows of secrets: revealed values and one-time codes."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich import cells

from tests.widgets.items import CODES, GITHUB, OTP, PASSWORD, Clock, field, ref
from tests.widgets.stage import Show, on_stage
from tui.model.field import FieldKind
from tui.model.ids import FieldId
from tui.model.secret import DOTS
from tui.tools.totp import parse
from tui.widgets.item_detail import ItemDetail


async def test_a_revealed_value_is_seen_exactly_until_its_time_is_over() -> None:
    clock = Clock()
    detail = ItemDetail(clock=clock)
    async with on_stage(detail, 60, 30) as show:
        detail.show(GITHUB)
        detail.reveal(PASSWORD, "s3cret- 0O\x1b", clock.now + 1.95)
        await show.pilot.pause()
        assert "password  s3cret-␣0O␛  hides in 2 s" in show.lines()[4]
        assert detail.revealed == {PASSWORD}
        clock.now += 1.95
        await show.until(lambda lines: f"password  {DOTS}" in lines[4])
        assert detail.revealed == frozenset()
        assert [message.field_id for message in show.said(ItemDetail.Hidden)] == [PASSWORD]


async def test_digits_symbols_and_letters_look_different() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB)
        detail.reveal(PASSWORD, "O0-", time.time() + 60)
        await show.pilot.pause()
        styles = {segment.text: segment.style for segment in show.strips()[4] if segment.text in "O0-"}
        assert len({str(style) for style in styles.values()}) == 3


async def test_a_value_too_long_for_a_line_is_broken_and_the_countdown_stays() -> None:
    key = "-----BEGIN-----\n" + "s3cret" * 20 + "\n-----END-----"
    detail = ItemDetail()
    async with on_stage(detail, 50, 30) as show:
        detail.show(GITHUB)
        detail.reveal(PASSWORD, key, time.time() + 100)
        await show.pilot.pause()
        start = next(at for at, line in enumerate(show.lines()) if "password" in line)
        shown = [line[13:] for line in show.lines()[start : start + 7]]
        assert shown[0] == "-----BEGIN-----␤"
        assert "".join(shown).startswith(key.replace("\n", "␤") + "  hides in 100 s")


@pytest.mark.parametrize("how", ["hide", "hide_all", "another", "changed", "none"])
async def test_what_was_revealed_is_hidden(how: str) -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB)
        detail.reveal(PASSWORD, "s3cret-O0l1", time.time() + 60)
        detail.show(GITHUB)  # the same again hides nothing
        await show.pilot.pause()
        assert "s3cret-O0l1" in "\n".join(show.lines())
        if how == "hide":
            detail.hide(PASSWORD)
        elif how == "hide_all":
            detail.hide_all()
        elif how == "another":
            detail.show(replace(GITHUB, ref=ref("2")))
        elif how == "changed":
            detail.show(replace(GITHUB, version=8))
        else:
            detail.show(None)
        await show.pilot.pause()
        assert "s3cret" not in "\n".join(show.lines())
        assert detail.revealed == frozenset()


async def test_a_field_the_item_does_not_have_is_not_revealed() -> None:
    detail = ItemDetail()
    async with on_stage(detail):
        detail.show(GITHUB)
        detail.reveal(FieldId("gone"), "s3cret-1", time.time() + 60)
        assert detail.revealed == frozenset()


async def test_no_text_of_a_secret_is_left_behind_once_it_is_hidden() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(replace(GITHUB, fields=(field("password", FieldKind.CONCEALED, "password", "other"),)))
        await _reveal_for_a_moment(detail, show)
        backwards = "eldeen-tercs"  # so that the search does not find itself
        assert [text for text in _strings_within(show.pilot.app, cells) if backwards in text[::-1]] == []


async def _reveal_for_a_moment(detail: ItemDetail, show: Show) -> None:
    detail.reveal(PASSWORD, "".join(["scret-", "needle", "-0O"]), time.time() + 60)
    await show.pilot.pause()
    assert "needle" in show.lines()[3]
    assert any("needle" in text for text in _strings_within(detail))
    detail.hide(PASSWORD)
    await show.pilot.pause()


def _strings_within(*roots: object) -> Iterator[str]:
    """Yield every text that can be reached from `roots`."""
    seen: set[int] = set()
    todo: list[object] = list(roots)
    while todo:
        thing = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, str):
            yield thing
        else:
            todo.extend(gc.get_referents(thing))


async def test_a_code_counts_down_and_draws_only_its_own_line() -> None:
    clock = Clock(1_000_000_000.0 - 1_000_000_000 % 30 + 24.5)
    detail = ItemDetail(clock=clock)
    async with on_stage(detail, 60, 30) as show:
        detail.show(GITHUB, codes=CODES)
        await show.pilot.pause()
        before = show.strips()
        assert before[5].text.rstrip().endswith(" 6 s")
        clock.now += 1
        await show.until(lambda lines: lines[5].endswith(" 5 s"))
        after = show.strips()
        assert [at for at in range(30) if before[at] is not after[at]] == [5]
        late = detail.ink("item-detail--cursor", "item-detail--code-late").color
        assert late != detail.ink("item-detail--code").color
        assert late in {segment.style.color for segment in after[5] if segment.style}


async def test_a_code_that_cannot_be_made_says_why() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB, codes={OTP: "This seed is not [b]Base32[/b]."})
        await show.pilot.pause()
        assert show.lines()[5].strip() == "code  This seed is not [b]Base32[/b]."
        detail.show(GITHUB)
        await show.pilot.pause()
        assert show.lines()[5].strip() == f"code  {DOTS}"


@pytest.mark.parametrize(
    ("seed", "groups"),
    [
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=8", [4, 4]),
        ("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&digits=7", [3, 4]),
        ("steam://JBSWY3DPEHPK3PXP", [5]),
        ("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=3", [3, 3]),
    ],
)
async def test_codes_are_grouped_as_they_are_read(seed: str, groups: list[int]) -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB, codes={OTP: parse(seed)})
        await show.pilot.pause()
        words = show.lines()[5].split()
        assert [len(word) for word in words[1 : 1 + len(groups)]] == groups
        assert ("s" in words) is not seed.startswith("otpauth://hotp")


async def test_nothing_of_it_can_be_selected() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB)
        detail.reveal(PASSWORD, "s3cret-O0l1", time.time() + 60)
        await show.pilot.pause()
        detail.text_select_all()
        await show.pilot.click(ItemDetail, offset=(20, 4), times=2)
        assert not show.pilot.app.screen.get_selected_text()
