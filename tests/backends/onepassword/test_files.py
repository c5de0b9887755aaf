"""Files of items: taken whole or not at all, in one call where that can be, and looked for after a lost answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.backends.contract import draft, pieces
from tests.backends.onepassword.place import ACCOUNT, Office
from tests.backends.onepassword.raw import full
from tests.backends.onepassword.test_writing import NO_NETWORK
from tui.model.errors import Invalid, Stopped, Unreachable
from tui.model.ids import VaultId
from tui.model.vault import Vault


async def test_a_file_goes_to_an_item_without_sections(place: Office) -> None:
    ref = place.add({"title": "Plain"})
    item = await place.backend.attach(ref, "a.txt", pieces(b"s3cret-a"), 1)
    assert [(file.name, file.size, file.section) for file in item.files] == [("a.txt", 8, None)]
    assert place.op.item(place.vault, ref.item)["sections"] == []


@pytest.mark.parametrize("name", ["ItemsFilesAttach", "ItemsFilesDelete", "ItemsFilesReplaceDocument"])
async def test_a_file_whose_answer_is_lost_is_looked_for(place: Office, name: str) -> None:
    document = name == "ItemsFilesReplaceDocument"
    ref = place.add({"title": "Deed", "category": "Document" if document else "Login"})
    place.op.add_file(place.vault, ref.item, "old.txt", b"old")
    (old,) = (await place.backend.item(ref)).files
    place.op.lose(name)
    if name == "ItemsFilesAttach":
        item = await place.backend.attach(ref, "new.txt", pieces(b"new"), 1)
    elif document:
        item = await place.backend.replace_file(ref, old.id, "new.txt", pieces(b"new"), 1)
    else:
        item = await place.backend.remove_file(ref, old.id, 1)
    left = {"ItemsFilesAttach": ["old.txt", "new.txt"], "ItemsFilesDelete": []}.get(name, ["new.txt"])
    assert ([file.name for file in item.files], place.op.writes) == (left, 1)


async def test_a_file_that_takes_the_place_of_another_and_the_old_one_stays(place: Office) -> None:
    ref = place.add(full())
    old = place.op.add_file(place.vault, ref.item, "old.txt", b"old")
    file = (await place.backend.item(ref)).files[0]
    place.op.fail("ItemsFilesDelete", *NO_NETWORK)
    with pytest.raises(Unreachable, match="was added, but the old file could not be removed"):
        await place.backend.replace_file(ref, file.id, "new.txt", pieces(b"new"), 1)
    names = [one["attributes"]["name"] for one in place.op.item(place.vault, ref.item)["files"]]
    assert (names, place.op.content(old)) == (["old.txt", "new.txt"], b"old")


async def test_a_document_gets_another_file_in_one_step(place: Office) -> None:
    ref = place.add({"title": "Deed", "category": "Document"})
    place.op.add_file(place.vault, ref.item, "old.txt", b"old")
    (file,) = (await place.backend.item(ref)).files
    item = await place.backend.replace_file(ref, file.id, "new.txt", pieces(b"s3cret-new"), 1)
    assert [one.name for one in item.files] == ["new.txt"] and item.is_its_file(item.files[0])
    content = b"".join([piece async for piece in place.backend.read_file(ref, item.files[0].id)])
    assert (content, place.op.writes) == (b"s3cret-new", 1)
    with pytest.raises(Invalid, match="A document is its file"):
        await place.backend.remove_file(ref, item.files[0].id, item.version)


async def test_the_largest_file_is_taken_and_one_byte_more_is_not(place: Office) -> None:
    ref, most = place.add(full()), place.backend.most_bytes()

    async def content(size: int) -> AsyncIterator[bytes]:
        for at in range(0, size, 1_000_000):
            yield b"\xff" * min(1_000_000, size - at)

    assert most > 10 * 2**20
    with pytest.raises(Invalid, match="too big"):
        await place.backend.attach(ref, "x", content(most + 1), 1)
    assert place.op.requests == []
    item = await place.backend.attach(ref, "x", content(most), 1)
    assert item.files[0].size == most
    size = 0
    async for piece in place.backend.read_file(ref, item.files[0].id):
        assert len(piece) <= 2**20
        size += len(piece)
    assert size == most


async def test_a_file_that_breaks_off_is_not_sent(place: Office) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise Stopped("Stopped.")

    ref = place.add(full())
    place.op.add_file(place.vault, ref.item, "x", b"x")
    for call in (
        place.backend.attach(ref, "a", broken(), 1),
        place.backend.create_with_file(draft(Vault(ACCOUNT, VaultId(place.vault), "Work")), "a", broken()),
        place.backend.replace_file(ref, (await place.backend.item(ref)).files[0].id, "a", broken(), 1),
    ):
        with pytest.raises(Stopped):
            await call
    assert place.op.writes == 0
    place.op.twist("ItemsFilesRead", lambda content: [256, "x"])
    with pytest.raises(Unreachable, match="not understood"):
        assert [piece async for piece in place.backend.read_file(ref, (await place.backend.files(ref))[0].id)]
