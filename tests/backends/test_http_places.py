"""Where the token may go: addresses, certificates, proxies. And nowhere else: not to a terminal, nor another host."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.backends.asked import TOKEN, asking, client
from tests.backends.authority import Authority
from tests.backends.raw_server import RawServer, Seen, Writing, always, answer, listening, serving
from tui.backends.http import Endpoint, Http, Patience
from tui.model.errors import Invalid, Unclear, Unreachable
from tui.model.secret import Secret


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The one that is trusted where its file is given."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "is empty"),
        ("connect.example", "must begin with https://"),
        ("ftp://connect.example", "must begin with https://"),
        ("javascript:alert(1)", "must begin with https://"),
        ("https://", "names no machine"),
        ("https:///v1", "names no machine"),
        ("https://user:s3cret-pw@connect.example", "must not have a name or password"),
        ("https://user@connect.example", "must not have a name or password"),
        ("https://127.0.0.1\\@connect.example", "must not have a name or password"),
        ("https://connect.example/?token=s3cret-x", "leave out “\\?”"),
        ("https://connect.example/?", "leave out “\\?”"),
        ("https://connect.example/#s3cret", "leave out “\\?”"),
        ("https://connect.example:0", "no number from 1"),
        ("https://connect.example:65536", "no number from 1"),
        ("https://connect.example:x", "no number from 1"),
        ("https://[::1", "cannot be read|names no machine"),
        ("https://[fe80::1%25eth0]", "names no machine"),
        ("https://[127.0.0.1]", "names no machine|cannot be read"),
        ("https://a..b", "names no machine"),
        ("https://-a", "names no machine"),
        ("https://a\\b", "names no machine"),
        ("https://a b", "has “ ” in it"),
        ("https://a\nb", "has “␤” in it"),
        ("https://a\x1b[2J", "has “␛” in it"),
        ("https://bücher.example", "xn--"),
        ("https://connect.example/a/../b", "path that cannot be used"),
        ("https://connect.example/%2e%2E", "path that cannot be used"),
        ("https://connect.example//v1", "path that cannot be used"),
        ("https://connect.example/%zz", "path that cannot be used"),
        ("http://connect.example", "unencrypted"),
        ("http://10.0.0.1", "unencrypted"),
        ("http://0.0.0.0", "unencrypted"),
        ("http://128.0.0.1", "unencrypted"),
        ("http://127.1", "unencrypted"),
        ("http://2130706433", "unencrypted"),
        ("http://localhost.example", "unencrypted"),
        ("http://127.0.0.1.example", "unencrypted"),
        ("http://[::2]", "unencrypted"),
    ],
)
def test_an_address_that_is_none(url: str, why: str) -> None:
    with pytest.raises(Invalid, match=why) as caught:
        client(url)
    assert str(caught.value).endswith(".")
    assert str(caught.value).isprintable()
    assert "s3cret" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "url",
    [
        "https://connect.example",
        "https://CONNECT.example:8443/a/b_c/~d/",
        "https://xn--bcher-kva.example/",
        "https://[2001:db8::1]:8443/v1",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://127.9.8.7:1",
        "http://[::1]:8080/x",
    ],
)
def test_an_address_that_is_one(url: str) -> None:
    client(url)


def test_http_to_others_only_where_it_is_allowed() -> None:
    client("http://connect.example", allow_http=True)


async def test_a_certificate_of_an_own_authority(authority: Authority) -> None:
    async with asking(always(answer()), tls=authority.server(), ca_file=str(authority.file)) as (server, http):
        assert (await http.ask("GET", ["x"])).ok
        assert (await http.ask("POST", ["x"], body=[])).ok
        assert [seen.headers["authorization"] for seen in server.seen] == [TOKEN] * 2


@pytest.mark.parametrize(
    ("host", "days", "trusted", "words"),
    [
        ("connect.example", (-1, 1), True, "not for “127.0.0.1”"),
        ("127.0.0.2", (-1, 1), True, "not for “127.0.0.1”"),
        ("127.0.0.1", (-5, -2), True, "expired"),
        ("127.0.0.1", (2, 5), True, "not valid yet"),
        ("127.0.0.1", (-1, 1), False, "of nobody we trust.*give the account its CA file"),
    ],
)
async def test_a_certificate_that_is_not_trusted(
    authority: Authority, host: str, days: tuple[int, int], trusted: bool, words: str
) -> None:
    file = str(authority.file) if trusted else ""
    async with asking(always(answer()), tls=authority.server(host, days=days), ca_file=file) as (server, http):
        for method in ("GET", "POST"):
            with pytest.raises(Unreachable, match=f"{words}.*The token was not sent") as caught:
                await http.ask(method, ["x"])
            assert not isinstance(caught.value, Unclear)
            assert caught.value.__context__ is None
        assert [one.method for one in http.exchanges] == ["POST", "GET"], "it will not be better next time"
        assert server.seen == []


async def test_another_authority_of_the_same_name(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    async with asking(always(answer()), tls=other.server(), ca_file=str(authority.file)) as (server, http):
        with pytest.raises(Unreachable, match="certificate of nobody we trust"):
            await http.ask("GET", ["x"])
        assert server.seen == []


async def test_no_environment_variable_adds_an_authority(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(authority.folder))
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    for use_proxy in (False, True):
        async with serving(always(answer()), authority.server()) as server:
            http = client(server.url, use_proxy=use_proxy)
            with pytest.raises(Unreachable, match="certificate of nobody we trust"):
                await http.ask("GET", ["x"])
            await http.aclose()
    async with asking(always(answer()), tls=authority.server(), ca_file=str(authority.file)) as (_, http):
        assert (await http.ask("GET", ["x"])).ok
    assert not keys.exists()


async def test_http_where_https_is_asked_for_and_the_other_way_round(authority: Authority) -> None:
    async def plain(_: asyncio.StreamReader, writer: Writing) -> None:
        writer.write(answer(b"", "400 Bad Request"))
        writer.close()

    async with listening(plain) as port:
        http = client(f"https://127.0.0.1:{port}")
        with pytest.raises(Unreachable, match="cannot agree on an encrypted connection") as caught:
            await http.ask("POST", ["x"])
        assert not isinstance(caught.value, Unclear)
        await http.aclose()
    async with serving(always(answer()), authority.server()) as server:
        http = client(server.url.replace("https:", "http:"), Patience(first=0.01))
        with pytest.raises(Unreachable, match=r"closed the connection|no correct HTTP"):
            await http.ask("GET", ["x"])
        await http.aclose()


async def test_encryption_that_never_begins() -> None:
    async def nothing(_: asyncio.StreamReader, __: Writing) -> None:
        await asyncio.sleep(60)

    async with listening(nothing) as port:
        http = client(f"https://127.0.0.1:{port}", Patience(connect=0.2, first=0.01))
        for method in ("GET", "POST"):
            with pytest.raises(Unreachable, match=r"not take the connection within 0\.2 s.* port for https") as caught:
                await http.ask(method, ["x"])
            assert not isinstance(caught.value, Unclear)
        assert [one.method for one in http.exchanges] == ["POST", "GET", "GET", "GET"]
        await http.aclose()


async def test_a_connection_that_is_tampered_with(authority: Authority) -> None:
    spoil: list[int] = []

    async def between(reader: asyncio.StreamReader, writer: Writing) -> None:
        """Pass on what comes and goes, and change a byte of the answer."""
        behind, to = await asyncio.open_connection("127.0.0.1", server.port)

        async def up() -> None:
            while data := await reader.read(65536):
                to.write(data)

        upwards = asyncio.ensure_future(up())
        try:
            while data := await behind.read(65536):
                writer.write(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:] if spoil else data)
        finally:
            upwards.cancel()
            to.close()

    async def then_spoil(_: Seen, writer: Writing) -> None:
        spoil.append(1)
        writer.write(answer(b"x" * 500))

    async with serving(then_spoil, authority.server()) as server, listening(between) as port:
        http = client(f"https://127.0.0.1:{port}", ca_file=str(authority.file))
        with pytest.raises(Unclear, match=r"encrypted connection with .* broke") as caught:
            await http.ask("POST", ["x"])
        assert caught.value.__context__ is None
        await http.aclose()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "is not there"),
        (b"", "no certificate in it"),
        (b"\xff\x00\x1b[2J", "no certificate in it"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate in it"),
    ],
)
def test_a_file_of_certificates_that_cannot_be_used(content: bytes | None, why: str, tmp_path: Path) -> None:
    file = tmp_path / "ca\x1b[2J.pem"
    if content is not None:
        file.write_bytes(content)
    for url in ("https://connect.example", "http://127.0.0.1"):
        with pytest.raises(Invalid, match=f"ca␛.2J.pem” .*{why}"):
            client(url, ca_file=str(file))
    for place in (str(tmp_path), "~nobody-of-this-name/ca.pem", "a\0b", "\ud800"):
        with pytest.raises(Invalid, match="is not there"):
            client("https://connect.example", ca_file=place)
    with pytest.raises(Invalid, match="cannot be read"):
        client("https://connect.example", ca_file="x" * 5000)


@asynccontextmanager
async def proxy(monkeypatch: pytest.MonkeyPatch, reply: bytes) -> AsyncIterator[RawServer]:
    """Run a proxy that answers by itself, and name it in the environment."""
    async with serving(always(reply)) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, server.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        yield server


async def test_a_proxy_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy(monkeypatch, answer(b"by proxy")) as server:
        for url in ("http://no-such-machine.invalid", "https://no-such-machine.invalid"):
            http = client(url, allow_http=True)
            with pytest.raises(Unreachable, match="no machine"):
                await http.ask("GET", ["x"])
            await http.aclose()
        assert server.connections == 0
        http = client("http://no-such-machine.invalid", allow_http=True, use_proxy=True)
        assert (await http.ask("GET", ["x"])).body == b"by proxy"
        assert (await http.ask("POST", ["x"])).body == b"by proxy"
        await http.aclose()
        assert [seen.target for seen in server.seen] == ["http://no-such-machine.invalid/x"] * 2


async def test_what_is_on_this_machine_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy(monkeypatch, answer()) as server, serving(always(answer())) as local:
        http = client(local.url, use_proxy=True)
        assert (await http.ask("GET", ["x"])).ok
        await http.aclose()
        assert (server.connections, len(local.seen)) == (0, 1)


async def test_a_proxy_that_refuses_never_sees_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy(monkeypatch, answer(b"", "403 \x1b[2J s3cret")) as server:
        http = client("https://connect.example", use_proxy=True)
        for method in ("GET", "POST"):
            with pytest.raises(Unreachable, match="through the proxy") as caught:
                await http.ask(method, ["x"])
            assert not isinstance(caught.value, Unclear)
        await http.aclose()
        assert {seen.method for seen in server.seen} == {"CONNECT"}
        assert not any("authorization" in seen.headers for seen in server.seen)
    http = client("https://connect.example", use_proxy=True)  # where the proxy was, nothing is
    with pytest.raises(Unreachable, match="through the proxy"):
        await http.ask("POST", ["x"])
    await http.aclose()


@pytest.mark.parametrize("url", ["socks5://user:s3cret-pw@127.0.0.1:1", "gopher://s3cret"])
def test_a_proxy_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", url)
    monkeypatch.setenv("https_proxy", url)
    client("https://connect.example")
    with pytest.raises(Invalid, match="proxies of the environment") as caught:
        client("https://connect.example", use_proxy=True)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__context__ is None


async def test_the_token_is_in_no_representation() -> None:
    async with asking(always(answer(b"s3cret-token", "401 No", "X: s3cret-token"))) as (_, http):
        got = await http.ask("GET", ["x"])
        call = http.stream(["x"])
        for thing in (http, got, call, http.exchanges, Endpoint("https://a"), got.hidden):
            assert "s3cret" not in f"{thing!r} {thing}"
        with pytest.raises(Exception, match="does not take the account’s token") as caught:
            got.check("the vaults")
        assert "s3cret" not in f"{caught.value!r}"


SILENT = """
    import asyncio, sys
    sys.path[:0] = [{root!r}]
    from tui.host import crash
    crash.tell_no_values()
    from tests.backends.test_http_faults import FAULTS
    from tests.backends.asked import asking
    from tui.model.errors import VaultError
    from tui.backends.http import Patience

    async def main():
        for reply, _, _ in list(FAULTS.values())[::3]:
            async with asking(reply, Patience(first=0.001, most=0.001, read=0.05)) as (server, http):
                for method in ("GET", "POST"):
                    try:
                        await http.ask(method, ["x"], query={{"token": "s3cret-query"}}, seconds=0.1)
                    except VaultError as error:
                        print(type(error).__name__)
                try:
                    async for _ in http.stream(["x"], seconds=0.05):
                        break
                except VaultError as error:
                    print(type(error).__name__)
                left = asyncio.ensure_future(http.ask("GET", ["x"]))
                await asyncio.sleep(0.01)
                left.cancel()

    asyncio.run(main())
"""


def test_nothing_reaches_the_terminal() -> None:
    root = str(Path(__file__).parents[2])
    program = textwrap.dedent(SILENT).format(root=root)
    command = [sys.executable, "-X", "dev", "-W", "always", "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stderr == ""
    assert set(ran.stdout.split()) == {"Unreachable", "Unclear"}
    assert ran.returncode == 0


def test_headers_are_names() -> None:
    with pytest.raises(Invalid):
        Http(Endpoint("https://a"), {"X:\r\nY": Secret("x")}, "The test server")
