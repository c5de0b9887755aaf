"""The recipe that was used last in each vault, so that it is there again. Learnt, and sealed in the home store.

A recipe says how passwords are made, and nothing of any that was.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from tui.model.errors import Invalid, VaultError
from tui.services import background
from tui.store.naming import RecordKind
from tui.tools.generator import MemorableRecipe, PinRecipe, RandomRecipe, Recipe

if TYPE_CHECKING:
    from tui.model.ids import AccountId, VaultId
    from tui.services.home import Home

KEY = "recipes"
LIMIT = 200
"""So many vaults are remembered, those used last."""

KINDS: dict[str, type[RandomRecipe] | type[MemorableRecipe] | type[PinRecipe]] = {
    "random": RandomRecipe,
    "memorable": MemorableRecipe,
    "pin": PinRecipe,
}

Where = tuple["AccountId", "VaultId"] | None
"""A vault; None: no vault, the generator on its own."""


class Recipes:
    """Recipes by vault. Without a home store they last for the session."""

    def __init__(self, home: Home | None) -> None:
        self._home = home
        self._known: dict[str, Recipe] = {}
        self._read = False
        self._task: asyncio.Task[None] | None = None

    async def of(self, where: Where) -> Recipe | None:
        """Return the recipe that was used last there, or None."""
        if not self._read:
            await self._load()
        return self._known.get(_name(where))

    def note(self, where: Where, recipe: Recipe) -> None:
        """A recipe was used."""
        name = _name(where)
        if self._known.get(name) == recipe:
            return
        others = [(other, known) for other, known in self._known.items() if other != name]
        self._known = dict([*others[-LIMIT + 1 :], (name, recipe)])
        if self._home is not None and (self._task is None or self._task.done()):
            self._task = background.begin(self._save(self._home), "recipes")

    async def flush(self) -> None:
        """Wait until they are written."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _load(self) -> None:
        self._read = True
        if self._home is None:
            return
        try:
            raw = await self._home.read(lambda backend: backend.get(RecordKind.LEARNT, KEY))
            found = {str(name): _recipe(table) for name, table in json.loads(raw or b"{}").items()}
        except (VaultError, ValueError, TypeError, KeyError, AttributeError):
            return  # the check of the whole store tells what is wrong with it
        self._known = found | self._known

    async def _save(self, home: Home) -> None:
        saved: dict[str, Recipe] | None = None
        try:
            while saved is not self._known:
                saved = self._known
                raw = json.dumps({name: _table(recipe) for name, recipe in saved.items()}).encode()
                await home.finish(lambda backend, raw=raw: backend.put(RecordKind.LEARNT, KEY, raw))  # type: ignore[misc]
        except VaultError:
            return  # only a habit is lost, and every write that matters tells its own failure


def _name(where: Where) -> str:
    return json.dumps(where) if where is not None else ""


def _table(recipe: Recipe) -> dict[str, Any]:
    kind = next(name for name, kind in KINDS.items() if isinstance(recipe, kind))
    return {"kind": kind, **asdict(recipe)}


def _recipe(table: dict[str, Any]) -> Recipe:
    """Read a recipe. Raises ValueError, TypeError or KeyError where it is none by which something can be made."""
    kind = KINDS[table["kind"]]
    known = {one.name: table[one.name] for one in fields(kind) if one.name in table}
    for one in fields(kind):
        wanted = str if isinstance(one.default, str) else int
        if not isinstance(known.get(one.name, one.default), wanted):
            raise TypeError("a part of a recipe has another type")
    recipe = kind(**known)
    try:
        recipe.entropy()
    except Invalid as error:
        raise ValueError("nothing can be made by this recipe") from error
    return recipe
