"""Items as 1Password gives them, with one of everything, and with what no SDK of today knows."""

from __future__ import annotations

from functools import cache
from typing import Any

from tui.tools import sshkey

Json = dict[str, Any]

SITES = [
    {"url": "https://www.one.example/login", "label": "website", "autofillBehavior": "AnywhereOnWebsite"},
    {"url": "http://two.example:8080", "label": "staging", "autofillBehavior": "ExactDomain"},
]
LINE = "1 Main St\nFloor 2, Springfield, IL, 62701, USA"
ADDRESS = {"street": "1 Main St\nFloor 2", "city": "Springfield", "country": "USA", "zip": "62701", "state": "IL"}


@cache
def private_key() -> str:
    """Return a private key as 1Password tells it."""
    return sshkey.generate("ed25519").pkcs8.reveal()


def text(name: str, value: str = "", kind: str = "Text", section: str | None = "more", **more: object) -> Json:
    """Return a field."""
    return {"id": name, "title": name, "sectionId": section, "fieldType": kind, "value": value, "details": None} | more


def full(category: str = "Login") -> Json:
    """Return an item with a field of every type but an SSH key, files aside."""
    return {
        "title": "Full",
        "category": category,
        "fields": [
            text("username", "me", section=None),
            text("password", "s3cret-pass", "Concealed", section=None),
            text("TOTP_one", "s3cretABCDEFGH234567", "Totp", ""),
            text("note", "of text"),
            text("pin", "s3cret-pin", "Concealed"),
            text("card type", "visa", "CreditCardType"),
            text("card number", "4111111111111111", "CreditCardNumber"),
            text("phone", "+1 555", "Phone"),
            text("url", "https://x.example", "Url"),
            text("e-mail", "me@x.example", "Email"),
            text("reference", "abcdefghijklmnopqrstuvwxyz", "Reference"),
            text("menu", "savings", "Menu"),
            text("month", "02/2031", "MonthYear"),
            text("address", LINE, "Address", details={"type": "Address", "content": dict(ADDRESS)}),
            text("date", "2026-11-26", "Date", "other"),
        ],
        "sections": [{"id": "", "title": ""}, {"id": "more", "title": "More"}, {"id": "other", "title": "Other"}],
        "notes": "two\nlines",
        "tags": ["a", "b"],
        "websites": SITES if category in ("Login", "Password") else [],
    }
