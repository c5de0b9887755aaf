"""How a test sets the scene: vaults, items, files; what somebody else does meanwhile; and how things stand in truth."""

from __future__ import annotations

import copy
from typing import Any

from tests.servers.onepassword import stock, vaults
from tests.servers.onepassword.account import Account, Held
from tests.servers.onepassword.words import EVERYTHING, Json


class Stage:
    """What only tests can do to an account: nothing of it is counted, and nobody's rights are asked."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def add_vault(
        self,
        name: str,
        kind: str = "userCreated",
        description: str = "",
        *,
        rights: int = EVERYTHING,
        ours: bool = False,
    ) -> str:
        """Add a vault, and return its id. `rights` in it has who asks; `ours`: the service account made it."""
        with self.account.lock:
            vault = vaults.added(self.account, name, kind, description, rights)
            vault.ours = ours
            return str(vault.info["id"])

    def add_item(self, vault: str, raw: Json, state: str = "active") -> str:
        """Add an item as it stands, known to the SDK or not, what is missing filled in; and return its id."""
        with self.account.lock:
            item = stock.fresh(self.account, vault) | copy.deepcopy(raw)
            item["fields"] = [_field(each) for each in item["fields"]]
            self.account.vaults[vault].items[item["id"]] = Held(item, state)
            self.account.changed(vault)
            return str(item["id"])

    def add_file(self, vault: str, item: str, name: str, content: bytes, *, section: str = "", field: str = "") -> str:
        """Add a file to an item, and return its id. In a Document without one it becomes the document."""
        with self.account.lock:
            raw = self.account.vaults[vault].items[item].raw
            attributes = stock.stored(name, content, self.account)
            if raw["category"] == "Document" and raw["document"] is None:
                raw["document"] = attributes
            else:
                place = {"sectionId": section, "fieldId": field or self.account.new_id()}
                raw["files"].append({"attributes": attributes} | place)
            return str(attributes["id"])

    def content(self, file: str) -> bytes:
        """Return the content of a file. Raises `KeyError`."""
        return self.account.contents[file]

    def item(self, vault: str, item: str) -> Json:
        """Return a copy of an item as it is kept, without what is computed. Raises `KeyError`."""
        with self.account.lock:
            return copy.deepcopy(self.account.vaults[vault].items[item].raw)

    def state(self, vault: str, item: str) -> str:
        """Return the state of an item: "active", "archived" or what a test gave it."""
        return self.account.vaults[vault].items[item].state

    def items(self, vault: str) -> list[str]:
        """Return the ids of all items of a vault, archived ones too."""
        with self.account.lock:
            return list(self.account.vaults[vault].items)

    def vault(self, vault: str) -> Json:
        """Return a copy of what is told of a vault. Raises `KeyError`."""
        with self.account.lock:
            return vaults.overview(self.account.vaults[vault])

    def vaults(self) -> list[str]:
        """Return the ids of all vaults, personal ones too."""
        with self.account.lock:
            return list(self.account.vaults)

    def touch(self, vault: str, item: str, **changes: Any) -> None:
        """Let somebody else edit an item: what is named is replaced, and its version is the next."""
        with self.account.lock:
            held = self.account.vaults[vault].items[item]
            news = {"version": held.raw["version"] + 1, "updatedAt": self.account.now()}
            held.raw = held.raw | news | copy.deepcopy(changes)
            self.account.changed(vault)

    def remove(self, vault: str, item: str) -> None:
        """Let somebody else delete an item."""
        with self.account.lock:
            del self.account.vaults[vault].items[item]
            self.account.changed(vault)

    def archive(self, vault: str, item: str) -> None:
        """Let somebody else archive an item."""
        with self.account.lock:
            self.account.vaults[vault].items[item].state = "archived"

    def remove_vault(self, vault: str) -> None:
        """Let somebody else delete a vault."""
        with self.account.lock:
            del self.account.vaults[vault]

    def allow(self, vault: str, rights: int) -> None:
        """Let who asks have other rights in a vault from now on; 0: it is not seen."""
        with self.account.lock:
            self.account.vaults[vault].rights = rights

    def add_group(self, title: str, kind: str = "userDefined", description: str = "", state: str = "active") -> str:
        """Add a group, and return its id."""
        with self.account.lock:
            group = self.account.new_id()
            told = {"id": group, "title": title, "description": description, "groupType": kind, "state": state}
            self.account.groups[group] = told
            return group

    def grant(self, vault: str, group: str, permissions: int) -> None:
        """Let a group have permissions in a vault, whatever it had; 0: none."""
        with self.account.lock:
            _grant(self.account.vaults[vault].access, ("group", group), permissions)

    def grant_person(self, vault: str, permissions: int) -> str:
        """Let a new person have permissions of their own in a vault, and return their id."""
        with self.account.lock:
            person = self.account.new_id()
            _grant(self.account.vaults[vault].access, ("user", person), permissions)
            return person

    def access(self, vault: str) -> dict[str, int]:
        """Return what each group may do in a vault."""
        with self.account.lock:
            held = self.account.vaults[vault].access
            return {who: permissions for (kind, who), permissions in held.items() if kind == "group"}

    def add_environment(self, variables: list[Json], *, hidden: bool = False) -> str:
        """Add an Environment, and return its id; `hidden` ones were not given to the service account."""
        with self.account.lock:
            environment = self.account.new_id()
            self.account.environments[environment] = [{"masked": True} | each for each in variables]
            if hidden:
                self.account.hidden_environments.add(environment)
            return environment

    @property
    def links(self) -> list[Json]:
        """The links that were made by sharing."""
        with self.account.lock:
            return copy.deepcopy(self.account.links)


def _field(given: Json) -> Json:
    """Return a field with what is missing filled in: its title is its id, its type text."""
    return {"title": given["id"], "sectionId": None, "fieldType": "Text", "value": "", "details": None} | given


def _grant(held: dict[tuple[str, str], int], who: tuple[str, str], permissions: int) -> None:
    held.pop(who, None)
    if permissions:
        held[who] = permissions
