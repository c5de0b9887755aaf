"""Moving in from a CSV file: what was looked at is in the store, all of it, with every secret as it was."""

from __future__ import annotations

import csv
import io

from tui.interchange.csv_import import preview
from tui.model.ids import HOME
from tui.model.item import ItemState
from tui.model.secret import Secret
from tui.store.store import Store

HOSTILE = ["=1+1", 'a"b', "c,d", " e ", "f\r\ng", "\u202eh", "ö", "\\"]


def test_a_file_is_in_the_store_as_it_was_looked_at(store: Store) -> None:
    names = "Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes"
    rows = [
        [f"Site {at}", f"https://{at}.example", f"user{at}", f"s3cret-{at}{HOSTILE[at % len(HOSTILE)]}",
         "JBSWY3DPEHPK3PXP" if at % 3 == 0 else "", "false", str(at % 10 == 0).lower(), "Work;Dev", "line\nline"]
        for at in range(300)
    ]  # fmt: skip
    file = io.StringIO()
    csv.writer(file).writerows([names.split(","), *rows])
    data = file.getvalue().encode()
    vault = store.create_vault("Moved in")

    saved = store.create_items(preview(data).items(HOME, vault.id))

    assert len(saved) == 300
    for item, row in zip(saved, rows, strict=True):
        kept = store.item(item.ref)
        assert kept == item
        assert kept.title == row[0]
        assert Secret(row[3]) in [field.value for field in kept.fields]
        assert (kept.otp is not None) is bool(row[4])
        assert (kept.state is ItemState.ARCHIVED) is (row[6] == "true")
    summaries = [summary for page in store.summaries(vault.id) for summary in page]
    assert len(preview(data, existing=summaries).duplicates) == 300
