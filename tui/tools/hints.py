"""What is said about a value while it is typed. A hint informs and never stands in the way.

No hint contains the value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.model.category import Category
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import cards, dates, keyfields, menus, phones, strength, totp
from tui.tools.strength import Strength

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, slots=True)
class Hint:
    """A short text beside an input, and whether all is well."""

    text: str = ""
    ok: bool = True


def hint(field: Field, category: Category) -> Hint:
    """Return what is to be said about the value of a field of an item; empty where there is nothing to say."""
    if field.empty:
        return Hint()
    value = field.value
    if field.kind is FieldKind.OTP:
        return _otp(value.reveal() if isinstance(value, Secret) else value)
    if isinstance(value, Secret):
        return Hint()
    match field.kind:
        case FieldKind.EMAIL if not _EMAIL.fullmatch(value.strip()):
            said = Hint("This does not look like an e-mail address.", ok=False)
        case FieldKind.URL:
            said = url_hint(value)
        case FieldKind.DATE | FieldKind.MONTH_YEAR:
            said = _date(value, field.kind)
        case FieldKind.PHONE:
            said = _wrong(phones.problem(value))
        case FieldKind.CARD_NUMBER:
            said = _card(value)
        case FieldKind.MENU | FieldKind.CARD_TYPE:
            name = menus.name_of(field, category)
            said = Hint(name if name != value else "")
        case _:
            said = Hint()
    return said


def misfit(base: Item, current: Item) -> tuple[Field, str] | None:
    """Return the first value that was changed since `base` and cannot be kept as its kind, and why not; or None.

    These are dates that cannot be read and one-time passwords that make no codes; what looks odd besides may be right.
    """
    for field in current.fields:
        old = base.field(field.id)
        if field.kind is FieldKind.OTP and (old is None or (old.kind, old.value) != (field.kind, field.value)):
            said = hint(field, current.category)
            if not said.ok:
                return field, said.text
    return dates.misfit(base, current)


def why_kept(field: Field, item: Item) -> str:
    """Return why a field of an item has no input, "" where it has one."""
    if keyfields.is_derived(field, item):
        return "This is made of the private key."
    if not field.fixed:
        return ""
    kind = f" ({field.raw_kind})" if field.raw_kind else ""
    if field.kind is FieldKind.FILE:
        return "Files are not edited here; it is kept as it is."
    if field.kind is FieldKind.ADDRESS:
        return f"The service gives this address{kind} in one piece, and would lose its parts; it is kept as it is."
    return f"This kind of field{kind} cannot be edited here; it is kept as it is."


def url_hint(url: str) -> Hint:
    """Return what is to be said about an address."""
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return Hint("This does not look like an address.", ok=False)
    if scheme == "http":
        return Hint("http:// is not encrypted.", ok=False)
    return Hint() if Website(url.strip()).host else Hint("This does not look like an address.", ok=False)


def judge(field: Field, item: Item) -> Strength | None:
    """Return how hard a concealed value of an item is to guess; None where that says nothing about it."""
    if field.kind is not FieldKind.CONCEALED or field.empty or not isinstance(field.value, Secret):
        return None
    return strength.estimate(field.value.reveal(), known_of(item))


def known_of(item: Item) -> Sequence[str]:
    """Return what somebody who guesses knows: the title, the user name, the hosts."""
    summary = item.summary()
    return [item.title, summary.username, *(site.host for site in item.websites)]


def _wrong(sentence: str) -> Hint:
    return Hint(sentence, ok=not sentence)


def _card(text: str) -> Hint:
    kind = cards.kind_of(text)
    return _wrong(cards.problem(text)) if cards.problem(text) else Hint(kind.name if kind is not None else "ok")


def _date(text: str, kind: FieldKind) -> Hint:
    try:
        dates.normal(text, kind)
    except Invalid as error:
        return Hint(str(error), ok=False)
    return Hint()


def _otp(text: str) -> Hint:
    try:
        otp = totp.parse(text)
    except Invalid as error:
        return Hint(str(error), ok=False)
    if otp.steam:
        return Hint(f"ok, Steam, {otp.period} s")
    return Hint(f"ok, {otp.digits} digits, {'by counter' if otp.counter is not None else f'{otp.period} s'}")
