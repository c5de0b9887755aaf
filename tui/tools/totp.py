"""One-time passwords: read from what sites and people hand out, and turned into codes. Never a wrong code.

Whatever cannot be read for certain raises `Invalid` with a sentence. Codes follow RFC 4226 (HOTP) and RFC 6238 (TOTP);
URIs follow Google Authenticator's "Key Uri Format", with what other programs write added.
"""

from __future__ import annotations

import hmac
import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, unquote, unquote_plus

from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools import keeotp
from tui.tools import seed as seeds

_STEAM_LETTERS = "23456789BCDFGHJKMNPQRTVWXY"
_STEAM_DIGITS = 5
_LONGEST_TEXT = 4096
_LONGEST_PERIOD = 86_400
_LAST_COUNTER = 2**64 - 1
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*)(?:://|%3a%2f%2f)", re.IGNORECASE)
_QUERY = re.compile(r"\?(?=[\w.\-]*[=&])(?=(?:.*&)?secret=)", re.IGNORECASE | re.ASCII)
_COUNTER = re.compile(r"(?<=[?&;])counter=[^&#]*", re.IGNORECASE)
_WRAPPED = re.compile(r"[\r\n\t]+\s*")


class Algorithm(StrEnum):
    """The hash of the code, by its name in a URI."""

    SHA1 = "SHA1"
    SHA256 = "SHA256"
    SHA512 = "SHA512"


_ALGORITHMS = {
    **dict.fromkeys(("", "1", "sha", "sha1"), Algorithm.SHA1),
    **dict.fromkeys(("256", "sha256", "sha2256"), Algorithm.SHA256),
    **dict.fromkeys(("512", "sha512", "sha2512"), Algorithm.SHA512),
}


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """What makes codes. `seed` is Base32 in capitals without padding; `period` is in seconds.

    With a `counter` it is a HOTP: its code belongs to the counter and not to the time.
    """

    seed: Secret
    algorithm: Algorithm = Algorithm.SHA1
    digits: int = 6
    period: int = 30
    counter: int | None = None
    steam: bool = False
    label: str = ""
    issuer: str = ""

    def code(self, at: float) -> str:
        """Return the code at `at` (Unix seconds), zeros in front kept. Raises `Invalid` for a time before 1970."""
        digest = hmac.digest(seeds.key(self.seed.reveal()), self._moment(at).to_bytes(8, "big"), self.algorithm.lower())
        start = digest[-1] & 0xF
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
        if not self.steam:
            return f"{number % 10**self.digits:0{self.digits}d}"
        letters = ""
        for _ in range(self.digits):
            number, place = divmod(number, len(_STEAM_LETTERS))
            letters += _STEAM_LETTERS[place]
        return letters

    def remaining(self, at: float) -> float:
        """Return for how many seconds after `at` its code holds: above 0, at most `period`; for a HOTP infinity."""
        return math.inf if self.counter is not None else self.period - at % self.period

    def _moment(self, at: float) -> int:
        """Return the moving factor of RFC 4226: the counter, or the periods since 1970."""
        if self.counter is not None:
            return self.counter
        if not 0 <= at < 2**53:
            raise Invalid("The clock of this machine is wrong (before 1970 or absurdly late), so there is no code.")
        return int(at // self.period)


def parse(text: str) -> OneTimePassword:
    """Read an `otpauth://` or `steam://` URI or a bare seed. Raises `Invalid`."""
    if len(text) > _LONGEST_TEXT:
        raise Invalid("This is too long for a one-time password's seed or otpauth:// URI.")
    given = text.encode("utf-8", "replace").decode("utf-8").strip("\ufeff\u200b \t\r\n'\"`“”")
    scheme = _SCHEME.match(given)
    if not scheme:
        settings = keeotp.as_uri(given)
        return OneTimePassword(Secret(seeds.read_pasted(given))) if settings is None else _read_uri(settings)
    if "%" in scheme[0]:
        given = unquote(given)
        scheme = _SCHEME.match(given) or scheme
    rest = _WRAPPED.sub("", given[scheme.end() :])
    match scheme[1].lower():
        case "otpauth" | "apple-otpauth":
            return _read_uri(rest)
        case "steam":
            return _steam(seeds.read_steam(unquote(rest.rstrip("/"))), label="", issuer="Steam")
        case "otpauth-migration":
            raise Invalid(
                "This is Google Authenticator's export of several seeds at once; "
                "export one account, or take the seed that the site shows at set-up."
            )
    raise Invalid("A one-time password is an otpauth:// URI, a steam:// URI or a bare seed; this is another address.")


def uri(otp: OneTimePassword) -> Secret:
    """Return the `otpauth://` URI that `parse` reads back to an equal value."""
    name = quote(otp.label, safe="@")
    if otp.issuer:
        name = f"{quote(otp.issuer, safe='')}:{name}"
    parts = [f"secret={otp.seed.reveal()}", f"algorithm={otp.algorithm}", f"digits={otp.digits}"]
    if otp.issuer:
        parts.insert(1, f"issuer={quote(otp.issuer, safe='')}")
    if otp.steam:
        parts.append("encoder=steam")
    parts.append(f"period={otp.period}" if otp.counter is None else f"counter={otp.counter}")
    return Secret(f"otpauth://{'totp' if otp.counter is None else 'hotp'}/{name}?{'&'.join(parts)}")


def advanced(kept: Secret) -> Secret:
    """Return what is kept of a one-time password with its next counter, all else as it is written. Raises `Invalid`."""
    text = kept.reveal()
    otp = parse(text)
    if otp.counter is None:
        raise Invalid("This one-time password goes by the time, and has no counter.")
    following = replace(otp, counter=otp.counter + 1)
    if otp.counter == _LAST_COUNTER:
        raise Invalid("This was the last of its counters; there is no code after it.")
    made = _COUNTER.sub(f"counter={following.counter}", text)
    return Secret(made) if parse(made) == following else uri(following)


def _steam(seed: str, label: str, issuer: str, period: int = 30) -> OneTimePassword:
    return OneTimePassword(Secret(seed), digits=_STEAM_DIGITS, period=period, steam=True, label=label, issuer=issuer)


def _read_uri(rest: str) -> OneTimePassword:
    """Read what follows `otpauth://`."""
    path, values = _split(rest.replace("&amp;", "&"))
    kind, _, name = path.partition("/")
    kind = unquote(kind).lower()
    if kind not in ("totp", "hotp", "steam"):
        raise Invalid("The otpauth:// URI does not begin with totp, hotp or steam, so its codes cannot be made.")
    label, issuer = _names(name, unquote_plus(values.get("issuer", "")).strip())
    digits = _number(values, "digits", 6, 5, 10)
    period = _number(values, "period", 30, 1, _LONGEST_PERIOD)
    encoder = unquote(values.get("encoder", "")).strip().lower()
    if encoder not in ("", "steam"):
        raise Invalid("The otpauth:// URI asks for an encoder other than Steam's, so its codes cannot be made.")
    # Some programs mark Steam by its name and its five digits alone; Steam takes no other codes than its own.
    by_name = issuer.casefold() == "steam" and digits == _STEAM_DIGITS
    algorithm = _algorithm(unquote_plus(values.get("algorithm", "")))
    if kind == "steam" or encoder or (by_name and kind == "totp"):
        if kind == "hotp" or algorithm is not Algorithm.SHA1:
            raise Invalid("Steam's codes come from the time and SHA-1 only, so this otpauth:// URI contradicts itself.")
        return _steam(seeds.read_steam(unquote(values["secret"])), label, issuer, period)
    return OneTimePassword(
        Secret(seeds.read(unquote_plus(values["secret"]))),
        algorithm=algorithm,
        digits=digits,
        period=30 if kind == "hotp" else period,
        counter=_number(values, "counter", None, 0, _LAST_COUNTER) if kind == "hotp" else None,
        label=label,
        issuer=issuer,
    )


def _split(rest: str) -> tuple[str, dict[str, str]]:
    """Return the path and the parameters, still percent-encoded, their names in lower case.

    The query begins at the first "?" after which a seed is named, since labels hold "?" and "#" as they please.
    """
    at = _QUERY.search(rest)
    if not at:
        raise Invalid("The otpauth:// URI names no secret, so there are no codes to make.")
    values: dict[str, str] = {}
    for part in rest[at.end() :].split("&"):
        name, _, value = part.partition("=")
        name = unquote(name).strip().lower()
        if values.setdefault(name, value) != value:
            raise Invalid("The otpauth:// URI gives one of its settings twice, with two values.")
    return rest[: at.start()], values


def _names(name: str, issuer: str) -> tuple[str, str]:
    """Return label and issuer from the URI's path and its issuer parameter."""
    before, colon, after = name.partition(":")
    whole = unquote(name).strip()
    if issuer:
        prefixed = whole[: len(issuer)].casefold() == issuer.casefold() and whole[len(issuer) :].lstrip()[:1] == ":"
        return (whole[len(issuer) :].lstrip()[1:].strip() if prefixed else whole), issuer
    if not colon:
        before, colon, after = whole.partition(":")
        return (after.lstrip(": ").rstrip(), before.strip()) if colon else (whole, "")
    return unquote(after).lstrip(": ").rstrip(), unquote(before).strip()


def _number(values: dict[str, str], name: str, default: int | None, least: int, most: int) -> int:
    """Return a whole number among the parameters, or raise `Invalid`."""
    given = unquote_plus(values.get(name, "")).strip()
    called = "number of digits" if name == "digits" else name
    if not given and default is not None:
        return default
    if not given:
        raise Invalid(f"The otpauth:// URI is one without a {called}, so its codes cannot be made.")
    if not re.fullmatch(r"[0-9]{1,20}", given) or not least <= int(given) <= most:
        raise Invalid(f"The otpauth:// URI needs a {called} between {least} and {most}, so its codes cannot be made.")
    return int(given)


def _algorithm(given: str) -> Algorithm:
    """Return the hash that is meant, or raise `Invalid`."""
    name = re.sub(r"[^a-z0-9]", "", given.lower()).replace("hmac", "")
    found = _ALGORITHMS.get(name)
    if found is None:
        raise Invalid("The otpauth:// URI asks for a hash other than SHA-1, SHA-256 or SHA-512.")
    return found
