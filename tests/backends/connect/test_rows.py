"""Long lists: cut rightly wherever the cut falls, and never parsed for longer than a moment."""

from __future__ import annotations

import json
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.connect.place import Office
from tests.conftest import SoakScale
from tests.servers.connect import ConnectServer
from tui.backends.connect import rows
from tui.backends.http_json import slices
from tui.model.ids import AccountId, VaultId
from tui.model.item import ItemSummary

A, V = AccountId("a"), VaultId("v")


def test_an_element_that_is_odd_breaks_no_list() -> None:
    odd: list[object] = [None, 7, "x", [], {}, {"id": ""}, {"id": 5}, {"title": "no id"}]
    assert [rows.summary(one, A, V) for one in odd] == [None] * len(odd)
    row = rows.summary(
        {"id": "i", "title": None, "category": 4, "urls": [None, {"href": 5}, {"href": "HTTPS://WWW.One.Example:80/x"}]}
        | {"tags": [1, "a", None], "favorite": "yes", "version": "7", "updatedAt": 3, "state": None},
        A,
        V,
    )
    assert row is not None
    assert (row.title, row.category, row.host, row.tags) == ("", "4", "one.example", ("a",))
    assert (row.favourite, row.version, row.updated, row.archived) == (False, 7, 0.0, False)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
good = st.fixed_dictionaries(
    {
        "id": st.text(min_size=1, max_size=5),
        "title": st.text(max_size=5),
        "category": st.sampled_from(["LOGIN", "ssh_key", "SSH_KEY"]),
        "version": st.integers(0, 2**53),
    },
    optional={
        "tags": st.lists(st.text(max_size=3), max_size=3) | st.none(),
        "urls": st.lists(st.fixed_dictionaries({"href": st.sampled_from(["https://www.a.example/x", "x", ""])})),
        "favorite": st.booleans(),
        "state": st.sampled_from(["", "ACTIVE", "ARCHIVED", "deleted"]),
        "updatedAt": st.sampled_from(["2026-11-27T05:49:39.7Z", "x", ""]),
    },
)
some = st.sampled_from(["id", "title", "category", "version", "tags", "urls", "favorite", "state", "updatedAt"])
spoiled = st.builds(lambda one, key, value: {**one, key: value}, good, some, json_values)


@given(st.lists(good, max_size=4) | st.lists(good | spoiled | json_values, max_size=4))
def test_a_part_of_a_list_is_the_rows_of_its_elements(part: list[object]) -> None:
    page, odd = rows.page(part, A, V)
    found = [rows.summary(raw, A, V) for raw in part]
    assert list(page) == [row for row in found if row is not None]
    assert odd == sum(row is None and not rows.is_deleted(raw) for row, raw in zip(found, part, strict=True))
    keys = page.of_category("SSH_KEY")
    assert keys == [row.ref for row in page if row.category == "SSH_KEY"]


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://github.example/login", "github.example"),
        ("http://www.one.example", "one.example"),
        ("two.example/login", "two.example"),
        ("https://user@three.example:8443/", "three.example"),
        ("https://Four.Example", "four.example"),
        ("not a host", ""),
        ("", ""),
        ("https://[::1", ""),
    ],
)
def test_hosts(href: str, host: str) -> None:
    row = rows.summary({"id": "i", "urls": [{"href": href}]}, A, V)
    assert row is not None and row.host == host


@pytest.mark.openapi(answers=False)
async def test_what_is_left_out_is_counted_and_told(place: Office, vault: str) -> None:
    for title in ("one", "two"):
        place.server.add_item(vault, {"title": title})
    body = json.dumps([{"id": "a" * 26, "title": "good"}, {"title": "no id"}, 7]).encode()
    _serve(place.server, body)
    found = [row.title async for page in place.backend.items(VaultId(vault)) for row in page]
    assert found == ["good"]
    assert place.problems == ["2 of the vault's items cannot be read, and are left out."]


def _serve(server: ConnectServer, body: bytes) -> None:
    held = server.connect.state.vaults[next(iter(server.connect.state.vaults))]
    held.listing = (float("inf"), body)


@pytest.mark.soak
async def test_twenty_thousand_items_hold_up_nobody_and_cost_little(place: Office, soak_scale: SoakScale) -> None:
    size = soak_scale(20_000)
    [vault] = place.server.stock(1, size)
    url = f"{place.server.url}/v1/vaults/{vault}/items"
    headers = {"Authorization": f"Bearer {place.server.token}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as bare:
        await bare.get(url)
        began = time.thread_time()
        assert len((await bare.get(url)).json()) == size
        plain = time.thread_time() - began
    count, at, longest = 0, time.thread_time(), 0.0
    began = at
    async for page in place.backend.items(VaultId(vault)):
        count += len(page)
    ours = time.thread_time() - began
    body = place.server.connect.state.vaults[vault].listed(time.time())
    at = time.thread_time()
    for _ in slices(body, "No list."):
        longest = max(longest, time.thread_time() - at)
        at = time.thread_time()
    assert count == size
    assert ours < 5 * plain + 0.5, (ours, plain)
    assert longest < 0.5, longest


async def test_summaries_have_no_secret(place: Office, vault: str) -> None:
    place.server.add_item(vault, {"title": "Mail", "fields": [{"purpose": "PASSWORD", "value": "s3cret-x"}]})
    found: list[ItemSummary] = [row async for page in place.backend.items(VaultId(vault)) for row in page]
    assert "s3cret" not in repr(found)
