"""Routes as settings have them, and the documented dialect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.dialect import DOCUMENTED, METHODS, Operation, Route
from tui.model.errors import Invalid


def test_the_documented_dialect() -> None:
    assert set(DOCUMENTED.routes) == set(Operation)
    assert DOCUMENTED.routes[Operation.ROTATE].method == "POST"
    assert DOCUMENTED.routes[Operation.ROTATE].path("a/b") == ["passwords", "a/b", "rotate"]


@pytest.mark.parametrize(
    ("text", "method", "path", "query"),
    [
        ("get /entries/{id}.json", "GET", ["entries", "7.json"], ()),
        ("POST  /v1/secure/my%20vault/{id}", "POST", ["v1", "secure", "my vault", "7"], ()),
        ("GET /entries/{id}?full=1&empty=", "GET", ["entries", "7"], (("full", "1"), ("empty", ""))),
    ],
)
def test_routes_that_can_be_used(text: str, method: str, path: list[str], query: tuple[tuple[str, str], ...]) -> None:
    route = Route.of(text, Operation.READ)
    assert (route.method, route.path("7"), route.query) == (method, path, query)


@pytest.mark.parametrize(
    "text",
    [
        *("", "GET", "/passwords/{id}", "FETCH /passwords/{id}", "GET passwords/{id}", "GET https://x/{id}"),
        *("GET /a/../{id}", "GET /%2e%2e/{id}", "GET //{id}", "GET /{id}/", "GET /a b/{id}", "GET /{id}#x"),
        *("GET /passwords", "GET /passwords/{name}"),
    ],
)
def test_routes_that_cannot(text: str) -> None:
    with pytest.raises(Invalid):
        Route.of(text, Operation.READ)


def test_a_list_is_about_no_entry() -> None:
    with pytest.raises(Invalid, match="no entry"):
        Route.of("GET /passwords/{id}", Operation.LIST)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("DELETE /passwords", Operation.LIST),
        ("PUT /passwords/{id}", Operation.READ),
        ("DELETE /passwords/{id}", Operation.UPDATE),
        ("GET /passwords", Operation.CREATE),
        ("GET /passwords/{id}/delete", Operation.DELETE),
    ],
)
def test_a_method_that_does_something_else_is_refused(text: str, operation: Operation) -> None:
    with pytest.raises(Invalid, match=f"The method of the route for “{operation}” must be"):
        Route.of(text, operation)


@given(st.sampled_from(METHODS), st.text(max_size=30), st.sampled_from(list(Operation)))
def test_any_text_is_a_route_below_the_address_or_refused(method: str, text: str, operation: Operation) -> None:
    try:
        route = Route.of(f"{method} {text}", operation)
    except Invalid:
        return
    assert not {"", ".", ".."} & set(route.path("7"))
