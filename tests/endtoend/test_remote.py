"""A Connect server from the environment, in a real terminal and a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.endtoend.conftest import Environment
from tests.endtoend.terminal import Terminal
from tests.security.clipboards import keepers
from tests.security.memory import copies
from tests.servers.connect import ConnectServer

PASSWORD = "s3cret-of-the-mail"


@pytest.fixture
def server() -> Iterator[ConnectServer]:
    with ConnectServer() as server:
        vault = server.add_vault("Work")
        password = {"id": "password", "type": "CONCEALED", "purpose": "PASSWORD", "value": PASSWORD}
        server.add_item(vault, {"title": "Mail", "category": "LOGIN", "fields": [password]})
        yield server


def given(env: Environment, server: ConnectServer) -> Environment:
    """Return an environment that names the server."""
    return {**env, "OP_CONNECT_HOST": server.url, "OP_CONNECT_TOKEN": server.token}


def reveal(terminal: Terminal) -> None:
    """Open the item, and show its password."""
    terminal.sees("Work", "1 item")
    terminal.press("down", "enter")
    terminal.sees("Mail", "Login · Work")
    terminal.press("r")
    terminal.sees(PASSWORD)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_the_lock_leaves_neither_token_nor_item_in_memory_and_asks_for_the_token(
    env: Environment, server: ConnectServer
) -> None:
    with Terminal(env=given(env, server)) as terminal:
        reveal(terminal)
        assert all(copies(terminal.pid, [server.token, PASSWORD]).values())
        terminal.send(b"\x0c")
        terminal.sees("Its token, once more", server.url)
        assert copies(terminal.pid, [server.token, PASSWORD]) == {server.token: 0, PASSWORD: 0}
        terminal.type(server.token)
        terminal.press("enter")
        terminal.sees("Mail", "Login · Work")
        terminal.press("escape", "q")
        assert terminal.ends() == 0
        terminal.assert_restored()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_no_child_is_given_the_token(env: Environment, server: ConnectServer, tmp_path: Path) -> None:
    with Terminal(env=given(env, server)) as terminal:
        reveal(terminal)
        terminal.press("p")  # begins the process that clears the clipboard
        terminal.sees("Password sent")
        assert keepers(tmp_path), "this would look at nobody"
        exempt = {terminal.pid, _parent(terminal.pid)}  # it was given to these
        for pid in {*_processes()} - exempt:
            assert server.token not in _read(f"/proc/{pid}/environ")
            assert server.token not in _read(f"/proc/{pid}/cmdline")


def _processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def _parent(pid: int) -> int:
    (line,) = (line for line in _read(f"/proc/{pid}/status").splitlines() if line.startswith("PPid:"))
    return int(line.split()[1])


def _read(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def test_an_env_file_goes_before_the_environment(env: Environment, server: ConnectServer, tmp_path: Path) -> None:
    file = tmp_path / "team.env"
    file.write_text(f"OP_CONNECT_HOST={server.url}\nOP_CONNECT_TOKEN={server.token}\n")
    file.chmod(0o644)
    other = {**env, "OP_CONNECT_HOST": "http://127.0.0.1:9", "OP_CONNECT_TOKEN": "s3cret-other"}
    with Terminal("--env-file", file, env=other) as terminal:
        terminal.sees("Work", "1 item")
        terminal.sees("Others on this machine can read")


@pytest.mark.parametrize("text", ["OP_CONNECT_HOST=http://127.0.0.1:9\n", "\x1b]52;c;x\x07\n"])
def test_an_env_file_that_does_not_say_both_is_refused(env: Environment, tmp_path: Path, text: str) -> None:
    file = tmp_path / "half\x1b.env"
    file.write_text(text)
    with Terminal("--env-file", file, env=env) as terminal:
        terminal.sees("does not say")
        assert terminal.ends() == 2
        assert b"\x1b]52" not in terminal.written


def test_one_account_alone(env: Environment, server: ConnectServer) -> None:
    with Terminal("--account", "nobody", env=given(env, server)) as terminal:
        terminal.sees("There is no account called “nobody”")
    host = server.url.removeprefix("http://")
    with Terminal("--account", host, "mail", env=given(env, server)) as terminal:
        terminal.sees(host, "mail", "Login · Work")


def test_an_end_by_signal_tells_no_token(env: Environment, server: ConnectServer) -> None:
    with Terminal(env=given(env, server)) as terminal:
        reveal(terminal)
        terminal.kill(signal.SIGTERM)
        terminal.ends()
        assert server.token.encode() not in terminal.written
