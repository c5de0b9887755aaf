"""What the server tells: lists, filters, pages, files, activity, health; and to whom."""

from __future__ import annotations

import base64
from urllib.parse import quote

import httpx
import pytest

from tests.security.hostile import marks
from tests.servers import openapi
from tests.servers.connect import Access, ConnectServer
from tests.servers.connect.hostile import fill


def titles(answer: httpx.Response) -> list[str]:
    """Return the titles of a list."""
    assert answer.status_code == 200, answer.text
    return [row.get("title", row.get("name")) for row in answer.json()]


@pytest.fixture
def vault(server: ConnectServer) -> str:
    vault = server.add_vault("Work vault")
    for title, tags in (("Bank", ["money"]), ("Bank of tests", []), ("Mail", ["daily", "money"])):
        server.add_item(vault, {"title": title, "tags": tags})
    return vault


def test_lists_are_summaries(server: ConnectServer, http: httpx.Client, vault: str) -> None:
    rows = http.get(f"/v1/vaults/{vault}/items/").json()
    assert [row["title"] for row in rows] == ["Bank", "Bank of tests", "Mail"]
    assert not {"fields", "sections", "files"} & set().union(*rows)
    assert [row["vault"] for row in rows] == [{"id": vault}] * 3
    told = http.get("/v1/vaults").json()[0]
    assert (told["items"], told["type"], told["attributeVersion"]) == (3, "USER_CREATED", 1)
    openapi.check(server)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('title eq "Bank"', ["Bank"]),
        ('title co "bank"', ["Bank", "Bank of tests"]),
        ('tag eq "money"', ["Bank", "Mail"]),
        ('title eq "Mail" or title co "tests"', ["Bank of tests", "Mail"]),
        ('title eq ""', []),
    ],
)
def test_items_are_filtered(http: httpx.Client, vault: str, text: str, found: list[str]) -> None:
    assert titles(http.get(f"/v1/vaults/{vault}/items", params={"filter": text})) == found
    quoted = httpx.QueryParams({"filter": text})
    plus = f"/v1/vaults/{vault}/items?{str(quoted).replace('%20', '+')}"
    assert titles(http.get(plus)) == found


@pytest.mark.parametrize(
    "text", ["", "'", "title eq 'Bank'", 'title ne "x"', 'name eq "x"', 'title eq "x" and tag eq "y"']
)
def test_a_bad_filter_is_refused(http: httpx.Client, vault: str, text: str) -> None:
    assert http.get(f"/v1/vaults/{vault}/items", params={"filter": text}).status_code == 400


def test_vaults_are_filtered_by_name_or_title(server: ConnectServer, http: httpx.Client, vault: str) -> None:
    server.add_vault("Play")
    for attribute in ("name", "title"):
        assert titles(http.get("/v1/vaults", params={"filter": f'{attribute} eq "Play"'})) == ["Play"]


def test_ids_and_paths_that_are_wrong(server: ConnectServer, http: httpx.Client, vault: str) -> None:
    nobody = "a" * 26
    expected = {
        f"/v1/vaults/{nobody}": (403, f"Authorization: token does not have access to vault {nobody}"),
        "/v1/vaults/A": (400, "Invalid Vault UUID"),
        f"/v1/vaults/{vault}/items/Bank": (400, "Invalid Item UUID"),
        f"/v1/vaults/{vault}/items/{nobody}": (404, f"item {nobody} not found"),
        f"/v1/vaults/{vault}/items/{server.items(vault)[0]}/files/{nobody}": (404, f"file {nobody} not found"),
        "/v1/other": (404, "not found"),
        "/other": (404, "not found"),
    }
    for path, (status, message) in expected.items():
        answer = http.get(path)
        assert (answer.status_code, answer.json()) == (status, {"status": status, "message": message})
        assert answer.headers["1Password-Connect-Version"] == "1.8.1"


def test_ids_can_have_any_form(server: ConnectServer, http: httpx.Client) -> None:
    server.connect.state.any_id = True
    odd = "A b/c%2F é.. "
    vault = server.add_vault("Odd", vault=odd)
    item = server.add_item(vault, {"id": odd, "title": "Odd"})
    quoted = quote(odd, safe="")
    assert item == http.get(f"/v1/vaults/{quoted}/items/{quoted}").json()["id"] == odd
    assert server.requests[0].segments == ("v1", "vaults", odd, "items", odd)


def test_a_token_has_rights(server: ConnectServer, vault: str) -> None:
    hidden, item = server.add_vault("Hidden"), server.items(vault)[0]
    headers = {"Authorization": f"Bearer {server.grant('reader', {vault: Access.READ})}"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as http:
        assert titles(http.get("/v1/vaults")) == ["Work vault"]
        assert http.get(f"/v1/vaults/{hidden}/items").status_code == 403
        for method, verb in (("PUT", "update"), ("PATCH", "update"), ("DELETE", "delete")):
            refused = http.request(method, f"/v1/vaults/{vault}/items/{item}", json=[])
            told = f"token does not have permission to perform {verb} on vault {vault}"
            assert (refused.status_code, refused.json()["message"]) == (403, told)
        server.faults.write_denied_401 = True
        assert http.delete(f"/v1/vaults/{vault}/items/{item}").status_code == 401
        assert http.get(f"/v1/vaults/{vault}/items/{item}").status_code == 200
        denied = [event for event in server.connect.activity.events if event["result"] == "DENY"]
        assert [event["action"] for event in denied] == ["READ", "UPDATE", "UPDATE", "DELETE", "DELETE"]


def test_a_token_is_needed_and_can_be_replaced(server: ConnectServer) -> None:
    old = server.token
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        assert http.get("/v1/vaults").json() == {"status": 401, "message": "Invalid bearer token"}
        assert [http.get(path).status_code for path in ("/heartbeat", "/health", "/metrics")] == [200] * 3
        new = server.rotate()
        answers = [http.get("/v1/vaults", headers={"Authorization": f"Bearer {token}"}) for token in (old, new)]
        assert [answer.status_code for answer in answers] == [401, 200]
        assert answers[0].json()["message"] == "Invalid token signature"


def test_files_and_their_contents(server: ConnectServer, http: httpx.Client, vault: str) -> None:
    item = server.items(vault)[0]
    small = server.add_file(vault, item, "kéy.pem", b"s3cret", section="more")
    path = f"/v1/vaults/{vault}/items/{item}"
    told = http.get(f"{path}/files").json()
    assert told == http.get(path).json()["files"]
    content_path = f"/v1/vaults/{vault}/items/{item}/files/{small}/content"
    assert told == [
        {"id": small, "name": "kéy.pem", "size": 6, "section": {"id": "more"}, "content_path": content_path}
    ]
    content = http.get(content_path)
    assert (content.content, content.headers["Content-Length"]) == (b"s3cret", "6")
    assert content.headers["Content-Disposition"] == ("attachment; filename=\"k?y.pem\"; filename*=UTF-8''k%C3%A9y.pem")
    inlined = http.get(f"{path}/files/{small}", params={"inline_files": "true"}).json()
    assert base64.b64decode(inlined["content"]) == b"s3cret"
    openapi.check(server)
    assert "content" in http.get(f"{path}/files?inline_content=true").json()[0]
    server.connect.files.before = ""
    assert http.get(f"{path}/files/{small}").json()["content_path"] == content_path[1:]


def test_a_file_can_be_too_large_to_be_inlined_or_not_there_yet(
    server: ConnectServer, http: httpx.Client, vault: str
) -> None:
    item = server.items(vault)[0]
    large = server.add_file(vault, item, "large.bin", bytes(100 * 1024 + 1))
    path = f"/v1/vaults/{vault}/items/{item}/files"
    assert http.get(f"{path}?inline_files=true").status_code == 413
    assert "File is too large to inline" in http.get(f"{path}/{large}?inline_files=true").json()["message"]
    assert http.get(f"{path}?inline_files=false").status_code == 200
    server.faults.file_500_next = 1
    assert [http.get(f"{path}/{large}/content").status_code for _ in range(2)] == [500, 200]


def test_activity_comes_newest_first_and_by_pages(server: ConnectServer, http: httpx.Client, vault: str) -> None:
    item = server.items(vault)[0]
    http.get("/v1/vaults")
    http.get(f"/v1/vaults/{vault}/items/{item}")
    http.patch(f"/v1/vaults/{vault}/items/{item}", json=[{"op": "replace", "path": "/title", "value": "x"}])
    everything = http.get("/v1/activity")
    assert everything.headers["Content-Range"] == "1-3/3"
    assert [event["action"] for event in everything.json()] == ["UPDATE", "READ", "READ"]
    first = everything.json()[0]
    assert first["resource"] == {"type": "ITEM", "vault": {"id": vault}, "item": {"id": item}, "itemVersion": 2}
    assert everything.json()[2]["resource"] == {"type": "VAULT"}
    page = http.get("/v1/activity", params={"limit": 1, "offset": 1})
    assert (page.json(), page.headers["Content-Range"]) == (everything.json()[1:2], "2-2/3")
    assert http.get("/v1/activity?offset=9").headers["Content-Range"] == "0-0/3"
    openapi.check(server)
    assert http.get("/v1/activity?limit=x").status_code == 400
    server.connect.activity.docs_names = True
    http.get("/v1/vaults")
    newest = http.get("/v1/activity?limit=1").json()[0]
    assert {"requestID"} < set(newest)
    assert newest["actor"]["ip"] == "127.0.0.1"


def test_health_is_told_part_by_part(server: ConnectServer, http: httpx.Client) -> None:
    assert {part["status"] for part in http.get("/health").json()["dependencies"]} == {"ACTIVE"}
    server.connect.health.uninitialised()
    server.connect.health.say("sync", "TOKEN_NEEDED")
    parts = {part["service"]: part for part in http.get("/health").json()["dependencies"]}
    assert [parts[name]["status"] for name in ("account_data", "1Password", "sync")] == [
        "NOT_SYNCED", "UNINITIALIZED", "TOKEN_NEEDED"
    ]  # fmt: skip
    assert parts["1Password"]["message"] == "Make a request with a valid bearer token to initialize"
    assert "connect_http_requests_total 3" in http.get("/metrics").text
    openapi.check(server)


def test_pages_by_links(server: ConnectServer, http: httpx.Client) -> None:
    vault = server.stock(1, 25)[0]
    server.page_size = 10
    found, url = [], f"/v1/vaults/{vault}/items"
    while url:
        answer = http.get(url)
        found += titles(answer)
        url = answer.links.get("next", {}).get("url", "")
    assert (len(set(found)), server.count("GET")) == (25, 3)
    openapi.check(server)
    server.connect.pages.loop = True
    assert http.get(f"/v1/vaults/{vault}/items?page=3").links["next"]["url"].endswith("page=1")
    server.connect.pages.base = "http://evil.example"
    assert http.get("/v1/vaults").links["next"]["url"].startswith("http://evil.example/v1/vaults")


def test_pages_by_range_and_by_cursor(server: ConnectServer, http: httpx.Client) -> None:
    items = f"/v1/vaults/{server.stock(1, 25)[0]}/items"
    server.page_size = 10
    server.connect.pages.style = "content-range"
    pages = [http.get(items, params={"offset": offset}) for offset in (0, 10, 20, 30)]
    assert [page.headers["Content-Range"] for page in pages] == ["1-10/25", "11-20/25", "21-25/25", "0-0/25"]
    assert len({title for page in pages for title in titles(page)}) == 25
    server.connect.pages.style = "cursor"
    pages = [http.get(items, params={"cursor": cursor}) for cursor in ("", "10", "20")]
    assert [page.json().get("next_cursor") for page in pages] == ["10", "20", None]
    assert sum(len(page.json()["items"]) for page in pages) == 25


def test_twenty_thousand_items_are_there_at_once(server: ConnectServer, http: httpx.Client) -> None:
    vaults = server.stock(vaults=40, items=500)
    assert sum(len(server.items(vault)) for vault in vaults) == 20_000
    first = http.get(f"/v1/vaults/{vaults[0]}/items")
    assert len(first.json()) == 500
    server.touch(vaults[0], server.items(vaults[0])[0], title="Changed")
    assert titles(http.get(f"/v1/vaults/{vaults[0]}/items"))[0] == "Changed"


def test_every_text_can_be_hostile(server: ConnectServer, http: httpx.Client) -> None:
    vault, source = fill(server, items=16)
    items = http.get(f"/v1/vaults/{vault}/items").json()
    told = [http.get(path).json() for path in ("/v1/vaults", "/health")]
    told += [http.get(f"/v1/vaults/{vault}/items/{item['id']}").json() for item in items]
    contents = [http.get(file["content_path"]).content for item in told[2:] for file in item["files"]]
    server.faults.status = 500
    told += [http.get("/v1/vaults").json(), [content.decode("utf-8", "surrogatepass") for content in contents]]
    assert marks(str(told)) == set(range(source.made))
