"""Secret references put to an account that resolves them itself. What is no reference here is not sent there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model.errors import Invalid, VaultError
from tui.model.secret import Secret
from tui.tools import reference

if TYPE_CHECKING:
    from tui.model.ids import AccountId
    from tui.services.session import Session

MOST = 200
"""References that are asked for at once."""
_ASSIGNED = re.compile(r"""(?:export\s+)?[\w.-]+\s*[=:]\s*(?=["']?op://)""")
"""What stands before a reference in an env file."""
_LIKE = re.compile(r"op:/", re.IGNORECASE)
_OTHER = re.compile(r"\s*(?:export\s+)?[\w.-]+\s*=")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a reference: its value, or the sentence why there is none. Neither: it was not asked for yet."""

    text: str
    value: Secret | None = None
    problem: str = ""


def resolvers(session: Session, texts: Sequence[str] = ()) -> list[AccountId]:
    """Return the accounts that are open and resolve references themselves: those with the vaults of `texts` first."""
    accounts = [worker.account for worker in session.accounts if worker.resolves]
    named = {reference.folded(reference.parse(text).vault) for text in texts if not _refusal(text)}
    has = [
        vault.account
        for vault in session.catalog.vaults
        if named & {reference.folded(vault.id), reference.folded(vault.name)}
    ]
    return sorted(accounts, key=has.count, reverse=True)


def bare(line: str) -> str:
    """Return the reference of a line, less what stands around it in an env file: its name, and quotes."""
    return _ASSIGNED.sub("", line.strip(), count=1).strip().strip("\"'")


def listed(text: str) -> list[str]:
    """Return the references in a text, one a line, each once.

    Of an env file only the lines with one are taken: the others may hold values, which are not to be shown. A text
    without anything like a reference is taken as it is, so that it is told what is wrong with it.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#") and not _is_other(line)]
    like = [line for line in lines if _LIKE.search(line)]
    return list(dict.fromkeys(found for line in like or lines if (found := bare(line))))


def _is_other(line: str) -> bool:
    """Whether a line gives a variable something else than a reference."""
    return bool(_OTHER.match(line)) and not _LIKE.search(line)


async def ask(session: Session, account: AccountId, texts: Sequence[str]) -> list[Answer]:
    """Return what the account makes of each reference.

    Raises:
        VaultError: it could not be asked at all.
    """
    refused = {text: problem for text in texts if (problem := _refusal(text))}
    sent = [text for text in texts if text not in refused]
    found = dict(zip(sent, await session.api(account).resolve(sent), strict=True)) if sent else {}
    return [_answer(text, refused.get(text, ""), found.get(text)) for text in texts]


def _answer(text: str, problem: str, found: Secret | VaultError | None) -> Answer:
    if isinstance(found, VaultError):
        return Answer(text, problem=str(found))
    return Answer(text, found, problem)


def _refusal(text: str) -> str:
    """Return why something is no reference; "" where it is one."""
    try:
        reference.parse(text)
    except Invalid as error:
        return f"Not sent: {error}"
    return ""
