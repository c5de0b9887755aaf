"""A service that shares its items by link, in memory; what it allows and how it goes is set by the test."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.screens.service import Service, Telling
from tui.model.errors import Conflict, Denied, Invalid, VaultError
from tui.model.item import Item
from tui.model.secret import Secret
from tui.model.sharing import Expiry, Recipient, Share, SharePolicy

LINK = "https://share.service.example/s#s3cret-link-Ab0"


@dataclass
class Sharing(Service):
    """What the service allows, and the links that it made."""

    policy: SharePolicy = field(default_factory=lambda: SharePolicy(Expiry.MONTH, Expiry.WEEK))
    no_sharing: str = ""
    strangers: set[str] = field(default_factory=set)
    """Who cannot be named."""
    judged: list[list[str]] = field(default_factory=list)
    links: list[Share] = field(default_factory=list)
    trouble: VaultError | None = None
    """How the next making of a link ends."""
    judging: bool = False
    """Who is judged is told only when this is over."""
    held: bool = False
    """The making of a link goes on only when this is over."""


class Sharer(Telling):
    """The backend over it."""

    def __init__(self, service: Sharing) -> None:
        super().__init__(service)
        self._sharing = service

    async def share_policy(self, item: Item) -> SharePolicy:
        """See `LinkSharer`."""
        self._sharing.ask(f"policy {item.ref.item}")
        if self._sharing.no_sharing:
            raise Denied(self._sharing.no_sharing)
        return self._sharing.policy

    async def recipients(self, policy: SharePolicy, given: Sequence[str]) -> Sequence[Recipient | VaultError]:
        """See `LinkSharer`."""
        self._sharing.ask("recipients")
        while self._sharing.judging:
            await asyncio.sleep(0.005)
        self._sharing.judged.append(list(given))
        return [
            Invalid("The account's rules do not allow this one.")
            if one in self._sharing.strangers
            else Recipient(one, domain="@" not in one)
            for one in given
        ]

    async def share(self, item: Item, policy: SharePolicy, share: Share) -> Secret:
        """See `LinkSharer`."""
        self._sharing.ask(f"share {item.ref.item}")
        if self._sharing.items[item.ref].version != item.version:
            raise Conflict("This item was changed meanwhile. No link was made.")
        while self._sharing.held:
            await asyncio.sleep(0.005)
        if self._sharing.trouble is not None:
            raise self._sharing.trouble
        self._sharing.links.append(share)
        return Secret(LINK)
