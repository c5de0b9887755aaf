"""Vaults of a store: their names, how many items they have, and where the next item goes."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from tui.model.errors import Invalid, NotFound
from tui.model.ids import AccountId, VaultId
from tui.model.vault import Vault
from tui.store.jsonform import Fields, dumps, loads
from tui.store.naming import RecordKey, RecordKind, id_bytes, id_text, new_id
from tui.store.overview import MOST_ITEMS, Overviews
from tui.store.records import Records, pad


@dataclass(frozen=True, slots=True)
class VaultRecord:
    """What is kept of a vault.

    `active` counts the items that are not archived; `part` is the segment that takes new items, `room` what it still
    takes; `parts` counts the segments there ever were.
    """

    name: str
    description: str
    created: float
    updated: float
    active: int = 0
    part: int = 0
    room: int = MOST_ITEMS
    parts: int = 1

    def encode(self) -> bytes:
        """Return JSON bytes, padded."""
        return pad(
            dumps(
                {
                    "name": self.name,
                    "description": self.description,
                    "created": self.created,
                    "updated": self.updated,
                    "active": self.active,
                    "part": self.part,
                    "room": self.room,
                    "parts": self.parts,
                }
            )
        )

    @classmethod
    def decode(cls, plain: bytes) -> VaultRecord:
        """Read what `encode` wrote."""
        fields = Fields(loads(plain))
        record = cls(
            fields.take("name", str),
            fields.take("description", str),
            fields.take("created", float),
            fields.take("updated", float),
            fields.take("active", int),
            fields.take("part", int),
            fields.take("room", int),
            fields.take("parts", int),
        )
        fields.done()
        return record


class Vaults:
    """The vaults of one store."""

    def __init__(self, records: Records, overviews: Overviews, account: AccountId) -> None:
        self._records = records
        self._overviews = overviews
        self._account = account

    def all(self) -> list[Vault]:
        """Return every vault, in the order of their names."""
        with self._records.reading():
            keys = self._records.keys_of(RecordKind.VAULT)
            found = [self._vault(key.id, VaultRecord.decode(self._records.read(key))) for key in keys]
        return sorted(found, key=lambda vault: (vault.name.casefold(), vault.id))

    def create(self, name: str, description: str) -> Vault:
        """Make a vault.

        Raises:
            Invalid: the name is empty.
        """
        vault, now = new_id(), time.time()
        record = VaultRecord(_checked(name), description, now, now)
        with self._records.writing():
            self.save(vault, record)
        return self._vault(vault, record)

    def rename(self, vault: VaultId, name: str, description: str) -> Vault:
        """Give a vault another name and description."""
        name = _checked(name)
        with self._records.writing():
            raw, record = self.load(vault)
            record = replace(record, name=name, description=description, updated=time.time())
            self.save(raw, record)
        return self._vault(raw, record)

    def delete(self, vault: VaultId) -> None:
        """Delete a vault with its items and their earlier versions."""
        with self._records.writing():
            raw, _ = self.load(vault)
            gone = set(self._item_ids(raw))
            for kind in (RecordKind.ITEM, RecordKind.VERSION, RecordKind.FILE):
                for key in self._records.keys_of(kind):
                    if key.id in gone:
                        self._records.drop(key)
            for key in self._records.keys_of(RecordKind.OVERVIEW, raw):
                self._records.drop(key)
            self._records.drop(RecordKey(RecordKind.VAULT, raw))

    def _item_ids(self, vault: bytes) -> list[bytes]:
        found = []
        for part in self._overviews.parts(vault):
            found += [raw for one in self._overviews.page(vault, part).ids if (raw := id_bytes(one)) is not None]
        return found

    def load(self, vault: VaultId) -> tuple[bytes, VaultRecord]:
        """Return a vault's raw id and record, inside of a transaction.

        Raises:
            NotFound: there is no such vault.
        """
        raw = id_bytes(vault)
        plain = None if raw is None else self._records.get(RecordKey(RecordKind.VAULT, raw))
        if raw is None or plain is None:
            raise NotFound("This vault is no longer there.")
        return raw, VaultRecord.decode(plain)

    def save(self, raw: bytes, record: VaultRecord) -> None:
        """Write a vault's record, inside of a transaction."""
        self._records.put(RecordKey(RecordKind.VAULT, raw), record.encode())

    def _vault(self, raw: bytes, record: VaultRecord) -> Vault:
        return Vault(
            self._account,
            VaultId(id_text(raw)),
            record.name,
            kind="local",
            description=record.description,
            items=record.active,
            updated=record.updated,
        )


def _checked(name: str) -> str:
    if not name.strip():
        raise Invalid("A vault needs a name.")
    return name
