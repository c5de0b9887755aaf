"""Saving what comes piece by piece to a file of its owner alone: whole or not at all, and never over another one."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from tui.model.errors import Invalid, Unreachable


async def save(pieces: AsyncIterator[bytes], path: Path, received: Callable[[int], object]) -> None:
    """Write the pieces to `path` (0600). `received` is told how many bytes there are so far.

    They are gathered beside it first: whatever goes wrong, nothing is left.

    Raises:
        Invalid: there is something at `path` already.
        Unreachable: it cannot be written.
        VaultError: what the pieces raise.
    """
    _refuse_taken(path)
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            count = 0
            async for piece in pieces:
                file.write(piece)
                count += len(piece)
                received(count)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(beside, path)
    except OSError as error:
        raise Unreachable(f"{path} cannot be written: {error.strerror or error}.") from None
    finally:
        with suppress(OSError):
            beside.unlink()


def _put_in_place(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        _refuse_taken(path)
        raise
    except OSError:  # a file system without links
        _refuse_taken(path)
        beside.rename(path)


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        raise Invalid(f"There is a file {path} already; choose another name.")
