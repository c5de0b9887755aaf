"""What an account allows of sharing, read from 1Password's own words for it.

A word that is not known allows nothing, and is no reason to refuse what is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from tui.backends.onepassword.wire import unreadable
from tui.model.errors import Denied
from tui.model.file import FileInfo
from tui.model.sharing import Expiry, SharePolicy

EXPIRIES = {
    "OneHour": Expiry.HOUR,
    "OneDay": Expiry.DAY,
    "SevenDays": Expiry.WEEK,
    "FourteenDays": Expiry.FORTNIGHT,
    "ThirtyDays": Expiry.MONTH,
}
WORDS = {expiry: word for word, expiry in EXPIRIES.items()}
"""1Password's word for each expiry."""


def policy(answer: object, files: Sequence[FileInfo]) -> SharePolicy:
    """Return what is allowed for an item with these files.

    Raises:
        Denied: it may not be shared, or in no way that is known here.
        Unreachable: it is no such answer.
    """
    if not isinstance(answer, Mapping):
        raise unreadable("the rules for sharing")
    rules = [answer, *_rules_for(files, answer.get("files"))]
    types = _allowed(rules, "allowedTypes")
    kinds = _allowed(rules, "allowedRecipientTypes")
    emails, domains = (kinds is None or word in kinds for word in ("Email", "Domain"))
    named = (types is None or "Authenticated" in types) and (emails or domains)
    public = types is not None and "Public" in types
    if not (named or public):
        raise Denied("The account's rules allow no link to this item that could be made here: use 1Password's own app.")
    longest = _longest(rules)
    usual = min((*_known(rules, "defaultExpiry"), longest), key=lambda expiry: expiry.seconds)
    views = min(_counts(rules), default=None)
    return SharePolicy(longest, usual, views, public, named, emails, domains, json.dumps(answer))


def _rules_for(files: Sequence[FileInfo], rules: object) -> list[Mapping[str, object]]:
    """Return the rules that hold beside the general ones for an item with files. Raises Denied."""
    if not files or not isinstance(rules, Mapping):
        return []
    if rules.get("allowed") is False:
        raise Denied(
            "The account's rules do not allow items with files to be shared: whoever administers it can allow that, "
            "or share an item without them."
        )
    most = rules.get("maxSize")
    if type(most) is int and 0 < most < (largest := max(file.size for file in files)):
        raise Denied(
            f"The account's rules allow files of at most {most:,} bytes to be shared; this item has one of {largest:,}."
        )
    return [rules]


def _allowed(rules: Iterable[Mapping[str, object]], name: str) -> set[object] | None:
    """Return the words that all rules have under this name; None where none says anything."""
    lists: list[set[object]] = [
        {one for one in found if isinstance(one, str)} for each in rules if isinstance(found := each.get(name), list)
    ]
    return set.intersection(*lists) if lists else None


def _longest(rules: Iterable[Mapping[str, object]]) -> Expiry:
    """Return the longest time that all rules allow; of one whose word is not known, what is usual, or an hour."""
    limits = [each for each in rules if each.get("maxExpiry") is not None]
    times = [[*_known([each], "maxExpiry"), *_known([each], "defaultExpiry"), Expiry.HOUR][0] for each in limits]
    return min(times, key=lambda expiry: expiry.seconds, default=Expiry.HOUR)


def _known(rules: Iterable[Mapping[str, object]], name: str) -> list[Expiry]:
    words = [each.get(name) for each in rules]
    return [EXPIRIES[word] for word in words if isinstance(word, str) and word in EXPIRIES]


def _counts(rules: Iterable[Mapping[str, object]]) -> list[int]:
    found = [each.get("maxViews") for each in rules]
    return [count for count in found if type(count) is int and count > 0]
