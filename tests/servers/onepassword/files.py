"""The files' calls: attach, read, delete, replace a document. An item that is sent along must be the one kept here."""

from __future__ import annotations

from tests.servers.onepassword import stock
from tests.servers.onepassword.account import Held
from tests.servers.onepassword.items import READING, Items
from tests.servers.onepassword.refused import invalid, refused
from tests.servers.onepassword.words import Json

_FIELD = ("id", "title", "sectionId", "fieldType", "value")
_WHOLE = ("title", "category", "sections", "tags", "notes", "websites", "files", "document")


class Files:
    """The files in the items of one account."""

    def __init__(self, items: Items) -> None:
        self.items = items
        self.account = items.account

    def attach(self, item: Json, file_params: Json) -> Json:
        """ItemsFilesAttach: one more file, in a place that nothing else has."""
        held = self._unchanged(item)
        if file_params["sectionId"] not in {each["id"] for each in held.raw["sections"]} | {""}:
            raise invalid("no section found with given section ID")
        place = (file_params["sectionId"], file_params["fieldId"])
        taken = {(each.get("sectionId") or "", each["id"]) for each in held.raw["fields"]}
        taken |= {_place(each) for each in held.raw["files"]}
        if place in taken:
            raise invalid("field or file with provided field/section ID already exists")
        return self._keep(held, files=[*held.raw["files"], stock.attached(file_params, self.account)])

    def read(self, vault_id: str, item_id: str, attr: Json) -> list[int]:
        """ItemsFilesRead: the bytes as numbers."""
        raw = self.account.item(vault_id, item_id, READING, service=self.items.service).raw
        ids = {each["attributes"]["id"] for each in raw["files"]} | {(raw["document"] or {}).get("id")}
        if attr["id"] not in ids:
            raise refused("file couldn't be found")
        content = self.account.contents[attr["id"]]
        if len(content) > self.account.largest:
            raise refused("cannot upload or download files larger than 50MB")
        return list(content)

    def delete(self, item: Json, section_id: str, field_id: str) -> Json:
        """ItemsFilesDelete: by its place."""
        held = self._unchanged(item)
        left = [each for each in held.raw["files"] if _place(each) != (section_id, field_id)]
        if len(left) == len(held.raw["files"]):
            raise invalid("no file field found with given section and field IDs")
        return self._keep(held, files=left)

    def replace_document(self, item: Json, doc_params: Json) -> Json:
        """ItemsFilesReplaceDocument."""
        held = self._unchanged(item)
        if held.raw["category"] != "Document":
            raise invalid("only Document items can have their document replaced")
        if held.raw["document"] is None:
            raise invalid("document not found in item")
        return self._keep(held, document=stock.uploaded(doc_params, self.account))

    def _unchanged(self, item: Json) -> Held:
        """Return the item that is kept, if what was sent says the same. Raises `Refused`."""
        held = self.items.editable(item)
        same = all(item.get(name) == held.raw[name] for name in _WHOLE)
        if not same or _told(item) != _told(held.raw):
            raise invalid("cannot update items through other functions than Items.Put")
        return held

    def _keep(self, held: Held, **news: object) -> Json:
        return self.items.keep(held, held.raw | news)


def _place(file: Json) -> tuple[str, str]:
    return file["sectionId"] or "", file["fieldId"]


def _told(item: Json) -> list[tuple[object, ...]]:
    """Return what an item says of its fields, without what is computed."""
    return [tuple(each.get(name) or "" for name in _FIELD) for each in item["fields"]]
