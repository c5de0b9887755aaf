"""How values of every kind are shown and copied, what menus offer, and the fields of a key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.model.things import login
from tui.model.category import CATEGORIES, LOGIN, Category
from tui.model.edit import apply, diff
from tui.model.field import Field, FieldKind, as_kind
from tui.model.ids import FieldId
from tui.model.item import Item
from tui.model.secret import DOTS, Secret
from tui.tools import keyfields, menus, shown, sshkey
from tui.tools.address import Address

HOME = Address("1 Main St", "Springfield", "IL", "62701", "USA")


def field(kind: FieldKind, value: str, name: str = "x") -> Field:
    return Field(FieldId(name), kind, name, as_kind(value, kind))


@pytest.mark.parametrize("kind", FieldKind)
def test_a_value_without_a_form_of_its_own_is_shown_and_copied_as_it_is(kind: FieldKind) -> None:
    one = field(kind, "odd \x1b text")
    if kind.concealed:
        assert shown.text(one, LOGIN) == DOTS
        assert shown.copied(one) == Secret("odd \x1b text")
    elif kind is not FieldKind.CARD_NUMBER:
        assert shown.text(one, LOGIN) == shown.copied(one) == "odd \x1b text"
    assert shown.text(field(kind, ""), LOGIN) == ""


def test_addresses_cards_and_menus_have_one() -> None:
    where = field(FieldKind.ADDRESS, HOME.text)
    assert shown.text(where, LOGIN) == shown.copied(where) == "1 Main St\nSpringfield, IL 62701\nUSA"
    number = field(FieldKind.CARD_NUMBER, "4111 1111-11111111")
    assert shown.text(number, LOGIN) == "•••• •••• •••• 1111"
    assert shown.copied(number) == "4111111111111111"
    assert shown.asked(number, "4111111111111111") == "4111 1111 1111 1111"
    kind = field(FieldKind.CARD_TYPE, "mc")
    assert (shown.text(kind, LOGIN), shown.copied(kind)) == ("Mastercard", "mc")


def test_a_menu_is_found_by_its_id_and_by_its_label() -> None:
    bank, router = CATEGORIES["BANK_ACCOUNT"], CATEGORIES["WIRELESS_ROUTER"]
    account = Field(FieldId("accountType"), FieldKind.MENU, "kind", "loc")
    assert shown.text(account, bank) == "Line of Credit"
    assert shown.text(account, router) == "loc"
    relabelled = Field(FieldId("f7"), FieldKind.MENU, "wireless security", "wpa3p")
    assert shown.text(relabelled, router) == "WPA3 Personal"
    assert menus.choices(replace(relabelled, kind=FieldKind.TEXT), router) == {}
    assert menus.name_of(replace(account, raw_kind="GENDER", value="female"), LOGIN) == "Female"


@pytest.mark.parametrize("kind", CATEGORIES.values(), ids=lambda kind: kind.id)
def test_every_menu_of_a_template_offers_something(kind: Category) -> None:
    asked = [one for one in kind.template if one.kind in (FieldKind.MENU, FieldKind.CARD_TYPE)]
    assert all(menus.choices(one, kind) for one in asked)


def key_item() -> Item:
    kind = CATEGORIES["SSH_KEY"]
    return replace(login(), category=kind, fields=kind.template)


def test_a_key_comes_with_what_is_known_of_it_and_goes_with_it() -> None:
    item, name = key_item(), FieldId("private_key")
    key = sshkey.generate(comment="ada@example")
    filled = apply(item, keyfields.put(item, name, key))
    assert [one.id for one in filled.fields] == ["private_key", "public_key", "fingerprint", "key_type", "notes"]
    assert [one.value for one in filled.fields[1:4]] == [key.public, key.fingerprint, "Ed25519, 256 bits"]
    assert filled.fields[0].value == key.openssh
    assert [keyfields.is_derived(one, filled) for one in filled.fields] == [False, True, True, True, False]
    assert apply(item, diff(item, filled)) == filled
    other = sshkey.generate()
    again = apply(filled, keyfields.put(filled, name, other))
    assert [one.id for one in again.fields] == [one.id for one in filled.fields]
    assert again.fields[1].value == other.public
    gone = apply(again, keyfields.put(again, name, None))
    assert all(one.empty for one in gone.fields)


def test_a_key_is_copied_as_openssh_takes_it_and_one_that_cannot_be_read_as_it_is() -> None:
    key = sshkey.generate()
    assert keyfields.openssh(key.openssh) is key.openssh
    assert sshkey.read(keyfields.openssh(key.pkcs8)).fingerprint == key.fingerprint
    assert keyfields.openssh(key.pkcs8).reveal().startswith("-----BEGIN OPENSSH PRIVATE KEY-----")
    odd = Secret("s3cret no key")
    assert keyfields.openssh(odd) is odd
