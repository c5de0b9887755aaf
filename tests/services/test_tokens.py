"""Where tokens come from: address and token from one place, and from none that others can read."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.host.gitindex import tracked
from tui.model.account import TokenSource
from tui.model.errors import Denied, Invalid, NotFound, VaultError
from tui.model.secret import Secret
from tui.services import token_names, tokens

ENV = "OP_CONNECT_HOST=http://127.0.0.1:8080\nOP_CONNECT_TOKEN='s3cret-token'\nOTHER=x\n"


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def test_the_environment_gives_both_and_keeps_no_token() -> None:
    environ = {token_names.HOST: " http://127.0.0.1:8080 ", token_names.TOKEN: "s3cret-token\n", "PATH": "/bin"}
    (given,), problem = tokens.from_environment(environ)
    assert (given.url, given.token.reveal(), given.source) == (
        "http://127.0.0.1:8080",
        "s3cret-token",
        TokenSource.ENVIRONMENT,
    )
    assert problem == ""
    assert token_names.TOKEN not in environ
    assert "s3cret" not in repr(given)


def test_a_token_without_an_address_is_not_used_and_goes_all_the_same() -> None:
    environ = {token_names.TOKEN: "s3cret-token"}
    given, problem = tokens.from_environment(environ)
    assert given == ()
    assert "OP_CONNECT_HOST" in problem
    assert "s3cret" not in problem
    assert environ == {}


def test_an_address_alone_is_nothing() -> None:
    assert tokens.from_environment({token_names.HOST: "http://127.0.0.1"}) == ((), "")


def test_an_env_file_gives_both(tmp_path: Path) -> None:
    path = written(tmp_path / "team.env", ENV)
    (given,) = tokens.from_env_file(path)
    assert (given.url, given.token.reveal()) == ("http://127.0.0.1:8080", "s3cret-token")
    assert (given.path, given.warnings) == (str(path), ())


def test_an_env_file_takes_nothing_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(token_names.TOKEN, "s3cret-of-ours")
    path = written(tmp_path / "foreign.env", "OP_CONNECT_HOST=http://evil.example\n")
    with pytest.raises(Invalid, match="does not say OP_CONNECT_TOKEN"):
        tokens.from_env_file(path)
    path.write_text("OP_CONNECT_HOST=http://evil.example\nOP_CONNECT_TOKEN=${OP_CONNECT_TOKEN}\n")
    assert tokens.from_env_file(path)[0].token.reveal() == "${OP_CONNECT_TOKEN}", "nothing is put in for it"


SAID = base64.urlsafe_b64encode(b'{"signInAddress": "team.1password.com", "secretKey": "s3cret-key"}').decode()
OPS = f"ops_{SAID.rstrip('=')}"


def test_a_service_account_needs_its_token_alone_and_is_called_as_that_says() -> None:
    environ = {token_names.SERVICE_TOKEN: f" {OPS}\n"}
    (given,), problem = tokens.from_environment(environ)
    assert (given.kind, given.url, given.name, given.random, problem) == (
        "onepassword",
        "",
        "team.1password.com",
        True,
        "",
    )
    assert given.token == Secret(OPS)
    assert environ == {}
    assert OPS not in repr(given) + repr(given.outside)
    assert "s3cret" not in repr(given.outside)


def test_a_token_that_says_nothing_gives_a_plain_name() -> None:
    (given,), _ = tokens.from_environment({token_names.SERVICE_TOKEN: "ops_s3cret"})
    assert given.name == "1Password"


def test_a_server_and_a_service_account_are_given_at_once(tmp_path: Path) -> None:
    environ = {token_names.HOST: "http://127.0.0.1", token_names.TOKEN: "s3cret-token", token_names.SERVICE_TOKEN: OPS}
    given, problem = tokens.from_environment(environ)
    assert ([one.kind for one in given], problem) == (["connect", "onepassword"], "")
    assert environ == {token_names.HOST: "http://127.0.0.1"}
    path = written(tmp_path / "team.env", f"{ENV}{token_names.SERVICE_TOKEN}={OPS}\n", 0o644)
    given = tokens.from_env_file(path)
    assert [one.outside.place for one in given] == ["http://127.0.0.1:8080", "onepassword:team.1password.com"]
    assert [len(one.warnings) for one in given] == [1, 0], "it is told once"


def test_half_a_server_beside_a_service_account() -> None:
    given, problem = tokens.from_environment({token_names.TOKEN: "s3cret-token", token_names.SERVICE_TOKEN: OPS})
    assert [one.kind for one in given] == ["onepassword"]
    assert "OP_CONNECT_HOST" in problem


def test_an_env_file_gives_a_service_account_alone_but_half_a_server_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "team.env", f"{token_names.SERVICE_TOKEN}={OPS}\n")
    (given,) = tokens.from_env_file(path)
    assert (given.source, given.path, given.kind) == (TokenSource.ENV_FILE, str(path), "onepassword")
    path.write_text(f"{token_names.SERVICE_TOKEN}={OPS}\nOP_CONNECT_TOKEN=s3cret-token\n")
    with pytest.raises(Invalid, match="does not say OP_CONNECT_HOST"):
        tokens.from_env_file(path)
    path.write_text("OTHER=x\n")
    with pytest.raises(Invalid, match="; nor OP_SERVICE_ACCOUNT_TOKEN; nor PASSPACK_API_TOKEN or"):
        tokens.from_env_file(path)


def test_an_env_file_that_others_can_read_is_warned_about(tmp_path: Path) -> None:
    (given,) = tokens.from_env_file(written(tmp_path / "team.env", ENV, 0o644))
    assert ["Others on this machine" in warning for warning in given.warnings] == [True]


@pytest.mark.parametrize("version", ["2", "4"])
def test_an_env_file_that_git_tracks_is_warned_about(tmp_path: Path, version: str) -> None:
    folder = tmp_path / "repository" / "deep"
    folder.mkdir(parents=True)

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(folder.parent), *words], check=True, capture_output=True)

    git("init", "-q")
    others = [written(folder / f"team.env{end}", ENV) for end in (".example", ".local", "")]
    git("add", "deep/team.env.example")
    git("update-index", "--index-version", version)
    assert [tracked(path) for path in others] == [True, False, False]
    assert tokens.from_env_file(others[2])[0].warnings == ()
    git("add", "deep/team.env")
    assert [tracked(path) for path in others] == [True, False, True]
    assert "Git tracks" in tokens.from_env_file(others[2])[0].warnings[0]


def test_the_example_lists_every_variable() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    assert [name for name in token_names.ALL if name not in example] == []


@given(st.binary(max_size=400), st.sampled_from([b"", b"DIRC\0\0\0\4\0\0\0\3", b"DIRC\0\0\0\2\0\0\0\1"]))
def test_no_index_breaks_the_search(tmp_path_factory: pytest.TempPathFactory, junk: bytes, head: bytes) -> None:
    folder = tmp_path_factory.mktemp("junk")
    (folder / ".git").mkdir()
    (folder / ".git" / "index").write_bytes(head + junk)
    assert tracked(folder / ".env") in (True, False)


def test_a_token_file(tmp_path: Path) -> None:
    assert tokens.from_token_file(written(tmp_path / "token", " s3cret-token\n")).reveal() == "s3cret-token"


def test_a_token_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    for mode in (0o640, 0o604, 0o620):
        with pytest.raises(Denied, match="chmod 600"):
            tokens.from_token_file(written(tmp_path / "token", "s3cret-token", mode))


@pytest.mark.parametrize("text", ["", "  \n", "two words", "s3cret\n" * 20_000])
def test_a_file_that_holds_no_token_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        tokens.from_token_file(written(tmp_path / "token", text))
    assert "s3cret" not in str(caught.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        tokens.from_token_file(tmp_path / "nothing")
    with pytest.raises(VaultError):
        tokens.from_token_file(tmp_path)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "bytes").chmod(0o600)
    with pytest.raises(Invalid, match="UTF-8"):
        tokens.from_token_file(tmp_path / "bytes")


# Passpack

TEAM = "https://team.example/portal"


def test_passpack_is_given_by_an_address_and_either_name_of_its_token() -> None:
    for name in (token_names.TEAM_TOKEN, token_names.ANY_TOKEN):
        environ = {token_names.TEAM_URL: TEAM, name: " s3cret-team "}
        (found,), problem = tokens.from_environment(environ)
        assert (found.kind, found.url, found.token.reveal(), found.outside.name) == (
            "passpack",
            TEAM,
            "s3cret-team",
            "team.example",
        )
        assert problem == ""
        assert environ == {token_names.TEAM_URL: TEAM}, "no child gets the token"


def test_a_token_named_after_passpack_goes_to_passpack_itself() -> None:
    (found,), problem = tokens.from_environment({token_names.TEAM_TOKEN: "s3cret-team"})
    assert (found.url, problem) == ("https://api.passpack.com", "")


def test_a_token_for_anything_is_left_alone_without_an_address() -> None:
    environ = {token_names.ANY_TOKEN: "s3cret-of-something-else"}
    assert tokens.from_environment(environ) == ((), "")
    assert environ == {token_names.ANY_TOKEN: "s3cret-of-something-else"}
    environ = {token_names.ANY_TOKEN: "s3cret-of-something-else", token_names.TEAM_TOKEN: "s3cret-team"}
    (found,), problem = tokens.from_environment(environ)
    assert (found.token.reveal(), problem) == ("s3cret-team", "")
    assert token_names.ANY_TOKEN in environ


def test_of_two_tokens_the_one_named_after_passpack_wins_and_that_they_differ_is_told() -> None:
    environ = {token_names.TEAM_URL: TEAM, token_names.TEAM_TOKEN: "s3cret-1", token_names.ANY_TOKEN: "s3cret-2"}
    (found,), problem = tokens.from_environment(environ)
    assert found.token.reveal() == "s3cret-1"
    assert "differ: PASSPACK_API_TOKEN is used" in problem
    assert "s3cret" not in problem
    assert environ == {token_names.TEAM_URL: TEAM}
    same = {token_names.TEAM_URL: TEAM, token_names.TEAM_TOKEN: "s3cret-1", token_names.ANY_TOKEN: "s3cret-1"}
    assert tokens.from_environment(same)[1] == ""


def test_an_address_of_passpack_alone_is_nothing() -> None:
    assert tokens.from_environment({token_names.TEAM_URL: TEAM}) == ((), "")


def test_an_env_file_gives_passpack_as_its_tutorial_has_it(tmp_path: Path) -> None:
    path = written(tmp_path / ".env", f"API_TOKEN=s3cret-team\nPASSPACK_BASE_URL={TEAM}\n")
    (found,) = tokens.from_env_file(path)
    assert (found.kind, found.url, found.source, found.warnings) == ("passpack", TEAM, TokenSource.ENV_FILE, ())
    path.write_text(f"API_TOKEN=s3cret-team\nPASSPACK_API_TOKEN=s3cret-other\nPASSPACK_BASE_URL={TEAM}\n")
    (found,) = tokens.from_env_file(path)
    assert found.token.reveal() == "s3cret-other"
    assert "differ" in found.warnings[0]
    for other in ("", "API_TOKEN=\n", "API_TOKEN=s3cret-other\n"):
        path.write_text(f"{other}PASSPACK_API_TOKEN=s3cret-other\nPASSPACK_BASE_URL={TEAM}\n")
        assert tokens.from_env_file(path)[0].warnings == (), "there is one token"


def test_an_env_file_sends_no_token_where_it_may_not_belong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(token_names.TEAM_TOKEN, "s3cret-of-ours")
    path = written(tmp_path / ".env", "API_TOKEN=s3cret-of-something-else\n")
    with pytest.raises(Invalid, match="API_TOKEN without PASSPACK_BASE_URL"):
        tokens.from_env_file(path)
    path.write_text("PASSPACK_BASE_URL=https://evil.example\n")
    with pytest.raises(Invalid, match="does not say PASSPACK_API_TOKEN"):
        tokens.from_env_file(path)
    path.write_text(f"API_TOKEN=s3cret-of-something-else\n{ENV}")
    assert [one.kind for one in tokens.from_env_file(path)] == ["connect"]


def test_two_kinds_at_one_address_are_two_accounts() -> None:
    environ = {
        **{token_names.HOST: TEAM, token_names.TOKEN: "s3cret-token"},
        **{token_names.TEAM_URL: TEAM, token_names.TEAM_TOKEN: "s3cret-team"},
    }
    found, _ = tokens.from_environment(environ)
    assert [one.outside.place for one in found] == [TEAM, f"passpack:{TEAM}"]
    assert [one.outside.shown for one in found] == [TEAM, TEAM]
