"""The other Strongroom: opens the store, says so, and when told writes one title."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.hoard import password
from tui.model.edit import SetTitle
from tui.model.ids import HOME, ItemId, ItemRef, VaultId
from tui.store.store import Store


def main(path: Path, vault: str, item: str) -> None:
    """Wait for a line before writing."""
    store = Store.open(path, password(), state_dir=path.parent)
    store.verify()
    ref = ItemRef(HOME, VaultId(vault), ItemId(item))
    print("ready", flush=True)
    sys.stdin.readline()
    store.update(ref, [SetTitle("Written elsewhere")], store.item(ref).version)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
