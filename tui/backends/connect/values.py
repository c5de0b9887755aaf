"""From the model to the wire: values and fields in the forms that the server takes. Checked before anything is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from tui.backends.connect.convert import NOTES_LABEL, NOTES_SHOWN, month
from tui.host.display import display_text
from tui.model.errors import Invalid
from tui.model.field import Field, FieldKind, Purpose
from tui.model.item import Item, Website
from tui.model.secret import Secret
from tui.tools import address, autofill

OTP_ID = "TOTP_"
"""What the id of a one-time password outside the built-ins must begin with."""

_TYPES = {
    FieldKind.TEXT: "STRING",
    FieldKind.NOTES: "STRING",
    FieldKind.CONCEALED: "CONCEALED",
    FieldKind.OTP: "OTP",
    FieldKind.URL: "URL",
    FieldKind.EMAIL: "EMAIL",
    FieldKind.DATE: "DATE",
    FieldKind.MONTH_YEAR: "MONTH_YEAR",
    FieldKind.MENU: "MENU",
    FieldKind.PHONE: "STRING",
    FieldKind.ADDRESS: "STRING",
    FieldKind.CARD_NUMBER: "STRING",
    FieldKind.CARD_TYPE: "STRING",
}
"""The types that the reference names. It has none for some kinds, which therefore become plain texts there."""

_KEPT = frozenset(kind for kind, word in _TYPES.items() if word != "STRING") | {FieldKind.TEXT}

_NOT_MADE = {
    FieldKind.REFERENCE: "Connect cannot make fields that lead to other items",
    FieldKind.SSH_KEY: "Connect cannot take SSH keys",
    FieldKind.FILE: "Connect takes no files",
}
_NOON = time(12, 1, tzinfo=UTC)
"""A day is sent as seconds at this time, as 1Password's Terraform provider does: no zone makes another day of it."""


def keeps_kind(field: Field) -> bool:
    """Whether a new field is of its kind there too."""
    return field.kind in _KEPT or field.purpose is Purpose.NOTES


def wire_value(field: Field) -> str | Secret:
    """Return the value of a field as it is sent; one that is concealed stays a `Secret` until then.

    Raises:
        Invalid: its kind has a form, and this is not of it; or the kind cannot be written.
    """
    value = field.value.reveal() if isinstance(field.value, Secret) else field.value
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(f"The value of {_named(field)} has a broken character that cannot be sent.") from None
    if field.fixed:
        raise Invalid(f"Fields of the type {field.raw_kind or 'unknown'} cannot be changed through Connect.")
    match field.kind:
        case FieldKind.ADDRESS:
            return address.lines_of(value)
        case FieldKind.DATE if value:
            return _seconds(value, field)
        case FieldKind.MONTH_YEAR if value:
            found = month(value)
            if found is None:
                raise Invalid(f"{_named(field, 'The')} needs a year and a month like 2026-11.")
            return found.replace("-", "")
    return field.value


def new_field(field: Field, item: Item) -> dict[str, Any]:
    """Return a field of `item` that is not on the server yet. It gets its id there, unless it is a one-time password.

    A purpose goes along only outside sections, and only once: the server refuses all else, as it does a section that is
    not there.

    Raises:
        Invalid: see `wire_value`.
    """
    if field.kind in _NOT_MADE:
        raise Invalid(f"{_NOT_MADE[field.kind]}; leave out {_named(field)}.")
    value = wire_value(field)
    kind = "STRING" if field.raw_kind == "GENDER" else _TYPES[field.kind]
    made: dict[str, Any] = {"type": kind, "label": field.label}
    if field.kind is FieldKind.OTP:
        made["id"] = field.id if field.id.startswith(OTP_ID) else f"{OTP_ID}{uuid.uuid4().hex}"
    inside = any(section.id == field.section for section in item.sections)
    if field.purpose is not Purpose.NONE and not inside and item.of(field.purpose) is field:
        made["purpose"] = field.purpose.name
        if field.purpose is Purpose.NOTES and field.label in (NOTES_LABEL, NOTES_SHOWN):
            del made["label"]
    if value:
        made["value"] = value
    if inside:
        made["section"] = {"id": field.section}
    return made


def checked_websites(sites: Sequence[Website], before: Sequence[Website] = ()) -> Sequence[Website]:
    """Return websites as they may be sent.

    Raises:
        Invalid: one has a rule for filling in that it did not have `before`, since Connect keeps none.
    """
    kept = {site.url: site.autofill for site in before}
    for site in sites:
        if site.autofill not in ("", autofill.ANYWHERE, kept.get(site.url)):
            raise Invalid(
                f"Connect keeps no rule for when “{display_text(site.url)}” is filled in; set it in a 1Password app."
            )
    return sites


def _seconds(value: str, field: Field) -> str:
    try:
        return str(int(datetime.combine(date.fromisoformat(value.strip()), _NOON).timestamp()))
    except ValueError:
        raise Invalid(f"{_named(field, 'The')} needs a date like 2026-11-26.") from None


def _named(field: Field, the: str = "the") -> str:
    return f"{the} field “{display_text(field.label)}”"
