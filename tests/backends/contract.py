"""What every backend promises. A backend's own test inherits `BackendContract` and gives it two fixtures.

`backend` is a backend in which the test may do as it likes; `vault` is an empty vault of it.
What a backend does not offer (see the optional interfaces) is not asked of it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.backends.protocol import Action, Archiver, Backend, VaultKeeper, Versioned, Watched, Writer
from tui.model.category import LOGIN
from tui.model.edit import AddField, Edit, RemoveField, SetFavourite, SetLabel, SetTags, SetTitle, SetValue
from tui.model.errors import Conflict, NotFound
from tui.model.field import Field, FieldKind, as_kind
from tui.model.ids import FieldId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState, ItemSummary, Website
from tui.model.secret import Secret
from tui.model.vault import Vault

VALUES = {
    "username": "me@example.org",
    "password": "s3cret-pass",
    "otp": "s3cretABCDEFGH234567",
    "notes": "a\nnote",
}


def draft(vault: Vault, title: str = "GitHub") -> Item:
    """Return an item that was never saved."""
    fields = (replace(field, value=as_kind(VALUES[field.id], field.kind)) for field in LOGIN.template)
    return Item(
        ItemRef(vault.account, vault.id, ItemId("")),
        title,
        LOGIN,
        fields=tuple(fields),
        websites=(Website("https://github.example/login"),),
        tags=("work", "code"),
    )


def content(item: Item) -> tuple[object, ...]:
    """Return what a person typed."""
    fields = {field.label: field.value for field in item.fields if field.value}
    return item.title, item.category.id, fields, [site.url for site in item.websites], item.tags, item.favourite


async def listed(backend: Backend, vault: Vault) -> list[ItemSummary]:
    """Return all summaries of a vault."""
    return [summary async for page in backend.items(vault.id) for summary in page]


def writer_of(backend: Backend) -> Writer:
    """Return the backend as a Writer, or skip the test."""
    if not isinstance(backend, Writer):
        pytest.skip("this place can only be read")
    return backend


class BackendContract:
    """Inherit it, and give it the fixtures `backend` and `vault`."""

    async def test_vaults_belong_to_one_account_and_have_their_own_ids(self, backend: Backend, vault: Vault) -> None:
        vaults = await backend.vaults()
        assert vault.id in [one.id for one in vaults]
        assert len({one.id for one in vaults}) == len(vaults)
        assert len({one.account for one in vaults}) == 1
        assert [one.name for one in vaults] == sorted((one.name for one in vaults), key=str.casefold)

    async def test_a_new_item_comes_back_as_it_was_typed(self, backend: Backend, vault: Vault) -> None:
        new = draft(vault)
        saved = await writer_of(backend).create(new)
        assert saved.ref.item != new.ref.item
        assert (saved.ref.account, saved.ref.vault, saved.version > 0) == (vault.account, vault.id, True)
        assert content(saved) == content(new)
        assert await backend.item(saved.ref) == saved

    async def test_concealed_values_are_secrets_from_the_start(self, backend: Backend, vault: Vault) -> None:
        saved = await writer_of(backend).create(draft(vault))
        found = await backend.item(saved.ref)
        assert {field.kind for field in found.fields if field.concealed} == {FieldKind.CONCEALED, FieldKind.OTP}
        assert "s3cret" not in repr(found)

    async def test_a_list_shows_every_item_and_no_secret(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        saved = [await writer.create(draft(vault, f"Item {number}")) for number in range(5)]
        summaries = await listed(backend, vault)
        assert {summary.ref for summary in summaries} == {item.ref for item in saved}
        assert {summary.title for summary in summaries} == {item.title for item in saved}
        assert "s3cret" not in repr(summaries)
        for summary in summaries:
            assert (summary.host, set(summary.tags)) == ("github.example", {"work", "code"})
            assert summary.version == next(item.version for item in saved if item.ref == summary.ref)

    async def test_what_is_not_there_is_not_found(self, backend: Backend, vault: Vault) -> None:
        saved = await writer_of(backend).create(draft(vault))
        await writer_of(backend).delete(saved.ref)
        for ref in (saved.ref, replace(saved.ref, item=ItemId("nothing like it")), replace(saved.ref, item=ItemId(""))):
            with pytest.raises(NotFound):
                await backend.item(ref)
        with pytest.raises(NotFound):
            await writer_of(backend).delete(saved.ref)
        with pytest.raises(NotFound):
            await listed(backend, replace(vault, id=VaultId("nowhere")))

    async def test_edits_change_what_they_say_and_nothing_else(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        other = await writer.create(draft(vault, "Other"))
        saved = await writer.create(draft(vault))
        password = next(field for field in saved.fields if field.label == "password")
        notes = next(field for field in saved.fields if field.label == "notes")
        added = Field(FieldId("more"), FieldKind.TEXT, "more", "text")
        edits: list[Edit] = [
            SetTitle("Hub"),
            SetFavourite(True),
            SetTags(("home",)),
            SetValue(password.id, Secret("s3cret-new")),
            RemoveField(notes.id),
            AddField(added, len(saved.fields) - 1),
            SetLabel(added.id, "less"),
        ]
        edited = await writer.update(saved.ref, edits, saved.version)
        assert edited.version > saved.version
        assert edited.ref == saved.ref
        values = {field.label: field.value for field in edited.fields if field.value}
        assert values == {
            "user name": VALUES["username"],
            "password": Secret("s3cret-new"),
            "one-time password": Secret(VALUES["otp"]),
            "less": "text",
        }
        assert (edited.title, edited.favourite, edited.tags) == ("Hub", True, ("home",))
        assert edited.websites == saved.websites
        assert await backend.item(saved.ref) == edited
        assert await backend.item(other.ref) == other

    async def test_an_old_version_is_a_conflict_and_changes_nothing(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        saved = await writer.create(draft(vault))
        current = await writer.update(saved.ref, [SetTitle("First")], saved.version)
        with pytest.raises(Conflict) as caught:
            await writer.update(saved.ref, [SetTitle("Second")], saved.version)
        assert caught.value.current == current
        assert await backend.item(saved.ref) == current

    async def test_an_edit_of_a_deleted_item_says_so(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        saved = await writer.create(draft(vault))
        await writer.delete(saved.ref)
        with pytest.raises((Conflict, NotFound)):
            await writer.update(saved.ref, [SetTitle("Ghost")], saved.version)
        assert await listed(backend, vault) == []

    async def test_an_archived_item_stays_readable_and_comes_back(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Archiver):
            pytest.skip("no archive here")
        saved = await writer_of(backend).create(draft(vault))
        archived = await backend.archive(saved.ref)
        assert archived.state is ItemState.ARCHIVED
        assert content(await backend.item(saved.ref)) == content(saved)
        assert [one.archived for one in await listed(backend, vault)] == [True]
        restored = await backend.restore(saved.ref)
        assert restored.state is ItemState.ACTIVE
        assert content(restored) == content(saved)
        assert [one.archived for one in await listed(backend, vault)] == [False]

    async def test_earlier_versions_can_be_read_and_restored(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Versioned):
            pytest.skip("no versions here")
        writer = writer_of(backend)
        saved = await writer.create(draft(vault))
        edited = await writer.update(saved.ref, [SetTitle("Hub")], saved.version)
        versions = await backend.versions(saved.ref)
        assert [(one.version, one.title) for one in versions] == [(edited.version, "Hub"), (saved.version, "GitHub")]
        assert content(await backend.version(saved.ref, saved.version)) == content(saved)
        restored = await backend.restore_version(saved.ref, saved.version)
        assert content(restored) == content(saved)
        assert restored.version > edited.version
        assert edited.version in [one.version for one in await backend.versions(saved.ref)]
        with pytest.raises(NotFound):
            await backend.version(saved.ref, 10**6)

    async def test_vaults_can_be_made_renamed_and_deleted(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, VaultKeeper):
            pytest.skip("vaults cannot be made here")
        made = await backend.create_vault("Zebra", "of stripes")
        assert made in await backend.vaults()
        saved = await writer_of(backend).create(draft(made))
        renamed = await backend.rename_vault(made.id, "Zoo", "")
        assert (renamed.id, renamed.name, renamed.description) == (made.id, "Zoo", "")
        await backend.delete_vault(made.id)
        assert made.id not in [one.id for one in await backend.vaults()]
        with pytest.raises(NotFound):
            await backend.item(saved.ref)

    async def test_a_refusal_is_a_sentence_or_nothing(self, backend: Backend, vault: Vault) -> None:
        for action in Action:
            for target in (None, vault.id, ItemRef(vault.account, vault.id, ItemId("x"))):
                sentence = backend.refusal(action, target)
                assert sentence is None or sentence.endswith(".")

    async def test_what_it_does_itself_is_no_news(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Watched):
            pytest.skip("nobody else writes here")
        await backend.changed()
        await writer_of(backend).create(draft(vault))
        assert not await backend.changed()
