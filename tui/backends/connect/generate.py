"""A value that the server generates. The field is replaced by itself, with a recipe where its value was.

That is the one form of PATCH for it that the reference shows; since all that the server told of the field goes back,
nothing is lost but the old value, which the server keeps in its history.
"""

from __future__ import annotations

from typing import Any

from tui.backends.connect.patch import path, raw_fields
from tui.backends.connect.writing import Sending
from tui.model.errors import Invalid, NotFound
from tui.model.field import FieldKind
from tui.model.ids import FieldId, local_ids
from tui.model.item import Item
from tui.model.recipe import ServerRecipe
from tui.tools.mended import as_text

LONGEST = 64
"""The server generates at most so many characters (OpenAPI, `GeneratorRecipe`)."""

_OF_THE_VALUE = ("value", "totp", "entropy", "passwordDetails")


def recipe(wanted: ServerRecipe) -> dict[str, Any]:
    """Return a recipe as it is sent. Raises `Invalid` for one that the server would refuse."""
    sets = {"LETTERS": wanted.letters, "DIGITS": wanted.digits, "SYMBOLS": wanted.symbols}
    made: dict[str, Any] = {"length": wanted.length, "characterSets": [name for name, used in sets.items() if used]}
    if not 1 <= wanted.length <= LONGEST:
        raise Invalid(f"The Connect server generates from 1 to {LONGEST} characters.")
    if not made["characterSets"]:
        raise Invalid("Choose at least one of letters, digits and symbols.")
    if wanted.exclude:
        # Servers before 1.4 do not know the key, and a character twice is refused.
        made["excludeCharacters"] = "".join(dict.fromkeys(wanted.exclude))
    return made


def sending(raw: dict[str, Any], base: Item, field_id: FieldId, wanted: ServerRecipe) -> Sending:
    """Return the change that gives a field of `base`, which `raw` is, a generated value.

    Raises:
        NotFound: there is no such field.
        Invalid: its value cannot be generated.
    """
    made = recipe(wanted)
    fields = raw_fields(raw)
    ids = [as_text(one.get("id")) for one in fields]
    place = next((n for n, name in enumerate(local_ids(ids)) if name == field_id), None)
    field = base.field(field_id)
    if place is None or field is None:
        raise NotFound("The field to fill is no longer in this item.")
    if field.kind is not FieldKind.CONCEALED or ids.count(field_id) != 1:
        raise Invalid("The Connect server generates values of concealed fields alone.")
    whole = {key: value for key, value in fields[place].items() if key not in _OF_THE_VALUE}
    whole |= {"generate": True, "recipe": made}
    body = [{"op": "replace", "path": path("fields", field_id), "value": whole}]

    def done(item: Item) -> bool:
        found = item.field(field_id)
        return found is not None and not found.empty and found.value != field.value

    return Sending("PATCH", body, base, None, done)
