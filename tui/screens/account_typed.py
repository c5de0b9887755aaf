"""What stands in the form of an account, and the account that it means. Nothing is made right that was typed wrong."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tui.backends.http_address import Endpoint, checked
from tui.backends.registry import Reach
from tui.model.account import AccountConfig, CreateBody, TokenSource
from tui.model.errors import Invalid
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.services.origin import host_of
from tui.services.token_names import SERVICE_NAME
from tui.tools.service_token import sign_in_address


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, also in lines that its kind does not have. An empty `token` means the one there is.

    `usual` is the address of the kind, where it has one.
    """

    kind: str
    reach: Reach
    url: str
    name: str
    source: TokenSource
    token: Secret
    token_file: str = ""
    ca_file: str = ""
    allow_http: bool = False
    use_proxy: bool = False
    create_body: CreateBody = CreateBody.ITEM
    login: str = ""
    plan: Plan = Plan.UNKNOWN
    usual: str = ""

    @property
    def address(self) -> str:
        """Where the account is: at the address that was typed, or the usual one of its kind."""
        return self.url.strip() or self.usual

    @property
    def given(self) -> Secret | None:
        """The token that was typed, where one is asked for; None: none was."""
        asked = self.reach is not Reach.APP and self.source is not TokenSource.FILE
        return self.token if self.token and asked else None

    @property
    def suggested(self) -> str:
        """The name that it gets where none is typed; "" where there is nothing yet to call it by."""
        match self.reach:
            case Reach.ADDRESS:
                return host_of(self.address)
            case Reach.TOKEN:
                return sign_in_address(self.token) or SERVICE_NAME
            case Reach.APP:
                return self.login.strip()


def new_account_id() -> AccountId:
    """Return an id that no account has."""
    return AccountId(secrets.token_hex(13))


def configured(
    typed: Typed, before: AccountConfig | None, taken: Iterable[str], new: AccountId | None = None
) -> AccountConfig:
    """Return the account as it was typed: a new one (`new` is its id), or `before` with changes.

    `taken` are the names of others.

    Raises:
        Invalid: something is missing or cannot be; the sentence says what.
    """
    _check_place(typed)
    name = " ".join(typed.name.split()) or typed.suggested
    if name.casefold() in {other.casefold() for other in taken}:
        raise Invalid(f"Another account is called “{name}” already. Give this one a name of its own.")
    by_address = typed.reach is Reach.ADDRESS
    source = TokenSource.APP if typed.reach is Reach.APP else typed.source
    url = typed.address if by_address else ""
    config = replace(
        before or AccountConfig(new or new_account_id(), typed.kind, name, url, source),
        kind=typed.kind,
        name=name,
        url=url,
        source=source,
        token_file=_whole(typed.token_file, "token file") if source is TokenSource.FILE else "",
        ca_file=_whole(typed.ca_file, "file of certificates") if by_address and typed.ca_file.strip() else "",
        allow_http=by_address and typed.allow_http,
        use_proxy=by_address and typed.use_proxy,
        create_body=typed.create_body if by_address else CreateBody.ITEM,
        login=typed.login.strip() if typed.reach is Reach.APP else "",
        plan=typed.plan if typed.reach is Reach.TOKEN else Plan.UNKNOWN,
    )
    sealed_before = before is not None and before.source is TokenSource.SEALED
    if config.source is TokenSource.SEALED and not sealed_before and not typed.given:
        raise Invalid("Type or paste the token: it is sealed in your store.")
    return config


def same_place(one: AccountConfig, other: AccountConfig) -> bool:
    """Whether two are reached in the same way, so that a test of one is as good as of the other."""
    return replace(one, name=other.name, create_body=other.create_body, plan=other.plan) == other


def _check_place(typed: Typed) -> None:
    """Raise Invalid where it is not said where the account is, or that cannot be."""
    if typed.reach is Reach.ADDRESS:
        url = typed.address
        if not url:
            raise Invalid("Type the address of the service, such as https://connect.example:8080.")
        checked(Endpoint(url, allow_http=typed.allow_http))
    if typed.reach is Reach.APP and not typed.login.strip():
        raise Invalid("Type the name of the account, as the 1Password app shows it at the top left.")


def _whole(typed: str, what: str) -> str:
    """Return a path with ~ resolved."""
    path = typed.strip()
    if not path:
        raise Invalid(f"Type where the {what} is, such as ~/connect-token.")
    try:
        whole = Path(path).expanduser()
    except RuntimeError:
        raise Invalid(f"The {what} {path} lies in the home of somebody who is not known here.") from None
    if not whole.is_absolute() or "\0" in path:
        raise Invalid(f"The {what} must be a whole path that begins with / or ~, not {path}.")
    return str(whole)
