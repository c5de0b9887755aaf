"""Saving to a file: whole or not at all, for its owner alone, and never over another one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tui.model.errors import Invalid, Unreachable
from tui.services.saving import save


async def pieces(*parts: bytes, error: Exception | None = None) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if error is not None:
        raise error


async def test_it_is_written_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    told: list[int] = []
    await save(pieces(b"s3cret", b"-content"), tmp_path / "key.pem", told.append)
    assert (tmp_path / "key.pem").read_bytes() == b"s3cret-content"
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600
    assert told == [6, 14]
    assert [path.name for path in tmp_path.iterdir()] == ["key.pem"]


async def test_nothing_is_ever_written_over(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("there", "link"):
        with pytest.raises(Invalid, match="choose another name"):
            await save(pieces(b"other"), tmp_path / name, lambda _: None)
    assert (tmp_path / "there").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


async def test_one_that_appears_meanwhile_is_not_written_over_either(tmp_path: Path) -> None:
    def appear(_: int) -> None:
        (tmp_path / "late").write_text("mine")

    with pytest.raises(Invalid, match="choose another name"):
        await save(pieces(b"other"), tmp_path / "late", appear)
    assert (tmp_path / "late").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["late"]


async def test_where_it_breaks_off_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="gone"):
        await save(pieces(b"half", error=Unreachable("The server is gone.")), tmp_path / "file", lambda _: None)
    assert list(tmp_path.iterdir()) == []


async def test_where_it_is_cancelled_nothing_is_left(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"half"
        begun.set()
        await asyncio.sleep(60)

    saving = asyncio.ensure_future(save(endless(), tmp_path / "file", lambda _: None))
    await begun.wait()
    saving.cancel()
    await asyncio.wait([saving])
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be written"):
        await save(pieces(b"x"), tmp_path / "no" / "file", lambda _: None)
