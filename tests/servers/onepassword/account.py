"""What the tests' 1Password holds: vaults with their items and files, groups, Environments. Each is raw JSON.

Whoever calls it holds its lock: the test's thread does, and those that ask. What is computed (a one-time code, a
fingerprint) is not held: see details.py.
"""

from __future__ import annotations

import random
import string
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.servers.onepassword.refused import denied, not_found
from tests.servers.onepassword.words import EVERYTHING, LARGEST, READ, Json

_ID = string.ascii_lowercase + "234567"


def timestamp(at: float) -> str:
    """Return a Unix time as the core writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


@dataclass(slots=True)
class Held:
    """An item: its JSON without what is computed, and its state."""

    raw: Json
    state: str = "active"


@dataclass(slots=True)
class Vault:
    """A vault, its items by id, what the test's own client may do in it, and what others may."""

    info: Json
    rights: int = EVERYTHING
    ours: bool = False
    """Whether it was made by the service account itself, which alone it may manage."""
    items: dict[str, Held] = field(default_factory=dict)
    access: dict[tuple[str, str], int] = field(default_factory=dict)
    """Permissions by "user" or "group", and id."""

    @property
    def personal(self) -> bool:
        """Whether it is one that no service account sees."""
        return bool(self.info["vaultType"] == "personal")

    @property
    def active(self) -> int:
        """How many of its items are not archived."""
        return sum(held.state == "active" for held in self.items.values())


class Account:
    """Everything that one account of 1Password holds."""

    def __init__(self, seed: int) -> None:
        self.lock = threading.RLock()
        self.dice = random.Random(seed)  # noqa: S311 - the same ids in every run
        self.clock: Callable[[], float] = time.time
        """What time it is, in Unix seconds: a test can set it."""
        self.plan = "business"
        """Or "teams", where permissions are granted by whole levels."""
        self.vaults: dict[str, Vault] = {}
        self.contents: dict[str, bytes] = {}
        """The contents of files, by id."""
        self.groups: dict[str, Json] = {}
        self.environments: dict[str, list[Json]] = {}
        self.hidden_environments: set[str] = set()
        """Those that the service account was not given."""
        self.policy: Json = {}
        self.links: list[Json] = []
        """The links that were made: item, recipients, expiry."""
        self.may_create_vaults = True
        self.largest = LARGEST
        """How large a file may be, in bytes; a test can set it, since the SDK sends none that is as large as that."""

    def new_id(self) -> str:
        """Return a new id: 26 characters."""
        return "".join(self.dice.choices(_ID, k=26))

    def now(self) -> str:
        """Return the time as it is written on the wire."""
        return timestamp(self.clock())

    def seen(self, *, service: bool) -> Iterator[Vault]:
        """Yield the vaults that a client sees."""
        yield from (one for one in self.vaults.values() if one.rights and not (service and one.personal))

    def vault(self, vault: str, needs: int, *, service: bool) -> Vault:
        """Return a vault in which the client may do something. Raises `Refused`."""
        found = self.vaults.get(vault)
        if found is None or not found.rights or (service and found.personal):
            raise not_found()
        if needs & ~found.rights:
            raise denied()
        return found

    def item(self, vault: str, item: str, needs: int = READ, *, service: bool) -> Held:
        """Return an item for which the client has the rights. Raises `Refused`."""
        held = self.vault(vault, needs, service=service).items.get(item)
        if held is None:
            raise not_found()
        return held

    def changed(self, vault: str) -> None:
        """Note that something in a vault is different now."""
        info = self.vaults[vault].info
        info["contentVersion"] += 1
        info["updatedAt"] = self.now()
