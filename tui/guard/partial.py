"""Composes what changed on a screen: of each line only what is seen, from the front to what hides all behind it.

Textual composes all lines of every widget that lies where something changed, also of those that are hidden there.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

NAMES = ("_dirty_regions", "_regions_to_spans", "cuts", "size", "visible_widgets")
"""What is used here of a compositor."""

Chops = dict[int, "Strip | None"]
"""The pieces of a line by the column where each begins."""


def compose(compositor: Compositor) -> ChopsUpdate | None:
    """Return what Textual's `render_partial_update` does; nothing is left to be painted then."""
    dirty = compositor._dirty_regions.copy()
    compositor._dirty_regions.clear()
    spans = list(compositor._regions_to_spans(dirty))
    if not spans:
        return None
    cuts = compositor.cuts
    chops: list[Chops] = [{} for _ in cuts]
    missing: dict[int, set[int]] = {}
    for y, begin, end in spans:
        chops[y] = chops[y] or dict.fromkeys(cuts[y][:-1])
        pieces = zip(cuts[y], cuts[y][1:], strict=False)
        missing[y] = missing.get(y, set()) | {first for first, last in pieces if first < end and begin < last}
    for widget, (region, clip) in compositor.visible_widgets.items():
        seen = region.intersection(clip)
        wanted = {y: cuts_in for y in missing if seen.y <= y < seen.bottom and (cuts_in := _in(seen, missing[y]))}
        for begin, end in _runs(list(wanted)):
            inner = Region(seen.x - region.x, begin - region.y, seen.width, end - begin)
            for y, strip in enumerate(widget.render_lines(inner), begin):
                _fill(chops[y], cuts[y], seen, strip)
                missing[y] -= wanted[y]
                if not missing[y]:
                    del missing[y]
        if not missing:
            break
    return ChopsUpdate(chops, spans, [each[1:] for each in cuts])


def _in(seen: Region, cuts: set[int]) -> set[int]:
    return {cut for cut in cuts if seen.x <= cut < seen.right}


def _runs(lines: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first of lines that follow each other, and the one after the last: they are asked for together."""
    begin = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at] != lines[at - 1] + 1:
            yield lines[begin], lines[at - 1] + 1
            begin = at


def _fill(chops: Chops, cuts: list[int], seen: Region, strip: Strip) -> None:
    """Put the pieces of a widget's line where nothing is before it."""
    within = [cut for cut in cuts if seen.x <= cut <= seen.right]
    for cut, piece in zip(within, strip.divide([cut - seen.x for cut in within[1:]]), strict=False):
        if chops[cut] is None:
            chops[cut] = piece
