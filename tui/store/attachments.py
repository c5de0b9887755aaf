"""Files of items: put in, replaced, taken out, read. Each change is a version of its item, like any other edit.

A document is an item that is its first file: that one can be replaced, and goes only with the item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from tui.model.errors import Invalid, NotFound
from tui.model.file import FileInfo
from tui.model.ids import FileId, ItemRef
from tui.model.item import Item
from tui.store import pieces
from tui.store.items import Items, raw_id
from tui.store.naming import new_id
from tui.store.pieces import Incoming
from tui.store.records import Records

_GONE = "This file is no longer in the item."


class Attachments:
    """The files of the items of one store."""

    def __init__(self, records: Records, items: Items) -> None:
        self._records = records
        self._items = items

    def incoming(self, name: str, ref: ItemRef | None = None) -> Incoming:
        """Begin to take in a file for an item; without one, for an item that is made with it."""
        return Incoming(self._records.keys, new_id() if ref is None else raw_id(ref), name)

    def attach(self, ref: ItemRef, file: Incoming, version: int, instead_of: FileId | None = None) -> Item:
        """Put a file into an item, at the end or in the place of another.

        Raises:
            Conflict: `version` is not the current one.
            NotFound: there is no file `instead_of`.
        """

        def with_file(item: Item) -> Item:
            if instead_of is None:
                return replace(item, files=(*item.files, file.put(self._records)))
            old = found(item, instead_of)
            new = file.put(self._records, old.section)
            return replace(item, files=tuple(new if one is old else one for one in item.files))

        return self._items.change(ref, version, with_file)

    def create(self, item: Item, file: Incoming) -> Item:
        """Save a new item with a file."""
        return self._items.create_with(item, file.item, lambda: file.put(self._records))

    def remove(self, ref: ItemRef, file: FileId, version: int) -> Item:
        """Take a file out of an item. Its pieces go when no version has it any more.

        Raises:
            Conflict: `version` is not the current one.
            Invalid: it is what a document is.
            NotFound: it is not there.
        """

        def without_file(item: Item) -> Item:
            old = found(item, file)
            if item.is_its_file(old):
                raise Invalid("A document is its file: replace the file, or delete the document.")
            return replace(item, files=tuple(one for one in item.files if one is not old))

        return self._items.change(ref, version, without_file)

    def read(self, ref: ItemRef, file: FileId) -> Iterator[bytes]:
        """Yield the content of a file of an item, or of an earlier version of it, piece by piece.

        Raises:
            NotFound: it is in none of them.
            Damaged: it is not what was written.
        """
        with self._records.reading():
            raw, info = self._find(ref, file)
            pieces.check(self._records, raw, info)
        yield from pieces.read(self._records, raw, info)

    def info(self, ref: ItemRef, file: FileId) -> FileInfo:
        """Return what is known of a file of an item, or of an earlier version of it; raises NotFound."""
        with self._records.reading():
            return self._find(ref, file)[1]

    def _find(self, ref: ItemRef, file: FileId) -> tuple[bytes, FileInfo]:
        key, item = self._items.load(ref)
        for each in chain((item,), self._items.earlier(key.id, ref)):
            for one in each.files:
                if one.id == file:
                    return key.id, one
        raise NotFound(_GONE)


def found(item: Item, file: FileId) -> FileInfo:
    """Return a file of an item.

    Raises:
        NotFound: it has no such file.
    """
    info = next((one for one in item.files if one.id == file), None)
    if info is None:
        raise NotFound(_GONE)
    return info
