"""Whether a copy has all of the original: every part counts, ids and order do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.services.support import field, login
from tui.model.category import category
from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, SectionId, VaultId
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import sshkey
from tui.tools.sameness import differences

PART = Section(SectionId("s1"), "Recovery")


def whole() -> Item:
    item = login(VaultId("v"), "Mail", otp="JBSWY3DPEHPK3PXP", tags=("a", "b"), favourite=True)
    answer = Field(FieldId("answer"), FieldKind.CONCEALED, "answer", Secret("s3cret-cat"), section=PART.id)
    return replace(item, fields=(*item.fields, answer), sections=(PART,))


def changed(name: str, item: Item) -> Item:
    """Return the item with one thing different."""
    fields = item.fields
    match name:
        case "a value":
            fields = tuple(
                replace(one, value=Secret("s3cret-dog")) if one.label == "answer" else one for one in item.fields
            )
        case "a field less":
            fields = item.fields[:-1]
        case "a field twice":
            fields = (*item.fields, item.fields[-1])
        case "another label":
            fields = (*item.fields[:-1], replace(item.fields[-1], label="other"))
        case "another section":
            return replace(item, sections=(replace(PART, label="Elsewhere"),))
        case "no section":
            fields = (*item.fields[:-1], replace(item.fields[-1], section=None))
        case "shown":
            fields = (*item.fields[:-1], replace(field("answer", "s3cret-cat"), section=PART.id))
    return replace(item, fields=fields)


@pytest.mark.parametrize(
    "name", ["a value", "a field less", "a field twice", "another label", "another section", "no section", "shown"]
)
def test_every_difference_of_a_field_is_found_and_no_value_told(name: str) -> None:
    found = differences(whole(), changed(name, whole()))
    assert found
    assert "s3cret" not in " ".join(found)


def test_every_other_part_counts() -> None:
    item = whole()
    assert differences(item, replace(item, title="Post")) == ("the title",)
    assert differences(item, replace(item, category=category("DATABASE"))) == ("the category",)
    assert differences(item, replace(item, tags=("a",))) == ("the tags",)
    assert differences(item, replace(item, favourite=False)) == ("the favourite mark",)
    assert differences(item, replace(item, websites=())) == ("the websites",)
    assert differences(item, replace(item, websites=(Website(item.websites[0].url, "x"),))) == ("the websites",)


def test_ids_order_and_what_is_empty_do_not_count() -> None:
    item = whole()
    fields = [replace(one, id=FieldId(f"x{at}")) for at, one in enumerate(item.fields)]
    fields.append(replace(field("notes", "", purpose=Purpose.NOTES), id=FieldId("n")))
    copy = replace(item, fields=tuple(reversed(fields)), tags=("b", "a"), version=9)
    assert differences(item, copy) == ()


def test_a_private_key_in_another_format_is_the_same_key() -> None:
    key, other = sshkey.generate("ed25519"), sshkey.generate("ed25519")
    private = Field(FieldId("private_key"), FieldKind.SSH_KEY, "private key", key.openssh)
    item = replace(whole(), category=category("SSH_KEY"), fields=(private,))
    told = Field(FieldId("fingerprint"), FieldKind.TEXT, "fingerprint", key.fingerprint)
    copy = replace(item, fields=(replace(private, value=key.pkcs8), told))
    assert differences(item, copy) == ()
    for value in (other.pkcs8, Secret("s3cret-none")):
        changed = replace(item, fields=(replace(private, value=value), told))
        assert differences(item, changed) == ("the field “private key”", "the field “private key”, which is new")
