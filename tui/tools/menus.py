"""What can be chosen in the menus of a category, by 1Password's words, with the names that people know.

A menu takes any other text too: a service may know more than we do, and nothing that it gave is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.model.category import Category
from tui.model.field import Field, FieldKind
from tui.tools import cards

Choices = Mapping[str, str]
"""Names by the words that are kept."""

_SECURITY = {"none": "None", "TLS": "TLS", "SSL": "SSL"}
_AUTHENTICATION = {
    "none": "None",
    "password": "Password",
    "md5_challenge_response": "MD5 Challenge-Response",
    "kerberized_pop": "Kerberized POP (KPOP)",
    "kerberos_version_4": "Kerberos Version 4",
    "kerberos_v5_gssapi": "Kerberos Version 5 (GSSAPI)",
    "ntlm": "NTLM",
}
_GENDERS = {"female": "Female", "male": "Male"}
_CARDS = {one.id: one.name for one in cards.TYPES}

_MENUS: Mapping[tuple[str, str], Choices] = {
    ("API_CREDENTIAL", "type"): {
        "bearer": "Bearer token",
        "basic": "HTTP basic",
        "jwt": "JSON Web Token",
        "json": "JSON",
        "other": "Other",
    },
    ("BANK_ACCOUNT", "accountType"): {
        "checking": "Checking",
        "savings": "Savings",
        "loc": "Line of Credit",
        "atm": "ATM",
        "money_market": "Money Market",
        "other": "Other",
    },
    ("DATABASE", "database_type"): {
        "db2": "DB2",
        "filemaker": "FileMaker",
        "msaccess": "Microsoft Access",
        "mssql": "Microsoft SQL Server",
        "mysql": "MySQL",
        "oracle": "Oracle",
        "postgresql": "PostgreSQL",
        "sqlite": "SQLite",
        "other": "Other",
    },
    ("EMAIL_ACCOUNT", "pop_type"): {"pop3": "POP3", "imap": "IMAP", "either": "Either"},
    ("EMAIL_ACCOUNT", "pop_security"): _SECURITY,
    ("EMAIL_ACCOUNT", "smtp_security"): _SECURITY,
    ("EMAIL_ACCOUNT", "pop_authentication"): _AUTHENTICATION,
    ("EMAIL_ACCOUNT", "smtp_authentication"): _AUTHENTICATION,
    ("WIRELESS_ROUTER", "wireless_security"): {
        "none": "None",
        "wep": "WEP",
        "wpa": "WPA",
        "wpa2p": "WPA2 Personal",
        "wpa2e": "WPA2 Enterprise",
        "wpa3p": "WPA3 Personal",
        "wpa3e": "WPA3 Enterprise",
    },
}
_OTHER_IDS: Mapping[str, Choices] = {"gender": _GENDERS, "sex": _GENDERS}


def choices(field: Field, category: Category) -> Choices:
    """Return what can be chosen for a field of an item of a category; nothing where that is not known."""
    if field.kind is FieldKind.CARD_TYPE:
        return _CARDS
    if field.kind is not FieldKind.MENU:
        return {}
    for name in _names(field, category.template):
        found = _MENUS.get((category.id, name)) or _OTHER_IDS.get(name)
        if found is not None:
            return found
    return _GENDERS if field.raw_kind == "GENDER" else {}


def name_of(field: Field, category: Category) -> str:
    """Return what the choice that a field holds is called; one that is not known is its own name."""
    word = field.value if isinstance(field.value, str) else ""
    return choices(field, category).get(word, word)


def _names(field: Field, template: Sequence[Field]) -> Sequence[str]:
    """Return the ids under which a category may know a field: its own, and those of its fields of this label."""
    alike = [one.id for one in template if one.kind is FieldKind.MENU and one.label == field.label]
    return [field.id, *alike]
