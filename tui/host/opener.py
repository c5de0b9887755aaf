"""Opening a website: what an address really leads to, and the platform's opener, which is given the address as it is.

Nothing is opened that is not plainly http or https, and nothing where the keyboard is at another machine, whose browser
it would not be. The opener is nobody's child, and knows neither our terminal nor our environment.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from urllib.parse import urlsplit

from tui.host import opening, programs
from tui.host.display import display_text
from tui.host.routes import Seat, is_wsl
from tui.model.errors import Invalid, Unreachable

PATIENCE = 3.0
"""Seconds in which an opener that fails has failed; one that goes on has started a browser."""

START_LIMIT = 5.0
"""Seconds that starting it may take."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # a browser takes them for the dot between two names
_HOST = re.compile(r"[\w.\-]+|[0-9a-f:.]+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?"
)  # whose last part is one: for browsers that is an IPv4 address

_KEPT_VARIABLES = (
    "PATH",
    "HOME",
    "LANG",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_SESSION",
    "XDG_CONFIG_DIRS",
    "XDG_CONFIG_HOME",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
)


@dataclass(frozen=True, slots=True)
class Address:
    """A website's address, exactly as it is kept. `host` is where it leads, as a browser spells it, with its port.

    `warnings` are sentences about what may deceive who reads it.
    """

    url: str
    host: str
    warnings: tuple[str, ...] = ()


def address(url: str) -> Address:
    """Return where an address leads.

    Raises:
        Invalid: it is no http or https address, or browsers may read it in another way than people do.
    """
    if not _WEB.match(url):
        raise Invalid("Only addresses that begin with http:// or https:// are opened; this one can only be copied.")
    if display_text(url) != url or any(char.isspace() for char in url):
        raise Invalid("This address has characters that cannot be seen or do not belong there; it can only be copied.")
    try:
        parts = urlsplit(url)
        name, port, password = parts.hostname or "", parts.port, parts.password
    except ValueError:
        name, port, password = "", None, None
    host = _spelled(name)
    if password:
        raise Invalid("This address has a password in it, which other programs would see; it can only be copied.")
    if ":" not in host and _is_disguised(host):
        raise Invalid("This address has a number for a host, written so that it hides where it leads; copy it instead.")
    if not _HOST.fullmatch(host) or "\\" in url:
        raise Invalid("This address names no host that all browsers would read alike; it can only be copied.")
    shown = f"[{host}]" if ":" in host else host
    return Address(url, shown if port is None else f"{shown}:{port}", tuple(_warnings(url, name, host)))


def _spelled(name: str) -> str:
    """Return a host's name as it is looked up: every part that is not plain ASCII in Punycode (RFC 3492)."""
    plain = unicodedata.normalize("NFKC", _DOTS.sub(".", name)).lower()
    return ".".join(
        part if part.isascii() else "xn--" + part.encode("punycode").decode("ascii") for part in plain.split(".")
    )


def _is_disguised(host: str) -> bool:
    """Whether browsers take this name for an IPv4 address although it is not written as one (WHATWG URL, §3.5)."""
    try:
        return bool(_NUMBER.fullmatch(host)) and str(IPv4Address(host)) != host
    except ValueError:
        return True


def _warnings(url: str, name: str, host: str) -> Iterator[str]:
    authority = re.split(r"[/?#]", _WEB.sub("", url), maxsplit=1)[0]
    before, at, _ = authority.rpartition("@")
    if at:
        yield f"“{before}” before the @ is not the site."
    if not name.isascii():
        yield f"The name is written “{name}”: are these the letters that you expect?"
    elif any(part.startswith("xn--") for part in host.split(".")):
        yield "The name has letters that are not plain ASCII, written in Punycode (xn--)."
    if url[:5].lower() == "http:":
        yield "http:// is not encrypted."


def program(seat: Seat) -> str | None:
    """Return the path of the opener; None where there is no browser before the person who sits there."""
    if seat.remote:
        return None
    if seat.platform == "darwin":
        names = ["open"]
    elif is_wsl(seat.env):
        names = ["wslview"]
    elif seat.env.get("DISPLAY") or seat.env.get("WAYLAND_DISPLAY"):
        names = ["xdg-open"]
    else:
        names = []
    path = environment(seat.env).get("PATH", os.defpath)
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment an opener may know. BROWSER is not among it: it may name one for terminals."""
    kept = {name: env[name] for name in _KEPT_VARIABLES if name in env}
    if "PATH" in kept:
        kept["PATH"] = os.pathsep.join(place for place in kept["PATH"].split(os.pathsep) if os.path.isabs(place))
    return kept


async def open_address(to: Address, opener: str, env: Mapping[str, str]) -> None:
    """Have the opener open an address, exactly as it is kept; who calls has shown its host before.

    `env` is the environment of whoever sits there.

    Raises:
        Unreachable: the opener cannot be started, or has failed.
    """
    reading, writing = os.pipe()
    try:
        order = opening.order([opener, to.url], writing, PATIENCE)
        try:
            code, _ = await programs.run(opening.command(), order, environment(env), START_LIMIT, (writing,))
        except (OSError, TimeoutError):
            code = 1
        finally:
            os.close(writing)
        if code or await _tells(reading):
            raise Unreachable(f"The browser could not be started: {os.path.basename(opener)} failed.")
    finally:
        os.close(reading)


async def _tells(pipe: int) -> bool:
    """Wait until something comes through a pipe, or it is closed; return whether something came."""
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(pipe, heard.set)
    try:
        await heard.wait()
    finally:
        loop.remove_reader(pipe)
    return bool(os.read(pipe, 1))
