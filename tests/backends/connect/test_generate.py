"""Values that the server generates, and one-time codes that both sides make."""

from __future__ import annotations

import pytest

from tests.backends.connect.place import Office
from tests.backends.connect.raw import difference, odd
from tests.servers.connect import totp
from tests.servers.faults import Fault
from tui.model.errors import Conflict, Invalid, NotFound, Unreachable
from tui.model.field import FieldKind
from tui.model.ids import FieldId
from tui.model.recipe import ServerRecipe
from tui.model.secret import Secret

PIN = ServerRecipe(length=12, letters=False, digits=True, symbols=False, exclude="0011")
FIELD = FieldId("password")


async def test_a_generated_value_changes_its_field_and_nothing_else(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    before = place.server.item(vault, item)
    found = await place.backend.generate(place.ref(vault, item), FIELD, PIN, 1)
    after = place.server.item(vault, item)
    assert difference(before, after) == {"fields": ["password"]}
    value = next(field["value"] for field in after["fields"] if field["id"] == "password")
    assert len(value) == 12 and set(value) <= set("23456789")
    field = found.field(FIELD)
    assert field is not None and field.kind is FieldKind.CONCEALED and field.value == Secret(value)
    assert found.version == 2
    assert (await place.backend.generate(found.ref, FIELD, ServerRecipe(), 2)).version == 3
    with pytest.raises(Conflict):
        await place.backend.generate(found.ref, FIELD, PIN, 2)


async def test_an_answer_that_was_lost_is_looked_for(place: Office, vault: str) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    place.server.faults.add(Fault(on="PATCH", times=1, reset_after=True))
    found = await place.backend.generate(place.ref(vault, item), FIELD, PIN, 1)
    field = found.field(FIELD)
    assert found.version == 2 and field is not None and field.value != Secret("s3cret-pass")
    place.server.faults.add(Fault(on="PATCH", times=1, reset_before=True))
    with pytest.raises(Unreachable):
        await place.backend.generate(place.ref(vault, item), FIELD, PIN, 2)
    assert place.server.count("PATCH") == 2


@pytest.mark.parametrize(
    "recipe",
    [ServerRecipe(length=0), ServerRecipe(length=65), ServerRecipe(letters=False, digits=False, symbols=False)],
)
async def test_recipes_that_the_server_would_refuse(place: Office, vault: str, recipe: ServerRecipe) -> None:
    item = place.server.add_item(vault, odd("LOGIN"))
    with pytest.raises(Invalid):
        await place.backend.generate(place.ref(vault, item), FIELD, recipe, 1)
    assert place.server.requests == []


async def test_only_concealed_fields_are_filled(place: Office, vault: str) -> None:
    ref = place.ref(vault, place.server.add_item(vault, odd("LOGIN")))
    with pytest.raises(Invalid):
        await place.backend.generate(ref, FieldId("phone"), PIN, 1)
    with pytest.raises(NotFound):
        await place.backend.generate(ref, FieldId("nothing like it"), PIN, 1)
    assert place.server.count("PATCH") == 0


async def test_codes_that_agree_are_no_news(place: Office, vault: str) -> None:
    for uri in (
        "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP",
        "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&period=60&digits=8&algorithm=SHA256",
        "JBSWY3DPEHPK3PXP",
        "not a seed at all",
        "otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=1",
    ):
        raw = {"title": "Mail", "fields": [{"type": "OTP", "label": "code", "value": uri}]}
        await place.backend.item(place.ref(vault, place.server.add_item(vault, raw)))
    assert place.problems == []


async def test_codes_of_another_form_say_nothing_of_a_clock(
    place: Office, vault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totp, "code", lambda value, at: "000000")
    uri = "steam://JBSWY3DPEHPK3PXP"  # five letters
    raw = {"title": "Games", "fields": [{"type": "OTP", "label": "code", "value": uri}]}
    await place.backend.item(place.ref(vault, place.server.add_item(vault, raw)))
    assert place.problems == []


async def test_codes_that_differ_are_told_once_and_not_shown(
    place: Office, vault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totp, "code", lambda value, at: "000000")
    raw = {"title": "Mail", "fields": [{"type": "OTP", "label": "code", "value": "JBSWY3DPEHPK3PXP"}]}
    ref = place.ref(vault, place.server.add_item(vault, raw))
    await place.backend.item(ref)
    place.server.touch(vault, ref.item, title="Post")
    await place.backend.changed()
    await place.backend.item(ref)
    assert len(place.problems) == 1
    assert "“Mail”" in place.problems[0] and "clock" in place.problems[0] and "000000" not in place.problems[0]
