"""What a Connect server answers, as it is on the wire. What is missing is empty, what is odd is mended, nothing breaks.

A value is a `Secret` from here on. No error of the parser leaves this module: it would quote what it could not read.
Keys follow 1Password's OpenAPI file 1.8.1 and its reference page; the snake_case of early 2022 is read as well.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, PlainValidator
from pydantic import Field as Key

from tui.backends import http_json
from tui.model.errors import Unreachable, VaultError
from tui.model.secret import Secret
from tui.tools.mended import as_number, as_seconds, as_tags, as_text

M = TypeVar("M", bound="Wire")
T = TypeVar("T")


def _as_value(value: object) -> Secret:
    if isinstance(value, Secret):
        return value
    if isinstance(value, bool):
        return Secret("true" if value else "false")
    return Secret(json.dumps(value) if isinstance(value, list | dict) else as_text(value))


def _as_id(value: object) -> str:
    """Return the id in `{"id": …}`."""
    return as_text(value.get("id")) if isinstance(value, dict) else as_text(value)


def _as_objects(value: object) -> list[object]:
    return [one for one in value if isinstance(one, dict | Wire)] if isinstance(value, list) else []


Text = Annotated[str, BeforeValidator(as_text)]
Number = Annotated[int, BeforeValidator(as_number)]
Seconds = Annotated[float, BeforeValidator(as_seconds)]
Flag = Annotated[bool, BeforeValidator(lambda value: value is True)]
Value = Annotated[Secret, PlainValidator(_as_value), Key(default_factory=lambda: Secret(""))]
Id = Annotated[str, BeforeValidator(_as_id)]
Tags = Annotated[list[str], BeforeValidator(as_tags)]
Objects = BeforeValidator(_as_objects)
Object = BeforeValidator(lambda value: value if isinstance(value, dict) else {})


def _key(*names: str) -> Any:
    return AliasChoices(*names)


class Wire(BaseModel):
    """An object of an answer. Keys that are not modelled are left where they are: in the raw answer."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)


class WireVault(Wire):
    """A vault. The versions count changes: of its content, and of its name and description."""

    id: Text = ""
    name: Text = ""
    description: Text = ""
    type: Text = ""
    items: Number | None = None
    content_version: Annotated[Number, Key(validation_alias=_key("contentVersion", "content_version"))] = 0
    attribute_version: Annotated[Number, Key(validation_alias=_key("attributeVersion", "attribute_version"))] = 0
    updated: Annotated[Seconds, Key(validation_alias=_key("updatedAt", "updated_at"))] = 0.0


class WireUrl(Wire):
    """An address of an item."""

    href: Text = ""
    label: Text = ""


class WireSection(Wire):
    """A section of an item."""

    id: Text = ""
    label: Text = ""


class WireField(Wire):
    """A field. Any value may be a secret, so each is one; `totp` is the code that the server makes of the value."""

    id: Text = ""
    section: Id = ""
    type: Text = ""
    purpose: Text = ""
    label: Text = ""
    value: Value
    totp: Value


class WireFile(Wire):
    """What is known of an attached file."""

    id: Text = ""
    name: Text = ""
    size: Number = 0
    section: Id = ""


class WireItem(Wire):
    """An item. Sections, fields and files are only in the answer that is about it alone."""

    id: Text = ""
    title: Text = ""
    category: Text = ""
    urls: Annotated[list[WireUrl], Objects] = []
    favorite: Flag = False
    tags: Tags = []
    version: Number = 0
    state: Text = ""
    created: Annotated[Seconds, Key(validation_alias=_key("createdAt", "created_at"))] = 0.0
    updated: Annotated[Seconds, Key(validation_alias=_key("updatedAt", "updated_at"))] = 0.0
    sections: Annotated[list[WireSection], Objects] = []
    fields: Annotated[list[WireField], Objects] = []
    files: Annotated[list[WireFile], Objects] = []


class WireActor(Wire):
    """Who made a request: the token, and the program that used it."""

    id: Text = ""
    user_agent: Annotated[Text, Key(validation_alias=_key("userAgent", "user_agent"))] = ""
    ip: Annotated[Text, Key(validation_alias=_key("requestIp", "request_ip", "ip"))] = ""


class WireResource(Wire):
    """What a request was about."""

    type: Text = ""
    vault: Id = ""
    item: Id = ""
    item_version: Annotated[Number, Key(validation_alias=_key("itemVersion", "item_version"))] = 0


class WireRequest(Wire):
    """One entry of the activity."""

    id: Annotated[Text, Key(validation_alias=_key("requestId", "requestID", "request_id"))] = ""
    at: Annotated[Seconds, Key(validation_alias=_key("timestamp"))] = 0.0
    action: Text = ""
    result: Text = ""
    actor: Annotated[WireActor, Object] = WireActor()
    resource: Annotated[WireResource, Object] = WireResource()


class WireDependency(Wire):
    """One thing that the server needs."""

    service: Text = ""
    status: Text = ""
    message: Text = ""


class WireHealth(Wire):
    """What the server says of itself."""

    name: Text = ""
    version: Text = ""
    dependencies: Annotated[list[WireDependency], Objects] = []


def unreadable(what: str) -> VaultError:
    """Return the error for an answer that is not what was asked for."""
    return Unreachable(
        f"The Connect server's answer cannot be read as {what}. "
        "Check that the account's address is that of a 1Password Connect server."
    )


def about(wire: WireItem, name: str) -> WireItem:
    """Return an item that was asked for by its id, or raise `VaultError`, where the answer is about another one."""
    if wire.id not in ("", name):
        raise unreadable("this item")
    return wire


def document(body: bytes, what: str) -> Any:
    """Return the JSON value of an answer; what is no JSON, or could not be sent back, raises `VaultError`."""
    return http_json.document(body, str(unreadable(what)))


def read(model: type[M], body: bytes, what: str) -> M:
    """Return an answer as a `model`, or raise `VaultError`. `what` names it in the sentence: “the item”."""
    try:
        value: M | VaultError = model.model_validate_json(body)
    except (ValueError, RecursionError):
        value = unreadable(what)
    return _unless_error(value)


def understood(model: type[M], raw: object, what: str) -> M:
    """Return a part of an answer as a `model`, or raise `VaultError`."""
    try:
        value: M | VaultError = model.model_validate(raw)
    except (ValueError, RecursionError):
        value = unreadable(what)
    return _unless_error(value)


def _unless_error(value: T | VaultError) -> T:
    """Raise an error here, where the parser's own is no longer its context."""
    if isinstance(value, VaultError):
        raise value
    return value
