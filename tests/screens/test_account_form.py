"""The form of an account: what is typed is tested before it is kept, and nothing that goes wrong loses any of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.screens.remote import TOKEN, URL, Service, account, service, session_with
from tests.screens.support import ScreenApp, press
from tests.screens.test_accounts import Desk, desk
from tui.backends import registry
from tui.backends.registry import Kind
from tui.commands import Keymap
from tui.model.account import AccountConfig, CreateBody, TokenSource
from tui.screens.accounts import AccountsScreen
from tui.services.book import Book
from tui.services.remotes import State

__all__ = ["service"]


def configs(opened: Desk) -> list[AccountConfig]:
    """Return the accounts there are."""
    return [status.config for status in opened.session.remotes.statuses]


async def test_address_and_token_are_all_it_takes(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        page = await opened.press("n")
        assert "New account" in page
        assert "● sealed in the store" in page
        assert "Service" not in page  # there is one kind only
        page = await opened.press(f"={URL}/v1", "enter")
        assert "connect.example:8080" in page  # the name it would get
        page = await opened.press("enter", "enter", f"={TOKEN}")
        assert TOKEN not in page
        await opened.press("enter")
        await opened.says("“connect.example:8080” is added. Everything works. It shows 2 vaults.")
        (config,) = configs(opened)
        assert (config.url, config.name) == (f"{URL}/v1", "connect.example:8080")
        assert config.source is TokenSource.SEALED
        assert config.token_since
        page = await opened.sees("● It shows 2 vaults")
        assert "▌ connect.exampl" in page
        entries, _ = await Book(opened.session.home).entries()
        assert [(kept.id, bool(token)) for kept, token in entries] == [(config.id, True)]


async def test_ctrl_t_tests_what_is_typed_and_keeps_nothing(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", f"={URL}", "tab", "=Office", "tab", "tab", "=s3cret-wrong", "ctrl+t")
        await opened.says("The service refuses the token.")
        page = opened.app.page()
        assert URL in page
        assert "Office" in page
        await opened.press("ctrl+u", f"={TOKEN}", "ctrl+t")
        await opened.says("Everything works. It shows 2 vaults.")
        assert configs(opened) == []


async def test_a_refused_token_is_not_kept(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", f"={URL}", "tab", "tab", "tab", "=s3cret-wrong", "ctrl+s")
        await opened.says("The service refuses the token.")
        assert "New account" in opened.app.page()
        assert configs(opened) == []


async def test_a_service_that_does_not_answer_is_kept_only_after_a_question(tmp_path: Path, service: Service) -> None:
    service.down = "The service does not answer."
    async with desk(tmp_path) as opened:
        await opened.press("n", f"={URL}", "tab", "=Office", "tab", "tab", f"={TOKEN}", "ctrl+s")
        await opened.sees("Keep it all the same?", "The service does not answer.")
        await opened.press("n")
        await opened.says("The service does not answer.")
        assert configs(opened) == []
        assert "Office" in opened.app.page()
        await opened.press("ctrl+s")
        await opened.says("Keep it all the same?")
        await opened.press("y")
        await opened.says("“Office” is added.")
        await opened.sees("! offline")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type the address of the service, such as https://connect.example:8080."),
        ("connect.example", "The address of the account must begin with https://"),
        ("https://me:s3cret-x@connect.example", "must not have a name or password in it"),
        ("http://connect.example", "The token would go to connect.example unencrypted"),
        ("https://connect.example:99999", "has a port that is no number from 1 to 65535"),
    ],
)
async def test_an_address_that_cannot_be_says_why(tmp_path: Path, service: Service, typed: str, sentence: str) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", *([f"={typed}"] if typed else []), "tab", "=Office", "ctrl+s")
        await opened.says(sentence)
        assert "Office" in opened.app.page()
        assert service.asked == []


async def test_http_over_a_network_has_to_be_allowed(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", "=http://connect.example", "tab", "tab", "tab", f"={TOKEN}", "tab")
        page = await opened.press("space")
        assert "Certificates" in page
        await opened.press("tab", "tab", "right", "ctrl+s")
        await opened.says("is added.")
        assert configs(opened)[0].allow_http


async def test_two_accounts_have_two_names(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        for name in ("office", "Home"):
            await opened.press("n", f"={URL}", "tab", f"={name}", "tab", "tab", f"={TOKEN}", "ctrl+s")
            await opened.says(f"Another account is called “{name}” already.")
            await opened.press("escape", "y")


async def test_a_token_in_a_file_is_named_by_a_whole_path(tmp_path: Path, service: Service) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    async with desk(tmp_path) as opened:
        page = await opened.press("n", f"={URL}", "tab", "=Office", "tab", "right")
        assert "Token file" in page
        await opened.press("tab", "=token", "ctrl+s")
        await opened.says("The token file must be a whole path that begins with / or ~, not token.")
        await opened.press("ctrl+u", f"={file}", "ctrl+s")
        await opened.says("is not used: others on this machine can read it.")
        file.chmod(0o600)
        await opened.press("ctrl+s")
        await opened.says("“Office” is added.")
        assert configs(opened)[0].token_file == str(file)


async def test_a_token_that_is_asked_each_time_is_not_kept(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", f"={URL}", "tab", "=Office", "tab", "left", "right", "right", "ctrl+s")
        await opened.says("“Office” is added.")
        await opened.sees("! token needed", "T gives it the token for this run.")
        _, token = (await Book(opened.session.home).entries())[0][0]
        assert token is None
        await opened.press("T", f"={TOKEN}", "enter")
        await opened.sees("“Office” takes the new token.", "● It shows 2 vaults.")


async def test_on_edit_an_empty_token_means_the_one_it_has(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        page = await opened.press("j", "e")
        assert "Edit “Office”" in page
        assert "empty: the one it has" in page
        await opened.press("tab", "=Post", "ctrl+s")
        await opened.says("“OfficePost” is changed.")
        await opened.sees("● It shows 2 vaults.")
        assert configs(opened)[0].name == "OfficePost"


async def test_a_token_never_goes_to_another_address_unless_it_is_given_anew(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        before = len(service.opened)
        await opened.press("j", "e", "ctrl+u", "=https://other.example", "ctrl+s")
        await opened.says("With another address the token has to be given again: it was given for the old one.")
        assert "https://other.example" in opened.app.page()
        assert len(service.opened) == before
        await opened.press("tab", "tab", "tab", f"={TOKEN}", "ctrl+s")
        await opened.says("“Office” is changed. Everything works.")
        assert configs(opened)[0].url == "https://other.example"


async def test_what_is_behind_more_is_kept_and_shown_again(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("j", "e")
        await opened.sees("Edit “Office”")
        await opened.press("tab", "tab", "tab", "tab", "space")
        await opened.sees("Certificates", "New items")
        await opened.press("tab", "=/etc/ca.pem")
        await opened.sees("/etc/ca.pem")
        await opened.press("tab", "tab", "right", "tab", "right", "ctrl+s")
        await opened.says("“Office” is changed.")
        (config,) = configs(opened)
        assert (config.ca_file, config.use_proxy) == ("/etc/ca.pem", True)
        assert config.create_body is CreateBody.LOGIN
        page = await opened.press("e")
        assert "/etc/ca.pem" in page
        assert "● as the environment says" in page


async def test_nothing_changed_is_said(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        asked = len(service.asked)
        await opened.press("j", "e", "ctrl+s")
        await opened.says("Nothing was changed.")
        assert len(service.asked) == asked


async def test_esc_asks_before_it_loses_what_was_typed(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path) as opened:
        await opened.press("n", "escape")
        assert "New account" not in opened.app.page().splitlines()[1:-1]
        page = await opened.press("n", f"={URL}", "escape")
        assert "Leave without saving what you typed?" in page
        page = await opened.press("n")
        assert URL in page
        await opened.press("escape", "y")
        assert configs(opened) == []


async def test_with_two_kinds_one_chooses(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = registry.KINDS["test"]
    monkeypatch.setitem(registry.KINDS, "other", Kind("other", "Other service", kind.opener))
    async with desk(tmp_path) as opened:
        page = await opened.press("n")
        assert "which way in?" in page
        page = await opened.press("enter")
        assert "● Test service   ○ Other service" in page
        await opened.press("escape")
        page = await opened.press("n", "2")
        assert "○ Test service   ● Other service" in page


async def test_foreign_text_is_shown_to_the_letter(tmp_path: Path, service: Service) -> None:
    hostile = "[b]x[/b] [/] \x1b[31m\x9b"
    service.sentence = f"It says {hostile}"
    async with desk(tmp_path, account(hostile)) as opened:
        page = await opened.press("j", "e", "ctrl+t")
        await opened.says("It says [b]x[/b] [/] ␛[31m")
        page = opened.app.page()
        assert "Edit “[b]x[/b] [/] ␛[31m" in page
        assert "\x1b" not in page


async def test_the_form_fits_where_there_is_little_room(tmp_path: Path, service: Service) -> None:
    session = await session_with(tmp_path)
    app = ScreenApp(AccountsScreen(session, Keymap()))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await press(pilot, "n")
        assert "Ctrl+S Save" in app.page()
    await session.close(exiting=True)


async def test_what_is_typed_outlives_a_look_at_an_account(tmp_path: Path, service: Service) -> None:
    async with desk(tmp_path, account()) as opened:
        await opened.press("n", f"={URL}/x")
        await opened.session.remotes.reconnect(account().id)
        await opened.pilot.pause()
        assert f"{URL}/x" in opened.app.page()
        assert opened.state(account().id) is State.OPEN


async def test_what_takes_too_long_can_be_stopped(tmp_path: Path, service: Service) -> None:
    service.hangs = True
    async with desk(tmp_path) as opened:
        await opened.press("n", f"={URL}", "tab", "=Office", "tab", "tab", f"={TOKEN}", "ctrl+s")
        await opened.sees(f"Asking {URL} …", "Esc Stop")
        await opened.press("escape")
        page = await opened.sees("Ctrl+S Save")
        assert "Asking" not in page
        assert "Office" in page
        assert configs(opened) == []
        service.hangs = False
        await opened.press("ctrl+s")
        await opened.says("“Office” is added.")
