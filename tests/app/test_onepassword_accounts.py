"""1Password accounts without a server, by keys: a service account's token, from the form and from outside."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

pytest.importorskip("onepassword")

from tests.app.onepassword import session_of
from tests.app.person import MASTER, Person, Stocked, at, unlocked
from tests.app.test_remote import save
from tests.screens.test_accounts import words
from tests.servers.connect import ConnectServer
from tests.servers.onepassword import OnePassword
from tests.servers.onepassword.desktop import CLOSED, DesktopApp
from tests.services.remote import eventually
from tui.backends.onepassword.meter import Meter
from tui.model.account import AccountConfig, TokenSource
from tui.model.ids import AccountId
from tui.model.secret import Secret
from tui.model.usage import Plan
from tui.services import token_names, tokens
from tui.services.tokens import Given
from tui.store.accounts import encode_account
from tui.store.naming import RecordKind

PASSWORD = "s3cret-of-mail"
NAME = "my.1password.invalid"


@pytest.fixture
def op() -> Iterator[OnePassword]:
    with OnePassword() as op:
        vault = op.add_vault("Work")
        for title in ("Mail", "Bank"):
            fields = [
                {"id": "username", "fieldType": "Text", "value": f"user-{title}"},
                {"id": "password", "fieldType": "Concealed", "value": PASSWORD},
            ]
            op.add_item(vault, {"title": title, "category": "Login", "fields": fields})
        yield op


@dataclass
class Stall:
    """How long the loop stood still, at the longest."""

    longest: float = 0.0


@asynccontextmanager
async def stalls() -> AsyncIterator[Stall]:
    """Watch how long the loop stands still."""
    stall = Stall()

    async def watch() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            stall.longest = max(stall.longest, time.monotonic() - before - 0.005)

    watching = asyncio.create_task(watch())
    try:
        yield stall
    finally:
        watching.cancel()


def given(op: OnePassword) -> Given:
    """Return the service account as the environment gives it."""
    (found,), _ = tokens.from_environment({token_names.SERVICE_TOKEN: op.token})
    return found


async def add(person: Person, token: str) -> None:
    """Fill in the form of a new service account."""
    await person.press("g", "c", "n")
    await person.sees("which way in?")
    await person.press("2")
    await person.sees("● service account", "Plan", "Token")
    person.paste(token)
    await person.press("enter")


async def test_a_service_account_takes_its_token_and_two_enters(stocked: Stocked, op: OnePassword) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, op.token)
        page = await person.sees(NAME)
        assert op.token[:12] not in page
        await person.press("enter")
        await person.sees(f"“{NAME}” is added.", "● open", "1Password service account")
        assert op.token[:12] not in person.page()
        await person.press("g", "v")
        await person.sees("Work", "my.1password", "2 items")
        requests = len(op.requests)
        await asyncio.sleep(0.5)
        assert len(op.requests) == requests, "nothing is asked by itself"


async def test_a_wrong_token_says_so_and_what_was_typed_stays(stocked: Stocked, op: OnePassword) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, "ops_s3cret-wrong")
        await person.type("Team")
        await person.press("ctrl+s")
        await person.sees("token is none that 1Password made", "Team")
        assert "is added" not in person.page()
        await person.press("shift+tab", "ctrl+u")
        person.paste(op.token)
        await person.press("ctrl+t")
        await person.sees("It shows 1 vault.")
        await person.press("ctrl+s")
        await person.sees("“Team” is added.")
    assert op.clients == 0, "no client is left"


async def test_what_it_took_to_test_the_account_is_counted(stocked: Stocked, op: OnePassword) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, op.token)
        await person.press("ctrl+t")
        await person.sees("It shows 1 vault.")
        assert op.reads == 2
        await person.press("ctrl+s")
        await person.sees("is added.")
        await person.press("g", "v")
        await person.sees("Work", "2 items")
        session = session_of(person)
        (status,) = session.remotes.statuses

        def counted() -> list[int]:
            usage = session.remotes.usage(status.config.id)
            return [one.used for one in usage.allowances] if usage is not None else []

        assert op.reads == 6, "two tests, the vaults, and the items of one"
        assert counted() == [6, 0, 6]
        await session.learnt.flush()
    async with unlocked(stocked.path) as person:
        await person.sees("2 items")
        session = session_of(person)
        assert counted() == [op.reads, 0, op.reads]


async def test_from_the_environment_without_a_store(op: OnePassword, home: Path) -> None:
    async with at(home / "home.strongroom", given=given(op)) as person:
        await person.sees("Work", "2 items")
        await person.press("enter")
        await person.sees("words, tag:", "Mail")
        await person.press("ctrl+l")
        await person.sees("Its token, once more", NAME)
        person.paste("ops_s3cret-wrong")
        await person.press("enter")
        await person.sees("token is none that 1Password made")
        person.paste(op.token)
        await person.press("enter")
        await person.sees("Mail", "Bank")
    assert not (home / "home.strongroom").exists()


async def test_a_server_and_a_service_account_at_once_without_a_store(op: OnePassword, home: Path) -> None:
    with ConnectServer() as server:
        server.add_item(server.add_vault("Ops"), {"title": "Router", "category": "LOGIN"})
        environ = {token_names.HOST: server.url, token_names.TOKEN: server.token, token_names.SERVICE_TOKEN: op.token}
        (first, second), _ = tokens.from_environment(environ)
        async with at(home / "home.strongroom", given=first, more=[second]) as person:
            await person.sees("Ops", "Work", "my.1password", "3 items")
            await person.press("ctrl+l")
            await person.sees("Its token, once more", server.url)
            person.paste(server.token)
            await person.press("enter")
            await person.sees("Token for “my.1password.invalid”", "1 item")
            person.paste(op.token)
            await person.press("enter")
            await person.sees("takes the new token", "Work", "3 items")


async def test_a_token_that_the_store_keeps_too_opens_no_second_account(stocked: Stocked, op: OnePassword) -> None:
    config = AccountConfig(AccountId("id-of-team"), "onepassword", "Team", "", TokenSource.SEALED)
    with stocked.opened() as store:
        store.put(RecordKind.ACCOUNT, config.id, encode_account(config, Secret(op.token)))
    async with unlocked(stocked.path, given=given(op)) as person:
        page = await person.sees("2 items", "“Team” has the token from the environment already: used once.")
        assert page.count("Team ") >= 1 and "my.1password" not in page
        assert (op.sign_ins, op.reads) == (1, 2)
        await person.press("ctrl+l")
        await person.sees("Locked.")
        await person.type(MASTER)
        await person.press("enter")
        page = await person.sees("2 items", "Team")
        assert "Token for" not in page


async def test_beside_a_store_and_after_a_lock_it_is_asked_for(stocked: Stocked, op: OnePassword) -> None:
    async with unlocked(stocked.path, given=given(op)) as person:
        await person.sees("Work", "my.1password")
        await person.press("g", "c")
        await person.sees("environment")
        await person.press("ctrl+l")
        await person.sees("Locked.")
        await person.type("s3cret-m")
        await person.press("enter")
        await person.sees("Token for", "It goes to 1Password")
        person.paste(op.token)
        await person.press("enter")
        await person.sees("takes the new token")


# The desktop app: a person approves


@pytest.fixture
def desktop(op: OnePassword) -> Iterator[DesktopApp]:
    with DesktopApp(op) as desktop:
        yield desktop


def by_app(desktop: DesktopApp) -> AccountConfig:
    """Return the account as it is kept."""
    return AccountConfig(
        AccountId("id-of-mine"), "onepassword-desktop", "Mine", "", TokenSource.APP, login=desktop.login
    )


def keep(stocked: Stocked, config: AccountConfig) -> None:
    """Put an account into the store, as an earlier run would have."""
    with stocked.opened() as store:
        store.put(RecordKind.ACCOUNT, config.id, encode_account(config, None))


async def open_mine(person: Person) -> None:
    """Open the first item of the account that is approved in the app."""
    await person.press("enter")
    await person.sees("words, tag:")
    await person.press("slash")
    await person.type("mail")
    await person.press("enter")
    await person.sees("user-Mail")


async def test_the_prompt_is_waited_for_and_what_was_asked_goes_on(stocked: Stocked, desktop: DesktopApp) -> None:
    keep(stocked, by_app(desktop))
    approve = desktop.hold()
    async with unlocked(stocked.path) as person:
        await person.sees("“Mine” waits for your approval", desktop.login, "Waiting for 0:0")
        approve.set()
        await person.sees_no("waits for your approval")
        await person.sees("2 items")
        await open_mine(person)
        assert desktop.prompts == 1


async def test_another_account_is_browsed_while_the_prompt_waits_five_seconds(
    stocked: Stocked, desktop: DesktopApp
) -> None:
    stocked.add("Garden")
    keep(stocked, by_app(desktop))
    approve = desktop.hold()
    async with unlocked(stocked.path) as person:
        await person.sees("waits for your approval")
        began = time.monotonic()
        await person.press("b")
        await person.sees("waits in the background")
        async with stalls() as stall:
            await person.press("enter")
            await person.sees("words, tag:", "Garden")
            await person.press("slash")
            await person.type("gard")
            await person.press("enter")
            await person.sees("Garden")
            await person.sees("Mine waiting for approval")
            await eventually(lambda: time.monotonic() > began + 5.0)
        assert "MainThread" not in desktop.threads
        assert stall.longest < 3.0, "the prompt would have stopped it for five seconds"
        approve.set()
        await person.press("escape")
        await person.sees("Mail", "Bank", "Garden")


async def test_who_gives_up_is_not_asked_again_until_they_ask(stocked: Stocked, desktop: DesktopApp) -> None:
    keep(stocked, by_app(desktop))
    desktop.hold()
    async with unlocked(stocked.path) as person:
        await person.sees("waits for your approval")
        await person.press("escape")
        await person.sees("Mine approval needed")
        await person.press("g", "c")
        await person.sees("Mine")
        await person.press("j")
        await person.sees("! approval needed", "r asks for the approval again")
        assert desktop.prompts == 1
        approve = desktop.hold()
        await person.press("r")
        await person.sees("waits for your approval")
        approve.set()
        await person.sees("● open", "It shows 1 vault")


async def test_it_expires_in_the_middle_of_an_edit(stocked: Stocked, op: OnePassword, desktop: DesktopApp) -> None:
    keep(stocked, by_app(desktop))
    async with unlocked(stocked.path) as person:
        await person.sees("2 items")
        await open_mine(person)
        await person.press("e")
        await person.sees("Edit “Mail”")
        await person.type("-new")
        desktop.expire()
        desktop.hold()
        await save(person)
        await person.sees("waits for your approval")
        await person.press("escape")
        await person.sees("Edit “Mail”", "user-Mail-new", "waits for 1Password no longer")
        approve = desktop.hold()
        await save(person)
        await person.sees("waits for your approval")
        approve.set()
        await person.sees("Saved “Mail”", "user-Mail-new")
    (vault,) = op.vaults()
    values = {field["value"] for item in op.items(vault) for field in op.item(vault, item)["fields"]}
    assert "user-Mail-new" in values
    assert "user-Mail" not in values


async def test_a_prompt_eats_no_key_and_covers_no_dialog(stocked: Stocked, desktop: DesktopApp) -> None:
    approve = desktop.hold()
    async with unlocked(stocked.path) as person:
        await person.sees("Work")
        session = session_of(person)
        await person.press("g", "c", "n")
        await person.sees("which way in?")
        await session.remotes.add(by_app(desktop), None)  # only now, so that the dialog is surely there before
        await person.press("3")
        for letter in "https://connect.invalid":
            await person.press(letter)
            await asyncio.sleep(0.1)
        await person.sees("https://connect.invalid", "Mine waiting for approval")
        assert "waits for your approval" not in person.page()
        await person.press("escape")
        await person.sees("Leave without saving")
        await person.press("y")
        await person.sees("waits for your approval")
        approve.set()
        await person.sees("Accounts", "1 of 1 service open")


async def test_a_dialog_that_waits_says_what_to_do(stocked: Stocked, desktop: DesktopApp) -> None:
    keep(stocked, by_app(desktop))
    async with unlocked(stocked.path) as person:
        await person.sees("2 items")
        await person.press("j", "j")
        desktop.expire()
        approve = desktop.hold()
        await person.press("i")
        await eventually(lambda: "may use “Example Family”: approve it" in words(person.page()), person.page)
        assert "waits for your approval" not in person.page()
        approve.set()
        await person.sees_no("Asking for it anew")
        await person.sees("Work")


async def test_the_lock_comes_while_the_prompt_waits(stocked: Stocked, desktop: DesktopApp) -> None:
    keep(stocked, by_app(desktop))
    desktop.hold()
    async with unlocked(stocked.path) as person:
        await person.sees("waits for your approval")
        await person.press("b", "ctrl+r")
        await person.sees_no("waits for your approval")
        await person.press("ctrl+l")
        page = await person.sees("Locked.")
        assert "Mine" not in page
        assert "anew" not in page
        await person.type(MASTER)
        await person.press("enter")
        await person.sees("waits for your approval")
        await person.press("escape")
        await person.sees("approval needed")


@pytest.mark.parametrize(
    ("login", "code", "sentence"),
    [
        ("Example Family", None, "is not on this machine"),
        ("Somebody else", 0, "does not find the account: check its name"),
        ("Example Family", CLOSED, "Integrate with other apps"),
    ],
)
async def test_what_is_wrong_with_the_app_is_said(
    stocked: Stocked, op: OnePassword, login: str, code: int | None, sentence: str
) -> None:
    with DesktopApp(op, installed=code is not None) as desktop:
        desktop.code = code or 0
        keep(stocked, replace(by_app(desktop), login=login))
        async with unlocked(stocked.path) as person:
            await person.press("g", "c")
            await person.sees("Mine")
            await person.press("j")
            await eventually(lambda: sentence in words(person.page()))
            await eventually(lambda: "r tries again" in words(person.page()), person.page)


async def test_a_rate_limit_pauses_the_account_until_a_person_asks(stocked: Stocked, op: OnePassword) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, op.token)
        await person.press("enter")
        await person.sees("is added.", "● open")
        op.limit(reads=0)
        await person.press("r")
        await person.sees("! paused", "paused until")
        requests = len(op.requests)
        await asyncio.sleep(0.5)
        assert len(op.requests) == requests, "nothing is asked by itself"
        op.heal()
        await person.press("r")
        await person.sees("● open")
        await person.press("c")
        await person.sees("reads this hour", "By our own count")


async def test_a_session_that_does_not_last_is_told_and_can_be_tried_again(stocked: Stocked, op: OnePassword) -> None:
    async with unlocked(stocked.path) as person:
        await add(person, op.token)
        await person.press("enter")
        await person.sees("is added.", "● open")
        op.fail("VaultsList", "Internal", "internal error: session expired")
        await person.press("r")
        await person.sees("! offline", "The session with 1Password has ended")
        op.heal()
        await person.press("r")
        await person.sees("● open")


def keep_count(stocked: Stocked, account: AccountId, reads: int) -> None:
    """Keep that so many reads were counted in an earlier run, just now."""
    meter = Meter()
    for _ in range(reads):
        meter.count("ItemsGet")
    with stocked.opened() as store:
        store.put(RecordKind.LEARNT, f"count:{account}", meter.to_bytes())


async def test_the_count_survives_a_restart_and_a_limit_that_is_near_is_told(stocked: Stocked, op: OnePassword) -> None:
    config = AccountConfig(AccountId("id-of-team"), "onepassword", "Team", "", TokenSource.SEALED, plan=Plan.TEAMS)
    with stocked.opened() as store:
        store.put(RecordKind.ACCOUNT, config.id, encode_account(config, Secret(op.token)))
    keep_count(stocked, config.id, 850)
    async with unlocked(stocked.path) as person:
        await person.sees("2 items", "of 1,000 reads this hour")
        first = op.reads
        await person.sees(f"Team: {850 + first} of 1,000 reads this hour")
    async with unlocked(stocked.path) as person:
        await person.sees("2 items", "of 1,000 reads this hour")
        assert op.reads > first > 0
        await person.sees(f"Team: {850 + op.reads} of 1,000 reads this hour")
        await person.press("g", "c")
        await person.sees("Accounts", "Team")
        await person.press("j", "c")
        await person.sees("reads this hour", "of 1,000", "writes this hour", "0 of 100", "of 5,000")
