"""Categories of items, and the fields and sections that a new item of each begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.model import templates

if TYPE_CHECKING:
    from tui.model.field import Field, Section
    from tui.model.templates import Template


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of item. `id` is the service's spelling; a new item begins with `template`, in `sections`.

    `mark` is one cell wide.
    """

    id: str
    name: str
    mark: str = "·"
    template: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def creatable(self) -> bool:
        """Whether the editor can begin a new item of this category."""
        return bool(self.template)


def _made(category_id: str, name: str, mark: str, template: Template) -> Category:
    return Category(category_id, name, mark, template.fields, template.sections)


LOGIN = _made("LOGIN", "Login", "◉", templates.LOGIN)
PASSWORD = _made("PASSWORD", "Password", "✱", templates.PASSWORD)
SECURE_NOTE = _made("SECURE_NOTE", "Secure Note", "≡", templates.SECURE_NOTE)
API_CREDENTIAL = _made("API_CREDENTIAL", "API Credential", "⚙", templates.API_CREDENTIAL)

COMMON = (LOGIN, PASSWORD, SECURE_NOTE, API_CREDENTIAL)
"""What most new items are."""

CATEGORIES: dict[str, Category] = {
    category.id: category
    for category in (
        *COMMON,
        _made("BANK_ACCOUNT", "Bank Account", "¤", templates.BANK_ACCOUNT),
        _made("CREDIT_CARD", "Credit Card", "▭", templates.CREDIT_CARD),
        _made("CRYPTO_WALLET", "Crypto Wallet", "₿", templates.CRYPTO_WALLET),
        _made("CUSTOM", "Custom", "◇", templates.CUSTOM),
        _made("DATABASE", "Database", "▤", templates.DATABASE),
        _made("DOCUMENT", "Document", "▯", templates.DOCUMENT),
        _made("DRIVER_LICENSE", "Driver License", "◫", templates.DRIVER_LICENSE),
        _made("EMAIL_ACCOUNT", "Email Account", "@", templates.EMAIL_ACCOUNT),
        _made("IDENTITY", "Identity", "☻", templates.IDENTITY),
        _made("MEDICAL_RECORD", "Medical Record", "✚", templates.MEDICAL_RECORD),
        _made("MEMBERSHIP", "Membership", "◈", templates.MEMBERSHIP),
        _made("OUTDOOR_LICENSE", "Outdoor License", "▲", templates.OUTDOOR_LICENSE),
        _made("PASSPORT", "Passport", "⊕", templates.PASSPORT),
        _made("REWARD_PROGRAM", "Reward Program", "✦", templates.REWARD_PROGRAM),
        _made("SERVER", "Server", "▣", templates.SERVER),
        _made("SOCIAL_SECURITY_NUMBER", "Social Security Number", "№", templates.SOCIAL_SECURITY_NUMBER),
        _made("SOFTWARE_LICENSE", "Software License", "❖", templates.SOFTWARE_LICENSE),
        _made("SSH_KEY", "SSH Key", "⊸", templates.SSH_KEY),
        _made("WIRELESS_ROUTER", "Wireless Router", "≋", templates.WIRELESS_ROUTER),
    )
}


def category(category_id: str) -> Category:
    """Return the category with this id; one we do not know is kept, and named by its id."""
    return CATEGORIES.get(category_id) or Category(category_id, category_id.replace("_", " ").title() or "Unknown")
