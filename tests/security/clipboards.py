"""Places to copy in, each a real one with a witness of its clipboard, and a process of ours that copies there.

A place is an environment, what runs around our process (tmux, screen, ssh), and what its clipboard shows.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests import xserver
from tests.endtoend.terminal import ROOT, Terminal

PATIENCE = 60.0
"""Seconds after which what was waited for will not come."""
BUSY = 10.0
"""Seconds that a busy machine may add to what is promised."""
LOOK_SECONDS = 0.1
NOBODY = 65534

Environment = dict[str, str]
_OSC52 = re.compile(rb"\x1b\]52;[a-z]*;([^\x07\x1b]*)(?:\x07|\x1b\\)")
_KNOWN = re.compile(rb"[A-Za-z0-9+/]*=*")


def wait_until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"it never came to this: {what}"
        time.sleep(LOOK_SECONDS)


def check_time(began: float, seconds: float) -> None:
    """Check that what was to be cleared `seconds` after a copy is cleared now; the copy began at this time."""
    took = time.monotonic() - began
    assert seconds - 1 <= took <= seconds + 1 + BUSY, f"cleared after {took:.2f} s"


def environment(folder: Path) -> Environment:
    """Return an environment without any clipboard; by its HOME everything that is started in it is known again."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "SHELL": "/bin/sh",
        "OP_CONNECT_TOKEN": "s3cret-token",
    }


@dataclass
class Process:
    """A running process, as /proc shows it."""

    pid: int
    command: str

    def read(self, name: str) -> str:
        """Return one of its files, NULs as line ends."""
        return Path(f"/proc/{self.pid}/{name}").read_bytes().replace(b"\0", b"\n").decode(errors="replace")

    def opened(self) -> dict[int, str]:
        """Return what it has open."""
        return {int(entry.name): os.readlink(entry) for entry in Path(f"/proc/{self.pid}/fd").iterdir()}


def keepers(folder: Path) -> list[Process]:
    """Return the keepers that were started in the environment of this folder, whoever is their parent by now."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if "keeper.py" in command and f"HOME={folder}\0".encode() in (entry / "environ").read_bytes() + b"\0":
                found.append(Process(int(entry.name), command))
    return found


def none_kept(folder: Path, seconds: float = PATIENCE) -> None:
    """Wait until no keeper is left."""
    wait_until(lambda: not keepers(folder), "no keeper is left", seconds)


class Copier:
    """`copier.py` in a terminal; `around` is the command that runs it, where that is not the terminal itself."""

    def __init__(
        self,
        folder: Path,
        env: Environment,
        around: Callable[[Sequence[str]], Sequence[str]] = list,
        *,
        seconds: float = 2.0,
        more: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self._place = tempfile.TemporaryDirectory()  # a socket's path must be short
        path = Path(self._place.name) / "s"
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._listening.settimeout(PATIENCE)
        ours = [sys.executable, "-m", "tests.security.copier", str(path), str(seconds), *more]
        self.terminal = Terminal(env=env, program=around(ours))
        try:
            connection, _ = self._listening.accept()
            connection.settimeout(PATIENCE)
            self._line = connection.makefile("rw")
            self.pid = int(self._line.readline())
        except TimeoutError:
            self.terminal.__exit__()
            raise AssertionError(f"it did not start: {self.terminal.written!r}") from None
        connection.close()  # the file keeps it

    def tell(self, line: str) -> str:
        """Tell it something, and return what it says."""
        self._line.write(f"{line}\n")
        self._line.flush()
        return self._line.readline().rstrip("\n")

    def copy(self, text: str) -> str:
        """Copy a text, and return the sentence."""
        return self.tell(f"copy {text}")

    def kill(self) -> None:
        """`kill -9`, and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        wait_until(lambda: not is_running(self.pid), "it was killed")

    def sent(self) -> str | None:
        """Return what is on the clipboard of the terminal: the last that came; None before anything has come."""
        found = _OSC52.findall(bytes(self.terminal.written))
        if not found:
            return None
        last: bytes = found[-1]
        return base64.b64decode(last).decode() if _KNOWN.fullmatch(last) else ""

    def shows(self) -> str:
        """Return what can be pasted in the terminal; a blank is what it is given to forget the rest."""
        return (self.sent() or "").strip()

    def __enter__(self) -> Copier:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()
        self._listening.close()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        try:
            self.terminal.__exit__()
        except ProcessLookupError:  # the shell had not told yet that it is gone
            self.terminal.wait_until(lambda: self.terminal.code is not None, "it has ended")
            self.terminal.__exit__()
        for keeper in keepers(self.folder):
            with suppress(ProcessLookupError):
                os.kill(keeper.pid, signal.SIGKILL)
        self._place.cleanup()


def is_running(pid: int) -> bool:
    """Whether a process runs, and is not only waited for by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# Wayland


@dataclass(frozen=True)
class Sway:
    """A headless Wayland compositor of the test's own."""

    env: Environment

    def shows(self, kind: str = "text") -> str:
        """What is on the clipboard, as another program sees it."""
        command = ["wl-paste", "--no-newline", "--type", kind]
        return subprocess.run(command, env=self.env, capture_output=True, timeout=10, check=False).stdout.decode()

    def put(self, text: str, kind: str = "text/plain") -> None:
        """Another program copies something."""
        null = subprocess.DEVNULL
        command = ["wl-copy", "--type", kind]
        subprocess.run(command, env=self.env, input=text.encode(), stdout=null, stderr=null, timeout=10, check=True)
        wait_until(lambda: self.shows(kind) == text, "the clipboard shows it")


@contextmanager
def sway() -> Iterator[Sway]:
    """Start a compositor. It refuses to be run by root, and so is somebody else then."""
    xserver.need("sway", "wl-copy", "wl-paste")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        root = os.getuid() == 0
        if root:
            folder.chmod(0o755)
            os.chown(runtime, NOBODY, NOBODY)
        (folder / "config").write_text("xwayland disable\n")
        env = {"PATH": os.environ["PATH"], "HOME": str(runtime), "XDG_RUNTIME_DIR": str(runtime)}
        headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        log = (folder / "log").open("wb")
        with (
            log,
            subprocess.Popen(
                ["sway", "--config", str(folder / "config")],
                env={**env, **headless},
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=NOBODY if root else None,
                group=NOBODY if root else None,
                extra_groups=[] if root else None,
            ) as process,
        ):
            try:
                wait_until(lambda: bool(_displays(runtime)) or process.poll() is not None, "sway is there")
                assert _displays(runtime), (folder / "log").read_text()
                yield Sway({**env, "WAYLAND_DISPLAY": _displays(runtime)[0]})
            finally:
                process.terminate()


def _displays(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("wayland-*") if path.is_socket()]


# What runs around it


@dataclass(frozen=True)
class Tmux:
    """A tmux server of the test's own."""

    socket: Path
    config: Path

    def run(self, *words: str) -> str:
        """Give it a command; return what it says."""
        command = ["tmux", "-S", str(self.socket), "-f", str(self.config), *words]
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        return subprocess.run(command, env=env, capture_output=True, timeout=10, check=False).stdout.decode()

    def around(self, command: Sequence[str], *, then: str = "sleep 60") -> Sequence[str]:
        """Return the command that runs another, and something after it, in a new session attached to the terminal."""
        words = " ".join(f"'{word}'" for word in command)
        there = ["new-session", f"{words}; {then}"]
        return ["/usr/bin/env", "tmux", "-S", str(self.socket), "-f", str(self.config), *there]


@contextmanager
def tmux(set_clipboard: str = "external") -> Iterator[Tmux]:
    """Have a tmux ready; it ends with everything in it."""
    xserver.need("tmux")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf").write_text(f"set -g set-clipboard {set_clipboard}\nset -g status off\n")
        server = Tmux(folder / "s", folder / "conf")
        try:
            yield server
        finally:
            server.run("kill-server")


@contextmanager
def screen() -> Iterator[Callable[[Sequence[str]], Sequence[str]]]:
    """Have GNU screen ready; it ends with everything in it."""
    xserver.need("screen")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rc").write_text("startup_message off\n")
        folder.chmod(0o700)
        session = f"clip{os.getpid()}"
        around = ["/usr/bin/env", f"SCREENDIR={name}", "screen", "-c", str(folder / "rc"), "-S", session]
        try:
            yield lambda command: [*around, "sh", "-c", '"$@"; sleep 60', "sh", *command]
        finally:
            env = {"PATH": os.environ["PATH"], "SCREENDIR": name, "HOME": name}
            subprocess.run(["screen", "-S", session, "-X", "quit"], env=env, capture_output=True, check=False)


@dataclass(frozen=True)
class Sshd:
    """An SSH server of the test's own, and the way to it."""

    folder: Path
    port: int

    def around(self, command: Sequence[str], env: Environment, *, then: str = "") -> Sequence[str]:
        """Return the command that runs another over SSH in a terminal; `then` is for the shell there, afterwards."""
        words = " ".join(f"'{word}'" for word in ("env", *(f"{k}={v}" for k, v in env.items()), *command))
        options = [f"-oIdentityFile={self.folder / 'key'}", f"-oUserKnownHostsFile={self.folder / 'known'}"]
        options += ["-oStrictHostKeyChecking=no", "-oIdentitiesOnly=yes", "-oLogLevel=ERROR", "-F", os.devnull]
        there = f"cd '{ROOT}' && {words}{then}"
        return ["/usr/bin/env", "ssh", "-tt", *options, "-p", str(self.port), "127.0.0.1", there]


@contextmanager
def sshd() -> Iterator[Sshd]:
    """Start an SSH server on this machine, with keys and settings of its own."""
    xserver.need("sshd", "ssh", "ssh-keygen")
    program = shutil.which("sshd", path=xserver.SEARCHED)
    assert program is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for key in ("host", "key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)], check=True)
        shutil.copy(folder / "key.pub", folder / "authorized")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        settings = {
            "Port": port,
            "ListenAddress": "127.0.0.1",
            "HostKey": folder / "host",
            "AuthorizedKeysFile": folder / "authorized",
            "PidFile": "none",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "PermitRootLogin": "yes",
            "PrintMotd": "no",
        }
        (folder / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                [program, "-D", "-e", "-f", str(folder / "config")], stdout=log, stderr=log, start_new_session=True
            ) as process,
        ):
            try:
                wait_until(lambda: b"listening" in (folder / "log").read_bytes(), "sshd listens")
                yield Sshd(folder, port)
            finally:
                process.terminate()
