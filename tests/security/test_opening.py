"""Websites are opened after their host was shown, exactly as they are kept, by a program that knows nothing of us."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.person import Stocked
from tests.endtoend.conftest import Environment
from tests.endtoend.scenes import browse
from tests.endtoend.terminal import APP, ROOT, Terminal
from tests.security.clipboards import is_running, tmux, wait_until
from tests.security.hostile import one_of_each
from tests.services.support import login
from tui.host.opener import address, environment, program
from tui.host.routes import seat
from tui.host.tmux import Attached
from tui.model.errors import Invalid
from tui.model.item import Website

pytestmark = pytest.mark.security


@pytest.mark.parametrize(
    ("url", "host", "warned"),
    [
        ("https://example.com/login?a=b#c", "example.com", ""),
        ("HTTPS://Example.COM:8443/", "example.com:8443", ""),
        ("https://[::1]:8080/", "[::1]:8080", ""),
        ("http://example.com", "example.com", "not encrypted"),
        ("https://bank.example@evil.example/", "evil.example", "“bank.example” before the @"),
        ("https://127.0.0.1:8080/", "127.0.0.1:8080", ""),
        ("https://1.example.2x/", "1.example.2x", ""),
        ("https://bank.example%2Flogin@evil.example", "evil.example", "before the @"),
        ("https://münchen.example/straße", "xn--mnchen-3ya.example", "“münchen.example”"),
        ("https://straße.example", "xn--strae-oqa.example", "“straße.example”"),
        ("https://\u0430pple.example", "xn--pple-43d.example", "“\u0430pple.example”"),
        ("https://\uff45\uff56\uff49\uff4c.example", "evil.example", "are these the letters"),
        ("https://evil\u3002example", "evil.example", "are these the letters"),
        ("https://xn--pple-43d.example", "xn--pple-43d.example", "Punycode"),
        ("https://-x.example/--help", "-x.example", ""),
    ],
)
def test_the_host_is_where_it_leads(url: str, host: str, warned: str) -> None:
    found = address(url)
    assert (found.url, found.host) == (url, host)
    assert bool(warned) == bool(found.warnings)
    assert warned in " ".join(found.warnings)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "file:///etc/passwd",
            "-x",
            "--help",
            "",
            "example.com",
            "ftp://example.com",
            "data:,x",
        ),
        *(
            "https:",
            "https:example.com",
            "https:/example.com",
            "https://",
            "https:///x",
            "https://:80",
            " https://a.example",
        ),
        *(
            " https://a.example",
            "https://a.example/ b",
            "https://a.example\n",
            "https://a\tb.example",
            "https://a.example/\u202ex",
        ),
        *(
            "https://a.example/\u200b",
            "https://good.example\\@evil.example",
            "https://ex%61mple.com",
            "https://a:99999",
        ),
        *("https://[::1", "https://a.example/\x00", "https://a.example/\x1b]52;c;aGk=\x07", "https://a.example/\ud800"),
        *("https://a\u2100b.example", "https://*.example", "https://" + "a" * 5000),
    ],
)
def test_what_is_not_plainly_a_website_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Invalid, match=r"\.$"):
        address(url)


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f.1", "0X7F.1", "017700000001", "127.1", "127.0.0.01", "0x", "1.2.3.4.", "example.0x7f"),
        *("256.1.1.1", "1.2.3.4.5", "\uff11\uff12\uff17.1", "127\u30020\u30020\u300201.1"),
    ],
)
def test_a_number_in_disguise_is_no_host(host: str) -> None:
    for url in (f"http://{host}/", f"http://user@{host}:80", f"http://{host}"):
        with pytest.raises(Invalid, match=r"hides where it leads; copy it instead\.$"):
            address(url)


def test_an_address_with_a_password_is_not_opened() -> None:
    for before in ("user:s3cret-word", ":s3cret-word", "bank.example:443", "user:s3cret:%40x"):
        with pytest.raises(Invalid, match=r"has a password in it.* can only be copied\.$") as caught:
            address(f"https://{before}@evil.example/x")
        assert "s3cret" not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"


def test_no_hostile_text_is_taken_for_a_host() -> None:
    for payload in one_of_each():
        for url in (payload, f"https://{payload}", f"https://a.example/{payload}"):
            try:
                found = address(url)
            except Invalid:
                continue
            assert found.url == url
            assert url.isprintable()
            assert found.host.isascii()


def test_there_is_no_opener_where_nobody_sits(tmp_path: Path) -> None:
    for name in ("xdg-open", "open", "wslview"):
        fake(tmp_path, name)
    desk = {
        "PATH": f".:{tmp_path}",
        "DISPLAY": ":0",
        "BROWSER": "lynx",
        "HOME": "/",
        "TERM": "xterm",
        "LD_PRELOAD": "x",
    }
    assert program(seat(desk, "linux")) == str(tmp_path / "xdg-open")
    assert program(seat({**desk, "WSL_INTEROP": "x"}, "linux")) == str(tmp_path / "wslview")
    assert program(seat({"PATH": str(tmp_path)}, "darwin")) == str(tmp_path / "open")
    assert program(seat({"PATH": str(tmp_path)}, "linux")) is None
    for name in ("SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT", "TMUX", "STY"):
        assert program(seat({**desk, name: "x"}, "linux")) is None
        assert program(seat({**desk, name: "x"}, "darwin")) is None
    within = {**desk, "TMUX": "x", "DISPLAY": ":7"}
    assert program(seat(within, "linux", Attached({}, "xterm", takes_clipboard=True))) == str(tmp_path / "xdg-open")
    away = Attached({"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, "xterm", takes_clipboard=True)
    assert program(seat(within, "linux", away)) is None
    console = Attached({"DISPLAY": None}, "linux", takes_clipboard=True)
    assert program(seat(within, "linux", console)) is None
    assert environment(desk) == {"PATH": str(tmp_path), "DISPLAY": ":0", "HOME": "/"}


def fake(folder: Path, name: str = "xdg-open", code: int = 0) -> Path:
    """Put an opener on the PATH that notes how it was started, and return the file of its notes."""
    notes = folder / "notes"
    script = folder / name
    script.write_text(
        f"#!/bin/sh\nexec 3> {notes}.new\n"
        'printf "%s\\n" "$#" "$@" >&3\nenv >&3\n'
        'echo "umask $(umask)" >&3; grep SigIgn /proc/$$/status >&3\n'
        "(: < /dev/tty) 2>/dev/null && echo TERMINAL >&3\n"
        f'echo "$(readlink /proc/self/fd/0) $(readlink /proc/$$/fd/1) $(readlink /proc/$$/fd/2)" >&3\n'
        f"echo x; echo y >&2\nmv {notes}.new {notes}\nexit {code}\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return notes


def with_website(stocked: Stocked, url: str) -> None:
    """Put in a login with one website."""
    with stocked.opened() as store:
        store.create_item(replace(login(stocked.vault, "Mail"), websites=(Website(url),)))


def at_a_desk(env: Environment, folder: Path) -> Environment:
    """Return the environment of somebody who sits before a display."""
    return {**env, "PATH": f"{folder}:{os.environ['PATH']}", "DISPLAY": ":99", "API_TOKEN": "s3cret-token"}


def test_the_opener_gets_the_address_and_nothing_else(stocked: Stocked, env: Environment, tmp_path: Path) -> None:
    url = "https://user@münchen.example/a;b?c=$(id)&d='%20\"#--x"
    with_website(stocked, url)
    (tmp_path / "bin").mkdir()
    notes = fake(tmp_path / "bin")
    with Terminal(env=at_a_desk(env, tmp_path / "bin")) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("o")
        terminal.sees("Open xn--mnchen-3ya.example in the browser?", "“user” before the @", "“münchen.example”")
        terminal.press("enter")
        terminal.sees_no("in the browser?")
        assert not notes.exists()
        terminal.press("o")
        terminal.sees("in the browser?")
        terminal.press("y")
        terminal.sees("Opened xn--mnchen-3ya.example")
        terminal.press("ctrl+q")
        assert terminal.ends() == 0
        assert terminal.screen.strange == []
    count, given, *rest = notes.read_text().splitlines()
    assert (count, given) == ("1", url)
    assert "/dev/null /dev/null /dev/null" in rest
    assert "TERMINAL" not in rest
    assert "umask 0022" in rest, "what a browser saves is not for its user alone"
    (ignored,) = [int(line.split()[1], 16) for line in rest if line.startswith("SigIgn")]
    assert not any(ignored & 1 << number - 1 for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTSTP))
    names = {line.partition("=")[0] for line in rest if "=" in line}
    assert names <= {"PATH", "HOME", "LANG", "DISPLAY", "XDG_RUNTIME_DIR", "PWD", "SHLVL", "_", "OLDPWD"}


def test_a_failing_opener_is_told(stocked: Stocked, env: Environment, tmp_path: Path) -> None:
    with_website(stocked, "https://a.example/")
    (tmp_path / "bin").mkdir()
    fake(tmp_path / "bin", code=3)
    with Terminal(env=at_a_desk(env, tmp_path / "bin")) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("o")
        terminal.sees("Open a.example in the browser?")
        terminal.press("y")
        terminal.sees("The browser could not be started: xdg-open failed.")


def test_over_ssh_nothing_is_opened_and_the_address_is_offered_to_be_copied(
    stocked: Stocked, env: Environment, tmp_path: Path
) -> None:
    with_website(stocked, "https://a.example/x")
    (tmp_path / "bin").mkdir()
    notes = fake(tmp_path / "bin")
    with Terminal(env={**at_a_desk(env, tmp_path / "bin"), "SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("o")
        terminal.sees("a.example: copy the address?", "https://a.example/x")
        terminal.press("y")
        terminal.sees("Website sent to your terminal")
        assert terminal.screen.copied() == ["https://a.example/x"]
    assert not notes.exists()


def test_where_tmux_is_attached_over_ssh_nothing_is_opened_on_the_machine_where_it_runs(
    stocked: Stocked, env: Environment, tmp_path: Path
) -> None:
    """The session was begun at a desktop, and its environment still says so."""
    with_website(stocked, "https://a.example/x")
    (tmp_path / "bin").mkdir()
    notes = fake(tmp_path / "bin")
    with tmux() as server:
        there = {**at_a_desk(env, tmp_path / "bin"), "SHELL": "/bin/sh"}
        with Terminal(env=there, program=server.around(APP, then="true")) as terminal:
            browse(terminal, "user-Mail")
            server.run("set-environment", "SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
            terminal.press("o")
            terminal.sees("a.example: copy the address?")
            terminal.press("escape")
            terminal.sees_no("copy the address?")
            server.run("set-environment", "-r", "SSH_CONNECTION")
            terminal.press("o")
            terminal.sees("Open a.example in the browser?")
            assert not notes.exists()
            terminal.press("y")
            terminal.sees("Opened a.example in the browser.")
            assert notes.exists()


def test_an_opener_that_goes_on_is_nobodys_child_when_our_image_is_replaced(tmp_path: Path) -> None:
    """Locking replaces it, and what comes after does not know of children to wait for."""
    script = tmp_path / "xdg-open"
    script.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 1\n")
    script.chmod(0o755)
    code = (
        "import asyncio, os, sys; from tui.host import opener; opener.PATIENCE = 0.2; "
        "asyncio.run(opener.open_address(opener.address('https://a.example'), sys.argv[1], os.environ)); "
        "os.execv('/bin/sleep', ['sleep', '60'])"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(script)], cwd=ROOT) as ours:
        try:
            wait_until(lambda: Path(f"/proc/{ours.pid}/comm").read_text() == "sleep\n", "our image is replaced")
            opened = int((tmp_path / "pid").read_text())
            wait_until(lambda: not is_running(opened), "the opener has ended")
            assert Path(f"/proc/{ours.pid}/task/{ours.pid}/children").read_text() == ""
        finally:
            ours.kill()


def test_an_address_that_is_none_is_not_opened(stocked: Stocked, env: Environment, tmp_path: Path) -> None:
    with_website(stocked, "javascript:alert(1)//https://a.example")
    (tmp_path / "bin").mkdir()
    notes = fake(tmp_path / "bin")
    with Terminal(env=at_a_desk(env, tmp_path / "bin")) as terminal:
        browse(terminal, "user-Mail")
        terminal.press("o")
        terminal.sees("Only addresses that begin with http:// or https:// are opened")
    assert not notes.exists()
