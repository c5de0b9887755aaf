"""What every place at the other end of a network promises beside the contract. It is inherited together with that.

`filed` is a third fixture: an item with files, and their contents by name.
What a backend does not offer (see the optional interfaces) is not asked of it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.backends.contract import Drafting, writer_of
from tui.backends.protocol import Audited, Backend, Filed, Generating, Remote
from tui.model.audit import AuditAction
from tui.model.errors import Conflict, NotFound
from tui.model.ids import FileId, ItemId, ItemRef
from tui.model.recipe import ServerRecipe
from tui.model.secret import Secret
from tui.model.vault import Vault


class RemoteContract(Drafting):
    """Inherit it beside `BackendContract`, and give it the fixture `filed`."""

    async def test_files_are_listed_told_and_read(
        self, backend: Backend, filed: tuple[ItemRef, dict[str, bytes]]
    ) -> None:
        if not isinstance(backend, Filed):
            pytest.skip("no files here")
        ref, contents = filed
        files = await backend.files(ref)
        assert {file.name: file.size for file in files} == {name: len(held) for name, held in contents.items()}
        assert (await backend.item(ref)).files == tuple(files)
        for file in files:
            assert await backend.file(ref, file.id) == file
            assert b"".join([piece async for piece in backend.read_file(ref, file.id)]) == contents[file.name]
        with pytest.raises(NotFound):
            await backend.file(ref, FileId("nothing like it"))
        with pytest.raises(NotFound):
            await backend.files(replace(ref, item=ItemId("nothing like it")))

    async def test_a_value_that_the_place_generates_is_saved_there(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Generating):
            pytest.skip("nothing is generated here")
        saved = await writer_of(backend).create(self.draft(vault))
        password = next(field for field in saved.fields if field.label == "password")
        found = await backend.generate(saved.ref, password.id, ServerRecipe(length=20), saved.version)
        made = found.field(password.id)
        assert made is not None and isinstance(made.value, Secret) and made.value != password.value
        assert len(made.value.reveal()) == 20
        assert found.version > saved.version
        assert replace(found, fields=()) == replace(saved, fields=(), version=found.version, updated=found.updated)
        assert [f for f in found.fields if f.id != made.id] == [f for f in saved.fields if f.id != made.id]
        with pytest.raises(Conflict):
            await backend.generate(saved.ref, password.id, ServerRecipe(), saved.version)

    async def test_how_the_service_is_and_what_was_asked_of_it(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Remote):
            pytest.skip("there is no network between")
        await writer_of(backend).create(self.draft(vault))
        connection = await backend.connection()
        assert connection.good and connection.sentence.endswith(".") and connection.vaults
        exchanges = await backend.exchanges()
        assert [one.at for one in exchanges] == sorted((one.at for one in exchanges), reverse=True)
        assert "s3cret" not in repr((connection, exchanges))

    async def test_its_own_record_comes_newest_first(self, backend: Backend, vault: Vault) -> None:
        if not isinstance(backend, Audited):
            pytest.skip("no record is kept here")
        saved = await writer_of(backend).create(self.draft(vault))
        events = [event async for page in backend.audit() for event in page]
        assert [one.at for one in events] == sorted((one.at for one in events), reverse=True)
        assert (saved.ref, AuditAction.CREATE) in [(one.ref, one.action) for one in events]
        assert "s3cret" not in repr(events)
