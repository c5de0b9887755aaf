"""What a token may do: its vaults, and in each of them to read or to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag

from tests.servers.connect.refused import Refused


class Access(Flag):
    """What a token may do in a vault."""

    NONE = 0
    READ = 1
    WRITE = 2
    BOTH = 3


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of one token. `name` is for the records; `default` holds for vaults that are not in `vaults`."""

    name: str
    default: Access = Access.BOTH
    vaults: Mapping[str, Access] = field(default_factory=dict)

    def of(self, vault: str) -> Access:
        """Return what it may do in a vault."""
        return self.vaults.get(vault, self.default)

    def check(self, vault: str, verb: str) -> None:
        """Raise `Refused` unless it may "read", "create", "update" or "delete" in a vault."""
        access = self.of(vault)
        if access is Access.NONE:
            raise Refused(403, f"Authorization: token does not have access to vault {vault}")
        if (Access.READ if verb == "read" else Access.WRITE) not in access:
            raise Refused(403, f"token does not have permission to perform {verb} on vault {vault}")
