"""The pane that shows a whole item."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from tests.examples import examples
from tests.widgets.items import CODES, GITHUB, OTP, PASSWORD, UPDATED, Clock, field, ref
from tests.widgets.stage import on_stage
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.file import FileInfo
from tui.model.ids import FieldId, FileId, SectionId
from tui.model.item import Item, Website
from tui.model.secret import DOTS
from tui.widgets.item_detail import ItemDetail
from tui.widgets.sheet import FileTarget, WebsiteTarget


def day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


async def test_an_item_is_shown_in_order_and_nothing_of_it_is_missing() -> None:
    clock = Clock(1_000_000_000.0 - 1_000_000_000 % 30 + 5)
    detail = ItemDetail(clock=clock)
    async with on_stage(detail, 61, 30) as show:
        detail.show(GITHUB, vault="Personal", codes=CODES)
        await show.pilot.pause()
        code = CODES[OTP].code(clock.now)
        assert [line[2:] for line in show.lines()[:22]] == [
            "GitHub",
            "◉ Login · Personal · ★ favourite · archived",
            "",
            "user name  octocat",
            " password  ••••••••",
            f"     code  {code[:3]} {code[3:]}  ━━━━━━━━━─ 25 s",
            "",
            "More " + "─" * 52,
            "      PIN  ••••••••",
            " nickname  –",
            "    notes  first line",
            "",
            "           third line",
            "",
            "  website  https://github.com/login",
            "    gists  https://gist.github.com",
            "",
            "     tags  #work  #dev/tools",
            f"  created  {day(UPDATED - 86_400)}",
            f"  updated  {day(UPDATED)}",
            "  version  7",
            "",
        ]


async def test_the_length_of_a_concealed_value_is_not_told() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        for value in ("s", "s3cret" * 100):
            detail.show(replace(GITHUB, fields=(field("password", FieldKind.CONCEALED, "password", value),)))
            await show.pilot.pause()
            assert show.lines()[3].split() == ["▌", "password", DOTS]


async def test_long_values_are_wrapped_and_not_cut() -> None:
    value = " ".join(f"word{number}" for number in range(100))
    detail = ItemDetail()
    async with on_stage(detail, 40, 60) as show:
        detail.show(replace(GITHUB, fields=(field("notes", FieldKind.NOTES, "notes", value),)))
        await show.pilot.pause()
        assert value in " ".join(line[2:].strip() for line in show.lines()).replace("notes  ", "")


async def test_foreign_text_is_made_safe_and_never_markup() -> None:
    evil = "\x1b]52;c;ZXZpbA==\x07[bold]x[/] \u202eevil"
    fields = (
        field("a", FieldKind.TEXT, evil, evil),
        field("b", FieldKind.NOTES, "", evil),
        field("c", FieldKind.DATE, "c", evil),
    )
    item = Item(ref(), evil, replace(GITHUB.category, name=evil), fields, (), (Website(evil, evil),), (evil,))
    item = replace(item, read_only=evil, files=(FileInfo(FileId("f"), evil, 1),))
    detail = ItemDetail()
    async with on_stage(detail, 100, 40) as show:
        detail.show(item, vault=evil, note=evil)
        await show.pilot.pause()
        text = "\n".join(show.lines())
        assert not set(text) & {"\x1b", "\x07", "\u202e"}
        assert text.count("␛]52;c;ZXZpbA==␇[bold]x[/] \ufffdevil") == 11


async def test_files_are_in_their_section_or_under_a_heading_and_notes_under_the_title() -> None:
    sections = (Section(SectionId("more"), "More"), Section(SectionId("papers"), "Papers"))
    files = (
        FileInfo(FileId("a"), "contract.pdf", 214_321, SectionId("papers")),
        FileInfo(FileId("b"), "a photo with a name that is long.jpg", 1),
    )
    item = replace(GITHUB, fields=(), sections=sections, websites=(), files=files, read_only="It stays as it is.")
    detail = ItemDetail()
    async with on_stage(detail, 52, 20) as show:
        detail.show(item, note="Syncing: not seen yet.")
        await show.pilot.pause()
        lines = [line.rstrip() for line in show.lines()]
        assert lines[2:13] == [
            "  It stays as it is.",
            "  Syncing: not seen yet.",
            "",
            "  Papers " + "─" * 41,
            "▌    file  contract.pdf · 214 kB",
            "",
            "  Files " + "─" * 42,
            "     file  a photo with a name that is long.jpg",
            "           1 byte",
            "",
            "     tags  #work  #dev/tools",
        ]
        assert detail.cursor_target == FileTarget(FileId("a"))
        detail.move(1)
        assert detail.cursor_target == FileTarget(FileId("b"))
        detail.go_to(FileTarget(FileId("a")))
        assert detail.cursor_target == FileTarget(FileId("a"))
        detail.show(item)
        await show.pilot.pause()
        assert "Syncing" not in "\n".join(show.lines())


async def test_dates_are_shown_as_they_are() -> None:
    fields = (
        field("a", FieldKind.DATE, "born", "1988-02-29"),
        field("b", FieldKind.MONTH_YEAR, "expiry", "2031-02"),
        field("c", FieldKind.DATE, "since", "1795694400"),
        field("d", FieldKind.DATE, "until", ""),
    )
    detail = ItemDetail()
    async with on_stage(detail, 52, 20) as show:
        detail.show(replace(GITHUB, fields=fields))
        await show.pilot.pause()
        assert [line.split()[-2:] for line in show.lines()[3:7]] == [
            ["born", "1988-02-29"],
            ["expiry", "2031-02"],
            ["since", "1795694400"],
            ["until", "–"],
        ]


async def test_without_an_item_it_says_so() -> None:
    detail = ItemDetail(empty=Content("Nothing is selected."))
    async with on_stage(detail, 41, 11) as show:
        assert show.lines()[5].strip() == "Nothing is selected."
        detail.show(GITHUB)
        await show.pilot.pause()
        assert detail.cursor_target == "username"
        detail.show(None)
        await show.pilot.pause()
        assert show.lines()[5].strip() == "Nothing is selected."
        assert detail.cursor_target is None


async def test_the_cursor_goes_over_fields_and_websites() -> None:
    detail = ItemDetail()
    async with on_stage(detail, 60, 30) as show:
        detail.show(GITHUB)
        targets: list[object] = []
        for _ in range(9):
            targets.append(detail.cursor_target)
            await show.pilot.pause()
            assert [line for line in show.lines() if line.startswith("▌")]
            detail.move(1)
        sites: list[object] = [WebsiteTarget(0), WebsiteTarget(1)]
        names = ["username", "password", "otp", "pin", "empty", "notes"]
        assert targets == [*names, *sites, sites[-1]]
        await show.pilot.pause()
        assert [message.target for message in show.said(ItemDetail.TargetHighlighted)] == targets[:-1]
        detail.home()
        assert detail.cursor_target == "username"
        detail.end()
        assert detail.cursor_target == sites[-1]
        detail.go_to(PASSWORD)
        assert detail.cursor_target == PASSWORD


async def test_the_cursor_is_seen_only_where_the_focus_is() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB)
        await show.pilot.pause()
        assert "▌" in "\n".join(show.lines())
        show.pilot.app.screen.set_focus(None)
        await show.pilot.pause()
        assert "▌" not in "\n".join(show.lines())


async def test_a_newer_version_of_the_item_keeps_the_cursor_another_item_does_not() -> None:
    detail = ItemDetail()
    async with on_stage(detail):
        detail.show(GITHUB)
        detail.go_to(FieldId("pin"))
        detail.show(replace(GITHUB, title="GitHub!", version=8, fields=GITHUB.fields[1:]))
        assert detail.cursor_target == "pin"
        detail.show(replace(GITHUB, ref=ref("2")))
        assert detail.cursor_target == "username"


async def test_a_second_click_on_a_field_chooses_it() -> None:
    detail = ItemDetail()
    async with on_stage(detail) as show:
        detail.show(GITHUB)
        await show.pilot.pause()
        await show.pilot.click(ItemDetail, offset=(20, 4))
        assert detail.cursor_target == PASSWORD
        assert show.said(ItemDetail.TargetChosen) == []
        await show.pilot.click(ItemDetail, offset=(20, 4))
        await show.pilot.click(ItemDetail, offset=(20, 14), times=2)
        await show.pilot.click(ItemDetail, offset=(20, 1), times=2)
        assert [message.target for message in show.said(ItemDetail.TargetChosen)] == [PASSWORD, WebsiteTarget(0)]


async def test_what_is_longer_than_the_pane_is_scrolled_through_line_by_line() -> None:
    notes = field("notes", FieldKind.NOTES, "notes", "\n".join(f"line {number}" for number in range(40)))
    detail = ItemDetail()
    async with on_stage(detail, 60, 10) as show:
        detail.show(replace(GITHUB, fields=(GITHUB.fields[0], notes), websites=()))
        detail.move(1)
        await show.pilot.pause()
        assert detail.cursor_target == "notes"
        seen: set[str] = set()
        for _ in range(60):
            seen.update(line.removeprefix("▌").strip() for line in show.lines())
            detail.move(1)
            await show.pilot.pause()
        assert {f"line {number}" for number in range(1, 40)} <= seen
        assert show.lines()[-1].strip() == "version  7"
        detail.home()
        await show.pilot.pause()
        assert show.lines()[0].strip() == "GitHub"
        detail.page(1)
        assert detail.cursor_target == "notes"
        detail.page(-1)
        detail.page(-1)
        assert detail.cursor_target == "username"


TEXTS = st.text(st.characters() | st.sampled_from("ab 漢字😀é́\u200d\ufe0f\n\t\x1b"), max_size=60)
FIELDS = st.builds(
    field, st.sampled_from(["a", "b", "c"]), st.sampled_from(FieldKind), TEXTS, TEXTS, st.sampled_from(["", "more"])
)


async def test_whatever_an_item_holds_its_lines_have_exactly_the_width() -> None:
    detail = ItemDetail()
    async with on_stage(detail, 200, 100) as show:

        @settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
        @given(
            title=TEXTS, fields=st.lists(FIELDS, max_size=4), url=TEXTS, tags=st.lists(TEXTS, max_size=4), secret=TEXTS
        )
        def exact(title: str, fields: list[Field], url: str, tags: list[str], secret: str) -> None:
            item = Item(ref(), title, GITHUB.category, tuple(fields), GITHUB.sections, (Website(url),), tuple(tags))
            files = (FileInfo(FileId("f"), url, len(title), SectionId("more")), FileInfo(FileId("g"), title, 10**6))
            detail.show(replace(item, read_only=secret, files=files), vault=title, note=url)
            detail.reveal(FieldId("a"), secret, time.time() + 60)
            for y in range(detail.line_count):
                strip = detail.render_line(y)
                assert strip.cell_length == detail.line_width
                assert sum(cell_len(segment.text) for segment in strip) == detail.line_width

        for width in (200, 80, 31, 20):
            await show.pilot.resize_terminal(width, 100)
            await show.pilot.pause()
            exact()


async def test_notes_come_after_the_other_fields_wherever_a_service_puts_them() -> None:
    notes = Field(FieldId("n"), FieldKind.NOTES, "notes", "a word", purpose=Purpose.NOTES)
    fields = (notes, field("number", FieldKind.TEXT, "number", "4111"))
    detail = ItemDetail()
    async with on_stage(detail, 61, 30) as show:
        detail.show(replace(GITHUB, fields=fields, sections=()))
        await show.pilot.pause()
        page = "\n".join(show.lines())
        assert page.index("number  4111") < page.index("notes  a word")
