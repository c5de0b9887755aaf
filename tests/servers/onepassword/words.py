"""The words of the wire: what SDK 0.4.2 has names for, and the numbers of permissions."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

CATEGORIES = frozenset(
    {
        "Login",
        "SecureNote",
        "CreditCard",
        "CryptoWallet",
        "Identity",
        "Password",
        "Document",
        "ApiCredentials",
        "BankAccount",
        "Database",
        "DriverLicense",
        "Email",
        "MedicalRecord",
        "Membership",
        "OutdoorLicense",
        "Passport",
        "Rewards",
        "Router",
        "Server",
        "SshKey",
        "SocialSecurityNumber",
        "SoftwareLicense",
        "Person",
    }
)
FIELD_TYPES = frozenset(
    {
        "Text",
        "Concealed",
        "CreditCardType",
        "CreditCardNumber",
        "Phone",
        "Url",
        "Totp",
        "Email",
        "Reference",
        "SshKey",
        "Menu",
        "MonthYear",
        "Address",
        "Date",
    }
)
WITH_WEBSITES = frozenset({"Login", "Password"})

RECOVER, MANAGE = 1, 2
REVEAL, READ, UPDATE, CREATE, ARCHIVE, DELETE, HISTORY = 16, 32, 64, 128, 256, 512, 1024
SEND, IMPORT, EXPORT, PRINT = 1_048_576, 2_097_152, 4_194_304, 8_388_608

VIEWING = READ | REVEAL | HISTORY
EDITING = CREATE | UPDATE | ARCHIVE | DELETE | IMPORT | EXPORT | SEND | PRINT
READ_ONLY = READ | REVEAL
EVERYTHING = VIEWING | EDITING | MANAGE

MANY = 50
"""So many items at once."""
LARGEST = 50 * 1000 * 1000
"""Bytes in a file."""

WRITES = frozenset(
    {
        "ItemsCreate",
        "ItemsCreateAll",
        "ItemsPut",
        "ItemsDelete",
        "ItemsDeleteAll",
        "ItemsArchive",
        "ItemsFilesAttach",
        "ItemsFilesDelete",
        "ItemsFilesReplaceDocument",
        "ItemsSharesCreate",
        "VaultsCreate",
        "VaultsUpdate",
        "VaultsDelete",
        "VaultsGrantGroupPermissions",
        "VaultsUpdateGroupPermissions",
        "VaultsRevokeGroupPermissions",
    }
)
"""What counts as a write; all else are reads."""
