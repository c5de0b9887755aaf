"""Running another program for one question: what it may know, and how long it may take.

It gets text on stdin only, never in its arguments or environment, and knows nothing of our environment but a few names.
Out of time or cancelled, it ends with every program that it has started.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence

_KEPT_VARIABLES = (
    "PATH",
    "HOME",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "XAUTHORITY",
    "LANG",
    "WSL_INTEROP",  # without it WSL starts no Windows program
    "TMUX",
    "TMUX_PANE",
)


def environment(env: Mapping[str, str], platform: str) -> dict[str, str]:
    """Return what of an environment a program may know that we start; `platform` is as in `sys.platform`."""
    kept = {name: env[name] for name in _KEPT_VARIABLES if name in env}
    if "PATH" in kept:
        absolute = (place for place in kept["PATH"].split(os.pathsep) if os.path.isabs(place))
        kept["PATH"] = os.pathsep.join(absolute)
    if platform == "darwin":
        kept["LC_CTYPE"] = "UTF-8"  # else pbcopy takes the text for Mac Roman
    return kept


async def run(
    command: Sequence[str], given: bytes, env: Mapping[str, str], seconds: float, handed: Sequence[int] = ()
) -> tuple[int, bytes]:
    """Run a program, with `given` on stdin, and return its exit code and what it wrote to stdout.

    `handed` are file descriptors that it inherits, under the same numbers.

    Raises:
        OSError: it cannot be started.
        TimeoutError: it took longer than it may; it was ended.
    """
    process = subprocess.Popen(  # noqa: ASYNC220, S603 - starting takes a moment; each command is ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=dict(env),
        start_new_session=True,
        pass_fds=handed,
    )
    finishing = asyncio.get_running_loop().run_in_executor(None, _finish, process, given, seconds)
    try:
        said = await asyncio.shield(finishing)
    except asyncio.CancelledError:
        _end(process)
        await asyncio.wait((finishing,))
        finishing.exception()  # nobody asks for it any more
        raise
    return process.returncode, said


def _finish(process: subprocess.Popen[bytes], given: bytes, seconds: float) -> bytes:
    """Wait for a program. Its end counts, not that of its pipes: tmux hands those on to its server, which may hang."""
    try:
        return process.communicate(given, timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        _end(process)
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
