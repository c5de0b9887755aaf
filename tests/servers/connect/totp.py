"""One-time codes by RFC 6238, written from the standard and nothing of the app: the server is a second opinion."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

_STEAM = "23456789BCDFGHJKMNPQRTVWXY"
_HASHES = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


def code(value: str, at: float) -> str:
    """Return the code of an `otpauth:` address, a `steam:` address or a bare seed at a Unix time; "" if it is none."""
    parts = urlsplit(value)
    if parts.scheme == "steam":
        return _code(parts.netloc or parts.path, {"digits": "5"}, at, steam=True)
    if parts.scheme == "otpauth":
        options = dict(parse_qsl(parts.query))
        steam = options.get("issuer") == "Steam" or unquote(parts.path).startswith("/Steam:")
        return _code(options.get("secret", ""), options, at, steam=steam)
    return _code(value, {}, at)


def _code(seed: str, options: Mapping[str, str], at: float, *, steam: bool = False) -> str:
    letters = seed.replace(" ", "").replace("-", "").rstrip("=").upper()
    try:
        key = base64.b32decode(letters + "=" * (-len(letters) % 8))
        period, digits = int(options.get("period", 30)), int(options.get("digits", 6))
        algorithm = _HASHES[options.get("algorithm", "SHA1").upper()]
        counter = struct.pack(">Q", int(at) // period)
    except (binascii.Error, ValueError, KeyError, ZeroDivisionError):
        return ""
    if not key:
        return ""
    digest = hmac.new(key, counter, algorithm).digest()
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    if steam:
        return "".join(_STEAM[number // len(_STEAM) ** place % len(_STEAM)] for place in range(5))
    return str(number % 10**digits).zfill(digits)
