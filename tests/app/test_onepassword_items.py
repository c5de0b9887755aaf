"""A day with the items of a 1Password account, by keys: looked at, made, changed, put away; and what cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.app.person import Person, Stocked

pytest.importorskip("onepassword")

from tests.app.onepassword import with_team
from tests.servers.onepassword import OnePassword
from tests.services.support import login
from tui.model.category import category

PASSWORD = "s3cret-of-mail"


class Team:
    """A 1Password with a vault and two logins, one of them put away."""

    def __init__(self, op: OnePassword) -> None:
        self.op = op
        self.vault = op.add_vault("Infra")
        self.mail = self.add("Mail")
        self.old = self.add("Old", "archived")

    def add(self, title: str, state: str = "active") -> str:
        """Add a login, and return its id."""
        fields = [
            {"id": "username", "title": "username", "value": f"user-{title}"},
            {"id": "password", "title": "password", "fieldType": "Concealed", "value": PASSWORD},
        ]
        site = {"url": "https://mail.example", "label": "website", "autofillBehavior": "Never"}
        raw = {"title": title, "category": "Login", "fields": fields, "tags": ["post"], "websites": [site]}
        return self.op.add_item(self.vault, raw, state)

    def field(self, item: str, name: str) -> Any:
        """Return the value of a field, as 1Password has it."""
        return next((one["value"] for one in self.op.item(self.vault, item)["fields"] if one["id"] == name), None)

    def titles(self) -> dict[str, str]:
        """Return the states of all items by their titles."""
        ids = self.op.items(self.vault)
        return {self.op.item(self.vault, one)["title"]: self.op.state(self.vault, one) for one in ids}


@pytest.fixture
def team() -> Iterator[Team]:
    with OnePassword() as op:
        yield Team(op)


async def browse(person: Person) -> None:
    """Go into the vault of the account, to the login Mail."""
    await person.sees("Infra", "Work")
    await person.press("G", "enter")
    await person.sees("user-Mail")


async def saved(person: Person) -> None:
    """Save what is in the editor."""
    await person.press("ctrl+s")
    await person.sees("Save th", "Enter Save")
    await person.press("enter")
    await person.sees("Saved")


async def test_a_login_is_read_revealed_and_changed(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        page = await person.sees("user-Mail", "mail.example", "never filled in")
        assert PASSWORD not in page and "Old" not in page
        await person.press("enter", "j", "r")
        await person.sees(PASSWORD)
        await person.press("e")
        await person.sees("username", "tags")
        page = person.page()
        assert "favourite" not in page  # the SDK knows none
        await person.type("-2")
        await saved(person)
        await person.sees("user-Mail-2")
    assert team.field(team.mail, "username") == "user-Mail-2"
    assert team.field(team.mail, "password") == PASSWORD
    assert team.op.item(team.vault, team.mail)["websites"][0]["autofillBehavior"] == "Never"
    assert team.op.writes == 1


async def test_what_the_sdk_cannot_do_says_why_and_asks_nothing(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        before = len(team.op.requests)
        await person.press("*")
        await person.sees("1Password's SDK knows no favourites: use a 1Password app.")
        assert len(team.op.requests) == before
        await person.press("d")
        await person.sees("Archived “Mail”. 1Password's SDK cannot bring back what is archived: use a 1Password app.")
        assert team.titles() == {"Mail": "archived", "Old": "archived"}
        await person.press("U")
        await person.sees("There is nothing to undo.")
    assert team.op.writes == 1


async def test_a_new_login_and_its_end(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        await person.press("n")
        await person.sees("Login", "Secure Note")
        await person.press("enter")
        await person.sees("user name")
        await person.type("Bank")
        await person.press("down")
        await person.type("me")
        await saved(person)
        await person.sees("Bank")
        made = next(one for one in team.op.items(team.vault) if team.op.item(team.vault, one)["title"] == "Bank")
        assert team.field(made, "username") == "me"
        await person.press("g", "g")
        await person.sees("▌ ◉ Bank")
        await person.press("D")
        await person.sees("Delete “Bank” for good?")
        await person.type("Bank")
        await person.press("enter")
        await person.sees("Deleted")
    assert team.titles() == {"Mail": "active", "Old": "archived"}


async def test_what_somebody_else_changed_is_a_question(stocked: Stocked, team: Team) -> None:
    async with with_team(stocked, team.op) as person:
        await browse(person)
        await person.press("e")
        await person.sees("username", "tags")
        team.op.touch(team.vault, team.mail, title="Theirs")
        await person.type("-of-mine")
        await person.press("ctrl+s")
        await person.sees("Save these changes?")
        await person.press("enter")
        await person.sees("was changed", "user-Mail-of-mine")
    assert team.op.item(team.vault, team.mail)["title"] == "Theirs"


async def test_an_item_with_a_passkey_can_only_be_read(stocked: Stocked, team: Team) -> None:
    odd = {"id": "pk", "title": "passkey", "fieldType": "Unsupported", "value": ""}
    raw = team.op.item(team.vault, team.mail)
    team.op.touch(team.vault, team.mail, fields=[*raw["fields"], {"sectionId": None, "details": None} | odd])
    async with with_team(stocked, team.op) as person:
        await browse(person)
        await person.sees(
            "1Password's SDK does not know what the field", "“passkey” is, and refuses to change or delete"
        )
        for key in ("e", "D", "#"):
            await person.press(key)
            page = await person.sees("! 1Password's SDK does not know what the field “passkey” is")
            assert "Delete “Mail” for good?" not in page and "^S Save" not in page
    assert team.op.writes == 0


async def test_an_item_of_ones_own_moves_there_with_all_that_has_a_place(stocked: Stocked, team: Team) -> None:
    with stocked.opened() as store:
        own = login(stocked.vault, "Ledger", otp="s3cretABCDEFGH234567", favourite=True)
        store.create_item(replace(own, category=category("DATABASE")))
    async with with_team(stocked, team.op) as person:
        await person.sees("Infra", "Work")
        await person.press("enter")
        await person.sees("user-Ledger")
        await person.press("m")
        await person.sees("Move “Ledger” to which vault?", "Infra")
        await person.press("enter")
        await person.sees("There it is not quite the same:", "it is no favourite", "its websites become fields")
        await person.press("y")
        await person.sees("Moved “Ledger”.")
        assert stocked.titles() == ["[Ledger]"]
    made = next(one for one in team.op.items(team.vault) if team.op.item(team.vault, one)["title"] == "Ledger")
    fields = {one["title"]: one["value"] for one in team.op.item(team.vault, made)["fields"]}
    assert fields == {
        "username": "user-Ledger",
        "password": "s3cret-Ledger",
        "otp": "s3cretABCDEFGH234567",
        "website": "https://ledger.example.com/login",
    }
    assert team.op.item(team.vault, made)["category"] == "Database"


async def test_an_item_moves_to_another_vault_as_a_copy_that_was_compared(stocked: Stocked, team: Team) -> None:
    other = team.op.add_vault("Attic")
    async with with_team(stocked, team.op) as person:
        await person.sees("Attic", "Infra")
        await person.press("G", "enter")
        await person.sees("user-Mail")
        await person.press("m")
        await person.sees("Move “Mail” to which vault?", "Attic")
        await person.press("j", "enter")
        await person.sees("Move “Mail” to “Attic”", "cannot bring back what")
        await person.press("y")
        await person.sees("Moved “Mail”.")
    (copy,) = team.op.items(other)
    assert team.titles() == {"Mail": "archived", "Old": "archived"}
    same = ("title", "category", "websites", "tags", "notes")
    assert [team.op.item(other, copy)[key] for key in same] == [
        team.op.item(team.vault, team.mail)[key] for key in same
    ]


async def test_a_file_is_attached_and_removed_by_keys(stocked: Stocked, team: Team, tmp_path: Path) -> None:
    path = tmp_path / "deploy.pem"
    path.write_bytes(b"s3cret-key")
    async with with_team(stocked, team.op) as person:
        await browse(person)
        await person.press("f", "a")
        await person.sees("Attach a file to “Mail”")
        await person.press("ctrl+u")
        person.paste(str(path))
        await person.press("enter")
        await person.sees("deploy.pem · 10 bytes")
        (file,) = team.op.item(team.vault, team.mail)["files"]
        assert team.op.content(file["attributes"]["id"]) == b"s3cret-key"
        await person.press("f", "d")
        await person.sees("Remove which file of “Mail”?")
        await person.press("enter")
        await person.sees("for good", "deploy.pem")
        await person.press("y")
        await person.sees_no("deploy.pem · 10 bytes")
    assert team.op.item(team.vault, team.mail)["files"] == []
