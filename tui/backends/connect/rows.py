"""Elements of a list turned into rows. One that is odd breaks no list."""

from __future__ import annotations

from array import array
from typing import Any

from tui.model.column import column
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.page import SummaryPage
from tui.model.texts import TagLists, Texts
from tui.tools.hosts import host_of
from tui.tools.mended import LARGEST, as_number, as_seconds, as_tags, as_text

_ACTIVE = frozenset((None, ""))


def page(part: list[Any], account: AccountId, vault: VaultId) -> tuple[SummaryPage, int]:
    """Return elements of a list as rows, and how many of them are none, and not items that were deleted either.

    Where all of them are as they should be, which is nearly always, nothing is made for each.
    """
    plain = _columns(part, account, vault)
    if plain is not None:
        return plain, 0
    found = [summary(raw, account, vault) for raw in part]
    odd = sum(row is None and not is_deleted(raw) for row, raw in zip(found, part, strict=True))
    return SummaryPage.of(account, vault, [row for row in found if row is not None]), odd


def _columns(part: list[Any], account: AccountId, vault: VaultId) -> SummaryPage | None:
    """Return elements as rows, or None where one of them is not as it should be: then each is looked at by itself."""
    try:
        ids, versions = [one["id"] for one in part], [one["version"] for one in part]
        tags = [one.get("tags") or () for one in part]
        if not (all(ids) and _ACTIVE.issuperset([one.get("state") for one in part])):
            return None
        if {*map(type, versions)} != {int} or max(versions) >= LARGEST or not {*map(type, tags)} <= {list, tuple}:
            return None
        chunks = (
            Texts.of(ids),
            Texts.of([one["title"] for one in part]),
            Texts.of([one["category"].upper() for one in part]),
            Texts.of([""] * len(part)),
            Texts.of([_host(one.get("urls")) for one in part]),
            TagLists.of(map(tuple, tags)),
            bytes([one.get("favorite") is True for one in part]),
            array("d", [as_seconds(one.get("updatedAt") or one.get("updated_at")) for one in part]),
            array("q", versions),
        )
        return SummaryPage(account, vault, *map(column, chunks))
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError):
        return None


def summary(raw: object, account: AccountId, vault: VaultId) -> ItemSummary | None:
    """Return the row of an element, or None where it is none: it has no id, or was deleted."""
    if not isinstance(raw, dict):
        return None
    item_id, state = raw.get("id"), as_text(raw.get("state")).upper()
    if not isinstance(item_id, str) or not item_id or state == "DELETED":
        return None
    return ItemSummary(
        ItemRef(account, vault, ItemId(item_id)),
        as_text(raw.get("title")),
        as_text(raw.get("category")).upper(),
        "",
        _host(raw.get("urls")),
        tuple(as_tags(raw.get("tags"))),
        raw.get("favorite") is True,
        state == "ARCHIVED",
        False,
        as_seconds(raw.get("updatedAt") or raw.get("updated_at")),
        as_number(raw.get("version")),
    )


def is_deleted(raw: object) -> bool:
    """Whether an element is an item that was deleted."""
    return isinstance(raw, dict) and as_text(raw.get("state")).upper() == "DELETED"


def _host(urls: object) -> str:
    """Return the host of the first address that has one."""
    if urls and isinstance(urls, list):
        for url in urls:
            href = url.get("href") if isinstance(url, dict) else None
            if isinstance(href, str) and (host := host_of(href)):
                return host
    return ""
