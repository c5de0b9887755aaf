"""Reading the file that somebody named: what is no ordinary file is said, and nothing waits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.interchange import csv_file
from tui.model.errors import Invalid, NotFound, Unreachable, VaultError


def test_a_file_is_read_whole_also_through_a_link(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(b"title,password\r\nA,s3cret-1\x00")
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert csv_file.read(path) == csv_file.read(link) == b"title,password\r\nA,s3cret-1\x00"


def test_what_is_no_ordinary_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    unreadable = tmp_path / "mine.csv"
    unreadable.symlink_to(unreadable)
    for path, kind in (
        (tmp_path / "nothing.csv", NotFound),
        (tmp_path, VaultError),
        (tmp_path / "pipe", Invalid),
        (Path("/dev/null"), Invalid),
        (tmp_path / "nul\0.csv", Unreachable),
        (unreadable, Unreachable),
    ):
        with pytest.raises(kind) as raised:
            csv_file.read(path)
        assert str(raised.value).endswith(".")


def test_a_file_that_is_too_big_is_said_and_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MOST_BYTES", 100)
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * 101)
    with pytest.raises(Invalid, match="too big"):
        csv_file.read(path)
    path.write_bytes(b"x" * 100)
    assert len(csv_file.read(path)) == 100
