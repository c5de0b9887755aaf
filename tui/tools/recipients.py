"""Who a link is for, as people type it: e-mail addresses and domains, in one line or several.

Only the form is judged here, so that a slip is told at once; whether somebody may be named, the service says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.model.errors import Denied, Invalid
from tui.model.sharing import Recipient

if TYPE_CHECKING:
    from tui.model.sharing import SharePolicy

_BETWEEN = re.compile(r"[\s,;]+")
_DOMAIN = re.compile(r"[^\s@.,;]+(\.[^\s@.,;]+)+")
_MAILBOX = re.compile(r"[^\s@,;<>]+")
_LONGEST = 254
"""Characters that an e-mail address has at most (RFC 5321)."""


def split(text: str) -> list[str]:
    """Return what was typed, each once: separated by commas, semicolons, spaces or line breaks."""
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        if bare := part.strip("<>"):
            found.setdefault(bare.casefold(), bare)
    return list(found.values())


def is_address(text: str) -> bool:
    """Whether a text has the form of one e-mail address, with a domain that has a dot in it."""
    mailbox, _, domain = text.rpartition("@")
    return bool(_MAILBOX.fullmatch(mailbox) and _DOMAIN.fullmatch(domain)) and len(text) <= _LONGEST


def understood(text: str, policy: SharePolicy) -> Recipient:
    """Return who is meant.

    Raises:
        Invalid: it is neither an e-mail address nor a domain.
        Denied: the account does not allow recipients of this kind.
    """
    mailbox, at, domain = text.removeprefix("@").rpartition("@")
    if bool(at) != bool(mailbox) or "@" in mailbox or len(text) > _LONGEST or not _DOMAIN.fullmatch(domain):
        raise Invalid("This is no e-mail address, and no domain.")
    if at and not policy.emails:
        raise Denied("This account shares with whole domains only, not with single addresses.")
    if not at and not policy.domains:
        raise Denied("This account shares with e-mail addresses only, not with whole domains.")
    return Recipient(text if at else domain, domain=not at)
