"""How the terminal draws, and the shortest sequence from one way to another: colours are named where they change."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

from tui.guard import strips

_RESET = "\x1b[0m"
ON_BLANK = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Attributes that are seen also where there is no character."""


class Pen(NamedTuple):
    """How the terminal draws: the numbers of SGR for attributes and colours; "" is the terminal's own colour."""

    attributes: frozenset[str] = frozenset()
    colour: str = ""
    ground: str = ""


PLAIN = Pen()


def sgr(style: Style, colours: ColorSystem) -> str:
    """Return the numbers of a style, as Textual writes them; without a link, which would be foreign text too."""
    return strips.unlinked(style).render("\0", color_system=colours).partition("\0")[0][2:-1]


@lru_cache(maxsize=1024)
def pen_of(numbers: str) -> Pen:
    """Return the pen that SGR with these numbers makes of a plain one."""
    attributes, colour, ground = set(), "", ""
    rest = numbers.split(";") if numbers else []
    while rest:
        number = rest[0]
        length = {"2": 5, "5": 3}[rest[1]] if number in ("38", "48") else 1
        taken, rest = ";".join(rest[:length]), rest[length:]
        value = int(number)
        if value in (39, 49):
            continue
        if 30 <= value <= 38 or 90 <= value <= 97:
            colour = taken
        elif 40 <= value <= 48 or 100 <= value <= 107:
            ground = taken
        else:
            attributes.add(number)
    return Pen(frozenset(attributes), colour, ground)


_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}


@lru_cache(maxsize=4096)
def change(old: Pen, new: Pen) -> str:
    """Return the shortest sequence that makes one pen of another one."""
    if new == PLAIN:
        return _RESET
    anew = [*sorted(new.attributes, key=int), *filter(None, (new.colour, new.ground))]
    if old != PLAIN:
        anew.insert(0, "0")
    ways = [anew]
    gone = old.attributes - new.attributes
    if gone <= _OFF.keys():
        off = {_OFF[number] for number in gone}
        lost = {number for number in new.attributes & old.attributes if _OFF.get(number) in off}
        on = new.attributes - old.attributes | lost
        numbers = [*sorted(off), *sorted(on, key=int)]
        numbers += [new.colour or "39"] * (new.colour != old.colour)
        numbers += [new.ground or "49"] * (new.ground != old.ground)
        ways.append(numbers)
    return min((f"\x1b[{';'.join(way)}m" for way in ways), key=len)
