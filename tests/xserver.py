"""A real X server of the test's own, and xclip as the witness of what is on its clipboard.

Where a program is missing the test is skipped, and says which; where CI is set it fails.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

SEARCHED = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
"""Where daemons are looked for as well."""


def need(*programs: str) -> None:
    """Skip the test unless all these programs are here; where CI is set, fail."""
    missing = [program for program in programs if shutil.which(program, path=SEARCHED) is None]
    if missing:
        complain = pytest.fail if os.environ.get("CI") else pytest.skip
        complain(f"not installed: {', '.join(missing)} (.ci/tools installs it)")


@dataclass(frozen=True, slots=True)
class XServer:
    """A running Xvfb. `env` is what a program needs to find it, and nothing else."""

    display: str
    process: subprocess.Popen[bytes]

    @property
    def env(self) -> dict[str, str]:
        """The environment of someone who sits at this display."""
        return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "DISPLAY": self.display}

    def shows(self) -> str:
        """What is on the clipboard, as another program sees it."""
        command = ["xclip", "-selection", "clipboard", "-o"]
        return subprocess.run(command, env=self.env, capture_output=True, timeout=30, check=False).stdout.decode()

    def put(self, text: str) -> None:
        """Another program copies something."""
        command = ["xclip", "-selection", "clipboard"]
        null = subprocess.DEVNULL
        subprocess.run(command, env=self.env, input=text.encode(), stdout=null, stderr=null, timeout=30, check=True)
        wait_until(lambda: self.shows() == text)

    @contextmanager
    def hung(self) -> Iterator[None]:
        """For a while the server answers nobody."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


def wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def running() -> Iterator[XServer]:
    """Start an X server on a display of its own choice."""
    need("Xvfb", "xclip")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "320x200x24", "-nolisten", "tcp", "-noreset"]
    null = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=(writing,), stdout=null, stderr=null) as process:
        os.close(writing)
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        try:
            yield XServer(display, process)
        finally:
            process.terminate()
