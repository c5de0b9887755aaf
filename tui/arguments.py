"""The command line's arguments. `argparse` is loaded only where there is something to parse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Options(NamedTuple):
    """What was asked for; see `parser`."""

    words: tuple[str, ...] = ()
    demo: bool = False
    store: Path | None = None
    account: str = ""
    env_file: Path | None = None


def parse(arguments: Sequence[str]) -> Options:
    """Return what was asked for. Ends the process where that is help, the version, or nothing that there is."""
    if not arguments:
        return Options()
    if list(arguments) == ["--demo"]:
        return Options(demo=True)
    found = parser().parse_args(arguments)
    return Options(tuple(found.words), found.demo, found.store, found.account, found.env_file)


def parser() -> ArgumentParser:
    """Return the parser of the command line. What it complains of is quoted as it may be shown."""
    from argparse import ArgumentParser
    from typing import NoReturn

    from tui import __version__
    from tui.host.display import display_text

    class Arguments(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            super().error(display_text(message))

    found = Arguments(prog="strongroom", description="The terminal home for password vaults.")
    found.add_argument("words", nargs="*", metavar="WORDS", help="open with this filter")
    found.add_argument("--demo", action="store_true", help="open a throw-away store with sample data")
    found.add_argument("--store", type=Path, metavar="FILE", help="use this store, not the one in the data folder")
    found.add_argument("--account", default="", metavar="NAME", help="open with this account alone")
    found.add_argument(
        "--env-file",
        type=Path,
        metavar="FILE",
        help="take OP_CONNECT_HOST with OP_CONNECT_TOKEN, OP_SERVICE_ACCOUNT_TOKEN, PASSPACK_API_TOKEN with "
        "PASSPACK_BASE_URL, or all of them, from this file alone",
    )
    found.add_argument("--version", action="version", version=f"strongroom {__version__}")
    return found
