"""Seeds of one-time passwords, as people paste them. What cannot be read raises `Invalid`; nothing is guessed.

A seed is Base32 (RFC 4648): the letters A–Z and the digits 2–7. What people add is taken away (spaces, hyphens,
lower case, padding of any length); what could be meant in two ways (0 or O, 1 or I) is refused.
"""

from __future__ import annotations

import base64
import re
import string

from tui.model.errors import Invalid

_ALPHABET = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz234567")
_BETWEEN = re.compile("[\\s\\-\xad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]+")
_STEAM_SECRET = re.compile(r"[A-Za-z0-9+/]{27}=")
_SHORTEST = 8


def read(text: str) -> str:
    """Return the seed in `text` as Base32 in capitals, without padding.

    A last letter that completes no byte is dropped, as Google Authenticator does ("We'll ignore leftover bits for
    now", its Base32String.java): sites hand out seeds of odd lengths because of it.
    """
    letters = _BETWEEN.sub("", text.replace("%3D", "=").replace("%3d", "=")).rstrip("=")
    if not letters:
        raise Invalid("There is no seed to make codes from.")
    _check(letters)
    if len(letters) % 8 in (1, 3, 6):
        letters = letters[:-1]
    if not letters:
        raise Invalid("The seed is too short to make codes from.")
    return _encode(base64.b32decode(letters + "=" * (-len(letters) % 8), casefold=True))


def read_pasted(text: str) -> str:
    """Return the seed in `text`, which came without a URI around it and so may be something else altogether."""
    letters = _BETWEEN.sub("", text).rstrip("=")
    if letters.isascii() and letters.isdigit() and len(letters) <= 10:
        raise Invalid("This looks like a one-time code; what is needed is the seed that the site shows at set-up.")
    found = read(text)
    if len(letters) < _SHORTEST:
        raise Invalid(f"A seed has at least {_SHORTEST} letters and digits; this is too short to be one.")
    return found


def read_steam(text: str) -> str:
    """Return the seed in `text` for Steam, which also hands it out in Base64 (its `shared_secret`, always 20 bytes)."""
    pasted = text.strip()
    if _STEAM_SECRET.fullmatch(pasted):
        return _encode(base64.b64decode(pasted))
    return read(text)


def key(seed: str) -> bytes:
    """Return the bytes of a seed that one of the functions above returned."""
    return base64.b32decode(seed + "=" * (-len(seed) % 8))


def _encode(seed: bytes) -> str:
    return base64.b32encode(seed).decode("ascii").rstrip("=")


def _check(letters: str) -> None:
    """Raise `Invalid` where a character cannot belong to a seed, naming its place and never the character."""
    place = next((place for place, letter in enumerate(letters, 1) if letter not in _ALPHABET), 0)
    if not place:
        return
    if len(letters) >= 16 and all(letter in string.hexdigits for letter in letters):
        raise Invalid("This seed looks hexadecimal; a seed has the letters A–Z and the digits 2–7 (Base32).")
    raise Invalid(f"A seed has only the letters A–Z and the digits 2–7, but character {place} of this one is another.")
