"""Environments: added by id, read when asked, values as dots until one is revealed, copied alone or together."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

import dotenv

from tests.screens.remote import account, session_with
from tests.screens.support import ScreenApp, until
from tests.screens.team import PRODUCTION, Team, team, variable
from tests.screens.test_accounts import Desk
from tui.commands import Keymap
from tui.model.account import AccountConfig
from tui.model.audit import AuditAction, AuditEvent
from tui.model.environment import EnvironmentId
from tui.model.errors import Denied, NotFound, RateLimited, Unreachable
from tui.model.ids import AccountId
from tui.screens.environments import EnvironmentsScreen
from tui.screens.vaults import VaultsScreen
from tui.services.clipboard import Clipboard
from tui.services.environments import Known
from tui.services.session import Session
from tui.services.settings import Settings

__all__ = ["team"]

NASTY = "\x1b[31mred\x1b[0m \u202egnp.exe \x00\x07 a\u0301 🏴\u200d☠️"

URL = "postgres://mara:s3cret-db@db.example/app"
KEY = "-----BEGIN KEY-----\ns3cret-key\n-----END KEY-----\n"


@asynccontextmanager
async def desk(
    tmp_path: Path, *accounts: AccountConfig, known: tuple[Known, ...] = (), settings: Settings | None = None
) -> AsyncIterator[tuple[Desk, list[str]]]:
    """Sit down before the Environments; the list is what the terminal is sent for its clipboard."""
    session, sent = await session_with(tmp_path, *accounts), list[str]()
    session._make_clipboard = lambda: Clipboard(sent.append, 30, "osc52", env={})
    session.settings = settings or session.settings
    for one in known:
        await session.environments.put(one)
    app = ScreenApp(EnvironmentsScreen(session, Keymap()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        yield Desk(session, app, pilot), sent
    await session.close(exiting=True)


def stocked(team: Team) -> Team:
    team.environments[PRODUCTION] = [
        variable("DATABASE_URL", URL),
        variable("LOG_LEVEL", "info", masked=False),
        variable("TLS_KEY", KEY),
        variable("EMPTY", ""),
    ]
    return team


PROD = Known(AccountId("id-Office"), EnvironmentId(PRODUCTION), "Production")


def copied(sent: list[str]) -> str:
    """Return what the terminal was last given for the clipboard."""
    found = [match for text in sent if (match := re.search(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", text))]
    return base64.b64decode(found[-1][1]).decode()


async def events(session: Session, action: AuditAction) -> list[AuditEvent]:
    """Return what the audit log says, newest first."""
    return [event for event in await session.audit.page() if event.action is action]


async def test_added_by_its_id_and_read_at_once(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office")) as (opened, _):
        await opened.sees("No Environment is remembered yet.", "Read-only")
        await opened.press("n", "ctrl+s")
        await opened.says("The id is needed: nothing lists Environments.")
        await opened.says("Developer > View Environments > Manage environment")
        await opened.press(f"= {PRODUCTION} ", "tab", "=Production", "ctrl+s")
        page = await opened.sees("▌ Production", "Office", "DATABASE_URL", "LOG_LEVEL", "empty", "read at")
        assert "s3cret" not in page
        assert "info" not in page, "every value is concealed"
        assert team.read == [PRODUCTION]
        assert await opened.session.environments.all() == (PROD,)


async def test_nothing_is_read_before_somebody_asks(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, _):
        await opened.sees("Production", "Enter reads the variables.")
        await opened.press("tab", "tab")
        assert team.read == []
        await opened.press("enter")
        await opened.sees("DATABASE_URL")
        await opened.press("escape", "enter")
        assert team.read == [PRODUCTION], "what is read already is shown"
        team.environments[PRODUCTION] = [variable("NEW", "s3cret-new")]
        await opened.press("ctrl+r")
        await opened.sees("NEW")
        await opened.press("escape", "r")
        await until(opened.pilot, lambda: team.read == [PRODUCTION] * 3)


async def test_a_value_is_revealed_for_a_while_and_that_is_written_down(tmp_path: Path, team: Team) -> None:
    stocked(team)
    short = Settings(reveal_for=0.5)
    async with desk(tmp_path, account("Office"), known=(PROD,), settings=short) as (opened, _):
        await opened.press("enter")
        await opened.sees("▌ DATABASE_URL")
        await opened.press("r")
        (event,) = await events(opened.session, AuditAction.REVEAL)
        assert (event.title, event.field) == ("Production", "DATABASE_URL")
        assert "s3cret" not in repr(event)
        await opened.says("▌ DATABASE_URL •••••••• concealed")


async def test_hidden_again_by_the_same_key_and_by_another_environment(tmp_path: Path, team: Team) -> None:
    stocked(team).environments["second"] = [variable("OTHER", "s3cret-other")]
    second = replace(PROD, id=EnvironmentId("second"), name="Second")
    async with desk(tmp_path, account("Office"), known=(PROD, second)) as (opened, _):
        await opened.press("enter")
        await opened.sees("▌ DATABASE_URL")
        assert URL in await opened.press("r")
        assert "s3cret" not in await opened.press("r")
        await opened.press("j", "j", "r")
        await opened.sees("▏  s3cret-key\n")  # a value of several lines is seen whole below
        await opened.press("escape", "j", "enter")
        page = await opened.sees("OTHER")
        assert "s3cret" not in page
        assert "s3cret" not in await opened.press("escape", "k")


async def test_all_are_revealed_at_once(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, _):
        await opened.press("enter")
        await opened.sees("▌ DATABASE_URL")
        await opened.press("R")
        await opened.sees(URL, "info")
        assert len(await events(opened.session, AuditAction.REVEAL)) == 3
        assert "s3cret" not in await opened.press("R")


async def test_of_two_with_one_name_each_shows_its_own_value(tmp_path: Path, team: Team) -> None:
    team.environments[PRODUCTION] = [variable("", "s3cret-one"), variable("", "s3cret-two")]
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (here, _):
        await here.press("enter")
        await here.sees("(no name)", "2")
        await here.press("r")
        page = await here.sees("s3cret-one")
        assert "s3cret-two" not in page and page.count("s3cret-one") == 2, "in the list, and whole below"
        await here.press("j", "r")
        await here.sees("s3cret-one", "s3cret-two")
        await here.press("Y")
        await here.sees("A variable without a name cannot stand in an env file.")


async def test_one_value_or_name_is_copied(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, sent):
        await opened.press("enter")
        await opened.sees("▌ DATABASE_URL")
        await opened.press("y")
        await opened.sees("DATABASE_URL sent to your terminal", "asked to clear")
        assert copied(sent) == URL
        (event,) = await events(opened.session, AuditAction.COPY)
        assert (event.title, event.field, event.detail) == ("Production", "DATABASE_URL", "osc52")
        await opened.press("N")
        await opened.sees("Name sent to your terminal")
        assert copied(sent) == "DATABASE_URL"
        await opened.press("G", "y")
        await opened.says("EMPTY is empty: there is nothing to copy.")


async def test_all_are_copied_as_an_env_file_after_a_warning(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, sent):
        await opened.press("enter")
        await opened.sees("▌ DATABASE_URL")
        await opened.press("Y")
        await opened.says("All values of the Environment are then on the clipboard at once and in clear")
        await opened.press("enter")
        assert sent == [], "Enter does nothing that cannot be taken back"
        await opened.press("Y", "y")
        await opened.sees("4 variables as an env file sent")
        read = dotenv.dotenv_values(stream=StringIO(copied(sent)))
        assert read == {"DATABASE_URL": URL, "LOG_LEVEL": "info", "TLS_KEY": KEY, "EMPTY": ""}
        (event,) = await events(opened.session, AuditAction.COPY)
        assert (event.title, event.field) == ("Production", "4 variables as an env file")


async def test_a_name_that_no_env_file_can_have_is_told(tmp_path: Path, team: Team) -> None:
    team.environments[PRODUCTION] = [variable("it's it", "s3cret-1"), variable("B", "s3cret-2")]
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, sent):
        await opened.press("enter")
        await opened.sees("it's it")
        await opened.press("Y")
        await opened.says("The variable “it's it” has a name that cannot stand in an env file.")
        assert sent == []


async def test_nasty_names_and_values_are_shown_and_never_interpreted(tmp_path: Path, team: Team) -> None:
    team.environments[PRODUCTION] = [variable(f"[red]{NASTY}[/]", f"[bold]{NASTY}\nline two\x1b[2J")]
    nasty = replace(PROD, name=f"[blue]{NASTY}")
    async with desk(tmp_path, account("Office"), known=(nasty,)) as (opened, _):
        await opened.press("enter")
        await opened.sees("[red]")
        for keys, seen in (
            (("r",), "line two"),
            (("y",), "[red]"),
            (("escape", "D"), "Forget"),
            (("n", "e"), "[blue]"),
        ):
            await opened.press(*keys)
            page = await opened.sees(seen)
            assert not {char for char in page if char in "\x1b\x07\x00\u202e" or "\ud800" <= char <= "\udfff"}


async def test_the_filter_leaves_names_with_these_words(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, _):
        await opened.press("slash")
        await opened.says("No variables are read of this Environment.")
        await opened.press("enter")
        await opened.sees("TLS_KEY")
        await opened.press("slash", "=key", "enter")
        page = await opened.sees("▌ TLS_KEY")
        assert "DATABASE_URL" not in page
        await opened.press("slash", "=x")
        await opened.sees("No variable is called that.")
        await opened.press("escape")
        await opened.sees("DATABASE_URL")


async def test_renamed_and_forgotten(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, _):
        await opened.press("enter")
        await opened.sees("DATABASE_URL")
        await opened.press("e", "=-2", "enter")
        await opened.sees("▌ Production-2", "DATABASE_URL")
        assert [one.name for one in await opened.session.environments.all()] == ["Production-2"]
        assert team.read == [PRODUCTION], "another name is nothing to read for"
        await opened.press("D")
        await opened.says("in 1Password nothing changes")
        await opened.press("n")
        await opened.sees("▌ Production-2")
        await opened.press("D", "y")
        page = await opened.sees("No Environment is remembered yet.")
        assert "DATABASE_URL" not in page
        assert await opened.session.environments.all() == ()


async def test_one_that_is_unknown_or_out_of_scope_says_so(tmp_path: Path, team: Team) -> None:
    async with desk(tmp_path, account("Office")) as (opened, _):
        await opened.press("n", "=wrong", "ctrl+s")
        page = await opened.sees("1Password knows no Environment with this id here.", "▌ wrong")
        assert "✗" in page
        team.failing = Denied("It is not in the scope of the token.")
        await opened.press("r")
        await opened.sees("It is not in the scope of the token.")
        stocked(team).failing = None
        await opened.press("n", f"={PRODUCTION}", "ctrl+s")
        await opened.sees("DATABASE_URL")


async def test_what_was_read_stays_where_it_cannot_be_read_anew(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, _):
        team.failing = RateLimited("1Password asks to wait.")
        await opened.press("enter")
        page = await opened.sees("✗ 1Password asks to wait.")
        assert page.count("1Password asks to wait.") == 2, "also where the variables would be"
        team.failing = None
        await opened.press("r")
        await opened.sees("DATABASE_URL")
        team.failing = Unreachable("1Password cannot be reached.")
        await opened.press("r")
        await opened.sees("✗ 1Password cannot be reached.", "DATABASE_URL")
        team.failing = NotFound("1Password knows no Environment with this id here.")
        await opened.press("r")
        page = await opened.sees("1Password knows no Environment with this id here.")
        assert "DATABASE_URL" not in page


async def test_another_is_read_while_one_is_on_its_way(tmp_path: Path, team: Team) -> None:
    stocked(team).environments["second"] = [variable("OTHER", "s3cret-other")]
    team.held.clear()
    second = replace(PROD, id=EnvironmentId("second"), name="Second")
    async with desk(tmp_path, account("Office"), known=(PROD, second)) as (opened, _):
        await opened.press("r")
        await opened.sees("reading …", "Reading …")
        await opened.press("j", "r")
        await until(opened.pilot, lambda: team.read == [PRODUCTION, "second"])
        assert opened.app.page().count("reading …") == 1
        team.held.set()
        await opened.sees("OTHER")
        await opened.press("k")
        await opened.sees("Enter reads the variables.")


async def test_one_of_an_account_that_is_closed_says_why(tmp_path: Path, team: Team) -> None:
    gone = replace(PROD, account=AccountId("id-Gone"))
    async with desk(tmp_path, account("Office"), known=(gone,)) as (opened, _):
        page = await opened.sees("▌ Production", "This account is not open.")
        assert "id-Gone" not in page
        await opened.press("enter")
        await opened.sees("! This account is not open.")
        assert team.read == []


async def test_of_several_accounts_one_is_chosen(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), account("Lab")) as (opened, _):
        await opened.press("n")
        await opened.sees("An Environment of which account?", "Lab", "Office")
        await opened.press("j", "enter")
        await opened.sees("Add an Environment")
        await opened.press(f"={PRODUCTION}", "ctrl+s")
        await opened.sees("DATABASE_URL")
        (known,) = await opened.session.environments.all()
        assert known.account in ("id-Lab", "id-Office")


async def test_leaving_drops_the_values(tmp_path: Path, team: Team) -> None:
    stocked(team)
    async with desk(tmp_path, account("Office"), known=(PROD,)) as (opened, _):
        screen = opened.app.screen
        assert isinstance(screen, EnvironmentsScreen)
        await opened.press("enter")
        await opened.sees("DATABASE_URL")
        await opened.press("r")
        opened.app.pop_screen()
        await opened.pilot.pause()
        assert screen.read_of == screen.shown == ()


async def test_without_an_account_that_has_some_the_key_says_why(tmp_path: Path) -> None:
    session = await session_with(tmp_path)
    app = ScreenApp(VaultsScreen(session, Keymap()))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        opened = Desk(session, app, pilot)
        await opened.press("g", "e")
        await opened.says("No account that is open has Environments. 1Password accounts have them")
        await opened.press("g", "R")
        await opened.says("No account that is open resolves references itself")
    await session.close(exiting=True)
