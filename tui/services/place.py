"""Where somebody was when the lock came, so that the next unlock leads back there. Sealed in the home store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from tui.model.errors import VaultError
from tui.model.ids import AccountId, DraftId, ItemId, ItemRef, VaultId
from tui.store.naming import RecordKind

if TYPE_CHECKING:
    from tui.services.home import Home

KEY = "place"


@dataclass(frozen=True, slots=True)
class Place:
    """What was on the screen.

    `screen` is "vaults", "items", "editor", "versions", "accounts", "audit", "item audit", "due", "generator",
    "environments", "references" or "access"; `items` says whether the item browser was open, be it below another;
    `text`, `account` and `vault` are what it showed, `ref` is the item under the cursor, or what a screen above it was
    about, `detail`: the cursor was among its fields. `draft` is what the editor was at, `references` what was listed.
    Where it is "access", `account` and `vault` are those to which there is access.
    """

    screen: str = "vaults"
    items: bool = False
    text: str = ""
    account: AccountId | None = None
    vault: VaultId | None = None
    ref: ItemRef | None = None
    detail: bool = False
    draft: DraftId | None = None
    references: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as it is sealed."""
        import json

        table = asdict(self)
        table["ref"] = (self.ref.account, self.ref.vault, self.ref.item) if self.ref is not None else None
        return json.dumps(table).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Place:
        """Read what was sealed. Raises ValueError, KeyError or TypeError where it has another form."""
        import json

        table = json.loads(raw)
        ref = table["ref"]
        return cls(
            str(table["screen"]),
            bool(table["items"]),
            str(table["text"]),
            AccountId(str(table["account"])) if table["account"] is not None else None,
            VaultId(str(table["vault"])) if table["vault"] is not None else None,
            ItemRef(AccountId(str(ref[0])), VaultId(str(ref[1])), ItemId(str(ref[2]))) if ref is not None else None,
            bool(table["detail"]),
            DraftId(str(table["draft"])) if table["draft"] is not None else None,
            tuple(map(str, table["references"])),
        )


async def keep(home: Home, place: Place) -> None:
    """Seal it. Where that fails nothing is lost but the place."""
    try:
        await home.finish(lambda backend: backend.put(RecordKind.LEARNT, KEY, place.to_bytes()))
    except VaultError:
        return


async def take(home: Home) -> Place | None:
    """Return what was kept, once; None where there is nothing, or nothing that can be read."""
    try:
        raw = await home.read(lambda backend: backend.get(RecordKind.LEARNT, KEY))
        if raw is None:
            return None
        await home.finish(lambda backend: backend.remove(RecordKind.LEARNT, KEY))
        return Place.from_bytes(raw)
    except (VaultError, ValueError, KeyError, TypeError, IndexError):
        return None
