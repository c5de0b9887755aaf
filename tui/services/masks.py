"""Which rows of a snapshot a filter leaves, whatever words it has: kept, since words are typed letter by letter."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import replace

from tui.model.ids import AccountId, VaultId
from tui.services.columns import ARCHIVED, EMPTY, FAVOURITE, GONE, HAS_OTP, Snapshot
from tui.tools.query import Query

MOST = 8
"""So many masks of a snapshot are kept."""

_Asked = tuple[AccountId | None, VaultId | None, Query]


class Masks:
    """The masks last asked for."""

    def __init__(self) -> None:
        self._snapshot = EMPTY
        self._known: dict[_Asked, bytes] = {}

    def get(self, snapshot: Snapshot, account: AccountId | None, vault: VaultId | None, query: Query) -> bytes:
        """Return one byte per row: 1 where vault, state and tags let it be shown."""
        if self._snapshot is not snapshot or len(self._known) >= MOST:
            self._snapshot, self._known = snapshot, {}
        asked = (account, vault, replace(query, words=""))
        if asked not in self._known:
            self._known[asked] = _mask(snapshot, *asked)
        return self._known[asked]


def _mask(snapshot: Snapshot, account: AccountId | None, vault: VaultId | None, query: Query) -> bytes:
    needed = FAVOURITE * query.favourite + HAS_OTP * query.otp + ARCHIVED * query.archived
    barred = GONE if query.archived else GONE | ARCHIVED
    table = bytes(flags & needed == needed and not flags & barred for flags in range(256))
    keep = snapshot.columns.marks(table)
    places = _places(snapshot, account, vault, query)
    if len(places) < len(snapshot.places):
        keep = bytes(map(operator.and_, keep, map(places.__contains__, snapshot.columns.vault)))
    for tag in query.tags:
        keep = bytes(map(operator.and_, keep, _tagged(snapshot, tag.casefold())))
    return keep


def _places(snapshot: Snapshot, account: AccountId | None, vault: VaultId | None, query: Query) -> set[int]:
    names = [name.casefold() for name in query.vaults]
    return {
        index
        for index, place in enumerate(snapshot.places)
        if account in (None, place.account)
        and vault in (None, place.vault)
        and (not names or any(name in place.name.casefold() for name in names))
    }


def _tagged(snapshot: Snapshot, wanted: str) -> Iterable[bool]:
    """Whether each row has a tag, or one nested in it."""
    known: dict[tuple[str, ...], bool] = {(): False}
    for tags in snapshot.columns.tags:
        if tags not in known:
            folded = [tag.casefold() for tag in tags]
            known[tags] = any(tag == wanted or tag.startswith(f"{wanted}/") for tag in folded)
        yield known[tags]
