"""Variables as an env file: python-dotenv reads back exactly what was written, whatever the values are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import dotenv
import pytest
from dotenv import parser
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tui.model.environment import Variable
from tui.model.errors import Invalid
from tui.model.secret import Secret
from tui.tools.envfile import written

EARLIER = {
    "_single_quoted_value": re.compile(r"'((?:\\'|[^'])*)'"),
    "_double_quoted_value": re.compile(r'"((?:\\"|[^"])*)"'),
}
"""How python-dotenv looked for the end of a value until it minded escaped backslashes."""


@pytest.fixture(params=["as it is", "as it was"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read with python-dotenv as it is here, and as it was before."""
    if request.param == "as it was":
        for name, pattern in EARLIER.items():
            monkeypatch.setattr(parser, name, pattern)
    yield


def text_of(values: dict[str, str]) -> str:
    """Return the env file of these values."""
    return written(Variable(name, Secret(value)) for name, value in values.items()).reveal()


HARD = st.text(st.sampled_from("ab $={}:-_'\"\\#\n\r\t`!~;&|<>%é🗝\u2028\x85")) | st.text()
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True) | st.sampled_from(
    ["export", "a.b", "my-var", "mit leer", "export x", "a=b", "#c", "größe", "a'b", " x ", "x\ny"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, HARD, max_size=5))
@example({"A": "ends with \\", "B": "it's", "C": "\\'", "D": 'say "\\"', "E": "x\r\ny\\"})
@example({"A": "${B}", "B": "b", "C": "${", "D": "${\\", "E": "$${B}", "F": "${:-x}", "G": "'${B", "H": "}"})
@example({"A": "", "B": " ", "C": "#", "D": " # no comment", "E": "\n", "F": "'", "G": "\\", "H": "\\\\"})
def test_what_is_written_is_read_back(reader: None, values: dict[str, str]) -> None:
    assert dict(dotenv.dotenv_values(stream=StringIO(text_of(values)))) == values


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, HARD, max_size=3))
def test_also_from_a_file(reader: None, tmp_path: Path, values: dict[str, str]) -> None:
    file = tmp_path / ".env"
    file.write_bytes(text_of(values).encode())
    assert dict(dotenv.dotenv_values(file)) == values


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("s3cret-1", "A=s3cret-1"),
        ("", "A="),
        ("postgres://mara:pw@db.example:5432/app", "A=postgres://mara:pw@db.example:5432/app"),
        ("two words # and $HOME", "A='two words # and $HOME'"),
        ("it's", r"A='it\'s'"),
        (r"a\nb c", r"A='a\nb c'"),
        ("C:\\dir\\", "A=C:\\dir\\"),
        ("-----BEGIN KEY-----\nabc\n", "A='-----BEGIN KEY-----\nabc\n'"),
        ("a\r\nb", 'A="a\\r\nb"'),
        ("${HOME}", "A='${:-$}{HOME}'"),
    ],
)
def test_lines_are_as_plain_as_they_can_be(value: str, line: str) -> None:
    assert text_of({"A": value}) == line + "\n"


@pytest.mark.parametrize("name", ["'", "it's it", "a\rb", "'x'"])
def test_a_name_that_cannot_be_written_is_told(name: str) -> None:
    with pytest.raises(Invalid, match="a name that cannot stand in an env file") as told:
        text_of({name: "s3cret-1"})
    assert "s3cret" not in str(told.value)


def test_a_variable_without_a_name_is_told() -> None:
    with pytest.raises(Invalid, match="A variable without a name cannot stand in an env file") as told:
        text_of({"": "s3cret-1"})
    assert "s3cret" not in str(told.value)
