"""Whether chance was even."""

from __future__ import annotations

import math
from collections import Counter


def assert_even(seen: Counter[str], cells: int) -> None:
    """Chi-square against an even spread; six standard deviations above its mean is one false alarm in 10^7 or less."""
    total = sum(seen.values())
    expected = total / cells
    chi_square = sum((count - expected) ** 2 / expected for count in seen.values()) + (cells - len(seen)) * expected
    degrees = cells - 1
    # Wilson and Hilferty's cube root makes chi-square normal enough for so far a tail.
    deviations = ((chi_square / degrees) ** (1 / 3) - (1 - 2 / (9 * degrees))) / math.sqrt(2 / (9 * degrees))
    assert deviations < 6
