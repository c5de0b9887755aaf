"""Moving in by a CSV file: what it would become is looked at and corrected first; then all of it is taken, or nothing.

The file is read, and looked through, in a thread. What is secret in it is shown as dots.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from textual import on, work
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.backends.protocol import Action
from tui.commands import Command, Keymap, command
from tui.host import garbage
from tui.host.display import display_text
from tui.interchange.csv_columns import Target
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.vault import Vault
from tui.screens.base import BaseScreen, focused_within
from tui.screens.csv_preview import Incoming, Table, Wishes
from tui.screens.export_path import shown_path
from tui.screens.item_batch import Failures
from tui.screens.modals import Choice, Choose, Confirm
from tui.screens.moving import Moving
from tui.services.bulk import Failure
from tui.services.session import Session
from tui.services.taking_in import SAID, Intake, misfits, take_in
from tui.widgets.import_lists import ImportColumns, ImportRows
from tui.widgets.line_list import LineList

WIDE = 100
"""From so many columns on the two lists stand side by side."""


class ImportScreen(Moving, BaseScreen):
    """Shows what a file would become in a vault."""

    CSS_PATH = Path(__file__).with_name("csv_import.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    def __init__(self, session: Session, keymap: Keymap, path: Path, place: tuple[AccountId, VaultId]) -> None:
        super().__init__(session, keymap)
        self.incoming = Incoming(path)
        self.wishes = Wishes()
        self.place = place
        self.table: Table | None = None
        self.columns, self.rows = ImportColumns(empty=Content("Reading …")), ImportRows(empty=Content("Reading …"))
        self._summary = Static(id="summary", markup=False)
        self._remark = Static(id="remark", markup=False)
        self._intake: Intake | None = None

    @property
    def vault(self) -> Vault | None:
        """Where the items go; None where the vault is gone."""
        return self.session.catalog.vault(*self.place)

    def body(self) -> Iterator[Widget]:
        """Yield what is known of the file, its columns and its rows."""
        name = self.vault.name if self.vault else ""
        yield Static(Content(display_text(f"Import “{self.incoming.path.name}” into “{name}”")), id="heading")
        yield self._summary
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield self.columns
            with Vertical(id="right"):
                yield self.rows
        yield self._remark

    def contexts(self) -> tuple[str, ...]:
        """Return the contexts of this screen."""
        return ("import", "move", "app")

    @property
    def pane(self) -> ImportColumns | ImportRows:
        """The side where the cursor moves."""
        return self.rows if focused_within(self, self.rows) else self.columns

    @property
    def unsaved(self) -> bool:
        """Whether items are being made just now."""
        return self._intake is not None

    def refusal(self, command: Command) -> str | None:
        """Nothing can be done before the file was read, or while it is taken in."""
        if command.context == "import" and self._intake is not None:
            return "The items are being made just now."
        if command.context == "import" and self.table is None:
            return "The file is not read yet."
        if command.id == "import.run":
            return self.session.refusal(Action.CREATE, *self.place)
        return super().refusal(command)

    # Reading

    def on_mount(self) -> None:
        """Read the file."""
        self.columns.focus()
        self.read()

    def on_unmount(self) -> None:
        """Nothing of the file stays."""
        super().on_unmount()
        self.incoming.forget()
        self.table = None

    @work(exclusive=True, group="read", description="read a file to import")
    async def read(self) -> None:
        """Read the file, and show what it would become."""
        with self.reporting():
            await asyncio.to_thread(self.incoming.read)
            await self._look()
        if self.table is None:
            for one in (self.columns, self.rows):
                one.empty = Content("Nothing can be imported from this file.\nEsc goes back.")
                one.refresh()

    @work(exclusive=True, group="look", description="look through a file to import")
    async def look(self) -> None:
        """Show what the file would become, as it is wished now."""
        with self.reporting():
            await self._look()

    async def _look(self) -> None:
        wishes, snapshot = self.wishes, self.session.catalog.snapshot

        def table() -> Table:
            return Table(self.incoming.preview(wishes, snapshot, *self.place), wishes)

        with garbage.held_off():
            self.table = await asyncio.to_thread(table)
        self._show()

    def _show(self) -> None:
        if self.table is None or not self.is_running:
            return
        self.columns.show_rows(self.table.columns(), max(self.columns.cursor, 0))
        self.rows.show_rows(self.table, max(self.rows.cursor, 0))
        self._tell()

    def _tell(self) -> None:
        if self.table is not None:
            first, second, *more = self.table.summary()
            parts = [(first + "\n", "dim"), (second, "bold"), *((f"\n{one}", "$text-warning") for one in more)]
            self._summary.update(Content.assemble(*parts))
            self.refresh_footer()

    # Changing

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        event.stop()
        self.perform(command("import.change"))

    @on(LineList.Highlighted)
    def _highlighted(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._show_remark()

    def _show_remark(self) -> None:
        """Show in full what is to be said of the row under the cursor."""
        at, table = self.rows.cursor, self.table
        self._remark.update(Content(table.remark(at) if table is not None and 0 <= at < len(table) else ""))

    def action_switch(self) -> None:
        """Go to the other side."""
        (self.columns if self.pane is self.rows else self.rows).focus()

    def action_change(self) -> None:
        """Change what the column under the cursor becomes; or take the row, or leave it out."""
        if self.pane is self.columns:
            self.choose_target()
        elif self.table is not None and self.rows.cursor >= 0:
            refusal = self.table.toggle(self.rows.cursor)
            if refusal is not None:
                self.say(refusal, "warning")
            self.rows.refresh_row(self.rows.cursor)
            self._tell()

    @work(description="choose what a column becomes")
    async def choose_target(self) -> None:
        """Ask what a column becomes."""
        if self.table is None or self.columns.cursor < 0:
            return
        column = self.table.preview.columns[self.columns.cursor]
        choices = [Choice(one.name, one.value, note="now" if one is column.target else "") for one in Target]
        chosen = await self.app.push_screen_wait(Choose(f"The column “{column.name}” becomes", choices))
        if chosen is not None:
            self.wishes.mapping[column.index] = Target[chosen]
            self.look()

    def action_duplicates(self) -> None:
        """Take duplicates too, or leave them out."""
        self.wishes.duplicates = not self.wishes.duplicates
        self.wishes.kept.clear()
        self._show()

    def action_header(self) -> None:
        """The first row has names, or it has not."""
        if self.table is not None:
            before = self.wishes
            header = not self.table.preview.header
            self.wishes = Wishes(header=header, folder_tags=before.folder_tags, duplicates=before.duplicates)
            self.look()

    def action_folders(self) -> None:
        """Make tags of folders, or do not."""
        self.wishes.folder_tags = not self.wishes.folder_tags
        self.say("Folders become tags." if self.wishes.folder_tags else "Folders are left out.")
        self.look()

    def action_problems(self) -> None:
        """Go to the next row that something is to be said of."""
        table = self.table
        found = None if table is None else table.next_problem(self.rows.cursor)
        if found is None:
            self.say("There is no row with a remark or a problem.")
        else:
            self.rows.focus()
            self.rows.go_to(found)

    # Taking in

    def action_back(self) -> None:
        """Stop what is under way, or leave."""
        if self._intake is not None:
            self._intake.stopped = True
            one_step = self.session.api(self.place[0]).makes_many
            self.say("It is done in one step, which cannot be stopped." if one_step else "Stopping …")
        else:
            super().action_back()

    @work(exclusive=True, group="import", description="import a file")
    async def action_run(self) -> None:
        """Ask, then take everything in."""
        table, vault = self.table, self.vault
        if table is None or vault is None:
            self.say("The vault is no longer there.", "error")
            return
        if not table.count:
            self.say("No row is marked ✓: there is nothing to import.", "warning")
            return
        with self.reporting():
            with garbage.held_off():
                items = await asyncio.to_thread(table.preview.items, *self.place, table.left_out)
                bad, changed = await asyncio.to_thread(misfits, self.session, vault, items)
            if bad:
                await self._tell_misfits(vault, bad)
            elif await self._agreed(table, vault, changed):
                self._intake = Intake(len(items))
                try:
                    self.say(f"Importing {len(items):,} items …")
                    going = take_in(self.session, vault, items, self._intake, self._progress)
                    with garbage.held_off():
                        await self.session.to_the_end(going, "The import failed")
                finally:
                    self._intake = None
                    self.refresh_footer()
                self._leave(len(items), vault)

    async def _tell_misfits(self, vault: Vault, bad: list[tuple[str, str]]) -> None:
        nowhere = ItemRef(vault.account, vault.id, ItemId(""))
        failed = [Failure(nowhere, display_text(title), reason) for title, reason in bad]
        rest = "Nothing was imported. Leave these rows out, or choose another vault."
        await self.app.push_screen_wait(Failures(failed, rest, f"These cannot go to “{vault.name}”"))

    async def _agreed(self, table: Table, vault: Vault, changed: list[str]) -> bool:
        left = len(table) - table.count
        count = f"{table.count:,} item{'' if table.count == 1 else 's'}"
        question = f"Import {count} into “{vault.name}” ({self.session.name_of(vault.account)})?"
        out = f"{left:,} row{' is' if left == 1 else 's are'} left out. " if left else ""
        more = f", and {len(changed) - SAID:,} changes more" if len(changed) > SAID else ""
        there = f"There, {', '.join(changed[:SAID])}{more}. " if changed else ""
        detail = f"{out}{there}All of it is taken, or nothing."
        return await self.app.push_screen_wait(Confirm(question, detail, yes="Import"))

    def _progress(self) -> None:
        intake = self._intake
        if intake is not None and self.is_running:
            self.say(f"Importing … {intake.made:,} of {intake.total:,}. Esc stops it, and takes all of it back.")

    def _leave(self, count: int, vault: Vault) -> None:
        path = display_text(shown_path(self.incoming.path))
        done = f"Imported {count:,} item{'' if count == 1 else 's'} into “{vault.name}”."
        self.leave(f"{done} Once you have looked, delete the file: its passwords are in plain text. {path}")
