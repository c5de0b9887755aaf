"""The command line: boot, parse, run."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path


def parser() -> ArgumentParser:
    """Return the parser of the command line."""
    from tui import __version__

    found = ArgumentParser(prog="strongroom", description="The terminal home for password vaults.")
    found.add_argument("words", nargs="*", metavar="WORDS", help="open with this filter")
    found.add_argument("--demo", action="store_true", help="open a throw-away store with sample data")
    found.add_argument("--store", type=Path, metavar="FILE", help="use this store, not the one in the data folder")
    found.add_argument("--version", action="version", version=f"strongroom {__version__}")
    return found


def main(argv: list[str] | None = None) -> None:
    """Run Strongroom; ends the process with its exit code."""
    from tui.host import boot

    boot.prepare()
    options = parser().parse_args(argv)
    sys.exit(run(options))


def run(options: Namespace) -> int:
    """Run the app and return its exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("Strongroom needs a terminal: its input and output must not be redirected.\n")
        return 2
    from tui import guard

    refusal = guard.refusal()
    if refusal is not None:
        sys.stderr.write(refusal + "\n")
        return 2
    from tui.app import StrongroomApp
    from tui.host import paths

    store = options.store or paths.store_path()
    app = StrongroomApp(store, demo=options.demo, words=" ".join(options.words))
    app.run()
    return app.return_code if app.return_code is not None else 1


if __name__ == "__main__":
    main()
