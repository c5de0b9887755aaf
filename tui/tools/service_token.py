"""What a service account's token says of itself: the address at which its account is signed in to, and nothing else.

The token is `ops_` and then JSON in base64url; it also holds the keys, which are never looked at here.
"""

from __future__ import annotations

import base64
import json
import re

from tui.model.secret import Secret

PREFIX = "ops_"
LONGEST = 65_536
"""Characters. No token is longer."""

_HOST = re.compile(r"(?:https?://)?([a-z0-9][a-z0-9.-]{0,251}[a-z0-9])/?", re.IGNORECASE | re.ASCII)


def sign_in_address(token: Secret) -> str:
    """Return the host of the account, such as "team.1password.com"; "" where the token does not say it. Never raises.

    That it says one does not mean that the token works.
    """
    text = token.reveal().strip()
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        return ""
    body = text.removeprefix(PREFIX).rstrip("=")
    try:
        said = json.loads(base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return ""
    address = said.get("signInAddress") if isinstance(said, dict) else None
    host = _HOST.fullmatch(address) if isinstance(address, str) else None
    return host[1].lower() if host is not None and "." in host[1] and ".." not in host[1] else ""
