"""The command line: boot, parse, run."""

from __future__ import annotations

import gc

gc.disable()  # until the first paint: see host/garbage.py

import atexit  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from typing import TYPE_CHECKING, TextIO  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.arguments import Options
    from tui.host.relaunch import Image, Notes
    from tui.services.tokens import Given


def main(argv: list[str] | None = None) -> None:
    """Run Strongroom; ends the process with its exit code."""
    from tui.host import boot, crash, relaunch, signals
    from tui.host.display import display_text
    from tui.model.errors import VaultError

    crash.tell_no_values()
    signals.end_in_order()
    before = relaunch.from_before()
    if before is not None:
        atexit.register(relaunch.uncover)
    echoed = boot.prepare(echoed=before is not None and before.echo)
    signals.let_through()
    if before is not None and not before.left:
        relaunch.leave_terminal()
    from tui import arguments
    from tui.services import tokens

    environment = tokens.from_environment(os.environ)
    options = arguments.parse(sys.argv[1:] if argv is None else argv)
    try:
        given, problem = _given(options, environment) if before is None and not options.demo else ((), "")
    except VaultError as error:
        sys.exit(_refuse(display_text(str(error))))
    sys.exit(run(options, before, echoed=echoed, given=given, problem=problem))


def _given(options: Options, environment: tuple[tuple[Given, ...], str]) -> tuple[tuple[Given, ...], str]:
    """Return what was given from outside: by the env file that was named, or else by the environment."""
    from tui.services import tokens

    return (tokens.from_env_file(options.env_file), "") if options.env_file is not None else environment


def run(
    options: Options,
    before: Notes | None = None,
    *,
    echoed: bool = False,
    given: Sequence[Given] = (),
    problem: str = "",
) -> int:
    """Run the app and return its exit code.

    `before` is what the process image before this one has left, `echoed`: the terminal showed what is typed at first.
    `given` are accounts from outside, `problem` is what is wrong with what was given.
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
    from tui.arriving import First
    from tui.host import paths, signals
    from tui.host.outputs import Outputs

    image = relaunch.Image(relaunch.terminal_modes(), Outputs(), echo=echoed)
    store, words = options.store or paths.store_path(), " ".join(options.words)
    first = First(words, options.account)
    app = StrongroomApp(store, demo=options.demo, first=first, before=before, image=image)
    app.give(given, problem)
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
