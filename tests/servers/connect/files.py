"""The files of an item: what is told of them, and their contents."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from tests.servers.connect.refused import Refused
from tests.servers.connect.state import State
from tests.servers.exchange import Reply, Request, json_reply

Json = dict[str, Any]

_TOO_LARGE = (
    "File is too large to inline in request. Use the "
    "/v1/vaults/{vaultUUID}/items/{itemUUID}/files/{fileUUID}/content endpoint instead."
)


class Files:
    """Answers for files. `inline_limit` is in bytes."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.inline_limit = 100 * 1024
        self.before = "/"
        """What `content_path` begins with: a slash from the real server, nothing in the documents, or another host."""

    def told(self, vault: str, item: str, file: Json) -> Json:
        """Return what is told of a file, the content aside."""
        path = f"v1/vaults/{vault}/items/{item}/files/{file['id']}/content"
        return file | {"content_path": self.before + path}

    def all(self, request: Request, vault: str, item: str) -> Reply:
        """Answer for all files of an item."""
        raw = self._state.seen(vault, item)
        return json_reply([self._shown(request, vault, item, file) for file in raw.get("files", ())])

    def one(self, request: Request, vault: str, item: str, file: str) -> Reply:
        """Answer for one file."""
        return json_reply(self._shown(request, vault, item, self._file(vault, item, file)))

    def content(self, vault: str, item: str, file: str) -> Reply:
        """Answer with the bytes of a file."""
        found = self._file(vault, item, file)
        name = found["name"].encode("ascii", "replace").decode().replace("\\", "_").replace('"', "_")
        name = "".join(letter if letter.isprintable() else "_" for letter in name)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename=\"{name}\"; filename*=UTF-8''{_quoted(found['name'])}",
        }
        return Reply(200, headers, self._state.contents[file])

    def _file(self, vault: str, item: str, file: str) -> Json:
        raw = self._state.seen(vault, item)
        if not self._state.is_id(file):
            raise Refused(400, "Invalid File UUID")
        for each in raw.get("files", ()):
            if each["id"] == file:
                return each  # type: ignore[no-any-return]
        raise Refused(404, f"file {file} not found")

    def _shown(self, request: Request, vault: str, item: str, file: Json) -> Json:
        shown = self.told(vault, item, file)
        if "true" in (request.query.get("inline_files"), request.query.get("inline_content")):
            if file["size"] > self.inline_limit:
                raise Refused(413, _TOO_LARGE)
            shown["content"] = base64.b64encode(self._state.contents[file["id"]]).decode()
        return shown


def _quoted(name: str) -> str:
    return quote(name.encode("utf-8", "surrogatepass"), safe="")
