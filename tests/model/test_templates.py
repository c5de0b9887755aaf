"""New items have the fields of 1Password's own templates, by their ids, in their order."""

from __future__ import annotations

import pytest

from tui.model.category import CATEGORIES, Category
from tui.model.field import FieldKind, Purpose

TEMPLATES = """
API_CREDENTIAL: username:STRING, credential:CONCEALED, type:MENU, filename:STRING, validFrom:DATE, expires:DATE, \
hostname:STRING
BANK_ACCOUNT: bankName:STRING, owner:STRING, accountType:MENU, routingNo:STRING, accountNo:STRING, swift:STRING, \
iban:STRING, telephonePin:CONCEALED, branchPhone:PHONE, branchAddress:STRING
CREDIT_CARD: cardholder:STRING, type:CREDIT_CARD_TYPE, ccnum:CREDIT_CARD_NUMBER, cvv:CONCEALED, expiry:MONTH_YEAR, \
validFrom:MONTH_YEAR, bank:STRING, phoneLocal:PHONE, phoneTollFree:PHONE, phoneIntl:PHONE, website:URL, pin:CONCEALED, \
creditLimit:STRING, cashLimit:STRING, interest:STRING, issuenumber:STRING
CRYPTO_WALLET: recoveryPhrase:CONCEALED, password:CONCEALED, walletAddress:STRING
CUSTOM:
DATABASE: database_type:MENU, hostname:STRING, port:STRING, database:STRING, username:STRING, password:CONCEALED, \
sid:STRING, alias:STRING, options:STRING
DOCUMENT:
DRIVER_LICENSE: fullname:STRING, address:STRING, birthdate:DATE, gender:STRING, height:STRING, number:STRING, \
class:STRING, conditions:STRING, state:STRING, country:STRING, expiry_date:MONTH_YEAR
EMAIL_ACCOUNT: pop_type:MENU, pop_username:STRING, pop_server:STRING, pop_port:STRING, pop_password:CONCEALED, \
pop_security:MENU, pop_authentication:MENU, smtp_server:STRING, smtp_port:STRING, smtp_username:STRING, \
smtp_password:CONCEALED, smtp_security:MENU, smtp_authentication:MENU, provider:STRING, provider_website:STRING, \
phone_local:STRING, phone_tollfree:STRING
IDENTITY: firstname:STRING, initial:STRING, lastname:STRING, gender:STRING, birthdate:DATE, occupation:STRING, \
company:STRING, department:STRING, jobtitle:STRING, address:ADDRESS, defphone:PHONE, homephone:PHONE, cellphone:PHONE, \
busphone:PHONE, username:STRING, reminderq:STRING, remindera:STRING, email:STRING, website:STRING, icq:STRING, \
skype:STRING, aim:STRING, yahoo:STRING, msn:STRING, forumsig:STRING
LOGIN: username:STRING, password:CONCEALED
MEDICAL_RECORD: date:DATE, location:STRING, healthcareprofessional:STRING, patient:STRING, reason:STRING, \
medication:STRING, dosage:STRING
MEMBERSHIP: org_name:STRING, website:URL, phone:PHONE, member_name:STRING, member_since:MONTH_YEAR, \
expiry_date:MONTH_YEAR, membership_no:STRING, pin:CONCEALED
OUTDOOR_LICENSE: name:STRING, valid_from:DATE, expires:DATE, game:STRING, quota:STRING, state:STRING, country:STRING
PASSPORT: type:STRING, issuing_country:STRING, number:STRING, fullname:STRING, gender:STRING, nationality:STRING, \
issuing_authority:STRING, birthdate:DATE, birthplace:STRING, issue_date:DATE, expiry_date:DATE
PASSWORD: password:CONCEALED
REWARD_PROGRAM: company_name:STRING, member_name:STRING, membership_no:STRING, pin:CONCEALED, additional_no:STRING, \
member_since:MONTH_YEAR, customer_service_phone:PHONE, reservations_phone:PHONE, website:URL
SECURE_NOTE:
SERVER: url:STRING, username:STRING, password:CONCEALED, admin_console_url:STRING, admin_console_username:STRING, \
admin_console_password:CONCEALED, name:STRING, website:STRING, support_contact_url:STRING, support_contact_phone:STRING
SOCIAL_SECURITY_NUMBER: name:STRING, number:CONCEALED
SOFTWARE_LICENSE: product_version:STRING, reg_code:STRING, reg_name:STRING, reg_email:EMAIL, company:STRING, \
download_link:URL, publisher_name:STRING, publisher_website:URL, retail_price:STRING, support_email:EMAIL, \
order_date:DATE, order_number:STRING, order_total:STRING
SSH_KEY: private_key:SSHKEY
WIRELESS_ROUTER: name:STRING, password:CONCEALED, server:STRING, airport_id:STRING, network_name:STRING, \
wireless_security:MENU, wireless_password:CONCEALED, disk_password:CONCEALED
"""
"""As `op item template get` shows them, without the notes that all have. 1Password's wallet is called CUSTOM there.

A medical record has a second field with the id of our notes, which is left to them.
"""

KINDS = {
    "STRING": FieldKind.TEXT,
    "CONCEALED": FieldKind.CONCEALED,
    "MENU": FieldKind.MENU,
    "DATE": FieldKind.DATE,
    "MONTH_YEAR": FieldKind.MONTH_YEAR,
    "PHONE": FieldKind.PHONE,
    "URL": FieldKind.URL,
    "EMAIL": FieldKind.EMAIL,
    "ADDRESS": FieldKind.ADDRESS,
    "CREDIT_CARD_TYPE": FieldKind.CARD_TYPE,
    "CREDIT_CARD_NUMBER": FieldKind.CARD_NUMBER,
    "SSHKEY": FieldKind.SSH_KEY,
}

BETTER = {
    "gender": FieldKind.MENU,
    "email": FieldKind.EMAIL,
    "provider_website": FieldKind.URL,
    "phone_local": FieldKind.PHONE,
    "phone_tollfree": FieldKind.PHONE,
}
"""Texts there that say more of themselves here; a website of an identity, too."""

LINES = dict(line.split(":", 1) for line in TEMPLATES.strip().splitlines())


@pytest.mark.parametrize("category", CATEGORIES.values(), ids=lambda category: category.id)
def test_a_template_has_the_fields_of_1password(category: Category) -> None:
    wanted = [part.strip().split(":") for part in LINES[category.id].split(",") if part.strip()]
    better = {**BETTER, **({"website": FieldKind.URL} if category.id == "IDENTITY" else {})}
    ours = [(f.id, f.kind) for f in category.template if f.purpose is not Purpose.NOTES and f.kind is not FieldKind.OTP]
    assert ours == [(name, better.get(name, KINDS[word]) if word == "STRING" else KINDS[word]) for name, word in wanted]


def test_there_are_all_22_categories_of_connect_and_the_wallet() -> None:
    assert len(CATEGORIES) == len(LINES) == 23
