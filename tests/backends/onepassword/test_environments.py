"""Environments of 1Password accounts: read by their ids, in one request, every value a secret at once."""

from __future__ import annotations

import pytest

from tests.backends.onepassword.place import Office
from tests.servers.onepassword import hostile
from tests.servers.onepassword.official import difference
from tests.servers.onepassword.words import Json
from tui.backends.protocol import Action
from tui.backends.team import EnvironmentReader
from tui.model.environment import EnvironmentId, Variable
from tui.model.errors import Denied, NotFound, RateLimited, TokenRefused, Unreachable
from tui.model.secret import Secret

WIRE: list[Json] = [
    {"name": "DATABASE_URL", "value": "s3cret-url", "masked": True},
    {"name": "LOG_LEVEL", "value": "s3cret-level", "masked": False},
    {"name": "EMPTY", "value": ""},
]
READ = "EnvironmentsGetVariables"


async def read(place: Office, **how: bool) -> list[Variable]:
    """Add an Environment and read it."""
    environment = place.op.add_environment(WIRE, **how)
    return list(await place.backend.variables(EnvironmentId(environment)))


async def test_variables_come_in_their_order_as_secrets(place: Office) -> None:
    assert isinstance(place.backend, EnvironmentReader)
    assert place.backend.refusal(Action.READ_ENVIRONMENT, None) is None
    found = await read(place)
    assert found == [
        Variable("DATABASE_URL", Secret("s3cret-url"), masked=True),
        Variable("LOG_LEVEL", Secret("s3cret-level"), masked=False),
        Variable("EMPTY", Secret(""), masked=True),
    ]
    assert "s3cret" not in repr(found)


async def test_it_is_the_official_request_and_one_read(place: Office) -> None:
    environment = place.op.add_environment(WIRE)
    await place.backend.variables(EnvironmentId(environment))
    (sent,) = place.op.sent
    assert difference(sent, "environments.get_variables", environment) == []
    assert (place.op.reads, place.op.writes) == (1, 0)
    exchanges = await place.backend.exchanges()
    assert "s3cret" not in repr(exchanges)


async def test_one_that_is_not_there_or_not_in_the_scope_says_what_to_look_at(place: Office) -> None:
    with pytest.raises(NotFound, match="Compare it with the one in the app") as told:
        await place.backend.variables(EnvironmentId("nowhere"))
    assert "not in this token's scope" in str(told.value)
    with pytest.raises(NotFound, match="not in this token's scope"):
        await read(place, hidden=True)


async def test_a_right_that_is_missing_is_told_apart_from_a_refused_token(place: Office) -> None:
    place.op.fail(READ, "ItemApi", "you don't have the right permissions to access this resource", times=1)
    with pytest.raises(Denied, match="A token reads only the Environments in its scope"):
        await read(place)
    place.op.fail(READ, "ItemApi", "bad service account token, please rotate it", times=1)
    with pytest.raises(TokenRefused):
        await read(place)
    place.op.fail(READ, "RateLimitExceeded", "rate limit exceeded", times=1)
    with pytest.raises(RateLimited):
        await read(place)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"variables": None},
        {"variables": {"a": "b"}},
        {"variables": ["a"]},
        {"variables": [{"name": "a"}]},
        {"variables": [{"name": 1, "value": "s3cret-x"}]},
        {"variables": [{"name": "a", "value": None}]},
    ],
)
async def test_an_answer_of_another_form_is_told(place: Office, answer: object) -> None:
    place.op.twist(READ, lambda _: answer)
    with pytest.raises(Unreachable, match="another form than is known here") as told:
        await read(place)
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize("twist", [hostile.surplus, hostile.sparse, hostile.replaced("masked", "perhaps")])
async def test_what_is_too_much_or_unknown_does_no_harm(place: Office, twist: object) -> None:
    assert callable(twist)
    place.op.twist(READ, twist)
    assert [one.name for one in await read(place)] == ["DATABASE_URL", "LOG_LEVEL", "EMPTY"]


async def test_what_does_not_say_whether_it_is_masked_is(place: Office) -> None:
    place.op.twist(READ, hostile.without("masked"))
    assert all(one.masked for one in await read(place))


async def test_nasty_texts_are_kept_exactly(place: Office) -> None:
    environment = place.op.add_environment([{"name": "A", "value": hostile.NASTY}])
    (variable,) = await place.backend.variables(EnvironmentId(environment))
    assert variable.value == Secret(hostile.NASTY)
