"""The editor with an SSH key: pasted, opened, made, read from a file, refused, taken away."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_ssh_private_key,
)

from tests.screens.editing import Desk, editing
from tui.model.category import CATEGORIES
from tui.model.edit import apply
from tui.model.ids import HOME, FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item
from tui.model.secret import Secret
from tui.tools import keyfields, sshkey

PRIVATE, PUBLIC = FieldId("private_key"), FieldId("public_key")
KEY = sshkey.generate(comment="ada@example")


def new_key(vault: VaultId) -> Item:
    kind = CATEGORIES["SSH_KEY"]
    return Item(ItemRef(HOME, vault, ItemId("")), "Deploy", kind, kind.template)


def with_key(vault: VaultId) -> Item:
    return apply(new_key(vault), keyfields.put(new_key(vault), PRIVATE, KEY))


def held(desk: Desk, name: FieldId) -> object:
    field = desk.screen.item.field(name)
    return field.value if field is not None else None


async def test_a_pasted_key_is_read_told_and_saved(tmp_path: Path) -> None:
    async with editing(tmp_path, new_key) as desk:
        await desk.sees("paste a private key, or F5")
        await desk.paste(KEY.pkcs8.reveal())
        await desk.sees(
            "paste another, or F5", KEY.fingerprint, "Ed25519, 256 bits", "This is made of the private key."
        )
        assert desk.label == "private_key"
        page = desk.app.page()
        assert "PRIVATE KEY" not in page
        await desk.press("ctrl+s")
        await desk.sees("+ private key  ••••••••", "+ fingerprint")
        await desk.press("enter")
        await desk.until(lambda: desk.left)
        (item,) = desk.items()
    values = {field.id: field.value for field in item.fields}
    found = values[PRIVATE]
    assert isinstance(found, Secret) and sshkey.read(found).fingerprint == KEY.fingerprint
    assert found.reveal().startswith("-----BEGIN OPENSSH PRIVATE KEY-----")
    assert str(values[PUBLIC]).split()[:2] == KEY.public.split()[:2]


async def test_what_is_no_key_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    async with editing(tmp_path, with_key, saved=True) as desk:
        await desk.paste("-----BEGIN OPENSSH PRIVATE KEY-----\ns3cret nonsense\n-----END OPENSSH PRIVATE KEY-----")
        await desk.sees("The key is damaged")
        await desk.paste("s3cret no key at all")
        await desk.until(lambda: "damaged" not in desk.app.page())
        assert "s3cret" not in desk.app.page()
        assert held(desk, PRIVATE) == KEY.openssh
        assert not desk.screen.changed


async def test_the_passphrase_is_asked_for_until_it_opens_the_key(tmp_path: Path) -> None:
    key = load_ssh_private_key(KEY.openssh.reveal().encode(), None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"s3cret-word"))
    async with editing(tmp_path, new_key) as desk:
        await desk.paste(locked.decode())
        await desk.sees("This key is encrypted", "passphrase")
        await desk.type("s3cret-wrong")
        await desk.press("enter")
        await desk.sees("The passphrase does not open this key.")
        await desk.type("s3cret-word")
        await desk.press("enter")
        await desk.sees(KEY.fingerprint)
        await desk.paste(locked.decode())
        await desk.sees("This key is encrypted", "passphrase")
        await desk.press("escape")
        await desk.until(lambda: "encrypted" not in desk.app.page())
        assert held(desk, FieldId("fingerprint")) == KEY.fingerprint


async def test_a_key_is_made_read_from_a_file_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "id_key"
    file.write_text(KEY.openssh.reveal())
    async with editing(tmp_path, new_key) as desk:
        await desk.press("ctrl+g")
        await desk.sees("New Ed25519 key", "Read one from a file")
        await desk.press("e")
        await desk.sees("Ed25519, 256 bits")
        first = held(desk, PUBLIC)
        await desk.press("f5")
        await desk.sees("Take the key away")
        await desk.press("f")
        await desk.sees("Read a private key")
        await desk.press("ctrl+u")
        await desk.type(str(file))
        await desk.press("enter")
        await desk.sees(KEY.fingerprint)
        assert held(desk, PUBLIC) == KEY.public != first
        await desk.press("f5")
        await desk.sees("Take the key away")
        await desk.press("x")
        await desk.until(lambda: held(desk, PUBLIC) == "")
        assert held(desk, PRIVATE) == Secret("")


async def test_a_file_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    async with editing(tmp_path, with_key, saved=True) as desk:
        await desk.press("f5")
        await desk.sees("Read one from a file")
        await desk.press("f")
        await desk.sees("Read a private key")
        await desk.press("ctrl+u")
        await desk.type(str(tmp_path / "nowhere"))
        await desk.press("enter")
        await desk.sees("There is no file")
        assert not desk.screen.changed


async def test_an_item_has_one_key_and_only_an_ssh_key_has_one(tmp_path: Path) -> None:
    async with editing(tmp_path, with_key, saved=True) as desk:
        await desk.press("ctrl+n")
        await desk.sees("Add a field", "Concealed")
        assert "SSH key" not in desk.app.page().split("Add a field")[1]
