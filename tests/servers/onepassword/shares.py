"""The calls for sharing by link: the account's policy, who is meant, and the link."""

from __future__ import annotations

import copy
import re

from tests.servers.onepassword import words
from tests.servers.onepassword.items import READING, Items
from tests.servers.onepassword.refused import archived, invalid, refused
from tests.servers.onepassword.words import Json

DURATIONS = ("OneHour", "OneDay", "SevenDays", "FourteenDays", "ThirtyDays")
POLICY: Json = {
    "maxExpiry": "ThirtyDays",
    "defaultExpiry": "SevenDays",
    "maxViews": None,
    "allowedTypes": ["Authenticated", "Public"],
    "allowedRecipientTypes": ["Email", "Domain"],
    "files": {
        "allowed": True,
        "maxSize": 1_000_000,
        "allowedTypes": None,
        "allowedRecipientTypes": None,
        "maxExpiry": None,
        "defaultExpiry": None,
        "maxViews": None,
    },
}
"""What an account allows where its administrators left it as it was."""

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_FORBIDDEN = "recipient list contained recipients that are not permitted by account policy"


class Shares:
    """Links to the items of one account."""

    def __init__(self, items: Items) -> None:
        self.items = items
        self.account = items.account

    def get_account_policy(self, vault_id: str, item_id: str) -> Json:
        """ItemsSharesGetAccountPolicy."""
        self.account.item(vault_id, item_id, words.SEND, service=self.items.service)
        return self._policy()

    def validate_recipients(self, policy: Json, recipients: list[str]) -> list[Json]:
        """ItemsSharesValidateRecipients: what is with an @ is an address, all else a domain."""
        return [_recipient(each.strip(), policy) for each in recipients]

    def create(self, item: Json, policy: Json, params: Json) -> str:
        """ItemsSharesCreate: whatever the client says the policy is, the account's own counts."""
        held = self.account.item(item["vaultId"], item["id"], READING | words.SEND, service=self.items.service)
        if held.state != "active":
            raise archived()
        true = self._policy()
        if (held.raw["files"] or held.raw["document"]) and not true["files"]["allowed"]:
            raise refused("cannot share items with files. Consult your 1Password admin to review account policies.")
        recipients = params.get("recipients") or []
        if ("Authenticated" if recipients else "Public") not in true["allowedTypes"]:
            raise refused("share is not permitted by account policy")
        if any(each["type"] not in true["allowedRecipientTypes"] for each in recipients):
            raise refused(_FORBIDDEN)
        expiry = params.get("expireAfter") or true["defaultExpiry"]
        if DURATIONS.index(expiry) > DURATIONS.index(true["maxExpiry"]):
            raise refused("expiry is not permitted by account policy")
        link = f"https://share.1password.com/s#s3cret-{self.account.new_id()}"
        told = {
            "link": link,
            "item": held.raw["id"],
            "version": item["version"],
            "recipients": copy.deepcopy(recipients),
        }
        self.account.links.append(told | {"expiry": expiry, "once": params["oneTimeOnly"], "policy": policy})
        return link

    def _policy(self) -> Json:
        return copy.deepcopy(POLICY | self.account.policy)


def _recipient(text: str, policy: Json) -> Json:
    name, at, domain = text.rpartition("@")
    if not _DOMAIN.fullmatch(domain) or (at and not name):
        raise invalid("couldn't parse item share recipient. recipient had invalid format")
    kind = "Email" if at else "Domain"
    if kind not in policy["allowedRecipientTypes"]:
        raise refused(_FORBIDDEN)
    return {"type": kind, "parameters": {kind.lower(): text}}
