"""1Password's own client drives the server through all its calls: what satisfies it is a Connect server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from onepasswordconnectsdk import load_dict
from onepasswordconnectsdk.async_client import AsyncClient
from onepasswordconnectsdk.client import Client, new_client
from onepasswordconnectsdk.config import ClientConfig
from onepasswordconnectsdk.errors import FailedToRetrieveItemException, FailedToRetrieveVaultException
from onepasswordconnectsdk.models import Field, FieldSection, GeneratorRecipe, Item, ItemVault, Section

from tests.servers import openapi
from tests.servers.connect import Access, ConnectServer

DIRECT = ClientConfig(trust_env=False)


@pytest.fixture
def client(server: ConnectServer) -> Iterator[Client]:
    client = new_client(server.url, server.token, config=DIRECT)
    assert isinstance(client, Client)
    yield client
    client.session.close()


def draft(vault: str) -> Item:
    """Return a new item with everything in it that the client can say."""
    return Item(
        vault=ItemVault(id=vault),
        title="Bank of tests",
        category="LOGIN",
        tags=["money", "bank"],
        urls=[{"primary": True, "href": "https://bank.example"}],
        sections=[Section(id="more", label="More")],
        fields=[
            Field(purpose="USERNAME", value="wendy"),
            Field(purpose="PASSWORD", generate=True, recipe=GeneratorRecipe(length=40, character_sets=["DIGITS"])),
            Field(section=FieldSection(id="more"), type="OTP", label="code", value="JBSWY3DPEHPK3PXP"),
        ],
    )


def test_the_client_lives_a_whole_life(server: ConnectServer, client: Client, tmp_path: Path) -> None:
    vault = server.add_vault("Work vault")
    assert [each.name for each in client.get_vaults()] == ["Work vault"]
    assert client.get_vault(vault).id == client.get_vault_by_title("Work vault").id == vault

    made = client.create_item(vault, draft(vault))
    by_id = {field.id: field for field in made.fields}
    assert list(by_id)[:3] == ["username", "password", "notesPlain"]
    assert by_id["username"].value == "wendy"
    assert len(by_id["password"].value) == 40
    assert by_id["password"].value.isdecimal()
    assert made.tags == ["bank", "money"]
    assert made.version == 1

    assert [each.title for each in client.get_items(vault)] == ["Bank of tests"]
    assert [each.id for each in client.get_items(vault, 'tag eq "money"')] == [made.id]
    found = client.get_item("Bank of tests", "Work vault")
    assert found.id == client.get_item_by_id(made.id, vault).id == client.get_item_by_title("Bank of tests", vault).id

    found.title = "Bank"
    changed = client.update_item(found.id, vault, found)
    assert (changed.title, changed.version) == ("Bank", 2)
    assert {field.id: field.value for field in changed.fields} == {field.id: field.value for field in made.fields}

    file = server.add_file(vault, made.id, "key.pem", b"s3cret-file")
    assert [each.name for each in client.get_files(made.id, vault)] == ["key.pem"]
    told = client.get_file(file, made.id, vault)
    assert (told.size, client.get_file_content(file, made.id, vault)) == (11, b"s3cret-file")
    client.download_file(file, made.id, vault, str(tmp_path))
    assert (tmp_path / "key.pem").read_bytes() == b"s3cret-file"

    client.delete_item(made.id, vault)
    assert client.get_items(vault) == []
    with pytest.raises(FailedToRetrieveItemException, match=r"404"):
        client.get_item_by_id(made.id, vault)


async def test_the_asynchronous_client_does_too(server: ConnectServer, tmp_path: Path) -> None:
    vault = server.add_vault("Work vault")
    client = new_client(server.url, server.token, is_async=True, config=DIRECT)
    assert isinstance(client, AsyncClient)
    made = await client.create_item(vault, draft(vault))
    assert (await client.get_item("Bank of tests", "Work vault")).id == made.id
    assert [each.id for each in await client.get_items(vault)] == [made.id]
    assert [each.id for each in await client.get_vaults()] == [(await client.get_vault(vault)).id]
    made.favorite = True
    assert (await client.update_item(made.id, vault, made)).favorite is True
    file = server.add_file(vault, made.id, "key.pem", b"s3cret-file")
    assert [each.id for each in await client.get_files(made.id, vault)] == [file]
    assert (await client.get_file(file, made.id, vault)).name == "key.pem"
    assert await client.get_file_content(file, made.id, vault) == b"s3cret-file"
    await client.download_file(file, made.id, vault, str(tmp_path))
    await client.delete_item(made.id, vault)
    assert server.items(vault) == []
    await client.session.aclose()
    openapi.check(server)


def test_the_client_loads_a_configuration(server: ConnectServer, client: Client) -> None:
    vault = server.add_vault("Work vault")
    client.create_item(vault, draft(vault))
    where = {"opitem": "Bank of tests", "opfield": ".username", "opvault": vault}
    assert load_dict(client, {"user": where}) == {"user": "wendy"}


def test_the_client_reads_what_it_is_refused(server: ConnectServer, client: Client) -> None:
    mine, others = server.add_vault("Mine"), server.add_vault("Others")
    token = server.grant("reader", {mine: Access.READ})
    reader = new_client(server.url, token, config=DIRECT)
    assert [each.id for each in reader.get_vaults()] == [mine]
    with pytest.raises(FailedToRetrieveVaultException, match=f"403.*does not have access to vault {others}"):
        reader.get_vault(others)
    with pytest.raises(FailedToRetrieveItemException, match=r"403.*permission to perform create"):
        reader.create_item(mine, draft(mine))
    reader.session.close()
    server.rotate()
    with pytest.raises(FailedToRetrieveVaultException, match=r"401.*Invalid token signature"):
        client.get_vaults()
