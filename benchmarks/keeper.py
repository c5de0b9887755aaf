"""Keeper's SuperShell on a vault that was made up: run by the Python of its own environment, without a server.

It is given what it would have after the login; its command line, which is slower to load, is left out.
"""

from __future__ import annotations

import json
import sys

from keepercommander.commands.supershell.app import SuperShellApp
from keepercommander.params import KeeperParams
from keepercommander.subfolder import RootFolderNode


def vault(count: int) -> KeeperParams:
    """Return a vault of so many logins."""
    params = KeeperParams()
    params.user, params.session_token = "somebody@example.org", "none"
    for number in range(count):
        uid = f"record{number:016}"
        fields = [
            {"type": "login", "value": [f"user{number}@example.org"]},
            {"type": "password", "value": [f"s3cret-{number}"]},
            {"type": "url", "value": [f"https://www.service{number}.example"]},
        ]
        data = {"title": f"Service {number:06}", "type": "login", "fields": fields, "custom": [], "notes": ""}
        params.record_cache[uid] = {
            "record_uid": uid,
            "version": 3,
            "revision": 1,
            "shared": False,
            "client_modified_time": 1_700_000_000_000,
            "record_key_unencrypted": bytes(32),
            "data_unencrypted": json.dumps(data).encode(),
        }
    params.root_folder = RootFolderNode()
    params.subfolder_record_cache = {"": set(params.record_cache)}
    return params


if __name__ == "__main__":
    SuperShellApp(vault(int(sys.argv[1]))).run()
