"""What a client sends, judged: the documented keys and no others, and of an entry only what is changed.

What a service would swallow without a word is no less wrong: it is remembered as an offence, which tests refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.servers.exchange import Request
from tests.servers.passpack.refused import Refused
from tests.servers.passpack.speech import Operation, Speech

Json = dict[str, Any]

_ENTRY = ("title", "username", "password", "description")
_KEYS: Mapping[Operation, tuple[str, ...]] = {
    "create": _ENTRY,
    "update": _ENTRY,
    "add_member": ("email", "name"),
    "share": ("member_id",),
    "rotate": ("new_password",),
}
_NEEDED: Mapping[Operation, tuple[str, ...]] = {
    "create": ("title", "password"),
    "add_member": ("email",),
    "share": ("member_id",),
    "rotate": ("new_password",),
}


class Judge:
    """Reads bodies, and remembers what was wrong with them."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self.offences: list[str] = []

    def body(self, request: Request, operation: Operation, held: Json) -> Json:
        """Return what a body says, by the documented names. `held`: the entry as it is. Raises `Refused`."""
        if operation not in _KEYS:
            if request.body:
                self._blame(operation, "has a body")
            return {}
        sent = self._object(request)
        meant = {self._speech.name(key): key for key in _KEYS[operation]}
        for key in sent:
            if key not in meant:
                self._blame(operation, f"sends the unknown key {key!r}")
        said = {name: sent[key] for key, name in meant.items() if key in sent}
        self._check(operation, said)
        if operation == "update":
            self._changes(said, held)
        return said

    def _object(self, request: Request) -> Json:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refused(415, "The body must be JSON")
        try:
            sent = request.json()
        except ValueError:
            raise Refused(400, "The body is not valid JSON") from None
        if not isinstance(sent, dict):
            raise Refused(400, "The body must be an object")
        return sent

    def _check(self, operation: Operation, said: Json) -> None:
        for name in _NEEDED.get(operation, ()):
            if said.get(name) in (None, ""):
                raise Refused(422, f"{self._speech.name(name)} is required")
        for name, value in said.items():
            if not isinstance(value, str) and name != "member_id":
                raise Refused(422, f"{self._speech.name(name)} must be a text")

    def _changes(self, said: Json, held: Json) -> None:
        if not said:
            self._blame("update", "changes nothing")
        for name, value in said.items():
            if name in held and held[name] == value:
                self._blame("update", f"sends {name!r}, which is not changed")

    def _blame(self, operation: Operation, problem: str) -> None:
        self.offences.append(f"{operation} {problem}")
