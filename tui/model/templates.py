"""What a new item of each category begins with: the fields and sections of 1Password, by its ids and labels.

A service finds its own field again by the id. Only the notes have an id of ours in every category; a service knows
them by their purpose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.model.field import Field, FieldKind, Purpose, Section
from tui.model.ids import FieldId, SectionId
from tui.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Template:
    """Empty fields, and the sections that they are in."""

    fields: tuple[Field, ...]
    sections: tuple[Section, ...] = ()


Rows = tuple[Field, ...]


def _field(name: str, kind: FieldKind, label: str = "", raw_kind: str = "", purpose: Purpose = Purpose.NONE) -> Field:
    value = Secret("") if kind.concealed else ""
    return Field(FieldId(name), kind, label or name, value, purpose=purpose, raw_kind=raw_kind)


def _text(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.TEXT, label)


def _hidden(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.CONCEALED, label)


def _date(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.DATE, label)


def _month(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.MONTH_YEAR, label)


def _url(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.URL, label)


def _email(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.EMAIL, label)


def _phone(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.PHONE, label)


def _menu(name: str, label: str = "") -> Field:
    return _field(name, FieldKind.MENU, label)


def _gender() -> Field:
    return _field("gender", FieldKind.MENU, raw_kind="GENDER")


def _template(*fields: Field, **sections: tuple[str, Rows]) -> Template:
    """Return a template; notes come last in every one. `sections` have their label and rows by their id."""
    placed = [replace(one, section=SectionId(name)) for name, (_, rows) in sections.items() for one in rows]
    named = tuple(Section(SectionId(name), label) for name, (label, _) in sections.items())
    return Template((*fields, *placed, _NOTES), named)


_NOTES = _field("notes", FieldKind.NOTES, purpose=Purpose.NOTES)
_USERNAME = _field("username", FieldKind.TEXT, "user name", purpose=Purpose.USERNAME)
_PASSWORD = _field("password", FieldKind.CONCEALED, purpose=Purpose.PASSWORD)

LOGIN = _template(_USERNAME, _PASSWORD, _field("otp", FieldKind.OTP, "one-time password"))
PASSWORD = _template(_PASSWORD)
SECURE_NOTE = _template()
CUSTOM = _template()
DOCUMENT = _template()
API_CREDENTIAL = _template(
    _USERNAME,
    _field("credential", FieldKind.CONCEALED, purpose=Purpose.PASSWORD),
    _menu("type"),
    _text("filename"),
    _date("validFrom", "valid from"),
    _date("expires"),
    _text("hostname"),
)
BANK_ACCOUNT = _template(
    _text("bankName", "bank name"),
    _text("owner", "name on account"),
    _menu("accountType", "type"),
    _text("routingNo", "routing number"),
    _text("accountNo", "account number"),
    _text("swift", "SWIFT"),
    _text("iban", "IBAN"),
    _hidden("telephonePin", "PIN"),
    branchInfo=("Branch Information", (_phone("branchPhone", "phone"), _text("branchAddress", "address"))),
)
CREDIT_CARD = _template(
    _text("cardholder", "cardholder name"),
    _field("type", FieldKind.CARD_TYPE),
    _field("ccnum", FieldKind.CARD_NUMBER, "number"),
    _hidden("cvv", "verification number"),
    _month("expiry", "expiry date"),
    _month("validFrom", "valid from"),
    contactInfo=(
        "Contact Information",
        (
            _text("bank", "issuing bank"),
            _phone("phoneLocal", "phone (local)"),
            _phone("phoneTollFree", "phone (toll free)"),
            _phone("phoneIntl", "phone (intl)"),
            _url("website"),
        ),
    ),
    details=(
        "Additional Details",
        (
            _hidden("pin", "PIN"),
            _text("creditLimit", "credit limit"),
            _text("cashLimit", "cash withdrawal limit"),
            _text("interest", "interest rate"),
            _text("issuenumber", "issue number"),
        ),
    ),
)
CRYPTO_WALLET = _template(
    _hidden("recoveryPhrase", "recovery phrase"),
    _hidden("password"),
    wallet=("Wallet", (_text("walletAddress", "wallet address"),)),
)
DATABASE = _template(
    _menu("database_type", "type"),
    _text("hostname", "server"),
    _text("port"),
    _text("database"),
    _text("username"),
    _hidden("password"),
    _text("sid", "SID"),
    _text("alias"),
    _text("options", "connection options"),
)
DRIVER_LICENSE = _template(
    _text("fullname", "full name"),
    _text("address"),
    _date("birthdate", "date of birth"),
    _gender(),
    _text("height"),
    _text("number"),
    _text("class", "license class"),
    _text("conditions", "conditions / restrictions"),
    _text("state"),
    _text("country"),
    _month("expiry_date", "expiry date"),
)
EMAIL_ACCOUNT = _template(
    _menu("pop_type", "type"),
    _text("pop_username", "username"),
    _text("pop_server", "server"),
    _text("pop_port", "port number"),
    _hidden("pop_password", "password"),
    _menu("pop_security", "security"),
    _menu("pop_authentication", "auth method"),
    SMTP=(
        "SMTP",
        (
            _text("smtp_server", "SMTP server"),
            _text("smtp_port", "port number"),
            _text("smtp_username", "username"),
            _hidden("smtp_password", "password"),
            _menu("smtp_security", "security"),
            _menu("smtp_authentication", "auth method"),
        ),
    ),
    contact=(
        "Contact Information",
        (
            _text("provider"),
            _url("provider_website", "provider's website"),
            _phone("phone_local", "phone (local)"),
            _phone("phone_tollfree", "phone (toll free)"),
        ),
    ),
)
IDENTITY = _template(
    name=(
        "Identification",
        (
            _text("firstname", "first name"),
            _text("initial"),
            _text("lastname", "last name"),
            _gender(),
            _date("birthdate", "birth date"),
            _text("occupation"),
            _text("company"),
            _text("department"),
            _text("jobtitle", "job title"),
        ),
    ),
    address=(
        "Address",
        (
            _field("address", FieldKind.ADDRESS),
            _phone("defphone", "default phone"),
            _phone("homephone", "home"),
            _phone("cellphone", "cell"),
            _phone("busphone", "business"),
        ),
    ),
    internet=(
        "Internet Details",
        (
            _text("username"),
            _text("reminderq", "reminder question"),
            _text("remindera", "reminder answer"),
            _email("email"),
            _url("website"),
            _text("icq", "ICQ"),
            _text("skype"),
            _text("aim", "AOL/AIM"),
            _text("yahoo", "Yahoo"),
            _text("msn", "MSN"),
            _text("forumsig", "forum signature"),
        ),
    ),
)
MEDICAL_RECORD = _template(
    _date("date"),
    _text("location"),
    _text("healthcareprofessional", "healthcare professional"),
    _text("patient"),
    _text("reason", "reason for visit"),
    medication=("Medication", (_text("medication"), _text("dosage"))),
)
MEMBERSHIP = _template(
    _text("org_name", "group"),
    _url("website"),
    _phone("phone", "telephone"),
    _text("member_name", "member name"),
    _month("member_since", "member since"),
    _month("expiry_date", "expiry date"),
    _text("membership_no", "member ID"),
    _hidden("pin", "PIN"),
)
OUTDOOR_LICENSE = _template(
    _text("name", "full name"),
    _date("valid_from", "valid from"),
    _date("expires"),
    _text("game", "approved wildlife"),
    _text("quota", "maximum quota"),
    _text("state"),
    _text("country"),
)
PASSPORT = _template(
    _text("type"),
    _text("issuing_country", "issuing country"),
    _text("number"),
    _text("fullname", "full name"),
    _gender(),
    _text("nationality"),
    _text("issuing_authority", "issuing authority"),
    _date("birthdate", "date of birth"),
    _text("birthplace", "place of birth"),
    _date("issue_date", "issued on"),
    _date("expiry_date", "expiry date"),
)
REWARD_PROGRAM = _template(
    _text("company_name", "company name"),
    _text("member_name", "member name"),
    _text("membership_no", "member ID"),
    _hidden("pin", "PIN"),
    extra=(
        "More Information",
        (
            _text("additional_no", "member ID (additional)"),
            _month("member_since", "member since"),
            _phone("customer_service_phone", "customer service phone"),
            _phone("reservations_phone", "phone for reservations"),
            _url("website"),
        ),
    ),
)
SERVER = _template(
    _text("url", "URL"),
    _text("username"),
    _hidden("password"),
    admin_console=(
        "Admin Console",
        (
            _text("admin_console_url", "admin console URL"),
            _text("admin_console_username", "admin console username"),
            _hidden("admin_console_password", "console password"),
        ),
    ),
    hosting_provider_details=(
        "Hosting Provider",
        (
            _text("name"),
            _text("website"),
            _text("support_contact_url", "support URL"),
            _text("support_contact_phone", "support phone"),
        ),
    ),
)
SOCIAL_SECURITY_NUMBER = _template(_text("name"), _hidden("number"))
SOFTWARE_LICENSE = _template(
    _text("product_version", "version"),
    _text("reg_code", "license key"),
    customer=(
        "Customer",
        (_text("reg_name", "licensed to"), _email("reg_email", "registered email"), _text("company")),
    ),
    publisher=(
        "Publisher",
        (
            _url("download_link", "download page"),
            _text("publisher_name", "publisher"),
            _url("publisher_website", "website"),
            _text("retail_price", "retail price"),
            _email("support_email", "support email"),
        ),
    ),
    order=(
        "Order",
        (
            _date("order_date", "purchase date"),
            _text("order_number", "order number"),
            _text("order_total", "order total"),
        ),
    ),
)
SSH_KEY = _template(_field("private_key", FieldKind.SSH_KEY, "private key"))
WIRELESS_ROUTER = _template(
    _text("name", "base station name"),
    _hidden("password", "base station password"),
    _text("server", "server / IP address"),
    _text("airport_id", "AirPort ID"),
    _text("network_name", "network name"),
    _menu("wireless_security", "wireless security"),
    _hidden("wireless_password", "wireless network password"),
    _hidden("disk_password", "attached storage password"),
)
