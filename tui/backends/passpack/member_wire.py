"""Members as a Passpack server tells them: whole, within what says that somebody sees an entry, or as bare ids.

Only the id must be there. It is kept as it came: a number goes back as a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model.dialect import Dialect
from tui.model.member import Member, MemberId
from tui.tools.mended import as_text

_INNER = ("member", "user", "person")
"""Where an object about somebody is, in one that says what they may do."""
_IDS = ("member_id", "memberId", "user_id", "userId")
_NAMES = ("full_name", "fullName", "display_name", "displayName")
_PARTS = (("first_name", "last_name"), ("firstName", "lastName"))
_EMAILS = ("email_address", "emailAddress", "mail")
_ROLES = ("role", "role_name", "permission", "access")


def member(told: object, dialect: Dialect) -> Member | None:
    """Return who is told of, or None where there is no id."""
    if not isinstance(told, Mapping):
        found = _id(told)
        return Member(found) if found is not None else None
    inner = next((told[key] for key in _INNER if isinstance(told.get(key), Mapping)), None)
    somebody = told if inner is None else inner
    found = _first_id(told, (dialect.field_member_id, *_IDS)) or _first_id(somebody, (dialect.field_id, "id"))
    if found is None:
        return None
    return Member(
        found,
        _text(somebody, (dialect.field_name, *_NAMES)) or _joined(somebody),
        _text(somebody, (dialect.field_email, *_EMAILS)),
        _text(told, _ROLES) or _text(somebody, _ROLES),
    )


def each_once(found: Iterable[Member | None]) -> list[Member]:
    """Return members, each id once, in the order in which they came."""
    return list({one.id: one for one in found if one is not None}.values())


def _first_id(told: Mapping[str, object], keys: Iterable[str]) -> MemberId | None:
    return next((found for key in keys if (found := _id(told.get(key))) is not None), None)


def _id(value: object) -> MemberId | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return MemberId(str(value), number=True)
    return MemberId(value) if isinstance(value, str) and value else None


def _text(told: Mapping[str, object], keys: Iterable[str]) -> str:
    """Return the first of these that is a text, or an object with a name."""
    for key in keys:
        value = told.get(key)
        if text := as_text(value.get("name") if isinstance(value, Mapping) else value).strip():
            return text
    return ""


def _joined(told: Mapping[str, object]) -> str:
    names = (" ".join(filter(None, (as_text(told.get(key)).strip() for key in keys))) for keys in _PARTS)
    return next(filter(None, names), "")
