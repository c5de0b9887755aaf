"""The result of a self-test in words: a sentence, and a plain text with no secret in it."""

from __future__ import annotations

from tui.services.self_test import Mark, SelfTest

_SIGNS = {
    Mark.WAITING: "not tried",
    Mark.BUSY: "under way",
    Mark.GOOD: "ok",
    Mark.BAD: "FAILED",
    Mark.LEFT_OUT: "left out",
}


def report(test: SelfTest, where: str) -> str:
    """Return the result as plain text; `where` names account and vault."""
    lines = [f"Strongroom self-test of {where}", f"Entry: {test.title}", ""]
    for step in test.steps:
        lines.append(f"{_SIGNS[step.mark]:<9} {step.name:<30} {seconds(step.seconds):>8}  {step.sentence}".rstrip())
    return "\n".join([*lines, "", summary(test), ""])


def seconds(taken: float | None) -> str:
    """Return how long something took, "" where nothing is known of that."""
    return "" if taken is None else f"{taken:.2f} s"


def summary(test: SelfTest) -> str:
    """Return in a sentence or two how it ended, or how it stands."""
    if not test.over:
        return "Stopping: the entry is removed first …" if test.stopping else "Under way …"
    if test.left:
        return test.left
    if test.good:
        return "Everything works. The entry is removed; nothing else was touched."
    bad = next((one.name for one in test.steps if one.mark is Mark.BAD), "")
    how = f"Not everything works; it went wrong at “{bad}”." if bad else "It was stopped."
    return f"{how} Nothing is left of the entry."
