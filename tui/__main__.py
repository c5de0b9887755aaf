"""The command line: boot, parse, run."""

from __future__ import annotations

import atexit
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from tui.host.relaunch import Image, Notes


class Arguments(ArgumentParser):
    """A parser whose complaints quote what was typed as it may be shown."""

    def error(self, message: str) -> NoReturn:
        """End with the complaint."""
        from tui.host.display import display_text

        super().error(display_text(message))


def parser() -> ArgumentParser:
    """Return the parser of the command line."""
    from tui import __version__

    found = Arguments(prog="strongroom", description="The terminal home for password vaults.")
    found.add_argument("words", nargs="*", metavar="WORDS", help="open with this filter")
    found.add_argument("--demo", action="store_true", help="open a throw-away store with sample data")
    found.add_argument("--store", type=Path, metavar="FILE", help="use this store, not the one in the data folder")
    found.add_argument("--version", action="version", version=f"strongroom {__version__}")
    return found


def main(argv: list[str] | None = None) -> None:
    """Run Strongroom; ends the process with its exit code."""
    from tui.host import boot, crash, relaunch, signals

    crash.tell_no_values()
    signals.end_in_order()
    before = relaunch.from_before()
    if before is not None:
        atexit.register(relaunch.uncover)
    echoed = boot.prepare(echoed=before is not None and before.echo)
    signals.let_through()
    if before is not None and not before.left:
        relaunch.leave_terminal()
    options = parser().parse_args(argv)
    sys.exit(run(options, before, echoed=echoed))


def run(options: Namespace, before: Notes | None = None, *, echoed: bool = False) -> int:
    """Run the app and return its exit code.

    `before` is what the process image before this one has left, `echoed`: the terminal showed what is typed at first.
    """
    from tui.host import relaunch

    streams = (sys.stdin, sys.stdout, sys.stderr)  # the last is where Textual paints
    if not all(map(_is_terminal, streams)):
        return _refuse("Strongroom needs a terminal: input, output and errors must not be redirected.")
    from tui import guard

    refusal = guard.refusal()
    if refusal is not None:
        if before is not None:
            relaunch.uncover()
        return _refuse(refusal)
    from tui.app import StrongroomApp
    from tui.host import paths, signals

    image = relaunch.Image(relaunch.terminal_modes(), echo=echoed)
    store, words = options.store or paths.store_path(), " ".join(options.words)
    app = StrongroomApp(store, demo=options.demo, words=words, before=before, image=image)
    app.run()
    signals.end_in_order()
    if signals.terminal_is_lost():
        signals.let_go_of_terminal()
    elif app.notes is not None and not app.return_code:
        return _begin_anew(image, app.notes)
    return app.return_code if app.return_code is not None else 1


def _begin_anew(image: Image, notes: Notes) -> int:
    """Lock: does not return, unless the program cannot be started any more."""
    from tui.host import relaunch

    try:
        image.begin_anew(notes)
    except OSError as error:
        relaunch.uncover()
        _refuse(f"Strongroom is locked, and has ended, since it cannot be started anew: {error.strerror or error}.")
    return 1


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether it is one; a stream that was closed before the start is None."""
    return stream is not None and stream.isatty()


def _refuse(sentence: str) -> int:
    """Say why we do not start where it is most likely read; return the exit code."""
    for stream in filter(None, sorted((sys.stderr, sys.stdout), key=_is_terminal, reverse=True)):
        stream.write(sentence + "\n")
        break
    return 2


if __name__ == "__main__":
    main()
