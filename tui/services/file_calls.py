"""What can be done with the files of items, through the worker of their account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from tui.backends.faces import attacher, filed
from tui.backends.protocol import Action
from tui.services.saving import save

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from pathlib import Path

    from tui.model.file import FileInfo
    from tui.model.ids import FileId, ItemRef
    from tui.model.item import Item
    from tui.services.crossing import Crossing
    from tui.services.sources import Source


class FileCalls:
    """Reads and writes files of one account. What is told on the way is told on `loop`."""

    def __init__(self, worker: Crossing[Any], loop: AbstractEventLoop) -> None:
        self._worker = worker
        self._loop = loop

    async def of(self, ref: ItemRef) -> Sequence[FileInfo]:
        """See `Filed.files`."""
        return await self._worker.read(lambda b: filed(b).files(ref))

    async def one(self, ref: ItemRef, file: FileId) -> FileInfo:
        """See `Filed.file`."""
        return await self._worker.read(lambda b: filed(b).file(ref, file))

    async def save(self, ref: ItemRef, file: FileId, path: Path, received: Callable[[int], None]) -> None:
        """Write a file to `path`; see `saving.save`. `received` is called on our loop with the bytes so far.

        Cancelling the call ends it, and leaves nothing.
        """

        async def fetch(backend: object) -> None:
            await save(
                filed(backend).read_file(ref, file),
                path,
                lambda count: self._loop.call_soon_threadsafe(received, count),
            )

        await self._worker.long_read(fetch)

    def most_bytes(self) -> int:
        """See `Attacher.most_bytes`; raises Denied where it takes none."""
        return attacher(self._worker.backend).most_bytes()

    async def attach(self, item: Item, source: Source, told: Callable[[int], None]) -> Item:
        """See `Attacher.attach`. `told` is called on our loop with the bytes so far; `Source.stop` ends it."""
        return await self._take_in(
            Action.ATTACH_FILE,
            item,
            source,
            told,
            lambda b, content: attacher(b).attach(item.ref, source.name, content, item.version),
        )

    async def replace(self, item: Item, file: FileInfo, source: Source, told: Callable[[int], None]) -> Item:
        """See `Attacher.replace_file` and `attach`."""
        return await self._take_in(
            Action.REPLACE_FILE,
            item,
            source,
            told,
            lambda b, content: attacher(b).replace_file(item.ref, file.id, source.name, content, item.version),
        )

    async def create_document(self, item: Item, source: Source, told: Callable[[int], None]) -> Item:
        """See `Attacher.create_with_file` and `attach`."""
        return await self._take_in(
            Action.CREATE,
            item,
            source,
            told,
            lambda b, content: attacher(b).create_with_file(item, source.name, content),
        )

    async def remove(self, item: Item, file: FileInfo) -> Item:
        """See `Attacher.remove_file`."""
        return await self._worker.write(
            Action.REMOVE_FILE,
            item.ref,
            item.title,
            lambda b: attacher(b).remove_file(item.ref, file.id, item.version),
            field=file.name,
        )

    async def _take_in(
        self,
        action: Action,
        item: Item,
        source: Source,
        told: Callable[[int], None],
        call: Callable[[object, AsyncIterator[bytes]], Awaitable[Item]],
    ) -> Item:
        async def take(backend: object) -> Item:
            read = source.pieces(lambda count: self._loop.call_soon_threadsafe(told, count))
            async with aclosing(read) as content:
                return await call(backend, content)

        return await self._worker.write(action, item.ref, item.title, take, field=source.name, slow=True)
