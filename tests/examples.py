"""How many examples Hypothesis tries: in the plain run two of five, at full length all of them."""

from __future__ import annotations

from hypothesis import settings

FULL = 100
"""Examples of a test that says nothing about it, at full length."""
PLAIN = 40
"""Examples of the same test in the plain run."""


def try_examples(*, full: bool) -> None:
    """Try so many from now on."""
    # How fast an example runs depends on what else the machine does: a deadline would test that.
    settings.register_profile("strongroom", deadline=None, max_examples=FULL if full else PLAIN)
    settings.load_profile("strongroom")


def examples(full: int) -> int:
    """Return how many a test tries now that tries so many at full length."""
    return max(1, full * settings().max_examples // FULL)
