"""Taking many new items into a vault: all or none, also where a service only takes one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui.model.errors import Stopped, Unclear, VaultError
from tui.services.bulk import WHOLE_ACCOUNT

if TYPE_CHECKING:
    from tui.model.item import Item
    from tui.model.vault import Vault
    from tui.services.session import Session
    from tui.services.worker import ApiWorker

SAID = 3
"""So many titles are named in a sentence."""


@dataclass(slots=True)
class Intake:
    """How far it has come; once it is `stopped`, what was made is taken away again."""

    total: int
    made: int = 0
    stopped: bool = False


def misfits(session: Session, vault: Vault, items: Sequence[Item]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the titles of items that the vault's place would not keep whole, each with the reason; and what changes.

    What changes with several items is one clause that counts them, what changes with most of them first.
    """
    api = session.api(vault.account)
    refused: list[tuple[str, str]] = []
    changed: Counter[str] = Counter()
    for item in items:
        found = api.fit(item)
        refused += [(item.title, found.refused)] if found.refused else []
        changed.update(found.changed)
    return refused, [f"{clause} ({count:,})" for clause, count in changed.most_common()]


async def take_in(
    session: Session, vault: Vault, items: Sequence[Item], intake: Intake, told: Callable[[], object]
) -> None:
    """Make all the items, in one step where the place can do that. `told` is called as it goes on.

    Raises:
        VaultError: it could not be done; nothing was made, or the sentence tells what is left of it.
    """
    api = session.api(vault.account)
    if api.makes_many:
        await api.create_all(vault.id, items)
        with suppress(VaultError):  # it is done; that the list could not be read anew is told when it is read next
            await session.catalog.load(api, only=(vault.id,))
        return
    made: list[Item] = []
    try:
        for item in items:
            if intake.stopped:
                raise Stopped("Stopped.")
            told()
            made.append(await api.create(api.fit(item).becomes or item))
            intake.made = len(made)
    except Unclear as error:
        raise Unclear(f"{error} {await _taken_back(api, made)} Look in “{vault.name}” for the last one.") from None
    except VaultError as error:
        raise type(error)(f"{error} {await _taken_back(api, made)}") from None


async def _taken_back(api: ApiWorker[Any], made: Sequence[Item]) -> str:
    """Delete what was made, and return what came of that."""
    left: list[str] = []
    down = False
    for item in reversed(made):
        try:
            if not down:
                await api.delete(item.ref, item.title)
                continue
        except VaultError as error:
            down = isinstance(error, WHOLE_ACCOUNT)
        left.append(item.title)
    if not left:
        return "Nothing was imported."
    some = ", ".join(f"“{title}”" for title in left[:SAID])
    return f"{len(left):,} items that were made could not be taken away again, among them {some}."
