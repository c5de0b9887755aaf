"""Categories of items, and the fields that a new item of each begins with."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.field import Field, FieldKind, Purpose
from tui.model.ids import FieldId
from tui.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of item. `id` is the service's spelling; `template` is what a new item begins with."""

    id: str
    name: str
    mark: str = "·"
    template: tuple[Field, ...] = ()

    @property
    def creatable(self) -> bool:
        """Whether the editor can begin a new item of this category."""
        return bool(self.template)


def _field(name: str, kind: FieldKind, label: str, purpose: Purpose = Purpose.NONE) -> Field:
    return Field(FieldId(name), kind, label, Secret("") if kind.concealed else "", purpose=purpose)


_USERNAME = _field("username", FieldKind.TEXT, "user name", Purpose.USERNAME)
_PASSWORD = _field("password", FieldKind.CONCEALED, "password", Purpose.PASSWORD)
_OTP = _field("otp", FieldKind.OTP, "one-time password")
_NOTES = _field("notes", FieldKind.NOTES, "notes", Purpose.NOTES)

LOGIN = Category("LOGIN", "Login", "◉", (_USERNAME, _PASSWORD, _OTP, _NOTES))
PASSWORD = Category("PASSWORD", "Password", "✱", (_PASSWORD, _NOTES))
SECURE_NOTE = Category("SECURE_NOTE", "Secure Note", "≡", (_NOTES,))
API_CREDENTIAL = Category(
    "API_CREDENTIAL",
    "API Credential",
    "⚙",
    (
        _USERNAME,
        _field("credential", FieldKind.CONCEALED, "credential", Purpose.PASSWORD),
        _field("type", FieldKind.TEXT, "type"),
        _field("hostname", FieldKind.URL, "hostname"),
        _NOTES,
    ),
)

CATEGORIES: dict[str, Category] = {
    category.id: category
    for category in (
        LOGIN,
        PASSWORD,
        SECURE_NOTE,
        API_CREDENTIAL,
        Category("BANK_ACCOUNT", "Bank Account"),
        Category("CREDIT_CARD", "Credit Card"),
        Category("CRYPTO_WALLET", "Crypto Wallet"),
        Category("CUSTOM", "Custom"),
        Category("DATABASE", "Database"),
        Category("DOCUMENT", "Document"),
        Category("DRIVER_LICENSE", "Driver License"),
        Category("EMAIL_ACCOUNT", "Email Account"),
        Category("IDENTITY", "Identity"),
        Category("MEDICAL_RECORD", "Medical Record"),
        Category("MEMBERSHIP", "Membership"),
        Category("OUTDOOR_LICENSE", "Outdoor License"),
        Category("PASSPORT", "Passport"),
        Category("REWARD_PROGRAM", "Reward Program"),
        Category("SERVER", "Server"),
        Category("SOCIAL_SECURITY_NUMBER", "Social Security Number"),
        Category("SOFTWARE_LICENSE", "Software License"),
        Category("SSH_KEY", "SSH Key"),
        Category("WIRELESS_ROUTER", "Wireless Router"),
    )
}


def category(category_id: str) -> Category:
    """Return the category with this id; one we do not know is kept, and named by its id."""
    return CATEGORIES.get(category_id) or Category(category_id, category_id.replace("_", " ").title() or "Unknown")
