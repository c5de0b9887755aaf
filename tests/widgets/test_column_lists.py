"""Vaults and audit events in columns."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.examples import examples
from tests.widgets.stage import on_stage
from tui.widgets.audit_list import AuditList, AuditRow
from tui.widgets.columns import GAP, Column, spread
from tui.widgets.line_list import LineList
from tui.widgets.vault_list import VaultList, VaultRow

VAULTS = [
    VaultRow("All items", items="1,204"),
    VaultRow("Personal", "home", "local", "62", "2026-11-22 14:03", "Mine alone"),
    VaultRow("共有", "work.1password.com", "shared", "812", "2026-10-02 09:11", "What the team shares"),
]
EVENTS = [
    AuditRow("2026-11-22 14:03", "me", "reveal", "GitHub", "ok", "password"),
    AuditRow("2026-11-22 14:01", "me", "unlock", "", "refused", "wrong password", refused=True),
]


async def test_vaults_stand_in_columns_under_a_heading() -> None:
    vaults = VaultList()
    async with on_stage(vaults, 103, 6) as show:
        vaults.show_rows(VAULTS, 1)
        await show.pilot.pause()
        assert show.lines()[:4] == [
            "  Vault                  Account         Kind         Items  Changed           Description",
            "  All items                                           1,204",
            "▌ Personal               home            local           62  2026-11-22 14:03  Mine alone",
            "  共有                   work.1passwor…  shared         812  2026-10-02 09:11  What the team shares",
        ]


async def test_a_narrow_list_loses_columns_from_the_right() -> None:
    vaults = VaultList()
    async with on_stage(vaults, 80, 6) as show:
        vaults.show_rows(VAULTS)
        for width, titles in (
            (80, ["Vault", "Account", "Kind", "Items", "Changed"]),
            (60, ["Vault", "Account", "Kind", "Items"]),
            (24, ["Vault"]),
        ):
            await show.pilot.resize_terminal(width, 6)
            await show.pilot.pause()
            assert show.lines()[0].split() == titles


async def test_the_heading_stays_while_rows_scroll() -> None:
    vaults = VaultList()
    async with on_stage(vaults, 80, 6) as show:
        vaults.show_rows([VaultRow(f"Vault {number}") for number in range(100)])
        vaults.end()
        await show.pilot.pause()
        assert show.lines()[0].startswith("  Vault ")
        assert show.lines()[1:] == [*(f"  Vault {number}" for number in range(95, 99)), "▌ Vault 99"]


async def test_a_click_on_the_heading_is_not_one_on_a_row() -> None:
    vaults = VaultList()
    async with on_stage(vaults, 80, 6) as show:
        vaults.show_rows(VAULTS, 2)
        await show.pilot.click(VaultList, offset=(5, 0), times=2)
        assert vaults.cursor == 2
        await show.pilot.click(VaultList, offset=(5, 1), times=2)
        assert [message.index for message in show.said(LineList.Chosen)] == [0]


async def test_what_was_refused_has_a_sign_and_another_colour() -> None:
    audit = AuditList()
    async with on_stage(audit, 100, 6) as show:
        audit.show_rows(EVENTS)
        await show.pilot.pause()
        header, done, refused = show.strips()[:3]
        assert header.text.split() == ["When", "Who", "Action", "What", "Result", "Detail"]
        assert done.text.startswith("▌ 2026-11-22 14:03  ")
        assert refused.text.startswith(" ✗2026-11-22 14:01  ")
        bad = audit.ink("column-list--bad")
        assert [segment.text.strip() for segment in refused if segment.style == bad] == [
            "✗",
            "unlock",
            "refused",
            "wrong password",
        ]
        assert bad.color != audit.ink().color


COLUMNS = st.lists(
    st.builds(Column, st.just("x"), st.integers(1, 20), st.integers(0, 4), st.integers(20, 40), st.booleans()),
    min_size=1,
    max_size=6,
).map(tuple)


@given(COLUMNS, st.integers(0, 300))
def test_columns_are_never_wider_than_the_list_nor_narrower_than_they_need(
    columns: tuple[Column, ...], width: int
) -> None:
    widths = spread(columns, width)
    used = sum(widths) + GAP * (len(widths) - 1)
    assert used <= width
    if len(widths) > 1:
        assert all(column.width <= got <= column.most for column, got in zip(columns, widths, strict=False))
    if len(widths) < len(columns) and widths[0] >= columns[0].width:
        least = sum(column.width for column in columns[: len(widths) + 1]) + GAP * len(widths)
        assert least > width
    elif any(column.grow and got < column.most for column, got in zip(columns, widths, strict=False)):
        assert used == width or widths[0] < columns[0].width


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ab 漢字😀é́☺"), max_size=60)
ROWS = st.builds(AuditRow, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, st.booleans())


async def test_whatever_the_texts_a_row_has_exactly_the_width() -> None:
    audit = AuditList()
    async with on_stage(audit, 80, 6):

        @settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
        @given(row=ROWS, width=st.integers(1, 220), selected=st.booleans())
        def exact(row: AuditRow, width: int, selected: bool) -> None:
            with audit.prevent(LineList.Highlighted):
                audit.show_rows([row])
            for strip in (audit.render_row(0, width, selected), audit.render_header(width)):
                assert strip.cell_length == width
                assert sum(cell_len(segment.text) for segment in strip) == width

        exact()
