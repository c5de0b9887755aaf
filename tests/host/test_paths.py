"""Where files lie, and who may read them."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui.host import paths
from tui.model.errors import Unreachable


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRONGROOM_HOME", str(tmp_path))
    assert {paths.data_dir(), paths.config_dir(), paths.state_dir()} == {tmp_path}
    assert paths.store_path() == tmp_path / "home.strongroom"


def test_that_variable_may_be_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STRONGROOM_HOME", "~/vault")
    assert paths.data_dir() == tmp_path / "vault"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STRONGROOM_HOME", "here")
    assert paths.data_dir() == tmp_path / "here"


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG folders are a matter of Linux")
def test_without_it_the_platform_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STRONGROOM_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.store_path() == tmp_path / ".local/share/strongroom/home.strongroom"
    assert paths.config_dir() == tmp_path / ".config/strongroom"
    assert paths.state_dir() == tmp_path / ".local/state/strongroom"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert paths.data_dir() == tmp_path / "data/strongroom"
    assert list(tmp_path.iterdir()) == []


def test_private_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    made = paths.private_dir(tmp_path / "a" / "b")
    assert made == tmp_path / "a" / "b"
    for folder in (made, made.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert paths.private_dir(tmp_path) == tmp_path
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("below", ["file", "file/folder", "loose"])
def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loose").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Unreachable, match=rf"^The folder {tmp_path / below} cannot be made: .+\.$"):
        paths.private_dir(tmp_path / below)


def test_a_file_is_replaced_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "made" / "settings.toml"
    for text in ("one", "zwölf"):
        paths.write_private(file, text)
        assert file.read_text(encoding="utf-8") == text
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "dotfiles" / "real")
    paths.write_private(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "dotfiles" / "real").read_text() == "text"


def test_a_file_that_cannot_be_replaced_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unreachable, match=r"cannot be written: .+\.$"):
        paths.write_private(tmp_path / "folder", "text")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_asking_where_files_lie_loads_no_library_where_one_variable_says_it(tmp_path: Path) -> None:
    program = "import sys; from tui.host import paths; paths.store_path(); print('platformdirs' in sys.modules)"
    env = {"STRONGROOM_HOME": str(tmp_path), "PYTHONPATH": str(Path(paths.__file__).parents[2])}
    run = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
