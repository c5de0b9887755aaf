"""The settings that KeeOtp keeps in KeePass entries (`key=…&step=30&size=6`), as what follows `otpauth://`.

KeePassXC reads them too, and wrote them for long (its Totp.cpp, `StorageFormat::KEEOTP`).
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from tui.model.errors import Invalid

_SETTINGS = re.compile(r"(?:[a-z]+=[^&]*&)*key=", re.IGNORECASE)
_NAMES = {"key": "secret", "step": "period", "size": "digits", "otphashmode": "algorithm", "counter": "counter"}


def as_uri(text: str) -> str | None:
    """Return what follows `otpauth://` in a URI with these settings; None where the text is none of them.

    Raises `Invalid` where the seed is written in another way than in Base32.
    """
    if not _SETTINGS.match(text):
        return None
    parts = [part.partition("=") for part in text.split("&")]
    given = {name.lower(): unquote_plus(value).strip() for name, _, value in parts}
    if given.get("encoding", "").lower() not in ("", "base32"):
        raise Invalid("The seed of these KeeOtp settings is not in Base32, and in no other writing is it read here.")
    query = "&".join(f"{_NAMES[name.lower()]}={value}" for name, _, value in parts if name.lower() in _NAMES)
    return f"{given.get('type') or 'totp'}/?{query}"
