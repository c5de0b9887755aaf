"""Where tokens come from beside the store: the environment, a named env file, a token file.

An address and its token are always taken from the same place, so that a foreign file cannot send our token elsewhere.
A service account's token says itself where it leads.
A file that others can read is no place for a token.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, MutableMapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import Denied, Invalid, NotFound, Unreachable
from tui.model.secret import Secret
from tui.services import token_names as names
from tui.services.token_names import CONNECT, SERVICE

MOST = 65_536
"""Bytes. No token and no env file is longer."""


class Outside(NamedTuple):
    """An account that was given from outside, without its token; `name` is what it is called."""

    kind: str
    url: str
    name: str

    @property
    def place(self) -> str:
        """What tells it from others: its address, where it has one; another kind may have the same."""
        return self.url if self.url and self.kind == CONNECT else f"{self.kind}:{self.url or self.name}"

    @property
    def shown(self) -> str:
        """What people know it by."""
        return f"1Password service account · {self.name}" if self.kind == SERVICE else self.url

    def with_token(self, token: Secret) -> Given:
        """Return it with a token that somebody types, or will."""
        return Given(self.url, token, TokenSource.PROMPT, kind=self.kind, name=self.name)


class Given(NamedTuple):
    """An account from outside: its token, and where that leads, both from one place.

    `path` is the env file's, `warnings` are about it. `random`: the token is so long that nobody can guess it, however
    quickly that is tried. A service account has no `url`: its token says where it leads.
    """

    url: str
    token: Secret
    source: TokenSource
    path: str = ""
    warnings: tuple[str, ...] = ()
    random: bool = False
    kind: str = CONNECT
    name: str = ""

    @property
    def outside(self) -> Outside:
        """What may be remembered of it."""
        from tui.services.origin import host_of

        return Outside(self.kind, self.url, self.name or host_of(self.url))


def from_environment(environ: MutableMapping[str, str]) -> tuple[tuple[Given, ...], str]:
    """Take what there is out of the environment, so that no child gets a token.

    The second part says what is odd: a token that is there without its address, which is not used then, or two of them.
    """
    said = {name: value.strip() for name, value in environ.items() if name in names.ALL}
    for name in names.secrets_in(said):
        environ.pop(name, None)
    odd = [
        f"{half.there} is set without {half.missing}, so it is not used: address and token are only taken together."
        for half in names.halves(said)
        if half.there == names.TOKEN  # an address alone is nothing
    ]
    return _given(said, TokenSource.ENVIRONMENT), " ".join((*odd, *names.notes(said)))


def from_env_file(path: Path) -> tuple[Given, ...]:
    """Read what an env file gives that was named; nothing else in it counts, nor does the environment.

    Raises:
        Invalid: it gives nothing, or an address without its token, or a token without its address.
        NotFound, Unreachable: it is not there, or cannot be read.
    """
    import dotenv

    text, mode = _read(path)
    read = dotenv.dotenv_values(stream=StringIO(text), interpolate=False)
    said = {name: (read.get(name) or "").strip() for name in names.ALL}
    warnings = (*_warnings(path, mode), *names.notes(said))
    found = _given(said, TokenSource.ENV_FILE, path=str(path.absolute()), warnings=warnings)
    together = "Address and token are only taken together, from one place."
    for half in names.halves(said):
        raise Invalid(f"{path} does not say {half.missing}. {together}")
    if not found and said[names.ANY_TOKEN]:
        raise Invalid(
            f"{path} says {names.ANY_TOKEN} without {names.TEAM_URL}: it may be a token for anything. Say the address, "
            f"too, or call it {names.TEAM_TOKEN}."
        )
    if not found:
        either = "; nor ".join(names.NAMES.values())
        raise Invalid(f"{path} does not say {either}. {together}")
    return found


def _given(
    said: Mapping[str, str], source: TokenSource, *, path: str = "", warnings: tuple[str, ...] = ()
) -> tuple[Given, ...]:
    """Return the accounts of which all is there; the warnings are told once."""
    found: list[Given] = []
    for kind, url, token, random, name in names.accounts(said):
        found.append(Given(url, token, source, path, () if found else warnings, random, kind, name))
    return tuple(found)


def from_token_file(path: Path) -> Secret:
    """Read the token that is alone in a file.

    Raises:
        Denied: others can read it.
        Invalid: it holds no token, or more than that.
        NotFound, Unreachable: it is not there, or cannot be read.
    """
    text, mode = _read(path)
    if mode & 0o077:
        raise Denied(f"{path} is not used: others on this machine can read it. chmod 600 makes it yours alone.")
    words = text.split()
    if len(words) != 1:
        raise Invalid(f"{path} must hold one token and nothing else.")
    return Secret(words[0])


def of_account(config: AccountConfig) -> Secret | None:
    """Read the token of an account whose token lies in a file; None where an env file has another address by now.

    Raises VaultError. Blocks.
    """
    path = Path(config.token_file).expanduser()
    if config.source is TokenSource.FILE:
        return from_token_file(path)
    given = (one for one in from_env_file(path) if (one.kind, one.url) == (config.kind, config.url))
    return next((one.token for one in given), None)


def _read(path: Path) -> tuple[str, int]:
    """Return what is in a file, and its mode."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise Invalid(f"{path} is not a file.")
            data = file.read(MOST + 1)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.") from None
    except OSError as error:
        raise Unreachable(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(data) > MOST:
        raise Invalid(f"{path} is too long to be what it should be.")
    try:
        return data.decode(), stat.S_IMODE(state.st_mode)
    except UnicodeDecodeError:
        raise Invalid(f"{path} is not UTF-8 text.") from None


def _warnings(path: Path, mode: int) -> list[str]:
    from tui.host.gitindex import tracked

    found = []
    if mode & 0o077:
        found.append(f"Others on this machine can read {path}, and the token in it (chmod 600).")
    if tracked(path):
        found.append(f"Git tracks {path}: whoever gets the repository gets the token in it.")
    return found
