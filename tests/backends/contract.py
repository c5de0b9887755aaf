"""What every backend promises. A backend's own test inherits `BackendContract` and gives it two fixtures.

`backend` is a backend in which the test may do as it likes; `vault` is an empty vault of it.
What a backend does not offer (see the optional interfaces) is not asked of it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tui.backends.protocol import (
    Action,
    Archiver,
    Attacher,
    Backend,
    Filed,
    Mover,
    VaultKeeper,
    Versioned,
    Watched,
    Writer,
)
from tui.model.category import CATEGORIES, LOGIN, category
from tui.model.edit import AddField, Edit, RemoveField, SetFavourite, SetLabel, SetTags, SetTitle, SetValue
from tui.model.errors import Conflict, Denied, Invalid, NotFound, Stopped
from tui.model.field import Field, FieldKind, as_kind
from tui.model.ids import FieldId, FileId, ItemId, ItemRef, VaultId
from tui.model.item import Item, ItemState, ItemSummary, Website
from tui.model.secret import Secret
from tui.model.vault import Vault
from tui.tools import shown
from tui.tools.address import Address

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
    """Return what a person typed. Some places keep tags sorted."""
    fields = {field.label: field.value for field in item.fields if field.value}
    return item.title, item.category.id, fields, [site.url for site in item.websites], sorted(item.tags), item.favourite


async def listed(backend: Backend, vault: Vault) -> list[ItemSummary]:
    """Return all summaries of a vault."""
    return [summary async for page in backend.items(vault.id) for summary in page]


def writer_of(backend: Backend) -> Writer:
    """Return the backend as a Writer, or skip the test."""
    if not isinstance(backend, Writer):
        pytest.skip("this place can only be read")
    return backend


def attacher_of(backend: Backend) -> tuple[Attacher, Filed]:
    """Return the backend as what takes files and gives them back, or skip the test: then it says that it does not."""
    if not isinstance(backend, Attacher):
        pytest.skip("no files are taken here")
    assert isinstance(backend, Filed)
    return backend, backend


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """Yield a content as it comes from the disk."""
    for at in range(0, len(content), 100_000):
        yield content[at : at + 100_000]


async def endless() -> AsyncIterator[bytes]:
    """Yield a content that is too big for every place."""
    for _ in range(1000):
        yield bytes(1_000_000)


async def read(filed: Filed, ref: ItemRef, file: FileId) -> bytes:
    """Return the content of a file."""
    return b"".join([piece async for piece in filed.read_file(ref, file)])


def every_kind(vault: Vault, leads_to: str) -> dict[FieldKind, str]:
    """Return a value for a field of every kind; the reference leads to an item of the vault."""
    return {
        FieldKind.TEXT: "text",
        FieldKind.CONCEALED: "s3cret-hidden",
        FieldKind.OTP: "s3cretABCDEFGH234567",
        FieldKind.URL: "https://github.example/",
        FieldKind.EMAIL: "me@example.org",
        FieldKind.NOTES: "two\nlines",
        FieldKind.DATE: "2026-11-26",
        FieldKind.MONTH_YEAR: "2031-02",
        FieldKind.PHONE: "+1 (555) 0100-12",
        FieldKind.MENU: "savings",
        FieldKind.ADDRESS: Address("1 Main St\nFloor 2", "Springfield", "IL", "62701", "USA").text,
        FieldKind.CARD_NUMBER: "4111111111111111",
        FieldKind.CARD_TYPE: "visa",
        FieldKind.REFERENCE: leads_to,
        FieldKind.SSH_KEY: "-----BEGIN s3cret KEY-----\nof lines\n",
        FieldKind.FILE: "scan.pdf",
        FieldKind.OTHER: "as it came",
    }


class Drafting:
    """What the standard draft is in a place that does not keep all of it."""

    draft_kinds: frozenset[FieldKind] = frozenset(FieldKind)
    """The kinds of fields of the standard draft that the place keeps."""
    has_websites = True
    """Items have websites; where not, that is refused with a sentence."""
    has_tags = True
    """Items have tags; where not, that is refused with a sentence."""

    def draft(self, vault: Vault, title: str = "GitHub") -> Item:
        """Return the standard draft, without what the place does not keep."""
        whole = draft(vault, title)
        return replace(
            whole,
            fields=tuple(field for field in whole.fields if field.kind in self.draft_kinds),
            websites=whole.websites if self.has_websites else (),
            tags=whole.tags if self.has_tags else (),
        )


class BackendContract(Drafting):
    """Inherit it, and give it the fixtures `backend` and `vault`.

    A place may know fewer kinds than we do: those of `plain_texts` become plain texts there, and new fields of the
    kinds in `refused_kinds` and items of the categories in `refused_categories` are refused, each with a sentence.
    """

    plain_texts: frozenset[FieldKind] = frozenset()
    refused_kinds: frozenset[FieldKind] = frozenset()
    refused_categories: frozenset[str] = frozenset()
    left_out_empty: frozenset[FieldKind] = frozenset()
    """The kinds of which a place keeps no empty field."""
    favourites = True
    """Items can be favourites; where not, that is refused with a sentence."""
    restores = True
    """What is archived can be brought back; where not, that is refused with a sentence."""
    lists_versions = True
    """Lists tell the version of each item."""
    replaces_in_place = True
    """A file that takes the place of another stands where that stood."""

    async def test_fields_of_every_kind_come_back_as_they_were(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        other = await writer.create(self.draft(vault, "Other"))
        values = every_kind(vault, other.ref.item)
        assert values.keys() == set(FieldKind)
        fields = [Field(FieldId(f"f{n}"), k, k.value, as_kind(values[k], k)) for n, k in enumerate(values)]
        for field in fields:
            if field.kind in self.refused_kinds:
                with pytest.raises(Invalid):
                    await writer.create(replace(self.draft(vault, "Refused"), fields=(field,)))
        kept = tuple(field for field in fields if field.kind not in self.refused_kinds)
        if not kept:
            return
        saved = await writer.create(replace(self.draft(vault, "Every kind"), fields=kept))
        found = {field.label: field for field in (await backend.item(saved.ref)).fields}
        for field in kept:
            plain = field.kind in self.plain_texts
            assert found[field.label].kind is (FieldKind.TEXT if plain else field.kind)
            assert found[field.label].value == (shown.copied(field) if plain else field.value)
        assert len(await listed(backend, vault)) == 2

    async def test_the_values_of_every_kind_can_be_changed(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        other = await writer.create(self.draft(vault, "Other"))
        values = every_kind(vault, other.ref.item)
        kinds = [kind for kind in values if kind not in self.refused_kinds | self.left_out_empty]
        if not kinds:
            pytest.skip("new fields are not taken here")
        empty = [Field(FieldId(f"f{n}"), kind, kind.value, as_kind("", kind)) for n, kind in enumerate(kinds)]
        saved = await writer.create(replace(self.draft(vault, "Every kind"), fields=tuple(empty)))
        ids = {field.label: field for field in saved.fields}
        edits = [SetValue(ids[kind.value].id, as_kind(values[kind], ids[kind.value].kind)) for kind in kinds]
        edited = await writer.update(saved.ref, edits, saved.version)
        assert await backend.item(saved.ref) == edited
        assert [edited.field(edit.field) for edit in edits] == [
            replace(ids[kind.value], value=edit.value) for kind, edit in zip(kinds, edits, strict=True)
        ]

    async def test_items_of_every_category_can_be_made(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        for kind in CATEGORIES.values():
            fields = tuple(
                replace(field, value=as_kind("s3cret-pass" if field.kind is FieldKind.CONCEALED else "", field.kind))
                for field in kind.template
            )
            new = Item(self.draft(vault).ref, kind.name, kind, fields, kind.sections)
            if kind.id in self.refused_categories:
                with pytest.raises(Denied):
                    await writer.create(new)
            else:
                saved = await writer.create(new)
                assert (saved.category, {s.label for s in saved.sections}) == (kind, {s.label for s in kind.sections})
                assert content(await backend.item(saved.ref)) == content(new)

    async def test_vaults_belong_to_one_account_and_have_their_own_ids(self, backend: Backend, vault: Vault) -> None:
        vaults = await backend.vaults()
        assert vault.id in [one.id for one in vaults]
        assert len({one.id for one in vaults}) == len(vaults)
        assert len({one.account for one in vaults}) == 1
        assert [one.name for one in vaults] == sorted((one.name for one in vaults), key=str.casefold)

    async def test_a_new_item_comes_back_as_it_was_typed(self, backend: Backend, vault: Vault) -> None:
        new = self.draft(vault)
        saved = await writer_of(backend).create(new)
        assert saved.ref.item != new.ref.item
        assert (saved.ref.account, saved.ref.vault, saved.version > 0) == (vault.account, vault.id, True)
        assert content(saved) == content(new)
        assert await backend.item(saved.ref) == saved

    async def test_what_a_place_does_not_keep_is_refused_and_never_dropped(
        self, backend: Backend, vault: Vault
    ) -> None:
        whole, kept = draft(vault), self.draft(vault)
        if whole == kept:
            pytest.skip("all of the standard draft is kept here")
        parts = [field for field in whole.fields if field not in kept.fields]
        too_much = [replace(kept, fields=(*kept.fields, field)) for field in parts]
        too_much += [] if self.has_websites else [replace(kept, websites=whole.websites)]
        too_much += [] if self.has_tags else [replace(kept, tags=whole.tags)]
        for item in too_much:
            with pytest.raises(Invalid):
                await writer_of(backend).create(item)
        assert await listed(backend, vault) == []

    async def test_concealed_values_are_secrets_from_the_start(self, backend: Backend, vault: Vault) -> None:
        saved = await writer_of(backend).create(self.draft(vault))
        found = await backend.item(saved.ref)
        hidden = {FieldKind.CONCEALED, FieldKind.OTP} & self.draft_kinds
        assert {field.kind for field in found.fields if field.concealed} == hidden
        assert "s3cret" not in repr(found)

    async def test_a_list_shows_every_item_and_no_secret(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        saved = [await writer.create(self.draft(vault, f"Item {number}")) for number in range(5)]
        summaries = await listed(backend, vault)
        assert {summary.ref for summary in summaries} == {item.ref for item in saved}
        assert {summary.title for summary in summaries} == {item.title for item in saved}
        assert "s3cret" not in repr(summaries)
        for summary in summaries:
            assert summary.host == ("github.example" if self.has_websites else "")
            assert set(summary.tags) == ({"work", "code"} if self.has_tags else set())
            version = next(item.version for item in saved if item.ref == summary.ref)
            assert summary.version == (version if self.lists_versions else 0)

    async def test_what_is_not_there_is_not_found(self, backend: Backend, vault: Vault) -> None:
        saved = await writer_of(backend).create(self.draft(vault))
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
        other = await writer.create(self.draft(vault, "Other"))
        saved = await writer.create(self.draft(vault))
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
        if not self.favourites:
            edits.remove(SetFavourite(True))
            with pytest.raises(Denied):
                await writer.update(saved.ref, [SetFavourite(True)], saved.version)
        if not self.has_tags:
            edits.remove(SetTags(("home",)))
            with pytest.raises(Invalid):
                await writer.update(saved.ref, [SetTags(("home",))], saved.version)
        more = {"less": "text"}
        if added.kind in self.refused_kinds:
            edits, more = edits[:-2], {}
            with pytest.raises(Invalid):
                await writer.update(saved.ref, [AddField(added, 0)], saved.version)
        edited = await writer.update(saved.ref, edits, saved.version)
        assert edited.version > saved.version
        assert edited.ref == saved.ref
        values = {field.label: field.value for field in edited.fields if field.value}
        otp = {"one-time password": Secret(VALUES["otp"])} if FieldKind.OTP in self.draft_kinds else {}
        assert values == {"user name": VALUES["username"], "password": Secret("s3cret-new"), **otp, **more}
        tags = ("home",) if self.has_tags else ()
        assert (edited.title, edited.favourite, edited.tags) == ("Hub", self.favourites, tags)
        assert edited.websites == saved.websites
        assert await backend.item(saved.ref) == edited
        assert await backend.item(other.ref) == other

    async def test_an_old_version_is_a_conflict_and_changes_nothing(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        saved = await writer.create(self.draft(vault))
        current = await writer.update(saved.ref, [SetTitle("First")], saved.version)
        with pytest.raises(Conflict) as caught:
            await writer.update(saved.ref, [SetTitle("Second")], saved.version)
        assert caught.value.current == current
        assert await backend.item(saved.ref) == current

    async def test_an_edit_of_a_deleted_item_says_so(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        saved = await writer.create(self.draft(vault))
        await writer.delete(saved.ref)
        with pytest.raises((Conflict, NotFound)):
            await writer.update(saved.ref, [SetTitle("Ghost")], saved.version)
        assert await listed(backend, vault) == []

    async def test_an_archived_item_stays_readable_and_comes_back(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Archiver):
            pytest.skip("no archive here")
        saved = await writer_of(backend).create(self.draft(vault))
        archived = await backend.archive(saved.ref)
        assert archived.state is ItemState.ARCHIVED
        assert content(await backend.item(saved.ref)) == content(saved)
        assert [one.archived for one in await listed(backend, vault)] == [True]
        if not self.restores:
            assert backend.refusal(Action.RESTORE, saved.ref)
            with pytest.raises(Denied):
                await backend.restore(saved.ref)
            return
        restored = await backend.restore(saved.ref)
        assert restored.state is ItemState.ACTIVE
        assert content(restored) == content(saved)
        assert [one.archived for one in await listed(backend, vault)] == [False]

    async def test_earlier_versions_can_be_read_and_restored(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Versioned):
            pytest.skip("no versions here")
        writer = writer_of(backend)
        saved = await writer.create(self.draft(vault))
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

    async def test_an_item_moves_whole_with_its_versions_and_files(self, backend: Backend, vault: Vault) -> None:
        place: object = backend
        if not isinstance(place, Mover):
            pytest.skip("items go to another vault as copies")
        assert isinstance(place, VaultKeeper)
        assert isinstance(place, Versioned)
        other = await place.create_vault("Other")
        item = await writer_of(backend).create(self.draft(vault))
        before = await writer_of(backend).update(item.ref, (SetTitle("Second"),), item.version)
        moved = await place.move(item.ref, other.id)
        assert moved == replace(before, ref=replace(before.ref, vault=other.id))
        assert await backend.item(moved.ref) == moved
        assert (await place.version(moved.ref, 1)).title == item.title
        with pytest.raises(NotFound):
            await backend.item(item.ref)
        assert await listed(backend, vault) == []
        assert [row.title for row in await listed(backend, other)] == ["Second"]
        assert [(one.name, one.items) for one in await backend.vaults() if one.id in (vault.id, other.id)] == [
            ("Other", 1),
            (vault.name, 0),
        ]
        with pytest.raises(NotFound):
            await place.move(moved.ref, VaultId("nowhere"))
        assert await backend.item(moved.ref) == moved

    async def test_vaults_can_be_made_renamed_and_deleted(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, VaultKeeper):
            pytest.skip("vaults cannot be made here")
        made = await backend.create_vault("Zebra", "of stripes")
        assert made in [replace(one, updated=made.updated) for one in await backend.vaults()]
        saved = await writer_of(backend).create(self.draft(made))
        renamed = await backend.rename_vault(made.id, "Zoo", "")
        assert (renamed.id, renamed.name, renamed.description) == (made.id, "Zoo", "")
        await backend.delete_vault(made.id)
        assert made.id not in [one.id for one in await backend.vaults()]
        with pytest.raises(NotFound):
            await backend.item(saved.ref)

    async def test_one_vault_is_told_by_its_id(self, backend: Backend, vault: Vault) -> None:
        assert await backend.vault(vault.id) == vault
        for name in ("", "..", "nowhere", "a/b?c#d", "ü"):
            with pytest.raises(NotFound):
                await backend.vault(VaultId(name))

    async def test_a_deleted_item_is_gone(self, backend: Backend, vault: Vault) -> None:
        writer = writer_of(backend)
        kept, gone = await writer.create(self.draft(vault, "Kept")), await writer.create(self.draft(vault, "Gone"))
        await writer.delete(gone.ref)
        assert [row.ref for row in await listed(backend, vault)] == [kept.ref]
        with pytest.raises(NotFound):
            await backend.item(gone.ref)

    async def test_a_refusal_is_a_sentence_or_nothing(self, backend: Backend, vault: Vault) -> None:
        for action in Action:
            for target in (None, vault.id, ItemRef(vault.account, vault.id, ItemId("x"))):
                sentence = backend.refusal(action, target)
                assert sentence is None or sentence.endswith(".")

    async def test_a_file_comes_back_as_it_was(self, backend: Backend, vault: Vault) -> None:
        attacher, filed = attacher_of(backend)
        saved = await writer_of(backend).create(self.draft(vault))
        for size in (0, 1, 300_000):
            name, whole = f"key {size}.pem", (bytes(range(256)) * (size // 256 + 1))[:size]
            saved = await attacher.attach(saved.ref, name, pieces(whole), saved.version)
            file = saved.files[-1]
            assert (file.name, file.size) == (name, size)
            assert await backend.item(saved.ref) == saved
            assert await filed.file(saved.ref, file.id) == file
            assert await read(filed, saved.ref, file.id) == whole
        assert [file.name for file in await filed.files(saved.ref)] == ["key 0.pem", "key 1.pem", "key 300000.pem"]
        assert content(saved) == content(self.draft(vault))

    async def test_files_are_replaced_and_removed(self, backend: Backend, vault: Vault) -> None:
        attacher, filed = attacher_of(backend)
        saved = await writer_of(backend).create(self.draft(vault))
        for name in ("a", "b"):
            saved = await attacher.attach(saved.ref, name, pieces(name.encode()), saved.version)
        old, other = saved.files
        new = await attacher.replace_file(saved.ref, old.id, "c", pieces(b"s3cret-c"), saved.version)
        assert [file.name for file in new.files] == (["c", "b"] if self.replaces_in_place else ["b", "c"])
        assert await read(filed, new.ref, next(file.id for file in new.files if file.name == "c")) == b"s3cret-c"
        left = await attacher.remove_file(saved.ref, other.id, new.version)
        assert [file.name for file in left.files] == ["c"]
        assert await backend.item(saved.ref) == left
        for strange in (FileId("nothing like it"), FileId("")):
            with pytest.raises(NotFound):
                await filed.file(left.ref, strange)
        for gone in (old.id, other.id, FileId("nothing like it"), FileId("")):
            with pytest.raises(NotFound):
                await attacher.replace_file(left.ref, gone, "d", pieces(b"d"), left.version)
            with pytest.raises(NotFound):
                await attacher.remove_file(left.ref, gone, left.version)
        assert await backend.item(saved.ref) == left

    async def test_a_file_for_an_old_version_is_a_conflict(self, backend: Backend, vault: Vault) -> None:
        attacher, _ = attacher_of(backend)
        saved = await writer_of(backend).create(self.draft(vault))
        with_file = await attacher.attach(saved.ref, "a", pieces(b"a"), saved.version)
        file = with_file.files[0].id
        current = await writer_of(backend).update(saved.ref, [SetTitle("First")], with_file.version)
        for call in (
            attacher.attach(saved.ref, "b", pieces(b"b"), with_file.version),
            attacher.replace_file(saved.ref, file, "b", pieces(b"b"), with_file.version),
            attacher.remove_file(saved.ref, file, with_file.version),
            writer_of(backend).update(saved.ref, [SetTitle("Second")], saved.version),
        ):
            with pytest.raises(Conflict) as caught:
                await call
            assert caught.value.current == current
        assert await backend.item(saved.ref) == current

    async def test_a_file_that_breaks_off_changes_nothing(self, backend: Backend, vault: Vault) -> None:
        attacher, _ = attacher_of(backend)
        saved = await writer_of(backend).create(self.draft(vault))
        listed_before = await listed(backend, vault)

        async def broken() -> AsyncIterator[bytes]:
            yield b"half"
            raise Stopped("Stopped.")

        for call in (
            attacher.attach(saved.ref, "a", broken(), saved.version),
            attacher.create_with_file(self.draft(vault), "a", broken()),
        ):
            with pytest.raises(Stopped):
                await call
        with pytest.raises(Invalid, match="too big"):
            await attacher.attach(saved.ref, "a", endless(), saved.version)
        assert await backend.item(saved.ref) == saved
        assert await listed(backend, vault) == listed_before

    async def test_a_document_is_made_with_its_file(self, backend: Backend, vault: Vault) -> None:
        attacher, filed = attacher_of(backend)
        new = Item(ItemRef(vault.account, vault.id, ItemId("")), "Deed", category("DOCUMENT"))
        made = await attacher.create_with_file(new, "deed.pdf", pieces(b"s3cret-deed"))
        assert (made.title, made.category.id, [file.name for file in made.files]) == ("Deed", "DOCUMENT", ["deed.pdf"])
        assert await backend.item(made.ref) == made
        assert await read(filed, made.ref, made.files[0].id) == b"s3cret-deed"
        with pytest.raises(Invalid):
            await attacher.remove_file(made.ref, made.files[0].id, made.version)

    async def test_earlier_versions_have_their_files(self, backend: Backend, vault: Vault) -> None:
        attacher, filed = attacher_of(backend)
        if not isinstance(backend, Versioned):
            pytest.skip("no versions here")
        saved = await writer_of(backend).create(self.draft(vault))
        with_file = await attacher.attach(saved.ref, "a", pieces(b"s3cret-a"), saved.version)
        left = await attacher.remove_file(saved.ref, with_file.files[0].id, with_file.version)
        assert (await backend.version(saved.ref, with_file.version)).files == with_file.files
        restored = await backend.restore_version(saved.ref, with_file.version)
        assert (restored.files, restored.version > left.version) == (with_file.files, True)
        assert await read(filed, saved.ref, restored.files[0].id) == b"s3cret-a"
        removed = await attacher.remove_file(saved.ref, restored.files[0].id, restored.version)
        assert removed.files == ()
        assert await filed.file(saved.ref, with_file.files[0].id) == with_file.files[0]
        assert await read(filed, saved.ref, with_file.files[0].id) == b"s3cret-a"

    async def test_what_it_does_itself_is_no_news(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Watched):
            pytest.skip("nobody else writes here")
        await backend.changed()
        await writer_of(backend).create(self.draft(vault))
        assert not await backend.changed()
