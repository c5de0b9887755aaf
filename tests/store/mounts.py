"""Small file systems of memory for the tests, where the system lets us make them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(directory: Path, options: str) -> Iterator[Path]:
    """Mount a tmpfs; the test is skipped where that is not allowed."""
    directory.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", directory], capture_output=True, check=False)
    if made.returncode != 0:
        pytest.skip("file systems cannot be mounted here")
    try:
        yield directory
    finally:
        subprocess.run(["umount", "-l", directory], check=False)


def remount(directory: Path, options: str) -> None:
    """Change the options of a mounted tmpfs."""
    subprocess.run(["mount", "-o", f"remount,{options}", directory], check=True)
