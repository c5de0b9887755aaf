"""A new item as the body of a POST. What the server would refuse or could not keep is refused here, with the reason."""

from __future__ import annotations

from typing import Any

from tui.backends.connect.convert import SSH_KEY
from tui.backends.connect.values import checked_websites, keeps_kind, new_field
from tui.backends.protocol import Fit
from tui.host.display import display_text
from tui.model.account import CreateBody
from tui.model.category import CATEGORIES
from tui.model.errors import Denied, Invalid
from tui.model.field import Field, Purpose
from tui.model.item import Item, ItemState
from tui.model.secret import Secret

_NOT_CREATABLE = {
    "DOCUMENT": "Connect cannot make documents, since it takes no files; make it in a 1Password app.",
    "CUSTOM": "Connect cannot make items of custom categories; make it in a 1Password app.",
    SSH_KEY: "Connect would save the key in a form that other 1Password apps cannot read; make it in a 1Password app.",
    "CRYPTO_WALLET": "Connect does not know crypto wallets; make it in a 1Password app.",
}

_WITH_PURPOSE = {"LOGIN": (Purpose.USERNAME, Purpose.PASSWORD), "PASSWORD": (Purpose.PASSWORD,)}
"""Categories whose user name or password is a built-in. Notes are one in every category."""

_TEMPLATE_IDS = {
    "API_CREDENTIAL": {"username", "credential", "type", "filename", "validFrom", "hostname"},
    "CREDIT_CARD": {"cardholder", "type", "ccnum", "cvv", "expiry", "validFrom"},
    "DATABASE": {"database_type", "hostname", "server", "port", "database", "username", "password"},
}
"""Ids that 1Password gives the fields of its own templates, so that its apps show them in their places."""


def why_not(category_id: str) -> str | None:
    """Return the sentence why items of a category cannot be made, or None."""
    if category_id in _NOT_CREATABLE:
        return _NOT_CREATABLE[category_id]
    return None if category_id in CATEGORIES else f"Connect does not know the category {category_id}."


def body(item: Item, form: CreateBody) -> dict[str, Any]:
    """Return what to POST.

    Raises:
        Denied: items of this category cannot be made.
        Invalid: a value does not have the form that its kind needs, or the service's form is too small for the item.
    """
    if form is CreateBody.LOGIN:
        return _login(item)
    reason = why_not(item.category.id)
    if reason is not None:
        raise Denied(reason)
    made: dict[str, Any] = {
        "vault": {"id": item.ref.vault},
        "title": item.title,
        "category": item.category.id,
        "fields": [_field(field, item) for field in item.fields],
    }
    if item.tags:
        made["tags"] = list(item.tags)
    if item.favourite:
        made["favorite"] = True
    if item.websites:
        made["urls"] = [
            {"href": site.url, **({"label": site.label} if site.label else {}), **({} if index else {"primary": True})}
            for index, site in enumerate(checked_websites(item.websites))
        ]
    if item.sections:
        made["sections"] = [{"id": section.id, "label": section.label} for section in item.sections]
    return made


def fit(item: Item, form: CreateBody) -> Fit:
    """Return how a new item fits what Connect can make."""
    if item.files:
        return Fit("Connect takes no files.")
    if item.state is ItemState.ARCHIVED:
        return Fit("Connect has no archive, in which this item is.")
    try:
        body(item, form)
    except (Denied, Invalid) as error:
        return Fit(str(error))
    lost = (field for field in item.fields if not field.empty and not keeps_kind(field))
    return Fit(changed=tuple(f"the {one.kind.value} “{display_text(one.label)}” becomes a plain text" for one in lost))


def _field(field: Field, item: Item) -> dict[str, Any]:
    made = new_field(field, item)
    if field.purpose is not Purpose.NOTES and field.purpose not in _WITH_PURPOSE.get(item.category.id, ()):
        made.pop("purpose", None)
        if field.section is None and field.id in _TEMPLATE_IDS.get(item.category.id, ()):
            made["id"] = field.id
    return made


def _login(item: Item) -> dict[str, Any]:
    """Return the small form `{title, login: {username, password}}`, which holds no more than that."""
    login: dict[str, str | Secret] = {"username": "", "password": ""}
    more = {"websites": item.websites, "tags": item.tags, "favourites": item.favourite}
    left = [name for name, value in more.items() if value]
    for field in item.fields:
        if field.purpose in (Purpose.USERNAME, Purpose.PASSWORD) and item.of(field.purpose) is field:
            login[field.purpose.value] = field.value
        elif not field.empty:
            left.append(f"“{display_text(field.label)}”")
    if item.category.id != "LOGIN" or left:
        what = f"; it has no place for {left[0]}" if left else ""
        raise Invalid(f"This service takes only logins with a title, a user name and a password{what}.")
    return {"title": item.title, "login": login}
