"""Where a service is: its base address, checked once, and safe addresses below it.

What is asked for never leaves the base address: each part of a path is quoted as one segment, whatever is in it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import SplitResult, quote, unquote, urlencode, urlsplit

from tui.host.display import display_text
from tui.model.errors import Invalid

LONGEST = 16_000
"""No whole address is longer than this, in characters."""

_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?")
_SEGMENT = re.compile(r"([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_DOTS = ("", ".", "..")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How a service is reached.

    `url` is its base address; it may have a path, and "/" at its end. `ca_file` is a PEM file of certificates to trust
    instead of the system's. `allow_http` lets http:// go to other machines than this one. `use_proxy` lets the proxies
    of the environment carry requests.
    """

    url: str
    ca_file: str = ""
    allow_http: bool = False
    use_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """A base address that has been checked. `local`: it is on this machine."""

    base: str
    prefix: str
    host: str
    port: int
    local: bool

    @property
    def encrypted(self) -> bool:
        """Whether it is reached by TLS."""
        return self.base.startswith("https:")

    @property
    def place(self) -> str:
        """The host and port, as one writes them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def path(self, segments: Sequence[str]) -> str:
        """Return the path of what `segments` name, which stays below the base address.

        Raises:
            Invalid: a segment is empty, a dot or two, has a lone surrogate, or all is too long.
        """
        path = self.prefix + "".join("/" + _quoted(segment) for segment in segments) or "/"
        if len(path) > LONGEST:
            raise Invalid("An id is too long to be asked for.")
        return path

    def url(self, path: str, query: Mapping[str, str] | None = None) -> str:
        """Return the whole address of a `path` made here.

        Raises:
            Invalid: the query has a lone surrogate, or all is too long.
        """
        asked = _encoded(query) if query else ""
        url = f"{self.base}{path}?{asked}" if asked else self.base + path
        if len(url) > LONGEST:
            raise Invalid("What is searched for is too long to be asked for.")
        return url


def checked(endpoint: Endpoint) -> Address:
    """Return the address of a service.

    Raises:
        Invalid: it is no address, has a name, password, query or fragment, or would send a token unencrypted.
    """
    parts = _split(endpoint.url)
    if "@" in parts.netloc:
        _refuse("must not have a name or password in it: give the token by itself")
    if "?" in endpoint.url or "#" in endpoint.url:
        _refuse("must end with its path: leave out “?” or “#” and what follows")
    if parts.scheme not in ("http", "https"):
        _refuse("must begin with https:// (or http:// for this machine)")
    host, port = _host(parts), _port(parts)
    local = _is_local(host)
    if parts.scheme == "http" and not (local or endpoint.allow_http):
        raise Invalid(
            f"The token would go to {host} unencrypted: use https://, or allow http:// for this account if the network "
            "between is yours alone."
        )
    shown = f"[{host}]" if ":" in host else host
    base = f"{parts.scheme}://{shown}" + (f":{port}" if port else "")
    return Address(base, _prefix(parts.path), host, port or (443 if parts.scheme == "https" else 80), local)


def _split(url: str) -> SplitResult:
    strange = next((char for char in url if not "!" <= char <= "~"), None)
    if not url:
        _refuse("is empty")
    if strange is not None:
        _refuse(f"has “{display_text(strange)}” in it: write it without spaces, and other letters in their xn-- form")
    try:
        return urlsplit(url)
    except ValueError:
        pass
    _refuse("cannot be read: write it as https://host:port")


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        try:
            return str(ipaddress.IPv6Address(host if "%" not in host else ""))
        except ValueError:
            pass
    elif _HOST.fullmatch(host) and len(host) <= 253 and ".." not in host:
        return host
    _refuse(f"names no machine: “{display_text(parts.netloc)[:_SHOWN]}”")


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        _refuse("has a port that is no number from 1 to 65535")
    return port


def _prefix(path: str) -> str:
    path = path.rstrip("/")
    for segment in path.split("/")[1:]:
        if not _SEGMENT.fullmatch(segment) or unquote(segment) in _DOTS:
            _refuse(f"has a path that cannot be used: “{display_text(path)[:_SHOWN]}”")
    return path


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _quoted(segment: str) -> str:
    if segment in _DOTS:
        raise Invalid("An id is empty or only dots: it cannot be asked for.")
    try:
        return quote(segment, safe="")
    except UnicodeEncodeError:
        pass
    raise Invalid("An id has a broken character (a lone surrogate): it cannot be asked for.")


def _encoded(query: Mapping[str, str]) -> str:
    try:
        return urlencode(query, quote_via=quote, safe="")
    except UnicodeEncodeError:
        pass
    raise Invalid("What is searched for has a broken character (a lone surrogate): it cannot be asked for.")


def _refuse(why: str) -> NoReturn:
    raise Invalid(f"The address of the account {why}.")
