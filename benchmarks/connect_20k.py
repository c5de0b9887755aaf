"""Loading 20,000 items in 40 vaults from a Connect server: Strongroom, a bare httpx client, and 1Password's own SDK.

Run as a module: `python -m benchmarks.connect_20k [ROUNDS]`. All three ask the same server in the same minute; figures
are given as ratios to each other. The server runs in a process of its own.
"""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import httpx
from onepasswordconnectsdk import new_client

from benchmarks.figures import Figure, Figures, Of, Row, Target, environment, table
from benchmarks.probe import LoopProbe
from benchmarks.run import Run
from tui.host import garbage
from tui.model.account import AccountConfig, TokenSource
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.services.catalog import Catalog
from tui.services.worker import ApiWorker

VAULTS, ITEMS = 40, 500
CONNECTIONS = 8


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """Begin a server, and return where it is and its token."""
    command = [sys.executable, "-m", "benchmarks.connect_server", str(VAULTS), str(ITEMS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101
        url, token = process.stdout.readline().split()
        try:
            yield url, token
        finally:
            process.communicate()


async def bare(url: str, token: str) -> float:
    """Download what there is to download, and look at none of it; return the seconds."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    async with httpx.AsyncClient(base_url=url, headers=headers, limits=limits, timeout=60) as client:
        begin = time.perf_counter()
        vaults = (await client.get("/v1/vaults")).json()
        turns = asyncio.Semaphore(CONNECTIONS)

        async def download(vault: str) -> int:
            async with turns:
                return len((await client.get(f"/v1/vaults/{vault}/items")).content)

        await asyncio.gather(*(download(vault["id"]) for vault in vaults))
        return time.perf_counter() - begin


async def ours(url: str, token: str) -> tuple[float, float, float]:
    """Load everything into a list that can be searched; return seconds to the first rows, to all, and held up."""
    from tui.backends.connect.backend import ConnectBackend

    config = AccountConfig(AccountId("team"), "connect", "Team", url, TokenSource.PROMPT)
    worker: ApiWorker[ConnectBackend] = ApiWorker(config.id)
    catalog, probe, first = Catalog(), LoopProbe(), 0.0

    async def opener() -> ConnectBackend:
        return ConnectBackend(config, Secret(token))

    await worker.start(opener)
    gc.disable()
    garbage.settle()  # as the app does
    begin = time.perf_counter()

    def told() -> None:
        nonlocal first
        if not first and catalog.snapshot.count:
            first = time.perf_counter() - begin

    catalog.listen(told)
    with probe.phase("load"):
        await catalog.load(worker)
    everything = time.perf_counter() - begin
    if catalog.snapshot.count != VAULTS * ITEMS:
        raise RuntimeError("not everything was loaded")
    await probe.stop()
    await worker.aclose()
    return first or everything, everything, probe.longest["load"]


def official(url: str, token: str) -> float:
    """List the same with 1Password's SDK; return the seconds."""
    client = new_client(url, token)
    begin = time.perf_counter()
    count = sum(len(client.get_items(vault.id)) for vault in client.get_vaults())
    if count != VAULTS * ITEMS:
        raise RuntimeError("not everything was listed")
    return time.perf_counter() - begin


def one_round(url: str, token: str) -> Figures:
    """Measure all three, one after the other."""
    download = asyncio.run(bare(url, token))
    first, everything, hold = asyncio.run(ours(url, token))
    sdk = official(url, token)
    return {
        "bare httpx, 8 connections, ms": download * 1000,
        "Strongroom, to the first rows, ms": first * 1000,
        "Strongroom, to all rows, ms": everything * 1000,
        "Strongroom, longest hold of the loop, ms": hold * 1000,
        "onepasswordconnectsdk, ms": sdk * 1000,
        "all rows / bare httpx, percent": everything / download * 100,
        "all rows / onepasswordconnectsdk, percent": everything / sdk * 100,
    }


def figures(run: Run) -> Iterator[Row]:
    """Ask the same server, by turns."""
    with served() as (url, token):
        asyncio.run(bare(url, token))  # the server makes its answers once
        found = [one_round(url, token) for _ in range(run.rounds)]
    rounds = {name: [[one[name]] for one in found] for name in found[0]}
    every, what = rounds["Strongroom, to all rows, ms"], "20,000 items over HTTP in a list that can be searched"
    sdk = f"onepasswordconnectsdk {version('onepasswordconnectsdk')}"
    yield Figure(what, "ms", every, sdk, rounds["onepasswordconnectsdk, ms"], [Target(0.10)])
    plain = f"httpx {version('httpx')}, answers thrown away"
    yield Figure(what, "ms", every, plain, rounds["bare httpx, 8 connections, ms"], [Target(5)])
    first = rounds["Strongroom, to the first rows, ms"]
    yield Figure("20,000 items over HTTP: to the first rows", "ms", first, targets=[Target(300, Of.MEDIAN)])
    hold = rounds["Strongroom, longest hold of the loop, ms"]
    yield Figure("20,000 items over HTTP: longest hold of the loop", "ms", hold, targets=[Target(50, Of.MOST)])


LIMITS = {
    "Strongroom, to the first rows, ms": 300,
    "Strongroom, longest hold of the loop, ms": 50,
    "all rows / bare httpx, percent": 500,
    "all rows / onepasswordconnectsdk, percent": 10,
}


def main(rounds: int) -> None:
    """Measure, and print."""
    print(environment())
    with served() as (url, token):
        asyncio.run(bare(url, token))  # the server makes its answers once
        found = [one_round(url, token) for _ in range(rounds)]
    print("\n".join(table(found, LIMITS)))
    print(environment())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
