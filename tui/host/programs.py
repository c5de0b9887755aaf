"""Running another program for one question: what it may know, and how long it may take.

It gets text on stdin only, never in its arguments or environment, and knows nothing of our environment but a few names.
Out of time or cancelled, it ends with every program that it has started.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
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
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd="/",
        env=dict(env),
        start_new_session=True,
        pass_fds=handed,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(given)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.communicate()
    return process.returncode or 0, said
