"""What the server holds: vaults, items and the contents of files, as raw JSON; each as it is and as readers see it."""

from __future__ import annotations

import base64
import copy
import json
import math
import random
import string
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.servers.connect.lagging import Lagging
from tests.servers.connect.refused import Refused

Json = dict[str, Any]

EDITOR = "DOIHOHSV2NHK5HMSOLCWJUXFDM"
_DETAILS = frozenset({"sections", "fields", "files"})
_ID = frozenset(string.ascii_lowercase + string.digits)


def timestamp(at: float) -> str:
    """Return a Unix time as Go writes it: RFC 3339, as many digits of the fraction as it needs, up to nine."""
    seconds, fraction = divmod(round(at * 10**9), 10**9)
    digits = f".{fraction:09d}".rstrip("0").rstrip(".")
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + digits + "Z"


def summary(item: Json) -> Json:
    """Return an item as lists show it."""
    return {name: value for name, value in item.items() if name not in _DETAILS}


@dataclass(slots=True)
class Vault:
    """A vault, its items by id (None: deleted), and whether somebody is writing to it right now."""

    info: Lagging[Json]
    items: dict[str, Lagging[Json | None]] = field(default_factory=dict)
    writing: bool = False
    listing: tuple[float, bytes] | None = None
    """The list of its items as JSON, and until when it holds."""

    def rows(self, now: float) -> Iterator[Json]:
        """Yield the items that readers see, as lists show them."""
        for each in self.items.values():
            item = each.seen(now)
            if item is not None:
                yield summary(item)

    def listed(self, now: float) -> bytes:
        """Return the list of all items as JSON: made once, since a test may ask for it a thousand times."""
        if self.listing is None or self.listing[0] <= now:
            until = min((each.next_change(now) for each in self.items.values()), default=math.inf)
            text = json.dumps(list(self.rows(now)), ensure_ascii=False, separators=(",", ":"))
            self.listing = (until, text.encode("utf-8", "surrogatepass"))
        return self.listing[1]


class State:
    """Everything that the server holds. Whoever calls it holds its lock, as do the test's thread and the server's."""

    def __init__(self, seed: int) -> None:
        self.lock = threading.RLock()
        self.dice = random.Random(seed)  # noqa: S311 - the same ids in every run
        self.clock: Callable[[], float] = time.time
        """What time it is, in Unix seconds: a test can set it, to see what lags."""
        self.vaults: dict[str, Vault] = {}
        self.contents: dict[str, bytes] = {}
        self.any_id = False
        """Whether ids may have any form, as those of other services that speak like Connect."""

    def is_id(self, text: str) -> bool:
        """Whether a text has the form of an id."""
        return self.any_id or (len(text) == 26 and set(text) <= _ID)

    def new_id(self) -> str:
        """Return a new id, as vaults, items, files and fields have one."""
        return base64.b32encode(self.dice.randbytes(20))[:26].decode().lower()

    def add_vault(self, name: str, kind: str, description: str, vault: str = "") -> str:
        """Add a vault, and return its id."""
        vault = vault or self.new_id()
        now = timestamp(self.clock())
        info: Json = {"id": vault, "name": name, "attributeVersion": 1, "contentVersion": 1, "items": 0, "type": kind}
        if description:
            info["description"] = description
        self.vaults[vault] = Vault(Lagging(info | {"createdAt": now, "updatedAt": now}))
        return vault

    def vault(self, vault: str) -> Vault:
        """Return a vault. Raises `Refused` with 404."""
        found = self.vaults.get(vault)
        if found is None:
            raise Refused(404, f"vault {vault} not found")
        return found

    def seen(self, vault: str, item: str) -> Json:
        """Return an item as readers see it. Raises `Refused` with 404."""
        held = self.vault(vault).items.get(item)
        found = held.seen(self.clock()) if held else None
        if found is None:
            raise Refused(404, f"item {item} not found")
        return found

    def newest(self, vault: str, item: str) -> Json:
        """Return an item as it is, for who writes. Raises `Refused` with 404, also while readers do not see it yet."""
        self.seen(vault, item)
        found = self.vaults[vault].items[item].newest
        if found is None:
            raise Refused(404, f"item {item} not found")
        return found

    def put(self, vault: str, item: Json, lag: float = 0) -> Json:
        """Store an item, new or again, with the next version; and return it as it is stored."""
        now, held = self.clock(), self.vault(vault)
        old = held.items.get(item["id"])
        before = old.newest if old else None
        item["version"] = before["version"] + 1 if before else item.get("version", 1)
        item["updatedAt"] = timestamp(now)
        item.setdefault("createdAt", item["updatedAt"])
        item["lastEditedBy"] = EDITOR
        slot = held.items.setdefault(item["id"], Lagging(None))
        slot.set(item, now, lag)
        self._changed(held, lag, 0 if before else 1)
        return item

    def put_all(self, vault: str, items: Iterable[Json]) -> None:
        """Store many new items at once, all of the same moment."""
        now, held = timestamp(self.clock()), self.vault(vault)
        stamp = {"version": 1, "createdAt": now, "updatedAt": now, "lastEditedBy": EDITOR}
        new: dict[str, Lagging[Json | None]] = {item["id"]: Lagging(item | stamp) for item in items}
        held.items.update(new)
        self._changed(held, 0, len(new))

    def delete(self, vault: str, item: str, lag: float = 0) -> None:
        """Delete an item for good. Raises `Refused` with 404."""
        self.newest(vault, item)
        held = self.vaults[vault]
        held.items[item].set(None, self.clock(), lag)
        self._changed(held, lag, -1)

    def copy(self, vault: str, item: str) -> Json:
        """Return a copy of an item as it is in truth. Raises `KeyError` if there is none."""
        found = self.vaults[vault].items[item].newest
        if found is None:
            raise KeyError(item)
        return copy.deepcopy(found)

    def _changed(self, held: Vault, lag: float, more: int) -> None:
        info = held.info.newest
        news = {"contentVersion": info["contentVersion"] + 1, "items": info["items"] + more}
        held.info.set(info | news | {"updatedAt": timestamp(self.clock())}, self.clock(), lag)
        held.listing = None
