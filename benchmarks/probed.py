"""Strongroom with a probe on its event loop: run in place of the program where the loop's holds are measured.

Times are taken without it, since a probe that ticks each millisecond takes its part of the processor. Started as
`probed.py READING WRITING ARGUMENT…`: lines on the file descriptor READING name the phase that begins; at the end of
the input, two figures of each are written to WRITING as JSON, in milliseconds: the longest hold, and the longest
without what other processes took of the processor.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import ExitStack

from benchmarks.probe import LoopProbe
from tui.host import boot


class Phases:
    """Takes the phases from a pipe, and answers on another."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._stack = ExitStack()
        self._probe: LoopProbe | None = None

    def begin(self) -> None:
        """Look at the running loop from now on."""
        self._probe = LoopProbe()
        asyncio.get_running_loop().add_reader(self._reading, self._next)

    def _next(self) -> None:
        name = os.read(self._reading, 1000).decode().strip()
        self._stack.close()
        if self._probe is not None and name:
            self._stack.enter_context(self._probe.phase(name))
        elif self._probe is not None:
            asyncio.get_running_loop().remove_reader(self._reading)
            longest, own = self._probe.longest, self._probe.own
            found = {phase: (longest[phase] * 1000, own[phase] * 1000) for phase in longest}
            os.write(self._writing, json.dumps(found).encode())
            os.close(self._writing)


def main() -> None:
    """Run Strongroom; the probe begins with its loop."""
    phases = Phases(int(sys.argv[1]), int(sys.argv[2]))
    boot.scrub_environment()  # before Textual is imported, as the program does
    from tui.__main__ import main as strongroom
    from tui.app import StrongroomApp

    mounted = StrongroomApp.on_mount

    def on_mount(app: StrongroomApp) -> None:
        phases.begin()
        mounted(app)

    StrongroomApp.on_mount = on_mount  # type: ignore[method-assign,assignment]
    strongroom(sys.argv[3:])


if __name__ == "__main__":
    main()
