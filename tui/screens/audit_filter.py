"""The filter line of the audit log: words, and what is said as who:, action:, result:, day:, from:, account: and so on.

Words of ours and days match by their beginning, names by any part, so that the list narrows while one types. Nothing
typed is ever an error. Several of one kind, or with | between them, are one or the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tui.host.display import display_text
from tui.model.audit import AuditAction, AuditEvent, AuditResult
from tui.model.ids import AccountId
from tui.widgets.times import local_time

REFUSALS = f"result:{AuditResult.REFUSED}|{AuditResult.FAILED}"
"""What the key for refusals adds to the line."""

EXPOSURES = f"action:{AuditAction.REVEAL}|{AuditAction.COPY}|{AuditAction.EXPORT}|{AuditAction.SHARE}"
"""What the key for what let values out adds to the line."""

KINDS = ("who", "action", "result", "day", "from", "to", "account", "vault", "item", "ip")
_DAYS = ("day", "from", "to")

# KIND:VALUE, where the value, or its beginning, may be in quotes; a text in quotes; any other text without spaces.
# A quote that is not closed yet runs to the end.
_TOKEN = re.compile(r'(?P<kind>[a-z]+):(?P<value>(?:"[^"]*(?:"|$)|[^\s"])*)|"(?P<free>[^"]*)(?:"|$)|\S+')
_AGO = re.compile(r"(\d{1,4})d")
_UNKNOWN = local_time(None)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What an event must have: every word somewhere, and one of the texts of each kind that is given.

    `since` and `until` are beginnings of dates, both included; of accounts there are also the ids of those that are
    called so.
    """

    words: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    account_ids: frozenset[AccountId] = frozenset()
    vaults: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    ips: tuple[str, ...] = ()

    def matches(self, event: AuditEvent) -> bool:
        """Whether an event is to be shown."""
        when = local_time(event.at) if self._timed else ""
        return (
            (not self.actions or _begins(plain_name(event.action), self.actions) or self._told(event))
            and _begins(plain_name(event.result), self.results)
            and _begins(when, self.days)
            and self._within(when)
            and self._of(event)
            and (not self.words or _has(event, when, self.words))
        )

    @property
    def _timed(self) -> bool:
        return bool(self.words or self.days or self.since or self.until)

    def _told(self, event: AuditEvent) -> bool:
        """Whether the service has such a word for what was done."""
        return bool(event.word) and plain_name(event.word.casefold()).startswith(self.actions)

    def _within(self, when: str) -> bool:
        if not self.since and not self.until:
            return True
        after = not self.since or any(when >= day for day in self.since)
        return when != _UNKNOWN and after and (not self.until or any(when[: len(day)] <= day for day in self.until))

    def _of(self, event: AuditEvent) -> bool:
        """Whether it is of these people, accounts, vaults and items."""
        ref = event.ref
        if self.accounts and not (ref is not None and ref.account in self.account_ids):
            account = () if ref is None else (ref.account,)
            if not _holds((event.source, *account), self.accounts):
                return False
        return (
            _holds((event.actor,), self.who)
            and _holds((event.vault_name, ref.vault if ref is not None else ""), self.vaults)
            and _holds((event.title, ref.item if ref is not None else ""), self.items)
            and _begins(event.ip.casefold(), self.ips)
        )


def parse(text: str, today: date, names: Mapping[AccountId, str] | None = None) -> AuditFilter:
    """Return what a filter line means on the day `today`. `names`: what accounts are called."""
    found: dict[str, list[str]] = {"": [], **{kind: [] for kind in KINDS}}
    for token in _TOKEN.finditer(text.casefold()):
        kind, value = token["kind"], (token["value"] or "").replace('"', "")
        if kind not in found:
            free = token["free"]
            found[""] += [token[0].replace('"', "")] if free is None else [free] if free else []
        elif kind in _DAYS:
            found[kind] += [day for part in value.split("|") for day in _days(part, today)]
        else:
            found[kind] += [part for part in value.split("|") if part.strip()]
    given = {kind: tuple(texts) for kind, texts in found.items()}
    called = [one for one, name in (names or {}).items() if given["account"] and _holds((name,), given["account"])]
    return AuditFilter(
        given[""],
        given["who"],
        given["action"],
        given["result"],
        given["day"],
        given["from"],
        given["to"],
        given["account"],
        frozenset(called),
        given["vault"],
        given["item"],
        given["ip"],
    )


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


def toggled(text: str, said: str) -> str:
    """Return the filter line with what is `said`, such as `REFUSALS`, or without it where it is there."""
    kind, _, value = said.partition(":")
    return with_word(text, kind, "" if said in text.casefold().split() else value)


def plain_name(name: str) -> str:
    """Return an action or result as one types it: one word."""
    return name.replace(" ", "-")


def _days(part: str, today: date) -> list[str]:
    """Return the beginning of a date; "today", "yesterday" and "7d" (seven days ago), or how these begin, mean one."""
    if not part:
        return []
    if ago := _AGO.fullmatch(part):
        return [(today - timedelta(days=int(ago[1]))).isoformat()]
    named: dict[str, Callable[[], date]] = {"today": lambda: today, "yesterday": lambda: today - timedelta(days=1)}
    days = [day().isoformat() for name, day in named.items() if name.startswith(part)]
    return days or [part.replace("t", " ")]


def _begins(value: str, beginnings: tuple[str, ...]) -> bool:
    return not beginnings or value.startswith(beginnings)


def _holds(names: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether one of the names has one of these texts in it; where there are none, all have."""
    if not wanted:
        return True
    shown = [display_text(name).casefold() for name in names if name]
    return any(text in name for name in shown for text in wanted)


def _has(event: AuditEvent, when: str, words: tuple[str, ...]) -> bool:
    texts = (
        *(when, event.actor, event.action, event.result, event.title, event.vault_name, event.field, event.detail),
        *(event.word, event.ip, event.client, event.id, event.source, *(part for pair in event.raw for part in pair)),
    )
    text = " ".join(texts)
    if not (text.isascii() and text.isprintable()):  # else it is shown as it is, and most are
        text = " ".join(map(display_text, texts))
    text = text.casefold()
    return all(word in text for word in words)


def spaced(text: str) -> str:
    """Return a filter line to which a word can be typed."""
    return f"{text.rstrip()} " if text.strip() else ""
