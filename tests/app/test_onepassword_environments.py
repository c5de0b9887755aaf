"""Environments and references of a 1Password account, by keys over the real SDK; a lock leads back, without values."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from textual import events

from tests.app.person import MASTER, Person, Stocked, unlocked

pytest.importorskip("onepassword")

from tests.app.onepassword import session_of, with_team
from tests.app.test_items import terminal
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.words import Json
from tui.model.audit import AuditAction

__all__ = ["terminal"]

VARIABLES: list[Json] = [
    {"name": "DATABASE_URL", "value": "s3cret-url"},
    {"name": "LOG_LEVEL", "value": "info", "masked": False},
]
READ = "EnvironmentsGetVariables"


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as found:
        yield found


def copied(terminal: list[str]) -> str:
    """Return what the terminal was last given for the clipboard."""
    found = [match for text in terminal if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
    return base64.b64decode(found[-1][1]).decode()


async def add(person: Person, environment: str, name: str = "Production") -> None:
    """Go to the Environments, and add one."""
    await person.press("g", "e")
    await person.sees("No Environment is remembered yet.")
    await person.press("n")
    await person.sees("Add an Environment")
    await person.type(environment)
    await person.press("tab")
    await person.type(name)
    await person.press("ctrl+s")


async def test_added_read_revealed_copied_and_back_after_a_lock(
    stocked: Stocked, op: OnePassword, terminal: list[str]
) -> None:
    environment = op.add_environment(VARIABLES)
    async with with_team(stocked, op) as person:
        await add(person, environment)
        await person.sees("▌ Production", "DATABASE_URL", "LOG_LEVEL")
        assert op.requests.count(READ) == 1
        await person.press("enter", "r")
        await person.sees("s3cret-url")
        await person.press("y")
        await person.sees("DATABASE_URL sent to your terminal")
        assert copied(terminal) == "s3cret-url"
        await person.press("ctrl+l")
        page = await person.sees("Master password")
        assert "s3cret" not in page
        await person.type(MASTER)
        await person.press("enter")
        page = await person.sees("Environments", "▌ Production", "Enter reads the variables.")
        assert "DATABASE_URL" not in page, "what was read is gone"
        assert op.requests.count(READ) == 1, "nothing is read by itself"
        await person.press("enter")
        await person.sees("DATABASE_URL")
        assert op.requests.count(READ) == 2
    with stocked.opened() as store:
        done = [(one.action, one.title, one.field) for one in store.audit() if one.title == "Production"]
        assert done == [
            (AuditAction.COPY, "Production", "DATABASE_URL"),
            (AuditAction.REVEAL, "Production", "DATABASE_URL"),
        ]


async def test_remembered_for_the_next_start(stocked: Stocked, op: OnePassword) -> None:
    environment = op.add_environment(VARIABLES)
    op.add_vault("Infra")
    async with with_team(stocked, op) as person:
        await add(person, environment)
        await person.sees("DATABASE_URL")
    op.delay("VaultsList", 1.0)  # as from far away
    async with unlocked(stocked.path) as person:
        await person.sees("Infra")  # with its vaults the account is open
        await person.press("g", "e")
        await person.sees("Environments", "▌ Production", "Enter reads the variables.")


async def test_one_that_is_not_in_the_scope_of_the_token_says_so(stocked: Stocked, op: OnePassword) -> None:
    environment = op.add_environment(VARIABLES, hidden=True)
    async with with_team(stocked, op) as person:
        await add(person, environment)
        page = " ".join((await person.sees("▌ Production", "1Password knows no Environment")).replace("▏", " ").split())
        assert "not in this token's scope" in page
        op.account.hidden_environments.clear()
        await person.press("r")
        await person.sees("DATABASE_URL")


async def test_the_key_is_grey_without_such_an_account(stocked: Stocked) -> None:
    async with unlocked(stocked.path) as person:
        await person.press("g", "e")
        await person.sees("No account that is open has Environments.")


def mail(op: OnePassword) -> str:
    """Add items to a vault, and return its id."""
    vault = op.add_vault("Infra")
    for title in ("Mail", "Wiki"):
        fields = [
            {"id": "username", "title": "username", "value": "mara"},
            {"id": "password", "title": "password", "fieldType": "Concealed", "value": f"s3cret-{title}"},
        ]
        op.add_item(vault, {"title": title, "fields": fields})
    return vault


async def test_a_reference_is_asked_for_where_it_is_followed(
    stocked: Stocked, op: OnePassword, terminal: list[str]
) -> None:
    mail(op)
    async with with_team(stocked, op) as person:
        await person.sees("Infra")
        await person.press("g", "r")
        await person.sees("Follow a secret reference", "Ctrl+S Ask 1Password")
        await person.type("op://Infra/Mail/pin")
        await person.press("ctrl+s")
        await person.sees("✗ The item has no such field.")
        await person.press(*["backspace"] * 3)
        await person.type("password")
        await person.press("ctrl+s")
        await person.sees("✓ “Halden team” resolves it")
        await person.press("ctrl+y")
        await person.sees("Value sent to your terminal")
        assert copied(terminal) == "s3cret-Mail"
        assert op.requests.count("SecretsResolve") == 2


async def test_those_of_marked_items_are_asked_for_in_one_request(stocked: Stocked, op: OnePassword) -> None:
    mail(op)
    async with with_team(stocked, op) as person:
        await person.sees("Infra")
        await person.press("g", "i")
        await person.sees("Mail", "Wiki")
        await person.press("V", "g", "R")
        page = await person.sees("References", "2 of 2 resolve · asked of “Halden team”")
        assert "s3cret" not in page
        assert op.requests.count("ItemsGetAll") == 1
        assert op.requests.count("SecretsResolveAll") == 1
        assert op.requests.count("SecretsResolve") == 0
        await person.press("enter")
        await person.sees("words, tag:", "Mail")


async def test_those_of_the_item_under_the_cursor_are_asked_for(stocked: Stocked, op: OnePassword) -> None:
    mail(op)
    stocked.add("Own")
    async with with_team(stocked, op) as person:
        await person.sees("Infra")
        await person.press("g", "i")
        await person.sees("Mail", "Wiki", "Own")
        await person.press("slash")
        await person.type("own")
        await person.sees_no("Wiki")
        await person.press("enter", "g", "R")
        await person.sees("1Password can be asked only for references to its own items.")
        await person.press("slash", *["backspace"] * 3)
        await person.type("wiki")
        await person.sees_no("Own")
        await person.press("enter", "g", "R")
        await person.sees("2 of 2 resolve", "op://Infra/Wiki/password", "op://Infra/Wiki/username")


async def test_an_env_file_is_pasted_and_each_line_has_its_answer(stocked: Stocked, op: OnePassword) -> None:
    mail(op)
    async with with_team(stocked, op) as person:
        await person.sees("Infra")
        await person.press("g", "R")
        await person.sees("Paste references here")
        lines = 'PASSWORD="op://Infra/Mail/password"\nPIN=op://Infra/Post/pin\nBAD=op://Infra\nPASS=s3cret-in-clear\n'
        person.app.post_message(events.Paste(lines))
        page = await person.sees("1 of 3 resolve", "The vault has no such item", "Not sent: A secret reference is")
        assert "s3cret" not in page
        sent = [parameters for name, parameters in op.sent if name == "SecretsResolveAll"]
        assert sent == [{"secret_references": ["op://Infra/Mail/password", "op://Infra/Post/pin"]}]
        assert session_of(person).copied is None
