"""The hoard that is measured: a store of many logins of 1.5 KB, made at the default cost.

Titles are in no order, and as alike as those of real vaults: sorting and searching them is not made easy.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from benchmarks.figures import timed
from tui.model.category import LOGIN
from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.store.codec import encode_item
from tui.store.store import Store

ROOT = Path(__file__).resolve().parent.parent
BATCH = 5000

SERVICES = """
    Airline Amber Bank Bakery Calendar Cloud Compass Dentist Domain Electric Fjord Forum Garden Gmail Harbour Hotel
    Insurance Invoice Journal Kayak Larkmail Library Mailbox Market Museum Notary Office Orchard Parking Payroll
    Quarry Radio Router School Server Studio Tailor Travel University Vineyard Webmail Workshop Yard Zebra
"""
KINDS = "account admin backup billing family login old personal portal shop staging test work"


def password() -> Secret:
    """Return the password of the hoard."""
    return Secret("s3cret-benchmark")


def make(path: Path, count: int) -> None:
    """Make a store of `count` items at `path`, whose folder must be there."""
    with timed("make the store, key derived at the default cost"):
        store = Store.create(path, password(), state_dir=path.parent / "state")
    vault = store.create_vault("Private").id
    print(f"{'one item, as JSON':>50} {len(encode_item(login(vault, 1))):8} B")
    with timed(f"save {count} items, {BATCH} at a time"):
        for begin in range(0, count, BATCH):
            store.create_items([login(vault, number) for number in range(begin, min(count, begin + BATCH))])
    store.close()
    print(f"{'the file':>50} {path.stat().st_size / 1e6:8.1f} MB")


def login(vault: VaultId, number: int) -> Item:
    """Return login `number`, of about 1.5 KB as JSON."""
    chance = random.Random(number)  # noqa: S311 - the same hoard every time
    service, kind = chance.choice(SERVICES.split()), chance.choice(KINDS.split())
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
    sites = (Website(f"https://www.{service.lower()}{number % 5000}.example/login"),)
    title = f"{service} {kind} {chance.randrange(100_000)}"
    return Item(ref, title, LOGIN, fields, websites=sites, tags=("work", f"tag {number % 20}"))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
