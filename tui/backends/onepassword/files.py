"""The files of items: what a document is, and those in fields. A file is one call, with the whole item beside it.

Bytes travel as lists of numbers, which makes them four times as long: so the SDK takes smaller files than 1Password.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import NoReturn

from tui.backends.onepassword import put, texts
from tui.backends.onepassword.calls import Calls
from tui.backends.onepassword.reading import Reading
from tui.backends.onepassword.values import new_id
from tui.backends.onepassword.wire import DEFAULT_SECTION, Json, file_attributes, unreadable
from tui.backends.onepassword.writing import Sending, Writing
from tui.host.display import display_text
from tui.model.errors import Invalid, NotFound, Unreachable, VaultError
from tui.model.file import FileInfo
from tui.model.ids import FileId, ItemRef
from tui.model.item import Item
from tui.tools.mended import as_text

PIECE = 256 * 1024
"""So many bytes of a file are handed on at once."""

_BESIDE = 2**20
"""Room for the item that a file is sent with."""

MOST_BYTES = (texts.LIMIT - _BESIDE) // len("255,")


async def taken_in(content: AsyncIterator[bytes]) -> bytes:
    """Return the whole content of a file.

    Raises:
        Invalid: it is too big.
    """
    whole = bytearray()
    async for piece in content:
        whole += piece
        if len(whole) > MOST_BYTES:
            raise Invalid(
                f"The file is too big: 1Password's SDK takes {MOST_BYTES // 2**20} MiB at most. Larger files can be "
                "put into 1Password by its own app."
            )
    return bytes(whole)


class Filing:
    """Reads and changes the files of one account. Every method raises `VaultError` and nothing else."""

    def __init__(self, calls: Calls, reading: Reading, writing: Writing) -> None:
        self._calls = calls
        self._reading = reading
        self._writing = writing

    async def file(self, ref: ItemRef, file: FileId) -> FileInfo:
        """See `Filed.file`."""
        item = await self._reading.item(ref)
        return next((one for one in item.files if one.id == file), None) or _not_found()

    async def read(self, ref: ItemRef, file: FileId) -> AsyncIterator[bytes]:
        """See `Filed.read_file`. It comes in one answer, and is handed on in pieces."""
        info = await self.file(ref, file)
        told = {"name": info.name, "id": info.id, "size": info.size}
        wanted = {"vault_id": ref.vault, "item_id": ref.item, "attr": told}
        content = await self._calls.ask("ItemsFilesRead", wanted, "the file")
        if not isinstance(content, bytes):
            raise unreadable("the file")
        for at in range(0, len(content), PIECE):
            yield content[at : at + PIECE]
            await asyncio.sleep(0)

    async def attach(self, ref: ItemRef, name: str, content: AsyncIterator[bytes], version: int) -> Item:
        """See `Attacher.attach`."""
        whole = await taken_in(content)
        raw, base = await self._writing.current(ref, version)
        _, item = await self._attached(ref, raw, base, name, whole)
        return item

    async def replace(self, ref: ItemRef, file: FileId, name: str, content: AsyncIterator[bytes], version: int) -> Item:
        """See `Attacher.replace_file`. What a document is is replaced; another file is added, and the old one removed.

        Raises:
            Unreachable: the new file is there, and the old one is, too.
        """
        whole = await taken_in(content)
        raw, base = await self._writing.current(ref, version)
        if _place(raw, file) is None:
            document = {"name": name, "content": whole}
            asked = {"item": put.hidden(raw), "doc_params": document}
            sending = Sending("ItemsFilesReplaceDocument", asked, base, _has_new(base, name, whole))
            _, item = await self._writing.send(ref, sending)
            return item
        raw, between = await self._attached(ref, raw, base, name, whole)
        try:
            return await self._removed(ref, raw, between, file)
        except VaultError as error:
            raise Unreachable(
                f"“{display_text(name)}” was added, but the old file could not be removed, so both are there. {error}"
            ) from None

    async def remove(self, ref: ItemRef, file: FileId, version: int) -> Item:
        """See `Attacher.remove_file`."""
        raw, base = await self._writing.current(ref, version)
        if _place(raw, file) is None:
            raise Invalid("A document is its file: replace it, or delete the document.")
        return await self._removed(ref, raw, base, file)

    async def _attached(self, ref: ItemRef, raw: Json, base: Item, name: str, content: bytes) -> tuple[Json, Item]:
        file = {"name": name, "content": content, "sectionId": DEFAULT_SECTION, "fieldId": new_id()}
        asked = {"item": put.hidden(raw), "file_params": file}
        return await self._writing.send(ref, Sending("ItemsFilesAttach", asked, base, _has_new(base, name, content)))

    async def _removed(self, ref: ItemRef, raw: Json, base: Item, file: FileId) -> Item:
        place = _place(raw, file) or _not_found()
        asked = {
            "item": put.hidden(raw),
            "section_id": as_text(place.get("sectionId")),
            "field_id": as_text(place.get("fieldId")),
        }

        def gone(item: Item) -> bool:
            return all(one.id != file for one in item.files)

        _, item = await self._writing.send(ref, Sending("ItemsFilesDelete", asked, base, gone))
        return item


def _place(raw: Json, file: FileId) -> Json | None:
    """Return the field that a file is in, None for what a document is.

    Raises:
        NotFound: the item has no such file.
    """
    for told, field in file_attributes(raw):
        if file and as_text(told.get("id")) == file:
            return field
    return _not_found()


def _has_new(base: Item, name: str, content: bytes) -> Callable[[Item], bool]:
    """Return what says whether an item has a file that it had not."""
    before = {one.id for one in base.files}
    return lambda item: any((one.name, one.size) == (name, len(content)) and one.id not in before for one in item.files)


def _not_found() -> NoReturn:
    raise NotFound("The item has no such file (any more).")
