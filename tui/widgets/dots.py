"""Letters drawn with dots, five wide and eight high, as tills and machines show them: no two of ASCII look alike.

A zero has a stroke through it, an l a foot, an I two bars, a 1 a flag.
"""

from __future__ import annotations

from functools import cache

WIDE, HIGH = 5, 8
"""Dots of a letter. The lowest line is for what hangs below the others."""

_SIGNS = "".join(map(chr, range(0x20, 0x7F)))
# For each sign its five columns, the lowest bit on top.
_COLUMNS = bytes.fromhex("""
6040404060 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0004030000
001c224100 0041221c00 2a1c7f1c2a 08083e0808 0080703000 0808080808 0000606000 2010080402
3e5149453e 00427f4000 7249494946 2141494d33 1814127f10 2745454539 3c4a494931 4121110907
3649494936 464949291e 0000140000 0080740000 0008142241 1414141414 4122140800 0201590906
3e415d594e 7c1211127c 7f49494936 3e41414122 7f4141413e 7f49494941 7f09090901 3e41415173
7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f021c027f 7f0408107f 3e4141413e
7f09090906 3e4151215e 7f09192946 2649494932 03017f0103 3f4040403f 1f2040201f 3f4038403f
6314081463 0304780403 615149456d 007f414100 0204081020 0041417f00 0402010204 8080808080
0001020400 2054547840 7f28444438 3844444428 384444287f 3854545418 00087e0902 18a4a49c78
7f08040478 00447d4000 4080843d00 7f10284400 003f404000 7c04780478 7c08040478 3844444438
fc18242418 18242418fc 7c08040408 4854545424 04043f4424 3c4040207c 1c2040201c 3c4030403c
4428102844 4c9090907c 4464544c44 0008364100 0000ff0000 0041360800 0201020402
""")
_FONT = {sign: _COLUMNS[at * WIDE : (at + 1) * WIDE] for at, sign in enumerate(_SIGNS)}

_HALVES = " ▀▄█"


def has(char: str) -> bool:
    """Whether a character can be drawn."""
    return char in _FONT


@cache
def drawn(char: str, scale: int) -> tuple[str, ...]:
    """Return the lines of a character: `WIDE * scale` cells wide, `HIGH // 2 * scale` lines high; `scale` is 1 or 2."""
    columns = _FONT[char]
    if scale == 1:
        return tuple(
            "".join(_HALVES[column >> row & 1 | (column >> row + 1 & 1) << 1] for column in columns)
            for row in range(0, HIGH, 2)
        )
    return tuple("".join("█" * 2 if column >> row & 1 else " " * 2 for column in columns) for row in range(HIGH))
