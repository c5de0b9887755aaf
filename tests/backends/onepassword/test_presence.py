"""1Password's SDK that is not there, is for another machine, or is not what it seems: each with what to do."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib import metadata, util
from pathlib import Path

import pytest

from tui.backends import registry
from tui.backends.onepassword import presence
from tui.backends.onepassword.calls import Calls
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import Invalid
from tui.model.ids import AccountId
from tui.model.secret import Secret

INSTALL = r"pip install 'strongroom\[onepassword\]'"


@pytest.fixture
def supported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine for which 1Password publishes its library."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(platform, "python_implementation", lambda: "CPython")
    monkeypatch.setattr(os, "confstr", lambda _: "glibc 2.36", raising=False)


@pytest.fixture
def absent(supported: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no SDK."""
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    _uninstall(monkeypatch)


def _uninstall(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", nothing)


@pytest.mark.usefixtures("absent")
async def test_without_the_sdk_it_says_how_to_install_it() -> None:
    with pytest.raises(Invalid, match=f"not installed: {INSTALL}") as told:
        presence.check()
    for kind, source in (("onepassword", TokenSource.PROMPT), ("onepassword-desktop", TokenSource.APP)):
        config = AccountConfig(AccountId("a"), kind, "A", "", source, login="Me")
        calls = Calls.for_account(config, Secret("ops_s3cret"))
        with pytest.raises(Invalid, match=INSTALL):
            await calls.ask("VaultsList", {}, "the vaults")
        await calls.aclose()
        assert registry.KINDS[kind].missing() == str(told.value)


@pytest.mark.usefixtures("absent")
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("python_implementation", "PyPy", "for PyPy"),
        ("machine", "riscv64", "for linux on riscv64"),
        ("machine", "armv7l", "for linux on armv7l"),
    ],
)
def test_on_other_machines_it_says_that_there_is_no_build(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setattr(platform, name, lambda: value)
    _refuses(words)


def _refuses(words: str) -> None:
    with pytest.raises(Invalid, match="publishes no build") as told:
        presence.check()
    assert words in str(told.value)
    assert "Connect server" in str(told.value)
    assert "pip" not in str(told.value)
    assert str(presence.unusable()) == str(told.value)


@pytest.mark.usefixtures("absent")
def test_a_python_that_is_too_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 14, 0, "final", 0))
    _refuses("Python 3.14 (use one from 3.11 to 3.13)")


@pytest.mark.usefixtures("absent")
@pytest.mark.parametrize(
    ("name", "words"),
    [("", "without glibc, such as Alpine"), ("glibc 2.31", "glibc 2.31 (use"), ("x", "without glibc")],
)
def test_another_c_library_or_an_old_one(monkeypatch: pytest.MonkeyPatch, name: str, words: str) -> None:
    monkeypatch.setattr(os, "confstr", lambda _: name)
    _refuses(words)


@pytest.mark.usefixtures("absent")
def test_a_c_library_that_does_not_say_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> str:
        raise ValueError(name)

    monkeypatch.setattr(os, "confstr", refuse)
    _refuses("without glibc")


@pytest.mark.usefixtures("absent")
@pytest.mark.parametrize(
    ("system", "machine", "there"),
    [("darwin", "arm64", True), ("darwin", "x86_64", True), ("win32", "AMD64", True), ("win32", "ARM64", False)],
)
def test_other_systems(monkeypatch: pytest.MonkeyPatch, system: str, machine: str, there: bool) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises(Invalid, match="not installed" if there else f"no build of its library for win32 on {machine}"):
        presence.check()


STRANGER = "open('ran', 'w').close(); raise RuntimeError('s3cret')"


@pytest.mark.parametrize("package", [False, True])
def test_a_stranger_with_its_name_is_named_and_not_run(tmp_path: Path, package: bool) -> None:
    place = tmp_path / "onepassword" / "__init__.py" if package else tmp_path / "onepassword.py"
    place.parent.mkdir(exist_ok=True)
    place.write_text(STRANGER)
    said = _asked(tmp_path)
    assert said.startswith("Invalid Something else has the name of 1Password’s library: ")
    assert f"{place}. Rename or remove it, then pip install" in said
    assert not (tmp_path / "ran").exists()


def test_a_folder_with_its_name_is_no_sdk(tmp_path: Path) -> None:
    (tmp_path / "onepassword").mkdir()
    (tmp_path / "onepassword_sdk-0.4.2.dist-info").mkdir()
    (tmp_path / "onepassword_sdk-0.4.2.dist-info" / "METADATA").write_text("Name: onepassword-sdk\nVersion: 0.4.2\n")
    assert _asked(tmp_path).startswith("Invalid ")


@pytest.mark.parametrize("version", ["0.3.1", "0.5.0", "1.0"])
def test_another_version_is_not_tried(tmp_path: Path, version: str) -> None:
    _installed(tmp_path, version, STRANGER)
    assert f"Version {version} of 1Password’s library is installed, and Strongroom knows 0.4.x" in _asked(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_an_sdk_that_cannot_be_loaded(tmp_path: Path) -> None:
    for body in ("raise ImportError('s3cret')", "raise OSError('GLIBC')", "raise TypeError('s3cret')", "x = ", ""):
        _installed(tmp_path, "0.4.2", body)
        said = _asked(tmp_path)
        assert "cannot be loaded: pip install --force-reinstall onepassword-sdk" in said or "no build" in said, body
        assert "s3cret" not in said


def _installed(place: Path, version: str, body: str) -> None:
    """Have an SDK in a folder that comes first."""
    (place / "onepassword").mkdir(exist_ok=True)
    (place / "onepassword" / "__init__.py").write_text(body)
    about = place / f"onepassword_sdk-{version}.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: onepassword-sdk\nVersion: {version}\n")


ASKING = """
import asyncio, os, sys
sys.path[:0] = [os.getcwd(), sys.argv[1]]
from tui.backends.onepassword.calls import Calls
from tui.model.account import AccountConfig, TokenSource
from tui.model.errors import VaultError
from tui.model.secret import Secret
async def main():
    calls = Calls.for_account(AccountConfig("a", "onepassword", "A", "", TokenSource.PROMPT), Secret("ops_s3cret"))
    try:
        await calls.ask("VaultsList", {}, "the vaults")
    except VaultError as error:
        print(type(error).__name__, error)
    await calls.aclose()
asyncio.run(main())
"""


def _asked(first: Path) -> str:
    """Return what an account says in a Python that looks into a folder first for its modules."""
    run = subprocess.run(
        [sys.executable, "-B", "-c", ASKING, str(Path(__file__).parents[3])],
        cwd=first,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    return run.stdout
