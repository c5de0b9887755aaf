"""Which names give which accounts, in the environment or in an env file.

An address and its token are only taken together. A token that has a name of many meanings needs an address beside it;
one that is named after its service goes to that service's own address where no other is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tui.model.secret import Secret

HOST, TOKEN, SERVICE_TOKEN = "OP_CONNECT_HOST", "OP_CONNECT_TOKEN", "OP_SERVICE_ACCOUNT_TOKEN"
"""The names that 1Password's own tools use."""
TEAM_URL, TEAM_TOKEN, ANY_TOKEN = "PASSPACK_BASE_URL", "PASSPACK_API_TOKEN", "API_TOKEN"
"""The names for Passpack. The last is what many call a token for anything: it counts only beside the first."""
CONNECT, SERVICE, PASSPACK = "connect", "onepassword", "passpack"
"""The kinds of accounts that can be given from outside."""
SERVICE_NAME = "1Password"
"""What a service account is called whose token does not say where it leads."""
PASSPACK_URL = "https://api.passpack.com"
"""Where Passpack is, if no other address is said."""

ALL = (HOST, TOKEN, SERVICE_TOKEN, TEAM_URL, TEAM_TOKEN, ANY_TOKEN)
"""All names that are looked for."""

LONG = 32
"""Tokens of so many characters are not guessed."""

NAMES: Mapping[str, str] = {
    CONNECT: f"{HOST} and {TOKEN}",
    SERVICE: SERVICE_TOKEN,
    PASSPACK: f"{TEAM_TOKEN} or {ANY_TOKEN}, and {TEAM_URL}",
}
"""The names of each kind, for a sentence."""


class Named(NamedTuple):
    """An account that is given by names; `name` is what it is called, where its address does not say.

    `random`: the token is so long that nobody can guess it, however quickly that is tried.
    """

    kind: str
    url: str
    token: Secret
    random: bool
    name: str = ""


class Half(NamedTuple):
    """Something is there without what belongs to it: `there`, of which `missing` is missing."""

    there: str
    missing: str


def accounts(said: Mapping[str, str]) -> Iterator[Named]:
    """Yield the accounts of which all is there."""
    url, token = said.get(HOST, ""), said.get(TOKEN, "")
    if url and token:
        yield Named(CONNECT, url, Secret(token), len(token) >= LONG)
    if service := said.get(SERVICE_TOKEN, ""):
        from tui.tools.service_token import sign_in_address

        secret = Secret(service)
        yield Named(SERVICE, "", secret, len(service) >= LONG, sign_in_address(secret) or SERVICE_NAME)
    if team := _team_token(said):
        yield Named(PASSPACK, said.get(TEAM_URL) or PASSPACK_URL, Secret(team), len(team) >= LONG)


def halves(said: Mapping[str, str]) -> Iterator[Half]:
    """Yield what is there without what belongs to it."""
    for there, missing in ((TOKEN, HOST), (HOST, TOKEN)):
        if said.get(there) and not said.get(missing):
            yield Half(there, missing)
    if said.get(TEAM_URL) and not _team_token(said):
        yield Half(TEAM_URL, TEAM_TOKEN)


def notes(said: Mapping[str, str]) -> Iterator[str]:
    """Yield what is odd: two tokens for one place."""
    team, other = said.get(TEAM_TOKEN), said.get(ANY_TOKEN)
    if said.get(TEAM_URL) and team and other and other != team:
        yield f"{TEAM_TOKEN} and {ANY_TOKEN} are both set, and differ: {TEAM_TOKEN} is used."


def secrets_in(said: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the tokens that are ours to take; a token for something else is not."""
    return (TOKEN, SERVICE_TOKEN, TEAM_TOKEN, *((ANY_TOKEN,) if said.get(TEAM_URL) else ()))


def _team_token(said: Mapping[str, str]) -> str:
    return said.get(TEAM_TOKEN) or (said.get(ANY_TOKEN, "") if said.get(TEAM_URL) else "")
