"""Each fault is seen by a plain client: a fault that does not happen proves nothing about who survives it."""

from __future__ import annotations

import ssl
import time
from pathlib import Path

import httpx
import pytest

from tests.backends.authority import Authority
from tests.servers.connect import ConnectServer
from tests.servers.exchange import Reply, Request
from tests.servers.faults import Fault, Faults
from tests.servers.http import HttpServer


def test_a_status_can_be_had_for_some_requests(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.add(Fault(on="/health", times=2, status=503, retry_after="7"))
    assert http.get("/heartbeat").status_code == 200
    refused = http.get("/health")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "7")
    assert refused.json() == {"status": 503, "message": "Something went wrong"}
    assert refused.headers["1Password-Connect-Version"] == "1.8.1"
    assert [http.get("/health").status_code for _ in range(2)] == [503, 200]


def test_a_fault_fits_a_method_a_place_or_a_question(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.status = 418
    server.faults.on = "POST"
    assert (http.get("/health").status_code, http.post("/health").status_code) == (200, 418)
    server.faults.on = lambda request: request.query.get("q") == "a b"
    assert (http.get("/health?q=a+b").status_code, http.get("/health?q=a").status_code) == (418, 200)
    server.faults.clear()
    assert http.get("/health?q=a%20b").status_code == 200


def test_a_proxy_answers_with_a_page(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.html = 502
    answer = http.get("/health")
    assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
    assert "<h1>502" in answer.text
    assert "1Password-Connect-Version" not in answer.headers


def test_a_redirect_points_elsewhere(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.redirect_to = "http://evil.example/v1/vaults"
    answer = http.get("/v1/vaults")
    assert (answer.status_code, answer.headers["Location"]) == (307, "http://evil.example/v1/vaults")


def test_the_first_byte_comes_late(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.slow = 0.2
    started = time.monotonic()
    assert http.get("/heartbeat").text == "."
    assert time.monotonic() - started >= 0.2
    with pytest.raises(httpx.ReadTimeout):
        http.get("/heartbeat", timeout=httpx.Timeout(30.0, read=0.05))


def test_the_body_drips(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.drip = 0.0005
    with http.stream("GET", "/health") as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) > 20
    assert b"".join(pieces) == server.exchanges[-1].reply.body  # type: ignore[union-attr]


def test_a_reset_comes_before_or_after_the_deed(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.add_vault("Work")
    body = {"vault": {"id": vault}, "category": "LOGIN", "title": "Bank"}
    server.faults.add(Fault(reset_before=True, times=1))
    with pytest.raises(httpx.ReadError):
        http.post(f"/v1/vaults/{vault}/items", json=body)
    assert server.items(vault) == []
    server.faults.add(Fault(reset_after=True, times=1))
    with pytest.raises(httpx.ReadError):
        http.post(f"/v1/vaults/{vault}/items", json=body)
    assert len(server.items(vault)) == 1
    assert server.count("POST") == 2
    assert [exchange.reply is None for exchange in server.exchanges] == [True, False]


def test_the_connection_is_closed_instead_of_an_answer(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.drop = True
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        http.get("/heartbeat")


def test_the_connection_is_closed_after_the_answer(server: ConnectServer, http: httpx.Client) -> None:
    assert [http.get("/heartbeat").text for _ in range(3)] == ["."] * 3
    assert {request.connection for request in server.requests} == {1}
    server.faults.hang_up = True
    answer = http.get("/heartbeat")
    assert (answer.text, answer.headers.get("Connection")) == (".", None)
    while server.open:
        time.sleep(0.01)
    assert http.get("/heartbeat").text == "."
    assert server.requests[-1].connection == 2


def test_less_comes_than_was_announced(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.truncate = True
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete message body|without sending complete"):
        http.get("/health")


def test_the_body_never_ends(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.huge = True
    size = 0
    with http.stream("GET", "/v1/vaults") as answer:
        assert "Content-Length" not in answer.headers
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > 20_000_000:
                break
    server.faults.clear()
    assert http.get("/heartbeat").text == "."


def test_a_small_body_grows(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.gzip_bomb = 64
    with http.stream("GET", "/v1/vaults", headers={"Accept-Encoding": "identity"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) < 1_000_000
        assert sum(len(piece) for piece in answer.iter_bytes()) == 64 << 20


def test_something_else_than_http_comes(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.garbage = b"SSH-2.0-OpenSSH_9.9\r\n"
    with pytest.raises(httpx.RemoteProtocolError):
        http.get("/heartbeat")


def test_the_record_holds_everything_but_the_token(server: ConnectServer, http: httpx.Client) -> None:
    http.post("/v1/odd%2Fplace/?a=1&b=x%20y+z", content=b"s3cret-body", headers={"X-Odd": "yes"})
    request = server.requests[0]
    assert (request.method, request.path, request.segments) == ("POST", "/v1/odd%2Fplace/", ("v1", "odd/place"))
    assert request.query == {"a": "1", "b": "x y z"}
    assert (request.headers["x-odd"], request.body, request.token) == ("yes", b"s3cret-body", "owner")
    assert "authorization" not in request.headers
    assert server.token not in repr(server.exchanges)
    assert "s3cret" not in repr(server.exchanges)
    http.get("/v1/vaults", headers={"Authorization": "Bearer s3cret-other"})
    http.get("/v1/vaults", headers={"Authorization": ""})
    assert [each.token for each in server.requests[1:]] == ["?", ""]


def test_the_server_comes_back_where_it_was(server: ConnectServer, http: httpx.Client) -> None:
    vault, url = server.add_vault("Work"), server.url
    assert http.get(f"/v1/vaults/{vault}").status_code == 200
    server.stop()
    with pytest.raises(httpx.ConnectError):
        http.get(f"/v1/vaults/{vault}")
    server.start()
    assert server.url == url
    assert http.get(f"/v1/vaults/{vault}").status_code == 200


def test_a_client_that_leaves_disturbs_nobody(server: ConnectServer, http: httpx.Client) -> None:
    server.faults.slow = 5
    with pytest.raises(httpx.ReadTimeout):
        http.get("/heartbeat", timeout=httpx.Timeout(30.0, read=0.05))
    server.faults.slow = 0
    assert http.get("/heartbeat").text == "."


class Broken(HttpServer[Faults]):
    """A service with a bug."""

    async def answer(self, request: Request) -> Reply:
        raise ZeroDivisionError


def test_a_bug_in_a_service_fails_the_test() -> None:
    with pytest.raises(ZeroDivisionError), Broken(Faults()) as server, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(server.url, trust_env=False)


def test_it_speaks_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with (
        ConnectServer(tls=authority.server()) as server,
        httpx.Client(
            base_url=server.url, trust_env=False, verify=ssl.create_default_context(cafile=str(authority.file))
        ) as http,
    ):
        assert server.url.startswith("https://")
        assert http.get("/heartbeat").text == "."
        server.faults.reset_before = True
        with pytest.raises(httpx.TransportError):
            http.get("/heartbeat")
