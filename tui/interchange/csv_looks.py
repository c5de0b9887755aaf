"""What the columns of a CSV file mean where nothing says so: by what is in them.

Only a guess, which people correct; what cannot be told becomes a hidden field, since it may be a password.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tui.interchange.csv_columns import Target, by_name, source

_MOST = 0.5
_URL = re.compile(r"[a-z][a-z0-9+.\-]*://\S+|(?:[a-z0-9\-]+\.)+[a-z]{2,24}(?::[0-9]+)?(?:/\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_OTP = re.compile(r"(?:otpauth|steam)://\S+", re.IGNORECASE)


def _is_url(cell: str) -> bool:
    return _URL.fullmatch(cell) is not None


def _is_email(cell: str) -> bool:
    return _EMAIL.fullmatch(cell) is not None


def _is_otp(cell: str) -> bool:
    return _OTP.match(cell) is not None


def _is_password(cell: str) -> bool:
    """Whether a cell is of several kinds of characters and no words, address or number."""
    if len(cell) < 6 or any(map(str.isspace, cell)) or _is_url(cell) or _is_email(cell):
        return False
    kinds = (any(map(test, cell)) for test in (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum()))
    return sum(kinds) >= 3 or (any(map(str.isdigit, cell)) and any(map(str.isalpha, cell)))


def _is_prose(cell: str) -> bool:
    return "\n" in cell or "\r" in cell or cell.count(" ") >= 4


# The surest first: a column is what most of its cells look like.
_LOOKS: tuple[tuple[Target, Callable[[str], bool]], ...] = (
    (Target.OTP, _is_otp),
    (Target.URL, _is_url),
    (Target.USERNAME, _is_email),
    (Target.PASSWORD, _is_password),
    (Target.NOTES, _is_prose),
)


def is_header(cells: Sequence[str]) -> bool:
    """Whether the first row holds the names of columns: two known ones that mean two things, and nothing but names.

    A first row is never taken for a header by less: it may hold a password, and names are shown.
    """
    if source(cells):
        return True
    known = {target for target in map(by_name, cells) if target is not None}
    return len(known) >= 2 and not any(_is_url(cell) or _is_email(cell) or _is_password(cell) for cell in cells)


def guess(columns: Sequence[Sequence[str]]) -> list[Target]:
    """Return what each column may be, from a sample of its cells: every role once, the rest hidden."""
    roles: dict[int, Target] = {}
    for target, looks in _LOOKS:
        shares = {at: _share(cells, looks) for at, cells in enumerate(columns) if at not in roles}
        best = max(shares, key=shares.__getitem__, default=-1)
        if best >= 0 and shares[best] > _MOST:
            roles[best] = target
    left = [at for at, cells in enumerate(columns) if at not in roles and any(cells)]
    roles.update(_by_place(left, roles))
    return [roles.get(at, Target.HIDDEN) for at in range(len(columns))]


def _by_place(left: Sequence[int], roles: Mapping[int, Target]) -> dict[int, Target]:
    """Return what the columns may be that look like nothing: title, user name and password stand in this order.

    Where they are too few the password comes first: a password taken for a title would be seen, not the reverse.
    """
    found: dict[int, Target] = {}
    user = next((at for at, role in roles.items() if role is Target.USERNAME), None)
    if user is not None and user + 1 in left and Target.PASSWORD not in roles.values():
        found[user + 1] = Target.PASSWORD
    taken = {*roles.values(), *found.values()}
    missing = [role for role in (Target.TITLE, Target.USERNAME, Target.PASSWORD) if role not in taken]
    free = [at for at in left if at not in found]
    if len(free) == 1 and Target.PASSWORD not in missing and Target.URL not in taken:
        missing = missing[:1]
    return {**found, **dict(zip(free, missing[-len(free) :], strict=False))}


def secretive(cells: Sequence[str]) -> bool:
    """Whether a column looks as if it held passwords or seeds."""
    return _share(cells, lambda cell: _is_password(cell) or _is_otp(cell)) > _MOST


def _share(cells: Sequence[str], looks: Callable[[str], bool]) -> float:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return sum(map(looks, filled)) / len(filled) if filled else 0.0
