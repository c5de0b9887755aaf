"""An account as it is configured: where it is, and where its token comes from. The token itself is never in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.model.usage import Plan

if TYPE_CHECKING:
    from tui.model.ids import AccountId


class TokenSource(StrEnum):
    """Where an account's token comes from. Its address always comes from the same place."""

    SEALED = "sealed in the store"
    ENVIRONMENT = "environment"
    ENV_FILE = "env file"
    FILE = "token file"
    PROMPT = "asked for each time"
    APP = "approved in the service's own app"

    @property
    def kept(self) -> bool:
        """Whether the account is kept in the home store; the others last for the run."""
        return self in (TokenSource.SEALED, TokenSource.FILE, TokenSource.PROMPT, TokenSource.APP)

    @property
    def has_token(self) -> bool:
        """Whether there is a token at all."""
        return self is not TokenSource.APP


class CreateBody(StrEnum):
    """The form in which a REST service wants new items."""

    ITEM = "item"
    """Category and fields, as 1Password Connect does."""
    LOGIN = "login"
    """`{title, login: {username, password}}`, as some services with Connect's paths do."""


@dataclass(frozen=True, slots=True)
class AccountConfig:
    """One account with a service.

    `kind` names the backend ("connect"); `url` is the base address, without /v1, or "" where the kind needs none.
    `login` is what the service's own app calls the account, where that opens it; `plan` what the account was bought as,
    where its limits hang on that. `token_file` is a path, only with the source FILE (or ENV_FILE). `token_since` is
    when the token was given to us, in Unix seconds (0: not known). `ca_file` is a path to certificates to trust instead
    of the system's, or "". `allow_http` lets the token go over http to other machines; `use_proxy` lets the
    environment's proxies carry requests.
    """

    id: AccountId
    kind: str
    name: str
    url: str
    source: TokenSource
    token_file: str = ""
    token_since: float = 0.0
    ca_file: str = ""
    allow_http: bool = False
    use_proxy: bool = False
    create_body: CreateBody = CreateBody.ITEM
    enabled: bool = True
    login: str = ""
    plan: Plan = Plan.UNKNOWN
