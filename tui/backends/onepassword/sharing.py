"""Links by which others see a copy of an item of a 1Password account.

The copy is the item as 1Password has it at that moment, sent back whole. A link is never asked for twice by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tui.backends.onepassword import share_policy
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.messages import NoRight, WrongRecipient
from tui.backends.onepassword.reading import Reading
from tui.backends.onepassword.refusals import Refusals
from tui.backends.onepassword.wire import unreadable
from tui.backends.protocol import Action
from tui.model.errors import Conflict, Denied, Unclear, VaultError
from tui.model.ids import VaultId
from tui.model.item import Item, ItemState
from tui.model.secret import Secret
from tui.model.sharing import Recipient, Share, SharePolicy

_ARCHIVED = "This item is in the archive; only items in use can be shared."
_CHANGED = "This item was changed in 1Password meanwhile: look at it again, and then share it. No link was made."
_OTHERS = "One of the recipients cannot be named any more: check them again. No link was made."
_LOST = (
    "1Password's answer was lost: there may be a link to this item that nobody has seen. Look among the shared items "
    "at 1Password.com before another is made."
)


class Sharing:
    """See `LinkSharer`."""

    def __init__(self, calls: Calls, reading: Reading, refusals: Refusals) -> None:
        self._calls = calls
        self._reading = reading
        self._refusals = refusals

    async def share_policy(self, item: Item) -> SharePolicy:
        """See `LinkSharer.share_policy`."""
        ref = item.ref
        if item.state is ItemState.ARCHIVED:
            raise Denied(_ARCHIVED)
        asked = {"vault_id": ref.vault, "item_id": ref.item}
        return share_policy.policy(await self._ask("ItemsSharesGetAccountPolicy", asked, ref.vault), item.files)

    async def recipients(self, policy: SharePolicy, given: Sequence[str]) -> Sequence[Recipient | VaultError]:
        """See `LinkSharer.recipients`. 1Password judges all at once: who is wrong is found by halves."""
        asked = {"policy": _sent(policy), "recipients": list(given)}
        try:
            answer = await self._calls.ask("ItemsSharesValidateRecipients", asked, "the recipients")
        except WrongRecipient as error:
            half = len(given) // 2
            if not half:
                return [error]
            return [*await self.recipients(policy, given[:half]), *await self.recipients(policy, given[half:])]
        if not isinstance(answer, list) or len(answer) != len(given):
            raise unreadable("the recipients")
        return [_recipient(one) for one in answer]

    async def share(self, item: Item, policy: SharePolicy, share: Share) -> Secret:
        """See `LinkSharer.share`."""
        raw, current = await self._reading.raw(item.ref)
        if current.version != item.version:
            raise Conflict(_CHANGED, current)
        asked = {"item": raw, "policy": _sent(policy), "params": _params(share)}
        try:
            link = await self._ask("ItemsSharesCreate", asked, item.ref.vault)
        except WrongRecipient:
            raise Denied(_OTHERS) from None
        except Unclear:
            raise Unclear(_LOST) from None
        if not isinstance(link, str) or not link:
            raise Unclear(_LOST)
        return Secret(link)

    async def _ask(self, name: str, parameters: Mapping[str, object], vault: VaultId) -> object:
        """Ask, and say of a missing right how it is got."""
        try:
            with self._refusals.met(vault, Action.SHARE):
                return await self._calls.ask(name, parameters, "this item")
        except NoRight as error:
            raise Denied(self._refusals.sentence(Action.SHARE, vault) or str(error)) from None


def _sent(policy: SharePolicy) -> object:
    """Return the rules as 1Password said them."""
    return json.loads(policy.service)


def _params(share: Share) -> dict[str, object]:
    named = [
        {"type": "Domain", "parameters": {"domain": one.text}}
        if one.domain
        else {"type": "Email", "parameters": {"email": one.text}}
        for one in share.recipients
    ]
    expiry = share_policy.WORDS[share.expiry]
    return {"recipients": named or None, "expireAfter": expiry, "oneTimeOnly": share.once}


def _recipient(answer: object) -> Recipient | VaultError:
    """Return who is meant by 1Password's word for somebody."""
    if isinstance(answer, Mapping) and isinstance(parameters := answer.get("parameters"), Mapping):
        for name in ("email", "domain"):
            text = parameters.get(name)
            if isinstance(text, str) and text and answer.get("type") == name.capitalize():
                return Recipient(text, domain=name == "domain")
    return Denied("1Password knows this as something that cannot be named from here: use its own app.")
