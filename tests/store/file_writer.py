"""A child process that changes the files of an item and tells what was acknowledged, until it is killed.

It kills itself before its SQL statement number `step`, counted from the first write, or waits to be killed where that
is 0. Line by line it prints the version that a change made. A file is named after it, which tells its content.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

from tests.store.places import PASSWORD, pages
from tui.model.item import Item
from tui.store.pieces import PIECE_BYTES
from tui.store.store import Store


def content(version: int) -> bytes:
    """Return the content of the file that a version brought: between none and four pieces, each another one."""
    size = version * 77_777 % (3 * PIECE_BYTES + 1000)
    return b"".join(b"%07d %07d," % (version, number) for number in range(size // 16 + 1))[:size]


def change(store: Store, item: Item) -> Item:
    """Do to the item what comes after its version."""
    version = item.version + 1
    if version % 5 == 0 and item.files:
        return store.files.remove(item.ref, item.files[0].id, item.version)
    if version % 7 == 0:
        return store.restore_version(item.ref, item.version - 1)
    file = store.files.incoming(f"file {version}", item.ref)
    file.add(content(version))
    return store.files.attach(item.ref, file, item.version, item.files[0].id if len(item.files) > 2 else None)


def die_at(store: Store, step: int) -> None:
    """Be killed before the statement of that number."""
    left = step

    def count(_: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    connection: sqlite3.Connection = store._records.connection
    connection.set_trace_callback(count)


def main() -> None:
    """Change on and on."""
    store = Store.open(Path(sys.argv[1]), PASSWORD, state_dir=Path(sys.argv[2]))
    store.keep_versions = 2
    (row,) = pages(store, store.vaults()[0].id)
    item = store.item(row.ref)
    if step := int(sys.argv[3]):
        die_at(store, step)
    while True:
        item = change(store, item)
        sys.stdout.write(f"{item.version}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
