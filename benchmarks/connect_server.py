"""A Connect server of the tests in a process of its own, so that it takes no time from who is measured."""

from __future__ import annotations

import sys

from tests.servers.connect import ConnectServer


def main(vaults: int, items: int) -> None:
    """Serve so many vaults with so many items each, say where, and go on until the input ends."""
    with ConnectServer() as server:
        server.stock(vaults, items)
        print(server.url, server.token, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
