"""1Password's own client and our backend see the same items, whoever of them wrote."""

from __future__ import annotations

import pytest
from onepasswordconnectsdk.client import Client, new_client
from onepasswordconnectsdk.config import ClientConfig
from onepasswordconnectsdk.models import Field, Item, ItemVault

from tests.backends.connect.place import Office
from tests.backends.connect.raw import ALL, odd
from tests.backends.contract import draft, listed
from tui.model.edit import SetTags, SetTitle
from tui.model.field import Purpose
from tui.model.secret import Secret


def plain(value: str | Secret) -> str:
    """Return a value as text."""
    return value.reveal() if isinstance(value, Secret) else value


@pytest.mark.openapi(but=["'SOMETHING_NEW' is not one of"])
async def test_both_see_the_same(place: Office, vault: str) -> None:
    for category in ALL:
        place.server.add_item(vault, odd(category))
    client = new_client(place.server.url, place.server.token, config=ClientConfig(trust_env=False))
    assert isinstance(client, Client)
    ours = {row.ref.item: row for row in await listed(place.backend, (await place.backend.vaults())[0])}
    theirs = {item.id: item for item in client.get_items(vault)}
    assert ours.keys() == theirs.keys() and len(ours) == len(ALL)
    for name, row in ours.items():
        summary = theirs[name]
        assert (row.title, row.category, row.favourite) == (summary.title, summary.category, summary.favorite)
        assert (list(row.tags), row.version) == (summary.tags, summary.version)
        item, other = await place.backend.item(row.ref), client.get_item(name, vault)
        assert [(field.id, field.label, bool(field.value)) for field in item.fields] == [
            (field.id, "notes" if field.label == "notesPlain" else field.label or "", bool(field.value))
            for field in other.fields
        ]
        same = [field for field in item.fields if field.kind.name not in ("DATE", "MONTH_YEAR")]
        assert {field.id: plain(field.value) for field in same}.items() <= {
            field.id: field.value or "" for field in other.fields
        }.items()


async def test_each_reads_what_the_other_wrote(place: Office, vault: str) -> None:
    client = new_client(place.server.url, place.server.token, config=ClientConfig(trust_env=False))
    assert isinstance(client, Client)
    saved = await place.backend.create(draft((await place.backend.vaults())[0]))
    found = client.get_item(saved.ref.item, vault)
    assert found.title == "GitHub"
    assert {field.purpose: field.value for field in found.fields if field.purpose == "PASSWORD"} == {
        "PASSWORD": "s3cret-pass"
    }
    made = client.create_item(
        vault,
        Item(
            title="Theirs",
            category="LOGIN",
            vault=ItemVault(id=vault),
            fields=[Field(purpose="USERNAME", value="you"), Field(purpose="PASSWORD", value="s3cret-theirs")],
        ),
    )
    item = await place.backend.item(place.ref(vault, made.id))
    password = item.of(Purpose.PASSWORD)
    assert password is not None and password.value == Secret("s3cret-theirs")
    edited = await place.backend.update(item.ref, [SetTitle("Ours"), SetTags(("a", "b"))], 1)
    assert edited.version == 2
    again = client.get_item(made.id, vault)
    assert (again.title, again.tags, again.version) == ("Ours", ["a", "b"], 2)
