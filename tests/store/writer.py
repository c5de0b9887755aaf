"""A child process that writes and tells what was acknowledged, until it is killed.

Line by line it prints the number of the last write that returned. Write number n is: an item titled "n" (n % 4 == 0),
the password of the newest item (1), the draft being typed (2), an audit event (3).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.store.places import PASSWORD, event, login, pages
from tui.model.draft import Draft
from tui.model.edit import SetValue
from tui.model.ids import DraftId, FieldId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.store.store import Store

TYPED = DraftId("being typed")


def write(store: Store, number: int, newest: Item) -> Item:
    """Do write `number`; return the newest item."""
    match number % 4:
        case 0:
            return store.create_item(login(newest.ref.vault, str(number), password="s3cret-0"))
        case 1:
            return store.update(newest.ref, [SetValue(FieldId("password"), Secret(f"s3cret-{number}"))], newest.version)
        case 2:
            store.save_draft(Draft(TYPED, newest, replace(newest, title=f"typed {number}"), float(number)))
        case _:
            store.append([event(str(number))])
    return newest


def main() -> None:
    """Write on from the number given."""
    store = Store.open(Path(sys.argv[1]), PASSWORD, state_dir=Path(sys.argv[2]))
    vault = store.vaults()[0]
    newest = store.item(max(pages(store, vault.id), key=lambda summary: int(summary.title)).ref)
    number = int(sys.argv[3])
    while True:
        newest = write(store, number, newest)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main()
