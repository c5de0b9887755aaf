"""The filter line of the audit log: words, and what is said as action:, result: and day:.

Everything matches by its beginning, so that the list narrows while one types. Nothing typed is ever an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tui.host.display import display_text
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.widgets.times import local_time

REFUSALS = f"result:{AuditResult.REFUSED}|{AuditResult.FAILED}"
"""What the key for refusals adds to the line."""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What an event must have: every word somewhere, and one of the beginnings of each kind that is given."""

    words: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    days: tuple[str, ...] = ()

    def matches(self, event: AuditEvent) -> bool:
        """Whether an event is to be shown."""
        when = local_time(event.at)
        return (
            _begins(plain_name(event.action), self.actions)
            and _begins(event.result, self.results)
            and _begins(when, self.days)
            and (not self.words or _has(event, when, self.words))
        )


def parse(text: str, today: date) -> AuditFilter:
    """Return what a filter line means on the day `today`."""
    found: dict[str, list[str]] = {"action": [], "result": [], "day": [], "": []}
    for word in text.casefold().split():
        kind, colon, value = word.partition(":")
        if not colon or kind not in found:
            found[""].append(word)
        elif kind == "day":
            found[kind] += [day for part in value.split("|") for day in _days(part, today)]
        else:
            found[kind] += [part for part in value.split("|") if part]
    return AuditFilter(tuple(found[""]), tuple(found["action"]), tuple(found["result"]), tuple(found["day"]))


def with_word(text: str, kind: str, value: str) -> str:
    """Return the filter line with `kind:value` in place of what it said of this kind; "" takes it out."""
    rest = [word for word in text.split() if not word.casefold().startswith(f"{kind}:")]
    return " ".join((*rest, f"{kind}:{value}") if value else rest)


def next_action(text: str) -> str:
    """Return the filter line with the next kind of action; after the last one, with all."""
    names = [plain_name(action) for action in AuditAction]
    said = [word.partition(":")[2] for word in text.casefold().split() if word.startswith("action:")]
    at = names.index(said[0]) + 1 if said and said[0] in names else 0
    return with_word(text, "action", names[at] if at < len(names) else "")


def toggled_refusals(text: str) -> str:
    """Return the filter line with only refusals and failures, or without that."""
    return with_word(text, "result", "" if REFUSALS in text.casefold().split() else REFUSALS.partition(":")[2])


def plain_name(action: AuditAction) -> str:
    """Return an action as one types it: one word."""
    return action.replace(" ", "-")


def _days(part: str, today: date) -> list[str]:
    """Return the beginning of a date; of words that begin "today" or "yesterday" the date they mean."""
    if not part:
        return []
    named: dict[str, Callable[[], date]] = {"today": lambda: today, "yesterday": lambda: today - timedelta(days=1)}
    days = [day().isoformat() for name, day in named.items() if name.startswith(part)]
    return days or [part]


def _begins(value: str, beginnings: tuple[str, ...]) -> bool:
    return not beginnings or value.startswith(beginnings)


def _has(event: AuditEvent, when: str, words: tuple[str, ...]) -> bool:
    texts = (event.actor, event.action, event.result, event.title, event.vault_name, event.field, event.detail)
    text = " ".join((when, *map(display_text, texts))).casefold()
    return all(word in text for word in words)


def spaced(text: str) -> str:
    """Return a filter line to which a word can be typed."""
    return f"{text.rstrip()} " if text.strip() else ""
