"""Holds what passed over the wire against 1Password's own OpenAPI file: our requests, and the server's answers.

The file is theirs. It lies beside the repository, where it is there at all: without it, nothing is held against it.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.servers.connect import ConnectServer
from tests.servers.exchange import Exchange, Reply, Request

_ROOT = Path(__file__).parents[2]
_PLACES = (_ROOT / "../shared", _ROOT / "../../shared")
_URI = "urn:connect"
_ERROR = "/components/schemas/ErrorResponse"
_QUERY = {"integer": re.compile(r"\d+"), "boolean": re.compile("true|false"), "string": re.compile("(?s).*")}
_PAGES = frozenset({"page", "cursor", "limit", "offset"})


@functools.cache  # reading YAML takes half a second
def specification() -> Specification | None:
    """Return what the OpenAPI file says, None if it is not there."""
    files = (place / "reference/connect-openapi.yaml" for place in _PLACES)
    file = next((file for file in files if file.is_file()), None)
    return Specification.read(file) if file else None


def needed() -> Specification:
    """Return what the OpenAPI file says. Skips the test if there is no file."""
    found = specification()
    if found is None:
        pytest.skip("The OpenAPI file of 1Password Connect is not beside this repository.")
    return found


def checked(server: ConnectServer, node: pytest.Item, but: Sequence[str] = ()) -> None:
    """Do `check` at the end of a test, if there is a file and something was asked; its mark `openapi` says how."""
    mark = node.get_closest_marker("openapi")
    if server.exchanges and specification() is not None:
        check(server, **(mark.kwargs if mark else {"but": but}))


def check(server: ConnectServer, but: Sequence[str] = (), *, answers: bool = True) -> None:
    """Fail if anything that the server recorded is not as the OpenAPI file has it. Skips the test if there is no file.

    So it belongs at the end of a story. What a fault answered is not held against it, the request that met it is.
    `but`: parts of the sentences that are meant to be found, such as a category that is newer than the file; each has
    to be found. `answers`: not only the requests; a test may have the server lie.
    """
    rules = needed()
    depth = len([part for part in server.prefix.split("/") if part])
    paged = server.page_size is not None
    found = [
        f"{one.request.method} {one.request.target}: {problem}"
        for one in server.exchanges
        for problem in rules.problems(one if answers else Exchange(one.request, None), depth=depth, pages=paged)
    ]
    bad = [sentence for sentence in found if not any(part in sentence for part in but)]
    assert not bad, "\n".join(bad)
    unused = [part for part in but if not any(part in sentence for sentence in found)]
    assert not unused, f"Not found, though it was meant to be: {unused}"
    assert server.exchanges, "The server was never asked."


@dataclass(frozen=True, slots=True)
class Specification:
    """An OpenAPI 3.0 file. `raw` is what stands in it."""

    raw: dict[str, Any] = field(repr=False)
    registry: Registry[Any] = field(repr=False)

    @classmethod
    def read(cls, file: Path) -> Specification:
        """Read a file. Raises `OSError` or `yaml.YAMLError`."""
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        return cls(raw, Registry().with_resource(_URI, DRAFT4.create_resource(raw)))

    def problems(self, exchange: Exchange, *, depth: int = 0, pages: bool = False) -> list[str]:
        """Return what is wrong with a request and its answer, in sentences.

        `depth`: how many parts of the path are a prefix. `pages`: lists may be asked for by pages.
        """
        request, reply = exchange.request, exchange.reply
        parts = [part for part in request.segments[depth:] if part]
        template = self._template(parts)
        methods = self.raw["paths"].get(template, {})
        operation = methods.get(request.method.lower())
        if operation is None:
            return [f"there is no {request.method} of {'/'.join(parts)}."]
        place = f"/paths/{_escaped(template)}/{request.method.lower()}"
        declared = [*methods.get("parameters", ()), *operation.get("parameters", ())]
        found = [*self._parameters(request, parts, template, declared, pages), *self._body(request, operation, place)]
        if operation.get("security") and not request.token and (reply is None or reply.status != 401):
            found.append("it came without a token.")
        return found if reply is None else [*found, *self._answer(reply, operation, place)]

    def _template(self, parts: list[str]) -> str:
        for template in self.raw["paths"]:
            names = template.strip("/").split("/")
            pairs = zip(names, parts, strict=False)
            if len(names) == len(parts) and all(name.startswith("{") or name == part for name, part in pairs):
                return str(template)
        return ""

    def _parameters(
        self, request: Request, parts: list[str], template: str, declared: list[dict[str, Any]], pages: bool
    ) -> Iterator[str]:
        in_path = {each["name"]: each["schema"] for each in declared if each["in"] == "path"}
        for name, part in zip(template.strip("/").split("/"), parts, strict=True):
            if name.startswith("{") and not re.fullmatch(in_path[name[1:-1]].get("pattern", ".*"), part):
                yield f"{part} is no {name[1:-1]}."
        in_query = {each["name"]: each["schema"]["type"] for each in declared if each["in"] == "query"}
        for name, value in request.query.items():
            if name not in in_query:
                if not (pages and name in _PAGES):
                    yield f"the parameter {name} is unknown."
            elif not _QUERY[in_query[name]].fullmatch(value):
                yield f"the parameter {name} is not of type {in_query[name]}."

    def _body(self, request: Request, operation: dict[str, Any], place: str) -> Iterator[str]:
        if "requestBody" not in operation:
            if request.body:
                yield "it has a body, and takes none."
            return
        if not request.headers.get("content-type", "").startswith("application/json"):
            yield "its body is not said to be JSON."
        yield from self._json(request.body, f"{place}/requestBody/content/application~1json/schema")

    def _answer(self, reply: Reply, operation: dict[str, Any], place: str) -> Iterator[str]:
        headers = {name.lower(): value for name, value in reply.headers.items()}
        if not headers.get("1password-connect-version"):
            yield "the answer does not say which version answered."
        declared = operation["responses"].get(str(reply.status))
        kind = headers.get("content-type", "").partition(";")[0]
        if declared is None:
            if reply.status < 400:
                yield f"the answer's status {reply.status} is unknown."
            else:  # such as 409 and 500, which the real server answers and does not declare
                yield from self._json(reply.body, _ERROR)
            return
        missing = [name for name in declared.get("headers", ()) if name.lower() not in (*headers, "content-length")]
        yield from (f"the answer has no {name}." for name in missing)
        content = declared.get("content", {})
        if not content:
            if reply.body:
                yield "the answer has a body, and should have none."
        elif kind not in content:
            yield f"the answer is {kind or 'of no type'}, not {', '.join(content)}."
        elif kind == "application/json":
            yield from self._json(reply.body, f"{place}/responses/{reply.status}/content/application~1json/schema")

    def _json(self, body: bytes, schema: str) -> Iterator[str]:
        try:
            value = json.loads(body)
        except ValueError:
            yield "the body is no JSON."
            return
        validator = OAS30Validator(
            {"$ref": f"{_URI}#{schema}"}, registry=self.registry, format_checker=oas30_format_checker
        )
        yield from (f"{error.json_path}: {error.message}" for error in validator.iter_errors(value))


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
