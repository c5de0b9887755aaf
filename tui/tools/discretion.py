"""Whether a value may be a secret, by its name or by what it says itself. In doubt it may.

For what a service tells beside what we know: such a value is not shown, and nobody misses it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NOT_SHOWN = "not shown, since it may be a secret"
"""Stands for such a value."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STEMS = (
    "password|passwd|passphrase|passcode|passwort|kennwort|contrase[nñ]a|mot_?de_?passe|senha|wachtwoord|l[oö]senord"
    "|secret|token|credential|api_?key|private_?key|authorization|cookie|recovery_?code|security_?code"
)
_STEM = re.compile(_STEMS)
_WORDS = _set("pass pwd pw pin otp totp key keys seed salt hash signature bearer auth cvv cvc csc code codes private")
_ABOUT = _set(
    "id ids name title label count number date at time type kind length strength age expires expiry policy changed "
    "status version owner reused weak"
)
"""What ends the name of something about a secret that is none itself."""
_VALUES = _set(
    "old new before after previous prior current from to value values plain plaintext clear text content payload data "
    "diff was is"
)
_VALUE = _set("old new before after previous prior value values plaintext payload diff")
"""One of these at least is in the name of a value of some field; whose, one would have to know."""

_NAME = 40
"""So long is the name of a field at most."""

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")
_SAYING = re.compile(
    rf"(?:{_STEMS.replace('_?', '[ _-]?')}|\b(?:pwd?|pin|otp|cvv))s?"
    r"(?:[\"'“”\u2018\u2019`\])}\\]*\s*(?:[:=]|=>|is\b)|[^.\n]{0,80}?\b(?:from|to|is|was)\s*[:=]?\s*[\"'“\u2018`]"
    r"|[^.\n]{0,20}?\b(?:set|changed?|updated?|rotated?|reset)\b[^.\n]{0,20}?\b(?:from|to)\s+\S|[^.\n]{0,40}?->)",
    re.IGNORECASE,
)
_TELLING = re.compile(r"://[^/\s:@]*:[^/\s@]+@|\bBearer\s+\S{6}|\beyJ[\w-]{8,}\.[\w-]*|-----BEGIN\b", re.IGNORECASE)


def name_suggests_secret(name: str) -> bool:
    """Whether what has this name may be a secret: "newPassword", "api_key", "auth"; not "password_id"."""
    words = [word.casefold() for word in _PART.findall(name)]
    if not words or words[-1] in _ABOUT:
        return False
    return _STEM.search("_".join(words)) is not None or not _WORDS.isdisjoint(words) or _STEM.search(name) is not None


def name_suggests_value(name: str) -> bool:
    """Whether what has this name may be the value of some field: "old", "new_value", "before"."""
    words = {word.casefold() for word in _PART.findall(name)}
    return words <= _VALUES and not words.isdisjoint(_VALUE)


def values_among(told: Mapping[str, object]) -> frozenset[str]:
    """Return the names of what may be values of a field, by what stands beside them: "from" and "to", "current" and
    "old", or "current" of a thing that tells that it is about a password.
    """
    may = frozenset(name for name in told if {word.casefold() for word in _PART.findall(name)} <= _VALUES)
    texts = (value for name, value in told.items() if name not in may and isinstance(value, str))
    sure = len(may) > 1 or any(map(name_suggests_value, may)) or any(map(_names_secret, texts))
    return may if sure else frozenset()


def _names_secret(text: str) -> bool:
    return len(text) <= _NAME and name_suggests_secret(text)


def text_suggests_secret(text: str) -> bool:
    """Whether a text may say a secret: "password: …", "from '…'", an address with a password in it, a key."""
    return _SAYING.search(text) is not None or _TELLING.search(text) is not None
