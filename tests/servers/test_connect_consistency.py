"""Reads that lag behind writes, writes that meet each other, and a server that has just started."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from tests.servers.connect import ConnectServer
from tests.servers.connect.lagging import Lagging


def login(vault: str) -> dict[str, Any]:
    """Return the body of a new login."""
    return {"vault": {"id": vault}, "category": "LOGIN", "title": "Bank"}


def test_a_value_is_seen_late_and_in_order() -> None:
    value = Lagging("a", 0)
    value.set("b", now=10, lag=5)
    value.set("c", now=11, lag=1)  # b would be seen at 15: c cannot be earlier
    assert [value.seen(at) for at in (10, 14.9, 15)] == ["a", "a", "c"]
    assert (value.newest, value.next_change(15)) == ("c", float("inf"))


def test_reads_show_the_state_before_a_write(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.add_vault("Work")
    old = server.add_item(vault, {"title": "Old"})
    other = server.add_item(vault, {"title": "Other"})
    items = f"/v1/vaults/{vault}/items"
    before = http.get(f"/v1/vaults/{vault}").json()
    now = time.time()
    server.connect.state.clock = lambda: now  # nothing depends on how fast the test is
    server.faults.lag = 10
    made = http.post(items, json=login(vault)).json()
    patch = http.patch(f"{items}/{old}", json=[{"op": "replace", "path": "/title", "value": "New"}])
    assert (patch.json()["title"], patch.json()["version"]) == ("New", 2)
    assert http.delete(f"{items}/{other}").status_code == 204

    assert http.get(f"{items}/{made['id']}").status_code == 404
    assert http.patch(f"{items}/{made['id']}", json=[]).status_code == 404
    assert (http.get(f"{items}/{old}").json()["title"], http.get(f"{items}/{old}").json()["version"]) == ("Old", 1)
    assert http.get(f"{items}/{other}").status_code == 200
    assert [row["title"] for row in http.get(items).json()] == ["Old", "Other"]
    assert http.get(f"/v1/vaults/{vault}").json() == before
    assert server.item(vault, old)["title"] == "New"

    now += 10
    assert http.get(f"{items}/{made['id']}").json()["version"] == 1
    assert http.get(f"{items}/{old}").json()["title"] == "New"
    assert http.get(f"{items}/{other}").status_code == 404
    assert [row["title"] for row in http.get(items).json()] == ["New", "Bank"]
    after = http.get(f"/v1/vaults/{vault}").json()
    assert (after["items"], after["contentVersion"]) == (before["items"], before["contentVersion"] + 3)


def test_the_answer_of_a_change_can_have_the_old_version(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.add_vault("Work")
    path = f"/v1/vaults/{vault}/items/{server.add_item(vault, {'title': 'Old'})}"
    server.faults.old_version = True
    patch = http.patch(path, json=[{"op": "replace", "path": "/title", "value": "New"}])
    assert (patch.json()["title"], patch.json()["version"]) == ("New", 1)
    assert http.get(path).json()["version"] == 2
    assert http.put(path, json=patch.json()).json()["version"] == 2
    assert http.get(path).json()["version"] == 3


async def test_writes_in_one_vault_conflict(server: ConnectServer) -> None:
    one, two = server.add_vault("One"), server.add_vault("Two")
    path = f"/v1/vaults/{one}/items/{server.add_item(one, {'title': 'Old'})}"
    headers = {"Authorization": f"Bearer {server.token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, trust_env=False) as http:
        server.faults.write_seconds = 60
        slow = [asyncio.create_task(http.post(f"/v1/vaults/{vault}/items", json=login(vault))) for vault in (one, two)]
        while server.count("POST") < 2:
            await asyncio.sleep(0.01)
        assert (await http.patch(path, json=[])).status_code == 409
        refused = await http.delete(path)
        assert refused.json() == {"status": 500, "message": "Something went wrong"}
        server.faults.write_seconds = 0
        assert [(await each).status_code for each in slow] == [200, 200]
        assert (await http.delete(path)).status_code == 204


def test_conflicts_can_be_ordered(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.add_vault("Work")
    server.faults.conflict_next, server.faults.delete_500_next = 2, 1
    items = f"/v1/vaults/{vault}/items"
    answers = [http.post(items, json=login(vault)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [409, 409, 200]
    path = f"{items}/{answers[-1].json()['id']}"
    assert [http.delete(path).status_code for _ in range(3)] == [500, 204, 404]


def test_the_first_call_waits_or_fails(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.first_call_seconds = 0.2
    started = time.monotonic()
    assert http.get("/heartbeat").status_code == 200
    assert server.faults.first_call_seconds == 0.2
    assert http.get("/v1/vaults").status_code == 200
    assert time.monotonic() - started >= 0.2
    waits = "failed to initiate, review service logs for details"
    for status, message in ((401, "Invalid bearer token"), (500, waits)):
        server.faults.first_call_status = status
        assert http.get("/v1/vaults").json() == {"status": status, "message": message}
        assert http.get("/v1/vaults").status_code == 200


def test_somebody_else_edits_and_deletes(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.add_vault("Work")
    item = server.add_item(vault, {"title": "Old"})
    content = server.vault(vault)["contentVersion"]
    server.touch(vault, item, title="New", favorite=True)
    read = http.get(f"/v1/vaults/{vault}/items/{item}").json()
    assert (read["title"], read["favorite"], read["version"]) == ("New", True, 2)
    assert server.vault(vault)["contentVersion"] == content + 1
    server.remove(vault, item)
    assert http.get(f"/v1/vaults/{vault}/items").json() == []
    with pytest.raises(KeyError):
        server.item(vault, item)
    server.touch_vault(vault, name="Office")
    told = http.get(f"/v1/vaults/{vault}").json()
    assert (told["name"], told["attributeVersion"]) == ("Office", 2)
    server.remove_vault(vault)
    assert http.get("/v1/vaults").json() == []
