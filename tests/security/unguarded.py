"""A Strongroom without its guards, so that a test of them can be seen to fail: `unguarded.py LAYERS ARGUMENT…`.

LAYERS are those taken away: "text" (what every widget does to foreign text), "strips" (the last guard), with a comma
between, or "none".
"""

from __future__ import annotations

import sys

from tui.host import display


def unguard(layers: list[str]) -> None:
    """Take layers away, before anything of ours that uses them is imported."""
    if "text" in layers:
        display.display_text = lambda text: text
    if "strips" in layers:
        from textual.strip import Strip

        from tui import guard
        from tui.guard import strips

        strips.clean = lambda text: text
        Strip.render = strips._textual_render  # type: ignore[method-assign]
        guard.refusal = lambda: None


if __name__ == "__main__":
    unguard(sys.argv[1].split(","))
    from tui.__main__ import main

    main(sys.argv[2:])
