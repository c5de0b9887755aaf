"""Accounts with their tokens as JSON bytes, and back. Only ever sealed."""

from __future__ import annotations

from tui.model.account import AccountConfig, CreateBody, TokenSource
from tui.model.errors import Invalid
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.store.jsonform import NEWER, Fields, dumps, loads


def encode_account(config: AccountConfig, token: Secret | None) -> bytes:
    """Return an account as JSON bytes; `token` is what is kept with it."""
    return dumps(
        {
            "id": config.id,
            "kind": config.kind,
            "name": config.name,
            "url": config.url,
            "source": config.source.name,
            "token": token.reveal() if token is not None else None,
            "token_file": config.token_file,
            "token_since": config.token_since,
            "ca_file": config.ca_file,
            "allow_http": config.allow_http,
            "use_proxy": config.use_proxy,
            "create_body": config.create_body.name,
            "enabled": config.enabled,
            **({"login": config.login} if config.login else {}),
            **({"plan": config.plan.name} if config.plan is not Plan.UNKNOWN else {}),
        }
    )


def decode_account(data: bytes) -> tuple[AccountConfig, Secret | None]:
    """Read what `encode_account` wrote.

    Raises:
        Invalid: a newer Strongroom wrote it.
    """
    fields = Fields(loads(data))
    token = fields.maybe("token", str)
    try:
        config = AccountConfig(
            id=AccountId(fields.take("id", str)),
            kind=fields.take("kind", str),
            name=fields.take("name", str),
            url=fields.take("url", str),
            source=TokenSource[fields.take("source", str)],
            token_file=fields.take("token_file", str),
            token_since=fields.take("token_since", float),
            ca_file=fields.take("ca_file", str),
            allow_http=fields.take("allow_http", bool),
            use_proxy=fields.take("use_proxy", bool),
            create_body=CreateBody[fields.take("create_body", str)],
            enabled=fields.take("enabled", bool),
            login=fields.take("login", str) if fields.has("login") else "",
            plan=Plan[fields.take("plan", str)] if fields.has("plan") else Plan.UNKNOWN,
        )
    except KeyError:
        raise Invalid(NEWER) from None
    fields.done()
    return config, None if token is None else Secret(token)
