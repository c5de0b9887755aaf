"""How a service is spoken to, as the settings say: what is wrong is told, and nothing leads to another host."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.dialect import DOCUMENTED, Dialect, Operation, Route
from tui.services import dialects, settings

PORTAL = """
[passpack]
path_prefix = "/portal/"
audit = ""

[passpack."Ops team"]
auth_header = "X-Api-Key"
auth_prefix = ""
update = "PATCH /entries/{id}"
field_title = "name"
envelope = "data.item"
"""


def loaded(tmp_path: Path, text: str) -> tuple[settings.Settings, tuple[str, ...]]:
    path = tmp_path / settings.FILE_NAME
    path.write_text(text)
    return settings.load(path)


def test_a_table_of_an_account_adds_to_the_one_of_all(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, PORTAL)
    assert problems == ()
    ops, other = dialects.of(found.passpack, "OPS Team"), dialects.of(found.passpack, "Other")
    assert (ops.path_prefix, ops.auth_header, ops.auth_prefix, ops.field_title) == ("/portal", "X-Api-Key", "", "name")
    assert ops.routes[Operation.UPDATE].path("7") == ["entries", "7"]
    assert ops.routes[Operation.UPDATE].method == "PATCH"
    assert ops.envelope == "data.item"
    assert (other.path_prefix, other.auth_header, other.field_title) == ("/portal", "Authorization", "title")
    assert other.routes[Operation.READ] == DOCUMENTED.routes[Operation.READ]
    assert Operation.AUDIT not in ops.routes
    assert Operation.AUDIT not in other.routes


def test_without_a_table_the_documented_dialect_is_spoken(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, 'sort = "title"\n')
    assert (dialects.of(found.passpack, "Team"), problems) == (DOCUMENTED, ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('path_prefix = ".evil.example"', "a path such as"),
        ('path_prefix = "@evil.example"', "a path such as"),
        ('path_prefix = "//evil.example"', "a path such as"),
        ('path_prefix = "/a?b=c"', "a path such as"),
        ('path_prefix = "/.."', "a path such as"),
        ('path_prefix = "/%2e%2e"', "a path such as"),
        ('auth_header = "Host"', "may hold the token"),
        ('auth_header = "Content-Length"', "may hold the token"),
        ('auth_header = "X: y"', "may hold the token"),
        ('auth_header = ""', "may hold the token"),
        ('auth_prefix = "a\\nb"', "a text in quotes"),
        ('auth_prefix = "ü"', "plain letters"),
        ('read = "GET /passwords"', "needs {id}"),
        ('read = "GET http://evil.example/{id}"', "begins with “/”"),
        ('list = "FETCH /passwords"', "begins with a method"),
        ("list = 3", "a text in quotes"),
        ('field_title = " "', "the name of a key"),
        ("envelope = false", "a text in quotes"),
        ('envelope = "data..items"', "keys within one another"),
        ('list = "DELETE /passwords"', "must be GET or POST"),
        ('create = "GET /passwords"', "must be POST or PUT or PATCH"),
    ],
)
def test_what_is_wrong_is_told_and_its_default_taken(tmp_path: Path, line: str, said: str) -> None:
    name = line.partition(" ")[0]
    found, problems = loaded(tmp_path, f'[passpack."Team"]\n{line}\n')
    assert dialects.of(found.passpack, "Team") == DOCUMENTED
    (problem,) = problems
    assert f"[passpack.“Team”]: {name} is not used." in problem
    assert said in problem


def test_a_wrong_name_is_told_with_the_one_that_is_meant(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, '[passpack]\nfield_titel = "name"\nupdate = "PUT /x/{id}"\n')
    assert problems == ("Settings, [passpack]: there is no “field_titel”. Is field_title meant?",)
    assert dialects.of(found.passpack, "Team").routes[Operation.UPDATE].text == "PUT /x/{id}"


def test_no_password_stands_where_a_title_does(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, '[passpack]\nfield_title = "password"\nfield_description = "notes"\n')
    assert dialects.of(found.passpack, "Team") == DOCUMENTED
    assert "field_title and field_password must be different keys" in problems[0]


@pytest.mark.parametrize("line", ['field_email = "name"', 'field_member_id = "email"', 'field_name = "id"'])
def test_no_address_stands_where_a_members_id_or_name_does(tmp_path: Path, line: str) -> None:
    found, problems = loaded(tmp_path, f"[passpack]\n{line}\n")
    assert dialects.of(found.passpack, "Team") == DOCUMENTED
    assert "must be different keys" in problems[0]


def test_two_tables_for_one_account_are_told(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, '[passpack.Team]\naudit = ""\n[passpack.team]\nshare = ""\n')
    assert problems == ("Settings, [passpack.“team”]: there is another table for this account.",)


def test_it_must_be_a_table(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, 'passpack = "/portal"\n')
    assert found.passpack == {}
    assert problems == ("Settings: passpack must be a table, written as [passpack].",)


def test_the_file_that_is_written_at_first_shows_every_default() -> None:
    text = settings.render_default()
    shown = dialects.HELP.split("\n")
    table = "\n".join(line.removeprefix("# ") for line in shown if line.startswith("# [passpack]") or " = " in line)
    assert dialects.HELP in text
    told = tomllib.loads(table)["passpack"]
    assert set(told) == {*Operation, *(one.name for one in fields(Dialect))} - {"routes"}
    problems: list[str] = []
    assert dialects.read(told, problems) == {dialects.EVERY: DOCUMENTED}
    assert problems == []


@given(st.dictionaries(st.sampled_from([*Operation, *(one.name for one in fields(Dialect))]), st.text(max_size=40)))
def test_no_table_leads_to_another_host(table: dict[str, str]) -> None:
    found = dialects.of(dialects.read({"Team": table}, []), "team")
    assert found.path_prefix == "" or found.path_prefix.startswith("/")
    assert "//" not in found.path_prefix
    assert all(route == Route.of(route.text, operation) for operation, route in found.routes.items())
    assert found.auth_header.casefold() != "host"
