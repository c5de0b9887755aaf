"""What a store of 100,000 items of 1.5 KB costs: to make, to unlock and list, to verify, to edit. Prints figures.

Run: python -m benchmarks.store_100k [ITEMS], in the root of the repository. What is measured runs in fresh processes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.model.category import LOGIN
from tui.model.edit import SetTitle
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.store.codec import encode_item
from tui.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
BATCH = 5000
EDITS = 2000


def main() -> None:
    """Make a store, then measure it in processes of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="strongroom-benchmark-") as directory:
        path = Path(directory) / "home.strongroom"
        for step in ("make", "open", "edit"):
            command = [sys.executable, "-m", "benchmarks.store_100k", step, str(path), str(count)]
            subprocess.run(command, check=True, cwd=ROOT)


def make(path: Path, count: int) -> None:
    """Make the store at the default cost."""
    with timed("make the store, key derived at the default cost"):
        store = Store.create(path, password(), state_dir=path.parent / "state")
    vault = store.create_vault("Private").id
    print(f"{'one item, as JSON':>50} {len(encode_item(login(vault, 1))):8} B")
    with timed(f"save {count} items, {BATCH} at a time"):
        for begin in range(0, count, BATCH):
            store.create_items([login(vault, number) for number in range(begin, min(count, begin + BATCH))])
    store.close()
    print(f"{'the file':>50} {path.stat().st_size / 1e6:8.1f} MB")


def open_and_list(path: Path, count: int) -> None:
    """Unlock, list everything, keep what a list would keep, then verify and back up."""
    started = time.perf_counter()
    with timed("unlock, key derived at the default cost"):
        store = Store.open(path, password(), state_dir=path.parent / "state")
    rows: list[str] = []
    with timed(f"list {count} items"):
        for page in store.summaries(store.vaults()[0].id):
            for one in page:
                rows += (one.ref.item, one.title, one.username, one.host)
    show("unlock and list", time.perf_counter() - started)
    if len(rows) != 4 * count:
        raise RuntimeError("the list is not whole")
    resident("resident once listed, columns kept")
    with timed("verify the manifest over every record"):
        store.verify()
    with timed("back up: copy, decrypt and check all of it"):
        store.backup()
    store.close()


def edit(path: Path, count: int) -> None:
    """Make durable edits and audit events, one after the other."""
    store = Store.open(path, password(), state_dir=path.parent / "state")
    refs = [one.ref for page in store.summaries(store.vaults()[0].id) for one in page]
    store.verify()
    took = []
    for number in range(EDITS):
        ref = refs[number * 7919 % len(refs)]
        version = store.item(ref).version
        begun = time.perf_counter()
        store.update(ref, [SetTitle(f"Edited {number}")], version)
        took.append(time.perf_counter() - begun)
    took.sort()
    for name, at in (("50", 0.5), ("99", 0.99), ("100", 1.0)):
        show(f"one durable edit, percentile {name}", took[min(EDITS - 1, int(EDITS * at))])
    store.close()


def password() -> Secret:
    """Return the password of the benchmark."""
    return Secret("s3cret-benchmark")


def login(vault: VaultId, number: int) -> Item:
    """Return a login of about 1.5 KB as JSON."""
    fields = (
        Field(FieldId("username"), FieldKind.TEXT, "user name", f"user{number}@example.org", purpose=Purpose.USERNAME),
        Field(
            FieldId("password"),
            FieldKind.CONCEALED,
            "password",
            Secret(f"s3cret-{number:024}"),
            purpose=Purpose.PASSWORD,
        ),
        Field(FieldId("otp"), FieldKind.OTP, "one-time password", Secret("JBSWY3DPEHPK3PXP")),
        Field(FieldId("notes"), FieldKind.NOTES, "notes", f"{number:08} " * 80, purpose=Purpose.NOTES),
    )
    ref = ItemRef(HOME, vault, ItemId(""))
    sites = (Website(f"https://www.host{number % 5000}.example/login"),)
    return Item(ref, f"Title of the item {number}", LOGIN, fields, websites=sites, tags=("work", f"tag {number % 20}"))


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long it took."""
    begun = time.perf_counter()
    yield
    show(name, time.perf_counter() - begun)


def show(name: str, seconds: float) -> None:
    """Print a figure."""
    print(f"{name:>50} {seconds * 1000:8.1f} ms", flush=True)


def resident(name: str) -> None:
    """Print the memory this process holds, where the system tells it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        print(f"{name:>50} {int(line.split()[1]) / 1024:8.1f} MB", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        {"make": make, "open": open_and_list, "edit": edit}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
