"""The words that the SDK of 1Password has for things, and the parts of its answers. What we do not know is kept.

Answers are read as they come, and not through the SDK's own models: these break on a word or a time that they do not
know, and would leave out what they do not know when an item is put back.
"""

from __future__ import annotations

from typing import Any

from tui.model.errors import Unreachable, VaultError
from tui.model.field import FieldKind
from tui.model.ids import FieldId, ItemRef, SectionId, local_ids
from tui.tools.mended import as_text

Json = dict[str, Any]

UNSUPPORTED = "Unsupported"
"""What the SDK calls a category or a type of field that it does not know itself."""

DEFAULT_SECTION = ""
"""The id of the section that has no name. All fields but user names and passwords need a section."""

NOTES = "notes"
"""The id and the label of the field that we make of an item's notes."""

CATEGORIES = {
    "Login": "LOGIN",
    "SecureNote": "SECURE_NOTE",
    "CreditCard": "CREDIT_CARD",
    "CryptoWallet": "CRYPTO_WALLET",
    "Identity": "IDENTITY",
    "Password": "PASSWORD",
    "Document": "DOCUMENT",
    "ApiCredentials": "API_CREDENTIAL",
    "BankAccount": "BANK_ACCOUNT",
    "Database": "DATABASE",
    "DriverLicense": "DRIVER_LICENSE",
    "Email": "EMAIL_ACCOUNT",
    "MedicalRecord": "MEDICAL_RECORD",
    "Membership": "MEMBERSHIP",
    "OutdoorLicense": "OUTDOOR_LICENSE",
    "Passport": "PASSPORT",
    "Rewards": "REWARD_PROGRAM",
    "Router": "WIRELESS_ROUTER",
    "Server": "SERVER",
    "SshKey": "SSH_KEY",
    "SocialSecurityNumber": "SOCIAL_SECURITY_NUMBER",
    "SoftwareLicense": "SOFTWARE_LICENSE",
    "Person": "PERSON",
}
"""Our ids of categories by the SDK's words."""

CATEGORY_WORDS = {ours: word for word, ours in CATEGORIES.items()}

KINDS = {
    "Text": FieldKind.TEXT,
    "Concealed": FieldKind.CONCEALED,
    "CreditCardType": FieldKind.CARD_TYPE,
    "CreditCardNumber": FieldKind.CARD_NUMBER,
    "Phone": FieldKind.PHONE,
    "Url": FieldKind.URL,
    "Totp": FieldKind.OTP,
    "Email": FieldKind.EMAIL,
    "Reference": FieldKind.REFERENCE,
    "SshKey": FieldKind.SSH_KEY,
    "Menu": FieldKind.MENU,
    "MonthYear": FieldKind.MONTH_YEAR,
    "Address": FieldKind.ADDRESS,
    "Date": FieldKind.DATE,
}
"""Kinds of fields by the SDK's words for them. There is none for notes, which are no field there."""

WITH_LOGIN = ("LOGIN", "PASSWORD")
"""The categories whose items have websites, and a user name and a password outside all sections."""


def category_id(word: str) -> str:
    """Return our id of a category; one that is not known is its own."""
    return CATEGORIES.get(word, word)


def objects(found: object) -> list[Json]:
    """Return the elements of a list that are objects."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def elements(found: object) -> list[object]:
    """Return the elements of a list; of anything else there are none."""
    return found if isinstance(found, list) else []


def named_fields(raw: Json) -> tuple[list[tuple[FieldId, Json]], FieldId]:
    """Return the fields of an item, each with an id that no other has, and the id for its notes."""
    found = objects(raw.get("fields"))
    *names, notes = local_ids([*(as_text(one.get("id")) for one in found), NOTES])
    return [(FieldId(name), one) for name, one in zip(names, found, strict=True)], FieldId(notes)


def section_of(raw: Json, named_default: bool) -> SectionId | None:
    """Return the section of a field or file; None for the one without a name (unless `named_default`: it has one)."""
    section = as_text(raw.get("sectionId"))
    return SectionId(section) if section or (named_default and raw.get("sectionId") == DEFAULT_SECTION) else None


def has_named_default(raw: Json) -> bool:
    """Whether an item has a name for the section that usually has none."""
    sections = objects(raw.get("sections"))
    return any(one.get("id") == DEFAULT_SECTION and as_text(one.get("title")) for one in sections)


def file_attributes(raw: Json) -> list[tuple[Json, Json | None]]:
    """Return what is known of each file of an item, and the field that it is in; None for what a document is."""
    document = raw.get("document")
    found: list[tuple[Json, Json | None]] = [(document, None)] if isinstance(document, dict) else []
    fields = ((one.get("attributes"), one) for one in objects(raw.get("files")))
    return [*found, *((told, field) for told, field in fields if isinstance(told, dict))]


def unreadable(what: str) -> VaultError:
    """Return the error for an answer that is not what was asked for. `what` names it: “the item”."""
    return Unreachable(f"1Password's answer cannot be read as {what}: another version of its SDK may be needed.")


def object_of(answer: object, what: str) -> Json:
    """Return an answer that is an object; raises `VaultError` where it is none."""
    if not isinstance(answer, dict):
        raise unreadable(what)
    return answer


def item_of(answer: object, ref: ItemRef) -> Json:
    """Return an answer that is the item that was asked for; raises `VaultError` where it is not."""
    found = object_of(answer, "the item")
    if found.get("id") != ref.item:
        raise unreadable("this item")
    return found
