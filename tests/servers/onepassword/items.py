"""The items' calls: get, create, put, delete, archive, list. `client` says who asks."""

from __future__ import annotations

import copy
from typing import Any

from tests.servers.onepassword import details, stock, words
from tests.servers.onepassword.account import Account, Held
from tests.servers.onepassword.refused import Refused, archived, invalid, out_of_date
from tests.servers.onepassword.words import CATEGORIES, FIELD_TYPES, MANY, Json

READING = words.READ | words.REVEAL


class Items:
    """The items of one account, for a client that is a service account or is not."""

    def __init__(self, account: Account, *, service: bool) -> None:
        self.account = account
        self.service = service

    def get(self, vault_id: str, item_id: str) -> Json:
        """ItemsGet."""
        return self._shown(self._held(vault_id, item_id, READING))

    def listed(self, vault_id: str, filters: list[Json]) -> list[Json]:
        """ItemsList: the active ones, or those in any state that a filter names."""
        states = {"active"} if not filters else set[str]()
        for each in filters:
            states |= {name for name in ("active", "archived") if each["content"][name]}
        vault = self.account.vault(vault_id, words.READ, service=self.service)
        return [overview(held) for held in vault.items.values() if held.state in states or _odd(held)]

    def create(self, params: Json) -> Json:
        """ItemsCreate."""
        vault = self.account.vault(params["vaultId"], words.CREATE, service=self.service)
        item = stock.made(params, self.account)
        vault.items[item["id"]] = held = Held(item)
        self.account.changed(params["vaultId"])
        return self._shown(held)

    def put(self, item: Json) -> Json:
        """ItemsPut: everything that was sent is kept in the place of what was there."""
        held = self.editable(item)
        given = {name: copy.deepcopy(item[name]) for name in ("title", "sections", "tags", "notes")}
        news = held.raw | given
        news["fields"] = stock.fields(item, self.account)
        news["websites"] = stock.websites(item)
        stock.check_places(news, news["files"])
        if item["files"] != news["files"] or item.get("document") != news["document"]:
            raise invalid("cannot update files through Items.Put")
        return self.keep(held, news)

    def delete(self, vault_id: str, item_id: str) -> None:
        """ItemsDelete."""
        _check_known(self._held(vault_id, item_id, words.DELETE))
        del self.account.vaults[vault_id].items[item_id]
        self.account.changed(vault_id)

    def archive(self, vault_id: str, item_id: str) -> None:
        """ItemsArchive."""
        held = self._held(vault_id, item_id, words.ARCHIVE)
        if held.state != "active":
            raise archived()
        held.state = "archived"
        held.raw |= {"version": held.raw["version"] + 1, "updatedAt": self.account.now()}
        self.account.changed(vault_id)

    def get_all(self, vault_id: str, item_ids: list[str]) -> Json:
        """ItemsGetAll: an answer for each, in their order."""
        if len(item_ids) > MANY:
            raise invalid("you can only retrieve up to 50 items at once")
        vault = self.account.vault(vault_id, READING, service=self.service)
        found = [vault.items.get(each) for each in item_ids]
        missing = {"content": None, "error": {"type": "itemNotFound"}}
        return {
            "individualResponses": [{"content": self._shown(one), "error": None} if one else missing for one in found]
        }

    def create_all(self, vault_id: str, params: list[Json]) -> Json:
        """ItemsCreateAll: an answer for each, in their order."""
        if len(params) > MANY:
            raise invalid(f"you can't create more than {MANY} items in one batch")
        if any(each["vaultId"] != vault_id for each in params):
            raise invalid(
                "multiple items can be created at once only within the same vault. one of the specified items had an "
                "inconsistent vault id"
            )
        self.account.vault(vault_id, words.CREATE, service=self.service)
        return {"individualResponses": [self._tried(each) for each in params]}

    def delete_all(self, vault_id: str, item_ids: list[str]) -> Json:
        """ItemsDeleteAll: an answer for each id."""
        if len(item_ids) > MANY:
            raise invalid("you can only delete up to 50 items at once")
        vault = self.account.vault(vault_id, words.DELETE, service=self.service)
        answers: dict[str, Any] = {}
        for each in item_ids:
            gone = vault.items.pop(each, None)
            answers[each] = {"content": None, "error": None if gone else {"type": "itemNotFound"}}
        self.account.changed(vault_id)
        return {"individualResponses": answers}

    def editable(self, item: Json) -> Held:
        """Return the item that somebody wants to change, if nothing is against it. Raises `Refused`."""
        held = self._held(item["vaultId"], item["id"], READING | words.UPDATE)
        if held.state != "active":
            raise archived()
        if item["version"] != held.raw["version"]:
            raise out_of_date()
        _check_known(held)
        return held

    def keep(self, held: Held, news: Json) -> Json:
        """Replace an item by its next version, and return it as it is shown."""
        held.raw = news | {"version": held.raw["version"] + 1, "updatedAt": self.account.now()}
        self.account.changed(news["vaultId"])
        return self._shown(held)

    def _held(self, vault: str, item: str, needs: int) -> Held:
        return self.account.item(vault, item, needs, service=self.service)

    def _shown(self, held: Held) -> Json:
        return details.shown(held.raw, self.account.clock())

    def _tried(self, params: Json) -> Json:
        try:
            return {"content": self.create(params), "error": None}
        except Refused as refused:
            return {"content": None, "error": {"type": "itemValidationError", "message": refused.message}}


def overview(held: Held) -> Json:
    """Return an item as lists show it. It shares what is in the item: a list may be long, and is only written."""
    names = ("id", "title", "category", "vaultId", "websites", "tags", "createdAt", "updatedAt")
    return {name: held.raw[name] for name in names} | {"state": held.state}


def _check_known(held: Held) -> None:
    """Raise `Refused` for an item with something that the SDK has no name for: it can only be read."""
    odd = [each for each in held.raw["fields"] if each["fieldType"] not in FIELD_TYPES]
    if odd or held.raw["category"] not in CATEGORIES:
        raise invalid(f"cannot update item {held.raw['id']}. Editing is not supported for unsupported fields")


def _odd(held: Held) -> bool:
    """Whether an item is in a state that no SDK has a name for: a later service would list it somehow."""
    return held.state not in ("active", "archived")
