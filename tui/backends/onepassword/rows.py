"""Lists of items as rows. The SDK tells of an item there neither its version nor a user name."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress

from tui.backends.onepassword.wire import category_id
from tui.model.column import CHUNK, column
from tui.model.flags import ARCHIVED
from tui.model.ids import AccountId, ItemId, ItemRef, VaultId
from tui.model.item import ItemSummary
from tui.model.page import SummaryPage
from tui.model.texts import TagLists, Texts
from tui.tools.hosts import host_of
from tui.tools.mended import as_seconds, as_tags, as_text

_ARCHIVED = "archived"


def pages(found: Sequence[object], account: AccountId, vault: VaultId) -> Iterator[SummaryPage]:
    """Yield the elements of a list as rows, some at a time; an element without an id is none."""
    for at in range(0, len(found), CHUNK):
        part = found[at : at + CHUNK]
        plain = _columns(part, account, vault)
        if plain is None:
            rows = (summary(raw, account, vault) for raw in part)
            plain = SummaryPage.of(account, vault, [row for row in rows if row is not None])
        yield plain


def archived(page: SummaryPage) -> set[ItemId]:
    """Return which items of a page are archived."""
    return {ItemId(one) for one in compress(page.ids, [flags & ARCHIVED for flags in page.flags])}


def _columns(part: Sequence[object], account: AccountId, vault: VaultId) -> SummaryPage | None:
    """Return elements as rows, or None where one of them is not as it should be: then each is looked at by itself."""
    try:
        whole = [one for one in part if isinstance(one, dict)]
        ids, tags = [one["id"] for one in whole], [one["tags"] for one in whole]
        if len(whole) < len(part) or not all(ids) or not {*map(type, tags)} <= {list}:
            return None
        chunks = (
            Texts.of(ids),
            Texts.of([one["title"] for one in whole]),
            Texts.of([category_id(one["category"]) for one in whole]),
            Texts.of([""] * len(part)),
            Texts.of([_host(one["websites"]) for one in whole]),
            TagLists.of(map(tuple, tags)),
            bytes([ARCHIVED * (one["state"] == _ARCHIVED) for one in whole]),
            array("d", [as_seconds(one["updatedAt"]) for one in whole]),
            array("q", [0] * len(part)),
        )
        return SummaryPage(account, vault, *map(column, chunks))
    except (TypeError, KeyError, AttributeError):
        return None


def summary(raw: object, account: AccountId, vault: VaultId) -> ItemSummary | None:
    """Return the row of an element, or None where it has no id."""
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not raw["id"]:
        return None
    return ItemSummary(
        ItemRef(account, vault, ItemId(raw["id"])),
        as_text(raw.get("title")),
        category_id(as_text(raw.get("category"))),
        host=_host(raw.get("websites")),
        tags=tuple(as_tags(raw.get("tags"))),
        archived=raw.get("state") == _ARCHIVED,
        updated=as_seconds(raw.get("updatedAt")),
    )


def _host(sites: object) -> str:
    """Return the host of the first address that has one."""
    if sites and isinstance(sites, list):
        for site in sites:
            url = site.get("url") if isinstance(site, dict) else None
            if isinstance(url, str) and (host := host_of(url)):
                return host
    return ""
